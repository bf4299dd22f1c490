"""Collect: sheets, messages, folders, shops; and the blank sheet that goes out."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, check_day, cli, progress, show


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--sender", default="", help="Who sent it.")
@click.option("--province", default="", help="Where it comes from, where the sheet does not say.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The sheet's day, for the era of its addresses.")
@click.option(
    "--column",
    "confirmed",
    multiple=True,
    metavar="HEADER=COLUMN",
    help="What a header means (“Giá HTX=price”, “STT cũ=-” for not wanted, “Giá HTX=” to forget);"
    " remembered for this sender.",
)
@click.option("--register", is_flag=True, help="The sheets are official lists of recognitions, not products.")
@click.option("--dry-run", is_flag=True, help="Read and judge only; write nothing.")
@click.option(
    "--returned",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write each sheet back into DIR, its doubtful cells marked, with a picture of the summary;"
    " its pictures are looked at first.",
)
@as_json
@click.pass_obj
def import_(home: Any, paths: tuple[str, ...], sender: str, province: str, day: str, confirmed: tuple[str, ...],
            register: bool, dry_run: bool, returned: Path | None, as_json: bool) -> int:  # fmt: skip
    """Take product sheets, folders of sheets and pictures, or - for standard input."""
    from catalog.workbench.receiving import intake
    from catalog.workbench.rows import delivery, submissions

    if day:
        check_day(day)
    given = delivery.collect(paths)
    with progress("import") as move:
        taken = intake.receive(
            home,
            given,
            submissions.Sender(sender, province, day, headers_of(confirmed)),
            dry_run=dry_run,
            register=register,
            progress=move,
        )
    report = submissions.report(taken, with_products=as_json or returned is not None)
    if returned and not dry_run:
        report["issues"] += _seen_in_pictures(home, report, taken)
    written = _hand_back(home, returned, given.sheets, report, taken) if returned else []
    if as_json:
        show(report)
    else:
        _tell_import(report, dry_run)
    for path in written:
        click.echo(f"returned: {path}", err=as_json)
    if not taken:
        raise click.UsageError("No sheet was found in what you gave.")
    if any(s.status == "refused" for s in taken):
        return 2
    return int(any(i["severity"] == "error" for i in report["issues"]))


def headers_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Header → what it means, out of HEADER=COLUMN as people give it."""
    found = {}
    for pair in pairs:
        header, is_told, column = pair.rpartition("=")
        if not is_told or not header.strip():
            raise click.BadParameter(f"{pair!r} is not HEADER=COLUMN.", param_hint="--column")
        found[header.strip()] = column.strip()
    return found


def _tell_import(report: dict[str, Any], dry_run: bool) -> None:
    for s in report["submissions"]:
        if s["status"] == "refused":
            click.echo(f"{s['file']}: {s['reason']}", err=True)
            continue
        c = s["cells"]
        click.echo(f"{s['file']} ({s['id']}): {c['read']} cells read = {c['used']} used + {c['ignored']} ignored"
                   f" + {c['rejected']} rejected")  # fmt: skip
    # What is said of a whole file is worth a line also where it is no trouble.
    _tell_issues([i for i in report["issues"] if i["severity"] != "info" or not i["cell"]])
    n = report["summary"]
    click.echo(f"{n['rows']} rows: {n['accepted']} accepted, {n['held']} held, {n['rejected']} rejected;"
               f" {n['new']} new, {n['changed']} changed, {n['unchanged']} unchanged"
               f"{' (dry run: nothing was written)' if dry_run else ''}")  # fmt: skip


# So many issues are told one by one; a long list is told by kind, and stands whole in --json and in the workbench.
TOLD = 30


def _tell_issues(found: list[dict[str, Any]]) -> None:
    for issue in found[:TOLD]:
        where = " ".join(x for x in (issue["file"], issue["sheet"]) if x)
        click.echo(f"  {issue['severity']:7} {issue['code']:18} {where}: {issue['message']}")
    rest = Counter(issue["code"] for issue in found[TOLD:])
    if rest:
        kinds = ", ".join(f"{code} {number}" for code, number in rest.most_common())
        click.echo(f"  … and {rest.total()} more: {kinds}. `ocop review list` shows what is held, --json everything.")


def _hand_back(
    home: Any, folder: Path, sheets: Iterable[Any], report: dict[str, Any], taken: Iterable[Any]
) -> list[Path]:
    """Writes the marked sheets, each with what its products still lack for the markets and what these sent back."""
    from catalog.forms import handing_back
    from catalog.markets import readiness
    from catalog.workbench.listings import listed
    from catalog.workbench.store import Workbench

    for said, submission in zip(report["submissions"], taken, strict=True):
        drafts = (d for d in submission.drafts if d.state != "rejected")
        said["listing"] = readiness.summary(readiness.drafted(d.facts, _sizes(d)) for d in drafts)
    with Workbench(home.workbench, is_reading=True) as bench:
        report = listed.with_rejections(bench, report)
    return handing_back.hand_back(folder, ((s.name, s.data) for s in sheets), report)


def _seen_in_pictures(home: Any, report: dict[str, Any], taken: Iterable[Any]) -> list[dict[str, Any]]:
    """What the pixels of the pictures that came now say: a sheet that goes back waits for them, an import does not."""
    from catalog.workbench.photos import looking
    from catalog.workbench.store import Workbench

    files = {s.id: s.file for s in taken}
    with progress("pictures") as move:
        looking.work_off(home, move, only={p.sha256 for s in taken for p in s.received})
    with Workbench(home.workbench, is_reading=True) as bench:
        found = [{"file": files[one.pop("submission")], **one} for one in looking.said_of(bench, files)]
    return [one for one in found if one not in report["issues"]]


def _sizes(draft: Any) -> list[dict[str, int]]:
    return [{"width_px": p.width_px, "height_px": p.height_px} for p in draft.pictures]


@cli.command()
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="danh-sach-san-pham.xlsx",
    show_default=True,
    help="Where to write it; an existing file is replaced only with --force.",
)
@click.option("--producer", help="A producer's id or name: what is known of it is filled in.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.pass_obj
def template(home: Any, out: Path, producer: str | None, force: bool) -> int:  # fmt: skip
    """Write the blank product sheet: drop-downs, checks that work offline, example rows."""
    from catalog.forms import template as forms
    from catalog.workbench.home import write_atomically
    from catalog.workbench.identities import known
    from catalog.workbench.store import Workbench

    if out.exists() and not force:
        raise click.UsageError(f"{out} is there already; give another name with -o, or --force to replace it.")
    rows: list[dict[str, Any]] = []
    if producer:
        with Workbench(home.workbench, is_reading=True) as bench:
            rows = known.products_of(bench, producer)
    write_atomically(out, forms.make(None, rows))
    click.echo(f"{out}: {len(rows)} known products filled in." if producer else str(out))
    return 0


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
@click.option("--replay", is_flag=True, help="Read the pages kept by earlier crawls again; ask nobody.")
@click.option("--accept", default="", metavar="REASON", help="Take a run that is unlike the last good one; say why.")
@click.option("--queue", default="", metavar="redis://…", help="Share the work with other machines that say the same.")
@click.option("--allow-loopback", is_flag=True, hidden=True, help="For a shop on this very machine.")
@as_json
@click.pass_obj
def crawl(home: Any, sources: tuple[str, ...], replay: bool, accept: str, queue: str, allow_loopback: bool,
          as_json: bool) -> int:  # fmt: skip
    """Collect products of a site: the name of a source card, or an address."""
    from catalog.workbench.receiving import crawling
    from catalog.workbench.rows import submissions

    if replay and queue:
        raise click.UsageError("--replay asks nobody, so it needs no --queue.")
    how = crawling.How(replay, accept, queue)
    with progress("crawl") as move:
        taken = [crawling.collect(home, s, allow_loopback=allow_loopback, how=how, progress=move) for s in sources]
    report = submissions.report([t.submission for t in taken])
    runs = [
        {"source": t.source, "reason": t.reason, "detail": t.detail, "pages": t.pages, "records": t.records,
         "kept_at": t.kept_at}
        for t in taken
    ]  # fmt: skip
    if as_json:
        show(report | {"runs": runs})
    else:
        for run in runs:
            click.echo(f"{run['source']}: {run['reason']}; {run['pages']} pages, {run['records']} products")
            if run["reason"] != "complete":
                click.echo(f"  {run['detail']}", err=True)
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
