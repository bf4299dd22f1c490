"""Files that go back to who sent them: a sheet with its doubtful cells marked, their own photos."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from datasette import Response

from catalog.desk import preview
from catalog.errors import Unknown
from catalog.forms import returned
from catalog.web.submitting import ticket_work, uploads
from catalog.web.submitting.visit import PRIVATE, Visit
from catalog.workbench.senders import tickets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def marked(visit: Visit, code: str) -> Response:
    """A sheet with its doubtful cells marked."""

    def make() -> tuple[str, bytes]:
        found, files, _ = ticket_work.find(visit, code)
        report = preview.report_of(visit.home, found, files)
        sheets = tickets.of_role(files, "sheet")
        number = uploads.number(visit.request.url_vars["number"])
        if report is None or number is None or number >= len(sheets):
            raise Unknown("sheet", visit.request.url_vars["number"])
        file = sheets[number]
        made = returned.mark(tickets.path_of(visit.home, found.id, file.now).read_bytes(), file.name, report)
        return made.name, made.data

    name, data = await asyncio.to_thread(make)
    return sent_file(data, XLSX, name)


async def photo(visit: Visit, code: str) -> Response:
    """One of the ticket's own photos, to be looked at by who sent it."""

    def read() -> bytes:
        found, files, _ = ticket_work.find(visit, code)
        number = uploads.number(visit.request.url_vars["number"])
        file = next((f for f in tickets.of_role(files, "picture") if f.id == number), None)
        if file is None:
            raise Unknown("photo", visit.request.url_vars["number"])
        return tickets.path_of(visit.home, found.id, file.sha256).read_bytes()

    data = await asyncio.to_thread(read)
    kind = uploads.shown_type(data)
    if kind is None:
        raise Unknown("photo", visit.request.url_vars["number"])
    return sent_file(data, kind)


def sent_file(data: bytes, kind: str, name: str | None = None) -> Response:
    """A file for its owner alone; name: what it is kept as, where it is to be kept."""
    sent = PRIVATE | {"content-security-policy": "default-src 'none'; sandbox"}
    if name:
        plain = f"danh-sach.{name.rpartition('.')[2]}"
        sent["content-disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, headers=sent, content_type=kind)


PAGES: ticket_work.Pages = (
    (r"/gui/(?P<code>[^/]+)/bang/(?P<number>[0-9]+)\.xlsx$", {"GET": marked}),
    (r"/gui/(?P<code>[^/]+)/anh/(?P<number>[0-9]+)$", {"GET": photo}),
)
