"""Run: the server, the overview, the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, cli, progress, show


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
    serving.serve(home.catalog, host, port, _settings(home) or None)


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
def status(home: Any, as_json: bool) -> None:
    """One screen: what waits, what is published, what lapses."""
    from catalog.publish import reading, withdrawn
    from catalog.publish import retention as periods
    from catalog.registers import retention
    from catalog.workbench import overview

    found = overview.overview(home)
    found["withdrawn_still_shown"] = [f"{s.field} of {s.producer}, {s.day}" for s in withdrawn.still_shown(home)]
    found["retention_due"] = len(periods.due(home, retention.from_config(home.config()), reading.today()))
    if as_json:
        show(found)
        return
    for title, value in found.items():
        told = "; ".join(value) if isinstance(value, list) else value
        click.echo(f"{title.replace('_', ' '):24} {told if told not in (None, '') else '—'}")
    if found["withdrawn_still_shown"]:
        click.echo("Run `ocop publish`, then export again: the release shows what was withdrawn.", err=True)


@cli.command()
@click.option("--repair", is_flag=True, help="Remove temporary files of runs that died; nothing else is touched.")
@as_json
@click.pass_obj
def check(home: Any, repair: bool, as_json: bool) -> int:
    """Compare everything in the home with its hashes and references; say what is wrong and what to do."""
    from catalog.publish import checking

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
    from catalog.publish import backup as backups

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
    from catalog.publish import checking
    from catalog.publish import restore as restoring

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
                "findings": [f.json() for f in found.findings],
            }
        )
    else:
        click.echo(f"{made.home}: {made.files} files of {made.made_at}, release {made.release or 'none yet'}.")
    if made.taken_down:
        click.echo(f"{made.taken_down} takedowns that are newer than the backup were carried out again.", err=True)
    if made.withdrawn:
        click.echo(f"{made.withdrawn} withdrawals of consent are newer than the backup: run `ocop publish`.", err=True)
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
