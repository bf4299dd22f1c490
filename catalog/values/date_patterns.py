"""How Vietnamese texts write days, months, quarters and years, as patterns; groups d, m, q and y are their parts."""

from __future__ import annotations

import re

ENGLISH_MONTHS = {w: n for n, w in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# Giêng and Chạp are months of the moon: they stay out.
SPELLED_MONTHS = {w: n for n, w in enumerate("một,hai,ba,tư,năm,sáu,bảy,tám,chín,mười,mười một,mười hai".split(","), 1)}
_SPELLED_MONTH = "|".join(sorted(SPELLED_MONTHS, key=len, reverse=True))
_ONES = [
    ["một", "mốt"],
    ["hai"],
    ["ba"],
    ["bốn", "tư"],
    ["năm", "lăm", "nhăm"],
    ["sáu"],
    ["bảy", "bẩy"],
    ["tám"],
    ["chín"],
]
# Days in words, "hai mươi sáu tháng tư": all of them, for the end of one that is missing would be read as another.
SPELLED_DAYS = {w: n for n, words in enumerate(_ONES, 1) for w in words} | {"mười": 10, "hai mươi": 20, "ba mươi": 30}
SPELLED_DAYS |= {
    f"{tens} {w}": 10 * n + one
    for n, tens in enumerate(("mười", "hai mươi", "ba mươi"), 1)
    for one, words in enumerate(_ONES, 1)
    for w in words
}
_SPELLED_DAY = "|".join(sorted(SPELLED_DAYS, key=len, reverse=True))
_SPELLED_LONG = "|".join(sorted((w for w in SPELLED_DAYS if " " in w), key=len, reverse=True))
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_S = r"\s{0,9}"
_EDGE, _END = r"(?<![\w./-])", r"(?![\w])(?![./-]\d)"
_YEAR = r"(?P<y>(?:18|19|20|21)\d\d)"
DAY_NUMERIC = re.compile(
    rf"{_EDGE}(?P<d>\d{{1,2}}){_S}(?P<sep>[/.-]){_S}(?P<m>\d{{1,2}}){_S}(?P=sep){_S}(?P<y>\d{{4}}|\d\d){_END}"
)
DAY_ISO = re.compile(rf"{_EDGE}{_YEAR}(?P<sep>[/.-])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)(?![./-]\d)")
_DAY_WORDS = re.compile(
    rf"(?:(?<!\w)(?:ngày|ngay|mùng|mồng){_S}|(?<![\w.,/-])(?=\d|{_SPELLED_LONG}))"
    rf"(?P<d>\d{{1,2}}|{_SPELLED_DAY}){_S},?{_S}(?:tháng|thang|thg){_S}"
    rf"(?P<m>\d{{1,2}}|{_SPELLED_MONTH}){_S}(?:,?{_S}(?:năm|nam)|[,/-]|\s){_S}(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
# "05/9 năm 2023"
_DAY_HALF_WORDS = re.compile(
    rf"{_EDGE}(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}}),?\s(?:năm|nam){_S}(?P<y>\d{{4}})(?!\d)", re.I
)
DAY_NAMED = re.compile(
    rf"{_EDGE}(?P<d>\d{{1,2}})[ -](?P<m>[a-z]{{3}})[a-z]{{0,6}}[ ,-]{{1,2}}(?P<y>\d{{4}}|\d\d){_END}", re.IGNORECASE
)
DAY_BEHIND_NAME = re.compile(
    rf"{_EDGE}(?P<m>[a-z]{{3}})[a-z]{{0,6}}\.? (?P<d>\d{{1,2}}), ?(?P<y>\d{{4}}){_END}", re.IGNORECASE
)
DAY_PATTERNS = (DAY_NUMERIC, DAY_ISO, _DAY_WORDS, _DAY_HALF_WORDS, DAY_NAMED, DAY_BEHIND_NAME)
# A whole cell of eight digits, as programs export a day: 20240605.
DAY_GLUED = re.compile(r"(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)")
DAY_GLUED_FIRST = re.compile(r"(?P<d>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<y>20[0-4]\d)")
# A whole cell with signs of its own: 26\\04\\2024, 26_04_2024, 26,04,2024; a month: 4.2024, 2024-04.
ODD_SIGNS = re.compile(r"\d{1,2}([\\_,|])\d{1,2}\1\d{4}")
MONTH_ALONE = re.compile(r"(?P<m>\d{1,2})\.(?P<y>20\d\d)|(?P<yy>20\d\d)-(?P<mm>0[1-9]|1[0-2])")
# As files are named: "tonkho_26_04_2024".
UNDERSCORED = re.compile(r"(?<!\d)_?(\d{1,2})_(\d{1,2})_(\d{4})(?!\d)")
# The dots of a form: "ngày…26…tháng…4…năm…2024".
GLUED = re.compile(r"(ng[aà]y)(?=\d)", re.IGNORECASE)
FORM_DOTS = re.compile(r"…+|\.{2,}")
MONTH_WORDS = re.compile(
    rf"(?<!\w)(?:tháng|thang|thg|t\.?){_S}(?P<m>\d{{1,2}}){_S}(?:/|-|\.|,?{_S}năm|,?{_S}nam|\s){_S}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
MONTH_SPELLED = re.compile(rf"(?<!\w)tháng (?P<m>{_SPELLED_MONTH}),? năm {_YEAR}(?!\d)", re.IGNORECASE)
# Not the number of a document: "Số 05/2024", "05/2024/TT-BYT"; nor a quarter or a round: "quý 3/2024".
MONTH_NUMERIC = re.compile(rf"(?<![\w.-])(?<!\w/)(?P<m>\d{{1,2}}){_S}[/-]{_S}{_YEAR}(?!\w)(?!{_S}[/-]{_S}\w)")
NO_MONTH = re.compile(r"(?:số|so|no|qđ|tt|nđ|cv|quý|quí|qúy|quy|đợt|dot|lần|kỳ)\.?[:\s]{0,3}$", re.IGNORECASE)
QUARTER = re.compile(
    rf"(?<!\w)(?:quý|quí|qúy|quy|q){_S}\.?(?P<q>iv|i{{1,3}}|[1-4]){_S}(?:/|-|,?{_S}năm|,?{_S}nam|\s){_S}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
YEAR_WORDS = re.compile(
    rf"(?<!\w)(?:(?:năm|nam)(?:\s\w{{1,10}}){{0,3}}{_S}:|(?:năm|nam|year){_S}|đợt\s\w{{1,3}}{_S}[/-]){_S}{_YEAR}(?:{_S}[-–]{_S}(?P<until>(?:19|20|21)\d\d))?(?!\w)",
    re.IGNORECASE,
)
# A form that was only half filled in: "ngày …/…/2024".
YEAR_OF_FORM = re.compile(rf"(?<!\w)ngày[\s.…_]{{0,30}}[/-][\s.…_]{{0,30}}[/-]{_S}{_YEAR}(?!\d)", re.IGNORECASE)
YEAR_ALONE = re.compile(r"\W{0,9}(?P<y>(?:19|20)\d\d)(?:\.0)?\W{0,9}")
SERIAL = re.compile(r"(\d{5})(?:\.\d{1,12})?")
# A lunar date is another day: it is asked.
LUNAR = re.compile(r"âm lịch|\(al\)|(?<!\w)(?:âl|rằm)(?!\w)", re.IGNORECASE)
# What spreadsheets show for the number 0 or 1 in a column of dates.
EMPTY_SERIALS = frozenset(["1899-12-30", "1899-12-31", "1900-01-01"])
