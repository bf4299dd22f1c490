"""The pictures of one delivery: originals are stored, every row gets its own, what is nobody's is kept and listed.

Originals are stored before anything refers to them, one by one; a death in between leaves files that the next
attempt finds again. A picture that cannot be used is an issue and stops nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from catalog.sheets.opening import archive
from catalog.workbench.home import Home
from catalog.workbench.photos import photo_doubts, photo_plan, pictures
from catalog.workbench.photos.photo_plan import Plan, Wanted
from catalog.workbench.photos.pictures import MOST_PER_PRODUCT
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.rows.delivery import Delivery
from catalog.workbench.rows.drafts import Draft
from catalog.workbench.rows.originals import Match, Originals
from catalog.workbench.rows.picture_names import picture_key
from catalog.workbench.rows.submissions import Submission
from catalog.workbench.store import Workbench

MOST_PER_DELIVERY = 2_000

Taken = list[tuple[Submission, bytes]]
# A picture's name, and the picture as stored or why it cannot be used.
Kept = tuple[str, Match | str]


def gather(
    home: Home,
    delivery: Delivery,
    taken: Taken,
    told: Submission,
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> list[Match]:
    """Gives every draft of these submissions its pictures, and says what is wrong with them; gives what is nobody's.

    taken: submissions with the bytes of their sheets. told: the submission that hears what concerns the delivery as a
    whole. dry_run: says what the names say; opens and stores nothing.
    """
    submissions = [s for s, _ in taken]
    photos = delivery.photos[:MOST_PER_DELIVERY]
    planned = photo_plan.plan(photos, (d for s in submissions if s.source != "register" for d in s.drafts))
    photo_doubts.say_names(planned, submissions)
    if len(delivery.photos) > MOST_PER_DELIVERY:
        photo_doubts.say_too_many(told, len(delivery.photos), MOST_PER_DELIVERY)
    if dry_run:
        photo_doubts.say_unmatched(told, [p.label for n, p in enumerate(photos) if n not in planned.used])
        return []
    if not photos and not delivery.fetched and not any(s.pasted for s in submissions):
        return []
    originals, kept = Originals(home), []
    for number, photo in enumerate(photos):
        progress(photo.name, number, len(photos))
        kept.append((photo.label, originals.keep(photo.label, photo.read)))
    fetched = {a: originals.keep(a, p.read) for a, p in delivery.fetched.items()}
    left = _of_nobody(planned, kept, told)
    for submission, data in taken:
        _hand_out(submission, planned, kept, fetched, _pasted(submission, data, originals))
        submission.received += left
    photo_doubts.say_shared(told, submissions)
    shown = pictures.shown_hashes(home)
    photo_doubts.say_unmatched(told, [m.name for m in left if m.sha256 not in shown])
    return left


def _of_nobody(planned: Plan, kept: list[Kept], told: Submission) -> list[Match]:
    left: dict[str, Match] = {}
    for number, (name, found) in enumerate(kept):
        if number in planned.used:
            continue
        if isinstance(found, Match):
            left.setdefault(found.sha256, found)
        else:
            photo_doubts.say_unusable(told, name, found)
    return list(left.values())


def _pasted(submission: Submission, data: bytes, originals: Originals) -> dict[int, list[Kept]]:
    """The pictures in cells, by the id() of their draft; one that stands in many rows is read once."""
    found: dict[int, list[Kept]] = defaultdict(list)
    read: dict[str, Match | str] = {}
    if not submission.pasted:
        return found
    with archive.open_archive(data) as opened:
        for draft, parts in submission.pasted:
            for part in parts:
                name = f"{part.rpartition('/')[2]} (dòng {draft.row})"
                if part not in read:
                    read[part] = originals.keep(name, partial(archive.part, opened, part))
                found[id(draft)].append((name, read[part]))
    return found


def _hand_out(
    submission: Submission,
    planned: Plan,
    kept: list[Kept],
    fetched: dict[str, Match | str],
    pasted: dict[int, list[Kept]],
) -> None:
    """Gives the drafts of one submission their pictures, and the submission all that it received."""
    said: set[tuple[str, str]] = set()
    received: dict[str, Match] = {}
    for draft in submission.drafts:
        wanted = planned.rows.get(id(draft)) or Wanted()
        mine: dict[str, Match] = {}
        for name, found in _in_order(wanted, kept, fetched, pasted.get(id(draft), [])):
            photo_doubts.say_state(draft, name, found, said)
            if isinstance(found, Match):
                mine.setdefault(found.sha256, replace(found, name=name))
                received.setdefault(found.sha256, found)
        draft.pictures = tuple(mine.values())[:MOST_PER_PRODUCT]
        if len(mine) > MOST_PER_PRODUCT:
            draft.doubt("picture-many", "images", draft.name, count=len(mine), limit=MOST_PER_PRODUCT)
    submission.received += received.values()


def _in_order(wanted: Wanted, kept: list[Kept], fetched: dict[str, Match | str], pasted: list[Kept]) -> Iterator[Kept]:
    """A row's pictures: those it names in its order, those in its cells, those that are called like it."""
    for number, name in wanted.named:
        if number is not None:
            yield name, kept[number][1]
        elif name in fetched:
            yield name, fetched[name]
    yield from pasted
    yield from (kept[number] for number in wanted.filed)


def find_earlier(submission: Submission, bench: Workbench) -> None:
    """Takes pictures that rows name and that came with an earlier delivery; what is nowhere becomes an issue.

    Called when the drafts have their ids: only a picture of the same product counts, for IMG_0001 is a name of many.
    """
    for draft, name in submission.missing:
        found = _earlier(bench, draft, name)
        if found is None:
            draft.doubt("picture-missing", "images", name)
        elif len(draft.pictures) < MOST_PER_PRODUCT and all(p.sha256 != found.sha256 for p in draft.pictures):
            draft.pictures += (found,)
            submission.received.append(found)


def _earlier(bench: Workbench, draft: Draft, name: str) -> Match | None:
    if draft.product_id is None:
        return None
    rows = bench.rows(
        """SELECT p.name, p.sha256, p.width_px, p.height_px FROM states s JOIN draft_pictures p USING (draft_id)
            WHERE s.product_id = ? ORDER BY p.draft_id DESC, p.position""",
        [draft.product_id],
    )
    return next((Match(*r) for r in rows if picture_key(r["name"]) == picture_key(name)), None)
