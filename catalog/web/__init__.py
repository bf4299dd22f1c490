"""The Datasette plugin with the buyers' site: hooks only; the views live next door."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from catalog.web import catalogue, headers, limits, metadata, moved, nonces, office_routes, pages, routes
from catalog.web.officers import visit as office
from catalog.web.submitting import routes as senders
from catalog.web.submitting import visit

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette
    from jinja2 import Environment


# Last, so that the routes of every other plugin stand before the page for addresses that nobody knows.
@hookimpl(trylast=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """The buyers' pages, where one of the databases is a catalogue; the senders' and the officers', where a home is."""
    if office.home_of(datasette):
        return office_routes.routes()
    if visit.home_of(datasette):
        return senders.routes()
    return routes.routes(datasette) if catalogue.of(datasette) else []


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Any] | None:
    """What the tables and columns of a catalogue mean, for Datasette's own pages."""
    found = catalogue.of(datasette)
    return (lambda: metadata.describe(datasette, found.database.name)) if found else None


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limits for everybody's SQL."""
    limits.limit(conn)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Scripts of Datasette's templates are marked as its own."""
    nonces.mark(env)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Security headers on every answer; old addresses of the catalogue lead on."""
    found = catalogue.of(datasette)
    if found is None:
        return lambda app: headers.guarded(app, None)
    return lambda app: headers.guarded(moved.leading_on(app, found.database.name), found)


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way back from Datasette's own pages to the buyers'."""
    if not catalogue.of(datasette):
        return []
    return [{"href": datasette.urls.path("/"), "label": "Trang sản phẩm cho người mua (the catalogue's pages)"}]


@hookimpl
def extra_css_urls(datasette: Datasette) -> list[str]:
    """A few lines for Datasette's own pages; ours are rendered apart."""
    return [pages.data_style(datasette)] if catalogue.of(datasette) else []
