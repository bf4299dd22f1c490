"""Review: the queue, one draft in full, decisions, pictures, taking back."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, show, value_shown
from catalog.cli.lapsing import lapses_of, list_lapses, show_lapses
from catalog.cli.preflight import drafted


@cli.group()
def review() -> None:
    """Decisions: the queue, accept, hold, reject, edit, undo."""


def wanted(command: Any) -> Any:
    """The options by which drafts are chosen from the queue."""
    for option in (
        click.option("--issue", metavar="CODE", help="With this kind of doubt."),
        click.option("--sender", metavar="NAME", help="Of this sender."),
        click.option("--commune", metavar="CODE-or-NAME", help="Of this commune."),
    ):
        command = option(command)
    return command


@review.command("list")
@click.option(
    "--state", type=click.Choice(["held", "accepted", "rejected", "lapsing"]), default="held", show_default=True
)
@wanted
@click.option("--by", "grouped", type=click.Choice(["issue", "sender", "commune"]), help="Count them by this instead.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="So many at most.")
@click.option("--market", metavar="NAME", help="Also say how ready each is for this marketplace.")
@as_json
@click.pass_obj
def review_list(
    home: Any, state: str, grouped: Any, limit: int, market: str | None, as_json: bool, **chosen: Any
) -> None:
    """Drafts that wait for a person, or that were decided; certificates that lapse within six months."""
    from catalog.workbench.reviewing import queue
    from catalog.workbench.store import Workbench

    if state == "lapsing":
        list_lapses(home, grouped, limit, as_json, **chosen)
        return
    asked = queue.Wanted(state, **chosen)
    with Workbench(home.workbench, is_reading=True) as bench:
        counted = queue.counts(bench, asked, grouped) if grouped else []
        found = [] if grouped else queue.queue(bench, asked, limit)
        whole = queue.count(bench, asked)
        if market:
            _add_readiness(bench, found, market)
        else:
            _add_figure(bench, found)
    if as_json:
        show(counted if grouped else found)
        return
    for row in counted:
        title = row["title"] if row["title"] != row["key"] else ""
        click.echo(f"{row['drafts']:>8,}  {row['key'] or '—'}  {title}".rstrip())
    for d in found:
        click.echo(f"{d['draft']:>6}  {d['name'] or '—'}  ·  {d['producer'] or '—'}  ({d['file']}, row {d['row']})")
        for message in (*d["issues"], d["market"]["sentence"] if market else d["markets"]["sentence"]):
            click.echo(f"        {message}")
    shown = f"{len(found):,} of " if not grouped and len(found) < whole else ""
    click.echo(f"{shown}{whole:,} {state}")
    if state == "held" and not (grouped or chosen["issue"] or chosen["sender"]):
        show_lapses(lapses_of(home, chosen["commune"]))


def _add_readiness(bench: Any, found: list[dict[str, Any]], market: str) -> None:
    """Puts under `market` how ready each draft is."""
    from catalog import markets
    from catalog.markets import readiness

    asked = markets.get(market)
    products = drafted(bench, [d["draft"] for d in found])
    for d in found:
        d["market"] = readiness.of(asked, products[d["draft"]]).json()


def _add_figure(bench: Any, found: list[dict[str, Any]]) -> None:
    """Puts under `markets` how many of the usual ones would take each draft, and what the nearest other lacks."""
    from catalog.markets import readiness

    products = drafted(bench, [d["draft"] for d in found])
    for d in found:
        d["markets"] = readiness.figure(readiness.usual(products[d["draft"]]))


@review.command("show")
@click.argument("draft", type=int)
@as_json
@click.pass_obj
def review_show(home: Any, draft: int, as_json: bool) -> None:
    """One draft: its words, what it changes of what is accepted, its doubts, its decisions."""
    from dataclasses import asdict

    from catalog.markets import readiness
    from catalog.workbench.reviewing import previews
    from catalog.workbench.reviewing import review as decisions
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench, is_reading=True) as bench:
        found = decisions.show(bench, draft)
        changes = previews.diff(bench, draft)
        ready = readiness.usual(drafted(bench, [draft])[draft])
    if as_json:
        show(found | {"diff": [asdict(a) for a in changes], "markets": [r.json() for r in ready]})
        return
    click.echo(f"{found['name']}  (draft {draft}, {found['file']}, {found['sheet'] or '—'} row {found['row']})")
    for title in ("cells", "facts"):
        click.echo(f"{title}:")
        for key, value in found[title].items():
            click.echo(f"  {key:18} {value}")
    click.echo("published → draft:" if changes else "published → draft: no difference")
    show_changes(changes)
    for issue in found["issues"]:
        click.echo(f"{issue['severity']}: {issue['message']}  {issue['fix'] or ''}".rstrip())
    for d in found["decisions"]:
        undone = f"  (undone by {d['undone_by']}, {d['undone_at']})" if d["undone_by"] else ""
        click.echo(f"{d['id']:>6}  {d['decided_at']}  {d['state']} by {d['decided_by']}: {d['reason']}{undone}")
    for line in readiness.lines(ready):
        click.echo(line)


def show_changes(affected: Any) -> int:
    """Prints products and their fields before and after; gives the number of products."""
    number = 0
    for one in affected:
        number += 1
        click.echo(f"{one.kind} {one.product}  {one.name}")
        for c in one.changes:
            pack = f" [{c.pack}]" if c.pack is not None else ""
            click.echo(f"  {c.field + pack:24} {value_shown(c.before)} → {value_shown(c.after)}")
    return number


def _decide(
    home: Any,
    drafts: tuple[int, ...],
    state: str,
    reason: str,
    who: str | None,
    chosen: dict[str, Any],
    *,
    code: str | None = None,
    preview: bool = False,
) -> None:
    """One decision for the drafts that are named, else for those of the queue that are chosen."""
    from catalog.workbench.reviewing import previews, queue
    from catalog.workbench.reviewing import review as decisions
    from catalog.workbench.rows.policy import from_config
    from catalog.workbench.store import Workbench

    if bool(drafts) == any(chosen.values()):
        raise click.UsageError("Name drafts, or choose them by --commune, --sender and --issue.")
    if not drafts and state == "accepted" and not chosen["issue"]:
        raise click.UsageError("Say with --issue which doubt you have settled; drafts with others are left out.")
    # What is chosen is what is decided, also where somebody else decides at the same moment.
    with Workbench(home.workbench, is_reading=preview) as bench, bench.reading() if preview else bench.writing():
        found, left = list(dict.fromkeys(drafts)), set[int]()
        if not drafts:
            found = queue.ids(bench, queue.Wanted(**chosen))
        if not drafts and state == "accepted":
            hold = from_config(home.config()).holding
            left = queue.with_other_doubts(bench, found, chosen["issue"] or "", hold)
            found = [draft for draft in found if draft not in left]
        if preview:
            decisions.check(bench, found, state)
            products = show_changes(previews.preview(bench, found, state))
            click.echo(f"{len(found):,} drafts would be {state}: {' '.join(map(str, found))}")
            click.echo(f"{products:,} products would change; nothing was written")
        else:
            numbers = decisions.decide(bench, found, state, reason, me(who), code=code)
            made = f" (decisions {numbers[0]}-{numbers[-1]})" if numbers else ""
            click.echo(f"{len(numbers):,} {state}{made}")
    if left:
        click.echo(f"{len(left):,} left out, because something else holds them, too")


_drafts = click.argument("drafts", type=int, nargs=-1)
_preview = click.option("--preview", is_flag=True, help="Say exactly what would change, and change nothing.")
_code = click.option("--code", metavar="CODE", help="A reason of the register; its sentence is what the sender reads.")


@review.command()
@_drafts
@wanted
@click.option("--reason", default="", help="Why.")
@_preview
@by_whom
@click.pass_obj
def accept(home: Any, drafts: tuple[int, ...], reason: str, preview: bool, who: str | None, **chosen: Any) -> None:
    """Accept drafts for publication in spite of their doubts."""
    _decide(home, drafts, "accepted", reason, who, chosen, preview=preview)


@review.command()
@_drafts
@wanted
@_code
@click.option("--reason", default="", help="What the sender is told, or told besides.")
@_preview
@by_whom
@click.pass_obj
def reject(
    home: Any, drafts: tuple[int, ...], code: str | None, reason: str, preview: bool, who: str | None, **chosen: Any
) -> None:
    """Send drafts back, with a reason."""
    _needs_reason(code, reason, preview)
    _decide(home, drafts, "rejected", reason, who, chosen, code=code, preview=preview)


@review.command()
@_drafts
@wanted
@_code
@click.option("--reason", default="", help="What is awaited.")
@_preview
@by_whom
@click.pass_obj
def hold(
    home: Any, drafts: tuple[int, ...], code: str | None, reason: str, preview: bool, who: str | None, **chosen: Any
) -> None:
    """Keep drafts waiting, also those that the policy accepted."""
    _needs_reason(code, reason, preview)
    _decide(home, drafts, "held", reason, who, chosen, code=code, preview=preview)


def _needs_reason(code: str | None, reason: str, preview: bool) -> None:
    if not (code or reason or preview):
        raise click.UsageError("Say why, with --code (see `ocop review reasons`) or --reason.")


@review.command("reasons")
@as_json
def review_reasons(as_json: bool) -> None:
    """Reasons that a sender can be given, by code."""
    from catalog.registers import reasons

    if as_json:
        show({code: {"for": r.states, "message": r.message} for code, r in reasons.kinds().items()})
        return
    for code, reason in reasons.kinds().items():
        click.echo(f"{code:22} {reason.message}  ({', '.join(reason.states)})")


@review.command("undo")
@click.argument("decisions", nargs=-1, required=True, metavar="DECISION…")
@click.option("--reason", default="", help="Why.")
@by_whom
@click.pass_obj
def review_undo(home: Any, decisions: tuple[str, ...], reason: str, who: str | None) -> None:
    """Undo decisions by their numbers, or ranges of them: 120-619."""
    _undo(home, [_numbers(said) for said in decisions], reason, who)


def _numbers(said: str) -> range:
    first, _, last = said.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise click.BadParameter(f"{said!r} is no number of a decision, like 120, and no range, like 120-619.")
    return range(int(first), int(last or first) + 1)


def _undo(home: Any, said: list[range], reason: str, who: str | None) -> None:
    from catalog.errors import Unknown
    from catalog.workbench.reviewing import review as decisions
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench) as bench:
        last = bench.rows("SELECT coalesce(max(id), 0) FROM decisions")[0][0]
        if beyond := [numbers[-1] for numbers in said if numbers and numbers[-1] > last]:
            raise Unknown("decision", str(beyond[0]))
        numbers = [number for each in said for number in each]
        drafts = decisions.undo(bench, numbers, reason, me(who))
    click.echo(f"{len(numbers):,} decisions on {len(drafts):,} drafts undone; what stood before stands again.")


@review.command()
@click.pass_obj
def policy(home: Any) -> None:
    """What may be published without a person looking."""
    from catalog.registers import issues
    from catalog.workbench.rows.policy import from_config

    written = from_config(home.config())
    click.echo("Held: every issue of severity error, and: " + ", ".join(sorted(written.holding)))
    click.echo("Errors are: " + ", ".join(c for c, k in issues.kinds().items() if k.severity == "error"))
    click.echo(f'Change it in {home.config_file}: [review] hold = ["price-missing", …]')


@review.command("pictures")
@click.option("--all", "every", is_flag=True, help="Those that a product shows already, too.")
@as_json
@click.pass_obj
def review_pictures(home: Any, every: bool, as_json: bool) -> None:
    """Pictures that came and are nobody's, and scans of sheets that somebody has to type in."""
    from catalog.workbench.photos import pictures, scans

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
    from catalog.workbench.photos import pictures

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
    from catalog.workbench.rows import mappings
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
@click.argument("submission", required=False)
@click.option("--decision", type=int, help="Undo this decision instead; `ocop review show` gives its number.")
@click.option("--reason", default="", help="Why.")
@by_whom
@click.pass_obj
def undo(home: Any, submission: str | None, decision: int | None, reason: str, who: str | None) -> None:
    """Take a whole submission back, or one decision; publish afterwards."""
    from catalog.workbench.reviewing import review as decisions
    from catalog.workbench.rows.policy import from_config
    from catalog.workbench.store import Workbench

    if (submission is None) == (decision is None):
        raise click.UsageError("Name a submission, or a decision with --decision.")
    if decision is not None:
        _undo(home, [range(decision, decision + 1)], reason, who)
        return
    by = from_config(home.config())
    with Workbench(home.workbench) as bench:
        rows = decisions.take_back(bench, submission or "", reason, me(who), by)
    click.echo(f"{submission} taken back with its {rows} rows; run `ocop publish` to take it out of the catalogue.")
