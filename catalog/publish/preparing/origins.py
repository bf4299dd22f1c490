"""Where each public fact of a product comes from: which delivery, or an officer's hand; never who sent it or its file.

Stars are not among them: they come of the register of recognitions alone (table `certificates`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from catalog import columns
from catalog.workbench.days import day_of
from catalog.workbench.reviewing import precedence
from catalog.workbench.reviewing.accepted import EDIT, Merged

Origin = dict[str, Any]

# Statements that a product's page shows. A producer's ways to be reached are told by its consents, not by sheets.
SHOWN = frozenset(
    precedence.unit_of(column.name)
    for column in columns.COLUMNS
    if column.audience == "public"
    and (column.table in ("products", "offers") or column.name in ("producer", "commune"))
)


def of(product: Merged, is_pictured: bool) -> list[Origin] | None:
    """Each source or day of an officer's word with the columns that come from there; None where all have one source.

    A column stands under several where packs say it each from their own. Pictures (column images, where they are shown)
    that came by themselves and were assigned by an officer have source_id None.
    """
    if not product.origins and not product.pictures:  # as of most: nothing was said but by one
        return None
    found: dict[str, set[str]] = defaultdict(set)
    for place, facts in [(None, product.facts), *product.offers.items()]:
        for unit, said in precedence.by_unit(facts).items():
            if unit in SHOWN and not said.keys() <= precedence.QUIET:
                found[product.origins.get((place, unit), product.source_id)].add(unit)
    for picture in product.pictures if is_pictured else ():
        found[picture.get("submission_id") or picture.get("submission") or ""].add("images")
    if found.keys() <= {product.source_id}:
        return None
    # One day has one entry, however many words were said on it.
    return [entry | {"columns": sorted(columns)} for entry, columns in _by_day(found)]


def _by_day(found: dict[str, set[str]]) -> Iterator[tuple[Origin, set[str]]]:
    edited: dict[str, set[str]] = defaultdict(set)
    for origin, units in sorted(found.items()):
        if origin.startswith(EDIT):
            edited[day_of(origin.removeprefix(EDIT)).isoformat()] |= units
        else:
            yield {"source_id": origin or None}, units
    for day, units in edited.items():
        yield {"edited_on": day}, units


def sources(origins: list[Origin] | None) -> set[str]:
    """The deliveries that these name."""
    return {entry["source_id"] for entry in origins or () if entry.get("source_id")}
