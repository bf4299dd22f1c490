"""Sends a file in slices, so that pages are answered between them."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from catalog.web.whole_files import File

# Bytes that are sent before others have a turn.
SLICE = 64 * 1024
# For zlib: what gzip packed.
GZIP = zlib.MAX_WBITS | 16


class Sending:
    """An answer, as Datasette takes it: a file as it is, or what it packs, unpacked on its way."""

    def __init__(self, file: File, headers: Mapping[str, str], unpack: bool = False) -> None:
        self._file = file
        self._unpack = unpack
        self._headers = dict(headers) if unpack else {**headers, "content-length": str(file.size)}
        self.status = 200

    async def asgi_send(self, send: Any) -> None:
        """Sends it all."""
        raw = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        async for part in self._unpacked() if self._unpack else self._slices():
            await send({"type": "http.response.body", "body": part, "more_body": True})
            # A line that takes everything at once would otherwise never let go.
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b""})

    async def _slices(self) -> AsyncIterator[bytes]:
        for begin in range(0, self._file.size, SLICE):
            yield await asyncio.to_thread(self._file.read, begin, SLICE)

    async def _unpacked(self) -> AsyncIterator[bytes]:
        unpacking = zlib.decompressobj(GZIP)
        async for packed in self._slices():
            while packed:
                yield unpacking.decompress(packed, SLICE)
                packed = unpacking.unconsumed_tail
        yield unpacking.flush()
