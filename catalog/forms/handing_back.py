"""Writes what goes back to senders: for each received file its marked workbook and a picture of the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from catalog.forms import summary
from catalog.forms.returned import mark
from images import PictureError
from images.summary import picture


def hand_back(folder: Path, files: Iterable[tuple[str, bytes]], report: Mapping[str, Any]) -> list[Path]:
    """The files written into a folder, which is made where it is missing: a workbook and a PNG for each file received.

    files: name and bytes as received; report: the document of `ocop import --json`. Written again, the same names hold
    the newer content; two received files of one name get two. Where the machine has no Vietnamese font there are
    workbooks only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, data in files:
        made = mark(data, name, report)
        path = _free(folder, made.name, written)
        path.write_bytes(made.data)
        written.append(path)
        try:
            drawn = picture(summary.TITLE, summary.lines(made.findings))
        except PictureError:
            continue
        path.with_suffix(".png").write_bytes(drawn)
        written.append(path.with_suffix(".png"))
    return written


def _free(folder: Path, name: str, taken: list[Path]) -> Path:
    """A path inside the folder whatever the name says, and none that was written just now (H29)."""
    plain = "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name).lstrip(".")
    stem, _, ending = plain.rpartition(".")
    stem = stem[:120]  # letters; the longest name of a file has 255 bytes, and some letters take three
    while len(stem.encode()) > 200:
        stem = stem[:-1]
    names = (f"{stem}.{ending}", *(f"{stem} ({number}).{ending}" for number in range(2, 10_000)))
    lowered = {path.name.lower() for path in taken}
    return next(folder / free for free in names if free.lower() not in lowered)
