"""The senders' pages as an ASGI app: a Datasette without databases, beside the one of the catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from datasette.app import Datasette

from catalog.web import catalogue, pages
from catalog.web.headers import App, Message
from catalog.web.submitting import starting, ticket_work, uploads
from catalog.web.submitting.guessing import Guesses
from catalog.web.submitting.worker import Worker
from catalog.workbench.home import Home

# Where the senders' pages stand, and those of producers.
ROOTS = ("/gui", "/cua-toi")
# The stylesheet must be there before the first release is.
_STATIC = f"/-/static-plugins/{pages.DISTRIBUTION}/"
SETTINGS: dict[str, Any] = {
    "max_post_body_bytes": uploads.LARGEST_REQUEST,
    "num_sql_threads": 1,
    "allow_signed_tokens": False,
}


class Desk:
    """The app for one home, and the worker behind it. Use `owns` before handing it a request."""

    def __init__(self, home: Home, plugin: Mapping[str, Any] | None = None) -> None:
        self.home = home
        self.worker = Worker(home)
        config = {"plugins": {catalogue.PLUGIN: {**(plugin or {}), "home": str(home.root)}}}
        self._datasette = Datasette([], memory=False, config=config, settings=SETTINGS)
        setattr(self._datasette, ticket_work.BELL, self.ring)
        setattr(self._datasette, starting.GUESSES, Guesses())
        self._app: App | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()

    def owns(self, scope: Message) -> bool:
        """Whether a request is for one of these pages, or for what all our pages are drawn with."""
        path = scope.get("path", "")
        return scope["type"] == "http" and (path in ROOTS or path.startswith((*(f"{r}/" for r in ROOTS), _STATIC)))

    async def start(self) -> None:
        """Looks at once whether something was left undone when the server stopped."""
        self._loop = asyncio.get_running_loop()
        self.worker.ring()

    def ring(self) -> None:
        """Wakes the worker from whatever thread a page works in."""
        if self._loop:
            self._loop.call_soon_threadsafe(self.worker.ring)

    async def close(self) -> None:
        """Ends the worker and the pages."""
        await self.worker.close()
        if self._app:
            await self._datasette.invoke_shutdown()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        self._loop = asyncio.get_running_loop()
        async with self._lock:
            self._app = self._app or self._datasette.app()
        await self._app(_without_null_origin(scope), receive, send)


def _without_null_origin(scope: Message) -> Message:
    """The request without `Origin: null`, which the browser inside Zalo sends with forms.

    Datasette refuses it to protect who is logged in by a cookie. Nobody is logged in here: a ticket is opened by the
    code in its address, which no other site knows. What browsers say in Sec-Fetch-Site is still obeyed.
    """
    kept = [(name, value) for name, value in scope["headers"] if (name.lower(), value) != (b"origin", b"null")]
    return {**scope, "headers": kept}
