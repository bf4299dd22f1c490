"""What many tests share: a home in a temporary folder, sheets written on the spot, the labelled real data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import settings

from catalog.workbench.home import Home
from catalog.workbench.receiving import intake
from catalog.workbench.rows import delivery, submissions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says more about the machine than about the program.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

HEADER = ["STT", "Tên sản phẩm", "Tên HTX", "Địa chỉ", "SĐT", "Quy cách", "Giá bán", "Đồng ý đăng số điện thoại"]
HONEY = [
    "1",
    "Mật ong hoa nhãn Đồi Vải",
    "HTX Đồi Vải",
    "xã Viễn Sơn, Văn Yên, Yên Bái",
    "0900 000 011",
    "Chai 500ml",
    "150.000đ",
    "",
]
QUE = ["2", "Quế thanh Đồi Vải", "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "0900 000 011", "Túi 500g", "220k", ""]
CHILLI = [
    "3",
    "Ớt chào mào",
    "HTX Suối Nhạn",
    "thị trấn Tiên Yên, Tiên Yên, Quảng Ninh",
    "0900 000 012",
    "Lọ 200g",
    "60.000đ",
    "có",
]
ROWS = [HONEY, QUE, CHILLI]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled real data beside the project; the test is skipped, loudly, where there is none."""
    if not SHARED.exists():
        pytest.skip("no ../shared beside the project: tests on real data are skipped")
    return SHARED


def need(program: str, package: str) -> str:
    """The path of a program that a test drives; skips where it is missing, and fails in CI."""
    found = shutil.which(program)
    if found is None:
        assert not os.environ.get("CI"), f"{program} is missing in CI: install {package}"
        pytest.skip(f"{program} is not installed (Debian: apt-get install {package})")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    from playwright.sync_api import sync_playwright  # most runs ask for no browser

    program = need("chromium", "chromium")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def write_sheet(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook with a title, the header in row 4 and the given rows from row 5; gives its path."""

    def write(rows: Sequence[Sequence[str]] = ROWS, name: str = "hang.xlsx", header: Sequence[str] = HEADER) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("Danh sách")
            sheet.write_string(0, 0, "DANH SÁCH SẢN PHẨM")
            for number, row in enumerate([header, *rows], 3):
                for column, words in enumerate(row):
                    if words:
                        sheet.write_string(number, column, words)
        return path

    return write


def receive(home: Home, *paths: Path, **options: object) -> list[submissions.Submission]:
    """Imports paths into a home, as `ocop import` does."""
    confirmed: dict[str, str] = options.pop("confirmed", {})  # type: ignore[assignment]
    sender = submissions.Sender(str(options.pop("sender", "test")), confirmed=confirmed)
    return intake.receive(home, delivery.collect(str(p) for p in paths), sender, **options)  # type: ignore[arg-type]
