"""Addresses that were given out before and that Datasette would refuse by now: they lead on for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from catalog.publish.tables import schema
from catalog.web.headers import App, Message


def leading_on(app: App, database: str) -> App:
    """The app, with whole tables that were streamed (`/catalog/<table>.csv?_stream=on`) where they stand now."""
    streams = {f"/{database}/{name}.csv": f"/tai-ve/{name}.csv" for name in schema.OPEN_DATA}

    async def wrapped(scope: Message, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        there = streams.get(scope.get("path", "")) if scope["type"] == "http" else None
        if there is None or "_stream" not in parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True):
            await app(scope, receive, send)
            return
        headers = [(b"location", there.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 301, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return wrapped
