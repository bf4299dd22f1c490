"""What is seen in pictures, as issues of the rows that show them: once for all rows of a submission that share one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalog.workbench.rows.drafts import Issue, make_issue
from catalog.workbench.rows.policy import Policy
from catalog.workbench.store import Workbench, now

# What only pixels, or other pictures, can say; an import says the rest, from names and headers.
OF_PIXELS = (
    *("picture-unusable", "picture-cut", "picture-profile"),
    *("picture-blurred", "picture-dark", "picture-bright"),
    *("picture-document", "picture-collage", "picture-lettered"),
)
OF_OTHERS = ("picture-alike", "picture-elsewhere")
CODES = (*OF_PIXELS, *OF_OTHERS)


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at one picture gave: codes of warnings, or why it cannot be used; is_gone: no original is there."""

    sha256: str
    codes: tuple[str, ...] = ()
    width_px: int = 0
    height_px: int = 0
    why: str | None = None
    is_gone: bool = False


class Remark(NamedTuple):
    """An issue for a row, or for a submission where the picture is nobody's."""

    submission: str
    draft: int | None
    issue: Issue


# Where a picture stands: the first row of each submission that shows it under a name, else the submission it came with.
_PLACES = """
SELECT p.sha256, p.name, d.submission_id, min(p.draft_id) AS draft_id, r.sheet, r.row, u.tables
  FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id JOIN raw_records r ON r.id = p.draft_id
  JOIN submissions u ON u.id = d.submission_id
 WHERE p.sha256 IN (SELECT value FROM json_each(:shas))
 GROUP BY p.sha256, p.name, d.submission_id
UNION ALL
SELECT sha256, name, submission_id, NULL, NULL, NULL, '[]' FROM received_pictures n
 WHERE sha256 IN (SELECT value FROM json_each(:shas)) AND submission_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM draft_pictures WHERE sha256 = n.sha256)
"""
_FORGET = """
DELETE FROM issues WHERE "column" IS 'images' AND submission_id = ? AND value IS ?
   AND code IN (SELECT value FROM json_each(?))
"""


def remarks(bench: Workbench, seen: Iterable[Seen]) -> list[Remark]:
    """The remarks on pictures just looked at; what was said of them before is withdrawn.

    Of a picture that is nobody's only that it cannot be used: the rest is asked when it is somebody's.
    """
    by_sha = {one.sha256: one for one in seen}
    found = []
    for place in bench.rows(_PLACES, {"shas": json.dumps(list(by_sha))}):
        bench.db.execute(_FORGET, [place["submission_id"], place["name"], json.dumps(OF_PIXELS)])
        found += [_remark(place, code, by_sha[place["sha256"]]) for code in _codes(by_sha[place["sha256"]], place)]
    return found


def _codes(one: Seen, place: Any) -> list[str]:
    if one.why is not None:
        return ["picture-unusable"]
    return [code for code in one.codes if code in OF_PIXELS and place["draft_id"] is not None]


def _remark(place: Any, code: str, one: Seen) -> Remark:
    words = {"width": one.width_px, "height": one.height_px, "why": one.why}
    issue = make_issue(code, place["sheet"], cell(place), "images", place["name"], row=place["row"], **words)
    return Remark(place["submission_id"], place["draft_id"], issue)


def cell(place: Any) -> str | None:
    """The cell of a row that names its pictures, else its name; None for sources without cells.

    place: sheet, row, and the tables of the submission as stored.
    """
    for table in json.loads(place["tables"]):
        if table["sheet"] == place["sheet"]:
            letters = {said["column"]: letter for letter, said in table["columns"].items()}
            if letter := letters.get("images") or letters.get("name"):
                return f"{letter}{place['row']}"
    return None


_ACCEPTED = """
SELECT s.draft_id, (SELECT json_group_array(code) FROM issues WHERE draft_id = s.draft_id) AS codes FROM states s
 WHERE s.state = 'accepted' AND s.decided_by = :policy AND s.draft_id IN (SELECT value FROM json_each(:drafts))
"""


def hold(bench: Workbench, drafts: Collection[int], policy: Policy) -> None:
    """Holds those that the policy accepted and no longer does; a person's decision stands. As `save`."""
    at = now()
    held = []
    for row in bench.rows(_ACCEPTED, {"policy": policy.by, "drafts": json.dumps(sorted(drafts))}):
        state, reason = policy.decide(json.loads(row["codes"]))
        if state != "accepted":
            held.append((row["draft_id"], state, reason, policy.by, at))
    bench.insert("decisions", ("draft_id", "state", "reason", "decided_by", "decided_at"), held)
