"""A zip from a stranger: what it may hold, and its parts read without trusting its directory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.sheets.opening.kinds import NotOpened

MEMBERS = 10_000
UNPACKED = 1_200 * 10**6  # bytes; a million formatted empty rows of ten columns unpack to some 300 MB
RATIO = 200  # a million formatted empty rows shrink twelvefold; a bomb a thousandfold
RATIO_FROM = 20 * 10**6  # below this a high ratio does no harm
CHUNK = 1 << 20
LITTER = ("__MACOSX", "~$", ".", "Thumbs.db", "desktop.ini")

DAMAGED = (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError)


def open_archive(source: bytes | Path) -> zipfile.ZipFile:
    """The archive, after a look at its directory. Raises NotOpened for a bomb, a password or damage."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except DAMAGED as broken:
        raise NotOpened("file-damaged") from broken
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > MEMBERS:
        raise NotOpened("file-bomb", size=f"{len(members)} tệp con", limit=f"{MEMBERS} tệp con")
    if total > UNPACKED:
        raise _bomb(total)
    if (swollen := max(map(_swelling, members), default=0)) > RATIO:
        raise NotOpened("file-bomb", size=f"nén {swollen} lần", limit=f"{RATIO} lần")
    if any(member.flag_bits & 1 for member in members):
        raise NotOpened("file-password")
    _refuse_overlaps(members, len(source) if isinstance(source, bytes) else source.stat().st_size)
    return archive


def _swelling(member: zipfile.ZipInfo) -> int:
    """How many times a large member grows; small ones do no harm."""
    return member.file_size // max(member.compress_size, 1) if member.file_size > RATIO_FROM else 0


def _bomb(size: int) -> NotOpened:
    return NotOpened("file-bomb", size=f"{size / 1e6:.0f} MB", limit=f"{UNPACKED / 1e6:.0f} MB")


def _refuse_overlaps(members: list[zipfile.ZipInfo], size: int) -> None:
    """Members that share their bytes: the sum of what they take exceeds the file, or two begin at one place."""
    starts = {member.header_offset for member in members}
    if len(starts) < len(members) or sum(member.compress_size for member in members) > size:
        raise _bomb(sum(member.file_size for member in members))


def chunks(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> Iterator[bytes]:
    """The real bytes of one part, a megabyte at a time; counts them. Raises NotOpened where the directory lied."""
    read = 0
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                read += len(chunk)
                if read > UNPACKED:
                    raise _bomb(read)
                yield chunk
    except KeyError as missing:
        raise NotOpened("file-damaged") from missing
    except (*DAMAGED, zlib.error) as broken:
        raise NotOpened("file-damaged") from broken


def part(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """One whole part; for the small ones."""
    return b"".join(chunks(archive, name))


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Raises NotOpened where a part of XML declares a document type: no office program writes one (H2)."""
    for member in archive.infolist():
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        head = next(chunks(archive, member.filename), b"")[:65536]
        # Zeros are dropped so that a declaration in UTF-16 is seen as well.
        if b"<!DOCTYPE" in head.replace(b"\x00", b"") or b"<!ENTITY" in head.replace(b"\x00", b""):
            raise NotOpened("file-unsafe", what="khai báo thực thể XML")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip that somebody sent: its name, the folders it lay in there; its bytes when they are needed."""

    name: str
    folders: tuple[str, ...]
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def read(self) -> bytes:
        """Raises NotOpened where the directory lied about it."""
        return part(self.archive, self.info)


def members(source: bytes | Path) -> Iterator[Member]:
    """The files in a zip that somebody sent, sheets and pictures alike, folders left out.

    What computers leave beside them is skipped (H29: __MACOSX, ~$…, Thumbs.db). A name is a label: it never leads
    anywhere. Raises NotOpened as `open_archive` does.
    """
    archive = open_archive(source)
    for member in archive.infolist():
        *folders, name = _name(member).replace("\\", "/").split("/")
        folders = [f for f in folders if f.strip(". ")]
        if name and not any(p.startswith(LITTER) for p in (*folders, name)):
            yield Member(name, tuple(folders), archive, member)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; zips of Windows write UTF-8 without saying so, which Python reads as code page 437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename
