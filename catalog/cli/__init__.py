"""`ocop`: one thin function per command, by stage. Standard output is for results, standard error for people.

Only this room imports inside functions, so that `ocop export` never starts Scrapy and `ocop parse` never pandas.
Exit status: 0 done, 1 done but something needs a person, 2 could not be done.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

import click

from catalog.cli import (  # each adds its commands
    collecting,
    consenting,
    correcting,
    deciding,
    identifying,
    inviting,
    officers,
    paying,
    picturing,
    preflight,
    publishing,
    receipts,
    removing,
    reporting,
    running,
)
from catalog.cli.command import cli
from catalog.errors import OcopError, of_disk
from catalog.workbench import garbage

__all__ = [
    "cli", "collecting", "consenting", "correcting", "deciding", "identifying", "inviting", "main", "officers",
    "paying", "picturing", "preflight", "publishing", "receipts", "removing", "reporting", "running",
]  # fmt: skip


def main() -> None:
    """Runs a command; an error of ours is one line, any other an apology with a log file's name."""
    garbage.look_seldom()
    garbage.leave_at_once()
    # Processes that share the work would else import what lies in the current folder: Python 3.11 starts them with -c.
    os.environ["PYTHONSAFEPATH"] = "1"
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
    except Exception as error:
        if said := of_disk(error):
            click.echo(f"ocop: {said.sentence}", err=True)
            sys.exit(said.exit_status)
        handle, name = tempfile.mkstemp(prefix="ocop-", suffix=".log")
        with open(handle, "w", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        click.echo(f"ocop: sorry, this is a fault of the program; please report {name}.", err=True)
        sys.exit(2)
