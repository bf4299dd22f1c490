"""Chat messages as people send them in Zalo: several products with name, pack and price over one to three lines.

A line of the message is a row. A product begins on the line that names it; lines below that only give packs and
prices belong to it. Producer, telephone and address are said once and hold for all products. Greetings, times,
questions and fees are left out by name; a line that offers something and could not be read is told, and a name that
may be more than the goods are called is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.columns import BY_NAME
from catalog.sheets.chats.chatlines import is_fee
from catalog.sheets.chats.chatwords import MONEY, OFFERED, SIZE
from catalog.sheets.chats.conversation import Conversation
from catalog.sheets.chats.names import is_question
from catalog.sheets.chats.products import COLUMNS, Product
from catalog.sheets.chats.senders import speakers, without_sender
from catalog.sheets.grid import Grid
from catalog.sheets.model import MappedColumn, RawRow, SheetIssue, Table
from catalog.sheets.opening.layout import column_letter
from catalog.values.text import clean


@dataclass(slots=True)
class Message:
    """What a message holds: its table, how many lines are used, why the others are not, what is asked or told.

    tables is empty where no product could be read, though lines speak of some.
    """

    tables: list[Table]
    used: int
    ignored: Counter[str]
    issues: list[SheetIssue]


def read_messages(grid: Grid) -> Message | None:
    """The products of a message, one row each under the line on which it begins; None for prose."""
    lines = [(int(number), grid.text(row, 0)) for row, number in enumerate(grid.numbers)]
    known = speakers(text for _, text in lines)
    heard = Conversation(known)
    used: set[int] = set()
    for at, (number, text) in enumerate(lines):
        following = lines[at + 1][1] if at + 1 < len(lines) and lines[at + 1][0] == number + 1 else ""
        if heard.take(number, text, following):
            used.add(number)
    products = [p for p in heard.products if "name" in p.cells and p.cells.keys() & {"price", "pack", "stock"}]
    unread = [_unread(number, text) for number, text in lines if number not in used and _offers(text, known)]
    if not products and not unread:
        return None
    if not products:
        used = set()
    numbers = {number for number, _ in lines}
    ignored = Counter({"chat line": len(numbers - used)})
    issues = [*heard.issues, *(_unclear(p) for p in products if p.unclear), *unread]
    return Message([_table(products, heard.shared)] if products else [], len(used & numbers), ignored, issues)


def _offers(text: str, known: frozenset[str]) -> bool:
    """Whether a line that was left out speaks of goods at a price or in a pack, and is no question and no charge."""
    words, _ = without_sender(clean(text), known)
    if is_question(words):
        return False
    offered = OFFERED.search(words)
    return bool(offered) or (bool(SIZE.search(words) or MONEY.search(words)) and not is_fee(words))


def _unread(number: int, text: str) -> SheetIssue:
    return SheetIssue("chat-line-unread", value=clean(text), values={"line": str(number)})


def _unclear(product: Product) -> SheetIssue:
    return SheetIssue("chat-name-unclear", cell=f"A{product.line}", column="name", value=product.cells["name"])


def _table(products: list[Product], shared: Product) -> Table:
    said = [*products, shared]
    columns = [c for c in COLUMNS if any(c in product.cells for product in said)]
    letters = {column: column_letter(at) for at, column in enumerate(columns, 1)}
    mapped = {
        letter: MappedColumn(letter, BY_NAME[column].label, column, "values") for column, letter in letters.items()
    }
    return Table(None, (), mapped, tuple(_row(product, shared, letters) for product in products))


def _row(product: Product, shared: Product, letters: dict[str, str]) -> RawRow:
    taken: Iterable[str] = [c for c in shared.cells if c not in product.cells]
    cells = {letters[c]: words for c, words in {**shared.cells, **product.cells}.items()}
    return RawRow(product.line, cells, None, frozenset(letters[c] for c in taken))
