"""A Datasette without databases, beside the one of the catalogue: its plugins and limits, for pages of a home."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from datasette.app import Datasette

from catalog.web import catalogue
from catalog.web.headers import App, Message
from catalog.web.submitting import uploads

SETTINGS: dict[str, Any] = {
    "max_post_body_bytes": uploads.LARGEST_REQUEST,
    "num_sql_threads": 1,
    "allow_signed_tokens": False,
}


class Bare:
    """The ASGI app of the pages below some folders; it starts with its first request."""

    def __init__(self, roots: tuple[str, ...], settings: Mapping[str, Any]) -> None:
        """settings: of our plugin, by which it knows whose pages these are."""
        config = {"plugins": {catalogue.PLUGIN: dict(settings)}}
        self.datasette = Datasette([], memory=False, config=config, settings=SETTINGS)
        self._roots = roots
        self._app: App | None = None
        self._lock = asyncio.Lock()

    def owns(self, scope: Message) -> bool:
        """Whether a request is for one of these pages."""
        path = scope.get("path", "")
        return scope["type"] == "http" and (path in self._roots or path.startswith(tuple(f"{r}/" for r in self._roots)))

    async def close(self) -> None:
        """Ends the pages."""
        if self._app:
            await self.datasette.invoke_shutdown()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        async with self._lock:
            self._app = self._app or self.datasette.app()
        await self._app(scope, receive, send)
