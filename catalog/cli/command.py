"""The command itself, and what its parts share: options, output, progress."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click


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

why = click.option("--reason", default="", help="Why.")


def show(document: Any) -> None:
    """Prints one JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False))


def value_shown(value: Any) -> str:
    """A value for people to read; a dash where there is none."""
    return "—" if value is None else str(value)


def to_read(home: Any) -> Any:
    """The home's workbench, for a command that changes nothing; a context manager."""
    from catalog.workbench.store import Workbench

    return Workbench(home.workbench, is_reading=True)


def to_write(home: Any) -> Any:
    """The home's workbench, for a command that records something; a context manager."""
    from catalog.workbench.store import Workbench

    return Workbench(home.workbench)


def me(who: str | None) -> str:
    return who or getpass.getuser()


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error; gives the function that moves it. Silent where nobody looks."""
    if not sys.stderr.isatty():  # rich takes as long to load as a small command takes
        yield lambda stage, done, total: None
        return
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


def check_day(day: str) -> None:
    """Raises BadParameter where an option is no day."""
    from datetime import date

    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise click.BadParameter(f"{day!r} is not a day like 2026-11-22.", param_hint="--date") from error
