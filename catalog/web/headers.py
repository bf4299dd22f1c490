"""Security headers on every answer, ours and Datasette's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from catalog.web import nonces
from catalog.web.catalogue import Catalogue

Message = MutableMapping[str, Any]
App = Callable[[MutableMapping[str, Any], Callable[..., Any], Callable[..., Any]], Awaitable[None]]

# Of our pages: no inline script (JSON-LD is data, which no browser runs), nothing from anybody else. The one script
# asks the search while one types; nothing needs it.
OUR_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# Of the senders' pages: no script at all; they show words of strangers.
SENDERS_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Of Datasette's own pages: the scripts of its templates alone (nonces.py), nothing from or to anybody else.
DATASETTE_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = "content-security-policy"
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
RELEASE = "ocop-release"


def guarded(app: App, catalogue: Catalogue | None) -> App:
    """The app with these headers on each answer that does not set them itself, and the release's id."""
    extra = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]
    if catalogue:
        extra.append((RELEASE.encode(), str(catalogue.release["id"]).encode()))

    async def wrapped(scope: Message, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        policy = DATASETTE_POLICY.format(scripts=nonces.sources(nonces.begin()))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message.get("headers", [])}
                own = (POLICY.encode(), policy.encode())
                added = [(name, value) for name, value in (own, *extra) if name not in there]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await app(scope, receive, sending)

    return wrapped
