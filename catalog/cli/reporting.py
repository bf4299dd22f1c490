"""Report: the figures of communes and provinces, and the annex made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, check_day, cli, progress, show


@cli.command()
@click.option("--area", "areas", multiple=True, metavar="CODE-or-NAME", help="Of this commune or province; repeatable.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write the annex as a workbook.")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="Write the annex as a document.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The day whose certificates count; else today.")
@as_json
@click.pass_obj
def report(home: Any, areas: tuple[str, ...], xlsx: Path | None, docx: Path | None, day: str, as_json: bool) -> None:
    """The figures that communes and provinces report: products, stars, marketplaces, what lapses, what waits.

    The same numbers as the page /duyet/so-lieu; --xlsx and --docx write them as the annex of a report.
    """
    from datetime import date

    from catalog.reports import annex, document, facts, preflights, summary, workbook
    from catalog.workbench import days
    from catalog.workbench import home as homes
    from catalog.workbench.reviewing import scopes

    if day:
        check_day(day)
    on = date.fromisoformat(day) if day else days.today()
    wanted = scopes.named(areas)
    with progress("report") as move:
        preflights.work_out(home, on, move)
    found = facts.gather(home, wanted, on)
    made = annex.annex(found)
    for path, writer in ((xlsx, workbook), (docx, document)):
        if path:
            homes.write_atomically(path.absolute(), writer.write(made))
    if as_json:
        show(summary.document(found))
        return
    for line in summary.lines(found):
        click.echo(line)
