"""The senders' pages as an ASGI app, beside the one of the catalogue, and the worker behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from catalog.web import pages
from catalog.web.bare import Bare
from catalog.web.headers import Message
from catalog.web.submitting import starting, visit
from catalog.web.submitting.guessing import Guesses
from catalog.web.submitting.worker import Worker
from catalog.workbench.home import Home

# Where the senders' pages stand, and those of producers; the stylesheet must be there before the first release is.
ROOTS = ("/gui", "/cua-toi", f"/-/static-plugins/{pages.DISTRIBUTION}")


class Desk(Bare):
    """The app for one home, and the worker behind it. Use `owns` before handing it a request."""

    def __init__(self, home: Home, plugin: Mapping[str, Any] | None = None) -> None:
        super().__init__(ROOTS, {**(plugin or {}), "home": str(home.root)})
        self.worker = Worker(home)
        setattr(self.datasette, visit.BELL, self.ring)
        setattr(self.datasette, starting.GUESSES, Guesses())
        self._loop: asyncio.AbstractEventLoop | None = None

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
        await super().close()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        self._loop = asyncio.get_running_loop()
        await super().__call__(_without_null_origin(scope), receive, send)


def _without_null_origin(scope: Message) -> Message:
    """The request without `Origin: null`, which the browser inside Zalo sends with forms.

    Datasette refuses it to protect who is logged in by a cookie. Nobody is logged in here: a ticket is opened by the
    code in its address, which no other site knows. What browsers say in Sec-Fetch-Site is still obeyed.
    """
    kept = [(name, value) for name, value in scope["headers"] if (name.lower(), value) != (b"origin", b"null")]
    return {**scope, "headers": kept}
