"""A home with everything that is reported: stars in force and lapsing, listings, a draft that waits, two provinces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from catalog import markets
from catalog.markets import export
from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.listings import listings
from catalog.workbench.listings.listings import Word
from catalog.workbench.store import Workbench
from tests.catalog.publish.test_lapsing import TIEN_YEN, VIEN_SON
from tests.catalog.publish.test_release import LIST
from tests.conftest import CHILLI, HONEY, QUE, receive

# The honey's certificate lapses within six months of this day, the cinnamon's within three, the chilli's later.
DAY = date(2026, 11, 22)
DOUBTFUL = ["4", "Trà dây Đồi Vải", "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "", "Túi 100g", "12-15", ""]


@pytest.fixture
def reported(home: Home, write_sheet: Callable[..., Path]) -> Home:
    """Honey and cinnamon of Lào Cai, chilli of Quảng Ninh; one taken by a market, one sent back, one not answered."""
    listed = [
        ["1", HONEY[1], "HTX Đồi Vải", VIEN_SON, "4 sao", "901/QĐ-UBND", "26/04/2024"],
        ["2", QUE[1], "HTX Đồi Vải", VIEN_SON, "3 sao", "902/QĐ-UBND", "10/02/2024"],
        ["3", CHILLI[1], "HTX Suối Nhạn", TIEN_YEN, "3 sao", "903/QĐ-UBND", "30/11/2025"],
    ]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=LIST), register=True)
    receive(home, write_sheet([HONEY, QUE, CHILLI, DOUBTFUL]))
    release.publish(home, "test")
    market = markets.get("haravan")
    export.export(market, home.catalog, home.pictures, home.exports, on=DAY, workbench=home.workbench)
    with Workbench(home.workbench) as bench:
        (sent,) = listings.exports(bench, "haravan")
        ids = {one.name: one.product_id for one in listings.sent(bench, sent.id)}
        words = [Word(ids[HONEY[1]], "accepted"), Word(ids[QUE[1]], "rejected", "Ảnh mờ")]
        listings.take(bench, "haravan", market.title, sent.id, "tra loi.csv", "0" * 64, words, "test")
    return home
