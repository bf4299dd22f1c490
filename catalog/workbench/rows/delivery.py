"""What somebody hands over: paths, folders or standard input, as sheets and pictures."""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.errors import Unreadable
from catalog.sheets import archive_members
from catalog.sheets.opening.archive import LITTER, Member
from catalog.sheets.opening.confined import refusal
from catalog.sheets.opening.kinds import NotOpened
from catalog.workbench.rows.picture_names import PICTURES

STDIN = "-"
# First bytes of pictures that phones send, also under names that say nothing.
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a")
_BOXES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


@dataclass(frozen=True, slots=True)
class Received:
    """One received file: its name as sent and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Photo:
    """One received picture: its name, the folders it lay in below what was given; read only when it is needed."""

    name: str
    source: Path | bytes | Member
    folders: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name with its folders, as reports show it."""
        return "/".join((*self.folders, self.name))

    def read(self) -> bytes:
        """Its bytes. Raises Unreadable where they cannot be had (any more)."""
        return _bytes_of(self.source, self.name)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sheets and pictures in the order given; pictures that were fetched, by address."""

    sheets: tuple[Received, ...] = ()
    photos: tuple[Photo, ...] = ()
    fetched: dict[str, Photo] = field(default_factory=dict)


def collect(paths: Iterable[str]) -> Delivery:
    """Reads the given paths; folders and zips wholly. Raises Unreadable for a path that is not there.

    Sheets are read at once, pictures when they are asked for.
    """
    received: list[Received] = []
    photos: list[Photo] = []
    taken: Counter[str] = Counter()
    for found in _everything(paths):
        if is_named_photo(found.name) or is_picture(data := found.read()):
            photos.append(found)
        else:
            received.append(Received(_numbered(found, taken), data))
    return Delivery(tuple(received), tuple(photos))


def is_photo(name: str, data: bytes) -> bool:
    """Whether a file is a picture, by its name or by its first bytes."""
    return is_named_photo(name) or is_picture(data)


def is_named_photo(name: str) -> bool:
    """Whether a name ends as those of pictures do; such a file is read only when it is needed."""
    return Path(name).suffix.lower() in PICTURES


def is_picture(data: bytes) -> bool:
    """Whether bytes begin as the pictures of phones and computers do."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_SIGNS) or data[4:12] in _BOXES or is_webp


def _numbered(found: Photo, taken: Counter[str]) -> str:
    """A sheet's name; of two with one name in a zip the second is called "… (2)"."""
    if isinstance(found.source, Member):
        taken[found.name.lower()] += 1
    count, path = taken[found.name.lower()], Path(found.name)
    return found.name if count < 2 else f"{path.stem} ({count}){path.suffix}"


def _everything(paths: Iterable[str]) -> Iterator[Photo]:
    """Every file, sheets too, in the order given and then of names; of a zip each that is in it."""
    for given in paths:
        if given == STDIN:
            yield from unpacked("stdin", sys.stdin.buffer.read())
            continue
        for path, folders in _files(Path(given)):
            yield from unpacked(path.name, path, folders)


def unpacked(name: str, source: Path | bytes, folders: tuple[str, ...] = ()) -> Iterator[Photo]:
    """The members of a zip of files; a workbook, which is a zip as well, stays whole."""
    is_packed = isinstance(source, bytes) or zipfile.is_zipfile(source)
    found = archive_members(source, name) if is_packed else None
    if found is None:
        yield Photo(name, source, folders)
    else:
        yield from (Photo(m.name, m, (*folders, *m.folders)) for m in found)


def _files(path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """A path, or every file below it, with the folders in between."""
    if not path.exists():
        raise Unreadable(f"There is no file or folder {path}.", code="file-missing")
    if not path.is_dir():
        yield path, ()
        return
    for inside in sorted(p for p in path.rglob("*") if p.is_file()):
        parts = inside.relative_to(path).parts
        if not any(x.startswith(LITTER) for x in parts):
            yield inside, parts[:-1]


def _bytes_of(source: Path | bytes | Member, name: str) -> bytes:
    try:
        if isinstance(source, bytes):
            return source
        return source.read_bytes() if isinstance(source, Path) else source.read()
    except OSError as error:
        raise Unreadable(f"{name} cannot be read: {error.strerror}.", code="file-missing") from error
    except NotOpened as refused:
        raise refusal(refused.code, name, **refused.values) from None
