"""The addresses of the senders' pages and of producers' own, and what they answer where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from datasette import Response
from datasette.utils.asgi import Request

from catalog.desk import preview
from catalog.errors import OcopError, Unknown
from catalog.web.submitting import going_back, guide_view, kit_views, own_views, starting, typed_views, views
from catalog.web.submitting.ticket_work import View
from catalog.web.submitting.visit import Visit, home_of, render

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

# In the order in which they are tried: fixed addresses before those with a code.
PAGES = (
    *starting.PAGES, *guide_view.PAGES, *views.PAGES, *typed_views.PAGES, *kit_views.PAGES, *going_back.PAGES,
    *own_views.PAGES,
)  # fmt: skip


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """Every page as Datasette wants it; the last one answers addresses that nobody knows."""
    found = [(pattern, _served(views)) for pattern, views in PAGES]
    return [*found, (r"/(?:gui|cua-toi)", _served({"GET": not_found}))]


def _served(views: dict[str, View]) -> Callable[..., Any]:
    async def page(request: Request, datasette: Datasette) -> Response:
        home = home_of(datasette)
        # Routes exist only where a home takes what people send.
        assert home is not None
        visit = Visit(request, datasette, home)
        view = views.get("GET" if request.method == "HEAD" else request.method)
        if view is None:
            return Response.text("Method not allowed.", status=405, headers={"allow": ", ".join(views)})
        try:
            return await view(visit, unquote(request.url_vars.get("code", "")))
        except Unknown:
            return await not_found(visit, "")
        except OcopError as error:
            return render(visit, "submit_refused.html", 400, sentence=preview.sentence_of(error))

    return page


async def not_found(visit: Visit, _: str) -> Response:
    """Nothing has this code: no ticket, no invitation, no producer's own page; which of them is not said."""
    return render(visit, "submit_unknown.html", 404, is_own=visit.request.path.startswith("/cua-toi"))
