"""What a file really is, judged by its bytes; its name says nothing that can be relied on."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

# The module of this package that opens each kind. To read a new kind: add its line, its module, its signature.
OPENERS = {
    "xlsx": "workbook",
    "xls": "workbook",
    "xlsb": "workbook",
    "ods": "workbook",
    "text": "delimited",
    "html": "markup",
    "docx": "document",
    "doc": "olddocument",
    "pdf": "pdf",
}
# First bytes of kinds that we can only name, with the words of the sentence “Tệp này thực ra là …”.
_FOREIGN = (
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"\x89PNG", "ảnh PNG"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén GZIP"),
    (b"{\\rtf", "văn bản RTF"),
    (b"SQLite format 3\x00", "cơ sở dữ liệu SQLite"),
    (b"\x7fELF", "chương trình"),
    (b"MZ", "chương trình Windows"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style|div|title)\b", re.I)
_PARTS = (  # a member of the zip that only this kind has
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "docx"),
)
_ZIP_FOREIGN = (("ppt/", "bài trình chiếu PowerPoint"), ("AndroidManifest.xml", "ứng dụng Android"))


class NotOpened(Exception):
    """Raised by a look at a file and by openers: a code of registers/refusals.toml and what its sentence says."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def recognise(data: bytes) -> str:
    """A key of OPENERS, or "zip" for an archive of other files. Raises NotOpened for anything else."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NotOpened("file-empty")
    if data[:2] == b"PK":
        return zip_kind(io.BytesIO(data))
    if data[:8] == _OLE:
        return _ole_kind(data)
    if b"%PDF-" in data[:1024]:  # readers of PDF allow other bytes in front
        return "pdf"
    for start, words in _FOREIGN:
        if data.startswith(start):
            raise NotOpened("file-other-kind", kind=words)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmp42", b"ftypisom"):
        raise NotOpened("file-other-kind", kind="ảnh hoặc phim của điện thoại")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise NotOpened("file-other-kind", kind="ảnh WebP")
    return "html" if _is_markup(data) else _text_kind(data)


def zip_kind(file: io.BytesIO | Path) -> str:
    """The kind of document that a zip is, "zip" for an archive of other files. Raises NotOpened."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names[:1] else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError) as broken:
        raise NotOpened("file-damaged") from broken
    if not names:
        raise NotOpened("file-empty")
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if mimetype:
        raise NotOpened("file-other-kind", kind="tài liệu OpenDocument")
    lowered = [name.lower().replace("\\", "/") for name in names]
    for part, kind in _PARTS:
        if part in lowered:
            return kind
    for start, words in _ZIP_FOREIGN:
        if any(name.startswith(start.lower()) for name in lowered):
            raise NotOpened("file-other-kind", kind=words)
    return "zip"


def _ole_kind(data: bytes) -> str:
    """Which document an OLE container holds, by the names of its streams (UTF-16)."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise NotOpened("file-password")
    if has("WordDocument"):
        return "doc"
    if has("PowerPoint Document"):
        raise NotOpened("file-other-kind", kind="bài trình chiếu PowerPoint")
    if has("Workbook") or has("Book"):
        return "xls"
    raise NotOpened("file-other-kind", kind="tài liệu Office đời cũ")


def _is_markup(data: bytes) -> bool:
    head = data[:2000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return True
    return head.startswith(b"<") and bool(_MARKUP.search(head))


def _text_kind(data: bytes) -> str:
    """Text, unless it holds bytes that no text has. UTF-16 is text although half of its bytes may be zero."""
    head = data[:4096]
    zeros = head.count(b"\x00")
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or zeros > len(head) // 5
    control = sum(head.count(bytes([code])) for code in (1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23))
    if not wide and (zeros > 2 or control > len(head) // 50):
        raise NotOpened("file-other-kind", kind="tệp nhị phân không rõ loại")
    return "text"
