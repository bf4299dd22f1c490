"""The addresses of the site: one line per page."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.utils.asgi import Request

from catalog.publish.tables import schema
from catalog.web import catalogue, downloads, feeds, place_views, plain_views, views
from catalog.web.cards import card_views
from catalog.web.pages import Visit, version

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

View = Callable[[Visit], Awaitable[Any]]

# Regular expression → view. A named group is a part of the address, still percent-encoded.
PAGES: tuple[tuple[str, View], ...] = (
    (r"/$", views.home),
    (r"/san-pham/?$", views.products),
    (r"/san-pham\.csv$", downloads.as_csv),
    (r"/san-pham\.json$", downloads.as_json),
    (r"/san-pham/(?P<slug>[^/]+)/?$", views.product),
    (r"/san-pham/(?P<slug>[^/]+)/bang-gia$", card_views.page),
    (r"/san-pham/(?P<slug>[^/]+)/bang-gia\.pdf$", card_views.pdf),
    (r"/san-pham/(?P<slug>[^/]+)/bang-gia\.png$", card_views.png),
    (r"/san-pham/(?P<slug>[^/]+)/ma-qr\.svg$", card_views.code),
    (r"/co-so/(?P<slug>[^/]+)/?$", views.producer),
    (r"/co-so/(?P<slug>[^/]+)/bang-gia\.pdf$", card_views.of_producer),
    (r"/ban-do/?$", place_views.country),
    (r"/tinh/(?P<slug>[^/]+)/?$", place_views.province),
    (r"/xa/(?P<slug>[^/]+)-(?P<code>[0-9]{5})/?$", place_views.commune),
    (r"/huong-dan/?$", plain_views.guide),
    (r"/tai-ve/?$", plain_views.take),
    (rf"/tai-ve/(?P<table>{'|'.join(schema.OPEN_DATA)})\.(?P<form>csv|json)$", downloads.table),
    (r"/rieng-tu/?$", plain_views.privacy),
    (r"/anh/(?P<sha256>[0-9a-f]{64})-(?P<size>[a-z]+)\.(?P<ending>webp|jpg)$", plain_views.picture),
    (r"/sitemap\.xml$", feeds.sitemap),
    (r"/thay-doi\.atom$", feeds.changes),
    (r"/robots\.txt$", feeds.robots),
    (r"/datapackage\.json$", feeds.package),
)


def routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """Every page as Datasette wants it; the last one answers addresses that neither of us knows."""
    pages = (
        *PAGES,
        (_file(datasette), downloads.database),
        (_row(datasette), views.row),
        (_unknown(datasette), views.not_found),
    )
    return [(pattern, _served(view)) for pattern, view in pages]


def _served(view: View) -> Callable[..., Any]:
    async def page(request: Request, datasette: Datasette) -> Any:
        if request.method not in ("GET", "HEAD"):
            return Response.text("Method not allowed.", status=405, headers={"allow": "GET, HEAD"})
        found = catalogue.of(datasette)
        # Routes exist only where a catalogue was found.
        assert found is not None
        if request.headers.get("if-none-match") == version(found):
            # The visitor's copy is of this release and day: a poor line carries only this line.
            return Response("", status=304, headers={"etag": version(found)})
        return await view(Visit(request, found))

    return page


def _file(datasette: Datasette) -> str:
    """The address of the catalogue's own file, which is Datasette's, too."""
    found = catalogue.of(datasette)
    return rf"/{re.escape(found.database.route) if found else ''}\.db$"


def _row(datasette: Datasette) -> str:
    """The address of one product's row, which Datasette has for tables and not for views."""
    own = "|".join(re.escape(db.route) for db in datasette.databases.values())
    return rf"/(?P<database>{own})/products/(?P<id>[^/.]+)(?P<ending>\.json)?$"


def _unknown(datasette: Datasette) -> str:
    """Any path whose first part is not Datasette's own: a database, a mounted folder, /-/, the icon.

    Without it such an address would become Datasette's English error page, and a traceback in its log.
    """
    mounts = [mount.strip("/") for mount, _ in datasette.static_mounts]
    own = [re.escape(name) for name in (*(db.route for db in datasette.databases.values()), *mounts)]
    return rf"/(?!(?:-|:memory:|favicon\.ico|\.json|{'|'.join(own)})(?:[/.]|$))"
