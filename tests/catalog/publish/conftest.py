"""What the tests of backups, checks and releases share: a home that is filled once and copied for each of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlsxwriter

from catalog.publish import release
from catalog.workbench.home import Home
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive
from tests.images.made import jpeg


def write_workbook(path: Path, rows: list[list[str]], header: list[str] = HEADER) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    base = tmp_path_factory.mktemp("filled")
    home = Home(base / "home")
    (base / f"{HONEY[1]}.jpg").write_bytes(jpeg())
    for name, rows in (("a.xlsx", [HONEY, QUE]), ("b.xlsx", [CHILLI])):
        receive(home, write_workbook(base / name, rows), *base.glob("*.jpg"))
        release.publish(home, "test")
    home.config_file.write_text('[review]\nhold = ["price-missing"]\n', encoding="utf-8")
    return home


@pytest.fixture
def filled(home: Home, filled_once: Home) -> Home:
    """A home with two deliveries, a picture and two releases."""
    shutil.copytree(filled_once.root, home.root, symlinks=True)
    return home
