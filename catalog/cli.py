"""`ocop`: one thin function per command. Standard output is for results, standard error for people.

Only this module imports inside functions, so that `ocop export` never starts Scrapy and `ocop parse` never pandas.
Exit status: 0 done, 1 done but something needs a person, 2 could not be done.
"""

from __future__ import annotations

import gc
import getpass
import io
import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from catalog.errors import OcopError


def main() -> None:
    """Runs a command; an error of ours is one line, any other an apology with a log file's name."""
    # Commands make many small objects that live to the end and hold no cycles: looking for some costs a tenth.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except OcopError as error:
        click.echo(f"ocop: {error.sentence}", err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("ocop: stopped; run it again to complete.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; there is nobody to tell
        sys.exit(141)
    except Exception:
        handle, name = tempfile.mkstemp(prefix="ocop-", suffix=".log")
        with open(handle, "w", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        click.echo(f"ocop: sorry, this is a fault of the program; please report {name}.", err=True)
        sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--home", metavar="DIR", help="The installation's folder; else OCOP_HOME, else ./ocop-home.")
@click.version_option(package_name="ocop-catalog", prog_name="ocop")
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Producers' product data, however it arrives, as one trustworthy catalogue and as marketplace listings."""
    from catalog.workbench import home as homes

    context.obj = homes.find(home)


as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
by_whom = click.option("--by", "who", metavar="NAME", help="Who decides; your log-in name where not given.")


def show(document: Any) -> None:
    """Prints one JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False))


def me(who: str | None) -> str:
    return who or getpass.getuser()


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error; gives the function that moves it. Silent where nobody looks."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def move(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title} {escape(stage)}", completed=done, total=total or None)

        yield move


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--sender", default="", help="Who sent it.")
@click.option("--province", default="", help="Where it comes from, where the sheet does not say.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The sheet's day, for the era of its addresses.")
@click.option("--register", is_flag=True, help="The sheets are official lists of recognitions, not products.")
@click.option("--dry-run", is_flag=True, help="Read and judge only; write nothing.")
@as_json
@click.pass_obj
def import_(home: Any, paths: tuple[str, ...], sender: str, province: str, day: str, register: bool,
            dry_run: bool, as_json: bool) -> int:  # fmt: skip
    """Take product sheets, folders of sheets and pictures, or - for standard input."""
    from catalog.workbench import delivery, intake, submissions

    if day:
        _check_day(day)
    with progress("import") as move:
        taken = intake.receive(
            home,
            delivery.collect(paths),
            submissions.Sender(sender, province, day),
            dry_run=dry_run,
            register=register,
            progress=move,
        )
    report = submissions.report(taken, with_products=as_json)
    if as_json:
        show(report)
    else:
        _tell_import(report, dry_run)
    if not taken:
        raise click.UsageError("No sheet was found in what you gave.")
    if any(s.status == "refused" for s in taken):
        return 2
    return int(any(i["severity"] == "error" for i in report["issues"]))


def _check_day(day: str) -> None:
    from datetime import date

    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise click.BadParameter(f"{day!r} is not a day like 2026-11-22.", param_hint="--date") from error


def _tell_import(report: dict[str, Any], dry_run: bool) -> None:
    for s in report["submissions"]:
        if s["status"] == "refused":
            click.echo(f"{s['file']}: {s['reason']}", err=True)
            continue
        c = s["cells"]
        click.echo(f"{s['file']} ({s['id']}): {c['read']} cells read = {c['used']} used + {c['ignored']} ignored"
                   f" + {c['rejected']} rejected")  # fmt: skip
    for issue in report["issues"]:
        if issue["severity"] != "info":
            where = " ".join(x for x in (issue["file"], issue["sheet"]) if x)
            click.echo(f"  {issue['severity']:7} {issue['code']:18} {where}: {issue['message']}")
    n = report["summary"]
    click.echo(f"{n['rows']} rows: {n['accepted']} accepted, {n['held']} held, {n['rejected']} rejected;"
               f" {n['new']} new, {n['changed']} changed, {n['unchanged']} unchanged"
               f"{' (dry run: nothing was written)' if dry_run else ''}")  # fmt: skip


@cli.command()
@click.argument("kind")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (this is also what you get without it).")
def parse(kind: str, as_json: bool) -> None:
    """Read one text a line from standard input as KIND.

    KIND: price quantity date decision phone place set name text stars producer tax_code code label claims account
    vietqr.
    """
    from catalog import parsing

    read = parsing.parser(kind)
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    for line in lines:
        click.echo(json.dumps(read(line.rstrip("\r\n")), ensure_ascii=False))


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE-or-URL…")
@click.option("--allow-loopback", is_flag=True, hidden=True, help="For a shop on this very machine.")
@as_json
@click.pass_obj
def crawl(home: Any, sources: tuple[str, ...], allow_loopback: bool, as_json: bool) -> int:
    """Collect products of a site: the name of a source card, or an address."""
    from catalog.workbench import crawling, submissions

    with progress("crawl") as move:
        taken = [crawling.collect(home, s, allow_loopback=allow_loopback, progress=move) for s in sources]
    report = submissions.report([t.submission for t in taken])
    runs = [{"source": t.source, "reason": t.reason, "pages": t.pages, "records": t.records} for t in taken]
    if as_json:
        show(report | {"runs": runs})
    else:
        for run in runs:
            click.echo(f"{run['source']}: {run['reason']}; {run['pages']} pages, {run['records']} products")
        _tell_import(report, dry_run=False)
    return int(any(t.reason != "complete" for t in taken))


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address the page came from.")
@as_json
def extract(file: Path, url: str, as_json: bool) -> None:
    """What one saved page yields, with the rule that gave each value."""
    import crawler

    show(crawler.extract(file.read_bytes(), url).json())


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
    from catalog.publish import reading

    if day:
        _check_day(day)
    on = date.fromisoformat(day) if day else reading.today()
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


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@click.pass_obj
def serve(home: Any, host: str, port: int) -> None:
    """Show the published catalogue; a new release is switched to while being served."""
    _serve(home, host, port)


def _serve(home: Any, host: str, port: int) -> None:
    """Serves until interrupted. Raises Conflict where the port is taken, before anything is started."""
    import socket

    from catalog.errors import Conflict
    from catalog.web import serving

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Conflict(f"{host}:{port} cannot be used ({error.strerror}); choose another with --port.") from error
    if not home.catalog.exists():
        click.echo("Nothing is published yet; the pages appear by themselves after `ocop publish`.", err=True)
    click.echo(f"Open http://{host}:{port}  (Ctrl-C stops)")
    address = home.config().get("site", {}).get("address")
    serving.serve(home.catalog, host, port, {"address": address} if address else None)


@cli.command()
@as_json
@click.pass_obj
def status(home: Any, as_json: bool) -> None:
    """One screen: what waits, what is published, what lapses."""
    from catalog.workbench import overview

    found = overview.overview(home)
    if as_json:
        show(found)
        return
    for title, value in found.items():
        click.echo(f"{title.replace('_', ' '):24} {value if value is not None else '—'}")


@cli.command()
@click.option("--no-serve", is_flag=True, help="Fill the home and stop.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@click.pass_obj
def demo(home: Any, no_serve: bool, host: str, port: int) -> None:
    """Fill a home with the packaged samples, from sheet to listing, and serve it."""
    from catalog import demo as samples

    samples.run(home, click.echo, progress)
    if not no_serve:
        _serve(home, host, port)
