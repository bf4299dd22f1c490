"""Where pictures lie: originals and derived files by the hash of the original's bytes."""

from __future__ import annotations

import os
import re
import secrets
import time
from pathlib import Path

from images.sizes import BY_NAME

_SHA256 = re.compile(r"[0-9a-f]{64}")
# Nobody writes one file for an hour: what is older was left behind by a process that was killed.
_PART_SECONDS = 3600


def original_of(sha256: str, folder: Path) -> Path:
    """The untouched original's path; it has no ending, since senders' endings are not to be trusted."""
    return folder / f"originals/{_checked(sha256)[:2]}/{sha256}"


def path_of(sha256: str, size: str, folder: Path) -> Path:
    """The path of one derived size, whether it is there or not. Raises KeyError for a size that is not in SIZES."""
    return folder / f"derived/{_checked(sha256)[:2]}/{sha256}-{size}{BY_NAME[size].ending}"


def made_of(sha256: str, folder: Path) -> Path:
    """The path of the list of recipes by which a picture's sizes were made."""
    return folder / f"derived/{_checked(sha256)[:2]}/{sha256}.json"


def derived_files(sha256: str, folder: Path) -> set[Path]:
    """Every file that was made of a picture, those of sizes that are no longer in SIZES too."""
    there = folder / "derived" / _checked(sha256)[:2]
    return {*there.glob(f"{sha256}-*"), *there.glob(f"{sha256}.json")}


def _checked(sha256: str) -> str:
    # Hashes reach us through databases and addresses: one that is none could name a file elsewhere.
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 in lower-case hexadecimal: {sha256!r}")
    return sha256


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file so that it is there whole or not at all, also when the machine stops half-way.

    Until it is whole it is called .<name>.<process>-<something>.part; others may write the same file at the same time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sync_folders(path: Path, upto: Path) -> None:
    """Forces the names that lead to a file to the disk, from its folder up to `upto`: an original cannot be remade."""
    for folder in path.parents:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if folder == upto:
            return


def _sweep(path: Path) -> None:
    """Removes what killed processes left of this file."""
    for part in path.parent.glob(f".{path.name}.*.part"):
        try:
            if time.time() - part.stat().st_mtime > _PART_SECONDS:
                part.unlink()
        except FileNotFoundError:
            continue  # another process has just finished or swept it
