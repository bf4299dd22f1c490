"""What was understood of a ticket's files: read and judged as an import would, beside nobody else's data.

A stranger must not learn from a preview what is known of others (ids, private values, what officers edited), so it is
made in a home where nothing is. The report lies beside the ticket's files and is made again after each change.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import images
from catalog.errors import OcopError
from catalog.workbench.home import Home, write_atomically
from catalog.workbench.identities import identity
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.receiving import intake
from catalog.workbench.rows import submissions
from catalog.workbench.rows.delivery import Delivery, Photo, Received
from catalog.workbench.rows.submissions import Sender
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import File, Ticket


def delivery_of(home: Home, ticket: Ticket, files: list[File], *, first: bool = False) -> Delivery:
    """The files of a ticket as a delivery; first: the sheets as they came, else with what was answered."""
    sheets, photos = tickets.of_role(files, "sheet"), tickets.of_role(files, "picture")
    return Delivery(
        tuple(Received(f.name, _path(home, ticket, f.sha256 if first else f.now).read_bytes()) for f in sheets),
        tuple(Photo(f.name, _path(home, ticket, f.sha256)) for f in photos),
    )


def _path(home: Home, ticket: Ticket, sha256: str) -> Path:
    """Where a file lies: beside the ticket, and once that was sent where everything that was received lies."""
    places = (
        tickets.path_of(home, ticket.id, sha256),
        home.inbox_file(sha256),
        images.original_of(sha256, home.pictures),
    )
    return next((place for place in places if place.exists()), places[0])


def make(home: Home, ticket: Ticket, files: list[File], progress: Progress = no_progress) -> None:
    """Reads the files of a ticket and keeps the report; a file that cannot be read is in it with its sentence."""
    with tempfile.TemporaryDirectory() as empty:
        sender = Sender(ticket.who.sender, ticket.who.place)
        nobody = Home(Path(empty) / "home")
        taken = intake.receive(nobody, delivery_of(home, ticket, files), sender, dry_run=True, progress=progress)
    report = submissions.report(taken)
    document = {"files": state_of(files), "report": report}
    path = tickets.folder(home, ticket.id) / tickets.REPORT
    write_atomically(path, json.dumps(document, ensure_ascii=False).encode())


def state_of(files: list[File]) -> list[list[str]]:
    """What a report is of: names and hashes; another state needs another report."""
    return [[f.role, f.name, f.now] for f in files]


def digest_of(files: list[File]) -> str:
    """What a form names, so that an answer to another state is noticed."""
    return identity.digest(json.dumps(state_of(files)))


def report_of(home: Home, ticket: Ticket, files: list[File]) -> dict[str, Any] | None:
    """The report of a ticket's files as they are now; None where it is not made yet."""
    try:
        document = json.loads((tickets.folder(home, ticket.id) / tickets.REPORT).read_bytes())
    except (OSError, ValueError):
        return None
    found: dict[str, Any] = document["report"]
    return found if document["files"] == state_of(files) else None


def sentence_of(error: OcopError) -> str:
    """What a sender is told of a failure; the program's own words for operators are English."""
    return error.sentence if error.code else "Chưa đọc được các tệp này; mời kiểm tra lại tệp rồi gửi lại."
