"""A release is whole, holds nothing private, and is current by one link."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Blocked, Unknown
from catalog.publish import release
from catalog.publish.preparing import offers
from catalog.publish.preparing.privacy import Mask, Private
from catalog.publish.tables import reading
from catalog.publish.verifying import checks
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HEADER, HONEY, QUE, ROWS, receive

Write = Callable[..., Path]

LIST = ["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Hạng sao", "Quyết định số", "Ngày quyết định"]


def query(home: Home, sql: str) -> list[tuple]:
    with sqlite3.connect(f"file:{home.catalog.resolve()}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def test_what_is_accepted_is_published_and_nothing_else(home: Home, write_sheet: Write) -> None:
    held = ["4", "Bánh gật gù", *QUE[2:6], "12-15", ""]
    receive(home, write_sheet([*ROWS, held]))
    made = release.publish(home, "test")
    assert (made.products, made.producers, made.added) == (3, 2, 3)
    assert {n for (n,) in query(home, "SELECT name FROM products")} == {HONEY[1], QUE[1], CHILLI[1]}
    assert release.current(home) == made.id


def test_equal_content_is_not_published_twice_and_gives_equal_bytes(
    home: Home, tmp_path: Path, write_sheet: Write
) -> None:
    path = write_sheet()
    receive(home, path)
    first = release.publish(home, "test")
    assert not release.publish(home, "test").is_new
    other = Home(tmp_path / "other")
    receive(other, path)
    again = release.publish(other, "test")
    assert again.id == first.id
    with sqlite3.connect(first.folder / "catalog.db") as a, sqlite3.connect(again.folder / "catalog.db") as b:
        lines = [[re.sub(r"\d{4}-\d\d-\d\d(T[\d:]+Z)?", "", x) for x in db.iterdump()] for db in (a, b)]
    assert lines[0] == lines[1]


def test_ids_and_addresses_stay_over_releases(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet())
    release.publish(home, "test")
    before = dict(query(home, "SELECT id, slug FROM products"))
    receive(home, write_sheet([CHILLI, [*QUE[:6], "230k", ""], HONEY], "lan 2.xlsx"))
    made = release.publish(home, "test")
    assert dict(query(home, "SELECT id, slug FROM products")) == before
    assert (made.added, made.changed, made.withdrawn) == (0, 1, 0)
    ((kind, fields),) = query(home, "SELECT kind, fields FROM changes")
    assert kind == "changed"
    assert set(json.loads(fields)) >= {"price_low", "price_high", "offers"}


def test_sizes_are_offers_of_one_product(home: Home, write_sheet: Write) -> None:
    larger = ["4", HONEY[1], *HONEY[2:5], "Chai 1 lít", "280.000đ", ""]
    receive(home, write_sheet([HONEY, larger]))
    release.publish(home, "test")
    assert query(home, "SELECT price_low, price_high, unit_price, unit_price_per FROM products") == [
        (150_000, 280_000, 280_000, "lít")
    ]
    assert query(home, "SELECT net_total, price_low, unit_price FROM offers ORDER BY position") == [
        (500.0, 150_000, 300_000),
        (1000.0, 280_000, 280_000),
    ]


def test_a_held_change_leaves_the_published_product_as_it_was(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY]))
    release.publish(home, "test")
    receive(home, write_sheet([[*HONEY[:6], "12-15", ""]], "lan 2.xlsx"))
    assert not release.publish(home, "test").is_new
    assert query(home, "SELECT price_low FROM products") == [(150_000,)]


def test_a_blank_says_nothing(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Bảo quản"]
    receive(home, write_sheet([[*HONEY, "Nơi khô ráo"]], header=header))
    receive(home, write_sheet([[*HONEY[:6], "160.000đ", "", ""]], "lan 2.xlsx", header=header))
    release.publish(home, "test")
    assert query(home, "SELECT storage, price_low FROM products") == [("Nơi khô ráo", 160_000)]


def test_undo_gives_back_the_release_of_before(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    first = release.publish(home, "test")
    (second,) = receive(home, write_sheet([[*HONEY[:6], "170k", ""], CHILLI], "lan 2.xlsx"))
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        review.take_back(bench, second.id, "nhầm", "officer")
    made = release.publish(home, "test")
    assert made.id.split("-")[1] == first.id.split("-")[1]
    assert (made.changed, made.withdrawn) == (1, 1)


def test_a_star_shows_where_the_register_confirms_it_and_until_it_lapses(home: Home, write_sheet: Write) -> None:
    listed = [
        ["1", HONEY[1], "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "4 sao", "901/QĐ-UBND", "26/04/2024"],
        ["2", QUE[1], "HTX Khác", "xã Viễn Sơn, Văn Yên, Yên Bái", "3 sao", "902/QĐ-UBND", "26/04/2024"],
    ]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=LIST), register=True)
    claiming = [[*HONEY, "4"], [*QUE, "3"], [*CHILLI, ""]]
    (taken,) = receive(home, write_sheet(claiming, header=[*HEADER, "Hạng sao"]))
    codes = [[i.code for i in d.issues if i.code.startswith("stars")] for d in taken.drafts]
    assert codes == [[], ["stars-unconfirmed"], []]
    release.publish(home, "test")
    db = reading.connect(home.catalog)
    stars = {
        day: {p.facts["name"]: p.stars for p in reading.products(db, day)}
        for day in map(reading.date.fromisoformat, ("2027-04-26", "2027-04-27"))
    }
    db.close()
    assert [list(s.values()).count(4) for s in stars.values()] == [1, 0]
    assert all(s[QUE[1]] is None for s in stars.values())


def test_more_stars_than_the_decision_gave_show_none(home: Home, write_sheet: Write) -> None:
    listed = [["1", HONEY[1], "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "3 sao", "901/QĐ-UBND", "26/04/2024"]]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=LIST), register=True)
    (taken,) = receive(home, write_sheet([[*HONEY, "5"]], header=[*HEADER, "Hạng sao"]))
    assert "stars-above-decision" in [i.code for i in taken.drafts[0].issues]
    release.publish(home, "test")
    assert query(home, "SELECT count(*) FROM certificates") == [(0,)]


HOUSEHOLD = "Hộ kinh doanh Trịnh Thị Khuê"
PRIVATE_HEADER = [*HEADER, "Mã số thuế", "Người đại diện", "Mô tả", "Đồng ý đăng tên", "Ghi chú", "Giá sỉ"]


def private_row(consent_name: str = "") -> list[str]:
    row = [
        "1",
        "Bánh gật gù",
        HOUSEHOLD,
        "thôn Hà Dong, thị trấn Tiên Yên, Tiên Yên, Quảng Ninh",
        "0900 000 014",
        "Gói 300g",
        "40k",
        "",
    ]
    told = "Làm mỗi sáng. Gọi 0900.000.014 để đặt, hỏi chị Trịnh Thị Khuê."
    return [*row, "022099000014", "Trịnh Thị Khuê", told, consent_name, "nợ 2 triệu tiền men", "33k"]


def test_no_private_value_is_in_any_byte_of_a_release(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([private_row()], header=PRIVATE_HEADER))
    made = release.publish(home, "test")
    data = b"".join(p.read_bytes() for p in made.folder.iterdir())
    for canary in ("Trịnh Thị Khuê", "trịnh thị khuê", "trinh thi khue", "trinh-thi-khue", "900000014", "0900.000.014",
                   "0900 000 014", "022099000014", "Hà Dong", "tiền men", "33000"):  # fmt: skip
        assert canary.encode() not in data, canary
    ((name, shown),) = query(home, "SELECT name, is_name_shown FROM producers")
    assert shown == 0
    assert name.startswith("Cơ sở sản xuất tại xã ")


def test_consent_shows_the_name_and_only_the_name(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([private_row("có")], header=PRIVATE_HEADER))
    release.publish(home, "test")
    assert query(home, "SELECT name, is_name_shown, phone FROM producers") == [(HOUSEHOLD, 1, None)]


def test_a_private_number_in_any_text_stops_publication(tmp_path: Path, home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([CHILLI]))
    made = release.publish(home, "test")
    with pytest.raises(Blocked, match=r"producers\.phone"):
        checks.reveals_nothing(made.folder / "catalog.db", Private(phones={"900000012"}))


def test_what_no_mask_took_out_stops_publication(
    home: Home, write_sheet: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = [*CHILLI[:7], "", "Gọi 0900 000 012 để đặt"]
    receive(home, write_sheet([row], header=[*HEADER[:8], "Cách dùng"]))
    with monkeypatch.context() as patch:
        patch.setattr(Mask, "__call__", lambda _, words, **__: words)
        with pytest.raises(Blocked, match=r"products\.usage of .* private number"):
            release.publish(home, "test")
    assert not home.catalog.exists()
    assert list(home.releases.iterdir()) == []


def test_publication_stops_when_a_third_is_gone_unless_a_person_says_why(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    (second,) = receive(home, write_sheet([QUE, CHILLI], "b.xlsx"))
    first = release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        review.take_back(bench, second.id, "", "officer")
    with pytest.raises(Blocked, match="2 of 3"):
        release.publish(home, "test")
    assert release.current(home) == first.id
    assert release.publish(home, "test", force="HTX ngừng bán").withdrawn == 2


def test_nothing_accepted_is_nothing_to_publish(home: Home) -> None:
    with pytest.raises(Blocked):
        release.publish(home, "test")
    assert release.current(home) is None


def test_rollback_goes_back_but_not_behind_a_withdrawn_consent(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([CHILLI]))
    first = release.publish(home, "test")
    receive(home, write_sheet([QUE], "b.xlsx"))
    second = release.publish(home, "test")
    release.rollback(home, first.id, "officer")
    assert release.current(home) == first.id
    with pytest.raises(Unknown, match=second.id):
        release.rollback(home, "9-nothing", "officer")
    with Workbench(home.workbench) as bench, bench.writing() as db:
        db.execute("UPDATE releases SET published_at = '2020-01-01T00:00:00Z'")
    receive(home, write_sheet([[*CHILLI[:6], "65k", "không"]], "c.xlsx"))
    with pytest.raises(Blocked, match="consent"):
        release.rollback(home, second.id, "officer")


@pytest.mark.parametrize("step", ["contents.write", "_record", "point_to"])
def test_death_at_a_step_leaves_the_old_release_and_a_rerun_completes(
    home: Home, write_sheet: Write, monkeypatch, step: str
) -> None:
    receive(home, write_sheet([HONEY]))
    first = release.publish(home, "test")
    receive(home, write_sheet([QUE], "b.xlsx"))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"catalog.publish.release.{step}", die)
    with pytest.raises(KeyboardInterrupt):
        release.publish(home, "test")
    monkeypatch.undo()
    assert os.readlink(home.catalog) == f"releases/{first.id}/catalog.db"
    made = release.publish(home, "test")
    assert made.is_new
    assert made.products == 2
    assert [f for f in home.releases.iterdir() if f.name.startswith(".")] == []


def test_the_last_releases_are_kept_and_one_that_was_gone_back_to_is_not_lost(
    home: Home, write_sheet: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "KEPT", 2)
    made = []
    for price in ("150k", "160k", "170k", "180k"):
        receive(home, write_sheet([[*HONEY[:6], price, ""]], f"{price}.xlsx"))
        made.append(release.publish(home, "test").id)
    assert sorted(f.name for f in home.releases.iterdir()) == made[1:]
    release.rollback(home, made[1], "test")
    receive(home, write_sheet([QUE], "b.xlsx"))
    last = release.publish(home, "test")
    assert sorted(f.name for f in home.releases.iterdir()) == [*made[2:], last.id]
    assert query(home, "SELECT previous FROM release") == [(made[1],)]
    # What is compared with is the release that was gone back to.
    assert sorted(query(home, "SELECT kind FROM changes")) == [("added",), ("changed",)]


PACK = {"net_total": 200.0, "net_unit": "g"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"price_low": 120_000, "price_per": "kg"}, (120_000, "kg")),
        ({"price_low": 48_000, "price_per": "lạng", "net_total": 500.0, "net_unit": "g"}, (480_000, "kg")),
        ({"price_low": 1_200_000, "price_per": "3 chai", "net_total": 100.0, "net_unit": "ml"}, (4_000_000, "lít")),
        ({"price_low": 60_000, "net_total": 200.0, "net_unit": "g"}, (300_000, "kg")),
        ({"price_low": 60_000, "price_per": "hộp", "container": "hộp", **PACK}, (300_000, "kg")),
        ({"price_low": 640_000, "price_per": "thùng", "container": "chai", **PACK}, None),
        ({"price_low": 360_000, "price_per": "bộ"}, None),
        ({"price_per": "kg"}, None),
    ],
)  # fmt: skip
def test_the_unit_price_is_of_what_the_price_is_for(facts: dict, expected: tuple[int, str] | None) -> None:
    assert offers._unit_price(facts) == expected
