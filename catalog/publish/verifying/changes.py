"""What a release changes against the one before it: products added, changed (which columns) and withdrawn.

Only rows that differ are read, in the order of their products, so that memory stays small.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from catalog.publish.tables.build import BEFORE, NAMES, as_json
from catalog.values.hidden import MASK, Hidden

# Columns that change without a change of the product.
NOT_SAID = frozenset({"updated_on", "source_id", "origins"})
PARTS = ("offers", "pictures", "certificates")
# What a product is called that was taken down: its own name is gone with it.
TAKEN_DOWN = "Sản phẩm đã gỡ"

Values = tuple[Any, ...]


class Change(NamedTuple):
    """One product that was added, changed or withdrawn; slug and name are the newest that are known."""

    product_id: str
    slug: str
    name: str
    kind: str
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What may be said of products that leave.

    hidden   the names of a producer (its id) that may not be shown any more
    gone     product → the moment at which it was taken down; of these only the id is told, so that whoever copied them
             knows what to remove
    """

    hidden: Callable[[str], Hidden] = lambda _: Hidden(frozenset())
    gone: Mapping[str, str] = field(default_factory=dict)

    def shown(self, product: Mapping[str, Any]) -> tuple[str, str]:
        """Slug and name of a product that left, as far as they may still be said."""
        ident: str = product["id"]
        if ident in self.gone:
            return ident, TAKEN_DOWN
        hidden = self.hidden(product["producer_id"])
        name = hidden.mask(product["name"], also_called=False).replace(MASK, "").strip() or TAKEN_DOWN
        return (ident if hidden.holds(product["slug"]) else product["slug"]), name


def between(before: Path | None, new: sqlite3.Connection, leaving: Leaving | None = None) -> Iterator[Change]:
    """What moved from the release at `before`, None for the first, to the rows of `new`; by product id.

    new: as `build.begun` gives it, with the release at `before` attached. SQLite tells which rows differ, and
    only the products that have such are read.
    """
    if before is None:
        # Sorted (+), since their own order is not that of their ids: looked up one by one they cost more.
        for ident, slug, name in new.execute("SELECT id, slug, name FROM products ORDER BY +id"):
            yield Change(ident, slug, name, "added", [])
        return
    parts = {part: _moved(new, part, "product_id") for part in PARTS}
    moved = as_json(sorted(_moved(new, "products", "id").union(*parts.values())))
    was, now = (_rows(new, schema, moved) for schema in (BEFORE, "main"))
    for pair in _side_by_side(was, now):
        if change := _change(*pair, parts, leaving or Leaving()):
            yield change


def _moved(db: sqlite3.Connection, table: str, product: str) -> set[str]:
    """The products that have a row of a table, theirs by this column, which the other release has not just so."""
    mine, theirs = _columns(db, "main", table, "a."), _columns(db, BEFORE, table, "b.")
    return {
        ident
        for here, there, is_same in (
            ("main", BEFORE, f"({mine}) IS ({theirs})"),
            (BEFORE, "main", f"b.{product} = a.{product}"),  # of those that both have, any that differs is found above
        )
        # Names are ours: of tables and columns of NAMES.
        for (ident,) in db.execute(
            f"SELECT {product} FROM {here}.{table} a"  # noqa: S608
            f" WHERE NOT EXISTS (SELECT 1 FROM {there}.{table} b WHERE b.id = a.id AND {is_same})"
        )
    }


def _change(was: list[Values], now: list[Values], parts: Mapping[str, set[str]], leaving: Leaving) -> Change | None:
    names = NAMES["products"]
    if not now:
        row = dict(zip(names, was[0], strict=True))
        return Change(row["id"], *leaving.shown(row), "withdrawn", [])
    if not was:
        row = dict(zip(names, now[0], strict=True))
        return Change(row["id"], row["slug"], row["name"], "added", [])
    fields = [part for part in PARTS if now[0][0] in parts[part]]
    if was != now:
        said = zip(names, was[0], now[0], strict=True)
        fields += [name for name, a, b in said if a != b and name not in NOT_SAID]
    row = dict(zip(names, now[0], strict=True))
    return Change(row["id"], row["slug"], row["name"], "changed", sorted(fields)) if fields else None


def _side_by_side(
    old: Iterator[Values], new: Iterator[Values], place: int = 0
) -> Iterator[tuple[list[Values], list[Values]]]:
    """The rows of one key on either side, for every key of either; both come in the order of their keys."""
    was, now = next(old, None), next(new, None)
    while was is not None or now is not None:
        key = min(row[place] for row in (was, now) if row is not None)
        here: tuple[list[Values], list[Values]] = [], []
        while was is not None and was[place] == key:
            here[0].append(was)
            was = next(old, None)
        while now is not None and now[place] == key:
            here[1].append(now)
            now = next(new, None)
        yield here


def _rows(db: sqlite3.Connection, schema: str, ids: str) -> Iterator[Values]:
    """The rows of some products of one release, by id, in the order of NAMES. ids: a list in JSON."""
    names = _columns(db, schema, "products")
    return db.execute(
        f"SELECT {names} FROM {schema}.products WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",  # noqa: S608
        [ids],
    )


def _columns(db: sqlite3.Connection, schema: str, table: str, of: str = "") -> str:
    """The columns of NAMES, but for a comparison (of: the alias) those not said; null for one that is not there.

    An older release has not all of them.
    """
    there = {column[0] for column in db.execute(f"SELECT * FROM {schema}.{table} LIMIT 0").description}  # noqa: S608
    names = (name for name in NAMES[table] if not (of and name in NOT_SAID))
    return ", ".join(f"{of}{name}" if name in there else "NULL" for name in names)


def as_rows(changes: Iterator[Change], changed_at: Mapping[str, str], latest: str) -> Iterator[Values]:
    """The rows of the table `changes`; latest stands for products that say no day of their own."""
    for number, change in enumerate(changes, 1):
        at = changed_at.get(change.product_id, latest)
        yield (number, *change[:4], as_json(change.fields) if change.fields else "[]", at)
