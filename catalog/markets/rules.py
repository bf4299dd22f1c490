"""Pre-flight: what a marketplace asks of a product, as rules that are data.

`registers/markets/<market>.toml` holds one `[[rule]]` per demand: its stable code, which check of CHECKS decides, with
which value, what follows where a product fails, a Vietnamese sentence, and the source.

    stop    the product is left out until something is added
    change  it is listed, and something of it is cut; the finding says what becomes of it
    note    it is listed as it is, and a person should look

A check is a pure function of a product (catalog.markets.checks), so it runs at any time, also on a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from catalog.markets.checks import CHANGES, CHECKS, FOUND, Check, Looked, is_in
from catalog.markets.register import register
from catalog.publish.tables.reading import Product

Severity = Literal["stop", "change", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of a market. sets: groups of product sets that it is for (“II”, “I.3”); empty for all."""

    code: str
    check: str
    severity: Severity
    message: str
    source: str
    value: Any = None
    sets: tuple[str, ...] = ()

    def is_met(self, product: Product | Looked) -> bool:
        if self.sets and not is_in(product.facts["ocop_set"], self.sets):
            return True
        looked = product if isinstance(product, Looked) else Looked(product)
        return CHECKS[self.check](looked, self.value)

    def sentence(self, found: str = "…") -> str:
        """The message; found: what of a product does not meet the rule, where the message has a place for it."""
        return self.message.format(value=_shown(self.value), found=found)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a product does not meet; was and becomes say what is cut and how, found what a message names."""

    rule: Rule
    was: str = ""
    becomes: str = ""
    found: str = ""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def sentence(self) -> str:
        said = self.rule.sentence(self.found)
        return f"{said} ({self.was} → {self.becomes or 'bỏ'})" if self.was else said


def _shown(value: Any) -> Any:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) and value >= 10_000 else value


@cache
def of(name: str) -> tuple[Rule, ...]:
    """The rules of a market in the order of their file; none where it has no file."""
    return tuple(Rule(**entry) for entry in register(name).get("rule", []))


def preflight(name: str, product: Product | Looked) -> tuple[Rule, ...]:
    """The rules of a market that a product does not meet."""
    return tuple(finding.rule for finding in findings(name, product))


def findings(name: str, product: Product | Looked) -> tuple[Finding, ...]:
    """The rules of a market that a product does not meet, with what is cut."""
    asked = _asked(name, product.facts["ocop_set"])
    if not asked:
        return ()
    looked = product if isinstance(product, Looked) else Looked(product)
    return tuple([_finding(rule, looked) for rule, check, value in asked if not check(looked, value)])


@cache
def _asked(name: str, ocop_set: str | None) -> tuple[tuple[Rule, Check, Any], ...]:
    """The rules that a market has for goods of a set, each with its check and the value that is given to that."""
    return tuple((r, CHECKS[r.check], r.value) for r in of(name) if not r.sets or is_in(ocop_set, r.sets))


def _finding(rule: Rule, looked: Looked) -> Finding:
    if rule.severity != "change":
        return Finding(rule, found=FOUND[rule.check](looked) if rule.check in FOUND else "")
    was, becomes = CHANGES[rule.check](looked, rule.value)
    return Finding(rule, was, becomes)
