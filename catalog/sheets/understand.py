"""What each column of a table means, and how that was decided: by its header's words, a near spelling, its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from catalog.registers import feeds, headers, units
from catalog.sheets.header import Header, match_path
from catalog.sheets.model import How, MappedColumn, SheetIssue
from catalog.sheets.opening.layout import column_letter
from catalog.sheets.ours import exported, is_remarks
from catalog.sheets.prices import Series, are_amounts, is_size, price_label, read_series
from catalog.sheets.ticks import answers
from catalog.values import certificates, contacts, people
from catalog.values.text import fold

# Several sheet columns of one of these meanings are read together; of any other meaning the first is used.
LIST_LIKE = frozenset({"images", "description", "certifications", "note", "phone"})
PRICES = frozenset({"price", "price_old", "wholesale_price"})
CONTENTS = frozenset({"net_content", "pack"})
SAMPLE = 60  # distinct texts of a column that are looked at
SHARE = 0.7  # of them have to be of a kind

_SCALE = re.compile(
    r"(?<![\d.,])1[.,]?000\s*(?:đ|d|vnd|vnđ|đồng|dong)(?![a-z])|\b(?:nghin|ngan)(?: dong| d| vnd)?\b", re.I
)
_MILLION = re.compile(r"\btrieu(?: dong| d| vnd)?\b")
_TITLE_SCALE = re.compile(r"(?:đvt|đơn vị(?: tính)?|dvt|don vi(?: tinh)?)\s*:?\s*(.{1,40})|\(\s*(.{1,30})\s*\)", re.I)
_PER = re.compile(r"/\s*(?:1\s*)?([^\W\d_]{1,12}(?: [^\W\d_]{1,8})?)\s*(?:\)|,|;|$)")
_IN_BRACKETS = re.compile(r"\(\s*(?:đvt|tính bằng)?[\s:]*([^\W\d_]{1,10})\s*\)", re.I)
_MONEY_UNIT = re.compile(r"\s*(?:1[.,]?000|nghìn|ngàn|nghin|ngan|triệu|trieu)?\s*(?:đồng|dong|vnđ|vnd|đ|d)\b", re.I)
_ORDER = re.compile(r"\b(bao gia|dat hang|don hang|hoa don|du toan|phieu (xuat|nhap|giao)|giao hang|mua sam)\b")
_QUOTED = re.compile(r"\b(bao gia|bang gia|chao gia|gia ban|don hang|dat hang|quotation|price list)\b")
_SPENT = re.compile(r"\b(du toan|kinh phi|quyet toan|chi phi|thanh toan)\b")
_PRODUCER = re.compile(
    r"\b(htx|hop tac xa|cong ty|cty|doanh nghiep|dntn|co so|ho (kinh doanh|sxkd|ong|ba)|to hop tac|tht|trang trai)\b"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sheet column that asks to be a column of COLUMNS; label as in MappedColumn."""

    at: int
    header: str
    match: headers.Match | None
    how: How
    hidden: bool
    texts: Sequence[str]
    label: str = ""

    def taken_for(self, column: str | None) -> MappedColumn:
        words = self.header if column in PRICES else ""
        unit = content_unit(self.header) if column in CONTENTS else price_unit(words)
        return MappedColumn(
            column_letter(self.at + 1),
            self.header,
            column,
            self.how if column or self.how == "remembered" else "ignored",
            scale=money_scale(words) or 1,
            unit=unit,
            label=self.label if column not in (None, "price_old", "wholesale_price") and self.label else None,
        )


def understand(
    header: Header, texts: Callable[[int], list[str]], title: str = "", hidden: frozenset[int] = frozenset()
) -> tuple[dict[str, MappedColumn], list[SheetIssue]]:
    """The meaning of each column by letter, and an issue for each that is not used.

    texts gives distinct texts that stand below the header in a column; title are the words above the table.
    hidden are places of hidden columns: they are not used.
    """
    claims = [_claim(at, path, texts(at), title, at in hidden) for at, path in sorted(header.paths.items())]
    if own := machine_made([claim.header for claim in claims]):
        claims = [replace(c, match=headers.Match(own.get(c.header, headers.IGNORED), None, "synonym")) for c in claims]
        claims = [replace(c, how="synonym") for c in claims]
    claims = _ticked(claims, [path for _, path in sorted(header.paths.items())])
    owners = _owners(claims)
    claims = [_by_values(claim, owners) for claim in claims]
    claims = _in_series(claims)
    owners = _owners(claims)
    columns, issues = {}, []
    for claim in claims:
        mapped, issue = _decide(claim, owners)
        columns[mapped.letter] = mapped
        # What a program's table has besides is for the program alone: nobody is asked about it.
        issues += [issue] if issue and not own else []
    return _with_title_scale(columns, title), issues


def machine_made(paths: Sequence[str]) -> dict[str, str] | None:
    """Header → column of a table that a program made, ours or another; None for a table of people."""
    if feed := feeds.known(paths):
        return {header: column for header in paths if (column := feed.column(header))}
    return exported(paths)


def _claim(at: int, path: tuple[str, ...], texts: list[str], title: str, hidden: bool) -> Claim:
    match = match_path(path)
    if match and match.column == "name" and match.how == "fuzzy" and texts and all(fold(t) in _ANSWERS for t in texts):
        match = None  # "Sản phẩm …" asks for something that "Mới" answers
    if match and match.column == "name" and match.otherwise == "description" and not _is_quotation(title):
        match = headers.Match("description", None, match.how)
    last = fold(path[-1])
    if match and last in ("don vi", "dv"):
        match = headers.Match(_unit_or_producer(texts), None, "synonym")
    elif match and match.column == "stock" and match.otherwise and _ORDER.search(fold(title)):
        match = headers.Match(headers.IGNORED, None, match.how)
    how: How = match.how if match else "ignored"
    label = price_label(path, match)
    if label and is_size(path[-1]) and not (match and match.column == "price") and not _are_prices(texts, title):
        label = ""
    return Claim(at, " / ".join(path), match, how, hidden, texts, label)


def _is_quotation(title: str) -> bool:
    """Whether the words above a table say that its contents are for sale; a budget has the same columns."""
    folded = fold(title)
    return bool(_QUOTED.search(folded)) and not _SPENT.search(folded)


def _are_prices(texts: Sequence[str], title: str) -> bool:
    return are_amounts(texts, _scale_of_title(title) is not None)


def _ticked(claims: list[Claim], paths: Sequence[tuple[str, ...]]) -> list[Claim]:
    """The claims, those of columns with ticks for the question that they answer together."""
    asked = answers([(path, claim.texts) for path, claim in zip(paths, claims, strict=True)])
    return [
        replace(claim, match=headers.Match(asked[n][0], None, "fuzzy"), how="fuzzy", label=asked[n][1])
        if n in asked
        else claim
        for n, claim in enumerate(claims)
    ]


def _unit_or_producer(texts: list[str]) -> str:
    """What a bare "Đơn vị" is: units of measure are short words, producers are called HTX, công ty, hộ …"""
    if any(_PRODUCER.search(fold(text)) for text in texts):
        return "producer"
    return "unit" if all(len(text) <= 12 for text in texts) else "producer"


def _in_series(claims: list[Claim]) -> list[Claim]:
    """The claims with the prices of several days, sizes or markets settled, where no column is the price itself."""
    named = any(c.match and c.match.column == "price" and not c.label and not c.hidden for c in claims)
    priced = [not c.match or c.match.column in PRICES or (bool(c.label) and is_size(c.label)) for c in claims]
    members = [
        c for c, is_price in zip(claims, priced, strict=True) if is_price and c.label and c.texts and not c.hidden
    ]
    several = sum(bool(c.match and c.match.column == "name" and not c.hidden) for c in claims) > 1
    if several and all(c.label.isdigit() for c in members):
        members = []  # "Sản phẩm 1 | Giá 1 | Sản phẩm 2 | Giá 2": each price is another product's
    series = Series() if named or len(members) < 2 else read_series([c.label for c in members])
    out = []
    for claim, is_price in zip(claims, priced, strict=True):
        place = members.index(claim) if claim in members else None
        if not (claim.label and is_price):
            out.append(claim)
        elif place is not None and place in series.kept:
            column = series.kept[place]
            label = claim.label if series.labelled else ""
            out.append(replace(claim, match=headers.Match(column, None, "fuzzy"), how="fuzzy", label=label))
        elif series.kept:
            out.append(replace(claim, match=headers.Match(headers.IGNORED, None, "fuzzy"), label=""))
        else:
            out.append(replace(claim, label=""))
    return out


_SURENESS = {"remembered": 0, "synonym": 1}


def _owners(claims: list[Claim]) -> dict[str, Claim]:
    """The best claim to each column: confirmed before exact before near, sure before fall-back, with values first."""

    def rank(claim: Claim) -> tuple[int, bool, bool, int]:
        match = claim.match
        return (_SURENESS.get(claim.how, 2), bool(match and match.otherwise), not claim.texts, claim.at)

    owners: dict[str, Claim] = {}
    for claim in sorted(claims, key=rank):
        if claim.match and not claim.hidden and claim.match.column != headers.IGNORED:
            owners.setdefault(claim.match.column, claim)
    return owners


def _by_values(claim: Claim, owners: dict[str, Claim]) -> Claim:
    """The claim of a column whose header says nothing, by what most of its values are."""
    if claim.hidden or len(claim.texts) < 2:
        return claim
    if claim.match and claim.match.column != "address":
        return claim
    for column, is_one in _KINDS.items():
        if claim.match and column != "producer":
            continue  # "Nơi sản xuất" may name who makes it, and nothing else
        if column not in owners and sum(map(is_one, claim.texts)) >= SHARE * len(claim.texts):
            return replace(claim, match=headers.Match(column, None, "fuzzy"), how="values")
    return claim


def _is_picture(text: str) -> bool:
    return bool(re.search(r"\.(jpe?g|png|webp|heic|gif)\b", text, re.I))


_KINDS: dict[str, Callable[[str], bool]] = {
    "phone": lambda text: len(text) < 60 and bool(contacts.phones(text).e164),
    "images": _is_picture,
    "decision_number": lambda text: len(text) < 120 and bool(certificates.decision(text).number),
    "email": lambda text: contacts.email(text) is not None,
    "producer": lambda text: len(text) < 120 and people.producer(text).kind not in ("unknown", "other"),
}


def _decide(claim: Claim, owners: dict[str, Claim]) -> tuple[MappedColumn, SheetIssue | None]:
    match, letter = claim.match, column_letter(claim.at + 1)
    if is_remarks(claim.header) or (match and match.column == headers.IGNORED and claim.how == "remembered"):
        return claim.taken_for(None), None  # our own words of an earlier return, or known not to be wanted
    if match is None or match.column == headers.IGNORED or claim.hidden:
        return claim.taken_for(None), SheetIssue("column-ignored", cell=letter, value=claim.header)
    owner = owners[match.column]
    if owner is claim or match.column in LIST_LIKE or (claim.label and owner.label):
        return claim.taken_for(match.column), None
    if match.otherwise and match.otherwise not in (headers.IGNORED, *owners):
        owners[match.otherwise] = claim
        return claim.taken_for(match.otherwise), None
    if match.otherwise == headers.IGNORED:
        return claim.taken_for(None), SheetIssue("column-ignored", cell=letter, value=claim.header)
    issue = SheetIssue(
        "header-twice",
        cell=letter,
        column=match.column,
        value=claim.header,
        values={"other": column_letter(owner.at + 1)},
    )
    return claim.taken_for(None), issue


def _with_title_scale(columns: dict[str, MappedColumn], title: str) -> dict[str, MappedColumn]:
    """ "Đơn vị tính: 1.000 đồng" above a table holds for the price columns that name no unit themselves."""
    scale = _scale_of_title(title)
    if scale is None:
        return columns
    return {
        letter: replace(m, scale=scale) if m.column in PRICES and money_scale(m.header) is None else m
        for letter, m in columns.items()
    }


def _scale_of_title(title: str) -> int | None:
    scales = [money_scale(a or b) for a, b in _TITLE_SCALE.findall(title)]
    return next((s for s in scales if s), None)


def money_scale(words: str) -> int | None:
    """What one unit is worth in đồng where words name a unit of money; None where they name none."""
    folded = fold(words)
    if _MILLION.search(folded):
        return 1_000_000
    if _SCALE.search(words) or _SCALE.search(folded):
        return 1_000
    return 1 if re.search(r"(?<![^\W\d_])(đồng|vnđ|vnd|đ)(?![^\W\d_])", words.lower()) else None


def content_unit(words: str) -> str | None:
    """The unit that a header of contents carries in brackets: "kg" for "Khối lượng tịnh (kg)"; None without one."""
    found = _IN_BRACKETS.search(words)
    unit = found[1].strip().lower() if found else ""
    return unit if unit in units.measures() else None


def price_unit(words: str) -> str | None:
    """The unit that a price header carries: "kg" for "Giá bán (đ/kg)"; None where there is none."""
    found = _PER.search(words)
    if found is None or _MONEY_UNIT.fullmatch(found[1]) or fold(found[1]) in _NO_UNITS:
        return None
    return " ".join(found[1].lower().split())


# Answers that stand below questions about products and name none.
_ANSWERS = frozenset(
    ("moi|cu|nang cap|nang hang|danh gia lai|dang ky moi|co|khong|roi|da co|chua|chua co|dat|khong dat|x|v|dung|sai"
     "|dang lam|1|0").split("|")
)  # fmt: skip
_NO_UNITS = frozenset({"sp", "san pham", "dvt", "don vi", "don vi tinh", "dv", "gv", "thang", "nam"})
