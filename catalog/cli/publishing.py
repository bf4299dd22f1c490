"""Publish and export: releases, marketplaces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, by_whom, check_day, cli, me, progress, show


@cli.command()
@click.option("--force", metavar="REASON", help="Publish although the shape of the data is odd.")
@by_whom
@as_json
@click.pass_obj
def publish(home: Any, force: str | None, who: str | None, as_json: bool) -> None:
    """Make a new release of everything accepted, check it, and switch to it."""
    from dataclasses import asdict

    from catalog.publish import release

    with progress("publish") as move:
        made = release.publish(home, me(who), force=force, progress=move)
    if as_json:
        show(asdict(made) | {"folder": str(made.folder)})
    elif made.is_new:
        click.echo(f"Release {made.id}: {made.products} products of {made.producers} producers;"
                   f" {made.added} added, {made.changed} changed, {made.withdrawn} withdrawn.")  # fmt: skip
    else:
        click.echo(f"Nothing has changed since release {made.id}.")


@cli.command()
@click.argument("release_id", metavar="RELEASE")
@by_whom
@click.pass_obj
def rollback(home: Any, release_id: str, who: str | None) -> None:
    """Make an earlier release current again."""
    from catalog.publish import release

    release.rollback(home, release_id, me(who))
    click.echo(f"Release {release_id} is current.")


@cli.command()
def markets() -> None:
    """The marketplaces that exports are made for."""
    from catalog import markets as known

    for name, market in sorted(known.known().items()):
        click.echo(f"{name:14} {market.title}")


@cli.command()
@click.argument("market")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to; else the home's exports.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The day whose certificates count; else today.")
@as_json
@click.pass_obj
def export(home: Any, market: str, out: Path | None, day: str, as_json: bool) -> None:
    """Write the listings of one marketplace, with a manifest and what was left out and why."""
    from datetime import date

    from catalog import markets as known
    from catalog.markets import export as exporting
    from catalog.workbench import days

    if day:
        check_day(day)
    on = date.fromisoformat(day) if day else days.today()
    base = home.config().get("site", {}).get("address")
    with progress("export") as move:
        made = exporting.export(
            known.get(market),
            home.catalog,
            home.pictures,
            out or home.exports,
            on=on,
            base_url=base,
            on_progress=move,
        )
    if as_json:
        show(made.manifest)
    else:
        click.echo(f"{made.folder}: {made.rows} rows, {len(made.left_out)} products left out (see left-out.csv).")
