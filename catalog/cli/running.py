"""Run: the server, the overview, the demo."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, cli, progress, show
from catalog.cli.lapsing import show_lapses


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
    with _looking_at_pictures(home):
        serving.serve(home, host, port, _settings(home) or None)


# Everything that is imported reaches the pages with its pictures, also while nobody runs `ocop pictures`.
_WATCH = (sys.executable, "-c", "from catalog.cli import main; main()")


@contextmanager
def _looking_at_pictures(home: Any) -> Iterator[None]:
    """A process beside the server that works off pictures; it ends when its standard input does, so also with us."""
    command = [*_WATCH, "--home", str(home.root), "pictures", "--watch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield  # leaving closes the pipe, and waits


def _settings(home: Any) -> dict[str, Any]:
    """What the pages are told: the public address, who runs the site, how long things are kept."""
    from catalog.registers import retention

    config = home.config()
    said = {name: config.get("site", {}).get(name) for name in ("address", "operator", "contact")}
    months = {kind: period.months for kind, period in retention.from_config(config).items()}
    changed = {kind: number for kind, number in months.items() if number != retention.defaults()[kind].months}
    return {name: value for name, value in (said | {"retention": changed}).items() if value}


@cli.command()
@as_json
@click.pass_obj
def status(home: Any, as_json: bool) -> int:
    """One screen: what waits, what is published, what lapses."""
    from dataclasses import asdict

    from catalog.errors import Unreadable
    from catalog.publish import lapsing
    from catalog.publish.removing import retention as periods
    from catalog.publish.removing import withdrawn
    from catalog.registers import retention
    from catalog.workbench import days, overview

    found = overview.overview(home)
    wrong = None
    try:
        found["withdrawn_still_shown"] = [f"{s.field} of {s.producer}, {s.day}" for s in withdrawn.still_shown(home)]
        lapses = lapsing.lapses(home, days.today())
    except Unreadable as error:  # what waits can be said all the same
        found["withdrawn_still_shown"], lapses, wrong = None, [], error.sentence
    found["retention_due"] = len(periods.due(home, retention.from_config(home.config()), days.today()))
    if wrong:
        click.echo(f"ocop: {wrong} See `ocop check`.", err=True)
    if as_json:
        show(found | {"lapsing": None if wrong else [asdict(one) for one in lapses]})
        return int(bool(wrong))
    for title, value in found.items():
        if isinstance(value, dict):
            value = ", ".join(f"{name} {number}" for name, number in value.items())
        told = "; ".join(value) if isinstance(value, list) else value
        click.echo(f"{title.replace('_', ' '):24} {told if told not in (None, '') else '—'}")
    show_lapses(lapses)
    if found["withdrawn_still_shown"]:
        click.echo("Run `ocop publish`, then export again: the release shows what was withdrawn.", err=True)
    return int(bool(wrong))


@cli.command()
@as_json
@click.pass_obj
def registers(home: Any, as_json: bool) -> int:
    """The administrative units in force, and what a reform moved: which products are in which commune now."""
    from catalog.registers.places import edition
    from catalog.values.places.place_index import index
    from catalog.workbench.reviewing import moves
    from catalog.workbench.store import Workbench

    with Workbench(home.workbench, is_reading=True) as bench:
        found = moves.moves(bench)
    counted = {"since": edition(), "provinces": len(index().provinces), "communes": len(index().communes)}
    is_open = any(move.unplaced for move in found)
    if as_json:
        show(counted | {"moved": [move.json() for move in found]})
        return int(is_open)
    click.echo("{provinces:,} provinces and {communes:,} communes, in force since {since}".format(**counted))
    for move in found:
        into = " or ".join(f"{heir.commune} ({heir.province}, {heir.commune_code})" for heir in move.into) or "—"
        there = f"{len(move.products):,} products, {len(move.waiting):,} waiting"
        click.echo(f"{move.commune} ({move.code}), until {move.last_day} → {into}: {there}")
        if move.unplaced:
            click.echo(f"  in no commune until somebody says which: {' '.join(move.unplaced)}")
    if found:
        click.echo(
            "`ocop publish` shows them where they are now; `ocop review edit PRODUCT commune=CODE` says which part."
        )
    return int(is_open)


@cli.command()
@click.option("--repair", is_flag=True, help="Remove temporary files of runs that died; nothing else is touched.")
@as_json
@click.pass_obj
def check(home: Any, repair: bool, as_json: bool) -> int:
    """Compare everything in the home with its hashes and references; say what is wrong and what to do."""
    from catalog.publish.checking import checking

    with progress("check") as move:
        found = checking.check(home, repair=repair, progress=move)
    if as_json:
        show(
            {"home": str(home.root), "is_clean": found.is_clean, "is_whole": found.is_whole}
            | {"findings": [f.json() for f in found.findings], "removed": [f.json() for f in found.removed]}
        )
        return int(not found.is_clean)
    for one in found.removed:
        click.echo(f"removed   {one.path}")
    for one in found.findings:
        click.echo(f"{one.kind:9} {one.sentence} {one.fix}")
    lost = "nothing is lost" if found.is_whole else "something is lost or wrong"
    click.echo("Clean." if found.is_clean else f"{len(found.findings)} found; {lost}.")
    return int(not found.is_clean)


@cli.command()
@click.argument("to", metavar="[FILE|DIR]", required=False, type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def backup(home: Any, to: Path | None, as_json: bool) -> int:
    """Write everything that cannot be made again into one file, while the home is in use."""
    from catalog.publish.backups import backup as backups

    with progress("backup") as move:
        made = backups.backup(home, to, progress=move)
    if as_json:
        show({"file": str(made.file), "files": made.files, "bytes": made.bytes, "release": made.release,
              "damaged": list(made.damaged)})  # fmt: skip
    else:
        click.echo(f"{made.file}: {made.files} files, {made.bytes} bytes, release {made.release or 'none yet'}.")
    for name in made.damaged:
        click.echo(f"damaged already in the home: {name}; see `ocop check`.", err=True)
    return int(bool(made.damaged))


@cli.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Move the home that stands there aside; nothing is deleted.")
@as_json
@click.pass_obj
def restore(home: Any, file: Path, force: bool, as_json: bool) -> int:
    """Make the home of a backup, after every byte of it was compared with its manifest."""
    from catalog.publish.backups import restore as restoring
    from catalog.publish.checking import checking

    with progress("restore") as move:
        made = restoring.restore(file, home, force=force, progress=move)
        found = checking.check(home, progress=move)
    if as_json:
        show(
            {"home": str(made.home), "files": made.files, "release": made.release, "made_at": made.made_at}
            | {
                "aside": str(made.aside) if made.aside else None,
                "taken_down": made.taken_down,
                "withdrawn": made.withdrawn,
                "is_all_known": made.is_all_known,
                "findings": [f.json() for f in found.findings],
            }
        )
    else:
        click.echo(f"{made.home}: {made.files} files of {made.made_at}, release {made.release or 'none yet'}.")
    if made.taken_down:
        click.echo(f"{made.taken_down} takedowns that are newer than the backup were carried out again.", err=True)
    if made.withdrawn:
        click.echo(f"{made.withdrawn} withdrawals of consent are newer than the backup: run `ocop publish`.", err=True)
    if not made.is_all_known:
        click.echo(
            f"No home stood there to say which consents were withdrawn since {made.made_at}: record those that you"
            " know of with `ocop consent withdraw` before you publish, and see docs/backup.md.",
            err=True,
        )
    if made.aside:
        click.echo(f"The home that stood there is {made.aside} now.", err=True)
    for one in found.findings:
        click.echo(f"{one.kind:9} {one.sentence} {one.fix}", err=True)
    return int(not found.is_clean)


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
