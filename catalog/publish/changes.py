"""What a release changes against the one before it: products added, changed (which columns) and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalog.publish import reading
from catalog.publish.build import as_json
from catalog.publish.rows import Content
from catalog.values.hidden import MASK, Hidden

Row = dict[str, Any]

# Columns that change without a change of the product.
NOT_SAID = frozenset({"updated_on", "source_id"})
PARTS = ("offers", "pictures", "certificates")


# What a product is called that was taken down: its own name is gone with it.
TAKEN_DOWN = "Sản phẩm đã gỡ"


def between(
    before: Path | None,
    made: Content,
    hidden: Callable[[str], Hidden] = lambda _: Hidden(frozenset()),
    gone: Mapping[str, str] | None = None,
) -> list[Row]:
    """The rows of `changes`, by product id. `before` is the release that was current, None for the first.

    hidden: the names of a producer (its id) that may not be shown any more. gone: product → the moment at which it was
    taken down; of these only the id is told, so that whoever copied them knows what to remove.
    """
    gone = gone or {}
    latest = max([*made.changed_at.values(), *gone.values()], default="")
    old = _load(before) if before else {}
    new = _whole(made.rows)
    moved = [_row("added", new[i], [], made.changed_at[i]) for i in new.keys() - old.keys()]
    for i in old.keys() - new.keys():
        shown = _without_name(old[i], hidden(old[i]["producer_id"]), is_gone=i in gone)
        moved.append(_row("withdrawn", shown, [], gone.get(i, latest)))
    for i in new.keys() & old.keys():
        fields = sorted(k for k in new[i].keys() | old[i].keys() if new[i].get(k) != old[i].get(k))
        if fields := [f for f in fields if f not in NOT_SAID]:
            moved.append(_row("changed", new[i], fields, made.changed_at[i]))
    moved.sort(key=lambda r: r["product_id"])
    return [{"id": n} | row for n, row in enumerate(moved, 1)]


def _without_name(product: Row, hidden: Hidden, *, is_gone: bool) -> Row:
    """A product that left, by a name and an address that may still be said."""
    if is_gone:
        return product | {"name": TAKEN_DOWN, "slug": product["id"]}
    name = hidden.mask(product["name"], also_called=False).replace(MASK, "").strip() or TAKEN_DOWN
    return product | {"name": name, "slug": product["id"] if hidden.holds(product["slug"]) else product["slug"]}


def _row(kind: str, product: Row, fields: list[str], at: str) -> Row:
    return {
        "product_id": product["id"],
        "slug": product["slug"],
        "name": product["name"],
        "kind": kind,
        "fields": as_json(fields),
        "changed_at": at,
    }


def _whole(tables: dict[str, list[Row]]) -> dict[str, Row]:
    """Each product's row with its parts as one value each, so that a new price or picture is a change."""
    found = {p["id"]: dict(p) for p in tables["products"]}
    for part in PARTS:
        for row in tables[part]:
            said = {k: v for k, v in row.items() if v is not None}
            found[row["product_id"]].setdefault(part, []).append(said)
    for product in found.values():
        for part in PARTS:
            product.get(part, []).sort(key=lambda row: row["id"])
    return found


def _load(path: Path) -> dict[str, Row]:
    db = reading.connect(path)
    try:
        names = ("products", *PARTS)
        # Names are the literals above.
        return _whole({n: db.execute(f"SELECT * FROM {n}").fetchall() for n in names})  # noqa: S608
    finally:
        db.close()
