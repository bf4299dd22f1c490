"""What somebody hands over: paths, folders or standard input, as sheets and pictures."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.errors import Unreadable
from catalog.values import text

PICTURES = frozenset(".jpg .jpeg .png .webp .gif .heic .heif .avif .tif .tiff .bmp".split())
# What computers leave in folders beside what people put there.
LITTER = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Received:
    """One received file: its name as sent and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sheets in the order given; pictures by the folded stem of their names, and by address where they were fetched."""

    sheets: tuple[Received, ...] = ()
    pictures: dict[str, list[Path]] = field(default_factory=dict)
    fetched: dict[str, Path] = field(default_factory=dict)

    def picture(self, name: str) -> Path | None:
        """The picture that a cell names, with or without accents and ending; None where none or several fit."""
        if "://" in name:
            return self.fetched.get(name)
        found = self.pictures.get(picture_key(name), [])
        return found[0] if len(found) == 1 else None


def picture_key(name: str) -> str:
    """What two spellings of one picture's name share."""
    path = Path(text.clean(name).replace("\\", "/"))
    return text.fold(path.stem if path.suffix.lower() in PICTURES else path.name)


def collect(paths: Iterable[str]) -> Delivery:
    """Reads the given paths; folders wholly, in the order of names. Raises Unreadable for a path that is not there."""
    sheets: list[Received] = []
    pictures: dict[str, list[Path]] = defaultdict(list)
    for given in paths:
        if given == STDIN:
            sheets.append(Received("stdin", sys.stdin.buffer.read()))
            continue
        for path in _files(Path(given)):
            if path.suffix.lower() in PICTURES:
                pictures[picture_key(path.name)].append(path)
            else:
                sheets.append(Received(path.name, _read(path)))
    return Delivery(tuple(sheets), dict(pictures))


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
