"""Communes merge and split: products, queues and pages follow, ids and links stay, and what is open is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import cli
from catalog.errors import Refused
from catalog.publish import release
from catalog.publish.checking import checking
from catalog.web import serving
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.reviewing import editing, moves, queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.store import Workbench
from tests import reform
from tests.catalog.publish.test_addresses import answers
from tests.catalog.publish.test_release import HOUSEHOLD, query
from tests.catalog.test_deciding import ocop
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive

Write = Callable[..., Path]

# HONEY and QUE are of Xuân Ái, which is split; CHILLI of Tiên Yên, which takes Điền Xá in and comes to Hải Phòng.
CAKE = ["4", "Bánh gật gù", HOUSEHOLD, "xã Điền Xá, tỉnh Quảng Ninh", "0900 000 014", "Gói 300g", "40k", "", "có"]
UNCLEAR = ["5", "Tinh dầu quế Đồi Vải", *QUE[2:6], "12-15", "", ""]
WITH_NAME = [*HEADER, "Đồng ý đăng tên"]


@pytest.fixture
def before(home: Home, write_sheet: Write) -> Home:
    """A home as it was published before the reform."""
    receive(home, write_sheet([HONEY, QUE, CHILLI, CAKE, UNCLEAR], header=WITH_NAME))
    release.publish(home, "test")
    return home


PLACES = "SELECT name, commune, commune_code, province_code FROM products ORDER BY name"


async def test_products_and_producers_follow_and_their_links_stay(before: Home) -> None:
    slugs = query(before, "SELECT id, slug FROM products UNION SELECT id, slug FROM producers ORDER BY 1")
    with reform.reformed():
        made = release.publish(before, "test")
        assert (made.added, made.withdrawn, made.changed) == (0, 0, 4)
        assert query(before, PLACES) == [
            ("Bánh gật gù", "Tiên Yên", "06862", "31"),
            (HONEY[1], None, None, "15"),
            (QUE[1], None, None, "15"),
            (CHILLI[1], "Tiên Yên", "06862", "31"),
        ]  # fmt: skip
        assert query(before, "SELECT id, slug FROM products UNION SELECT id, slug FROM producers ORDER BY 1") == slugs
        pages = [f"/san-pham/{slug}" for (slug,) in query(before, "SELECT slug FROM products")]
        pages += [f"/co-so/{slug}" for (slug,) in query(before, "SELECT slug FROM producers")]
        assert set(await answers(before, *pages)) == {200}
        assert checking.check(before).is_clean
        assert not release.publish(before, "test").is_new


async def test_a_link_to_a_province_that_is_no_more_finds_the_same_goods(before: Home) -> None:
    async def found() -> bool:
        served = serving.datasette_for(before.catalog.resolve())
        page = (await served.client.get("/san-pham?tinh=22")).text
        served.close()
        return CHILLI[1] in page and HONEY[1] not in page

    assert await found()
    with reform.reformed():
        assert await found()  # the release of before, until the next one
        release.publish(before, "test")
        assert await found()


async def test_a_link_to_a_commune_that_is_no_more_finds_the_same_goods(before: Home) -> None:
    async def found(code: str) -> list[bool]:
        served = serving.datasette_for(before.catalog.resolve())
        page = (await served.client.get(f"/san-pham?xa={code}")).text
        served.close()
        return [name in page for name in (CAKE[1], HONEY[1])]

    assert await found(reform.DIEN_XA) == [True, False]
    with reform.reformed():
        assert await found(reform.DIEN_XA) == [True, False]  # the release of before, until the next one
        release.publish(before, "test")
        assert await found(reform.DIEN_XA) == await found(reform.TIEN_YEN) == [True, False]
        assert await found("00000") == [False, False]


def test_both_parts_of_a_split_commune_see_what_is_open(before: Home) -> None:
    with Workbench(before.workbench, is_reading=True) as bench:
        (waiting,) = queue.ids(bench, Wanted(commune="Xuân Ái"))
        with reform.reformed():
            for commune in ("04441", "99001", "Xuân Ái Hạ"):
                assert queue.ids(bench, Wanted(commune=commune)) == [waiting]
            assert queue.ids(bench, Wanted(commune="Tiên Yên")) == []
            assert queue.ids(bench, Wanted(state="accepted", commune="Tiên Yên")) == [3, 4]
            assert [d["commune"] for d in queue.queue(bench, Wanted())] == ["Xuân Ái hoặc Xuân Ái Hạ"]
            assert queue.counts(bench, Wanted(), "commune") == [
                {"key": "04441", "drafts": 1, "title": "Xuân Ái, Lào Cai"},
                {"key": "99001", "drafts": 1, "title": "Xuân Ái Hạ, Lào Cai"},
            ]
            accepted = queue.counts(bench, Wanted(state="accepted"), "commune")
            assert [(c["key"], c["drafts"]) for c in accepted] == [("04441", 2), ("06862", 2), ("99001", 2)]
            assert review.show(bench, 3)["facts"]["province"] == "Hải Phòng"


def test_an_officer_says_which_part_and_it_stands(before: Home) -> None:
    with reform.reformed():
        with Workbench(before.workbench) as bench:
            editing.edit(bench, "mat-ong-hoa-nhan-doi-vai", {"commune": "Xuân Ái Hạ"}, "officer", "đã hỏi")
        release.publish(before, "test")
        # What is said of a producer's place holds for all its products.
        communes = dict(query(before, "SELECT name, commune_code FROM products"))
        assert (communes[HONEY[1]], communes[QUE[1]]) == ("99001", "99001")


def test_an_edit_of_before_follows_too(before: Home) -> None:
    with Workbench(before.workbench) as bench:
        editing.edit(bench, "ot-chao-mao", {"commune": "Điền Xá"}, "officer", "đã hỏi")
    release.publish(before, "test")
    assert (CHILLI[1], "Điền Xá", "06874", "22") in query(before, PLACES)
    with reform.reformed():
        release.publish(before, "test")
        assert (CHILLI[1], "Tiên Yên", "06862", "31") in query(before, PLACES)


@pytest.mark.parametrize("address", ["xã Điền Xá, tỉnh Quảng Ninh", "xã Tiên Yên, thành phố Hải Phòng"])
def test_a_household_and_a_cooperative_that_are_sent_again_are_the_same(
    before: Home, write_sheet: Write, address: str
) -> None:
    said = "SELECT id, slug, producer_id FROM products ORDER BY id"
    known = query(before, said)
    with reform.reformed():
        cake = [*CAKE[:3], address, *CAKE[4:6], "45k", "", ""]
        chilli = [*CHILLI[:3], "xã Tiên Yên, thành phố Hải Phòng", *CHILLI[4:6], "65k", "", ""]
        receive(before, write_sheet([cake, chilli], "nam 2030.xlsx", header=WITH_NAME))
        release.publish(before, "test")
        assert query(before, said) == known
        prices = dict(query(before, "SELECT name, price_low FROM products"))
        assert (prices["Bánh gật gù"], prices[CHILLI[1]]) == (45_000, 65_000)
        with Workbench(before.workbench, is_reading=True) as bench:
            assert merges.twins(bench) == []
        assert {name for (name,) in query(before, "SELECT name FROM producers")} == {CHILLI[2], HONEY[2], HOUSEHOLD}


def test_what_an_officer_placed_in_a_commune_that_was_split_is_asked_again(before: Home) -> None:
    with Workbench(before.workbench) as bench:
        editing.edit(bench, "ot-chao-mao", {"commune": "Xuân Ái", "province": "Lào Cai"}, "officer", "đã hỏi")
        chilli = editing.find(bench, "ot-chao-mao").product_id
    with reform.reformed(), Workbench(before.workbench, is_reading=True) as bench:
        assert chilli in {m.code: m.unplaced for m in moves.moves(bench)}[reform.SPLIT]


def test_a_newer_word_that_waits_does_not_hide_a_product(before: Home, write_sheet: Write) -> None:
    receive(before, write_sheet([[*HONEY[:6], "12-15", "", ""]], "b.xlsx", header=WITH_NAME))
    with reform.reformed(), Workbench(before.workbench, is_reading=True) as bench:
        (split,) = (m for m in moves.moves(bench) if m.code == reform.SPLIT)
        assert len(split.unplaced) == 2
        assert len(split.waiting) == 2


def registers(home: Home) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home.root), "registers"], standalone_mode=False)


def test_the_command_says_what_moved(before: Home) -> None:
    assert "3,321 communes, in force since 2025-07-01\n" in ocop(before, "registers").output
    assert json.loads(ocop(before, "registers", "--json").output)["moved"] == []
    with reform.reformed():
        done = registers(before)
        assert done.return_value == 1
        merged = "xã Điền Xá (06874), until 2029-12-31 → Tiên Yên (Hải Phòng, 06862): 1 products, 0 waiting"
        split = "→ Xuân Ái (Lào Cai, 04441) or Xuân Ái Hạ (Lào Cai, 99001): 2 products, 1 waiting"
        assert merged in done.output
        assert split in done.output
        with Workbench(before.workbench) as bench:
            honey = editing.find(bench, "mat-ong-hoa-nhan-doi-vai").product_id
            open_before = {m.code: m.unplaced for m in moves.moves(bench)}
            assert len(open_before[reform.SPLIT]) == 2
            assert honey in open_before[reform.SPLIT]
            with pytest.raises(Refused, match="Xuân Ái Hạ"):  # the name alone may be the commune that was split
                editing.edit(bench, honey, {"commune": "Xuân Ái"}, "officer", "đã hỏi")
            editing.edit(bench, honey, {"commune": "04441"}, "officer", "đã hỏi")
            assert {m.code: m.unplaced for m in moves.moves(bench)}[reform.SPLIT] == []
        assert registers(before).return_value == 0


def test_without_a_reform_nothing_is_looked_at_twice(before: Home) -> None:
    with Workbench(before.workbench, is_reading=True) as bench:
        assert {r[0] for r in bench.rows("SELECT places_on FROM submissions")} == {"2025-07-01"}
        assert moves.moves(bench) == []
