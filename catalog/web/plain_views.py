"""Pages that ask the catalogue for nothing or little: the guide, the privacy notice, downloads, pictures."""

from __future__ import annotations

from datasette import Response
from datasette.utils.asgi import AsgiFileDownload

from catalog.publish import licence
from catalog.publish.tables import schema
from catalog.registers import retention
from catalog.web import phrases, pictures, search
from catalog.web.pages import Visit, render


async def guide(visit: Visit) -> Response:
    """How to read and use the catalogue, for buyers."""
    return render(visit, "guide.html", question=search.Question())


async def privacy(visit: Visit) -> Response:
    """Whose data stand here, by what right, for how long, how they go; and the licence of the open data."""
    found = visit.catalogue
    months = {kind: found.months.get(kind, period.months) for kind, period in retention.defaults().items()}
    return render(
        visit, "privacy.html", question=search.Question(), operator=found.operator, contact=found.contact,
        periods=[(phrases.KEPT[kind], number) for kind, number in months.items()], licence_title=licence.TITLE,
        licence_url=licence.URL,
    )  # fmt: skip


async def take(visit: Visit) -> Response:
    """The whole catalogue as files: for a spreadsheet, for a program, as the database itself."""
    return render(visit, "take.html", question=search.Question(), tables=schema.OPEN_DATA.values())


async def picture(visit: Visit) -> Response | AsgiFileDownload:
    """One derived picture."""
    asked = visit.request.url_vars
    path = await pictures.find(visit.catalogue, asked["sha256"], asked["size"], asked["ending"])
    if path is None:
        return Response.text("Không có ảnh này. (No such picture.)", status=404)
    media_type = pictures.SIZES[asked["size"]][1]
    # A copy: Datasette writes the length of each file into it.
    return AsgiFileDownload(str(path), content_type=media_type, headers=dict(pictures.HEADERS))
