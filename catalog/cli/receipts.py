"""`ocop receipt`: what marketplaces answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, progress, show


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
    from catalog.workbench.listings import listings
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
