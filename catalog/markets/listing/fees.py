"""What a producer is left with after a market's fees; rates are data with a date, given by the operator.

Markets change their rates several times a year and publish them per category, so none is built in: an operator writes
what holds into the home's `config.toml`, and the export says on which day it was looked up.

    [fees.shopee]
    percent = 9.5
    fixed = 3000
    as_of = "2026-10-01"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.errors import Refused


@dataclass(frozen=True, slots=True)
class Fee:
    """A share of the price in per cent and a fixed amount in đồng, as looked up on a day."""

    percent: float
    as_of: date
    fixed: int = 0

    def net(self, price: int) -> int:
        """Whole đồng that are left of a price, rounded down: a promise must not be too high."""
        return max(0, int(price - price * self.percent / 100 - self.fixed))


def of(config: Mapping[str, Any], market: str) -> Fee | None:
    """The fee that config.toml states for a market; None where it states none. Raises Refused where it is no fee."""
    given = config.get("fees", {}).get(market)
    if given is None:
        return None
    try:
        fee = Fee(float(given["percent"]), date.fromisoformat(str(given["as_of"])), int(given.get("fixed", 0)))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f'[fees.{market}] in config.toml needs percent and as_of = "2026-10-01": {error}.') from error
    if not 0 <= fee.percent <= 100 or fee.fixed < 0:
        raise Refused(f"[fees.{market}] in config.toml: percent is 0 to 100, fixed is not below 0.")
    return fee
