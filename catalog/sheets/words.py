"""Words by which rows of a sheet are told apart: totals, signatures, notes, numbering, groups.

Patterns read folded text (`values.text.fold`: no accents, no punctuation), so "TM. ỦY BAN" is "tm uy ban".
"""

from __future__ import annotations

import re
from itertools import pairwise

from catalog.values.text import fold

_TOTAL = re.compile(
    r"(tong (cong|so|hop cong|gia tri|tien|san pham|so san pham|so luong|hang muc|thanh tien)|tong$|tong \d"
    r"|tong( [a-z]| [ivx]{1,4})+$"
    r"|cong( tong)?( \d.*)?$|cong ([a-z]|[ivx]{1,4})$"
    r"|(tong )?so (dong|ban ghi|mat hang)( \d+)?$"
    r"|cong (nhom|muc|phan|trang|lai|don|xa|phuong|huyen|tinh|toan)\b|tong (nhom|muc|phan|toan)\b|(so tien )?bang chu"
    r"|(tien )?thue (vat|gtgt|suat)\b|thanh tien$|chiet khau\b|gia (ban )?binh quan\b|trung binh( cong)?$"
    r"|binh quan( chung)?$|luy ke\b|(an dinh )?danh sach( nay| tren)? (co|gom)\b)"
)
# How such texts begin; most names are told from them by this alone.
_SUMS = tuple(
    " tổng tong cộng cong thuế thue tiền tien thành thanh chiết chiet giá gia trung bình binh lũy luỹ luy".split()
)
_SUMS += (
    "số dòng",
    "so dong",
    "số bản ghi",
    "số mặt hàng",
    "bằng",
    "bang",
    "số tiền",
    "so tien",
    "ấn",
    "an ",
    "danh sách",
    "danh sach",
    " ",
    "*",
)
_OFFICES = tuple(
    "tm. tm kt. kt tl. tl tuq q. phó pho chủ chu tổng tong giám giam trưởng truong thủ thu người nguoi kế ke đại dai"
    " xác xac ký ky (ký (ky đã da nơi noi như nhu lưu luu - lập lap ỦY".lower().split()
)
_SIGNED = re.compile(
    r"((tm|kt|tl|tuq|q) (uy ban|ubnd|chu tich|hoi dong|ban giam doc|giam doc|truong|chi cuc|so|thu truong|ban)\b"
    r"|(pho )?chu tich( ubnd.*)?$|(pho |tong )?giam doc( so.*| hop tac xa| htx)?$"
    r"|(pho )?truong (phong|ban)( \w+){0,6}$|thu truong( don vi)?$"
    r"|nguoi (lap|viet|tong hop|bao cao|lam|kiem tra|de nghi)\b( \w+){0,4}$|(ke toan|thu quy|thu ky)( truong)?$"
    r"|(dai dien|xac nhan)( \w+){0,8} (co so|don vi|htx|hop tac xa|chu the|cong ty|ubnd( \w+){0,4}|phap luat)$"
    r"|ky (va )?(ghi ro |ten )?(ho )?(ten|dong dau)\b.*|(ky|da ky)$|noi nhan\b.*|nhu tren$|luu (vt|van thu)\b.*"
    r"|dai dien (theo )?phap luat\b.*|lap (bieu|bang)$|(chu ho|chu co so|chu nhiem|chu the)( ky ten.*)?$)"
)
_DATED = re.compile(r"(\w+ ){0,8}ngay( \d{1,2})?( thang)( \d{1,2})?( nam)( \d{4}| 20)?$")
_NOTE = re.compile(
    r"(ghi chu|luu y|chu y|chu thich|chu giai|note|nguon|ghi ro|yeu cau|huong dan( \w+){0,4}|thoi gian ap dung"
    r"|bao gia|nguoi lien he|moi chi tiet|xin cam on|tran trong|rat mong|lien he( dat hang)?|cot|don vi tinh|dvt"
    r"|gia (tren|ap dung|chua|da))\b"
)
_LETTERHEAD = re.compile(
    r"(cong hoa xa hoi|doc lap tu do|uy ban nhan dan|ubnd\b|so (nong nghiep|cong thuong|tai chinh)|kinh gui"
    r"|(ban hanh )?kem theo)"
)
_GROUP = re.compile(
    r"(nhom|phan|muc|chuong|linh vuc|nganh( hang| nghe)?|huyen|thi xa|thanh pho|xa|phuong|thi tran|tinh|dia ban|cum"
    r"|lop|mon|khu vuc|loai|bo|hang|dot|danh muc)\b"
)
_ROMAN = re.compile(r"(?=[IVXL])(?:X{0,3})(?:IX|IV|V?I{0,3})(?:\.\d+|\.[a-z]+)*[.):]?$", re.I)
_LETTER = re.compile(r"[A-ZĐ](?:\.\d{1,2})*[.):]?$")
_STARTS_GROUP = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ])\s*[.):/\-–]\s*\S")
_NUMBERING = re.compile(
    r"[(\[]?\s*(\d{1,2}|[a-zA-Z]|[IVX]{1,4}|#|stt"
    r"|(?:\d{1,2}|[a-z])\s*[)\]]?\s*=[\da-z*/+\-=:%×÷ ()\[\].,]{1,40})\s*[)\]]?$",
    re.I,
)
# How rows begin that tell the sender what to write, and the numbers of example rows.
_EXAMPLE = re.compile(r"(vd|vi du|example|mau)( \w+)?$")
_EXAMPLES = re.compile(r"(vd|vi du|example|thi du)\b")
_GUIDES = re.compile(
    r"(ghi|nhap|dien|chon|neu|liet ke|vd|vi du|mo ta|tai|dinh kem|bat buoc|khong bat buoc|toi da|toi thieu|dinh dang"
    r"|text|so nguyen|\d+ (ky tu|chu so)|neu co|theo|tu \d|don vi|trong luong bao)\b"
)
_ENUMERATED = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*\s*[.):/-]\s*")
_PAGE = re.compile(r"(trang|page|tr)( so)? \d{1,4}( (tren |of )?\d{1,4})?$|\d{1,4} (tren|of) \d{1,4}$")
_COUNT = re.compile(r"\d{1,5}[.)]?$")


def is_total(text: str) -> bool:
    """Whether a text names a sum: "Tổng cộng: 25 sản phẩm", "Cộng", "Thuế VAT 8%"."""
    return len(text) < 160 and text.lower().startswith(_SUMS) and bool(_TOTAL.match(fold(text)))


def is_signature(text: str) -> bool:
    """Whether a text stands under a list: an office, a place and day, "(Ký, ghi rõ họ tên)"."""
    if len(text) > 160 or not ("ngày" in text or "ngay" in text or text.lower().startswith(_OFFICES)):
        return False
    folded = fold(text)
    return bool(_SIGNED.match(folded) or _DATED.match(folded))


def is_note(text: str) -> bool:
    """Whether a text explains the list instead of naming an item: "Ghi chú: …", "(*) …", "- …"."""
    return text.lstrip().startswith(("*", "(*", "- ", "+ ", "–")) or bool(_NOTE.match(fold(text[:200])))


def is_example(count: str, name: str) -> bool:
    """Whether a row shows how to fill in the table: numbered "VD", or named "Ví dụ: Mật ong"."""
    return bool((count and _EXAMPLE.match(fold(count[:40]))) or _EXAMPLES.match(fold(name[:40])))


def is_guide(texts: list[str]) -> bool:
    """Whether a row tells what to write in each column: "Ghi theo nhãn", "10 chữ số"."""
    told = sum(bool(_GUIDES.match(fold(text[:80]))) for text in texts)
    return told >= 2 and 2 * told >= len(texts)


def is_letterhead(text: str) -> bool:
    return bool(_LETTERHEAD.match(fold(text[:200])))


def is_count(text: str) -> bool:
    """Whether a text numbers an item: 1, "1.", "12)"."""
    return bool(_COUNT.match(text.strip()))


def is_group_mark(text: str) -> bool:
    """Whether a row number is that of a group: I, II., A, "I.1", "Nhóm 1"."""
    text = text.strip()
    return bool(text) and bool(_ROMAN.match(text) or _LETTER.match(text) or _GROUP.match(fold(text)))


def names_group(text: str) -> bool:
    """Whether a text reads as the title of a group: "I. Nhóm thực phẩm", "HUYỆN CẦU KÈ", "Nhóm 2: đồ uống"."""
    return is_known_group(text) or is_shouted(text)


def is_page(text: str) -> bool:
    """Whether a line tells the page of a printed list: "Trang 2/5"."""
    return len(text) < 40 and bool(_PAGE.match(fold(text)))


def is_known_group(text: str) -> bool:
    """Whether a title begins with the word of a kind of group: "HUYỆN CẦU KÈ", "Nhóm 2"."""
    return bool(_STARTS_GROUP.match(text) or _GROUP.match(fold(_ENUMERATED.sub("", text)[:80])))


def is_shouted(text: str) -> bool:
    """Whether all letters are capitals."""
    return text.upper() == text and text.lower() != text


def is_numbering(texts: list[str]) -> bool:
    """Whether the texts of a row number its columns: (1) (2) (3), "A B 1 2 3=1*2", "# 1 2 3"."""
    said = [t.strip() for t in texts if t.strip()]
    if len(said) < 2 or not all(_NUMBERING.match(t) and len(t) < 20 for t in said):
        return False
    counts = [int(m[1]) for t in said if (m := re.match(r"\(?\s*(\d{1,2})\b", t))]
    rising = all(b - a == 1 for a, b in pairwise(counts))
    begins = not counts or (counts[0] <= 3 and len(counts) >= 2)
    return rising and begins and len(set(said)) == len(said)
