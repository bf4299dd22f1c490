"""Originals of pictures: kept untouched under their hash; of what was looked at before, what was seen is known."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import images
from catalog.errors import OcopError
from catalog.sheets.opening.kinds import NotOpened
from catalog.workbench.days import day_shown
from catalog.workbench.home import Home
from catalog.workbench.identities import tombstones
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Match:
    """A stored picture: what it was called, where its original is kept, what is odd about it (codes of issues)."""

    name: str
    sha256: str
    width_px: int
    height_px: int
    warnings: tuple[str, ...] = ()


class Originals:
    """Stores pictures in a home; their pixels are looked at later (looking.py)."""

    def __init__(self, home: Home) -> None:
        self._folder = home.pictures
        with Workbench(home.workbench) as bench:
            rows = bench.rows("SELECT sha256, width_px, height_px, warnings FROM received_pictures")
            spoilt = bench.rows("SELECT sha256, why FROM picture_looks WHERE why IS NOT NULL")
            self._gone = tombstones.gone(bench, "picture")
        self._spoilt = {r["sha256"]: r["why"] for r in spoilt}
        self._known = {r["sha256"]: (r["width_px"], r["height_px"], tuple(r["warnings"].split())) for r in rows}

    def keep(self, name: str, read: Callable[[], bytes]) -> Match | str:
        """The picture as stored, or why it cannot be used, as a Vietnamese phrase."""
        try:
            data = read()
        except (OcopError, NotOpened):
            return "không mở được tệp"
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self._gone:
            return f"ảnh đã được gỡ theo yêu cầu ngày {day_shown(self._gone[sha256])}"
        if sha256 in self._spoilt:
            return str(self._spoilt[sha256])
        if (known := self._known.get(sha256)) and images.original_of(sha256, self._folder).exists():
            return Match(name, sha256, *known)
        try:
            picture = images.store(data, self._folder)
        except images.PictureError as error:
            return error.why
        self._known[sha256] = (picture.width_px, picture.height_px, picture.warnings)
        return Match(name, sha256, picture.width_px, picture.height_px, picture.warnings)
