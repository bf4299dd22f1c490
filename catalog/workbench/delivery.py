"""What somebody hands over: paths, folders or standard input, as sheets and pictures."""

from __future__ import annotations

import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.errors import Unreadable
from catalog.sheets import archive_members
from catalog.sheets.archive import LITTER
from catalog.values import text

PICTURES = frozenset(".jpg .jpeg .png .webp .gif .heic .heif .avif .tif .tiff .bmp".split())
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Received:
    """One received file: its name as sent and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Photo:
    """One received picture, read only when it is needed."""

    name: str
    source: Path | bytes

    def read(self) -> bytes:
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sheets in the order given; pictures by the folded stem of their names, and by address where they were fetched."""

    sheets: tuple[Received, ...] = ()
    pictures: dict[str, list[Photo]] = field(default_factory=dict)
    fetched: dict[str, Photo] = field(default_factory=dict)

    def picture(self, name: str) -> Photo | None:
        """The picture that a cell names, with or without accents and ending; None where none or several fit."""
        if name in self.fetched:
            return self.fetched[name]
        found = self.pictures.get(picture_key(name), [])
        return found[0] if len(found) == 1 else None


def picture_key(name: str) -> str:
    """What two spellings of one picture's name share."""
    path = Path(text.clean(name).replace("\\", "/"))
    return text.fold(path.stem if path.suffix.lower() in PICTURES else path.name)


def collect(paths: Iterable[str]) -> Delivery:
    """Reads the given paths; folders and zips wholly. Raises Unreadable for a path that is not there."""
    sheets: list[Received] = []
    pictures: dict[str, list[Photo]] = defaultdict(list)
    for name, source in _everything(paths):
        if Path(name).suffix.lower() in PICTURES:
            pictures[picture_key(name)].append(Photo(name, source))
        else:
            sheets.append(Received(name, source if isinstance(source, bytes) else _read(source)))
    return Delivery(tuple(sheets), dict(pictures))


def _everything(paths: Iterable[str]) -> Iterator[tuple[str, Path | bytes]]:
    """Every file by name, in the order given and then of names; what is in a zip with its bytes."""
    for given in paths:
        if given == STDIN:
            yield from _unpacked("stdin", sys.stdin.buffer.read())
            continue
        for path in _files(Path(given)):
            if zipfile.is_zipfile(path):
                yield from _unpacked(path.name, _read(path))
            else:
                yield path.name, path


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The members of a zip of files; a workbook, which is a zip as well, stays whole."""
    found = archive_members(data, name)
    if found is None:
        yield name, data
    else:
        yield from found


def _files(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise Unreadable(f"There is no file or folder {path}.", code="file-missing")
    if path.is_dir():
        inside = (p for p in path.rglob("*") if p.is_file())
        yield from sorted(p for p in inside if not any(x.startswith(LITTER) for x in p.relative_to(path).parts))
    else:
        yield path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.", code="file-missing") from error
