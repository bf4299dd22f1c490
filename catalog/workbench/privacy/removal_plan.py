"""What a takedown removes from the workbench: whose rows, whose deliveries, files and pictures that nobody else has.

Of a delivery that holds others as well, their rows stay and the received file goes: docs/decisions/0013-takedown.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.values import text
from catalog.workbench.privacy import traces
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.privacy.traces import Traces
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Plan:
    """What one order removes from the workbench as it stands now; all empty once it was carried out.

    whole, mixed   deliveries that hold nothing else, and those whose other rows stay
    inbox          SHA-256 → name of received files
    pictures       SHA-256 of originals that nobody else shows
    """

    drafts: list[int] = field(default_factory=list)
    recognitions: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    inbox: dict[str, str] = field(default_factory=dict)
    scans: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    traces: Traces = field(default_factory=Traces)


def plan(bench: Workbench, order: Order) -> Plan:
    """What an order for a producer or product removes now."""
    ids = {"producers": _json(order.of("producer")), "products": _json(order.of("product"))}
    drafts = [r["id"] for r in bench.rows(_DRAFTS, ids)]
    makers = order.of("producer") if order.kind == "producer" else frozenset()
    told = traces.of_drafts(bench, drafts, makers)
    if order.kind == "producer":
        drafts = sorted({*drafts, *_nameless(bench, ids["producers"], told)})
    recognised = _recognitions(bench, drafts, told, order)
    whole, mixed = _deliveries(bench, drafts, recognised)
    scans = {r["sha256"]: r["name"] for r in bench.rows("SELECT * FROM scans") if _is_of(told, r["name"], r["sender"])}
    files = bench.rows("SELECT sha256, name FROM submissions WHERE id IN (SELECT value FROM json_each(?))",
                       [_json([*whole, *mixed])])  # fmt: skip
    return Plan(
        drafts=drafts,
        recognitions=recognised,
        whole=whole,
        mixed=mixed,
        inbox={r["sha256"]: r["name"] for r in files} | scans,
        scans=list(scans),
        pictures=_pictures(bench, drafts, whole, told, order),
        slugs=[r["slug"] for r in bench.rows(_SLUGS, ids)],
        traces=told,
    )


def _nameless(bench: Workbench, producers: str, told: Traces) -> list[int]:
    """Rows that name no producer, of deliveries that name this one alone, or with a trace of it among their words."""
    rows = bench.rows(_NAMELESS, {"producers": producers})
    return [r["id"] for r in rows if r["others"] == 0 or told.stand_in(r["cells"])]


# others is null where the delivery does not name the producer: a message of its own may name nobody.
_NAMELESS = """
WITH touched AS (
  SELECT submission_id AS id, max(named_producer_id NOT IN (SELECT value FROM json_each(:producers))) AS others
    FROM drafts WHERE submission_id IN
         (SELECT submission_id FROM drafts WHERE named_producer_id IN (SELECT value FROM json_each(:producers)))
   GROUP BY 1)
SELECT d.id, r.cells, t.others
  FROM drafts d JOIN raw_records r ON r.id = d.id LEFT JOIN touched t ON t.id = d.submission_id
 WHERE d.named_producer_id IS NULL
"""
_DRAFTS = """
SELECT id FROM drafts WHERE named_producer_id IN (SELECT value FROM json_each(:producers))
    OR named_product_id IN (SELECT value FROM json_each(:products)) ORDER BY id
"""
_SLUGS = """
SELECT slug FROM slugs WHERE id IN (SELECT value FROM json_each(:producers))
    OR id IN (SELECT value FROM json_each(:products))
"""


def maybe_same(bench: Workbench, order: Order, told: Traces) -> dict[str, str]:
    """Producer → name, of others with a name or telephone of the subject, which an order does not reach."""
    rows = bench.rows(_STRANGERS, {"producers": _json(order.of("producer"))})
    return {r["id"]: r["name"] for r in rows if told.stand_in(" ; ".join(filter(None, (r["name"], r["phone"]))))}


_STRANGERS = """
SELECT DISTINCT producer_id AS id, json_extract(facts, '$.producer') AS name, json_extract(facts, '$.phone') AS phone
  FROM drafts WHERE producer_id IS NOT NULL AND producer_id NOT IN (SELECT value FROM json_each(:producers))
   AND named_producer_id NOT IN (SELECT value FROM json_each(:producers)) ORDER BY 1
"""


def _json(ids: Iterable[object]) -> str:
    return json.dumps(sorted(ids, key=str))


def _is_of(told: Traces, *words: str) -> bool:
    return any(told.stand_in(w) for w in words)


def _recognitions(bench: Workbench, drafts: list[int], told: Traces, order: Order) -> list[str]:
    """Recognitions of the products by name and holder; of a producer all that no other of its name may hold."""
    rows = bench.rows(_NAMED, [json.dumps(drafts)])
    keys = {text.key(r["producer"]) for r in rows if r["producer"]}
    names = {(text.key(r["name"]), text.key(r["producer"])) for r in rows if r["producer"] and r["name"]}
    found = bench.rows("SELECT id, product, holder, match_key FROM recognitions")
    ours = {r["id"] for r in found if (text.key(r["product"]), text.key(r["holder"])) in names}
    if order.kind == "producer":
        others = {text.key(r["producer"]) for r in bench.rows(_OTHERS, [_json(order.of("producer"))])}
        ours |= {r["id"] for r in found if text.key(r["holder"]) in keys - others}
    return sorted(ours)


_NAMED = """
SELECT DISTINCT name, json_extract(facts, '$.producer') AS producer FROM drafts
 WHERE id IN (SELECT value FROM json_each(?))
"""
_OTHERS = """
SELECT DISTINCT json_extract(facts, '$.producer') AS producer FROM drafts
 WHERE named_producer_id NOT IN (SELECT value FROM json_each(?)) AND json_extract(facts, '$.producer') IS NOT NULL
"""


def _deliveries(bench: Workbench, drafts: list[int], recognised: list[str]) -> tuple[list[str], list[str]]:
    """Submissions that have nothing but these rows, and those that have others, too."""
    values = {"drafts": json.dumps(drafts), "recognised": json.dumps(recognised)}
    rows = bench.rows(_TOUCHED, values)
    return [r["id"] for r in rows if not r["others"]], [r["id"] for r in rows if r["others"]]


_TOUCHED = """
WITH touched AS (
  SELECT submission_id AS id FROM drafts WHERE id IN (SELECT value FROM json_each(:drafts))
   UNION SELECT submission_id FROM recognitions WHERE id IN (SELECT value FROM json_each(:recognised)))
SELECT t.id,
       EXISTS (SELECT 1 FROM drafts d WHERE d.submission_id = t.id
                  AND d.id NOT IN (SELECT value FROM json_each(:drafts)))
    OR EXISTS (SELECT 1 FROM recognitions r WHERE r.submission_id = t.id
                  AND r.id NOT IN (SELECT value FROM json_each(:recognised))) AS others
  FROM touched t JOIN submissions u ON u.id = t.id ORDER BY u.number
"""


def _pictures(bench: Workbench, drafts: list[int], whole: list[str], told: Traces, order: Order) -> list[str]:
    """Pictures that the rows show, came with their deliveries or are called by a name, and that nobody else shows."""
    values = {"drafts": json.dumps(drafts), "products": _json(order.of("product")), "whole": _json(whole)}
    ours = {r["sha256"] for r in bench.rows(_SHOWN, values)}
    named = bench.rows("SELECT sha256, name, sender, submission_id FROM received_pictures")
    ours |= {r["sha256"] for r in named if _is_of(told, r["name"])}
    ours |= {r["sha256"] for r in named if r["submission_id"] is None and _is_of(told, r["sender"])}
    return sorted(ours - {r["sha256"] for r in bench.rows(_SHOWN_ELSEWHERE, values)})


_SHOWN = """
SELECT sha256 FROM draft_pictures WHERE draft_id IN (SELECT value FROM json_each(:drafts))
 UNION SELECT sha256 FROM picture_assignments WHERE product_id IN (SELECT value FROM json_each(:products))
 UNION SELECT sha256 FROM received_pictures WHERE submission_id IN (SELECT value FROM json_each(:whole))
"""
_SHOWN_ELSEWHERE = """
SELECT sha256 FROM draft_pictures WHERE draft_id NOT IN (SELECT value FROM json_each(:drafts))
 UNION SELECT sha256 FROM picture_assignments
        WHERE is_given AND product_id NOT IN (SELECT value FROM json_each(:products))
"""
