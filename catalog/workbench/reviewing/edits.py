"""What officers said of a product or producer themselves: it counts before every source until it is withdrawn.

Append-only. Of several words on one column the last that was not withdrawn counts. What is said of a producer holds for
all its products; what is said of a price or pack holds for one pack.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog import columns
from catalog.values.packs.offer_keys import offer_key
from catalog.workbench.identities import succession
from catalog.workbench.reviewing import precedence
from catalog.workbench.reviewing.precedence import Facts
from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    from catalog.workbench.rows.drafts import Draft

# Columns whose edit says how many packs a cell of several sizes stands for: one.
OF_ONE_PACK = frozenset({"price", "pack"})


class Edit(NamedTuple):
    """One word of an officer; facts: typed field → value, None where it is to be empty. words is None for a pin."""

    id: int
    subject: str
    offer_key: str | None
    column: str
    words: str | None
    facts: Facts
    reason: str
    by: str
    at: str

    @property
    def shown(self) -> str:
        """What was said, as a sentence quotes it."""
        return self.words if self.words is not None else shown(self.column, self.facts)


@dataclass(slots=True)
class Standing:
    """The edits that count, by subject in the order in which they were made, each under the pack that it is about now.

    packs   product → key of a pack whose size an officer corrected → key of the pack that it is
    """

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    packs: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, product_id: str | None, producer_id: str | None) -> list[Edit]:
        """What counts for a product: what was said of its producer, then what was said of itself."""
        if not self.edits:
            return []
        return [*self.edits.get(producer_id or "", ()), *self.edits.get(product_id or "", ())]

    def pack(self, product_id: str | None, offer_key: str) -> str:
        """The pack that rows of this key are about: the very pack of that size, once an officer said which it is."""
        if not self.packs or product_id not in self.packs:
            return offer_key
        return self.packs[product_id].get(offer_key, offer_key)

    def one_pack(self, product_id: str) -> frozenset[str]:
        """The packs of a product of which an officer said price or content."""
        found = self.edits.get(product_id, ())
        return frozenset(e.offer_key for e in found if e.offer_key is not None and e.column in OF_ONE_PACK)


def standing(bench: Workbench, after: Mapping[str, str] = MappingProxyType({})) -> Standing:
    """The edits that count now. after: ids that give way with a delivery that is not stored yet, with who stays."""
    last: dict[tuple[str, str | None, str], Edit] = {}
    for row in bench.rows(_STANDING):
        number, subject, pack, column, words, facts, reason, by, at, on = row
        said = succession.edited_in_force(json.loads(facts), on)
        edit = Edit(number, after.get(subject, subject), pack, column, words, said, reason, by, at)
        key = (edit.subject, edit.offer_key, edit.column)
        last.pop(key, None)  # the order is that of the last words
        last[key] = edit
    found: dict[str, list[Edit]] = defaultdict(list)
    for edit in last.values():
        found[edit.subject].append(edit)
    packs = {subject: packs for subject, about in found.items() if (packs := _corrected(about))}
    for subject, keys in packs.items():
        found[subject] = [e._replace(offer_key=keys.get(e.offer_key or "", e.offer_key)) for e in found[subject]]
    return Standing(dict(found), packs)


def _corrected(about: list[Edit]) -> dict[str, str]:
    """Key of a pack → the key that its size has as an officer corrected it, over as many corrections as there are."""
    said = {e.offer_key: offer_key(e.facts) for e in about if e.column == "pack" and e.offer_key is not None}
    found = {}
    for key in said:
        now, seen = key, set[str]()
        while now in said and now not in seen:
            seen.add(now)
            now = said[now]
        if now != key:
            found[key] = now
    return found


# What was said of a product or producer that gave way to another one is said of that one.
_STANDING = """
SELECT e.id, coalesce(n.now_id, e.subject), e.offer_key, e."column", e.words, e.facts, e.reason,
       e.edited_by, e.edited_at, e.places_on
  FROM edits e LEFT JOIN identity_now n ON n.id = e.subject
 WHERE e.id NOT IN (SELECT edit_id FROM withdrawn_edits) ORDER BY e.id
"""


def shown(column: str, facts: Facts) -> str:
    """A statement in words: as the source wrote it where that is kept, else its first value; blank where it is none."""
    names = [f.name for f in columns.BY_NAME[column].typed]
    names.sort(key=lambda name: not name.endswith("_words"))
    values = [facts[n] for n in (*names, *facts) if facts.get(n) is not None]
    return str(values[0]) if values else ""


def tell(drafts: list[Draft], bench: Workbench, after: Mapping[str, str] = MappingProxyType({})) -> None:
    """Says of each row what of it does not count, because an officer said otherwise. after: see `standing`."""
    known = standing(bench, after)
    if not known.edits:
        return
    for draft in drafts:
        about = known.of(draft.product_id, draft.producer_id)
        facts = draft.facts if about else {}
        for edit in about:
            said = {n: facts[n] for n in edit.facts if n in facts}
            is_here = edit.offer_key in (None, known.pack(draft.product_id, draft.offer_key))
            if is_here and _says(said) and precedence.differ(said, _given(edit)):
                draft.doubt("edit-stands", edit.column, shown(edit.column, said), other=edit.shown or "để trống")


def _says(said: Facts) -> bool:
    return any(name not in precedence.QUIET for name in said)


def _given(edit: Edit) -> dict[str, Any]:
    return {n: v for n, v in edit.facts.items() if v is not None}
