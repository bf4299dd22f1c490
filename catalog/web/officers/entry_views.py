"""Coming and going: log in, log out, a password of one's own."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from datasette import Response
from datasette.utils.asgi import Request

from catalog.errors import OcopError, Refused
from catalog.web.language import N_
from catalog.web.officers import door
from catalog.web.officers.visit import Visit, go_to, home_of, render
from catalog.web.submitting import uploads
from catalog.workbench.officers import accounts, passwords, sessions

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

# Nobody has a session yet where one logs in: its form goes with a cookie of its own, which no other site can set.
BEFORE = "ocop_vao"
# Hashing takes 32 MB: so many at once, whoever knocks.
AT_ONCE = 2
_knocking = asyncio.Semaphore(AT_ONCE)
WRONG = N_("Tên đăng nhập hoặc mật khẩu không đúng.")
DIFFERENT = N_("Hai lần gõ mật khẩu mới không giống nhau.")
SAME = N_("Mật khẩu mới phải khác mật khẩu đang dùng.")


async def entry(request: Request, datasette: Datasette) -> Response:
    """The page where one logs in, the only one without a session."""
    home = home_of(datasette)
    assert home is not None  # routes exist only where officers' pages are
    before = str(request.cookies.get(BEFORE, ""))[:200] or secrets.token_urlsafe(32)
    visit = Visit(request, datasette, home, None, before, sessions.form_token(before))
    if request.method in ("GET", "HEAD"):
        return _knock(visit, "")
    if request.method != "POST":
        return Response.text("Method not allowed.", status=405, headers={"allow": "GET, POST"})
    try:
        return await _let_in(visit)
    except OcopError as error:
        return _knock(visit, error.sentence, 429 if error.code == "log-in-many" else 400)


def _knock(visit: Visit, wrong: str, status: int = 200) -> Response:
    """The form. wrong: why the last try failed."""
    toi = door.way_back(visit.said_long("toi") or visit.arguments.get("toi", ""))
    answer = render(visit, "office_entry.html", status, wrong=wrong, toi=toi)
    answer.set_cookie(BEFORE, visit.token, max_age=3600, path=visit.base, secure=visit.is_secure, httponly=True,
                      samesite="strict")  # fmt: skip
    return answer


async def _let_in(visit: Visit) -> Response:
    sent = await uploads.read(visit.request)
    if not hmac.compare_digest(sent.words.get(door.FIELD, "").encode(), visit.form_token.encode()):
        raise Refused(visit.language.gettext(door.GONE), code="form-refused")
    visit = replace(visit, sent=sent)
    async with _knocking:
        token = await asyncio.to_thread(_token, visit)
    if token is None:
        return _knock(visit, visit.language.gettext(WRONG), 403)
    back, _, query = door.way_back(sent.words.get("toi", "")).partition("?")
    answer = go_to(visit, back, **dict(parse_qsl(query)))
    return door.let_in(answer, visit, token)


def _token(visit: Visit) -> str | None:
    with visit.writing() as bench:
        return sessions.log_in(bench, visit.said("ten"), visit.sent.words.get("mat-khau", ""), visit.client)


async def leave(visit: Visit) -> Response:
    """Ends the session."""

    def end() -> None:
        with visit.writing() as bench:
            sessions.log_out(bench, visit.token)

    await asyncio.to_thread(end)
    return door.let_in(go_to(visit, door.ENTRY), visit, "")


async def own_password(visit: Visit) -> Response:
    """The form with which an officer chooses a password."""
    return render(visit, "office_password.html", here="password", wrong="", shortest=passwords.SHORTEST)


async def choose_password(visit: Visit) -> Response:
    """Records it, and asks for it at once."""
    words = {name: visit.sent.words.get(name, "") for name in ("cu", "moi", "lai")}
    async with _knocking:
        wrong = await asyncio.to_thread(_choose, visit, words)
    if wrong:
        return render(visit, "office_password.html", 400, here="password", wrong=wrong, shortest=passwords.SHORTEST)
    return door.let_in(go_to(visit, door.ENTRY), visit, "")


def _choose(visit: Visit, words: dict[str, str]) -> str:
    """Why the new password cannot be; blank where it is recorded."""
    say = visit.language.gettext
    if words["moi"] != words["lai"]:
        return say(DIFFERENT)
    if words["moi"] == words["cu"]:
        return say(SAME)
    try:
        with visit.writing() as bench:
            # Asking for the old one is a guess like any other: somebody may have found the machine open.
            if sessions.log_in(bench, visit.me.login, words["cu"], visit.client) is None:
                return say(WRONG)
            accounts.choose(bench, visit.me, words["moi"])
    except Refused as error:
        return error.sentence
    return ""
