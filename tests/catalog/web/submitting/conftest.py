"""The server of the senders' pages, for tests that ask it as a browser would."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
import pytest

from catalog.web import serving
from catalog.web.submitting import ticket_work
from catalog.workbench.home import Home


@pytest.fixture
async def http(home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx2.AsyncClient]:
    """The whole server of the home of a test; nobody waits, and the tests do the work that waits themselves."""
    monkeypatch.setattr(ticket_work, "LOOKS", 0)
    app = serving.make_app(home.catalog, {}, home)
    assert app.desk is not None
    app.desk.worker.ring = lambda: None  # type: ignore[method-assign]
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost") as client:
        yield client
    await app.close()
