"""The words and figures by which the price is told from the other amounts of a cell."""

from __future__ import annotations

import re

DONG = frozenset(["đ", "₫", "đồng", "dong", "vnđ", "vnd", "đvn", "đòng", "đg"])
SCALES = {
    **dict.fromkeys(["k", "kđ", "kvnđ", "kvnd", "nghìn", "ngàn", "ngìn", "nghàn", "nghin", "ngan", "ng"], 1_000),
    **dict.fromkeys(["tr", "triệu", "trieu", "củ"], 1_000_000),
    **dict.fromkeys(["tỷ", "tỉ"], 1_000_000_000),
}

# A bare number below this may be đồng or thousands of đồng: "150" is asked, "53529" is not.
LEAST_BARE = 1_000
# "1.250" alone may be 1.250 đồng or 1,25 triệu; from here on a grouped number is taken as written.
LEAST_GROUPED = 2_000
# A bare number above this is no price of such goods: a telephone or a code got into the cell.
MOST_BARE = 500_000_000
# Under the header "nghìn đồng" (or "triệu đồng") a cell from here on was probably typed in full.
MOST_THOUSANDS, MOST_MILLIONS = 10_000, 1_000
# Nothing costs less, written with "đ": "150đ" is a slip for 150 thousand.
LEAST_DONG = 500
# The two ends of a range lie at most so many times apart.
RANGE_SPAN = 20

# How far back the words that explain an amount may begin.
REACH = 40
BETWEEN_ENDS = frozenset(["khoảng", "giá", "(", ")"])
RANGE_JOINTS = frozenset(["-", "–", "—", "~", "÷", "đến", "tới", "den", "toi"])
LIST_JOINTS = ([","], [";"], ["và"], ["hoặc"], ["hay"])
ARROWS = frozenset(["→", "->", "=>", "➔", "➡", "⇒", ">", "»"])
NOW = frozenset(["còn", "xuống", "nay"])
# Words that may stand between an old and a new price; others ("còn hũ 120k") name another size.
REDUCING = NOW | frozenset("chỉ giảm giá là bán hiện tại khuyến mãi mại km ưu đãi sale mới , ( ) : ; - .".split())
OLD = re.compile(
    r"(?:giá(?: bán)? |^\W*|[,;:(/|-]\s*)(?:gốc|cũ|niêm yết|thị trường|trước đây|trước)\W*(?:là\W*)?$|giảm từ\W*$"
    r"|thay (?:vì|cho)\W*$|original price was\W*$"
)
# Amounts that are no price of the goods: postage, deposits, savings, the size of an order.
ASIDE = re.compile(
    r"(?<!\w)(?:(?:free ?)?ship(?: cho)?(?: đơn)?(?: hàng)?(?: từ)?|vận chuyển|cước|cọc"
    r"|tiết kiệm|giảm ngay|(?<!đã )giảm|(?<!tung )tăng(?: thêm)?|đơn hàng từ|đơn từ|đơn trên|hóa đơn|voucher|thuế)"
    r"(?: giá| là| chỉ)?\W*$"
)
# "Giá chưa thuế: 52.000đ", "Gói tiết kiệm 99k": the price after all, where no other amount stands in the cell.
PRICED = re.compile(r"(?<!\w)(?:giá(?! (?:ship|vận chuyển|cước|cọc))|tiết kiệm|gói)(?!\w)")
# Prices for resellers, what was paid, a worth: the price where no other one stands beside them.
ANOTHERS = re.compile(
    r"(?<!\w)(?:trị giá|(?:giá )?(?:vốn|nhập)"
    r"|(?:sỉ|buôn|đại lý|ctv)(?: (?:từ|trên) \d{1,4} \w{1,9}(?: trở lên)?)?)(?: giá| là| chỉ)?\W*$"
)
ASIDE_BEHIND = re.compile(r"(?:tiền |phí |cước )?(?:ship|vận chuyển|giao hàng|cọc)(?!\w)")
FROM = re.compile(r"(?<!\w)(?:từ|trên|hơn|from|tối thiểu|ít nhất|không dưới)\W*$|^[>≥]=?\s?$")
UPWARDS = re.compile(r"trở lên|tro len|đổ lên|\+\s*$")
BELOW = re.compile(r"(?<!\w)(?:(?<!không )dưới|không quá|tối đa|gần|chưa tới|chưa đến)\W*$|^[<≤]=?\s?$")
# "100k giảm 15%" may be 100 or 85 thousand; "-15% 85k" is a badge before today's price.
UNREDUCED = re.compile(
    r"\W{0,4}(?:(?:giảm|giảm giá|sale|ck|chiết khấu|off|-)\s?\d{1,2}\s?%"
    r"|giảm(?: giá)?(?: ngay)?\s\d{1,3}(?:[.,]000)?\s?(?:k|nghìn|ngàn|đ|đồng)(?![\w/])"
    r"(?!\W{0,3}(?:chỉ )?(?:còn|xuống)))"
)
DOWNWARDS = re.compile(r"(?:trở xuống|đổ lại|đổ xuống|tro xuong)(?!\w)")
# Money that is no price: "doanh thu 2 tỷ đồng", "vốn đầu tư ban đầu 50 triệu".
OTHER_MONEY = re.compile(
    r"(?<!\w)(?:lợi nhuận|doanh thu|doanh số|thu nhập|thu lãi|thu về|lãi|(?<!giá )vốn|đầu tư|kinh phí|cho vay|vay"
    r"|giải thưởng|tiền thưởng)"
    r"(?: [^\W\d_]{1,9}){0,3}\W*$"
)
# "mua 3 tính 100k" does not say what one costs.
SEVERAL = re.compile(r"(?<!\w)(?:mua|lấy) (?:từ )?[2-9]\d{0,2}(?: \w{1,9})?(?: tính| chỉ| với| giá| còn| là)*\W*$")
OLD_ALONE = re.compile(r"giá(?: bán)? (?:cũ|trước đây)\W*(?:là\W*)?$")
FOREIGN = re.compile(r"[$€£¥]|(?<!\w)(?:usd|eur|cny|ndt)(?!\w)")
INTRODUCED = re.compile(
    r"(?<!\w)giá(?: bán| lẻ| bán lẻ| niêm yết| hiện tại| khuyến mãi| gốc| sỉ| chỉ| là| từ| khoảng"
    r"| chưa thuế| chưa vat| có vat| trung bình| bình quân| ưu đãi| tham khảo| đề xuất| thành){0,3}"
    r"(?:\s?\((?![^()]{0,20}(?:nghìn|ngàn|triệu|1[.,]?000|k\)))[^()]{1,20}\))?\W*$|^(?:chỉ )?(?:từ|khoảng|tầm)\s$"
)
# "25.000 (giá tham khảo)", "25.000 + VAT"
REMARK = re.compile(
    r"^\s?(?:\((?![^()]{0,40}(?:cũ|gốc|thay vì|nghìn|ngàn|triệu))[^()0-9]{1,40}\)"
    r"|[+(]\s?(?:thuế )?(?:vat|gtgt)(?: \d{1,2}%)?\)?)$"
)
PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d)?)\s?%")
# A reduced price is rounded: "95.000 -10% 85.000".
ROUNDED = 0.02
# What may stand beside a bare number that is the whole price: "1kg 160.000", "160.000 (hũ 200g)".
PACK_SIGNS = frozenset("/ ( ) : - – , . ; =".split())
# A telephone, a code or a broken formula (#REF!) in a price cell: asked, not taken for an empty one.
NOT_EMPTY = re.compile(r"[0-9]{5}|^#")
