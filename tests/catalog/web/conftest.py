"""The invented catalogue of `shop`, and a Datasette that serves it on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette

from catalog.web import serving
from tests.catalog.web import shop

PLUGIN = {"today": shop.TODAY}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a published catalogue and its pictures."""
    folder = tmp_path_factory.mktemp("home")
    shop.make_home(folder)
    return folder


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[Datasette]:
    """The whole site over that catalogue, one for all tests: it is immutable."""
    served = serving.datasette_for(home / "catalog.db", PLUGIN)
    yield served
    served.close()
