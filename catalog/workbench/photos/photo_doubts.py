"""What is said of the pictures of a delivery: beside the row that it concerns, else of the delivery as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from catalog.workbench.photos.photo_plan import Plan
from catalog.workbench.rows.drafts import Draft, make_issue
from catalog.workbench.rows.originals import Match
from catalog.workbench.rows.submissions import Submission

# From so many products on, one picture for all of them is asked about: a logo, a certificate, the whole stall.
SHARED = 3


def say_names(planned: Plan, submissions: Iterable[Submission]) -> None:
    """What the names alone say: photos that may be several, names without a photo, photos matched by a part of one."""
    for submission in submissions:
        for draft in submission.drafts:
            if wanted := planned.rows.get(id(draft)):
                submission.missing += [(draft, name) for name in wanted.missing]
                for name in wanted.unclear:
                    draft.doubt("picture-unclear", "images", name)
    for label, draft in planned.guessed:
        draft.doubt("picture-by-name", "name", label, name=draft.name)


def say_state(draft: Draft, name: str, found: Match | str, said: set[tuple[str, str]]) -> None:
    """Says what is wrong with a picture, once for all rows of a submission that share it."""
    if isinstance(found, Match):
        codes, words = found.warnings, {"width": str(found.width_px), "height": str(found.height_px)}
    else:
        codes, words = ("picture-unusable",), {"why": found}
    for code in codes:
        if (code, name) not in said:
            said.add((code, name))
            draft.doubt(code, "images", name, **words)


def say_too_many(told: Submission, count: int, limit: int) -> None:
    told.issues.append(make_issue("pictures-over-limit", None, None, None, None, count=count, limit=limit))


def say_unusable(told: Submission, name: str, why: str) -> None:
    told.issues.append(make_issue("picture-unusable", None, None, None, name, why=why))


def say_unmatched(told: Submission, names: list[str]) -> None:
    if names:
        told.issues.append(make_issue("pictures-unmatched", None, None, None, ", ".join(names), count=len(names)))


def say_shared(told: Submission, submissions: Iterable[Submission]) -> None:
    """Asks about a picture that stands for many products."""
    products: dict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    names: dict[str, str] = {}
    for draft in (d for s in submissions for d in s.drafts):
        for picture in draft.pictures:
            marks = draft.marks
            products[picture.sha256].add((marks.producer, marks.product))
            names.setdefault(picture.sha256, picture.name)
    for sha256, shown in products.items():
        if len(shown) >= SHARED:
            told.issues.append(make_issue("picture-shared", None, None, None, names[sha256], count=len(shown)))
