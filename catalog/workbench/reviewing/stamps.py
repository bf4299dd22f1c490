"""What an officer's page was about when it was shown, and what others have done since: nothing is overwritten unseen.

A stamp names the last decision, edit, withdrawal and row that a draft had. It goes into the page's forms; what they ask
for is done only while it still holds, in one transaction with the look at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from catalog.errors import Conflict
from catalog.workbench.store import Workbench


class Event(NamedTuple):
    """Something that was done to a draft: state is that of a decision; edit, undone, withdrawn or newer of the rest."""

    at: str
    by: str
    state: str
    words: str


class Overtaken(Conflict):
    """Raised where others have done something since the page was shown; `events` says what, by draft."""

    def __init__(self, events: Mapping[int, list[Event]]) -> None:
        super().__init__("Trong lúc đó người khác đã làm việc trên mục này.", code="form-old")
        self.events = events


def stamp(bench: Workbench, draft: int) -> str:
    """What stands on a draft now, as words for a form; blank for one that is not there."""
    row = bench.one(_STAMP, [draft])
    return "-".join(str(value or 0) for value in row) if row else ""


_OF = """(SELECT ?1 AS id, product_id, producer_id, offer_key FROM drafts WHERE id = ?1)"""
_STAMP = f"""
SELECT (SELECT max(x.id) FROM decisions x WHERE x.draft_id = o.id),
       (SELECT count(*) FROM undone_decisions n JOIN decisions x ON x.id = n.decision_id WHERE x.draft_id = o.id),
       (SELECT max(e.id) FROM edits e LEFT JOIN identity_now n ON n.id = e.subject
         WHERE coalesce(n.now_id, e.subject) IN (o.product_id, o.producer_id)),
       (SELECT count(*) FROM withdrawn_edits w JOIN edits e ON e.id = w.edit_id
          LEFT JOIN identity_now n ON n.id = e.subject
         WHERE coalesce(n.now_id, e.subject) IN (o.product_id, o.producer_id)),
       (SELECT max(d.id) FROM drafts d WHERE d.product_id = o.product_id AND d.offer_key = o.offer_key)
  FROM {_OF} o
"""  # noqa: S608


def check(bench: Workbench, stamps: Mapping[int, str]) -> None:
    """Raises Overtaken where something was done to one of the drafts since its stamp was given."""
    old = {draft: since(bench, draft, said) for draft, said in stamps.items() if stamp(bench, draft) != said}
    if old:
        raise Overtaken(old)


def since(bench: Workbench, draft: int, said: str) -> list[Event]:
    """What was done to a draft since a stamp, in order; everything that ever was for words that are no stamp."""
    numbers = [int(word) if word.isdecimal() and len(word) < 18 else 0 for word in said.split("-")]
    decision, undone, edit, withdrawn, row = numbers if len(numbers) == 5 else [0] * 5
    asked = [draft, decision, edit, row, undone, withdrawn]
    return [Event(*found) for found in bench.rows(_SINCE, asked)]


_SINCE = f"""
SELECT x.decided_at AS at, x.decided_by, x.state, x.reason FROM decisions x, {_OF} o
 WHERE x.draft_id = o.id AND x.id > ?2
 UNION ALL
SELECT * FROM (
  SELECT n.undone_at, n.undone_by, 'undone', n.reason
    FROM undone_decisions n JOIN decisions x ON x.id = n.decision_id, {_OF} o
   WHERE x.draft_id = o.id ORDER BY n.undone_at, n.decision_id LIMIT -1 OFFSET ?5)
 UNION ALL
SELECT e.edited_at, e.edited_by, 'edit', e."column" || ': ' || coalesce(e.words, '') FROM edits e
  LEFT JOIN identity_now n ON n.id = e.subject, {_OF} o
 WHERE coalesce(n.now_id, e.subject) IN (o.product_id, o.producer_id) AND e.id > ?3
 UNION ALL
SELECT * FROM (
  SELECT w.withdrawn_at, w.withdrawn_by, 'withdrawn', e."column"
    FROM withdrawn_edits w JOIN edits e ON e.id = w.edit_id LEFT JOIN identity_now n ON n.id = e.subject, {_OF} o
   WHERE coalesce(n.now_id, e.subject) IN (o.product_id, o.producer_id)
   ORDER BY w.withdrawn_at, w.edit_id LIMIT -1 OFFSET ?6)
 UNION ALL
SELECT u.received_at, coalesce((SELECT sender FROM receipts WHERE submission_id = u.id ORDER BY rowid LIMIT 1), ''),
       'newer', u.name FROM drafts d JOIN submissions u ON u.id = d.submission_id, {_OF} o
 WHERE d.product_id = o.product_id AND d.offer_key = o.offer_key AND d.id > max(o.id, ?4)
 ORDER BY at
"""  # noqa: S608
