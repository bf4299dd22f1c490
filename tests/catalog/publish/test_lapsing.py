"""Officers hear of a certificate six, three and one months before it lapses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.cli import cli
from catalog.publish import lapsing, release
from catalog.values import certificates
from catalog.workbench import days
from catalog.workbench.home import Home
from tests.catalog.publish.test_release import HOUSEHOLD, LIST, PRIVATE_HEADER, private_row
from tests.catalog.test_deciding import ocop
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive

Write = Callable[..., Path]
VIEN_SON = "xã Viễn Sơn, Văn Yên, Yên Bái"
TIEN_YEN = "thị trấn Tiên Yên, Tiên Yên, Quảng Ninh"


@pytest.fixture
def certified(home: Home, write_sheet: Write) -> Home:
    """Honey until 26/04/2027, cinnamon until 10/02/2027, chilli until 30/11/2028, all published."""
    listed = [
        ["1", HONEY[1], "HTX Đồi Vải", VIEN_SON, "4 sao", "901/QĐ-UBND", "26/04/2024"],
        ["2", QUE[1], "HTX Đồi Vải", VIEN_SON, "3 sao", "902/QĐ-UBND", "10/02/2024"],
        ["3", CHILLI[1], "HTX Suối Nhạn", TIEN_YEN, "3 sao", "903/QĐ-UBND", "30/11/2025"],
    ]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=LIST), register=True)
    receive(home, write_sheet([HONEY, QUE, CHILLI]))
    release.publish(home, "test")
    return home


# Day → (product, months) as they are said on it, in order.
SAID = {
    "2026-08-09": [],
    "2026-08-10": [("que", 6)],
    "2026-10-26": [("que", 6), ("mat", 6)],
    "2026-11-10": [("que", 3), ("mat", 6)],
    "2027-01-10": [("que", 1), ("mat", 6)],
    "2027-02-10": [("que", 1), ("mat", 3)],
    "2027-02-11": [("mat", 3)],
    "2027-04-26": [("mat", 1)],
    "2027-04-27": [],
    "2028-05-30": [("ot", 6)],
    "2028-11-30": [("ot", 1)],
    "2028-12-01": [],
}


@pytest.mark.parametrize("day", SAID)
def test_each_is_said_once_at_the_nearest_threshold_by_date(certified: Home, day: str) -> None:
    found = lapsing.lapses(certified, date.fromisoformat(day))
    names = {HONEY[1]: "mat", QUE[1]: "que", CHILLI[1]: "ot"}
    assert [(names[one.name], one.months) for one in found] == SAID[day]
    assert sum(lapsing.counted(found).values()) == len(found)


def test_it_names_producer_commune_and_decision(certified: Home) -> None:
    (one,) = lapsing.lapses(certified, date(2027, 3, 1))
    said = (one.producer, one.commune, one.province, one.stars, one.decision_number, one.decision_date, one.expires_on)
    assert said == ("HTX Đồi Vải", "xã Xuân Ái", "Lào Cai", 4, "901/QĐ-UBND", "2024-04-26", "2027-04-26")


def test_a_renewed_certificate_is_not_spoken_of(certified: Home, write_sheet: Write) -> None:
    again = ["1", HONEY[1], "HTX Đồi Vải", VIEN_SON, "4 sao", "77/QĐ-UBND", "01/02/2027"]
    receive(certified, write_sheet([again], "gia han.xlsx", header=LIST), register=True)
    release.publish(certified, "test")
    assert lapsing.lapses(certified, date(2027, 3, 1)) == []


def test_officers_see_the_name_that_the_public_may_not(home: Home, write_sheet: Write) -> None:
    listed = [["1", "Bánh gật gù", HOUSEHOLD, TIEN_YEN, "3 sao", "901/QĐ-UBND", "26/04/2024"]]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=LIST), register=True)
    receive(home, write_sheet([private_row()], header=PRIVATE_HEADER))
    release.publish(home, "test")
    assert [one.producer for one in lapsing.lapses(home, date(2027, 4, 1))] == [HOUSEHOLD]


def test_nothing_lapses_before_the_first_release(home: Home) -> None:
    assert lapsing.lapses(home, date(2027, 4, 1)) == []


def test_the_overview_is_there_when_the_release_cannot_be_read(certified: Home) -> None:
    certified.catalog.resolve().write_bytes(b"no database")
    told = CliRunner().invoke(cli, ["--home", str(certified.root), "status", "--json"], standalone_mode=False)
    assert told.return_value == 1
    assert json.loads(told.stdout)["accepted"] == 3
    assert json.loads(told.stdout)["lapsing"] is None
    assert "ocop check" in told.stderr


def test_the_commands_say_it(home: Home, write_sheet: Write) -> None:
    # Signed so that the stars have some forty days from the day of this test on.
    signed = certificates.months_later(days.today(), 2 - 36).strftime("%d/%m/%Y")
    listed = [["1", HONEY[1], "HTX Đồi Vải", VIEN_SON, "4 sao", "901/QĐ-UBND", signed]]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=LIST), register=True)
    receive(home, write_sheet([HONEY, CHILLI], header=HEADER))
    release.publish(home, "test")
    for command in (("status",), ("review", "list"), ("review", "list", "--state", "lapsing")):
        told = ocop(home, *command).output
        assert "1 within 3 months" in told
        assert "HTX Đồi Vải  ·  xã Xuân Ái, Lào Cai  ·  901/QĐ-UBND" in told
    (one,) = json.loads(ocop(home, "status", "--json").output)["lapsing"]
    assert (one["name"], one["months"]) == (HONEY[1], 3)
    chosen = ("review", "list", "--state", "lapsing", "--json", "--commune")
    assert json.loads(ocop(home, *chosen, "Xuân Ái").output) == [one]
    assert json.loads(ocop(home, *chosen, "Tiên Yên").output) == []
    assert ocop(home, "review", "list", "--state", "lapsing", "--by", "issue").exit_code == 2
