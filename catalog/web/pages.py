"""Rendering one page: the visit (language, addresses), the templates, the headers of our answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

import jinja2
from datasette import Response
from datasette.utils.asgi import Request
from jinja2.utils import htmlsafe_json_dumps

from catalog.web import facets, headers, language, phrases, pictures, provinces
from catalog.web.catalogue import Catalogue
from catalog.web.language import Language

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

TEMPLATES = Path(__file__).parent / "templates" / "ocop"
SITE_NAME = "Đặc sản OCOP"
# Datasette serves a plugin's static files under the name of its distribution.
DISTRIBUTION = "ocop-catalog"

# A Host header that is a name and a port; anything else is not repeated on a page.
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:]{2,45}\](:[0-9]{1,5})?")
# A page may be kept this long before the browser asks whether it changed, in seconds.
MAX_AGE = 60


@dataclass(frozen=True)
class Asked:
    """One request: its language, and the addresses of our pages in that language."""

    request: Request

    @property
    def base(self) -> str:
        """The path under which the site is mounted, "/" at its end."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """The permanent public address without a slash at its end; blank where none is configured."""
        raise NotImplementedError

    @property
    def can_send(self) -> bool:
        """Whether the server has pages for senders."""
        return True

    def static(self, name: str) -> str:
        """The address of one of our static files."""
        raise NotImplementedError

    @cached_property
    def arguments(self) -> dict[str, str]:
        """The first value of each argument in the address."""
        return {name: self.request.args[name] for name in self.request.args}

    @cached_property
    def language(self) -> Language:
        """The language asked for by ?lang=, Vietnamese where none of ours is."""
        return language.language(self.arguments.get("lang", ""))

    def link(self, path: str, arguments: Mapping[str, str] | None = None, **more: str) -> str:
        """The address of one of our pages in the visit's language, from the root of the server."""
        return self.link_in(self.language.code, path, {**(arguments or {}), **more})

    def link_in(self, code: str, path: str, arguments: Mapping[str, str] | None = None) -> str:
        """The address of one of our pages in the language of that code."""
        kept = {name: value for name, value in (arguments or {}).items() if name != "lang"}
        if code != language.DEFAULT:
            kept["lang"] = code
        query = "?" + urlencode(kept) if kept else ""
        # No slash is left at its start: //host would lead to another host.
        return self.base + quote(path.lstrip("/")) + query

    def here(self, code: str) -> str:
        """This very page in another language."""
        path = unquote(self.request.path).removeprefix(self.base.rstrip("/"))
        return self.link_in(code, path, self.arguments)

    def absolute(self, link: str) -> str:
        """The whole address of a link from the root: of the configured server, else of the one asked."""
        if self.address:
            return self.address + link
        host = self.request.host if _HOST.fullmatch(self.request.host) else "localhost"
        return f"{'https' if self.request.scheme == 'https' else 'http'}://{host}{link}"


@dataclass(frozen=True)
class Visit(Asked):
    """One request for one of the buyers' pages."""

    catalogue: Catalogue

    @property
    def base(self) -> str:
        return self.catalogue.base

    @property
    def address(self) -> str:
        return self.catalogue.address

    @property
    def can_send(self) -> bool:
        return self.catalogue.takes

    def static(self, name: str) -> str:
        served = self.catalogue.datasette
        return self.catalogue.kept(f"static {name}", lambda: str(served.static(name, plugin=DISTRIBUTION)))

    def database_link(self, path: str = "") -> str:
        """The address of Datasette's own page: of the database, or of a table or row below it."""
        root = str(self.catalogue.datasette.urls.database(self.catalogue.database.name))
        return f"{root}/{path}" if path else root

    def picture(self, sha256: str, size: str) -> str:
        """The address of a derived picture; sizes: pictures.SIZES."""
        return f"{self.catalogue.base}anh/{pictures.name(sha256, size)}"


def render(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """The page as an answer with our headers. Every template gets visit, lang, _, ngettext and link."""
    lang = visit.language
    body = written(visit, template, release=visit.catalogue.release, script=visit.static("search.js"), **values)
    sent = {
        "content-security-policy": headers.OUR_POLICY,
        "content-language": lang.code,
        "cache-control": f"max-age={MAX_AGE}" if status == 200 else "no-store",
        headers.RELEASE: str(visit.catalogue.release["id"]),
    }
    if status == 200 and not visit.catalogue.database.is_mutable:
        sent["etag"] = version(visit.catalogue)
    return Response.html(body, status=status, headers=sent)


def written(visit: Asked, template: str, **values: Any) -> str:
    """The words of a page."""
    lang = visit.language
    return environment().get_template(template).render(
        visit=visit,
        lang=lang,
        _=lang.gettext,
        ngettext=lang.ngettext,
        link=visit.link,
        site_name=SITE_NAME,
        style=visit.static("site.css"),
        icon=visit.static("icon.svg"),
        **values,
    )  # fmt: skip


def version(catalogue: Catalogue) -> str:
    """What a page depends on besides its address: the release, the day (stars lapse) and our own files."""
    return f'W/"{catalogue.release["id"]}-{catalogue.today.isoformat()}-{_our_files()}"'


@cache
def _our_files() -> str:
    digest = hashlib.sha256()
    for path in sorted(TEMPLATES.parent.parent.rglob("*.*")):
        if path.suffix in {".html", ".py", ".po", ".css", ".svg", ".js"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def data_style(datasette: Datasette) -> str:
    """The address of the style for Datasette's own pages."""
    return datasette.static("data.css", plugin=DISTRIBUTION)


@cache
def environment() -> jinja2.Environment:
    """The templates of the site; apart from Datasette's, so that neither overrides the other's by a name."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["say"] = phrases
    env.globals["edges"] = pictures.edges
    env.globals["facet_words"] = facets.choice
    env.globals["former_names"] = facets.former
    env.globals["province_path"] = provinces.path
    env.globals["commune_path"] = provinces.commune_path
    # What `_search.html` looks at on pages that say nothing about it.
    env.globals["question"] = None
    env.globals["big"] = False
    env.filters["json_ld"] = lambda value: htmlsafe_json_dumps(value, ensure_ascii=False)
    return env
