"""The queue: what waits in an officer's communes, the most urgent first."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

from datasette import Response

from catalog.publish import lapsing
from catalog.web.officers import bulk_views, filters, item_views
from catalog.web.officers.visit import Visit, render
from catalog.workbench import days
from catalog.workbench.reviewing import queue, urgency

# Certificates about to lapse that stand beside the queue.
FEW_LAPSES = 8


async def queue_page(visit: Visit) -> Response:
    """The drafts of a state, by commune, sender and kind of doubt; certificates that lapse beside them."""
    found = await asyncio.to_thread(_found, visit)
    return render(visit, "office_queue.html", here="queue", **found)


def _said_shortly(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Kinds of doubt by their sentence, without the places where a cell and its value stand in it."""
    return [row | {"title": _PLACES.sub("…", row["title"])} for row in rows]


_PLACES = re.compile(r"“?\{\w+\}”?")


def _found(visit: Visit) -> dict[str, Any]:
    chosen = filters.read(visit.arguments)
    wanted = chosen.wanted(visit.me)
    with visit.reading() as bench, bench.reading():
        drafts = queue.ids(bench, wanted)
        wanted, whole = replace(wanted, among=tuple(drafts)), len(drafts)
        rows = urgency.waiting(bench, wanted, days.today(), filters.PER_PAGE, chosen.offset)
        done = bulk_views.done(visit, bench)
        last = item_views.done(visit, bench)
        counts = {by: queue.counts(bench, wanted, by) for by in ("issue", "sender", "commune")}
    counts["issue"] = _said_shortly(counts["issue"])
    lapses = lapsing.lapses(visit.home, days.today(), visit.me.communes) if chosen.address() == {} else []
    return {
        "chosen": chosen, "rows": rows, "whole": whole, "pages": -(-whole // filters.PER_PAGE), "counts": counts,
        "done": last, "loat": done, "reasons": item_views.reasons_by_state(),
        "lapses": lapses[:FEW_LAPSES], "all_lapses": len(lapses), "titles": filters.TITLES, "words": filters.STATES,
    }  # fmt: skip
