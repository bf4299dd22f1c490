"""The written policy: what may be published without a person looking, and what is held for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.errors import Refused
from catalog.registers import issues

# What holds a product beside every issue of severity `error`: without a price or a wish to be asked, a listing is not
# complete; a price that was tapped on a producer's own page is looked at, since whoever has the link can tap it. What
# was said of stock there passes at once. `config.toml` may name other codes: [review] hold = ["price-missing",
# "own-price", "own-stock"].
HOLD = ("price-missing", "own-price")
# What holds a product whatever `config.toml` says: nobody vouches for who sent it.
ALWAYS = ("sender-unknown", "sender-other")
# State and reason of a draft that nothing holds.
ACCEPTED = ("accepted", "complete and unambiguous")


@dataclass(frozen=True, slots=True)
class Policy:
    """Codes that hold a product, beside all errors; `by` is what decisions made by it are signed with."""

    hold: frozenset[str] = frozenset(HOLD)
    by: str = "policy"

    @property
    def holding(self) -> frozenset[str]:
        """Every code that holds a product beside all errors."""
        return self.hold | frozenset(ALWAYS)

    def decide(self, codes: Iterable[str]) -> tuple[str, str]:
        """State and reason for a draft with these issue codes; a row without a name is rejected, not held."""
        codes = list(codes)
        if "name-missing" in codes:
            return "rejected", "name-missing"
        known = issues.kinds()
        holding = [c for c in codes if c in self.holding or known[c].severity == "error"]
        if holding:
            return "held", " ".join(dict.fromkeys(holding))
        return ACCEPTED


USUAL = Policy()


def from_config(config: dict[str, Any]) -> Policy:
    """The policy that `config.toml` writes down. Raises Refused where it names a code that does not exist."""
    codes = config.get("review", {}).get("hold", list(HOLD))
    unknown = sorted(set(codes) - set(issues.kinds()))
    if unknown:
        raise Refused(f"config.toml, [review] hold: no such issue code: {', '.join(unknown)}.")
    return Policy(frozenset(codes))
