"""Photos that no row matched: tap the photo, then the product; and a picture that is a product's by mistake.

What is recorded is what `ocop pictures assign` and `remove` record: the last word on a picture and a product counts.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from datasette import Response

from catalog.errors import Refused, Unknown
from catalog.values import text
from catalog.web.officers import item_views
from catalog.web.officers.visit import Visit, go_to, render
from catalog.web.submitting.uploads import number
from catalog.workbench.photos import pictures
from catalog.workbench.reviewing import visibility
from catalog.workbench.store import Workbench

PER_PAGE = 60
# Products that are offered for one photo; a search finds the others.
MOST = 40


async def unmatched(visit: Visit) -> Response:
    """The photos that are nobody's yet, of deliveries of the officer's places, the newest first."""
    found = await asyncio.to_thread(_unmatched, visit)
    return render(visit, "office_pictures.html", here="queue", **found)


def _unmatched(visit: Visit) -> dict[str, Any]:
    page = max(number(visit.arguments.get("trang")) or 1, 1)
    rows = [row for row in pictures.unmatched(visit.home) if not row["why"]]
    with visit.reading() as bench, bench.reading():
        mine: dict[str | None, bool] = {}
        for row in rows:
            if row["submission"] not in mine:
                mine[row["submission"]] = visibility.may_submission(bench, visit.me, row["submission"])
        done = _done(visit, bench)
    rows = [row for row in reversed(rows) if mine[row["submission"]]]
    at = (page - 1) * PER_PAGE
    return {
        "rows": rows[at : at + PER_PAGE], "whole": len(rows), "page": page, "pages": -(-len(rows) // PER_PAGE),
        "done": done,
    }  # fmt: skip


def _done(visit: Visit, bench: Workbench) -> dict[str, str] | None:
    """What was assigned just before, to be said and undone."""
    sha256, _, product = visit.arguments.get("vua", "").partition(".")
    if product not in pictures.shown_by(bench, sha256) or not visibility.may_product(bench, visit.me, product):
        return None
    return {"sha256": sha256, "product": product, "name": _name(bench, product)}


def _name(bench: Workbench, product: str) -> str:
    row = bench.one("SELECT name FROM drafts WHERE product_id = ? ORDER BY id DESC LIMIT 1", [product])
    return (row["name"] or "–") if row else "–"


def _check(visit: Visit, bench: Workbench) -> str:
    """The picture of the address. Raises Unknown for one of other places.

    One that rows have or had is seen by who sees such a row, also where it came with a sheet of many places; one that
    is nobody's by who deals with what is left over of its delivery.
    """
    sha256 = str(visit.request.url_vars["sha256"])
    drafts = [row[0] for row in bench.rows(_SHOWING, [sha256, json.dumps(pictures.shown_by(bench, sha256))])]
    if drafts:
        is_seen = bool(visibility.visible(bench, visit.me, drafts))
    else:
        brought = pictures.bringing(bench, sha256)
        is_seen = any(visibility.may_submission(bench, visit.me, one["submission"]) for one in brought)
    if is_seen:
        return sha256
    raise Unknown("picture", sha256)


# Rows that have it, also where it was taken away since, and rows of products that were given it.
_SHOWING = """
SELECT draft_id FROM draft_pictures WHERE sha256 = ?1
 UNION SELECT draft_id FROM states WHERE product_id IN (SELECT value FROM json_each(?2))
"""


async def one(visit: Visit) -> Response:
    """One photo and the products that it may show: those that came with it, and what a search finds."""
    found = await asyncio.to_thread(_one, visit)
    return render(visit, "office_picture.html", here="queue", **found)


def _one(visit: Visit) -> dict[str, Any]:
    said = visit.sought
    with visit.reading() as bench, bench.reading():
        sha256 = _check(visit, bench)
        brought = pictures.bringing(bench, sha256)
        mine = [one for one in brought if visibility.may_submission(bench, visit.me, one["submission"])]
        beside = None if said else json.dumps([one["submission"] for one in mine])
        rows = bench.rows(_PRODUCTS, [beside])
        asked = text.fold(said)
        fitting = [dict(row) for row in rows if asked in text.fold(row["name"] or "")]
        seen = visibility.visible(bench, visit.me, [row["draft"] for row in fitting])
        shown = [p for p in pictures.shown_by(bench, sha256) if visibility.may_product(bench, visit.me, p)]
        return {
            "sha256": sha256, "brought": mine, "said": said, "shown": [(p, _name(bench, p)) for p in shown],
            "products": [row for row in fitting if row["draft"] in seen and row["product_id"] not in shown][:MOST],
        }  # fmt: skip


_PRODUCTS = """
SELECT s.product_id, max(s.draft_id) AS draft, d.name, json_extract(d.facts, '$.producer') AS producer
  FROM states s JOIN drafts d ON d.id = s.draft_id
 WHERE s.product_id IS NOT NULL AND s.state NOT IN ('rejected', 'replaced')
   AND (?1 IS NULL OR s.submission_id IN (SELECT value FROM json_each(?1)))
 GROUP BY s.product_id ORDER BY draft
"""


async def say(visit: Visit) -> Response:
    """Records that a picture shows a product, or that it does not."""

    def work() -> Response:
        product, what = visit.said("sp"), visit.said("lam")
        if what not in ("gan", "bo"):
            raise Refused("Biểu mẫu này không đúng; mời tải lại trang.", code="form-refused")
        with visit.writing() as bench, bench.writing():
            sha256 = _check(visit, bench)
            if not visibility.may_product(bench, visit.me, product):
                raise Unknown("product", product)
            pictures.record(bench, sha256, product, is_given=what == "gan", by=visit.me.signature)
        if draft := number(visit.said("muc")):
            return go_to(visit, f"/duyet/{draft}")
        return go_to(visit, "/duyet/anh", **({"vua": f"{sha256}.{product}"} if what == "gan" else {}))

    return await asyncio.to_thread(work)


async def image(visit: Visit) -> Response:
    """The picture itself."""

    def read() -> bytes:
        with visit.reading() as bench:
            return item_views.bytes_of(visit, _check(visit, bench))

    return item_views.sent(await asyncio.to_thread(read))
