"""The words of chat messages: amounts, packs, stars, stock, senders, greetings, fees, who sells.

Patterns that name `fold` in their use read folded text; the others read the words as they stand.
"""

from __future__ import annotations

import re

from catalog.values.text import CAPITAL

UNIT = r"(?:k|đ|đồng|vnđ|vnd|tr\d*|triệu|nghìn|ngàn|ng)"
# An amount as it is said to a telephone that writes it down: "hai trăm năm mươi nghìn".
DIGIT = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|trăm|linh|lẻ)"
SPOKEN = rf"(?:{DIGIT}\s+){{1,7}}(?:nghìn|ngàn|triệu)(?:\s+rưỡi|\s+{DIGIT}\b){{0,3}}(?:\s+đồng)?(?!\w)"
MONEY = re.compile(
    rf"(?<![\w.,])\d[\d.,]*\s*(?:(?:-|–|~|đến)\s*\d[\d.,]*\s*)?{UNIT}(?!\w)"
    r"|(?<![\w.,])\d{1,2}\s*chục\s*(?:k|nghìn|ngàn)(?!\w)"
    r"|(?<![\w.,])\d\s*trăm\s+(?:rưỡi|\d{1,2}\s*(?:k|nghìn|ngàn))(?!\w)"
    r"|(?<![\w.,])\d{1,3}(?:[.,]\d00)*[.,]000(?![\d.,]*\w)"
    rf"|(?<!\w){SPOKEN}"
    r"|\b(?:giá\s*:?\s*)?(?:liên hệ|thỏa thuận|theo thời giá)\b",
    re.I,
)
PACK = (
    r"(?:túi|hộp|chai|hũ|lọ|gói|thùng|bao|can|bịch|khay|set|combo|bó|vỉ|lốc|giỏ|cái|con|quả|trái|cây|cuộn|lon|bình"
    r"|bánh|cặp|chục|kg|ký|kí|lít|cân|lạng|keo|thẩu|hủ|bọc|phần|bộ"
    r"|suất|mâm|tô|dĩa|đĩa|nải|buồng|xâu|chùm|chiếc|đôi|xấp|vại|thố)"
)
PACK_WORD = re.compile(rf"\b{PACK}\b", re.I)
# Containers that are told from other words without their accents, right before a size.
PLAIN_PACK = r"(?:tui|hop|hu|goi|thung|bich|chai)"
MEASURE = r"(?:kg|gram|gam|gr|g|ml|l|lít|lit|cc|lạng|cân|ký|kí|tạ|yến)"
BIG = r"(?:kg|ký|kí|cân|lít|lit)"
SIZE = re.compile(
    rf"(?:\b(?:{PACK}|{PLAIN_PACK})\s*)?(?<![\w.,])(?:\d[\d.,]*\s*{BIG}\s\d(?!\w|[.,]\d|\s*(?:{PACK}|{MEASURE}|{UNIT})(?!\w))"
    rf"|\d[\d.,]*\s*(?:[-–~]\s*\d[\d.,]*\s*)?{MEASURE}(?!\w)(?:\s+rưỡi(?!\w))?)(?:\s*/\s*{PACK})?"
    rf"|(?:\b{PACK}\s+)?\b(?:nửa|một|hai|rưỡi)\s+{MEASURE}(?!\w)(?:\s+rưỡi(?!\w))?|\b{BIG}\s+rưỡi(?!\w)"
    rf"|(?<!size )(?<![\w.,–-])\d{{1,3}}\s*{PACK}\s*/\s*{PACK}(?!\w)"
    rf"|\bsize\s+(?:[smlx]{{1,3}}|\d{{1,2}})(?![\w-]|\s*con\b)"
    rf"|\b{PACK}\s+\d+(?![\d.,]*\d|[\d.,]*\s*{UNIT}(?!\w))\s*{PACK}?(?:\s*x\s*\d+\s*\w+)?",
    re.I,
)
# "3 hũ 100k": what an amount buys; the name ends before it.
COUNTED = re.compile(rf"(?<![\w.,])\d{{1,3}}\s+{PACK}(?=\s*[-:=]?\s*(?:giá\s+)?\d[\d.,]*\s*{UNIT}(?!\w))", re.I)
# "Còn 5 hũ mắm ruốc": how many there are stands before the name.
LEFT = re.compile(
    rf"^(?:còn|sẵn)\s+(?:lại\s+)?\d{{1,4}}\s*{PACK}\s+(?!nhé|nha|ạ|thôi|nữa|cuối|giá|bán)(?=[^\W\d_]{{2}})", re.I
)
# "20kg tiêu đen 180k/kg": a quantity before the name.
QUANTITY = re.compile(
    rf"^(?:có\s+)?(?:\d{{1,4}}|nửa|một)\s*(?:{MEASURE}|(?:túi|hộp|chai|hũ|lọ|gói|thùng|bó|quả|trái|chục|con|cây|gốc|cái|chiếc|tấn))\s+"
    rf"(?!{UNIT}\b|nhé|nha|ạ|thôi|giá|bán|còn|là)(?=[^\W\d_]{{2}})",
    re.I,
)
STARS = re.compile(r"\(?\s*(?:đạt\s+)?(?:ocop\s*)?[3-5]\s*(?:sao|\*|⭐)(?:\s*ocop)?\s*\)?", re.I)
STOCK = re.compile(
    rf"\b(?:còn|sẵn)\s+(?:lại\s+)?(?!\d[\d.,]*\s*{UNIT}(?!\w)|\d[\d.,]*[.,]000)\d[\d.,]*\s*\w+"
    r"|\(\s*(?:tạm\s+|đang\s+)?hết(?:\s+hàng)?\s*\)"
    r"|\b(?:tạm\s+)?hết\s+hàng[^,;.()]{0,40}|\bcòn hàng\b|[:–-]\s*(?:tạm\s+)?hết(?:\s+(?:rồi|ạ|nhé|nha))*[\s.!]*$",
    re.I,
)
# The same without accents, where "con" may be a piece of the goods: only packs are counted so.
PLAIN_STOCK = re.compile(rf"\b(?:con|san)\s+(?:lai\s+)?\d{{1,4}}\s*(?:{PLAIN_PACK}|lo|can|bo|khay)\b", re.I)
# What larger orders cost, with what they are: "giá sỉ từ 10kg 30k", "mua từ 10kg giá 17k/kg".
_AMOUNT = rf"(?P<amount>\d[\d.,]*\s*{UNIT}(?:\s*/\s*\w+)?)"
WHOLESALE = re.compile(
    rf"[,;.]?\s*\(?(?:(?:giá\s+)?(?:bán\s+)?(?:sỉ|buôn)\b|(?:\w+\s+)?(?:mua|lấy|đặt)?\s*(?:từ|trên)\s+(?=\d))"
    rf"[^,;.]{{0,30}}?(?:\s|:|=|\)){_AMOUNT}(?!\w)\)?",
    re.I,
)
# What comes on top of a price: "làm sẵn +20k/con".
SURCHARGE = re.compile(rf"^[^\d]*[^\W\d_]\s+\+\s*\d[\d.,]*\s*{UNIT}(?!\w)", re.I)
PROMOTION = re.compile(r"[,;(]?\s*\bmua\s+\d+(?:\s*\w+)?\s+tặng\s+\d+(?:\s*(?!\d)\w+)?\)?", re.I)
# What says that goods are offered, though no amount can be read: "giá mận 12-15", "cua gạch 550".
OFFERED = re.compile(
    r"(?<!\w)giá\b(?!\s+(?:ship|cước|vận))[^:]{0,60}\d|(?:^|[\s:])\d{2,3}\s*[-–]\s*\d{2,3}(?![\d/.])"
    rf"|[^\W\d_]{{2}}\s+[1-9]\d{{1,2}}\s*/\s*(?:{PACK}|{MEASURE})(?!\w)"
    r"|[^\W\d_]{2}\s+[1-9]\d{1,2}[\s.!]*(?:$|,)|\(\s*hết",
    re.I,
)
# Two numbers behind a name and nothing else: "khế chua 12-15".
BARE_RANGE = re.compile(r"(?<=\w)\s+(?=[1-9]\d{1,2}\s*[-–]\s*\d{2,3}[\s.!]*$)")
EMOJI = re.compile("[\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+")
TIME = re.compile(
    r"\[?\d{1,2}[:h]\d{2}(?::\d{2})?\s*(?:am|pm|sa|ch)?\b[^\w]*"
    r"(?:hôm qua|hôm nay|thứ \w+|chủ nhật|ngày)?[\d/\-. ,\]]*$",
    re.I,
)
_DAY = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
STAMP = re.compile(
    rf"^\[{_DAY}[, ]+\d{{1,2}}[:h]\d{{2}}[^\]]{{0,10}}\]\s*"
    rf"|^{_DAY},?\s+\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?\s*[-:]?\s+(?=[^\d])"
    r"|^\[\d{1,2}[:h]\d{2}[^\]]{0,30}\]\s*|^\d{1,2}:\d{2},?\s+\d{1,2}/\d{1,2}(?:/\d{2,4})?\s*[-:]?\s*"
)
SENDER = re.compile(
    r"^(?:hỏi|đáp|trả lời|anh|em|chị|chú|cô|bác|shop|mình|bạn|ad|admin|cháu|con|ông|bà|thầy|tôi|khách|dì|cậu|mẹ|bố)"
    r"(?:\s+[^\W\d_]+){0,3}\s*:\s*",
    re.I,
)
ANSWER = re.compile(
    r"^(?:(?:dạ|vâng|có|ok|oke|ừ|à|ạ|nha|nhé|thêm|bên em có|nhà em có|em có|còn)\s*)+(?:ạ|nhé|nha)?\s*[:,]\s*", re.I
)
MARK = re.compile(r"^\s*(?:[^\w\s(\[\"'“\d]+\s*|\d{1,2}\s*[.)/]\s+)")
FEE = re.compile(
    r"\b(don|don hang|hoa don|tong don) (tu|tren|toi thieu|gia tri|cua|cho)\b|\btong( cong| tien| la)?$"
    r"|\b(phi )?(free ?ship|ship|van chuyen|giao hang)\b|\b(phi|coc|chuyen khoan|giam|khuyen mai|mua tu)\b"
)
NOISE = re.compile(
    r"(cam on|thanks|em gui|gui anh|gui chi|hinh anh|sticker|video|da (xem|gui|thu hoi)|tin nhan|hom (nay|qua)|bao gia"
    r"|danh sach|lien he|dat hang|ib|inbox|bang gia|thong tin|(?:can |tim |can tim )?(?:thu )?mua|can tim)\b"
)
PRODUCER = re.compile(
    r"(?<!\w)(?:HTX|hợp tác xã|liên hiệp HTX|tổ hợp tác|THT|công ty|cty|doanh nghiệp|DNTN|cơ sở|CSSX|hộ kinh doanh"
    r"|hộ sản xuất|hộ KD|HKD|trang trại|nhà vườn|xưởng|lò)\s+[^,;:()\n.]{2,80}",
    re.I,
)
# Who makes it and where, said behind the price: a name begins with a capital, so that "giá tại cơ sở" is none.
MAKER = re.compile(
    rf"(?<!\w)(?i:HTX|hợp tác xã|tổ hợp tác|THT|công ty|cty|doanh nghiệp|DNTN|cơ sở|hộ kinh doanh|HKD|hộ)"
    rf"(?i:\s+(?:sản xuất|kinh doanh|nông nghiệp|dịch vụ|TNHH|cổ phần|ông|bà|anh|chị))*\s+{CAPITAL}"
)
PLACE = re.compile(
    r"(?<!\w)(?:(?i:ở|tại|địa chỉ|đ/c)\s*:?\s+)?"
    r"(?:(?i:xã|phường|thị trấn|huyện|thị xã|tỉnh)\s+\w"
    rf"|(?i:thôn|bản|ấp|xóm|tổ|tp\.?|thành phố|quận)\s+{CAPITAL})"
)
TELLING = re.compile(r"\s+(?:gửi|xin|báo|chào|bên|có|kính|nhà|em|ạ)(?:\s|$).*", re.I | re.S)
NUMBER = re.compile(r"\s*[-–(]?\s*(?:\+84|0)[\d. ]{7,}.*$")
CALL = re.compile(r"[,;.]?\s*(?:lh|liên hệ|lhệ|đt|sđt|zalo|call|gọi|☎|📞|(?:\+84|0)\d{2}[\d. ]{6,})", re.I)
PLACE_MARKS = ("📍", "🏠", "🏡")
# What stands before the name: "có", "bên em còn", "nhà em ở bản Chang bán".
NAME_START = re.compile(
    r"^(?:(?:(?:mấy|các|cả)\s+)?(?:anh chị|chị em|chị|anh|em|cô|chú|bác|bạn|mọi người|cả nhà|nhà mình|bà con)"
    r"\s+ơi[\s,!.]+)?"
    r"(?:(?:hôm nay|bữa nay|sáng nay|chiều nay|tuần này|nay)\s+(?=(?:nhà|bên|em|mình|shop|có|bán)\b))?"
    r"(?:giá\b[^:;,]{0,30}:\s*)?"
    r"(?:(?:nhà|bên|em|mình|chị|anh|gia đình|vườn|cơ sở|HTX)\b[^,;:.\d]{0,60}?\sbán\s+)?"
    r"(?:(?:thêm|có|còn|cần bán|ai mua|nhà (?:làm|trồng|nuôi)(?: được)?(?: ít)?|bán"
    r"|(?:nhà|bên)\s+(?:em|mình|e|tôi|chị|tui)|em|mình|giá niêm yết)\s+)*",
    re.I,
)
NAME_END = re.compile(
    r"\s*\b(?:giá(?: bán)?(?: hôm nay| bây giờ| hiện tại| hiện nay| lẻ| chỉ| từ| khoảng| tầm| là)?|chỉ|đồng giá|còn"
    r"|loại|quy cách|bán|(?<!chân )không)$",
    re.I,
)
ONE = re.compile(r"(?<!loại)(?<!hạng)(?<!số)\s+(?:1|một)$", re.I)
NO_NAMES = frozenset(
    {"gia", "gia ban", "si", "le", "mot", "moi", "1", "x", "gia si", "gia le", "con", "loai", "tu", "chi"}
)
# Who sent a line and when, as conversations are copied: "Chú Thử, 08:12 12/03/2026".
SENT_AT = re.compile(
    r"[\s,(\[|–-]{0,6}\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s*(?:am|pm|sa|ch))?[\s,]*(?:ngày\s*)?"
    r"(?:\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?)?[)\]\s]*$",
    re.I,
)
# Bold and struck-out words as chat programs mark them; the star of "4*" opens nothing.
BOLD = re.compile(r"(?<!\S)\*(?=\S)([^*\n]{1,200}?)(?<=\S)\*(?!\w)")
STRUCK = re.compile(r"(?<![\w~])~{1,2}(?=\S)([^~\n]{1,40})(?<=\S)~{1,2}|((?:[^\s\u0336]\u0336){2,40})")
# Where the next product of a line may begin.
PARTS = re.compile(rf"\s*(?:[;+•|]|,(?!\d)|\.(?=\s+{CAPITAL})|\s(?:và|với)\s|\s(?=\d{{1,2}}\)\s))\s*")
# Where a line turns to what sending costs.
POSTAGE = re.compile(r"(?:[.;,(]|\s)\s*(?:bao\s+)?(?:phí\s+|free\s*)?(?:ship|vận chuyển|giao hàng)(?!\w)[^.;]*", re.I)
# Who speaks, behind the time of a copied line.
SPEAKER = re.compile(r"^([^:\d]{2,40}):\s+")
# How a part begins that is a size or a condition of the product before it: "nhỏ 20k"; "nho" and "cá" are goods.
VARIANT = re.compile(
    r"(?:loại|size|có|cỡ|hộp|túi|chai|hũ|hủ|gói|combo|set|giá(?! đỗ)|sỉ|lẻ|bán|mua|lấy|từ|trên|đặt|cọc|ship|phí|giảm"
    r"|khuyến|tặng|free|miễn|còn|con|nửa|to|nhỏ|lớn|vừa|đặc biệt|thường|mới|mỗi|cho|đồng giá|thể tích|nếu|ca|thùng|bao"
    r"|can|bịch|khay|lọ|lố)\b",
    re.I,
)
PLAIN_VARIANT = re.compile(
    r"(loai|size|co|hop|tui|chai|hu|goi|combo|set|gia|si|le|ban|mua|lay|tu|tren|dat|coc|ship|phi|giam|khuyen|tang"
    r"|free|mien|con|nua|to|nho|lon|vua|dac biet|thuong|moi|cho|dong gia|the tich|neu|ca|thung|bao|can|bich|khay|lo)\b"
)
# Goods whose names read like charges without their accents: vinegar, tilapia, fried onions, ambarella, cups.
NO_FEES = re.compile(r"(?<!\w)(?:giấm|dấm|(?:rô|hành|tỏi|cá|mực) phi|phi lê|cóc|cốc)(?!\w)", re.I)
# Words by which a sender takes back what was said (as they stand), and what is not so.
CORRECTION = re.compile(
    r"(?<!\w)(?:(?:ghi|gõ|viết|báo|nói|nhắn|bấm)\s+)?(?:nhầm|(?<!vịt )(?<!trứng )(?<!gà )(?<!cút )lộn"
    r"|đính chính|sửa lại|báo lại|cập nhật lại|đổi lại)(?!\w)",
    re.I,
)
NOT_SO = re.compile(rf"(?:chứ\s+)?(?:không|ko|k)\s+phải(?:\s+là)?\s+\d[\d.,]*\s*{UNIT}?", re.I)
FILLERS = re.compile(
    r"(?<!\w)(?:à|ah|ủa|ơ|ấy|ý|ạ|nhé|nha|nhá|em|mình|chị|anh|bên|nhà|xin lỗi|sorry|sr|giá|là|thành|lại|của|cái|tí|rồi"
    r"|ơi|dạ|vâng|nhen|thôi|mới đúng|phải|chứ)(?!\w)",
    re.I,
)
