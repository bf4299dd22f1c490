"""Pictures that look like those of other products, whatever their bytes: asked about, once a row."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import Any

import images
from catalog.workbench.photos.picture_remarks import Remark, cell
from catalog.workbench.rows.drafts import make_issue
from catalog.workbench.store import Workbench

# Sorted by picture: what others there are is asked once for all rows that show one.
_NEW = """
SELECT p.rowid AS number, p.draft_id, p.sha256, p.name, d.submission_id, d.product_id, d.producer_id,
       r.sheet, r.row, u.tables
  FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id JOIN raw_records r ON r.id = p.draft_id
  JOIN submissions u ON u.id = d.submission_id
 WHERE p.is_compared = 0 AND d.product_id IS NOT NULL
   AND p.sha256 IN (SELECT sha256 FROM picture_looks WHERE why IS NULL)
 ORDER BY p.sha256, p.rowid
"""
_USES = """
SELECT p.rowid AS number, p.sha256, d.submission_id, d.product_id, d.producer_id, d.name
  FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id
 WHERE p.sha256 IN (SELECT value FROM json_each(?)) AND d.product_id IS NOT NULL
   AND d.submission_id NOT IN (SELECT submission_id FROM taken_back)
 ORDER BY p.rowid
"""


def compare(bench: Workbench) -> list[Remark]:
    """The remarks on rows whose pictures were not compared yet; within the transaction of the caller."""
    new = bench.rows(_NEW)
    if not new:
        return []
    known = _known(bench)
    likenesses = images.Likenesses()
    for sha256, likeness in known.items():
        likenesses.add(sha256, likeness)
    found = []
    for sha256, rows in groupby(new, key=itemgetter("sha256")):
        alike = likenesses.like(known[sha256]) if sha256 in known else {sha256}
        uses = _Uses(sha256, bench.rows(_USES, [json.dumps(sorted(alike))]))
        found += [_remark(row, *said) for row in rows if (said := uses.before(row))]
    bench.db.executemany("UPDATE draft_pictures SET is_compared = 1 WHERE rowid = ?", [(r["number"],) for r in new])
    return found


def _known(bench: Workbench) -> dict[str, int]:
    sql = "SELECT sha256, likeness FROM picture_looks WHERE likeness IS NOT NULL"
    return {row["sha256"]: int(row["likeness"], 16) for row in bench.rows(sql)}


class _Uses:
    """The rows that show pictures like one, in order of arrival."""

    def __init__(self, sha256: str, rows: list[Any]) -> None:
        self._sha256 = sha256
        self._rows = rows
        self._first: dict[str, int] = {}
        self._of_others: dict[str, list[Any]] = {}
        for row in rows:
            self._first.setdefault(row["product_id"], row["number"])

    def before(self, row: Any) -> tuple[str, str | None] | None:
        """The code of the doubt and the other product's name, where another product had such a picture before.

        Who sends a photo of old again is not asked because somebody took it since.
        """
        product, submission = row["product_id"], row["submission_id"]
        if submission not in self._of_others:
            self._of_others[submission] = self._first_two(submission)
        other = next((use for use in self._of_others[submission] if use["product_id"] != product), None)
        if other is None or other["number"] > self._first.get(product, row["number"]):
            return None
        if other["producer_id"] != row["producer_id"]:
            # Whose it is stays with the officers: a name may be a person's, and may not be published.
            return "picture-elsewhere", None
        return "picture-alike", other["name"]

    def _first_two(self, submission: str) -> list[Any]:
        """The first uses by two products; not those of the same file in the same delivery.

        One sheet may well name one file for several products: the import asks about that (photo_doubts.say_shared).
        """
        found: dict[str, Any] = {}
        for use in self._rows:
            if use["sha256"] != self._sha256 or use["submission_id"] != submission:
                found.setdefault(use["product_id"], use)
                if len(found) == 2:
                    break
        return list(found.values())


def _remark(row: Any, code: str, other: str | None) -> Remark:
    issue = make_issue(code, row["sheet"], cell(row), "images", row["name"], row=row["row"], other=other)
    return Remark(row["submission_id"], row["draft_id"], issue)


def written(likeness: int | None) -> str | None:
    """A likeness as stored, 16 hexadecimal digits: its 64 bits are more than an INTEGER of SQLite holds."""
    return None if likeness is None else f"{likeness:016x}"
