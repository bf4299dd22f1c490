"""The file of a backup: a plain tar of named files that ends with their manifest. docs/backup.md has the format.

Only names of the home's own layout are written or let in, so a hostile archive can name nothing else; and the tar is
not compressed, so that no member is larger than the bytes it takes in the file.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from catalog.errors import Conflict, Unreadable
from catalog.workbench.progress import Progress, no_progress

FORMAT = 1
MANIFEST = "manifest.json"
# A manifest of some 800,000 files.
MOST_MANIFEST_BYTES = 128 << 20
CHUNK = 1 << 20

_HASHED = r"([0-9a-f]{2})/\2[0-9a-f]{62}"
# What a backup holds. To add a kind of file: a line here, one in backup.py that finds it, one in docs/backup.md.
_NAMES = re.compile(
    r"(?:workbench\.db|config\.toml"
    r"|releases/\d{1,9}-[0-9a-f]{12}/(?:catalog\.db|manifest\.json)"
    rf"|(inbox|pictures/originals)/{_HASHED}"
    r"|crawls/[0-9a-z-]{1,64}/(?:(?:records|pages)\.jsonl|run\.json|pages/([0-9a-f]{2})/\3[0-9a-f]{62}\.html\.gz))"
)

# Receives the bytes of one member, chunk by chunk.
Take = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the current release, and hash and size of every file by its name in the home."""

    made_at: str
    program: str
    current: str | None
    files: dict[str, dict[str, Any]]

    def encode(self) -> bytes:
        said = {"format": FORMAT, "made_at": self.made_at, "program": self.program, "current": self.current}
        return (json.dumps(said | {"files": self.files}, indent=1) + "\n").encode()


def is_ours(name: str) -> bool:
    """Whether a backup may hold a file of this name."""
    return _NAMES.fullmatch(name) is not None


def add(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> dict[str, Any]:
    """Appends `size` bytes of a file; gives its line of the manifest. Raises Conflict where it has shrunk."""
    reader = _Hashing(file)
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    try:
        tar.addfile(member, cast(IO[bytes], reader))
    except (OSError, tarfile.TarError) as error:
        if "unexpected end of data" in str(error):
            raise Conflict(f"{name} was cut while it was being copied; run the backup again.") from error
        raise
    return {"sha256": reader.digest.hexdigest(), "bytes": size}


class _Hashing:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """An archive opened for reading. Raises Unreadable where it is no tar file or is cut."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except FileNotFoundError as error:
        raise Unreadable(f"There is no file {path}.", code="file-missing") from error
    except (tarfile.TarError, EOFError, IsADirectoryError) as error:
        raise Unreadable(f"{path} is not a whole backup of this program: {error}.", code="backup-unreadable") from error


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    """The manifest, after a look at every member's name and kind. Raises Unreadable where anything is out of place."""
    names: set[str] = set()
    found = None
    for member in tar:
        # Links, devices, folders and files with holes are none of ours.
        if (
            member.type != tarfile.REGTYPE
            or member.issparse()
            or (member.name != MANIFEST and not is_ours(member.name))
        ):
            raise _foreign(tar, f"it holds {member.name[:80]!r}")
        if member.name in names:
            raise _foreign(tar, f"it holds “{member.name}” twice")
        names.add(member.name)
        found = member
    if found is None or found.name != MANIFEST or found.size > MOST_MANIFEST_BYTES:
        raise _foreign(tar, "its manifest is missing")
    manifest = _parsed(tar, _bytes_of(tar, found))
    if set(manifest.files) != names - {MANIFEST}:
        raise _foreign(tar, "its manifest names other files than it holds")
    if manifest.current and f"releases/{manifest.current}/catalog.db" not in names:
        raise _foreign(tar, f"its current release {manifest.current} is missing")
    return manifest


def _bytes_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    assert file is not None  # a regular file, as looked at before
    return file.read()


def _parsed(tar: tarfile.TarFile, data: bytes) -> Manifest:
    try:
        said = json.loads(data)
        if said["format"] > FORMAT:
            raise Conflict(f"{tar.name!s} was made by a newer version of this program.", code="home-newer")
        files = {str(n): {"sha256": str(f["sha256"]), "bytes": int(f["bytes"])} for n, f in said["files"].items()}
        current = None if said["current"] is None else str(said["current"])
        return Manifest(str(said["made_at"]), str(said["program"]), current, files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _foreign(tar, "its manifest cannot be read") from error


def members(tar: tarfile.TarFile, progress: Progress, stage: str) -> Iterator[tarfile.TarInfo]:
    """Every member but the manifest, in the order in which they lie in the file."""
    found = tar.getmembers()[:-1]
    for done, member in enumerate(found):
        progress(stage, done, len(found))
        yield member


def copy(tar: tarfile.TarFile, manifest: Manifest, member: tarfile.TarInfo, take: Take = len) -> None:
    """Hands a member's bytes on, and raises Unreadable at the end where they are not those of the manifest."""
    file = tar.extractfile(member)
    assert file is not None  # read_manifest has seen it as a regular file
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        take(chunk)
    if digest.hexdigest() != manifest.files[member.name]["sha256"]:
        raise _foreign(tar, f"the bytes of “{member.name}” are not those that were backed up")


def verify(path: Path, progress: Progress = no_progress) -> Manifest:
    """The manifest of an archive of which every byte was read and compared. Raises Unreadable."""
    with opened(path) as tar:
        manifest = read_manifest(tar)
        for member in members(tar, progress, "verify"):
            copy(tar, manifest, member)
    return manifest


def _foreign(tar: tarfile.TarFile, why: str) -> Unreadable:
    return Unreadable(f"{tar.name!s} is not a whole backup of this program: {why}.", code="backup-unreadable")
