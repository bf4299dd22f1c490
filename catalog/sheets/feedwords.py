"""What the rows of a program's feed say, in the columns of a sheet: HTML as text, packs out of names, who made it.

Our own exports end a description with where the goods are from and who answers for them (Decree 37/2026, Art. 42),
since few feeds have columns for that; read again, these lines are what they were.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import nh3
import numpy as np
import numpy.typing as npt

from catalog.registers.feeds import Feed
from catalog.values.packs import quantity

Texts = npt.NDArray[np.object_]

_MARKUP = re.compile(r"</?(?:p|br|div|li|ul|ol|b|strong|em|i|span|h\d|table|tr|td)\b[^>]*>", re.I)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.I)
_ITEM = re.compile(r"<li\b[^>]*>", re.I)
# The last lines of a description that this program composed (markets.market.label_lines), as lines or as sentences.
_OURS = re.compile(
    r"(?:^|(?<=\s))(?:Xuất xứ: (?P<where>[^\n]*?)[.\n]\s*)?Cơ sở sản xuất: (?P<who>[^\n]*?)\.?"
    r"(?:\s+Đạt OCOP \d sao theo [^\n]*)?\s*$"
)
# What stands in the place of a pack where there is only one.
_NO_PACK = frozenset({"default title", "mặc định"})


def read(feed: Feed, data: dict[str, Texts]) -> dict[str, Texts]:
    """The columns of a feed's table as those of a sheet: column of COLUMNS → a text per row."""
    size = len(data["name"])
    blank = np.full(size, "", dtype=object)
    columns = {name: list(texts) for name, texts in data.items()}
    told = [plain(words) for words in columns.get("description", blank)]
    columns["pack"] = ["" if words.casefold() in _NO_PACK else words for words in columns.get("pack", blank)]
    if feed.has_pack_in_name:
        pairs = [_apart(name) for name in columns["name"]]
        columns["name"] = [name for name, _ in pairs]
        columns["pack"] = [own or found for own, (_, found) in zip(columns["pack"], pairs, strict=True)]
    for name, unit in feed.units.items():
        columns[name] = [f"{words} {unit}" if words else "" for words in columns.get(name, blank)]
    made = _made_by_us(columns, told)
    if "description" in columns:
        columns["description"] = [_OURS.sub("", words).rstrip() for words in told]
    return {name: np.array(texts, dtype=object) for name, texts in (columns | made).items()}


def _made_by_us(columns: dict[str, list[str]], told: Iterable[str]) -> dict[str, list[str]]:
    """Producer, address and brand of rows that we exported; our codes are no codes of the seller."""
    size = len(columns["name"])
    producer, sku = columns.get("producer", [""] * size), columns.get("sku", [""] * size)
    made = {"producer": list(producer), "brand": [""] * size, "address": [""] * size, "sku": list(sku)}
    found: re.Match[str] | None = None
    for at, words in enumerate(told):
        if words or at == 0 or columns["name"][at] != columns["name"][at - 1]:
            found = _OURS.search(words)
        if found:
            made["brand"][at] = producer[at] if producer[at] != found["who"] else ""
            made["producer"][at], made["address"][at], made["sku"][at] = found["who"], found["where"] or "", ""
    return {name: texts for name, texts in made.items() if any(texts) or name in columns}


def _apart(name: str) -> tuple[str, str]:
    """A name and the pack behind its last dash, where what stands there is one: "Mật ong - Chai 500ml"."""
    head, dash, tail = name.rpartition(" - ")
    said = quantity.content(tail) if dash else None
    return (head, tail) if said is not None and (said.total or said.pieces) else (name, "")


def plain(words: str) -> str:
    """HTML as lines of text; a text without any markup as it stands."""
    if not _MARKUP.search(words):
        return words
    lined = _ITEM.sub("- ", _BREAK.sub("\n", words))
    lines = (" ".join(line.split()) for line in html.unescape(nh3.clean(lined, tags=set())).splitlines())
    return "\n".join(line for line in lines if line)
