"""What was taken down and is sent again: a file is refused, a row is asked about, a crawled row is dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from catalog.registers import refusals
from catalog.workbench import identity, tombstones
from catalog.workbench.days import day_shown
from catalog.workbench.delivery import Received
from catalog.workbench.drafts import Draft
from catalog.workbench.home import Home
from catalog.workbench.store import Workbench
from catalog.workbench.submissions import Sender, Submission, submission_id


def refused(home: Home, received: Received, sender: Sender) -> Submission | None:
    """The refused submission of a received file that was taken down; None for any other."""
    with Workbench(home.workbench, is_reading=True) as bench:
        known = tombstones.gone(bench, "inbox")
    sha256 = hashlib.sha256(received.data).hexdigest() if known else ""
    if sha256 not in known:
        return None
    reason = refusals.sentence("file-taken-down", name=received.name, date=day_shown(known[sha256]))
    ident = submission_id(sha256, sender)
    return Submission(ident, "sheet", received.name, "", sha256, status="refused", reason=reason)


def tell(drafts: Iterable[Draft], bench: Workbench) -> None:
    """Says of each row whose producer or product was taken down, or that has its telephone: a person decides."""
    for draft, at in known(drafts, bench):
        draft.doubt("subject-taken-down", "name", draft.name, date=day_shown(at))


def known(drafts: Iterable[Draft], bench: Workbench) -> Iterator[tuple[Draft, str]]:
    """The rows of producers and products that were taken down, each with the moment of that."""
    wanted = tombstones.gone(bench, "producer", "product", "mark")
    for draft in drafts if wanted else ():
        marks = draft.marks
        # As twins.Book gives own ids.
        product = identity.digest(marks.product_key) if marks.product_key else None
        maker = identity.digest(marks.producer) if marks.producer else None
        at = next((wanted[m] for m in (maker, product, *marks.who) if m in wanted), None)
        if at:
            yield draft, at
