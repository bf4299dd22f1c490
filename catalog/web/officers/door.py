"""The door of the officers' pages: who asks, what they may do, and that a form is one of ours.

Every page of officers, also those of other rooms, is served by `served`; a view behind it asks `visit.me` who is there
and `visit.me.may(commune)` whether something is theirs. Cookies are HttpOnly and SameSite; forms carry a token of their
session besides Datasette's own look at Origin and Sec-Fetch-Site.
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Response
from datasette.utils.asgi import Request

from catalog.errors import Blocked, Conflict, OcopError, Refused, Unknown
from catalog.web.language import N_
from catalog.web.officers.visit import Visit, go_to, home_of, render
from catalog.web.submitting import uploads
from catalog.workbench.home import Home
from catalog.workbench.officers import sessions
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

View = Callable[[Visit], Awaitable[Response]]
Test = Callable[[Officer], bool]

COOKIE = "ocop_can_bo"
ENTRY, OWN_PASSWORD = "/duyet/vao", "/duyet/mat-khau"
# The field of every form that carries the session's token.
FIELD = "so"
# A way back after the log-in leads to a page of officers and nowhere else: one slash, then one of our own words.
_WAY_BACK = re.compile(r"/(duyet|len-san|bao-cao)(/[A-Za-z0-9._~%/-]*)?(\?[A-Za-z0-9._~%&=+-]*)?")


async def officer(request: Request, datasette: Datasette) -> Officer | None:
    """Who sends a request: the officer whose session its cookie names, None for everybody else."""
    home = home_of(datasette)
    return await asyncio.to_thread(_officer, home, _token(request)) if home else None


def _token(request: Request) -> str:
    return str(request.cookies.get(COOKIE, ""))[:200]


def _officer(home: Home, token: str) -> Officer | None:
    if not token:
        return None
    with Workbench(home.workbench, is_reading=True) as bench:
        return sessions.officer_of(bench, token)


def anybody(_: Officer) -> bool:
    """Every officer."""
    return True


def province(asking: Officer) -> bool:
    """Who has a whole province."""
    return asking.has_province


def administrator(asking: Officer) -> bool:
    """Who looks after accounts."""
    return asking.is_administrator


def served(views: Mapping[str, View], may: Test = anybody) -> Callable[..., Any]:
    """A page behind the door as Datasette wants it: views by method, and who may see it.

    Who is not logged in is led to the log-in and back; who may not is told so (403). A form without the token of its
    session is refused. Errors become a page with a sentence.
    """

    async def page(request: Request, datasette: Datasette) -> Response:
        home = home_of(datasette)
        assert home is not None  # routes exist only where officers' pages are
        token = _token(request)
        asking = await asyncio.to_thread(_officer, home, token)
        visit = Visit(request, datasette, home, asking, token, sessions.form_token(token))
        if asking is None:
            return _to_entry(visit)
        return await _answered(visit, views, may)

    return page


def _to_entry(visit: Visit) -> Response:
    if visit.request.method not in ("GET", "HEAD"):
        return render(visit, "office_refused.html", 403, sentence=visit.language.gettext(GONE), detail="", is_ours=True)
    path = visit.request.path.removeprefix(visit.base.rstrip("/"))
    query = {n: v for n, v in visit.arguments.items() if n != "lang"}
    return go_to(visit, ENTRY, toi=path + ("?" + urlencode(query) if query else ""))


async def _answered(visit: Visit, views: Mapping[str, View], may: Test) -> Response:
    view = views.get("GET" if visit.request.method == "HEAD" else visit.request.method)
    if view is None:
        return Response.text("Method not allowed.", status=405, headers={"allow": ", ".join(views)})
    is_own_password = visit.request.path.rstrip("/").endswith(OWN_PASSWORD)
    if visit.me.is_given and not is_own_password and not visit.request.path.rstrip("/").endswith("/duyet/ra"):
        return go_to(visit, OWN_PASSWORD)
    if not may(visit.me):
        return forbidden(visit)
    try:
        if visit.request.method == "POST":
            visit = await with_form(visit)
        return await view(visit)
    except Unknown:
        return not_found(visit)
    except OcopError as error:
        return refused(visit, error)


async def with_form(visit: Visit) -> Visit:
    """The visit with its form. Raises Refused for one that does not carry the token of this session."""
    sent = await uploads.read(visit.request)
    if not hmac.compare_digest(sent.words.get(FIELD, "").encode(), visit.form_token.encode()):
        raise Refused("Biểu mẫu này không phải của phiên đang mở; mời tải lại trang.", code="form-refused")
    return replace(visit, sent=sent)


GONE = N_("Phiên làm việc đã hết; mời đăng nhập lại rồi làm lại bước này.")


def forbidden(visit: Visit) -> Response:
    """Logged in, but it is not theirs."""
    return render(visit, "office_forbidden.html", 403)


def not_found(visit: Visit) -> Response:
    """Nothing there; also for what lies outside an officer's scope, so that nobody learns what exists elsewhere."""
    return render(visit, "office_unknown.html", 404)


def refused(visit: Visit, error: OcopError) -> Response:
    """What could not be done, in a sentence; the program's own words for operators stand below it."""
    status = 409 if isinstance(error, Conflict | Blocked) else 400
    if error.code:  # a sentence for people, in Vietnamese
        return render(visit, "office_refused.html", status, sentence=error.sentence, detail="", is_ours=False)
    said = visit.language.gettext(NOT_DONE)
    return render(visit, "office_refused.html", status, sentence=said, detail=error.sentence, is_ours=True)


NOT_DONE = N_("Chưa làm được việc này, và chưa có gì thay đổi. Có thể trang đã cũ: mời tải lại.")


def way_back(said: str) -> str:
    """Where to go after the log-in: the page that was asked for, where it is one of ours."""
    return said if _WAY_BACK.fullmatch(said) and "//" not in said else "/duyet"


def let_in(answer: Response, visit: Visit, token: str) -> Response:
    """The answer with the cookie of a session; a blank token takes it away."""
    age = sessions.SESSION_HOURS * 3600 if token else 0
    answer.set_cookie(
        COOKIE, token, max_age=age, path=visit.base, secure=visit.is_secure, httponly=True, samesite="lax"
    )
    return answer
