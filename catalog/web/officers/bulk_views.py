"""Many items at once: first exactly what would change, then the decision, for the very items that were shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from datasette import Response

from catalog.errors import Refused
from catalog.registers import reasons
from catalog.web.officers import comparing, deciding_views, filters, item_views
from catalog.web.officers.visit import Visit, go_to, render
from catalog.web.submitting.uploads import number
from catalog.workbench.identities import identity
from catalog.workbench.reviewing import previews, queue, review, stamps, visibility
from catalog.workbench.rows.policy import from_config
from catalog.workbench.store import Workbench

# A tick of the list.
TICK = "d:"
# Products whose changes are shown in full; of more their number is said.
MOST_SHOWN = 200
# Items of one decision: a form carries their numbers.
MOST = 5_000


async def preview(visit: Visit) -> Response:
    """What a decision about the ticked items, or about all that is chosen, would change; nothing is written."""
    found = await asyncio.to_thread(_preview, visit)
    return render(visit, "office_bulk.html", here="queue", **found)


def _preview(visit: Visit) -> dict[str, Any]:
    state, code, words = deciding_views.decision_of(visit)
    chosen = filters.read(visit.sent.words)
    with visit.reading() as bench, bench.reading():
        every, left = _drafts(visit, bench, chosen, state)
        drafts, over = every[:MOST], len(every[MOST:])
        review.check(bench, drafts, state)
        changes = list(previews.preview(bench, drafts, state))
        shown = changes[:MOST_SHOWN]
        return {
            "state": state, "code": code, "said": words, "chosen": chosen, "drafts": drafts, "left": sorted(left),
            "over": over, "shown": shown,
            "lines": {one.product: comparing.changes(visit.language, one) for one in shown},
            "more": len(changes) - len(shown), "digest": _digest(bench, drafts, changes), "titles": filters.TITLES,
            "sentence": reasons.kinds()[code].sentence(words) if code else words,
        }  # fmt: skip


def _drafts(visit: Visit, bench: Workbench, chosen: filters.Filters, state: str) -> tuple[list[int], set[int]]:
    """The drafts that are meant, and those left out because another doubt than the one that is settled holds them.

    Raises Refused where none is meant, Unknown for one outside the officer's scope.
    """
    if not visit.said("tat-ca"):
        drafts = sorted(n for name in visit.sent.words if name.startswith(TICK) and (n := number(name[len(TICK) :])))
        if not drafts:
            raise Refused("Chưa chọn mục nào.", code="bulk-none")
        item_views.check(visit, bench, drafts)
        return drafts, set()
    drafts = queue.ids(bench, chosen.wanted(visit.me))
    if state != "accepted":
        return drafts, set()
    if not chosen.issue:
        raise Refused("Muốn duyệt cả loạt, hãy lọc theo một loại nghi vấn đã xem xong.", code="bulk-doubt")
    left = queue.with_other_doubts(bench, drafts, chosen.issue, from_config(visit.home.config()).holding)
    return [draft for draft in drafts if draft not in left], left


def _digest(bench: Workbench, drafts: list[int], changes: Iterable[previews.Affected]) -> str:
    """What stands on all of some drafts now, and what a decision about them changes.

    What is decided about other rows of their products is on no draft of the list, and changes what is shown.
    """
    return identity.digest(*(f"{draft} {stamps.stamp(bench, draft)}" for draft in drafts), *map(repr, changes))


async def decide(visit: Visit) -> Response:
    """Decides about the items of a preview, all or none; where something changed since, the preview is shown anew."""

    def work() -> Response:
        drafts = [n for word in visit.said_long("muc").split(".") if (n := number(word)) is not None]
        state, code, words = deciding_views.decision_of(visit)
        with visit.writing() as bench, bench.writing():
            item_views.check(visit, bench, drafts)
            if _digest(bench, drafts, previews.preview(bench, drafts, state)) != visit.said("cua"):
                raise Refused(
                    "Trong lúc đó người khác đã làm việc trên các mục này, nên chưa ghi gì. Mời chọn lại để xem.",
                    code="form-old",
                )
            made = review.decide(bench, drafts, state, words, visit.me.signature, code=code)
        chosen = filters.read(visit.sent.words)
        first_last = f"{made[0]}.{made[-1]}" if made else ""
        return go_to(visit, "/duyet", **chosen.address(), loat=first_last)

    return await asyncio.to_thread(work)


def done(visit: Visit, bench: Workbench) -> list[int]:
    """The decisions of the officer's last bulk, as the address names the first and the last of them."""
    ends = [number(word) for word in visit.arguments.get("loat", "").split(".")]
    if len(ends) != 2 or None in ends:
        return []
    sql = """SELECT id, draft_id FROM decisions WHERE id BETWEEN ? AND ? AND decided_by = ?
                AND id NOT IN (SELECT decision_id FROM undone_decisions)"""
    rows = bench.rows(sql, [*ends, visit.me.signature])
    seen = visibility.visible(bench, visit.me, [row["draft_id"] for row in rows])
    return [row["id"] for row in rows if row["draft_id"] in seen]
