"""The officers' pages as an ASGI app: a Datasette without databases, beside those of the catalogue and the senders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from datasette.app import Datasette

from catalog.web import catalogue
from catalog.web.headers import App, Message
from catalog.web.officers import visit
from catalog.web.submitting import uploads
from catalog.workbench.home import Home

# Where officers' pages stand.
ROOTS = ("/duyet", "/len-san")
SETTINGS: dict[str, Any] = {
    "max_post_body_bytes": uploads.LARGEST_REQUEST,
    "num_sql_threads": 1,
    "allow_signed_tokens": False,
}


class Office:
    """The app for one home. Use `owns` before handing it a request; ring wakes the worker that does long work."""

    def __init__(self, home: Home, plugin: Mapping[str, Any] | None, ring: Callable[[], None]) -> None:
        settings = {**(plugin or {}), visit.SETTING: str(home.root)}
        self._datasette = Datasette(
            [], memory=False, config={"plugins": {catalogue.PLUGIN: settings}}, settings=SETTINGS
        )
        setattr(self._datasette, visit.BELL, ring)
        self._app: App | None = None
        self._lock = asyncio.Lock()

    def owns(self, scope: Message) -> bool:
        """Whether a request is for one of the officers' pages."""
        path = scope.get("path", "")
        return scope["type"] == "http" and any(path == root or path.startswith(f"{root}/") for root in ROOTS)

    async def close(self) -> None:
        """Ends the pages."""
        if self._app:
            await self._datasette.invoke_shutdown()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        async with self._lock:
            self._app = self._app or self._datasette.app()
        await self._app(scope, receive, send)
