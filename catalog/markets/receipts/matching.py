"""Rows of a market's answer → products of the export that it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.markets.receipts.answers import Answered
from catalog.values.text import fold
from catalog.workbench.listings import Sent


@dataclass(slots=True)
class Matched:
    """The rows of each product, and the rows of products that the export did not send."""

    rows: dict[str, list[Answered]] = field(default_factory=dict)
    unknown: list[Answered] = field(default_factory=list)

    @property
    def is_all(self) -> bool:
        return bool(self.rows) and not self.unknown


class Names:
    """What the products of one export may be called."""

    def __init__(self, sent: Iterable[Sent]) -> None:
        self._codes: dict[str, str] = {}
        names: dict[str, set[str]] = {}
        for one in sent:
            for code in (one.product_id, *one.codes):
                self._codes.setdefault(code.casefold(), one.product_id)
            names.setdefault(fold(one.name), set()).add(one.product_id)
        # Two products of one name are told apart by their codes alone.
        self._names = {name: ids.pop() for name, ids in names.items() if len(ids) == 1}

    def find(self, row: Answered) -> str | None:
        """The product that a row speaks of: by a code, by the beginning of one ("p-12-500ml" is p-12), by its name."""
        for code in row.codes:
            words = code.casefold()
            while words:
                if words in self._codes:
                    return self._codes[words]
                words = words.rpartition("-")[0]
        return self._names.get(fold(row.name)) or self._with_tail(row.name)

    def _with_tail(self, name: str) -> str | None:
        """By one of the parts of a name that a listing made longer: "OCOP Lào Cai - Trà quế - 100g"."""
        parts = [fold(part) for part in name.split(" - ")]
        found = {self._names[part] for part in parts if part in self._names}
        return found.pop() if len(found) == 1 else None


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
