"""Which photos of a delivery belong to which rows, decided by names alone; nothing is opened or written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from catalog.workbench.photos.photo_index import PhotoIndex
from catalog.workbench.photos.photo_matching import GUESSED, Matcher
from catalog.workbench.photos.photo_names import in_order
from catalog.workbench.photos.photo_products import Product, products
from catalog.workbench.rows.delivery import Photo
from catalog.workbench.rows.drafts import Draft
from catalog.workbench.rows.picture_names import PICTURES


@dataclass(slots=True)
class Wanted:
    """What one row has: pictures that it names (None is an address), files called like it, names without a file."""

    named: list[tuple[int | None, str]] = field(default_factory=list)
    filed: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """The rows that have or want pictures, by the id() of their draft, and who was matched by a part of a name.

    guessed: the label of a photo, and the first row of the product
    """

    rows: dict[int, Wanted] = field(default_factory=lambda: defaultdict(Wanted))
    guessed: list[tuple[str, Draft]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def is_address(name: str) -> bool:
    """Whether a picture is named by where it can be fetched; that is the crawler's work, not the import's."""
    return "://" in name or name.startswith(("/", "www."))


def named(draft: Draft) -> list[str]:
    """The picture names and addresses that a draft states."""
    found = json.loads(draft.facts.get("images") or "[]") if "images" in draft.says else []
    return [name for said in found for name in _apart(said)]


def _apart(said: str) -> list[str]:
    """The names in "a.jpg, b.jpg"; a comma inside one name is no border."""
    parts = [p.strip() for p in said.split(",")]
    are_names = len(parts) > 1 and all(PurePosixPath(p).suffix.lower() in PICTURES for p in parts)
    return parts if are_names and not is_address(said) else [said]


def plan(photos: Sequence[Photo], drafts: Iterable[Draft]) -> Plan:
    """Who has which photo: first what the rows name, then what is called like a product and nobody named."""
    made, drafts = Plan(), list(drafts)
    index = PhotoIndex(photos)
    for draft in drafts:
        if "images" in draft.says:
            _look_up(made, draft, index)
    left = [n for n in range(len(photos)) if n not in made.used]
    if left:
        _match(made, photos, left, products(drafts))
    return made


def _look_up(made: Plan, draft: Draft, index: PhotoIndex) -> None:
    for name in named(draft):
        wanted = made.rows[id(draft)]
        if is_address(name):
            wanted.named.append((None, name))
            continue
        found = index.named(name)
        if found:
            wanted.named += [(n, name if len(found) == 1 else index.photos[n].label) for n in found]
            made.used.update(found)
        elif found is None:
            wanted.unclear.append(name)
        else:
            wanted.missing.append(name)


def _match(made: Plan, photos: Sequence[Photo], left: list[int], known: list[Product]) -> None:
    matcher = Matcher(known)
    for number in sorted(left, key=lambda n: in_order(photos[n].label)):
        found = matcher.find(photos[number])
        if found is None:
            continue
        product, way = found
        made.used.add(number)
        for draft in product.drafts:
            made.rows[id(draft)].filed.append(number)
        if way >= GUESSED:
            made.guessed.append((photos[number].label, product.drafts[0]))
