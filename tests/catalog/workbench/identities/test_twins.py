"""A book that reads only what a delivery names says what one says that read everything before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.workbench.home import Home
from catalog.workbench.identities import twins
from catalog.workbench.receiving import intake
from catalog.workbench.reviewing import review
from catalog.workbench.rows import ahead
from catalog.workbench.store import Workbench
from tests.catalog.workbench.identities.test_comparing import HEADER, known, rows
from tests.conftest import receive

Write = Callable[..., Path]
SHEET = rows()


def with_other(column: str, words: str, *numbers: int) -> list[list[str]]:
    at = HEADER.index(column)
    return [[*row[:at], words, *row[at + 1 :]] if n in numbers else row for n, row in enumerate(SHEET)]


SENT_AGAIN = {
    "as it was": SHEET,
    "dearer": with_other("Giá bán", "55.000đ", 1, 7, 12),
    "of another commune": with_other("Địa chỉ", "xã Châu Quế Hạ, huyện Văn Yên, tỉnh Yên Bái", 0, 1, 2, 3, 4),
    "of another province": with_other("Địa chỉ", "xã Yên Mô, tỉnh Ninh Bình", 6, 16),
    "with another telephone": with_other("SĐT", "0900 000 022", 5, 20),
    "with another code": with_other("Mã hàng", "M9", 3, 8, 13),
    "renamed": with_other("Tên sản phẩm", "Mật ong hoa vải", 0, 9),
    "with more": [*SHEET, ["Cốm dẹp", "HTX Cốm Gò Mít", *SHEET[0][2:]]],
}


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each book of a delivery had read everything in the end."""
    found: list[bool] = []

    class Watched(twins.Book):
        def let_go(self) -> None:
            found.append(self.is_whole)
            super().let_go()

    monkeypatch.setattr(intake, "Book", Watched)
    return found


@pytest.mark.parametrize("change", SENT_AGAIN)
@pytest.mark.parametrize("is_undone", [False, True])
def test_what_is_read_late_or_foreseen_says_the_same(
    write_sheet: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, is_undone: bool
) -> None:
    first = write_sheet(SHEET, "lan 1.xlsx", header=HEADER)
    again = write_sheet(SENT_AGAIN[change], "lan 2.xlsx", header=HEADER)
    found = []
    for name in ("late", "foreseen", "whole"):
        home = Home(tmp_path / name)
        (submission,) = receive(home, first)
        if is_undone:
            with Workbench(home.workbench) as bench:
                review.take_back(bench, submission.id, "nhầm", "lan")
        with monkeypatch.context() as during:
            if name == "foreseen":
                during.setattr(ahead, "LONG", 0)
            if name == "whole":
                during.setattr(intake, "Book", lambda bench, is_whole, foreseen: twins.Book(bench))
            receive(home, again)
            receive(home, first)
        found.append(known(home))
    assert found[0] == found[1] == found[2]
    assert found[0][2], "nothing was joined"


@pytest.mark.parametrize("change", ["as it was", "dearer"])
def test_a_list_that_names_nobody_new_does_not_read_everything(
    home: Home, write_sheet: Write, wholes: list[bool], change: str
) -> None:
    for number, sheet in enumerate((SHEET, SENT_AGAIN[change], SENT_AGAIN["with more"])):
        receive(home, write_sheet(sheet, f"lan {number}.xlsx", header=HEADER))
    assert wholes == [True, False, True]
