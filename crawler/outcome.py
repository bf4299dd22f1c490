"""One reason and one sentence for every run, from what was counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.run import Reason
from crawler.sources import Card

# Kinds of failure that mean "they do not want us" and "nobody is there"; the rest are faults of single pages.
SHUT = ("robots", "status 401", "status 403", "status 429", "status 451", "challenge", "login", "refused")
SILENT = (
    "no answer",
    "no such host",
    "status 500",
    "status 502",
    "status 503",
    "status 504",
    "status 522",
    "status 524",
)
GONE = ("status 404", "status 410")


@dataclass(frozen=True)
class Tally:
    """What a run counted. failures: how many by kind; start_failed: the kind of the start address's own failure;
    unlike: how its products differ from those of the last good run (crawler.compare), empty where they do not."""

    pages: int
    products: int
    failures: Mapping[str, int]
    limit: str | None = None
    left: str | None = None
    start_failed: str | None = None
    start_words: str = ""
    fill: Mapping[str, float] | None = None
    unlike: str = ""


def judge(tally: Tally, card: Card) -> tuple[Reason, str]:
    """Why the run ended, and a sentence for the operator with the figures behind it."""
    if tally.left:
        return Reason.BLOCKED, f"Left after {tally.pages} pages: {tally.left}."
    if tally.start_failed and not tally.products:
        return _start_failed(tally.start_failed), f"The start address gave nothing: {tally.start_words}."
    shut, silent = _sum(tally.failures, SHUT), _sum(tally.failures, SILENT)
    if shut - tally.failures.get("robots", 0) > tally.pages:
        return Reason.BLOCKED, f"{shut} addresses were refused, {tally.pages} pages were read."
    if silent > tally.pages:
        return Reason.UNREACHABLE, f"{silent} addresses did not answer, {tally.pages} pages were read."
    if not tally.products:
        return _nothing(tally)
    weak = _below(tally, card) or tally.unlike
    if weak and not tally.limit:
        return Reason.CHANGED, f"{tally.products} products on {tally.pages} pages, but {weak}."
    if tally.unlike:
        words = f"Stopped after {tally.limit}: {tally.products} products on {tally.pages} pages, but {tally.unlike}."
        return Reason.LIMIT, words
    if tally.limit:
        return Reason.LIMIT, f"Stopped after {tally.limit}: {tally.products} products on {tally.pages} pages."
    return Reason.COMPLETE, f"{tally.products} products on {tally.pages} pages."


def fill_rates(records: Iterable[dict[str, Any]]) -> dict[str, float]:
    """For each field the share of records that state it, 0 to 1, rounded to three places."""
    total, filled = 0, dict[str, int]()
    for record in records:
        total += 1
        for name, value in record["fields"].items():
            filled[name] = filled.get(name, 0) + bool(value)
    return {name: round(count / total, 3) for name, count in sorted(filled.items())}


def _start_failed(kind: str) -> Reason:
    if kind in SHUT:
        return Reason.BLOCKED
    return Reason.CHANGED if kind in GONE else Reason.UNREACHABLE


def _nothing(tally: Tally) -> tuple[Reason, str]:
    if tally.limit:
        return Reason.LIMIT, f"Stopped after {tally.limit} without having found a product on {tally.pages} pages."
    return Reason.EMPTY, f"{tally.pages} pages were read and none of them is a product's."


def _below(tally: Tally, card: Card) -> str:
    """What the card expects and the run did not bring, as a clause; empty where all is well."""
    if tally.products < card.expect.products:
        return f"the card expects at least {card.expect.products}"
    for name, least in card.expect.fill.items():
        share = (tally.fill or {}).get(name, 0.0)
        if share < least:
            return f"only {share:.0%} of them state {name} (the card expects {least:.0%})"
    return ""


def _sum(failures: Mapping[str, int], kinds: Iterable[str]) -> int:
    return sum(failures.get(kind, 0) for kind in kinds)
