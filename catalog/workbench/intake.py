"""A delivery becomes submissions: read, identified, checked, decided by policy, stored as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from catalog.errors import OcopError
from catalog.workbench import checks, drafts, identity, pictures, recognitions, saving
from catalog.workbench.delivery import Delivery, Received
from catalog.workbench.drafts import Issue, make_issue
from catalog.workbench.home import Home, write_atomically
from catalog.workbench.policy import Policy, from_config
from catalog.workbench.reading import read_sheet
from catalog.workbench.store import Workbench
from catalog.workbench.submissions import Sender, Submission, submission_id

Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


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

    dry_run: reads and decides as if, writes nothing, makes no home. register: rows are recognitions of an official
    list (certificates), not products.
    """
    done = []
    for number, received in enumerate(delivery.sheets):
        progress(received.name, number, len(delivery.sheets))
        try:
            submission = read_sheet(received, sender)
        except OcopError as error:
            done.append(_refused(received, sender, error))
            continue
        submission.source = "register" if register else "sheet"
        take(home, submission, sender, delivery, received.data, dry_run=dry_run)
        done.append(submission)
    return done


def _refused(received: Received, sender: Sender, error: OcopError) -> Submission:
    sha = hashlib.sha256(received.data).hexdigest()
    return Submission(
        submission_id(sha, sender), "sheet", received.name, "", sha, status="refused", reason=error.sentence
    )


def take(
    home: Home,
    submission: Submission,
    sender: Sender,
    delivery: Delivery,
    data: bytes,
    *,
    dry_run: bool = False,
) -> None:
    """Identifies, checks and decides the drafts of one submission, then stores it in one transaction.

    `data` is what was received; it is kept in the inbox under its hash before anything refers to it.
    """
    policy = from_config(home.config())
    if dry_run:
        with Workbench(home.workbench, is_reading=True) as bench:
            _settle(submission, bench, policy, delivery)
        return
    write_atomically(home.inbox / submission.sha256[:2] / submission.sha256, data)
    pictures.keep(delivery, submission.drafts, home)
    with Workbench(home.workbench) as bench, bench.writing():
        added = _settle(submission, bench, policy, delivery)
        saving.save(bench, submission, sender, added)


def _settle(submission: Submission, bench: Workbench, policy: Policy, delivery: Delivery) -> dict[str, str]:
    """Ids, checks against other rows and the register, states; gives the identities that are new."""
    submission.id, submission.is_known = place_of(bench, submission.id)
    if submission.is_known:
        submission.issues.append(_known_since(bench, submission.id))
    if submission.source == "register":
        recognitions.judge(submission.drafts)
        return {}
    identities = identity.Identities({r["key"]: r["id"] for r in bench.rows("SELECT key, id FROM identities")})
    drafts.identify(submission.drafts, identities)
    checks.within(submission.drafts)
    checks.against_register(submission.drafts, bench)
    pictures.match(submission.drafts, delivery)
    drafts.decide(submission.drafts, policy, before(bench))
    held = any(d.state == "held" for d in submission.drafts)
    submission.status = "held" if held or not submission.drafts else "accepted"
    return identities.added


def _known_since(bench: Workbench, submission_id: str) -> Issue:
    first = bench.rows("SELECT received_at FROM submissions WHERE id = ?", [submission_id])[0]
    return make_issue("file-same", None, None, None, None, date=first["received_at"][:10])


def place_of(bench: Workbench, submission_id: str) -> tuple[str, bool]:
    """The id under which a submission is to be stored, and whether it is there already.

    One that was taken back and is sent again is a submission of its own: history shows both.
    """
    while bench.one("SELECT 1 FROM taken_back WHERE submission_id = ?", [submission_id]):
        submission_id = f"s-{identity.digest(submission_id, 'again')}"
    return submission_id, bench.one("SELECT 1 FROM submissions WHERE id = ?", [submission_id]) is not None


def before(bench: Workbench) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(product, offer) → fingerprint, state and reason of the last draft of it."""
    rows = bench.rows(
        """SELECT product_id, offer_key, fingerprint, state, reason FROM states
            WHERE product_id IS NOT NULL ORDER BY draft_id"""
    )
    return {(r["product_id"], r["offer_key"]): (r["fingerprint"], r["state"], r["reason"]) for r in rows}
