"""What a release changes against the one before it: products added, changed (which columns) and withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.publish import reading
from catalog.publish.build import as_json
from catalog.publish.rows import Content

Row = dict[str, Any]

# Columns that change without a change of the product.
NOT_SAID = frozenset({"updated_on", "source_id", *reading.COMPUTED})
PARTS = ("offers", "pictures", "certificates")


def between(before: Path | None, made: Content) -> list[Row]:
    """The rows of `changes`, by product id. `before` is the release that was current, None for the first."""
    old = _load(before) if before else {}
    new = _whole(made.rows)
    moved = [_row("added", new[i], [], made) for i in new.keys() - old.keys()]
    moved += [_row("withdrawn", old[i], [], made) for i in old.keys() - new.keys()]
    for i in new.keys() & old.keys():
        fields = sorted(k for k in new[i].keys() | old[i].keys() if new[i].get(k) != old[i].get(k))
        if fields := [f for f in fields if f not in NOT_SAID]:
            moved.append(_row("changed", new[i], fields, made))
    moved.sort(key=lambda r: r["product_id"])
    return [{"id": n} | row for n, row in enumerate(moved, 1)]


def _row(kind: str, product: Row, fields: list[str], made: Content) -> Row:
    latest = max(made.changed_at.values())
    return {
        "product_id": product["id"],
        "slug": product["slug"],
        "name": product["name"],
        "kind": kind,
        "fields": as_json(fields),
        "changed_at": made.changed_at.get(product["id"], latest),
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
