"""Pictures: their pixels are looked at after the import, on all cores or in the background of the server."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import Any

import click

from catalog.cli.command import as_json, cli, progress, show


@cli.command()
@click.option("--watch", is_flag=True, help="Go on with what comes, until standard input ends; `ocop serve` does so.")
@as_json
@click.pass_obj
def pictures(home: Any, watch: bool, as_json: bool) -> None:
    """Look at the pictures that came: draw their sizes, say what is wrong with them, beside their rows."""
    from catalog.workbench.photos import looking, watching
    from catalog.workbench.photos import pictures as received

    if watch:
        os.nice(10)  # pages go before pictures, and half of the cores stay theirs
        workers = max(1, len(os.sched_getaffinity(0)) // 2)
        watching.watch(home, sys.stdin.buffer, workers, lambda said: click.echo(f"pictures: {said}", err=True))
        return
    with progress("pictures") as move:
        tally = looking.work_off(home, move)
    found = received.listed(home)
    if as_json:
        show({"looked": tally.looked, "refused": tally.refused, "doubts": tally.doubts, "pictures": found})
        return
    _tell(found)
    click.echo(f"{tally.looked} pictures looked at now, {len(found)} in all")


# So many pictures are told one by one; the rest is counted by kind, and stands whole in --json.
TOLD = 30


def _tell(found: list[dict[str, Any]]) -> None:
    doubtful = [p for p in found if p["why"] or p["warnings"]]
    for p in doubtful[:TOLD]:
        click.echo(f"  {p['sha256'][:12]}  {p['name']}: {p['why'] or ', '.join(p['warnings'])}")
    rest = Counter(code for p in doubtful[TOLD:] for code in p["warnings"] or ["picture-unusable"])
    if rest:
        kinds = ", ".join(f"{code} {number}" for code, number in rest.most_common())
        click.echo(f"  … and {len(doubtful) - TOLD} more: {kinds}")
