"""Which of two words on one thing counts: the written rule of docs/decisions/0010-precedence.md, as code.

What a person decided counts before everything (edits.py). Then what a source states goes before what was only derived
from its words; then a producer's own sheet before an officer's list before a crawl; then the newer before the older.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from catalog import columns
from catalog.values import people, text

Facts = dict[str, Any]

# What a submission is as evidence, weakest first. The register of recognitions stands above all: certificates.
CLASSES = ("crawl", "list", "own", "register")

# Columns whose fields are one statement: half of one source's decision or address beside half of another's is nobody's.
TOGETHER = (("address", "commune", "district", "province"), ("decision_number", "decision_date", "expires"))
# What a person says of these is about the producer, and so about all of its products.
OF_THE_PRODUCER = frozenset(
    "producer producer_kind representative tax_code phone email website address commune district province".split()
)
OFFER_COLUMNS = tuple(c for c in columns.COLUMNS if c.table == "offers")
# Fields that a reader gives along with nothing: alone they say nothing of their column.
QUIET = frozenset({"pieces", "stars_potential", "price_per"})
# Words that nobody understood are no statement either: they give way to what was.
UNSAID = QUIET | frozenset(
    "price_words pack_words address commune_words district province_words old_place candidates".split()
)
# Of these no release has anything, so that nobody sees what a delivery says of them.
UNSEEN = frozenset(
    "row_number timestamp note price_old wholesale_price output score unit net_content category "
    "consent_name consent_phone consent_email consent_website consent_photo".split()
)
# Fields that repeat how a source wrote it; other words for the same value are no disagreement.
WORDS = frozenset(
    "price_words pack_words stock_words address commune_words district province_words old_place candidates container "
    "set_confidence".split()
)


def unit_of(column: str) -> str:
    """The statement that a column belongs to, by the name of its first column."""
    return next((group[0] for group in TOGETHER if column in group), column)


# The statement of each typed field, the fields of each statement, and those that belong to an offer.
UNITS: dict[str, str] = {field.name: unit_of(column.name) for field, column in columns.fields()}
FIELDS: dict[str, list[str]] = {unit: [f for f, u in UNITS.items() if u == unit] for unit in UNITS.values()}
OFFER_FIELDS = frozenset(field.name for column in OFFER_COLUMNS for field in column.typed)


class Rank(NamedTuple):
    """How much one statement weighs against others on the same thing; the greater counts, of equals the newer."""

    is_said: bool
    is_stated: bool
    source: int


def rank(unit: str, fields: Mapping[str, Any], derived: frozenset[str], source: str) -> Rank:
    """The weight of one statement: what it gives, the statements that were derived, the class of its source."""
    is_said = not fields.keys() <= UNSAID and fields.get("price_none") != "ambiguous"
    return Rank(is_said, unit not in derived, CLASSES.index(source))


def rule(winner: Rank, loser: Rank) -> str:
    """Why one statement counts and the other does not: said, stated, source or newer."""
    for name, a, b in zip(("said", "stated", "source"), winner, loser, strict=True):
        if a != b:
            return name
    return "newer"


def by_unit(facts: Mapping[str, Any]) -> dict[str, Facts]:
    """The fields of a draft by the statement that they belong to; fields of no column are left out."""
    found: dict[str, Facts] = {}
    for name, value in facts.items():
        unit = UNITS.get(name)
        if unit:
            found.setdefault(unit, {})[name] = value
    return found


def derived_of(facts: Mapping[str, Any]) -> frozenset[str]:
    """The statements of a draft that were derived."""
    words: str = facts.get("derived", "")
    return frozenset(map(unit_of, words.split())) if words else frozenset()


def differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two statements say different things, whatever words they use."""
    return _value(one) != _value(other)


def _value(fields: Mapping[str, Any]) -> Facts:
    said = {n: v for n, v in fields.items() if n not in WORDS and (v or n not in QUIET)}
    return said or {n: text.key(v) if isinstance(v, str) else v for n, v in fields.items()}


def source_class(source: str, producers: Mapping[str, str], sender: str) -> str:
    """What a delivery is as evidence: own, list, crawl or register.

    source: sheet, crawl or register. producers: id → name of every producer that its rows name. A sheet of one producer
    that names itself as the sender, or no sender, is its own; a sheet of several, or sent by another, is a list.
    """
    if source != "sheet":
        return source
    if len(producers) != 1:
        return "list"
    (name,) = producers.values()
    return "own" if not sender.strip() or names_producer(sender, name) else "list"


def names_producer(sender: str, producer: str) -> bool:
    """Whether a sender's words name a producer: “chị Nhạn, HTX Đồi Vải” names “Hợp tác xã Đồi Vải”."""
    own = text.fold(behind_kind(producer))
    return bool(own) and f" {own} " in f" {text.fold(sender)} "


def behind_kind(name: str) -> str:
    """A producer's name without the words in front that say its kind; the last word stays in any case."""
    words = people.producer(name).name.split()
    length = 1
    while length <= min(4, len(words) - 1):
        if people.producer_kind(" ".join(words[:length])) != "unknown":
            words, length = words[length:], 0  # “Công ty TNHH” says it twice
        length += 1
    return " ".join(words)
