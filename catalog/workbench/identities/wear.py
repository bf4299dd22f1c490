"""Marks that stand on too many names to say anything of them: an officer's telephone, a code on every row of a list.

How many names have one now is what counts, whatever was found while it had fewer; so the order in which they came does
not.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalog.workbench.identities import cores
from catalog.workbench.identities.alike import Who
from catalog.workbench.store import Workbench

# A mark on more different names than these says nothing of any of them.
FEW = 3


def worn(bench: Workbench) -> set[str]:
    """The marks, as stored, that stand on too many names by what living rows say."""
    return {row["key"] for row in bench.rows(_WORN, [FEW])}


_WORN = """
SELECT key FROM identities WHERE is_living AND key NOT LIKE 'name:%' AND key NOT LIKE 'producer:%'
 GROUP BY key HAVING count(*) > ?
"""


def together(held: Iterable[tuple[str, Iterable[str]]], producers: Mapping[str, str]) -> set[str]:
    """Sellers' codes, as stored, that stand on too many names of one producer under all of its spellings.

    held: such codes with the own ids that have them. producers: those that gave way, with the one that stays.
    """
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, ids in held:
        maker, _, code = key.removeprefix("sku:").partition("|")
        home = producers.get(maker, maker), code
        keys[home].add(key)
        names[home].update(ids)
    return {key for home, ids in names.items() if len(ids) > FEW for key in keys[home]}


def of_joined(bench: Workbench, producers: Mapping[str, str]) -> set[str]:
    """As `together`, of all producers that gave way or stay, by what living rows say."""
    asked = json.dumps(sorted({*producers, *producers.values()}))
    return together(((key, (own,)) for key, own in bench.rows(_SELLERS, [asked])), producers)


# In one pass: where the past is looked at, `identities` is a view, of which no key is found by an index.
_SELLERS = """
SELECT key, id FROM identities
 WHERE is_living AND key >= 'sku:' AND key < 'sku;'
   AND substr(key, 5, instr(key, '|') - 5) IN (SELECT value FROM json_each(?))
"""


def of_few(a: Who, b: Who, worn: set[str]) -> tuple[Who, Who]:
    """Two producers without tax codes and telephones that stand on too many names; between equal names these count."""
    shared = a.said & b.said & worn
    if not shared or cores.bare(a.name) == cores.bare(b.name):
        return a, b
    return replace(a, said=a.said - shared), replace(b, said=b.said - shared)
