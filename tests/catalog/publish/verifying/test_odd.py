"""What is odd about the whole stops a publication until a person says why (hazard 24); what is usual does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Blocked
from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.photos import pictures
from catalog.workbench.store import Workbench
from tests.catalog.test_cli import ocop
from tests.conftest import HONEY, receive
from tests.images.made import encoded, quarters

Write = Callable[..., Path]


def goods(prices: list[str], producer: str = "HTX Đồi Vải") -> list[list[str]]:
    return [[str(n), f"Mật ong số {n}", producer, *HONEY[3:6], price, ""] for n, price in enumerate(prices, 1)]


def reasons(home: Home) -> list[str | None]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return [row["reason"] for row in bench.rows("SELECT reason FROM releases ORDER BY number")]


def sent(home: Home, write: Write, name: str, prices: list[str], producer: str = "HTX Đồi Vải") -> None:
    receive(home, write(goods(prices, producer), name))


def test_prices_a_thousandfold_stop_it_and_a_reason_lets_them_through_once(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["150.000đ", "160.000đ", "170.000đ", "180.000đ"])
    first = release.publish(home, "test")
    sent(home, write_sheet, "b.xlsx", ["150.000.000đ", "160.000.000đ", "170.000.000đ", "180.000đ"])
    with pytest.raises(Blocked, match="3 of 4 prices") as stopped:
        release.publish(home, "test")
    assert stopped.value.code == "release-odd"
    assert release.current(home) == first.id
    assert [f.name for f in home.releases.iterdir()] == [first.id]
    release.publish(home, "test", force="giá theo tấn")
    sent(home, write_sheet, "c.xlsx", ["151.000.000đ"])
    assert release.publish(home, "test").changed == 1
    told = reasons(home)
    assert told[0] is told[2] is None
    assert told[1]
    assert told[1].startswith("giá theo tấn (3 of 4 prices")


def test_prices_of_one_delivery_stop_it_among_many_others(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["150.000đ"] * 20)
    sent(home, write_sheet, "b.xlsx", ["150.000đ"] * 3, "HTX Suối Nhạn")
    release.publish(home, "test")
    sent(home, write_sheet, "c.xlsx", ["150.000.000đ"] * 3, "HTX Suối Nhạn")
    with pytest.raises(Blocked, match="3 of 3 prices of delivery"):
        release.publish(home, "test")


def test_a_dearer_season_and_one_slip_among_many_are_no_matter_of_the_whole(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["150.000đ"] * 4)
    release.publish(home, "test")
    sent(home, write_sheet, "b.xlsx", ["300.000đ", "310.000đ", "320.000đ", "150.000.000đ"])
    assert release.publish(home, "test").changed == 4
    assert reasons(home) == [None, None]


def photographed(home: Home, write: Write, tmp_path: Path, shades: list[int]) -> None:
    """Products with one picture each; equal shades are the same picture."""
    sent(home, write, "a.xlsx", ["150.000đ"] * len(shades))
    for shade in set(shades):
        (tmp_path / f"anh{shade}.jpg").write_bytes(encoded(quarters(640 + 64 * shade, 480)))
    receive(home, *sorted(tmp_path.glob("anh*.jpg")))
    there = {p["name"]: p["sha256"] for p in pictures.listed(home)}
    with Workbench(home.workbench) as bench:
        drafts = [str(row[0]) for row in bench.rows("SELECT id FROM drafts ORDER BY id")]
    for draft, shade in zip(drafts, shades, strict=True):
        pictures.assign(home, there[f"anh{shade}.jpg"], draft, by="test")


def test_one_picture_for_all_of_a_delivery_stops_it_once(home: Home, tmp_path: Path, write_sheet: Write) -> None:
    photographed(home, write_sheet, tmp_path, [0] * 5)
    with pytest.raises(Blocked, match="all 5 products with pictures of delivery"):
        release.publish(home, "test")
    release.publish(home, "test", force="ảnh chung của cả bộ")
    sent(home, write_sheet, "b.xlsx", ["151.000đ"] * 5)
    assert release.publish(home, "test").changed == 5


@pytest.mark.parametrize("shades", [[0, 0, 0, 0, 1], [0] * 4])
def test_a_picture_that_some_share_does_not(home: Home, tmp_path: Path, write_sheet: Write, shades: list[int]) -> None:
    photographed(home, write_sheet, tmp_path, shades)
    assert release.publish(home, "test").added == len(shades)


def test_the_command_says_what_is_odd_and_takes_a_reason(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["150.000đ"] * 3)
    release.publish(home, "test")
    sent(home, write_sheet, "b.xlsx", ["150.000.000đ"] * 3)
    stopped = ocop(home, "publish")
    assert stopped.returncode == 1
    assert "--force REASON" in stopped.stderr
    assert ocop(home, "publish", "--force", "giá theo tấn").returncode == 0
