"""Review: the queue, one draft in full, decisions, pictures, taking back."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, show


@cli.group()
def review() -> None:
    """Decisions: the queue, accept, reject."""


@review.command("list")
@click.option("--state", type=click.Choice(["held", "accepted", "rejected"]), default="held", show_default=True)
@as_json
@click.pass_obj
def review_list(home: Any, state: str, as_json: bool) -> None:
    """Drafts that wait for a person, or that were decided."""
    from catalog.workbench import review as decisions
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench, is_reading=True) as bench:
        found = decisions.queue(bench, state)
    if as_json:
        show(found)
        return
    for d in found:
        click.echo(f"{d['draft']:>6}  {d['name'] or '—'}  ·  {d['producer'] or '—'}  ({d['file']}, row {d['row']})")
        for message in d["issues"]:
            click.echo(f"        {message}")
    click.echo(f"{len(found)} {state}")


@review.command("show")
@click.argument("draft", type=int)
@as_json
@click.pass_obj
def review_show(home: Any, draft: int, as_json: bool) -> None:
    """One draft: its words, what was understood, its doubts, its decisions."""
    from catalog.workbench import review as decisions
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench, is_reading=True) as bench:
        found = decisions.show(bench, draft)
    if as_json:
        show(found)
        return
    click.echo(f"{found['name']}  (draft {draft}, {found['file']}, {found['sheet'] or '—'} row {found['row']})")
    for title in ("cells", "facts"):
        click.echo(f"{title}:")
        for key, value in found[title].items():
            click.echo(f"  {key:18} {value}")
    for issue in found["issues"]:
        click.echo(f"{issue['severity']}: {issue['message']}  {issue['fix'] or ''}".rstrip())
    for d in found["decisions"]:
        click.echo(f"{d['decided_at']}  {d['state']} by {d['decided_by']}: {d['reason']}")


def _decide(home: Any, drafts: tuple[int, ...], state: str, reason: str, who: str | None) -> None:
    from catalog.workbench import review as decisions
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench) as bench:
        done = decisions.decide(bench, list(drafts), state, reason, me(who))
    click.echo(f"{done} {state}")


@review.command()
@click.argument("drafts", type=int, nargs=-1, required=True)
@click.option("--reason", default="", help="Why.")
@by_whom
@click.pass_obj
def accept(home: Any, drafts: tuple[int, ...], reason: str, who: str | None) -> None:
    """Accept drafts for publication in spite of their doubts."""
    _decide(home, drafts, "accepted", reason, who)


@review.command()
@click.argument("drafts", type=int, nargs=-1, required=True)
@click.option("--reason", required=True, help="What the sender is told.")
@by_whom
@click.pass_obj
def reject(home: Any, drafts: tuple[int, ...], reason: str, who: str | None) -> None:
    """Send drafts back."""
    _decide(home, drafts, "rejected", reason, who)


@review.command()
@click.pass_obj
def policy(home: Any) -> None:
    """What may be published without a person looking."""
    from catalog.registers import issues
    from catalog.workbench.policy import from_config

    written = from_config(home.config())
    click.echo("Held: every issue of severity error, and: " + (", ".join(sorted(written.hold)) or "nothing else"))
    click.echo("Errors are: " + ", ".join(c for c, k in issues.kinds().items() if k.severity == "error"))
    click.echo(f'Change it in {home.config_file}: [review] hold = ["price-missing", …]')


@review.command("pictures")
@click.option("--all", "every", is_flag=True, help="Those that a product shows already, too.")
@as_json
@click.pass_obj
def review_pictures(home: Any, every: bool, as_json: bool) -> None:
    """Pictures that came and are nobody's, and scans of sheets that somebody has to type in."""
    from catalog.workbench import pictures, scans

    found = pictures.listed(home) if every else pictures.unmatched(home)
    waiting = scans.listed(home)
    if as_json:
        show({"pictures": found, "scans": waiting})
        return
    for p in found:
        shown = f" → {' '.join(p['products'])}" if p["products"] else ""
        click.echo(f"{p['sha256'][:12]}  {p['name']}  ({p['file'] or 'no sheet'}, {p['sender'] or '—'}){shown}")
        click.echo(f"        {p['path']}")
    for s in waiting:
        click.echo(f"scan  {s['name']}  ({s['sender'] or '—'}, {s['received_at']})\n        {s['path']}")
    click.echo(f"{len(found)} pictures, {len(waiting)} scans")


@review.command("assign")
@click.argument("names", nargs=-1, required=True, metavar="PICTURE… PRODUCT")
@click.option("--remove", is_flag=True, help="The pictures do not show the product.")
@click.option("--reason", default="", help="Why.")
@by_whom
@click.pass_obj
def review_assign(home: Any, names: tuple[str, ...], remove: bool, reason: str, who: str | None) -> None:
    """Say which product pictures show: PICTURE is a name or hash, PRODUCT an id, an address or a draft's number."""
    from catalog.workbench import pictures

    *given, product = names
    if not given:
        raise click.UsageError("Name at least one picture and the product.")
    record = pictures.remove if remove else pictures.assign
    for picture in given:
        sha256, product_id = record(home, picture, product, by=me(who), reason=reason)
        click.echo(f"{sha256[:12]} {'no longer shows' if remove else 'shows'} {product_id}; `ocop publish` to see it.")


@review.command("columns")
@as_json
@click.pass_obj
def review_columns(home: Any, as_json: bool) -> None:
    """What senders confirmed of their headers (`ocop import --column`), oldest first."""
    from catalog.workbench import mappings
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench, is_reading=True) as bench:
        found = mappings.listed(bench)
    if as_json:
        show(found)
        return
    for c in found:
        told = c["column"] or "forgotten"
        click.echo(f"{c['sender'] or '—'}  version {c['version']}: “{c['header']}” → {told}  ({c['confirmed_at']})")
    click.echo(f"{len(found)} confirmations")


@cli.command()
@click.argument("submission")
@click.option("--reason", default="", help="Why.")
@by_whom
@click.pass_obj
def undo(home: Any, submission: str, reason: str, who: str | None) -> None:
    """Take a whole submission back; publish afterwards."""
    from catalog.workbench import review as decisions
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench) as bench:
        rows = decisions.take_back(bench, submission, reason, me(who))
    click.echo(f"{submission} taken back with its {rows} rows; run `ocop publish` to take it out of the catalogue.")
