"""Claims beside the register of recognitions, and the register's own rows beside the rules of their day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from catalog.publish import release
from catalog.publish.tables import reading
from catalog.values import certificates
from catalog.workbench import days
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.conftest import HEADER, HONEY, receive

Write = Callable[..., Path]

LIST = ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao", "Quyết định số", "Ngày quyết định"]
CLAIM = [*HEADER, "Hạng sao", "Số quyết định", "Ngày quyết định"]
REGISTER_CODES = {"stars-unconfirmed", "stars-above-decision", "holder-disagrees", "decision-date-disagrees"}


def listed(home: Home, write_sheet: Write, *rows: tuple[str, ...]) -> list[list[str]]:
    """Imports an official list; gives the issue codes of each of its rows."""
    numbered = [[str(n), *row] for n, row in enumerate(rows, 1)]
    (taken,) = receive(home, write_sheet(numbered, "phu luc.xlsx", header=LIST), register=True)
    return [[i.code for i in d.issues if i.code == "certifier-unusual"] for d in taken.drafts]


def claimed(home: Home, write_sheet: Write, stars: str, number: str, day: str, holder: str = HONEY[2]) -> set[str]:
    """Imports the honey with a claim; gives what its comparison with the register found."""
    row = [*HONEY[:2], holder, *HONEY[3:], stars, number, day]
    (taken,) = receive(home, write_sheet([row], header=CLAIM))
    return {i.code for i in taken.drafts[0].issues} & REGISTER_CODES


@pytest.mark.parametrize(
    ("stars", "number", "day", "holder", "want"),
    [
        ("4", "901/QĐ-UBND", "26/04/2024", "HTX Đồi Vải", set()),
        ("4", "", "", "HTX Đồi Vải", set()),
        ("4", "901/QĐ-UBND", "năm 2024", "HTX Đồi Vải", set()),
        ("3", "901/QĐ-UBND", "26/04/2024", "HTX Đồi Vải", set()),
        ("5", "901/QĐ-UBND", "26/04/2024", "HTX Đồi Vải", {"stars-above-decision"}),
        ("4", "901/QĐ-UBND", "25/04/2024", "HTX Đồi Vải", {"decision-date-disagrees"}),
        ("4", "902/QĐ-UBND", "26/04/2024", "HTX Đồi Vải", {"stars-unconfirmed"}),
        ("4", "901/QĐ-UBND", "26/04/2024", "HTX Suối Nhạn", {"stars-unconfirmed", "holder-disagrees"}),
        ("4", "", "", "HTX Suối Nhạn", {"stars-unconfirmed"}),
    ],
)
def test_a_claim_is_compared_by_number_day_holder_and_stars(
    home: Home, write_sheet: Write, stars: str, number: str, day: str, holder: str, want: set[str]
) -> None:
    listed(home, write_sheet, (HONEY[1], "HTX Đồi Vải", "4 sao", "901/QĐ-UBND", "26/04/2024"))
    assert claimed(home, write_sheet, stars, number, day, holder) == want


def test_of_two_decisions_of_one_number_the_day_decides(home: Home, write_sheet: Write) -> None:
    listed(
        home,
        write_sheet,
        (HONEY[1], "HTX Đồi Vải", "3 sao", "901/QĐ-UBND", "26/04/2021"),
        (HONEY[1], "HTX Đồi Vải", "4 sao", "901/QĐ-UBND", "26/04/2024"),
    )
    assert claimed(home, write_sheet, "4", "901/QĐ-UBND", "26/04/2024") == set()
    assert claimed(home, write_sheet, "4", "901/QĐ-UBND", "26/04/2021") == {"stars-above-decision"}


@pytest.mark.parametrize(
    ("stars", "number", "day", "is_unusual"),
    [
        ("3 sao", "901/QĐ-UBND", "30/06/2025", False),
        ("3 sao", "901/QĐ-UBND", "01/07/2025", True),  # districts had ended, the provinces had no power yet
        ("3 sao", "901/QĐ-UBND", "05/07/2025", True),
        ("3 sao", "901/QĐ-UBND", "06/07/2025", False),
        ("3 sao", "901/QĐ-UBND của UBND tỉnh Lào Cai", "26/04/2024", True),
        ("3 sao", "901/QĐ-UBND của UBND huyện Văn Yên", "26/04/2024", False),
        ("3 sao", "901/QĐ-UBND của UBND huyện Văn Yên", "26/04/2022", True),
        ("4 sao", "901/QĐ-UBND của UBND huyện Văn Yên", "26/04/2024", True),
        ("4 sao", "901/QĐ-UBND của UBND tỉnh Lào Cai", "26/04/2024", False),
        ("5 sao", "901/QĐ-UBND", "26/04/2024", True),
        ("5 sao", "377/QĐ-BNN-VPĐP", "17/01/2025", False),
        ("3 sao", "377/QĐ-BNN-VPĐP", "17/01/2025", True),
        ("2 sao", "901/QĐ-UBND", "26/04/2024", True),
        ("3 sao", "901/QĐ-UBND", "20/08/2019", True),  # before the first criteria
    ],
)
def test_h41_a_decision_of_an_unusual_level_is_marked(
    home: Home, write_sheet: Write, stars: str, number: str, day: str, is_unusual: bool
) -> None:
    (codes,) = listed(home, write_sheet, (HONEY[1], "HTX Đồi Vải", stars, number, day))
    assert codes == ["certifier-unusual"] * is_unusual


# Signed on, a moment in UTC, whether the star shows then. Vietnam is seven hours ahead and has no summer time.
TRUTH = [
    ("26/04/2024", "2027-04-26T16:59:59", True),
    ("26/04/2024", "2027-04-26T17:00:00", False),
    ("29/02/2024", "2027-02-28T16:59:59", True),  # no 29 February in 2027: the month ends it
    ("29/02/2024", "2027-02-28T17:00:00", False),
    ("28/02/2025", "2028-02-28T16:59:59", True),  # there is a 29 February in 2028: the day stays the day
    ("28/02/2025", "2028-02-28T17:00:00", False),
    ("31/12/2023", "2026-12-31T16:59:59", True),
    ("31/12/2023", "2026-12-31T17:00:00", False),
    ("01/07/2024", "2027-07-01T00:00:00", True),
    ("01/07/2024", "2027-07-02T00:00:00", False),
]


@pytest.mark.parametrize(("signed", "moment", "shows"), TRUTH)
def test_h39_a_star_shows_until_the_end_of_its_last_day_in_vietnam(
    home: Home, write_sheet: Write, signed: str, moment: str, shows: bool
) -> None:
    listed(home, write_sheet, (HONEY[1], "HTX Đồi Vải", "4 sao", "901/QĐ-UBND", signed))
    claimed(home, write_sheet, "4", "", "")
    release.publish(home, "test")
    day = days.day_of(f"{moment}+00:00")
    db = reading.connect(home.catalog)
    (product,) = reading.products(db, day)
    db.close()
    assert product.stars == (4 if shows else None)
    assert (product.lapsed is None) == shows
    last = certificates.expires_on(date(*map(int, reversed(signed.split("/")))))
    assert (day <= last) == shows


def test_today_is_vietnam_s_day() -> None:
    before, today, after = (
        (datetime.now(UTC) + timedelta(hours=7)).date(),
        days.today(),
        (datetime.now(UTC) + timedelta(hours=7)).date(),
    )
    assert before <= today <= after


def undo_first(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        review.take_back(bench, bench.rows("SELECT id FROM submissions ORDER BY number")[0]["id"], "nhầm", "lan")


def test_a_line_that_two_lists_have_stands_while_one_of_them_does(home: Home, write_sheet: Write) -> None:
    honey = (HONEY[1], HONEY[2], "4", "901/QĐ-UBND", "26/04/2024")
    listed(home, write_sheet, honey, ("Quế thanh", "HTX Đồi Vải", "3", "901/QĐ-UBND", "26/04/2024"))
    listed(home, write_sheet, honey)
    undo_first(home)
    assert claimed(home, write_sheet, "4", "901/QĐ-UBND", "26/04/2024") == set()


def test_a_list_that_is_sent_again_mended_after_it_was_undone_counts_whole(home: Home, write_sheet: Write) -> None:
    listed(home, write_sheet, (HONEY[1], HONEY[2], "3", "901/QĐ-UBND", "26/04/2024"))
    undo_first(home)
    listed(home, write_sheet, (HONEY[1], HONEY[2], "4", "901/QĐ-UBND", "26/04/2024"))
    assert claimed(home, write_sheet, "4", "901/QĐ-UBND", "26/04/2024") == set()


def test_claims_that_only_an_undone_list_confirmed_are_asked(home: Home, write_sheet: Write) -> None:
    listed(home, write_sheet, (HONEY[1], HONEY[2], "4", "901/QĐ-UBND", "26/04/2024"))
    assert claimed(home, write_sheet, "4", "901/QĐ-UBND", "26/04/2024") == set()
    undo_first(home)
    with Workbench(home.workbench, is_reading=True) as bench:
        assert [row["code"] for row in bench.rows("SELECT code FROM issues")] == ["stars-unconfirmed"]
