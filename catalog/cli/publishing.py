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
@click.option("--only", multiple=True, metavar="SET|SLUG", help="Only these into the template; may be repeated.")
@by_whom
@as_json
@click.pass_obj
def export(home: Any, market: str, out: Path | None, day: str, template: Path | None, confirmed: tuple[str, ...],
           only: tuple[str, ...], who: str | None, as_json: bool) -> None:  # fmt: skip
    """Write the listings of one marketplace, with a manifest and what was left out and why."""
    from datetime import date

    from catalog import markets as known
    from catalog.cli.collecting import headers_of
    from catalog.markets import export as exporting
    from catalog.markets.filling import remembering
    from catalog.markets.receipts.recording import Recorder
    from catalog.publish import reading

    if day:
        check_day(day)
    on = date.fromisoformat(day) if day else reading.today()
    base = home.config().get("site", {}).get("address")
    wanted = known.get(market)
    pairs = headers_of(confirmed)
    if template is None and (pairs or only):
        raise click.UsageError("--column and --only are about a --template.")
    given = remembering.given(home, wanted, template, pairs, only) if template else None
    with Recorder() as recorder, progress("export") as move:
        made = exporting.export(
            wanted,
            home.catalog,
            home.pictures,
            out or home.exports,
            on=on,
            base_url=base,
            on_progress=move,
            template=given,
            on_listed=recorder,
        )
        recorder.keep(home, made.folder, made.manifest)
    if given:
        remembering.remember(home, wanted, pairs, me(who))
    if as_json:
        show(made.manifest)
    else:
        click.echo(f"{made.folder}: {made.rows} rows, {len(made.left_out)} products left out (see left-out.csv).")


@cli.command()
@click.argument("market")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--link", nargs=2, metavar="SLUG URL", help="The product is listed there: for markets without files.")
@click.option("--export", "export_id", type=int, metavar="N", help="The export that is answered; else the newest.")
@click.option("--others-accepted", is_flag=True, help="The file names only what was sent back; the rest was taken.")
@click.option("--recheck", is_flag=True, help="Look at the listings' addresses again.")
@click.option("--days", default=30, show_default=True, help="With --recheck: those not looked at for so many days.")
@click.option("--undo", type=int, metavar="ANSWER", help="Take an answer back; what stood before stands again.")
@click.option("--reason", default="", help="With --undo: why.")
@click.option("--allow-loopback", is_flag=True, hidden=True, help="For a shop on this very machine.")
@by_whom
@as_json
@click.pass_obj
def receipt(home: Any, market: str, file: Path | None, link: tuple[str, str] | None, export_id: int | None,
            others_accepted: bool, recheck: bool, days: int, undo: int | None, reason: str, allow_loopback: bool,
            who: str | None, as_json: bool) -> int:  # fmt: skip
    """What a marketplace answered: its FILE, or a --link; without either, how the exports to it stand."""
    from catalog import markets as known

    wanted = known.get(market)
    if sum(map(bool, (file, link, recheck, undo is not None))) > 1:
        raise click.UsageError("Give one of FILE, --link, --recheck and --undo.")
    if file:
        return _take_answer(home, wanted, file, me(who), export_id, others_accepted, as_json)
    if link:
        _take_link(home, wanted, link, me(who), as_json)
    elif recheck:
        _revisit(home, wanted, days, allow_loopback, as_json)
    elif undo is not None:
        _withdraw(home, undo, reason, me(who))
    else:
        _tell_exports(home, wanted, as_json)
    return 0


def _take_answer(
    home: Any, market: Any, file: Path, who: str, export_id: int | None, others_accepted: bool, as_json: bool
) -> int:
    from catalog.markets.receipts import receiving

    taken = receiving.receive(home, market, file, who, export_id=export_id, others_accepted=others_accepted)
    if as_json:
        show(taken.json())
        return int(bool(taken.counts.rejected))
    click.echo(f"{market.title}, export {taken.export.id} of {taken.export.made_at}, answer {taken.id}"
               f"{' (taken before; nothing was changed)' if taken.is_known else ''}")  # fmt: skip
    for one in taken.rejected:
        source = one["source"]
        where = f"  [{source['file']} {source['sheet'] or ''} {source['cell']}]" if source else ""
        click.echo(f"  {one['code'] or 'unknown reason':20} {one['name']}: {one['words']}{where}")
    for row in taken.unknown:
        click.echo(f"  not of this export    {row.cell}: {row.name or ' '.join((*row.codes, *row.ids))}")
    click.echo(_counted(taken.counts))
    return int(bool(taken.counts.rejected))


def _counted(counts: Any) -> str:
    c = counts
    return f"{c.sent} sent = {c.accepted} accepted + {c.rejected} rejected + {c.pending} without answer"


def _take_link(home: Any, market: Any, link: tuple[str, str], who: str, as_json: bool) -> None:
    from catalog.markets.receipts import receiving

    number = receiving.link(home, market, *link, who)
    if as_json:
        show({"id": number, "market": market.name, "product": link[0], "url": link[1]})
    else:
        click.echo(f"{link[0]} is listed at {market.title} (answer {number}); `ocop publish` to show it to buyers.")


def _revisit(home: Any, market: Any, days: int, allow_loopback: bool, as_json: bool) -> None:
    from dataclasses import asdict

    from catalog.markets.receipts import visiting

    with progress("visit") as move:
        done = visiting.visit(home, market, days=days, allow_loopback=allow_loopback, progress=move)
    if as_json:
        show([asdict(one) for one in done])
        return
    for one in done:
        click.echo(f"{one.outcome:8} {one.url}  {one.detail}")
    click.echo(f"{len(done)} addresses looked at; `ocop publish` to stop showing those that are gone.")


def _withdraw(home: Any, answer: int, reason: str, who: str) -> None:
    from catalog.workbench import listings
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench) as bench:
        number = listings.withdraw(bench, answer, reason, who)
    click.echo(f"Answer {answer} on {number} listings taken back; what stood before stands again.")


def _tell_exports(home: Any, market: Any, as_json: bool) -> None:
    from dataclasses import asdict

    from catalog.markets.receipts import receiving

    found = list(receiving.counts(home, market))
    if as_json:
        show([asdict(e) | asdict(c) | {"pending": c.pending} for e, c in found])
        return
    for export, counted in found:
        click.echo(f"export {export.id}  {export.made_at}  release {export.release}: {_counted(counted)}")
    if not found:
        click.echo(f"Nothing was exported to {market.title} yet.")
