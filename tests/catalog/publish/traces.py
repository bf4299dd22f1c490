"""Looks for words in every byte of a folder: also inside zips, gzipped pages, tar files and what these hold."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog.values import text


def found(folder: Path, canaries: Iterable[str]) -> list[str]:
    """“file: canary” for each canary that stands in a file, as written, folded, or as JSON and addresses spell it."""
    wanted = {c: _spellings(c) for c in canaries}
    return [
        f"{name}: {canary}"
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
        for name, data in _opened(path.relative_to(folder).as_posix(), path.read_bytes())
        for canary, spelt in wanted.items()
        if any(s in data for s in spelt) or any(s in name.encode() for s in spelt)
    ]


def _spellings(canary: str) -> set[bytes]:
    forms = {canary, canary.lower(), canary.upper(), text.fold(canary), text.slug(canary), text.key(canary)}
    forms |= {unicodedata.normalize("NFD", form) for form in forms}
    plain, escaped = {f.encode() for f in forms}, {json.dumps(f)[1:-1].encode() for f in forms}
    return plain | escaped | {f.encode("utf-16-le") for f in forms}


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, and those of everything that they hold."""
    yield name, data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield from _opened(f"{name}!{member}", packed.read(member))
    elif data[:2] == b"\x1f\x8b":
        yield from _opened(f"{name}!", gzip.decompress(data))
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            for member in tar.getmembers():
                file = tar.extractfile(member)
                if file:
                    yield from _opened(f"{name}!{member.name}", file.read())
