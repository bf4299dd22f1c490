"""Markets whose files only the seller can download: nothing is written without one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from catalog.errors import Refused
from catalog.markets.market import Job
from catalog.publish.tables.reading import Product
from catalog.registers import refusals


def needs_template(title: str) -> Callable[[Iterable[Product], Job], int]:
    """What a market whose files only the seller can download writes without one: nothing. Raises Refused."""

    def write(products: Iterable[Product], job: Job) -> int:
        raise Refused(refusals.sentence("template-needed", market=title), code="template-needed")

    return write
