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
    return {name: get(name) for name in _names()}


@cache
def get(name: str) -> Market:
    """The market of that name, of which alone is loaded what it needs. Raises Unknown, naming those that there are."""
    if name not in _names():
        raise Unknown("market", name, _names())
    found: Market = import_module(f"{__name__}.{name}").MARKET
    return found


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not (m.ispkg or m.name in SHARED)))
