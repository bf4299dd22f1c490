"""A returned workbook, mended and sent again, goes on from the submission it was returned for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.forms.book import Book
from catalog.forms.returned import mark
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.rows import submissions
from catalog.workbench.store import Workbench
from tests.conftest import HONEY, QUE, receive

Write = Callable[..., Path]
Send = Callable[..., tuple[submissions.Submission, Path]]
UNCLEAR = [*HONEY[:6], "12-15", ""]


@pytest.fixture
def returned(home: Home, write_sheet: Write) -> Send:
    """Sends a sheet with an unclear price, and writes the returned workbook with some cells mended."""

    def send(mended: dict[tuple[int, int], str], tmp: Path = home.root.parent) -> tuple[submissions.Submission, Path]:
        path = write_sheet([UNCLEAR, QUE])
        (first,) = receive(home, path)
        back = mark(path.read_bytes(), path.name, submissions.report([first]))
        book = Book(back.data, back.name)
        sheet = book.worksheet(book.find("Danh sách"))
        for (row, column), words in mended.items():
            sheet.set_text(row, column, words)
        fixed = tmp / "da sua.xlsx"
        fixed.write_bytes(book.write())
        return first, fixed

    return send


def held(home: Home) -> list[str]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return [d["name"] for d in review.queue(bench)]


def test_a_mended_price_and_a_mended_name_are_the_same_product(home: Home, returned: Send) -> None:
    first, fixed = returned({(5, 7): "150k", (5, 2): "Mật ong nhãn rừng"})
    assert held(home) == [HONEY[1]]
    (second,) = receive(home, fixed)
    assert second.continues == first.id
    assert [d.product_id for d in second.drafts] == [d.product_id for d in first.drafts]
    assert [d.change for d in second.drafts] == ["changed", "unchanged"]
    assert [d.state for d in second.drafts] == ["accepted", "accepted"]
    assert [i.code for i in second.issues if i.code == "file-continues"]
    assert held(home) == []


def test_a_new_row_between_is_a_new_product(home: Home, returned: Send) -> None:
    first, fixed = returned({(5, 2): QUE[1], (6, 2): "Bột quế", (6, 6): "Túi 100g"})
    (second,) = receive(home, fixed)
    # Row 5 now holds the product of row 6, which takes its id along; row 6 holds one that stood nowhere.
    assert second.drafts[0].product_id == first.drafts[1].product_id
    assert second.drafts[1].product_id not in {d.product_id for d in first.drafts}


def test_taken_back_all_is_as_before(home: Home, returned: Send) -> None:
    _, fixed = returned({(5, 7): "150k"})
    (second,) = receive(home, fixed)
    with Workbench(home.workbench) as bench:
        review.take_back(bench, second.id, "slip", "lan")
    assert held(home) == [HONEY[1]]


def test_without_its_original_it_is_a_file_of_its_own(home: Home, returned: Send) -> None:
    first, fixed = returned({(5, 7): "150k"})
    with Workbench(home.workbench) as bench:
        review.take_back(bench, first.id, "slip", "lan")
    (second,) = receive(home, fixed)
    assert second.continues is None
    assert [d.product_id for d in second.drafts] == [d.product_id for d in first.drafts]


@pytest.mark.parametrize(
    ("name", "words", "row"),
    [
        ("bang.csv", 'Tên sản phẩm,Chủ thể,Địa chỉ,Giá\nMật ong Thử,HTX Thử,"Viễn Sơn, Văn Yên, Yên Bái",12-15\n', 2),
        ("tin.txt", "HTX Thử, Viễn Sơn, Văn Yên, Yên Bái\nMật ong Thử 500ml 350k\n", 3),
    ],
)
def test_what_came_without_sheets_keeps_its_products_too(
    home: Home, tmp_path: Path, name: str, words: str, row: int
) -> None:
    (tmp_path / name).write_text(words, encoding="utf-8")
    (first,) = receive(home, tmp_path / name)
    back = mark((tmp_path / name).read_bytes(), name, submissions.report([first]))
    book = Book(back.data, back.name)
    book.worksheet(book.find("Bảng")).set_text(row, 1, "Mật ong nhãn rừng")
    (tmp_path / "sua.xlsx").write_bytes(book.write())
    (second,) = receive(home, tmp_path / "sua.xlsx")
    assert second.continues == first.id
    assert [d.product_id for d in second.drafts] == [d.product_id for d in first.drafts]
    assert "Mật ong nhãn rừng" in [d.name for d in second.drafts]
