"""Pages and pictures kept by the hash of their bytes: the same bytes are kept once, under a name that proves them."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from crawler.run import replace

# First bytes of the picture formats that shops send. SVG is left out on purpose: it is a program, not a picture.
SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypavif", 4, "image/avif"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heif"),
    (b"BM", 0, "image/bmp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
)


def keep_page(folder: Path, body: bytes) -> str:
    """Stores a page as pages/<ab>/<sha256>.html.gz and returns the SHA-256 of the page itself."""
    sha = hashlib.sha256(body).hexdigest()
    path = page_path(folder, sha)
    if not path.exists():
        # mtime 0: the same page gives the same file.
        replace(path, gzip.compress(body, compresslevel=6, mtime=0))
    return sha


def read_page(folder: Path, sha: str) -> bytes:
    """The bytes of a page that was kept."""
    return gzip.decompress(page_path(folder, sha).read_bytes())


def page_path(folder: Path, sha: str) -> Path:
    return folder / "pages" / sha[:2] / f"{sha}.html.gz"


def keep_picture(folder: Path, body: bytes) -> tuple[str, Path]:
    """Stores the bytes of a picture untouched; returns their SHA-256 and the path relative to the folder."""
    sha = hashlib.sha256(body).hexdigest()
    relative = Path("pictures") / sha[:2] / sha
    if not (folder / relative).exists():
        replace(folder / relative, body)
    return sha, relative


def picture_type(body: bytes) -> str | None:
    """The kind of picture by its first bytes, whatever the server calls it; None for anything else."""
    for signature, at, name in SIGNATURES:
        if body[at : at + len(signature)] == signature:
            return name
    return None
