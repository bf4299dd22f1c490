"""What a producer sees on her own page: her products as they stand, what markets still lack, what was tapped.

Nothing of anybody else's is read: every row, picture and page is looked up by the ids of this one producer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from catalog.desk.own_kit import known
from catalog.markets import readiness
from catalog.publish import reading
from catalog.publish.lapsing import MONTHS
from catalog.publish.reading import Product
from catalog.values import certificates
from catalog.workbench import days, listed
from catalog.workbench.home import Home
from catalog.workbench.listed import Rejection
from catalog.workbench.store import Workbench
from catalog.workbench.tickets import Change

State = Literal["published", "accepted", "held", "rejected"]
# Products shown on one page; who has more is a list that is sent as a sheet.
MOST_PRODUCTS = 200


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack of a product: its key, its words, and facts named as in `offers` of the catalogue."""

    key: str
    words: str
    facts: Mapping[str, Any]

    @property
    def is_sold_out(self) -> bool:
        return self.facts.get("stock") == 0


@dataclass(frozen=True, slots=True)
class Tapped:
    """A change that was tapped on this page and does not show yet: of which pack, to what, and how far it is.

    state: waiting for the machine, held or rejected by officers, accepted (it shows with the next release), failed.
    """

    change: Change
    shown: str
    state: Literal["waiting", "held", "rejected", "accepted", "failed"]
    said: str = ""


@dataclass(slots=True)
class Own:
    """One product of hers. said: an officer's words on the last delivery of it; sha256: of its first picture."""

    id: str
    name: str
    state: State
    said: str
    packs: list[Pack]
    sha256: str | None
    published: Product | None
    markets: tuple[str, ...]
    rejections: tuple[Rejection, ...]
    tapped: list[Tapped] = field(default_factory=list)

    @property
    def stars(self) -> int | None:
        """Stars that a certificate in force confirms."""
        return self.published.stars if self.published else None

    @property
    def certificate(self) -> dict[str, Any] | None:
        """The certificate in force, else the one that lapsed last."""
        return (self.published.certificate or self.published.lapsed) if self.published else None

    def lapses_soon(self, today: date) -> bool:
        """Whether the certificate in force ends within the months in which one prepares for the next."""
        award = self.published.certificate if self.published else None
        return bool(award and award["expires_on"] <= certificates.months_later(today, max(MONTHS)).isoformat())


def products(home: Home, producer: str) -> list[Own]:
    """The products of a producer by name; what was rejected only as well."""
    with Workbench(home.workbench, is_reading=True) as bench:
        rows = [dict(r) for r in bench.rows(_LAST, [producer])]
        packs = _packs(bench, producer)
        pictures = {r["product_id"]: r["sha256"] for r in bench.rows(_PICTURES, [producer])}
        ids = [row["product_id"] for row in rows]
        rejected, tapped = listed.rejections(bench, ids), _tapped(bench, ids)
    published = _published(home, ids)
    found = [
        _own(row, packs.get(row["product_id"], []), pictures, published, rejected.get(row["product_id"], []))
        for row in rows[:MOST_PRODUCTS]
    ]
    for one in found:
        one.tapped = tapped.get(one.id, [])
    return sorted(found, key=lambda one: one.name.casefold())


_OWN = """
  FROM drafts d JOIN states s ON s.draft_id = d.id
 WHERE (d.named_producer_id = ?1 OR d.named_producer_id IN (SELECT id FROM identity_now WHERE now_id = ?1))
   AND s.producer_id = ?1 AND s.product_id IS NOT NULL
"""
# The last row of each product that is no mere tap, whether one is accepted, and what people said of the last.
_LAST = f"""
WITH own AS (SELECT s.*, d.name, d.facts,
                    EXISTS (SELECT 1 FROM ticket_submissions x JOIN tickets t ON t.id = x.ticket_id
                             WHERE x.submission_id = s.submission_id AND t.change IS NOT NULL) AS is_tap {_OWN})
SELECT o.product_id, o.name, o.facts, o.state,
       CASE WHEN o.decided_by <> 'policy' THEN o.reason ELSE '' END AS said,
       EXISTS (SELECT 1 FROM own a WHERE a.product_id = o.product_id AND a.state = 'accepted') AS is_accepted
  FROM own o
 WHERE o.draft_id = (SELECT max(draft_id) FROM own l WHERE l.product_id = o.product_id AND NOT l.is_tap
                        AND l.state <> 'replaced')
 ORDER BY o.draft_id
"""  # noqa: S608  (a literal of this module)
_PICTURES = f"""
SELECT s.product_id, p.sha256 {_OWN.replace("JOIN states", "JOIN draft_pictures p ON p.draft_id = d.id JOIN states")}
 ORDER BY s.draft_id, p.position DESC
"""


def _packs(bench: Workbench, producer: str) -> dict[str, list[Pack]]:
    found: dict[str, list[Pack]] = {}
    for one in known(bench, producer):
        pack = Pack(one.offer_key, str(one.facts.get("pack_words") or ""), one.facts)
        found.setdefault(one.product_id, []).append(pack)
    return found


def _published(home: Home, ids: Sequence[str]) -> dict[str, Product]:
    if not home.catalog.exists():
        return {}
    with closing(reading.connect(home.catalog)) as db:
        return {p.facts["id"]: p for p in reading.products(db, days.today(), ids)}


def _own(
    row: Mapping[str, Any], packs: list[Pack], pictures: Mapping[str, str], published: Mapping[str, Product],
    rejected: Sequence[Rejection],
) -> Own:  # fmt: skip
    product = published.get(row["product_id"])
    facts = packs[0].facts if packs else json.loads(row["facts"])
    ready = readiness.usual(product or readiness.drafted(facts))
    state: State = "published" if product else "accepted" if row["is_accepted"] else row["state"]
    sha256 = product.pictures[0]["sha256"] if product and product.pictures else pictures.get(row["product_id"])
    return Own(row["product_id"], str(row["name"] or "—"), state, row["said"] if row["state"] != "accepted" else "",
               packs, sha256, product, tuple(readiness.lines(ready)), tuple(rejected))  # fmt: skip


def _tapped(bench: Workbench, ids: Sequence[str]) -> dict[str, list[Tapped]]:
    """The last change of each kind to each product, where it does not show yet."""
    found: dict[str, list[Tapped]] = {}
    for row in bench.rows(_TAPPED, [json.dumps(list(ids))]):
        found.setdefault(row["product_id"], []).append(_tap(row))
    return found


def _tap(row: Any) -> Tapped:
    facts = json.loads(row["facts"] or "{}")
    shown = str(facts.get(f"{row['change']}_words") or "")
    if not row["sent_at"]:
        return Tapped(row["change"], shown, "failed" if row["failed"] else "waiting", row["failed"] or "")
    return Tapped(row["change"], shown, row["state"] or "held", row["said"] or "")


_TAPPED = """
SELECT t.product_id, t.change, t.sent_at, d.facts, s.state,
       CASE WHEN s.decided_by <> 'policy' THEN s.reason END AS said,
       (SELECT failed FROM jobs WHERE ticket_id = t.id ORDER BY id DESC LIMIT 1) AS failed
  FROM tickets t
  LEFT JOIN ticket_submissions x ON x.ticket_id = t.id AND x.is_final
  LEFT JOIN drafts d ON d.submission_id = x.submission_id
  LEFT JOIN states s ON s.draft_id = d.id
 WHERE t.rowid IN (SELECT max(rowid) FROM tickets WHERE product_id IN (SELECT value FROM json_each(?))
                      AND change IN ('price', 'stock') GROUP BY product_id, change)
   AND coalesce(s.state, '') <> 'accepted'
 ORDER BY t.rowid
"""


def is_hers(home: Home, producer: str, sha256: str) -> bool:
    """Whether a picture came with one of a producer's products."""
    asked = _PICTURES.replace("SELECT s.product_id, p.sha256", "SELECT 1").partition("ORDER BY")[0]
    with Workbench(home.workbench, is_reading=True) as bench:
        return bench.one(f"{asked} AND p.sha256 = ?2 LIMIT 1", [producer, sha256]) is not None
