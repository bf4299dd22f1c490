"""A feed: the rows of each product, what a market knows them by, how one is taken off sale, and the file for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Protocol

from catalog.markets.listing import pictures
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job
from catalog.publish.tables.reading import Product


class Sink(Protocol):
    """A file, or several, that takes the rows of one product after the other."""

    def write(self, rows: Rows) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Feed:
    """The `write` of a market whose files are rows.

    rows    the rows of one product, each a dict of column → exact text
    key     what the market knows a row by
    sink    opens the files of one export
    hide    the row of a listing that is no longer offered; None where the market's importer cannot take one off sale,
            so that no changed-only file is made
    drop    the row of a pack that a product still listed no longer has; else as `hide`. None: no row says so
    clears  beginnings of column names in which a blank is meant, such as a star that has lapsed
    replaces  True where the market drops what a whole file no longer names
    copies  when pictures are copied into `anh/`: "unlinked" while the site has no address, "always", "never"
    most_pictures  how many of each product; None for all
    pattern  what their files are called
    """

    rows: Callable[[Product, Job], Rows]
    key: Callable[[Row], str]
    sink: Callable[[Job], Sink]
    hide: Callable[[Row], Row] | None = None
    drop: Callable[[Row], Row | None] | None = None
    clears: tuple[str, ...] = ("\0",)
    replaces: bool = False
    copies: Literal["unlinked", "always", "never"] = "unlinked"
    most_pictures: int | None = None
    pattern: str = pictures.FLAT

    def __call__(self, products: Iterable[Product], job: Job) -> int:
        """Writes every listing that is due, then those that are no longer offered; gives the number of rows."""
        written, copies = 0, self._copies(job)
        with closing(self.sink(job)) as sink:
            for product in products:
                due, dropped = job.sending.due(product, self.rows(product, job), self.key, self.clears)
                rows = [*due, *self._dropped(dropped)] if dropped else due
                if rows:
                    sink.write(rows)
                    written += len(rows)
                if due and copies:
                    pictures.copy(product, job, self.most_pictures, self.pattern)
            for _, former in job.sending.gone():
                if not (self.replaces and not job.sending.is_changed_only):
                    rows = self._hidden(former)
                    sink.write(rows)
                    written += len(rows)
        return written

    def _hidden(self, rows: Rows) -> Rows:
        return [self.hide(row) for row in rows] if self.hide else []

    def _dropped(self, rows: Rows) -> Rows:
        if self.drop is None:
            return self._hidden(rows)
        return [row for row in map(self.drop, rows) if row]

    def _copies(self, job: Job) -> bool:
        return self.copies == "always" or (self.copies == "unlinked" and job.base_url is None)
