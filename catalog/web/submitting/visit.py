"""One request for a page of senders, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response

from catalog.web import catalogue, headers, language, pages
from catalog.web.pages import Asked
from catalog.workbench.home import Home

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette


# The attribute of a Datasette that wakes the worker.
BELL = "_ocop_bell"


@dataclass(frozen=True)
class Visit(Asked):
    """One request for a page of senders; home: whose desk it is."""

    datasette: Datasette
    home: Home

    @property
    def base(self) -> str:
        return str(self.datasette.setting("base_url"))

    @property
    def address(self) -> str:
        return str(_settings(self.datasette).get("address") or "").rstrip("/")

    @property
    def client(self) -> str:
        """The address that asks, as the server in front of ours says it."""
        return str((self.request.scope.get("client") or ("",))[0])

    def static(self, name: str) -> str:
        return str(self.datasette.static(name, plugin=pages.DISTRIBUTION))

    def ring(self) -> None:
        """Wakes the worker: something was just asked for (workbench/jobs.py)."""
        getattr(self.datasette, BELL)()


def home_of(datasette: Datasette) -> Home | None:
    """The home for which this Datasette takes what people send; None where it takes nothing."""
    root = _settings(datasette).get("home")
    return Home(Path(root)) if root else None


def _settings(datasette: Datasette) -> dict[str, Any]:
    return dict(datasette.plugin_config(catalogue.PLUGIN) or {})


def render(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page that nobody keeps and no search engine shows: its address is the key to it."""
    style = visit.static("submit.css")
    body = pages.written(visit, template, release=None, here="submit", submit_style=style, script=None, **values)
    return Response.html(body, status=status, headers=PRIVATE | {"content-language": visit.language.code})


PRIVATE = {
    "content-security-policy": headers.SENDERS_POLICY,
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    # The address of a ticket is its key: no other site may learn it from a link that somebody follows.
    "referrer-policy": "same-origin",
}


def go_to(visit: Visit, path: str) -> Response:
    """On to another page of ours, also after a form: the browser asks for it with GET."""
    kept = {"lang": visit.language.code} if visit.language.code != language.DEFAULT else {}
    return Response.redirect(visit.link(path, kept), status=303, headers=dict(PRIVATE))
