"""One file of this folder = one shop platform whose own data are read before its HTML; it is found by being there.

To add one: a module with `PLATFORM = Platform(...)` that turns the platform's answers into schema.org nodes, and a
small shop of your own making that answers as the platform does, under tests/crawler/shops/. Nothing else is touched.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from crawler.reading.jsonld import Node
from crawler.reading.page import Page
from crawler.reading.platforms.platform import Platform

# What platforms share; every other module of this folder is a platform.
SHARED = frozenset({"platform"})
# A page says what it was made with at its top, or not at all.
MARKS_WITHIN = 400_000


@cache
def known() -> dict[str, Platform]:
    """Every platform by name, in the order of names."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in SHARED)
    return {name: import_module(f"{__name__}.{name}").PLATFORM for name in names}


def recognised(page: Page) -> str | None:
    """The name of the platform that made a page; None for a page of none that is known here."""
    head = page.html[:MARKS_WITHIN]
    return next((name for name, platform in known().items() if platform.marks.search(head)), None)


def nodes(page: Page) -> tuple[str, list[Node]]:
    """The platform's name and the products that the page states in its way; an empty name where it is of none."""
    name = recognised(page)
    return (name, list(known()[name].on_page(page))) if name else ("", [])
