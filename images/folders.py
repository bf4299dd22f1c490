"""Where pictures lie: originals and derived files by the hash of the original's bytes."""

from __future__ import annotations

import os
import re
from pathlib import Path

from images.sizes import BY_NAME

_SHA256 = re.compile(r"[0-9a-f]{64}")


def original_of(sha256: str, folder: Path) -> Path:
    """The untouched original's path; it has no ending, since senders' endings are not to be trusted."""
    return folder / "originals" / _checked(sha256)[:2] / sha256


def path_of(sha256: str, size: str, folder: Path) -> Path:
    """The path of one derived size, whether it is there or not. Raises KeyError for a size that is not in SIZES."""
    name = f"{_checked(sha256)}-{size}{BY_NAME[size].ending}"
    return folder / "derived" / sha256[:2] / name


def _checked(sha256: str) -> str:
    # Hashes reach us through databases and addresses: one that is none could name a file elsewhere.
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 in lower-case hexadecimal: {sha256!r}")
    return sha256


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file so that it is there whole or not at all, also when the machine stops half-way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = part_of(path, os.getpid())
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def part_of(path: Path, pid: int) -> Path:
    """The name under which the process `pid` writes `path` until it is whole."""
    return path.with_name(f".{path.name}.{pid}.part")
