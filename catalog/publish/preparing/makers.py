"""What all products of a producer say of it together: of each thing the weightiest word counts, of equals the newest.

The rule is that of products (docs/decisions/0010-precedence.md): a producer's own sheet goes before an officer's list,
that before a crawled page, whatever came last.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.workbench.reviewing import precedence
from catalog.workbench.reviewing.accepted import Merged
from catalog.workbench.reviewing.precedence import OF_THE_PRODUCER, Facts, Rank

_UNITS = frozenset(map(precedence.unit_of, OF_THE_PRODUCER))
_FIELDS = frozenset(name for unit in _UNITS for name in precedence.FIELDS[unit])


def facts_of(products: Sequence[Merged]) -> Facts:
    """The facts of the producer of some products."""
    if len(products) == 1:
        return _own(products[0])
    return _together(sorted(products, key=lambda p: (p.changed_at, p.id)))


def _own(product: Merged) -> Facts:
    return {n: v for n, v in product.facts.items() if n in _FIELDS}


def _together(products: Sequence[Merged]) -> Facts:
    """products: in the order of their last changes."""
    said: dict[str, tuple[Rank, Facts]] = {}
    last: tuple[object, ...] = ()
    for product in products:
        own = _own(product)
        this = (own, product.ranks, product.source, product.derived)
        if this != last:  # the rows of one list repeat themselves
            _lay(said, own, product)
        last = this
    return {n: v for _, fields in said.values() for n, v in fields.items()}


def _lay(said: dict[str, tuple[Rank, Facts]], own: Facts, product: Merged) -> None:
    for unit, fields in precedence.by_unit(own).items():
        before, weight = said.get(unit), product.rank(unit, fields)
        if before is None or weight >= before[0]:
            said[unit] = weight, fields
