"""`/gui/huong-dan`: the illustrated guide for who sends; there also before anything is published."""

from __future__ import annotations

from datasette import Response

from catalog.web.submitting import ticket_work
from catalog.web.submitting.visit import Visit, render


async def guide(visit: Visit, _: str) -> Response:
    """The steps as pictures with a line each, on one page of A4 when printed."""
    return render(visit, "senders_guide.html")


PAGES: ticket_work.Pages = ((r"/gui/huong-dan/?$", {"GET": guide}),)
