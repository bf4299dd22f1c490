"""Run: the server, the overview, the demo."""

from __future__ import annotations

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
