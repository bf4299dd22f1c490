"""Which received picture belongs to which draft, by the names that the sheet gives."""

from __future__ import annotations

import json
from dataclasses import dataclass

import images
from catalog.workbench.delivery import Delivery, Photo
from catalog.workbench.drafts import Draft
from catalog.workbench.home import Home
from catalog.workbench.store import Workbench

_Numbered = list[tuple[int, Draft]]


@dataclass(frozen=True, slots=True)
class Match:
    """A picture of a draft: where its original is kept, and the name by which the sheet called it."""

    name: str
    sha256: str
    width_px: int
    height_px: int


def is_address(name: str) -> bool:
    """Whether a picture is named by where it can be fetched; that is the crawler's work, not the import's."""
    return "://" in name or name.startswith("/")


def named(draft: Draft) -> list[str]:
    """The picture names and addresses that a draft states."""
    return list(json.loads(draft.facts.get("images") or "[]")) if "images" in draft.says else []


def keep(delivery: Delivery, drafts: list[Draft], home: Home) -> None:
    """Stores the originals that the drafts name, once each; a picture that cannot be used becomes an issue."""
    kept: dict[int, Match | str] = {}
    for draft in drafts:
        for name in named(draft):
            photo = delivery.picture(name)
            if photo is None:
                continue
            if id(photo) not in kept:
                kept[id(photo)] = _keep(photo, name, home)
            found = kept[id(photo)]
            if isinstance(found, str):
                draft.doubt("picture-unusable", "images", name, why=found)
            else:
                draft.pictures.append(found)


def _keep(photo: Photo, name: str, home: Home) -> Match | str:
    try:
        picture = images.store(photo.read(), home.pictures)
    except images.PictureError as error:
        return error.why
    return Match(name, picture.sha256, picture.width_px, picture.height_px)


def match(drafts: list[Draft], delivery: Delivery) -> None:
    """Marks the pictures that a sheet names and the delivery does not hold; addresses are fetched by nobody here."""
    for draft in drafts:
        for name in named(draft):
            if not is_address(name) and delivery.picture(name) is None:
                draft.doubt("picture-missing", "images", name)


def save(bench: Workbench, numbered: _Numbered) -> None:
    """Stores which pictures each draft has, in the order the sheet names them."""
    rows = (
        (number, position, p.sha256, p.name, p.width_px, p.height_px)
        for number, draft in numbered
        for position, p in enumerate(draft.pictures, 1)
    )
    bench.insert("draft_pictures", ("draft_id", "position", "sha256", "name", "width_px", "height_px"), rows)
