"""One file of this folder = one marketplace; it is found by being there.

To add one: a module with `MARKET = Market(...)`, its rules in `registers/markets/<name>.toml`, then `make golden`.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from catalog.errors import Unknown
from catalog.markets.market import Market

# What markets share; every other module of this folder is a market, folders are not.
SHARED = frozenset({"accounts", "checks", "docs", "export", "market", "readiness", "register", "rules", "sampling"})


@cache
def known() -> dict[str, Market]:
    """Every market by name, in the order of names."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not (m.ispkg or m.name in SHARED))
    found: dict[str, Market] = {name: import_module(f"{__name__}.{name}").MARKET for name in names}
    return found


def get(name: str) -> Market:
    """The market of that name. Raises Unknown, naming those that there are."""
    if name not in known():
        raise Unknown("market", name, known())
    return known()[name]
