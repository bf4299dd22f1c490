"""The photos of a delivery, found by what a cell of a sheet calls them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from catalog.errors import OcopError
from catalog.values import text
from catalog.workbench.photos.photo_names import base, in_order
from catalog.workbench.rows.delivery import Photo
from catalog.workbench.rows.picture_names import picture_key


class PhotoIndex:
    """Answers which photos a name means, as positions in the list that it was made of."""

    def __init__(self, photos: Iterable[Photo]) -> None:
        self.photos = list(photos)
        self._by: tuple[dict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(4))
        names, keys, series, folders = self._by
        for number, photo in enumerate(self.photos):
            names[text.key(photo.name)].append(number)
            keys[picture_key(photo.name)].append(number)
            series[base(PurePosixPath(photo.name).stem)].append(number)
            for folder in dict.fromkeys(map(text.fold, photo.folders)):
                folders[folder].append(number)

    def named(self, name: str) -> list[int] | None:
        """The photos that a cell names: one, or a numbered series, or a folder's; None where several may be meant.

        Empty where nothing is called so. Tried in turn: the name as it stands, without accents and ending, as the
        name of a series ("mat-ong" of "mat-ong-1.jpg"), as the name of a folder.
        """
        path = PurePosixPath(text.clean(name).replace("\\", "/"))
        names, keys, series, folders = self._by
        plain = picture_key(path.name)
        for found in (names.get(text.key(path.name)), keys.get(plain) if plain else None):
            if found:
                return self._one_of(found, path.parts[:-1])
        found = (series.get(plain) or folders.get(text.fold(path.name)) or []) if plain else []
        return sorted(found, key=lambda n: in_order(self.photos[n].label))

    def _one_of(self, found: list[int], folders: tuple[str, ...]) -> list[int] | None:
        """The one that is meant: by the folder in the cell, or because all are the same picture."""
        if len(found) > 1 and folders:
            shared = [_shared(self.photos[n].folders, folders) for n in found]
            found = [n for n, count in zip(found, shared, strict=True) if count == max(shared)]
        return found[:1] if len(found) == 1 or self._are_equal(found) else None

    def _are_equal(self, found: list[int]) -> bool:
        try:
            return len({hashlib.sha256(self.photos[n].read()).digest() for n in found}) == 1
        except OcopError:
            return False


def _shared(some: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many folders two paths share, from the innermost outwards."""
    pairs = zip(reversed(some), reversed(other), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if text.fold(a) != text.fold(b)), min(len(some), len(other)))
