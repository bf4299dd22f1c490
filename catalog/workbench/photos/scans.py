"""Photographs and scans of sheets: never read by guessing, kept in the inbox so that somebody can type them in."""

from __future__ import annotations

import hashlib
from typing import Any

from catalog.registers import refusals
from catalog.workbench.home import Home, write_atomically
from catalog.workbench.photos import picture_saving
from catalog.workbench.rows.delivery import Photo, Received, is_picture
from catalog.workbench.rows.drafts import make_issue
from catalog.workbench.rows.originals import Match, Originals
from catalog.workbench.rows.submissions import Sender, Submission, submission_id
from catalog.workbench.store import Workbench, now

SCAN = "file-scan"


def take(home: Home, photo: Photo, sender: Sender, *, dry_run: bool = False) -> Submission | None:
    """What somebody hears who sends a photo without a sheet; None where it is no picture that can be shown.

    It may be the photo of a sheet or that of a product: it is kept for both, in the inbox and among the pictures.
    """
    received = Received(photo.label, photo.read())
    if dry_run:
        return refused(home, received, sender, dry_run=True) if is_picture(received.data) else None
    found = Originals(home).keep(photo.label, photo.read)
    if not isinstance(found, Match):
        return None
    picture_saving.keep_without_sheet(home, [found], sender.name)
    return refused(home, received, sender)


def refused(home: Home, received: Received, sender: Sender, *, dry_run: bool = False) -> Submission:
    """The submission of a scan: refused with the sentence that says what to send instead; the file is kept."""
    sha256 = hashlib.sha256(received.data).hexdigest()
    made = Submission(submission_id(sha256, sender), "sheet", received.name, "", sha256, status="refused")
    made.reason = refusals.sentence(SCAN, name=received.name)
    if not dry_run:
        _keep(home, received, sha256, sender)
        made.issues.append(make_issue("scan-kept", None, None, None, received.name))
    return made


def _keep(home: Home, received: Received, sha256: str, sender: Sender) -> None:
    """Puts a file into the inbox, and on the list of those to be typed in; twice is once."""
    write_atomically(home.inbox_file(sha256), received.data)
    with Workbench(home.workbench) as bench, bench.writing():
        if not bench.one("SELECT 1 FROM scans WHERE sha256 = ?", [sha256]):
            names = ("sha256", "name", "sender", "received_at")
            bench.insert("scans", names, [(sha256, received.name, sender.name, now())])


def listed(home: Home) -> list[dict[str, Any]]:
    """Scans that were kept, the oldest first: sha256, name, sender, received_at, path of the file."""
    if not home.workbench.exists():
        return []
    with Workbench(home.workbench) as bench:
        rows = bench.rows("SELECT sha256, name, sender, received_at FROM scans ORDER BY received_at, sha256")
    return [dict(r) | {"path": str(home.inbox_file(r["sha256"]))} for r in rows]
