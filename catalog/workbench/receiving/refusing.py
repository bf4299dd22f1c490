"""What was taken down and is sent again: a file is refused, a row is asked about, a crawled row is dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from catalog.registers import refusals
from catalog.workbench.days import day_shown
from catalog.workbench.home import Home
from catalog.workbench.identities import respelt, tombstones
from catalog.workbench.identities.holders import Names
from catalog.workbench.rows.delivery import Received
from catalog.workbench.rows.drafts import Draft
from catalog.workbench.rows.submissions import Sender, Submission, submission_id
from catalog.workbench.store import Workbench


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
    """Says of each row whose producer or product was taken down, or that has its telephone: a person decides.

    So does one about rows whose producer may be one that was taken down, its name written otherwise.
    """
    wanted = _wanted(bench)

    @cache  # a list names its producers on many rows
    def respelt_at(producer: str, commune: str) -> str | None:
        ids = map(_NAMES.id_of, respelt.keys(producer, commune))
        return next((wanted[i] for i in ids if i in wanted), None)

    for draft in drafts if wanted else ():
        if at := _gone(draft, wanted):
            draft.doubt("subject-taken-down", "name", draft.name, date=day_shown(at))
        elif (producer := draft.marks.producer) and (at := respelt_at(producer, _commune(draft))):
            shown = draft.facts.get("producer")
            draft.doubt("subject-maybe-taken-down", "producer", shown, date=day_shown(at))


def known(drafts: Iterable[Draft], bench: Workbench) -> Iterator[tuple[Draft, str]]:
    """The rows of producers and products that were taken down, each with the moment of that."""
    wanted = _wanted(bench)
    for draft in drafts if wanted else ():
        if at := _gone(draft, wanted):
            yield draft, at


def _wanted(bench: Workbench) -> dict[str, str]:
    return tombstones.gone(bench, "producer", "product", "mark")


def _gone(draft: Draft, wanted: Mapping[str, str]) -> str | None:
    """The moment at which the row's producer or product was taken down, or one that has its telephone or tax code."""
    marks = draft.marks
    own = [_NAMES.id_of(key) for key in (marks.producer, marks.product_key) if key]
    return next((wanted[m] for m in (*own, *marks.who) if m in wanted), None)


def _commune(draft: Draft) -> str:
    """The code of the commune that the row names; blank where it names none."""
    return next((m.partition(":")[2] for m in draft.marks.who if m.startswith("commune:")), "")


# What was taken down has no ids of its own any more but the digests of its keys (takedowns.begin).
_NAMES = Names()
