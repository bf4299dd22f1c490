"""One export against what its market holds: which rows are due, which are gone, what would be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from catalog.publish.tables.reading import Product

# Column → exact text of a cell; blank cells may be missing.
Row = dict[str, str]
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that a market would lose: a whole product, or the value of one column of a listing."""

    product_id: str
    name: str
    column: str
    value: str


@dataclass(slots=True)
class Sending:
    """One export against what is held. As it stands, nothing is held: every listing is new, none is gone.

    unchanged  listings that the market has already
    gone_ids   products that the market holds and that are no longer listed
    """

    is_changed_only: bool = False
    since: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    removals: list[Removal] = field(default_factory=list)
    gone_ids: list[str] = field(default_factory=list)

    def due(
        self, product: Product, rows: Rows, key: Callable[[Row], str], clears: tuple[str, ...]
    ) -> tuple[Rows, Rows]:
        """The rows to write for a listing, and those of its former rows that are no longer there.

        key is what the market knows a row by; clears are beginnings of column names whose blank is meant as one.
        """
        self.new += 1
        return rows, []

    def gone(self) -> Iterator[tuple[str, Rows]]:
        """Listings that the market holds and that were not due: each with the rows that it was last sent."""
        return iter(())
