"""What is odd about the whole stops a publication until a person says why (hazard 24); what is usual does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Blocked
from catalog.publish import release
from catalog.publish.tables import build
from catalog.publish.verifying import odd
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.photos import pictures
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.catalog.test_cli import ocop
from tests.catalog.web import shop
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


def stopped(home: Home) -> str:
    """What a publication says that does not come about; a reason lets it through, and is kept."""
    before = release.current(home)
    with pytest.raises(Blocked) as blocked:
        release.publish(home, "test")
    assert blocked.value.code == "release-odd"
    assert release.current(home) == before
    release.publish(home, "test", force="đã gọi hỏi")
    assert str(reasons(home)[-1]).startswith("đã gọi hỏi (")
    assert not release.publish(home, "test").is_new
    return blocked.value.sentence


def changed(rows: list[list[str]], column: int, *words: str) -> list[list[str]]:
    """Rows with other words in one column; of one word for all, it is everybody's."""
    given = words * len(rows) if len(words) == 1 else words
    return [[*row[:column], word, *row[column + 1 :]] for row, word in zip(rows, given, strict=True)]


def test_a_third_of_the_products_gone_stops_it(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["150.000đ"] * 6)
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        review.decide(bench, [1, 2, 3], "rejected", "ngừng bán", "lan")
    assert "3 of 6 products would disappear" in stopped(home)


def test_prices_a_thousandth_stop_it(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["1.500.000đ"] * 3)
    release.publish(home, "test")
    sent(home, write_sheet, "b.xlsx", ["1.500đ"] * 3)
    assert "3 of 3 prices" in stopped(home)


def test_contents_in_another_unit_stop_it_and_one_that_is_set_right_does_not(home: Home, write_sheet: Write) -> None:
    rows = changed(goods(["150.000đ"] * 3), 5, "Gói 500g", "Gói 300g", "Gói 200g")
    receive(home, write_sheet(rows, "a.xlsx"))
    release.publish(home, "test")
    receive(home, write_sheet(changed(rows[:1], 5, "Gói 500kg"), "b.xlsx"))
    assert release.publish(home, "test").changed == 1
    receive(home, write_sheet(goods(["150.000đ"] * 3, "HTX Suối Nhạn"), "c.xlsx"))
    release.publish(home, "test")
    rows = changed(goods(["150.000đ"] * 3, "HTX Suối Nhạn"), 5, "Chai 500 lít")
    receive(home, write_sheet(rows, "d.xlsx"))
    assert "3 of 6 contents" in stopped(home)


def test_all_of_one_province_gone_stops_it(home: Home, write_sheet: Write) -> None:
    sent(home, write_sheet, "a.xlsx", ["150.000đ"] * 30)
    there = [[*row[:3], "xã Tiên Yên, tỉnh Quảng Ninh", *row[4:]] for row in goods(["150.000đ"] * 10, "HTX Suối Nhạn")]
    receive(home, write_sheet(there, "b.xlsx"))
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        review.decide(bench, list(range(31, 41)), "rejected", "ngừng bán", "lan")
    assert "all 10 products of Quảng Ninh would disappear" in stopped(home)


def test_one_name_for_all_of_a_delivery_stops_it(home: Home, write_sheet: Write) -> None:
    sizes = [f"Hũ {size}g, mẻ {size}" for size in range(1, 6)]
    makers = [f"HTX {name}" for name in ("Đồi Vải", "Suối Nhạn", "Khe Mo", "Hà Dong", "Cao Thắng")]
    rows = changed(changed(goods(["150.000đ"] * 5), 2, *makers), 5, *sizes)
    receive(home, write_sheet(changed(rows, 1, "Sản phẩm OCOP"), "a.xlsx"))
    assert "all 5 products of delivery" in stopped(home)


def test_producers_that_become_one_stop_it(home: Home, write_sheet: Write) -> None:
    makers = [f"HTX {name}" for name in ("Đồi Vải", "Suối Nhạn", "Khe Mo", "Hà Dong", "Cao Thắng", "Bãi Vàng")]
    (taken,) = receive(home, write_sheet(changed(goods(["150.000đ"] * 6), 2, *makers), "a.xlsx"))
    release.publish(home, "test")
    first, *others = (str(d.producer_id) for d in taken.drafts)
    with Workbench(home.workbench) as bench:
        for other in others:
            merges.merge(bench, first, other, "nhầm", "lan")
    assert "5 of 6 products would belong to another producer" in stopped(home)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([5, 5, 5, 5, 5, 4], [3, 3, 3, 3, 3, 4], ["5 of 6 products with stars would lose some"]),
        ([3, 3, 3, 3, 3, 4], [5, 5, 5, 5, 5, 4], ["5 of 6 products with stars would gain some"]),
        ([4, 4, 4, 4, 4, 4], [0, 0, 0, 0, 0, 4], ["5 of 6 products with stars would lose some"]),
        ([0, 0, 0, 0, 0, 4], [4, 4, 4, 4, 4, 4], []),
        ([4, 4, 4, 4, 4, 4], [3, 3, 3, 3, 4, 4], []),
    ],
)
def test_stars_of_half_that_fall_or_rise_stop_it(
    tmp_path: Path, before: list[int], now: list[int], said: list[str]
) -> None:
    paths = [tmp_path / "before.db", tmp_path / "now.db"]
    for path, stars in zip(paths, (before, now), strict=True):
        tables = shop.rows()
        certificate, ids = tables["certificates"][0], [p["id"] for p in tables["products"]][: len(stars)]
        tables["certificates"] = [
            {**certificate, "id": f"c{n}", "product_id": ids[n], "stars": many, "expires_on": "2999-12-31"}
            for n, many in enumerate(stars) if many
        ]  # fmt: skip
        build.write_catalog(path, tables)
    assert odd.questions(*paths) == said
