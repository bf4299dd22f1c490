"""One request for a page of officers, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response

from catalog.web import catalogue, headers, language, pages
from catalog.web.submitting import visit as senders
from catalog.web.submitting.uploads import Sent
from catalog.workbench.home import Home
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

# The plugin setting that names the home whose officers these pages are for.
SETTING = "office"


@dataclass(frozen=True)
class Visit(senders.Visit):
    """One request; officer: who asks, None on the page where one logs in; sent: the form of a POST, already checked."""

    officer: Officer | None = None
    token: str = ""
    form_token: str = ""
    sent: Sent = field(default_factory=lambda: Sent({}, []))

    @property
    def me(self) -> Officer:
        """Who asks; only on pages behind the door."""
        assert self.officer is not None
        return self.officer

    @property
    def is_secure(self) -> bool:
        """Whether the site's address is https, so that cookies travel on no other."""
        return self.address.startswith("https://")

    def said(self, name: str) -> str:
        """One line of the form."""
        return self.sent.line(name)

    def said_long(self, name: str) -> str:
        """A field of the form that may be longer than a line."""
        return self.sent.words.get(name, "").strip()

    @property
    def sought(self) -> str:
        """The words that somebody looks for by the address."""
        return self.arguments.get("q", "")[:200].strip()

    def reading(self) -> Workbench:
        """The home's workbench, for a page that changes nothing; a context manager."""
        return Workbench(self.home.workbench, is_reading=True)

    def writing(self) -> Workbench:
        """The home's workbench, for a page that records something; a context manager."""
        return Workbench(self.home.workbench)


def home_of(datasette: Datasette) -> Home | None:
    """The home for whose officers this Datasette is; None where it is not for officers."""
    root = (datasette.plugin_config(catalogue.PLUGIN) or {}).get(SETTING)
    return Home(Path(root)) if root else None


PRIVATE = senders.PRIVATE | {"content-security-policy": headers.OUR_POLICY}


def render(visit: Visit, template: str, status: int = 200, *, here: str = "", **values: Any) -> Response:
    """A page that nobody keeps and no search engine shows. here: which part of the navigation it is.

    Templates extend `office_base.html`; they get visit (visit.me is who asks) and `so`, which every form carries.
    """
    body = pages.written(
        visit, template, release=None, here=here, so=visit.form_token, forms_style=visit.static("submit.css"),
        office_style=visit.static("office.css"), office_script=visit.static("office.js"), **values,
    )  # fmt: skip
    return Response.html(body, status=status, headers=PRIVATE | {"content-language": visit.language.code})


def go_to(visit: Visit, path: str, **arguments: str) -> Response:
    """On to another page of ours, also after a form: the browser asks for it with GET."""
    if visit.language.code != language.DEFAULT:
        arguments = {"lang": visit.language.code, **arguments}
    return Response.redirect(visit.link(path, arguments), status=303, headers=dict(PRIVATE))
