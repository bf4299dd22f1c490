"""Pre-flight: which products a marketplace would take, and what the others need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from catalog.cli.command import as_json, check_day, cli, show


@cli.command()
@click.argument("market")
@click.argument("product", required=False, metavar="[PRODUCT]")
@click.option("--draft", type=int, metavar="NUMBER", help="Of a draft that waits, instead of a published product.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The day whose certificates count; else today.")
@as_json
@click.pass_obj
def preflight(home: Any, market: str, product: str | None, draft: int | None, day: str, as_json: bool) -> int:
    """Say which products a marketplace takes: ready, with changes, or not ready and what to add.

    PRODUCT is an id or the last part of its page's address; without one, all published products are counted.
    """
    from datetime import date

    from catalog import markets
    from catalog.workbench import days

    if day:
        check_day(day)
    asked = markets.get(market)
    if draft is not None:
        return _tell(*_of_draft(home, asked, draft), as_json)
    found = _of_catalogue(home, asked, product, date.fromisoformat(day) if day else days.today())
    return _tell(*next(found), as_json) if product else _count(found, as_json)


def _tell(ident: str, name: str, ready: Any, as_json: bool) -> int:
    """Prints one product; 1 where something has to be added."""
    if as_json:
        show({"product_id": ident, "name": name} | ready.json())
    else:
        click.echo(f"{name}: {ready.sentence}")
        for note in ready.notes:
            click.echo(f"  {note.sentence}")
    return int(ready.state == "not_ready")


def _of_draft(home: Any, market: Any, draft: int) -> tuple[str, str, Any]:
    from catalog.errors import Unknown
    from catalog.markets import readiness
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench, is_reading=True) as bench:
        found = drafted(bench, [draft])
    if draft not in found:
        raise Unknown("draft", str(draft))
    return str(draft), found[draft].facts["name"] or "—", readiness.of(market, found[draft])


def drafted(bench: Any, drafts: list[int]) -> dict[int, Any]:
    """Drafts by number, as products that would stand in the catalogue."""
    from collections import defaultdict
    from json import dumps, loads

    from catalog.markets import readiness

    chosen = "IN (SELECT value FROM json_each(?))"
    pictures: dict[int, list[Any]] = defaultdict(list)
    for row in bench.rows(f"SELECT * FROM draft_pictures WHERE draft_id {chosen}", [dumps(drafts)]):  # noqa: S608
        pictures[row["draft_id"]].append(dict(row))
    rows = bench.rows(f"SELECT id, facts FROM drafts WHERE id {chosen}", [dumps(drafts)])  # noqa: S608
    return {row["id"]: readiness.drafted(loads(row["facts"]), pictures[row["id"]]) for row in rows}


def _of_catalogue(home: Any, market: Any, product: str | None, on: Any) -> Iterator[tuple[str, str, Any]]:
    from contextlib import closing

    from catalog.errors import Unknown
    from catalog.markets import readiness
    from catalog.publish.tables import reading

    with closing(reading.connect(home.catalog)) as db:
        ids = None
        if product:
            rows = db.execute("SELECT id FROM products WHERE id = ? OR slug = ?", [product, product]).fetchall()
            if not rows:
                raise Unknown("published product", product)
            ids = [rows[0]["id"]]
        for found in reading.products(db, on, ids):
            yield found.facts["id"], found.facts["name"], readiness.of(market, found)


def _count(found: Iterator[tuple[str, str, Any]], as_json: bool) -> int:
    """Prints the products that are not ready as they come, then how many there are of each state."""
    from collections import Counter

    states: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for ident, name, ready in found:
        states[ready.state] += 1
        codes.update(f.rule.code for f in (*ready.missing, *ready.changes, *ready.notes))
        if ready.missing and not as_json:
            click.echo(f"{ident}  {name}: {ready.sentence}")
    counted = {state: states[state] for state in ("ready", "changes", "not_ready")}
    if as_json:
        show(counted | {"codes": dict(codes.most_common())})
    else:
        click.echo(
            f"{counted['ready']:,} ready, {counted['changes']:,} ready with changes, {counted['not_ready']:,} not ready"
        )
        for code, number in codes.most_common():
            click.echo(f"{number:>8,}  {code}")
    return int(states["not_ready"] > 0)
