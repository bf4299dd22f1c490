"""A delivery becomes submissions: read, identified, checked, decided by policy, stored as a whole or not at all."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import replace

from catalog.errors import OcopError
from catalog.workbench.days import day_shown
from catalog.workbench.home import Home, write_atomically
from catalog.workbench.identities import identity
from catalog.workbench.identities.twins import Book
from catalog.workbench.photos import album, picture_saving, scans
from catalog.workbench.privacy import consents
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.receiving import continuing, refusing, saving
from catalog.workbench.receiving.reading import read_sheet
from catalog.workbench.reviewing import edits
from catalog.workbench.rows import checks, drafts, mappings, recognitions, vouching
from catalog.workbench.rows.delivery import Delivery, Received
from catalog.workbench.rows.drafts import Issue, make_issue
from catalog.workbench.rows.policy import Policy, from_config
from catalog.workbench.rows.submissions import Sender, Submission, submission_id
from catalog.workbench.store import Workbench


def receive(
    home: Home,
    delivery: Delivery,
    sender: Sender,
    *,
    dry_run: bool = False,
    register: bool = False,
    progress: Progress = no_progress,
) -> list[Submission]:
    """Takes every sheet of a delivery; a sheet that cannot be read becomes a refused submission with its reason.

    So does a photo that comes without any sheet: it is not read by guessing, but kept (scans.py).
    dry_run: reads and decides as if, writes nothing, makes no home. register: rows are recognitions of an official
    list (certificates), not products.
    """
    done: list[Submission] = []
    taken: album.Taken = []
    sender = replace(sender, confirmed=_headers_of(home, sender))
    sheets, photos = list(delivery.sheets), delivery.photos
    if not sheets:
        kept = [(photo, scans.take(home, photo, sender, dry_run=dry_run)) for photo in photos]
        done = [scan for _, scan in kept if scan]
        sheets = [Received(photo.name, photo.read()) for photo, scan in kept if not scan]
    for number, received in enumerate(sheets):
        progress(received.name, number, len(sheets))
        submission = _read(home, received, sender, dry_run=dry_run)
        submission.source = "register" if register else "sheet"
        done.append(submission)
        if submission.status != "refused":
            if taken and submission.foreseen:
                submission.foreseen.end()  # the one before is stored first
            taken.append((submission, received.data))
    if delivery.sheets:
        told = taken[0][0] if taken else done[0]
        left = album.gather(home, delivery, taken, told, dry_run=dry_run, progress=progress)
        if left and not taken:
            picture_saving.keep_without_sheet(home, left, sender.name)
    for submission, data in taken:
        take(home, submission, sender, data, dry_run=dry_run)
    return done


def _headers_of(home: Home, sender: Sender) -> dict[str, str]:
    """What the sender confirmed of headers, earlier and now. Raises Unknown for a column that is none of ours."""
    given = mappings.checked(sender.confirmed)
    with Workbench(home.workbench, is_reading=True) as bench:
        return mappings.remembered(bench, sender.name) | given


def _read(home: Home, received: Received, sender: Sender, *, dry_run: bool) -> Submission:
    """What a file says; a refused submission where it cannot be read. A scan is kept for somebody to type in."""
    if gone := refusing.refused(home, received, sender):
        return gone
    # Opened before: a disk that fails here is no fault of the file.
    with Workbench(home.workbench, is_reading=True) as bench:
        try:
            return read_sheet(received, sender, bench)
        except OcopError as error:
            if error.code == scans.SCAN:
                return scans.refused(home, received, sender, dry_run=dry_run)
            sha = hashlib.sha256(received.data).hexdigest()
            sid = submission_id(sha, sender)
            return Submission(sid, "sheet", received.name, "", sha, status="refused", reason=error.sentence)


def take(
    home: Home,
    submission: Submission,
    sender: Sender,
    data: bytes,
    *,
    dry_run: bool = False,
) -> None:
    """Identifies, checks and decides the drafts of one submission, then stores it in one transaction.

    `data` is what was received; it is kept in the inbox under its hash before anything refers to it. Pictures have
    been given to the drafts before (album.py).
    """
    policy = from_config(home.config())
    if dry_run:
        with Workbench(home.workbench, is_reading=True) as bench:
            submission.continues = continuing.original(bench, data)
            _settle(submission, sender, bench, policy, _taken(submission, bench))
        return
    write_atomically(home.inbox_file(submission.sha256), data)
    with Workbench(home.workbench) as bench, bench.writing():
        submission.continues = continuing.original(bench, data)
        book = _taken(submission, bench)
        if book:
            saving.save_names(bench, submission, book)
        _settle(submission, sender, bench, policy, book)
        mappings.confirm(bench, sender.name, sender.confirmed, sender.name)
        saving.save(bench, submission, sender, book)


def _taken(submission: Submission, bench: Workbench) -> Book | None:
    """Under which id it is to be stored, and its rows' own ids; gives what is known and what is new, if products are.

    Those of a long list are still being compared when this is done.
    """
    submission.id, submission.is_known = place_of(bench, submission.id)
    if submission.is_known:
        submission.issues.append(_known_since(bench, submission.id))
    foreseen = submission.foreseen.known() if submission.foreseen else None
    if submission.source == "register":
        return None
    book = Book(bench, is_whole=False, foreseen=foreseen)
    stood = continuing.places(bench, submission.continues) if submission.continues else None
    drafts.take(submission.drafts, book, stood)
    return book


def _settle(submission: Submission, sender: Sender, bench: Workbench, policy: Policy, book: Book | None) -> None:
    """Ids, checks against other rows and the register, states. book: what `_taken` gave."""
    if book is None:
        recognitions.judge(submission.drafts)
        return
    drafts.identify(submission.drafts, book)
    checks.within(submission.drafts)
    checks.against_register(submission.drafts, bench)
    edits.tell(submission.drafts, bench, book.now.producers | book.now.products)
    consents.tell(submission.drafts, bench, book.now.producers)
    refusing.tell(submission.drafts, bench)
    if not sender.is_known:
        for draft in submission.drafts:
            draft.doubt("sender-unknown", "name", draft.name)
    if sender.vouched:
        vouching.tell(submission.drafts, bench, sender.vouched)
    album.find_earlier(submission, bench)
    drafts.decide(submission.drafts, policy, before(bench, book.now.products))
    changed = None if submission.is_known else mappings.changes(bench, sender.name, submission.tables)
    if changed:
        submission.issues.append(changed)
    if submission.continues:
        submission.issues.append(continuing.told(bench, submission.continues, submission.drafts))
    held = any(d.state == "held" for d in submission.drafts)
    submission.status = "held" if held or not submission.drafts else "accepted"


def _known_since(bench: Workbench, submission_id: str) -> Issue:
    first = bench.rows("SELECT received_at FROM submissions WHERE id = ?", [submission_id])[0]
    return make_issue("file-same", None, None, None, None, date=day_shown(first["received_at"]))


def place_of(bench: Workbench, submission_id: str) -> tuple[str, bool]:
    """The id under which a submission is to be stored, and whether it is there already.

    One that was taken back and is sent again is a submission of its own: history shows both.
    """
    while bench.one("SELECT 1 FROM taken_back WHERE submission_id = ?", [submission_id]):
        submission_id = f"s-{identity.digest(submission_id, 'again')}"
    return submission_id, bench.one("SELECT 1 FROM submissions WHERE id = ?", [submission_id]) is not None


def before(bench: Workbench, now: Mapping[str, str]) -> dict[tuple[str, str], drafts.Earlier]:
    """(product, offer) → what the last draft of it says and what was decided on it.

    now: ids of products that give way to another one with this delivery.
    """
    rows = bench.db.execute(
        """SELECT product_id, offer_key, fingerprint, state, reason, decision_id FROM states
            WHERE product_id IS NOT NULL ORDER BY draft_id"""
    )
    found = {}
    for product, pack, fingerprint, state, reason, decision in rows:
        # States and reasons are few.
        earlier = drafts.Earlier(fingerprint, sys.intern(state), sys.intern(reason), decision)
        found[now.get(product, product), pack] = earlier
    return found
