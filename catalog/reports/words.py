"""What reports say, in Vietnamese: pages translate it, the annex has it as it is.

`N_` marks a message for the pages' translations (catalog/web/translations).
"""

from __future__ import annotations

from datetime import date


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """The message itself, marked for translation where it will be shown."""
    return message


AWARDS = {
    "5": N_("5 sao"),
    "4": N_("4 sao"),
    "3": N_("3 sao"),
    "het": N_("Hết hiệu lực"),
    # A speciality without a star is normal, and is never shown as a lack.
    "khong": N_("Đặc sản không gắn sao"),
}
LACKS = {
    "required": N_("Đủ các ô bắt buộc của danh sách"),
    "gia": N_("Giá bán"),
    "quy-cach": N_("Quy cách"),
    "xa": N_("Xã, phường nơi làm ra"),
    "bo": N_("Nhóm sản phẩm OCOP"),
    "anh": N_("Ảnh"),
    "mo-ta": N_("Mô tả hoặc câu chuyện"),
    "nhan": N_("Nội dung nhãn thực phẩm"),
    "lien-he": N_("Cách liên hệ được đăng"),
}
PRODUCER_KINDS = {
    "cooperative": N_("Hợp tác xã"),
    "cooperative_group": N_("Tổ hợp tác"),
    "company": N_("Công ty"),
    "private_enterprise": N_("Doanh nghiệp tư nhân"),
    "household": N_("Hộ kinh doanh"),
    "establishment": N_("Cơ sở sản xuất"),
    "other": N_("Loại hình khác"),
    "": N_("Chưa rõ loại hình"),
}
LISTINGS = {"accepted": N_("Đã lên sàn"), "sent": N_("Chờ sàn trả lời"), "rejected": N_("Sàn trả lại")}
READINESS = {
    "ready": N_("Sẵn sàng"),
    "changes": N_("Lên được, có thay đổi"),
    "not_ready": N_("Chưa lên được"),
}
AGES = {"2": N_("Đến 2 ngày"), "7": N_("3 đến 7 ngày"), "30": N_("8 đến 30 ngày"), "hon": N_("Hơn 30 ngày")}
MONTHS = {"1": N_("Trong 1 tháng"), "3": N_("Trong 3 tháng"), "6": N_("Trong 6 tháng")}
CRAWLS = {"good-1": N_("Lần gần nhất thu thập tốt"), "good-0": N_("Lần gần nhất bị dừng hoặc bị chặn")}
SOURCES = {"sheet": N_("Danh sách, tin nhắn"), "crawl": N_("Trang bán hàng công khai")}
# Headings of figures.
COLUMNS = {
    "producers": N_("Chủ thể"),
    "products": N_("Sản phẩm"),
    **{f"award-{key}": title for key, title in AWARDS.items()},
    "lapsing": N_("Hết hiệu lực trong 6 tháng"),
    "listed": N_("Đã lên sàn"),
    "has": N_("Đã có"),
    "lacks": N_("Còn thiếu"),
    **LISTINGS,
    **READINESS,
    "received": N_("Lần gửi nhận được"),
    "published": N_("Sản phẩm đăng lần đầu"),
}
# The heading over the lines of a table, and what stands for a line whose key is blank.
LINES = {
    "communes": (N_("Xã, phường"), N_("Chưa rõ xã, phường")),
    "provinces": (N_("Tỉnh, thành phố"), N_("Chưa rõ tỉnh")),
    "sets": (N_("Nhóm sản phẩm"), N_("Chưa rõ nhóm")),
    "kinds": (N_("Loại hình chủ thể"), PRODUCER_KINDS[""]),
    "completeness": (N_("Thông tin"), ""),
    "listed": (N_("Sàn"), ""),
    "ready": (N_("Sàn"), ""),
    "months": (N_("Tháng"), ""),
}
TOTAL = N_("Tổng cộng")
# Headings of the lists behind the figures.
HEADINGS = {
    "product": N_("Mã sản phẩm"),
    "slug": N_("Địa chỉ trang"),
    "draft": N_("Mã dòng"),
    "name": N_("Sản phẩm"),
    "producer": N_("Chủ thể"),
    "kind": N_("Loại hình"),
    "commune": N_("Xã, phường"),
    "province": N_("Tỉnh"),
    "set": N_("Nhóm sản phẩm"),
    "award": N_("Hạng sao"),
    "decision": N_("Quyết định"),
    "expires_on": N_("Hiệu lực đến"),
    "lacks": N_("Còn thiếu"),
    "products": N_("Số sản phẩm"),
    "market": N_("Sàn"),
    "listing": N_("Tình trạng"),
    "since": N_("Lên sàn từ"),
    "url": N_("Liên kết"),
    "words": N_("Sàn nói"),
    "readiness": N_("Mức sẵn sàng"),
    "codes": N_("Mã lý do"),
    "file": N_("Tệp"),
    "sender": N_("Người gửi"),
    "received_on": N_("Ngày nhận"),
    "days": N_("Số ngày chờ"),
    "doubts": N_("Vì sao chờ"),
    "source": N_("Nguồn"),
    "rows": N_("Số dòng"),
    "source_name": N_("Nguồn"),
    "reason": N_("Kết thúc"),
    "run_on": N_("Ngày"),
    "pages": N_("Số trang"),
    "records": N_("Số sản phẩm đọc được"),
}
# What a list is of, by its kind.
KINDS = {
    "san-pham": N_("Sản phẩm"),
    "chu-the": N_("Chủ thể"),
    "len-san": N_("Sản phẩm trên các sàn"),
    "san-sang": N_("Mức sẵn sàng lên sàn"),
    "cho-duyet": N_("Sản phẩm chờ duyệt"),
    "da-nhan": N_("Lần gửi nhận được"),
    "thu-thap": N_("Nguồn thu thập"),
}
EVERYWHERE = N_("Toàn danh mục")


def day(of: date) -> str:
    """A day as Vietnamese write it: 22/11/2026."""
    return of.strftime("%d/%m/%Y")


def iso_day(words: str | None) -> str:
    """The same of a day in ISO form; blank where there is none."""
    return day(date.fromisoformat(words)) if words else ""


def month(words: str) -> str:
    """A month as people write it: 11/2026."""
    return f"{words[5:]}/{words[:4]}"


def line(table: str, key: str, title: str) -> str:
    """What a line of a table is called; words of the data win, then those of its key."""
    if table == "months":
        return month(key)
    if key == "total":
        return TOTAL
    known = {"completeness": LACKS, "kinds": PRODUCER_KINDS}.get(table, {})
    return title or known.get(key, "") or LINES[table][1]
