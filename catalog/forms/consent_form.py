"""The paper on which a producer consents: one page of A4, a box for each field, ready to print, in Vietnamese.

Consent is per field and per purpose, silence is none, and it can be withdrawn (facts/ocop.md, section 10: Law
91/2025/QH15, Decree 356/2025/NĐ-CP). What is filled in is recorded with `ocop consent give … --paper`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

# How a box reads, by field of the register, and what an empty one means.
BOXES = {
    "name": ("Tên hộ kinh doanh hoặc cá nhân", "Không đồng ý thì trang ghi “Cơ sở sản xuất tại xã …”."),
    "phone": ("Số điện thoại để người mua gọi", "Không đồng ý thì trang không có số nào của cơ sở."),
    "email": ("Địa chỉ email", "Không đồng ý thì trang không có địa chỉ nào của cơ sở."),
    "website": ("Trang web của cơ sở", "Không đồng ý thì trang không dẫn tới đó."),
    "photo": (
        "Ảnh sản phẩm do cơ sở gửi",
        "Không đồng ý thì trang không có ảnh. Ảnh có mặt ai thì cần người đó đồng ý.",
    ),
    "bank": (
        "Tài khoản nhận tiền: in mã VietQR trên bảng giá",
        "Ghi ngân hàng, số, tên chủ; không đưa lên các sàn. Không đồng ý thì bảng giá không có mã này.",
    ),
}
_DOTS = "." * 60
_STYLE = """
@page { size: A4; margin: 13mm 18mm }
body { font: 12pt/1.32 "Times New Roman", "Liberation Serif", serif; color: #000; max-width: 174mm; margin: 0 auto }
h1 { font-size: 15pt; text-align: center; margin: 0 0 1mm }
p { margin: 2.5mm 0 }
.about { text-align: center; margin: 0 0 3mm }
table { border-collapse: collapse; width: 100%; margin: 3mm 0 }
th, td { border: 1px solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top }
td.box { width: 22mm; text-align: center; white-space: nowrap; font-size: 13pt }
small { font-size: 10.5pt }
ul { margin: 1mm 0 3mm; padding-left: 6mm }
.signed { display: flex; justify-content: space-between; text-align: center; margin-top: 5mm }
.signed div { width: 46%; min-height: 25mm }
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked and who asks; blanks become dotted lines, so that an empty form can be printed in numbers.

    code: the producer's id, so that whoever types the answers in finds it. operator, contact: who runs the catalogue.
    """

    name: str = ""
    place: str = ""
    code: str = ""
    operator: str = ""
    contact: str = ""


def make(asked: Asked, values: Mapping[str, str], fields: Iterable[str] = tuple(BOXES)) -> str:
    """The page as HTML in UTF-8 that needs nothing else. values: field → what would be shown, where it is known."""
    boxes = "\n".join(_box(number, field, values.get(field, "")) for number, field in enumerate(fields, 1))
    told = {name: escape(getattr(asked, name)) for name in ("name", "place", "code", "operator", "contact")}
    return _PAGE.format(
        style=_STYLE,
        boxes=boxes,
        name=told["name"] or _DOTS,
        place=told["place"] or _DOTS,
        code=f"<small>Mã cơ sở: {told['code']}</small>" if told["code"] else "",
        operator=told["operator"] or "đơn vị vận hành danh mục sản phẩm OCOP và đặc sản",
        contact=told["contact"] or _DOTS,
    )


def _box(number: int, field: str, value: str) -> str:
    title, otherwise = BOXES[field]
    shown = "" if field == "photo" else f"<br>Sẽ đăng: {f'<b>{escape(value)}</b>' if value else _DOTS[:40]}"
    return (
        f'<tr><td>{number}. <b>{title}</b>{shown}<br><small>{otherwise}</small></td><td class="box">☐ Đồng ý</td></tr>'
    )


_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>Phiếu đồng ý đăng thông tin</title><style>{style}</style></head>
<body>
<h1>PHIẾU ĐỒNG Ý ĐĂNG THÔNG TIN</h1>
<p class="about">trên danh mục sản phẩm OCOP và đặc sản địa phương</p>
<p>Cơ sở sản xuất: <b>{name}</b><br>Tại: {place}<br>{code}</p>
<p>Chúng tôi đồng ý để {operator} đăng công khai, để người mua tìm và liên hệ, và để đưa lên các sàn, những mục
được đánh dấu ✓ dưới đây. Mục không đánh dấu là <b>không đồng ý</b>, và không ảnh hưởng đến việc đăng sản phẩm.</p>
<table>
<tr><th>Mục</th><th>Đánh dấu</th></tr>
{boxes}
</table>
<p>Không bao giờ đăng: số căn cước, mã số thuế cá nhân, địa chỉ nhà.</p>
<ul>
<li>Đồng ý này chỉ dùng để đăng sản phẩm, có hiệu lực từ ngày ký cho đến khi rút lại.</li>
<li>Rút lại lúc nào cũng được, từng mục hay tất cả: nhắn hoặc gọi {contact}. Lần đăng kế tiếp sẽ không còn mục đó.</li>
<li>Dữ liệu mở: người khác được chép lại và dùng lại những gì đã đăng; bản họ đã chép thì chúng tôi không xóa được.</li>
<li>Muốn gỡ hẳn mọi dữ liệu của cơ sở, cũng báo theo cách trên.</li>
</ul>
<p>Ngày ....... tháng ....... năm .............</p>
<div class="signed">
<div><b>Chủ cơ sở</b><br><small>(ký, ghi rõ họ tên)</small></div>
<div><b>Người giúp ghi phiếu (nếu có)</b><br><small>(ký, ghi rõ họ tên, đơn vị)</small></div>
</div>
</body>
</html>
"""
