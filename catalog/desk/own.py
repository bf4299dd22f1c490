"""What a producer sees on her own page: her products as they stand, what markets still lack, what was tapped.

Nothing of anybody else's is read: every row, picture and page is looked up by the ids of this one producer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from catalog.desk.own_kit import OWN, known
from catalog.markets import readiness
from catalog.publish.lapsing import MONTHS
from catalog.publish.tables import reading
from catalog.publish.tables.reading import Product
from catalog.values import certificates, text
from catalog.workbench import days
from catalog.workbench.home import Home
from catalog.workbench.listings import listed
from catalog.workbench.listings.listed import Rejection
from catalog.workbench.senders.tickets import Change
from catalog.workbench.store import Workbench

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
    """A change that was tapped on this page and does not show yet: to what, of which pack, and how far it is.

    state: waiting for the machine, held or rejected by officers, accepted (it shows with the next release), failed.
    """

    change: Change
    shown: str
    pack: str
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
    tapped: list[Tapped]

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
        rows = _rows(bench, producer)
        packs, pictures = _packs(bench, producer), _pictures(bench, producer)
        rejected, tapped = listed.rejections(bench, rows), _tapped(bench, rows)
        facts = {
            r["id"]: json.loads(r["facts"]) for r in bench.rows(_FACTS, [json.dumps([r.draft for r in rows.values()])])
        }
    published = _published(home, rows)
    found = [
        Own(
            ident, row.name, _state(row, ident in published), "" if row.state == "accepted" else row.said,
            packs.get(ident, []), _first(published.get(ident), pictures.get(ident, [])), published.get(ident),
            _markets(published.get(ident), packs.get(ident), facts[row.draft], pictures.get(ident, [])),
            tuple(rejected.get(ident, ())), tapped.get(ident, []),
        )
        for ident, row in rows.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: text.sort_key(one.name))[:MOST_PRODUCTS]


class _Row(NamedTuple):
    """The last row of a product that is no mere tap, and whether one before it is accepted."""

    draft: int
    name: str
    state: str
    said: str
    is_accepted: bool


def _rows(bench: Workbench, producer: str) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in bench.rows(_ROWS, [producer]):
        before = found.get(row["product_id"])
        is_accepted = row["state"] == "accepted" or bool(before and before.is_accepted)
        if before and (row["is_tap"] or row["state"] == "replaced"):
            found[row["product_id"]] = before._replace(is_accepted=is_accepted)
        else:
            said = row["reason"] or "" if row["decided_by"] != "policy" else ""
            found[row["product_id"]] = _Row(row["draft_id"], row["name"] or "—", row["state"], said, is_accepted)
    return found


_ROWS = f"""
SELECT s.draft_id, s.product_id, s.state, s.reason, s.decided_by, d.name,
       EXISTS (SELECT 1 FROM ticket_submissions x JOIN tickets t ON t.id = x.ticket_id
                WHERE x.submission_id = s.submission_id AND t.change IS NOT NULL) AS is_tap
  FROM drafts d JOIN states s ON s.draft_id = d.id {OWN} ORDER BY s.draft_id
"""  # noqa: S608  (literals of ours; so are the others)
_FACTS = "SELECT id, facts FROM drafts WHERE id IN (SELECT value FROM json_each(?))"
_SHOWN = f"""
  FROM drafts d JOIN states s ON s.draft_id = d.id JOIN draft_pictures p ON p.draft_id = d.id {OWN}
"""


def _pictures(bench: Workbench, producer: str) -> dict[str, list[dict[str, Any]]]:
    """Product → the pictures of its newest rows first."""
    found: dict[str, list[dict[str, Any]]] = {}
    sql = f"SELECT s.product_id, p.* {_SHOWN} ORDER BY s.draft_id DESC, p.position"
    for row in bench.rows(sql, [producer]):
        found.setdefault(row["product_id"], []).append(dict(row))
    return found


def _packs(bench: Workbench, producer: str) -> dict[str, list[Pack]]:
    found: dict[str, list[Pack]] = {}
    for one in known(bench, producer):
        pack = Pack(one.offer_key, str(one.facts.get("pack_words") or ""), one.facts)
        found.setdefault(one.product_id, []).append(pack)
    return found


def _state(row: _Row, is_published: bool) -> State:
    if is_published:
        return "published"
    return "accepted" if row.is_accepted else "rejected" if row.state == "rejected" else "held"


def _first(product: Product | None, pictures: Sequence[Mapping[str, Any]]) -> str | None:
    shown = product.pictures if product and product.pictures else pictures
    return shown[0]["sha256"] if shown else None


def _markets(
    product: Product | None, packs: Sequence[Pack] | None, facts: Mapping[str, Any], pictures: Sequence[dict[str, Any]]
) -> tuple[str, ...]:
    """What each of the usual markets still lacks of a product, a line each."""
    known_facts = packs[0].facts if packs else facts
    return tuple(readiness.lines(readiness.usual(product or readiness.drafted(known_facts, pictures))))


def _published(home: Home, ids: Iterable[str]) -> dict[str, Product]:
    if not home.catalog.exists():
        return {}
    with closing(reading.connect(home.catalog)) as db:
        return {p.facts["id"]: p for p in reading.products(db, days.today(), ids)}


def _tapped(bench: Workbench, ids: Iterable[str]) -> dict[str, list[Tapped]]:
    """The last change of each kind to each pack of some products, where it does not show yet."""
    last: dict[tuple[str, str, str], Tapped] = {}
    for row in bench.rows(_TAPPED, [json.dumps(list(ids))]):
        facts = json.loads(row["facts"] or "{}")
        key = (row["product_id"], row["change"], row["offer_key"] or "")
        last.pop(key, None)
        last[key] = _tap(row, facts)
    found: dict[str, list[Tapped]] = {}
    for (product, _, _), one in last.items():
        if one.state != "accepted":
            found.setdefault(product, []).append(one)
    return found


def _tap(row: Any, facts: Mapping[str, Any]) -> Tapped:
    shown = str(facts.get(f"{row['change']}_words") or "")  # as tapping.py wrote it
    pack = str(facts.get("pack_words") or "")
    if not row["sent_at"]:
        return Tapped(row["change"], shown, pack, "failed" if row["failed"] else "waiting", row["failed"] or "")
    return Tapped(row["change"], shown, pack, row["state"] or "held", row["said"] or "")


_TAPPED = """
SELECT t.product_id, t.change, t.sent_at, d.facts, d.offer_key, s.state,
       CASE WHEN s.decided_by <> 'policy' THEN s.reason END AS said,
       (SELECT failed FROM jobs WHERE ticket_id = t.id ORDER BY id DESC LIMIT 1) AS failed
  FROM tickets t
  LEFT JOIN ticket_submissions x ON x.ticket_id = t.id AND x.is_final
  LEFT JOIN drafts d ON d.submission_id = x.submission_id
  LEFT JOIN states s ON s.draft_id = d.id
 WHERE t.product_id IN (SELECT value FROM json_each(?)) AND t.change IN ('price', 'stock') ORDER BY t.rowid
"""


def is_hers(home: Home, producer: str, sha256: str) -> bool:
    """Whether a picture came with one of a producer's products."""
    with Workbench(home.workbench, is_reading=True) as bench:
        return bench.one(f"SELECT 1 {_SHOWN} AND p.sha256 = ?2 LIMIT 1", [producer, sha256]) is not None
