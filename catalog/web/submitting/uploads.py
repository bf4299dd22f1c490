"""What a form of senders brings: files kept beside the ticket, a chat message as a file, words within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import BadRequest, Request

from catalog.errors import Refused
from catalog.values import text
from catalog.workbench.home import Home
from catalog.workbench.rows import delivery
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Role

MEGABYTE = 1_000_000
MOST_FILES = 60
LARGEST_FILE, LARGEST_REQUEST = 50 * MEGABYTE, 100 * MEGABYTE
# Bytes of everybody's unsent files together: beyond them nobody new begins.
MOST_KEPT = 5_000 * MEGABYTE
LONGEST_LINE, LONGEST_MESSAGE = 200, 100_000  # characters
MESSAGE = "tin-nhan.txt"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: its words by name, and its files as (name, bytes)."""

    words: dict[str, str]
    files: list[tuple[str, bytes]]

    def line(self, name: str) -> str:
        """One line of words, without what cannot be read."""
        return text.clean(self.words.get(name, ""))[:LONGEST_LINE]


async def read(request: Request) -> Sent:
    """The form of a request. Raises Refused with a sentence where it is too large or is none."""
    try:
        form = await request.form(
            files=True, max_file_size=LARGEST_FILE, max_request_size=LARGEST_REQUEST, max_files=MOST_FILES,
            max_fields=5_000, max_field_size=LONGEST_MESSAGE * 4,
        )  # fmt: skip
    except BadRequest as error:
        raise Refused(
            f"Chưa nhận được: mỗi lần gửi nhiều nhất {MOST_FILES} tệp, mỗi tệp {LARGEST_FILE // MEGABYTE} MB,"
            f" tất cả {LARGEST_REQUEST // MEGABYTE} MB. Mời gửi thành nhiều lần.",
            code="form-refused",
        ) from error
    async with form:
        words: dict[str, str] = {}
        files: list[tuple[str, bytes]] = []
        for name in dict.fromkeys(form):
            for value in form.getlist(name):
                if isinstance(value, str):
                    words.setdefault(name, value)
                elif value.filename and (data := await value.read()):
                    files.append((_plain(value.filename), data))
    return Sent(words, files)


def _plain(name: str) -> str:
    """A file's name without folders: old browsers send whole paths."""
    return text.clean(name.replace("\\", "/").rpartition("/")[2])[:LONGEST_LINE] or "tep"


def keep(home: Home, ticket: str, sent: Sent) -> list[tuple[Role, str, str]]:
    """Keeps the files of a form beside a ticket, a zip unpacked, a message as a text file: role, name and hash of each.

    Raises Refused or Unreadable with a sentence for a zip that cannot be opened, or is a bomb.
    """
    return [(role, name, tickets.keep(home, ticket, data)) for role, name, data in _all(sent)]


def _all(sent: Sent) -> Iterator[tuple[Role, str, bytes]]:
    if message := sent.words.get("tin", "").strip():
        yield "sheet", MESSAGE, message[:LONGEST_MESSAGE].encode()
    for given, data in sent.files:
        for one in delivery.unpacked(given, data):
            inside = one.read()
            yield ("picture" if delivery.is_photo(one.name, inside) else "sheet"), one.label, inside


def is_full(home: Home) -> bool:
    """Whether so much lies unsent that nobody new may begin."""
    return sum(path.stat().st_size for path in home.tickets.rglob("*") if path.is_file()) > MOST_KEPT


def shown_type(data: bytes) -> str | None:
    """The media type of a picture that every browser shows; None for all else, which is not handed out."""
    for start, kind in _SHOWN:
        if data.startswith(start):
            return kind
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


_SHOWN: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)


def number(words: Any) -> int | None:
    """A whole number of a form or address; None for other words."""
    return int(words) if isinstance(words, str) and words.isdecimal() and len(words) < 10 else None
