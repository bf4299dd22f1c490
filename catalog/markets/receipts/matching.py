"""Rows of a market's answer → products of the export that it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.markets.receipts.answers import Answered
from catalog.values.text import fold
from catalog.workbench.listings.listings import Sent


@dataclass(slots=True)
class Matched:
    """The rows of each product, and the rows of products that the export did not send."""

    rows: dict[str, list[Answered]] = field(default_factory=dict)
    unknown: list[Answered] = field(default_factory=list)

    @property
    def is_all(self) -> bool:
        return bool(self.rows) and not self.unknown


class Names:
    """What the products of one export may be called; what two of them are called says neither."""

    def __init__(self, sent: Iterable[Sent]) -> None:
        self._ids: set[str] = set()
        ours, sellers, names = Meanings(), Meanings(), Meanings()
        for one in sent:
            self._ids.add(one.product_id)
            ours.add(one.product_id, [code.casefold() for code in (one.product_id, *one.codes)])
            sellers.add(one.product_id, [code.casefold() for code in one.seller_codes])
            names.add(one.product_id, [fold(one.name)])
        self._ours, self._sellers, self._names = ours.single(), sellers.single(), names.single()

    def find(self, row: Answered) -> str | None:
        """The product that a row speaks of: by a code of ours, the seller's code, its name."""
        for code in (*row.codes, *row.ids):
            if found := self._ours.get(code.casefold()) or self._beginning(code):
                return found
        for code in row.codes:
            if found := self._sellers.get(code.casefold()):
                return found
        return self._names.get(fold(row.name)) or self._with_more(row.name)

    def _beginning(self, code: str) -> str | None:
        """By a code that goes on behind the product's id: "p12-500ml" is p12."""
        while "-" in code:
            code = code.rpartition("-")[0]
            if code in self._ids:
                return code
        return None

    def _with_more(self, name: str) -> str | None:
        """By one of the parts of a name that a listing made longer: "OCOP Lào Cai - Trà quế - 100g"."""
        parts = [fold(part) for part in name.split(" - ")]
        found = {self._names[part] for part in parts if part in self._names}
        return found.pop() if len(found) == 1 else None


class Meanings:
    """Words, each with the products that they may mean."""

    def __init__(self) -> None:
        self._meant: dict[str, set[str]] = {}

    def add(self, product_id: str, words: Iterable[str]) -> None:
        for each in words:
            self._meant.setdefault(each, set()).add(product_id)

    def single(self) -> dict[str, str]:
        """The words that mean one product alone."""
        return {words: next(iter(ids)) for words, ids in self._meant.items() if len(ids) == 1}


def match(rows: Iterable[Answered], sent: Iterable[Sent]) -> Matched:
    """Each row with the product that it speaks of."""
    names, found = Names(sent), Matched()
    for row in rows:
        product = names.find(row)
        if product is None:
            found.unknown.append(row)
        else:
            found.rows.setdefault(product, []).append(row)
    return found
