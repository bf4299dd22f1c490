"""How ready a product is for each market: ready, ready with changes, or not ready and what to add.

Pure functions of a product; `drafted` makes one of a draft's facts, so that the queue and the sender's report can say
“còn thiếu 2 thông tin để lên …” before anything is published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from catalog import markets
from catalog.markets import rules
from catalog.markets.checks import Looked
from catalog.markets.market import Market
from catalog.markets.rules import Finding
from catalog.publish.tables import schema
from catalog.publish.tables.reading import Product, Record
from catalog.values.sets import sets

State = Literal["ready", "changes", "not_ready"]
# Who reads of markets in general is told of those that list goods of villages, in this order; the others on request.
USUAL = ("postmart", "santinh", "haravan", "sapo", "woocommerce", "meta", "google", "baidang")


@dataclass(frozen=True, slots=True)
class Readiness:
    """One product at one market: what has to be added, what will be cut and how, what a person should look at."""

    market: Market
    missing: tuple[Finding, ...]
    changes: tuple[Finding, ...]
    notes: tuple[Finding, ...]

    @property
    def state(self) -> State:
        return "not_ready" if self.missing else "changes" if self.changes else "ready"

    @property
    def sentence(self) -> str:
        """“Còn thiếu 2 thông tin để lên Haravan: …”, or that it can be listed."""
        if self.missing:
            said = " ".join(f.sentence for f in self.missing)
            return f"Còn thiếu {len(self.missing)} thông tin để lên {self.market.title}: {said}"
        if self.changes:
            said = " ".join(f.sentence for f in self.changes)
            return f"Lên được {self.market.title}, có thay đổi: {said}"
        return f"Sẵn sàng lên {self.market.title}."

    def json(self) -> dict[str, Any]:
        """What a program is given: the state, and each finding with its code, sentence and source."""
        said = {"market": self.market.name, "title": self.market.title, "state": self.state, "sentence": self.sentence}
        kinds = ("missing", "changes", "notes")
        return said | {kind: [_json(finding) for finding in getattr(self, kind)] for kind in kinds}


def _json(finding: Finding) -> dict[str, Any]:
    said = {"code": finding.rule.code, "sentence": finding.sentence, "source": finding.rule.source}
    return said | ({"was": finding.was, "becomes": finding.becomes} if finding.was else {})


def of(market: Market, product: Product | Looked) -> Readiness:
    """How ready a product is for a market."""
    found = rules.findings(market.name, product)
    kinds = (tuple(f for f in found if f.rule.severity == severity) for severity in ("stop", "change", "note"))
    return Readiness(market, *kinds)


def usual(product: Product) -> tuple[Readiness, ...]:
    """How ready a product is for each of the usual markets."""
    looked = Looked(product)
    return tuple(of(markets.get(name), looked) for name in USUAL)


def lines(found: Sequence[Readiness]) -> list[str]:
    """What a sender is told of one product: markets that take it as it is in one line, then what others still need."""
    ready = [r.market.title for r in found if r.state != "not_ready"]
    said = [f"Đủ thông tin để lên: {', '.join(ready)}."] if ready else []
    return said + [r.sentence for r in found if r.state == "not_ready"]


def figure(found: Sequence[Readiness]) -> dict[str, Any]:
    """Of how many markets a product is ready for how many, and the sentence on the one that lacks least.

    “Đủ thông tin để lên 6/8 sàn. Còn thiếu 1 thông tin để lên Haravan: …”
    """
    lacking = sorted((r for r in found if r.state == "not_ready"), key=lambda r: len(r.missing))
    said = f"Đủ thông tin để lên {len(found) - len(lacking)}/{len(found)} sàn."
    sentence = f"{said} {lacking[0].sentence}" if lacking else said
    return {"ready": len(found) - len(lacking), "of": len(found), "sentence": sentence}


def summary(products: Iterable[Product]) -> list[str]:
    """What a sender is told of a whole list: by groups of markets how many products are ready, and what is missing.

    “Haravan: 5/7 sản phẩm đủ thông tin; còn thiếu: Chưa có giá bán (2)”. Empty for no products.
    """
    count = 0
    ready: Counter[str] = Counter()
    missing: dict[str, Counter[str]] = {name: Counter() for name in USUAL}
    for product in products:
        count += 1
        for found in usual(product):
            ready[found.market.name] += found.state != "not_ready"
            missing[found.market.name].update(f.rule.sentence().rstrip(".") for f in found.missing)
    groups: dict[tuple[int, str], list[str]] = {}
    for name in USUAL if count else ():
        said = ", ".join(f"{sentence} ({number})" for sentence, number in missing[name].most_common())
        groups.setdefault((ready[name], said), []).append(markets.get(name).title)
    return [_counted(titles, able, count, said) for (able, said), titles in groups.items()]


def _counted(titles: Sequence[str], able: int, count: int, missing: str) -> str:
    tail = f"; còn thiếu: {missing}" if missing else ""
    return f"{', '.join(titles)}: {able}/{count} sản phẩm đủ thông tin để đưa lên{tail}."


def drafted(facts: Mapping[str, Any], pictures: Sequence[Record] = ()) -> Product:
    """A product as it would stand in the catalogue, of a draft's facts alone.

    pictures: width_px and height_px of each. No star is in force: that is for the register to say when it is published.
    """
    own = {c.name: facts.get(c.name) for c in schema.BY_NAME["products"].columns}
    offer = {c.name: facts.get(c.name) for c in schema.BY_NAME["offers"].columns} | {"position": 1}
    maker = {c.name: facts.get(c.name) for c in schema.BY_NAME["producers"].columns}
    return Product(
        facts=own | {"id": "draft", "slug": "draft", "name": facts.get("name") or ""},
        producer=maker | {"name": facts.get("producer") or "", "phone": None},
        offers=(offer,),
        pictures=tuple(pictures),
        certificate=None,
        lapsed=None,
        set_title=_titles().get(facts.get("ocop_set") or ""),
    )


@cache
def _titles() -> dict[str, str]:
    return {s.key: s.title for s in sets.sets()}
