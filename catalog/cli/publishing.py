"""Publish and export: releases, marketplaces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, by_whom, check_day, cli, me, progress, show
from catalog.errors import Blocked


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
        for option, what in market.options.items():
            click.echo(f"{'':14} --option {option}: {what}")


@cli.command()
@click.argument("market")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to; else the home's exports.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The day whose certificates count; else today.")
@click.option("--changed", is_flag=True, help="Only what differs from the last export that was confirmed.")
@click.option("--confirm", is_flag=True, help="The last export was uploaded; make none.")
@click.option("--allow-removals", is_flag=True, help="Also write what takes values or many products off the market.")
@click.option("--option", "options", multiple=True, metavar="NAME", help="A variant of the format; see `ocop markets`.")
@click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="The seller's own workbook, as downloaded: a filled copy is written, the rest of it untouched.",
)
@click.option(
    "--column",
    "confirmed",
    multiple=True,
    metavar="HEADER=FIELD",
    help='What a column of the template takes: “Giá sàn=price”, “Kho="100"” for words, “Mã HS=-” for nothing,'
    ' “Ngành hàng: Mật ong="10063"” for one value; remembered for this market.',
)
@click.option(
    "--area", "areas", multiple=True, metavar="CODE-or-NAME", help="Only products of these places: a shelf apart."
)
@click.option("--only", multiple=True, metavar="SET|SLUG", help="Only these into the template; may be repeated.")
@by_whom
@as_json
@click.pass_obj
def export(
    home: Any,
    market: str,
    out: Path | None,
    day: str,
    confirm: bool,
    areas: tuple[str, ...],
    who: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Write the listings of one marketplace, with a manifest and what was left out and why."""
    from catalog import markets as known
    from catalog.workbench.listings import holdings
    from catalog.workbench.reviewing import scopes
    from catalog.workbench.store import Workbench

    chosen, places = known.get(market), scopes.named(areas)
    if confirm:
        with Workbench(home.workbench) as bench:
            confirmed = holdings.confirm(bench, holdings.shelf(chosen.name, places.key))
        click.echo(f"Export {confirmed} of {chosen.name} is confirmed; --changed compares with it from now on.")
        return
    made = _export(home, chosen, out, day, me(who), asked | {"scope": places})
    if as_json:
        show(made.manifest)
    else:
        click.echo(f"{made.folder}: {made.rows} rows, {made.left_out_count} products left out (see left-out.csv).")
    if made.left_out_count and not made.products:
        raise Blocked(_none_taken(chosen.title, made.left_out_count, made.manifest["left_out_by_code"]))


def _none_taken(title: str, products: int, by_code: dict[str, int]) -> str:
    code = max(by_code, key=lambda name: by_code[name])
    return f"{title} takes none of the {products} products; most often for {code} ({by_code[code]}), see left-out.csv."


def _export(home: Any, market: Any, out: Path | None, day: str, who: str, asked: dict[str, Any]) -> Any:
    from datetime import date

    from catalog.cli.collecting import headers_of
    from catalog.markets import export as exporting
    from catalog.markets.listing import fees
    from catalog.workbench import days

    if day:
        check_day(day)
    pairs, template = headers_of(asked["confirmed"]), asked["template"]
    if template is None and (pairs or asked["only"]):
        raise click.UsageError("--column and --only are about a --template.")
    given = None
    if template:  # an export without a template does not load what reads workbooks
        from catalog.markets.filling import remembering

        given = remembering.given(home, market, template, pairs, asked["only"])
    config = home.config()
    with progress("export") as move:
        made = exporting.export(
            market,
            home.catalog,
            home.pictures,
            out or home.exports,
            on=date.fromisoformat(day) if day else days.today(),
            on_progress=move,
            base_url=config.get("site", {}).get("address"),
            workbench=home.workbench,
            changed=asked["changed"],
            allow_removals=asked["allow_removals"],
            fee=fees.of(config, market.name),
            options=frozenset(asked["options"]),
            template=given,
            scope=asked["scope"],
            who=who,
        )
    if given:
        remembering.remember(home, market, pairs, who)
    return made
