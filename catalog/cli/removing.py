"""Removing: a producer or product from everywhere; what has been kept for longer than is needed."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, check_day, cli, me, progress, show


@cli.command()
@click.argument("subject", required=False)
@click.option("--yes", is_flag=True, help="Do it. Without it, only what would go is shown.")
@click.option("--complete", is_flag=True, help="Complete takedowns that were interrupted.")
@click.option("--reason", default="", help="Why, and who asked for it.")
@by_whom
@as_json
@click.pass_obj
def takedown(
    home: Any, subject: str | None, yes: bool, complete: bool, reason: str, who: str | None, as_json: bool
) -> None:
    """Remove a producer or product (id, address or name) everywhere, and rebuild the release without it."""
    from catalog.publish.removing import takedown as takedowns

    if subject is None and not complete:
        raise click.UsageError("Name a producer or product, or give --complete.")
    if yes and not reason:
        raise click.UsageError("Say with --reason why it is taken down, and who asked for it; it cannot be undone.")
    if complete or yes:
        _complete(home, me(who), is_asked=complete)
    if subject is None:
        return
    found = takedowns.preview(home, subject)
    order = None
    if yes:
        with progress("takedown") as move:
            order = takedowns.take_down(home, found.id, reason, me(who), move)
    if as_json:
        show(found.json() | {"takedown": order.id if order else None})
    else:
        _tell(found, order)


@cli.command()
@click.option("--yes", is_flag=True, help="Remove it. Without it, only what is due is shown.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The day by which it is counted; else today.")
@by_whom
@as_json
@click.pass_obj
def retention(home: Any, yes: bool, day: str, who: str | None, as_json: bool) -> None:
    """What has been kept for longer than its period (config.toml, [retention]); with --yes it is removed."""
    from datetime import date

    from catalog.publish.removing import retention as periods
    from catalog.registers import retention as register
    from catalog.workbench import days

    if day:
        check_day(day)
    on = date.fromisoformat(day) if day else days.today()
    written = register.from_config(home.config())
    if yes:
        with progress("retention") as move:
            found = periods.remove(home, written, on, me(who), move)
    else:
        found = periods.due(home, written, on)
    if as_json:
        show(
            {
                "due": [d._asdict() for d in found],
                "is_removed": yes,
                "months": {k: p.months for k, p in written.items()},
            }
        )
        return
    _tell_due(found, written, yes)


def _tell_due(found: list[Any], written: dict[str, Any], yes: bool) -> None:
    for kind, period in written.items():
        of_kind = [d for d in found if d.kind == kind]
        kept = f"{period.months} months" if period.months else "for ever"
        click.echo(f"{kind:20} kept {kept:10} {len(of_kind):>6} due")
        for one in of_kind[:TOLD]:
            click.echo(f"    {one.since[:10]}  {one.name}")
        if len(of_kind) > TOLD:
            click.echo(f"    … and {len(of_kind) - TOLD} more; --json shows all.")
    if found:
        click.echo(f"{len(found)} removed." if yes else "Nothing was removed; do it with --yes. It cannot be undone.")


# So many of a kind are shown one by one.
TOLD = 10


def _complete(home: Any, who: str, *, is_asked: bool) -> None:
    """Takedowns that died go before any other."""
    from catalog.publish.removing import takedown as takedowns

    with progress("takedown") as move:
        done = takedowns.complete(home, who, move)
    if done or is_asked:
        click.echo(f"{len(done)} interrupted takedowns completed.", err=True)


def _tell(found: Any, order: Any) -> None:
    click.echo(f"{found.kind} {found.id}: {'; '.join(found.spellings)}")
    lines = {
        "products": found.products,
        "rows": found.rows,
        "received files": found.received_files,
        "of deliveries": "; ".join(found.deliveries),
        "of lists of several": "; ".join(found.shared_deliveries),
        "pictures": found.pictures,
        "recognitions": found.recognitions,
        "crawled records, pages": found.crawled,
        "releases": " ".join(found.releases),
        "exports": " ".join(found.exports),
        "backups, rewritten": " ".join(found.backups),
    }
    for title, value in lines.items():
        click.echo(f"  {title:24} {value or '—'}")
    if found.shared_deliveries:
        click.echo("  The rows of others in these lists stay; the file goes, and is refused if it is sent again.")
    click.echo("Cannot be reached from here:")
    for sentence in found.stays:
        click.echo(f"  - {sentence}")
    done = f"Taken down ({order.id})." if order else "Nothing was removed. Do it with --yes --reason …; it is for ever."
    click.echo(done)
