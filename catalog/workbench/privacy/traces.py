"""The words by which a subject can be recognised where no id says so: names, telephones, codes, addresses of pages.

They are read from the rows that are about to be removed, and kept nowhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from catalog.values import hidden, text
from catalog.values.hidden import Hidden
from catalog.workbench.privacy import accounts
from catalog.workbench.store import Workbench

GONE = "[đã gỡ]"
# Fewer digits are found in prices and dates.
_FEWEST = 8


@dataclass(frozen=True)
class Traces:
    """names as written; numbers: the last nine digits of telephones, codes and accounts; urls: pages of rows.

    products are names of products; in a sentence of ours they stand in “quotes”. makers are keys of the producers'
    names, also where the producer stays.
    """

    names: Hidden = field(default_factory=lambda: Hidden(frozenset()))
    numbers: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()

    @cached_property
    def _numbers(self) -> re.Pattern[str] | None:
        spelt = [r"[\s.()\-]{0,2}".join(number) for number in sorted(self.numbers)]
        return re.compile(rf"(?:\+?84|0)?[\s.()\-]{{0,2}}(?:{'|'.join(spelt)})(?!\d)") if spelt else None

    def stand_in(self, words: str) -> bool:
        """Whether a name, a number or an address of the subject stands in a text."""
        return (
            self.names.holds(words)
            or bool(self._numbers and self._numbers.search(words))
            or any(url in words for url in self.urls)
        )

    def are_of(self, product: str, maker: str) -> bool:
        """Whether a product and its producer, as one record names them, are the subject's."""
        return text.key(maker) in self.makers and text.key(product) in map(text.key, self.products)

    def name_product(self, words: str) -> bool:
        """Whether a product is named; said of copies that can be missed, for others may call theirs the same."""
        key = text.key(words)
        return any(text.key(name) in key for name in self.products if " " in name)

    def without(self, words: str | None) -> str | None:
        """The text with every trace replaced."""
        if not words:
            return words
        words = self.names.mask(words).replace(hidden.MASK, GONE)
        words = self._numbers.sub(GONE, words) if self._numbers else words
        for url in sorted(self.urls, key=len, reverse=True):
            words = words.replace(url, GONE)
        for name in self.products:
            words = words.replace(f"“{name}”", f"“{GONE}”")
        return words


def of_drafts(bench: Workbench, drafts: list[int], producers: Collection[str]) -> Traces:
    """The traces of some rows, and of the producers that go with them: none for a product, whose producer stays."""
    with_names = bool(producers)
    paid = [account for account in accounts.words(bench, producers) if account.is_given]
    names = {account.owner for account in paid}
    numbers = {_tail(account.number) for account in paid}
    urls: set[str] = set()
    products: set[str] = set()
    makers: set[str] = set()
    for row in bench.rows(_ROWS, [json.dumps(drafts)]):
        products.add(row["name"] or "")
        makers.add(text.key(row["producer"] or ""))
        urls |= {row["page"]} if "://" in (row["page"] or "") else set()
        if with_names:
            names |= {row[n] for n in ("producer", "representative", "email") if row[n]}
            numbers |= {_tail(n) for n in (*json.loads(row["phone"] or "[]"), row["tax_code"] or "")}
    numbers = {n for n in numbers if len(n) >= _FEWEST}
    found = hidden.hidden(names)
    return Traces(found, frozenset(numbers), frozenset(urls), frozenset(products - {""}), frozenset(makers - {""}))


def _tail(digits: str) -> str:
    return re.sub(r"\D", "", digits)[-9:]


_ROWS = """
SELECT DISTINCT d.name, json_extract(r.cells, '$.url') AS page,
       json_extract(d.facts, '$.producer') AS producer, json_extract(d.facts, '$.representative') AS representative,
       json_extract(d.facts, '$.email') AS email, json_extract(d.facts, '$.phone') AS phone,
       json_extract(d.facts, '$.tax_code') AS tax_code
  FROM drafts d JOIN raw_records r ON r.id = d.id WHERE d.id IN (SELECT value FROM json_each(?))
"""
