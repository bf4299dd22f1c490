"""Chat messages as people send them in Zalo: several products with name, pack and price over one to three lines.

A line of the message is a row. A product begins on the line that names it; lines below that only give packs and
prices belong to it. Producer, telephone and address are said once and hold for all products. Greetings, times,
questions and fees are left out by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.columns import BY_NAME
from catalog.registers import headers
from catalog.sheets.chats.chatlines import Correction, correction, is_fee, name_and_rest, plain, products_of
from catalog.sheets.chats.chatwords import (
    ANSWER,
    CALL,
    MAKER,
    MARK,
    MONEY,
    NOISE,
    NUMBER,
    PLACE,
    PLACE_MARKS,
    POSTAGE,
    PREFACE,
    PRODUCER,
    SENDER,
    SENT_AT,
    SIZE,
    SPEAKER,
    STAMP,
    STARS,
    STOCK,
    TELLING,
    TIME,
    UNIT,
)
from catalog.sheets.grid import Grid
from catalog.sheets.model import MappedColumn, RawRow, SheetIssue, Table
from catalog.sheets.opening.layout import column_letter
from catalog.values import contacts
from catalog.values.text import clean, fold

# The columns that a message may fill, in the order of their letters.
_COLUMNS = (
    "name", "price", "pack", "stars", "stock", "producer", "phone", "address", "description", "delivery_area",
    "ingredients", "shelf_life", "storage", "usage", "note", "decision_number", "province", "commune", "website",
    "wholesale_price", "price_old", "unit", "representative", "tax_code", "email", "category", "brand",
    "certifications", "food_safety", "decision_date", "expires", "output", "season", "gross_weight",
    "dimensions", "packed_dimensions",
)  # fmt: skip
_SHARED = (
    "producer", "phone", "address", "delivery_area", "province", "commune", "website", "representative", "tax_code",
    "email",
)  # fmt: skip


@dataclass(slots=True)
class _Product:
    line: int
    cells: dict[str, str] = field(default_factory=dict)

    def add(self, column: str, words: str) -> None:
        words = words.strip(" ,;:-–—.")
        if words:
            before = self.cells.get(column)
            self.cells[column] = f"{before}, {words}" if before else words


@dataclass(slots=True)
class Message:
    """What a message holds: its table, how many lines are used, why the others are not, what was taken back."""

    table: Table
    used: int
    ignored: Counter[str]
    issues: list[SheetIssue]


def read_messages(grid: Grid) -> Message | None:
    """The products of a message, one row each under the line on which it begins; None for prose."""
    lines = [(int(number), grid.text(row, 0)) for row, number in enumerate(grid.numbers)]
    products: list[_Product] = []
    shared = _Product(0)
    issues: list[SheetIssue] = []
    used: set[int] = set()
    for at, (number, text) in enumerate(lines):
        following = lines[at + 1][1] if at + 1 < len(lines) and lines[at + 1][0] == number + 1 else ""
        if _take(number, text, following, products, shared, issues):
            used.add(number)
    products = [p for p in products if "name" in p.cells and p.cells.keys() & {"price", "pack", "stock"}]
    if not products:
        return None
    issues += [_unread(number, text) for number, text in lines if number not in used and _offers(text)]
    numbers = {number for number, _ in lines}
    ignored = Counter({"chat line": len(numbers - used)})
    return Message(_table(products, shared), len(used & numbers), ignored, issues)


def _offers(text: str) -> bool:
    """Whether a line that was left out speaks of something in a pack: a product without a price that can be read."""
    words = clean(text)
    return bool(SIZE.search(words)) and not words.endswith("?") and not is_fee(words)


def _unread(number: int, text: str) -> SheetIssue:
    return SheetIssue("chat-line-unread", value=clean(text), values={"line": str(number)})


def _take(
    number: int, text: str, following: str, products: list[_Product], shared: _Product, issues: list[SheetIssue]
) -> bool:
    """Reads one line into the product it begins or continues, or into what all share; False where it is neither."""
    if TIME.match(text.strip()):
        return False
    words = clean(text)
    if stamp := STAMP.match(words):
        words = _without_speaker(words[stamp.end() :], shared)
    words = _without_preface(plain(ANSWER.sub("", SENDER.sub("", words))))
    if found := SENT_AT.search(words):
        words = words[: found.start()]
        if not PRODUCER.search(words):
            return False  # a sender's name and the time
    if not words or words.endswith("?"):
        return False
    if products and (taken_back := correction(words)):
        issues.append(_correct(number, words, taken_back, products))
        return True
    if keyed := _keyed(words):
        return _take_keyed(number, *keyed, products, shared)
    if words.startswith(PLACE_MARKS):
        shared.add("address", words.lstrip("".join(PLACE_MARKS)))
        return True
    if _is_context(words):
        return _share(words, shared)
    taken = [_take_part(number, part, following, products, shared) for part in products_of(words)]
    return any(taken)


def _without_preface(words: str) -> str:
    """A line without the greeting before its colon: "Em gửi anh bảng giá ạ: ruốc nấm 80k"."""
    head, colon, tail = words.partition(":")
    return tail.strip() if colon and PREFACE.match(fold(head)) and MONEY.search(tail) else words


def _without_speaker(words: str, shared: _Product) -> str:
    """A copied line without who said it: "HTX Na Dai: na dai 65k/kg"; a producer who speaks is the one who sells."""
    found = SPEAKER.match(words)
    if found is None or headers.lookup(found[1]) or MONEY.search(found[1]) or SIZE.search(found[1]):
        return words
    said = words[found.end() :]
    if MONEY.search(said) and not name_and_rest(said)[0]:
        return words  # "08:13 mật ong: 350k" names goods, not who speaks
    if PRODUCER.search(found[1]):
        _share(found[1], shared)
    return said


def _take_part(number: int, words: str, following: str, products: list[_Product], shared: _Product) -> bool:
    """Reads what a line says of one product; False where it says nothing of any."""
    name, rest = _without_maker(*name_and_rest(words))
    if MONEY.search(before := POSTAGE.sub("", rest)):
        rest = before
    if name and _begins(words, bool(MONEY.search(rest) or STOCK.search(rest)), following):
        if is_fee(name) or (NOISE.match(fold(name)) and not MARK.match(words)):
            return False
        owner = None if MONEY.search(rest) else _named(fold(name), products)
        if owner is None:
            owner = _Product(number, {"name": name})
            products.append(owner)
        _add_facts(owner, _take_maker(owner, _share_and_cut(rest, shared)))
        return True
    if products and not name and any(p.search(rest) for p in (MONEY, SIZE, STARS, STOCK)):
        _add_facts(products[-1], rest)
        return True
    return False


def _named(about: str, products: list[_Product]) -> _Product | None:
    """The one product whose name holds the folded words, or stands in them; None where none or several do."""
    found = [p for p in products if _holds(fold(p.cells.get("name", "")), about)]
    return found[0] if len(found) == 1 else None


def _holds(name: str, about: str) -> bool:
    return bool(name and about) and (f" {about} " in f" {name} " or f" {name} " in f" {about} ")


def _correct(number: int, words: str, said: Correction, products: list[_Product]) -> SheetIssue:
    """Gives the product that a line speaks of its new price; if that is not clear both amounts stand and are asked."""
    last = [p for p in products if p.line == products[-1].line]
    product = _named(said.about, products) if said.about else last[0] if len(last) == 1 else None
    before = product.cells.get("price", "") if product else ""
    line = {"line": str(number)}
    if product and said.price and len(MONEY.findall(before)) <= 1:
        product.cells["price"] = MONEY.sub(lambda _: said.price, before) if before else said.price
        return SheetIssue("chat-corrected", column="price", value=words, values={**line, "name": product.cells["name"]})
    for doubtful in [product] if product else last:
        old = doubtful.cells.get("price", "")
        doubtful.cells["price"] = f"{old} ? {said.price or _like(old, words)}".strip(" ?")
    return SheetIssue("chat-correction-unclear", column="price", value=words, values=line)


def _like(before: str, words: str) -> str:
    """The bare number of a line in the unit of the amount before: "75" after "70k" may be 75k."""
    number, unit = re.search(r"\d[\d.,]*", words), re.search(rf"\d\s*({UNIT})(?!\w)", before, re.I)
    return (number[0].rstrip(".,") if number else words) + (unit[1] if unit else "đ")


def _keyed(words: str) -> tuple[str, str] | None:
    """The column and value of a line such as "Giá: 350k"; None where what stands before the colon is no header."""
    key, colon, value = MARK.sub("", words).partition(":")
    match = headers.lookup(key) if colon and value.strip() and len(key) < 40 else None
    if match is None:
        return None
    column = "pack" if match.column == "net_content" else match.column
    return (column, value.strip()) if column in _COLUMNS else None


def _take_keyed(number: int, column: str, value: str, products: list[_Product], shared: _Product) -> bool:
    if column == "name":
        products.append(_Product(number))
    if column in ("phone", "producer"):
        return _share(value, shared, column)
    owner = shared if column in _SHARED or not products else products[-1]
    owner.add(column, value)
    return True


def _is_context(words: str) -> bool:
    """Whether a line tells who sells: a telephone, or a producer without any price."""
    if contacts.phones(words).e164 and not MONEY.search(contacts.without_contacts(words)):
        return True
    return bool(PRODUCER.search(words)) and not MONEY.search(words) and not SIZE.search(words)


def _share(words: str, shared: _Product, known: str = "") -> bool:
    """Takes producer, telephone and address from a line; `known` is what its key says that it is."""
    has_phone = bool(contacts.phones(words).e164)
    found = PRODUCER.search(words)
    if has_phone or known == "phone":
        shared.add("phone", words)
    if found or known == "producer":
        name = TELLING.sub("", found[0] if found else words)
        shared.cells.setdefault("producer", NUMBER.sub("", name).strip(" ,;:-–"))
    after = TELLING.sub("", words[found.end() :]).strip(" ,;:-()") if found else ""
    if len(after) > 5 and not contacts.phones(after).e164 and len(after) > len(shared.cells.get("address", "")):
        shared.cells["address"] = after
    return True


def _share_and_cut(rest: str, shared: _Product) -> str:
    """What a product's line says of its price and pack; the telephone and producer behind it are shared."""
    if not contacts.phones(rest).e164:
        return rest
    cut = CALL.search(rest)
    start = cut.start() if cut else len(rest)
    _share(rest[start:] if cut else rest, shared)
    return rest[:start]


def _without_maker(name: str, rest: str) -> tuple[str, str]:
    """A name that goes on, behind a comma, with who makes it or where: that belongs to the rest."""
    for comma in re.finditer(r",\s*", name):
        if MAKER.match(name, comma.end()) or PLACE.match(name, comma.end()):
            return name[: comma.start()].rstrip(), f"{name[comma.end() :]}, {rest}"
    return name, rest


def _take_maker(product: _Product, rest: str) -> str:
    """Takes who makes a product and where from its line, up to the next amount; gives what else the line says."""
    found = [m.start() for m in (MAKER.search(rest), PLACE.search(rest)) if m]
    if not found:
        return rest
    start = min(found)
    ends = [m.start() for pattern in (MONEY, SIZE, STARS, STOCK) if (m := pattern.search(rest, start))]
    said = rest[start : min(ends, default=len(rest))].strip(" ,;:-–()")
    place = PLACE.search(said)
    if MAKER.match(said):
        name, comma, after = said[: place.start() if place else len(said)].partition(",")
        product.add("producer", name)
        said = said[place.start() :] if place else after if comma else ""
    product.add("address", said)
    return rest[:start] + rest[min(ends, default=len(rest)) :]


def _begins(words: str, priced: bool, following: str) -> bool:
    """Whether a line that names something begins a product: it is marked or priced, or the next line prices it."""
    if priced or MARK.match(words):
        return True
    name, rest = name_and_rest(clean(following))
    return not name and bool(MONEY.search(rest))


def _add_facts(product: _Product, rest: str) -> None:
    for column, pattern in (("stars", STARS), ("stock", STOCK)):
        if found := pattern.search(rest):
            product.add(column, found[0].strip(" ()"))
            rest = rest.replace(found[0], " ")
    sizes = [m[0] for m in SIZE.finditer(rest)]
    if sizes:
        product.add("pack", "; ".join(sizes))
    if MONEY.search(rest):
        if rest.count("(") != rest.count(")"):  # the other bracket stands at the end of the name
            rest = rest.replace("(", " ").replace(")", " ")
        product.add("price", " ".join(rest.split()))


def _table(products: list[_Product], shared: _Product) -> Table:
    said = [*products, shared]
    columns = [c for c in _COLUMNS if any(c in product.cells for product in said)]
    letters = {column: column_letter(at) for at, column in enumerate(columns, 1)}
    mapped = {
        letter: MappedColumn(letter, BY_NAME[column].label, column, "values") for column, letter in letters.items()
    }
    return Table(None, (), mapped, tuple(_row(product, shared, letters) for product in products))


def _row(product: _Product, shared: _Product, letters: dict[str, str]) -> RawRow:
    taken: Iterable[str] = [c for c in shared.cells if c not in product.cells]
    cells = {letters[c]: words for c, words in {**shared.cells, **product.cells}.items()}
    return RawRow(product.line, cells, None, frozenset(letters[c] for c in taken))
