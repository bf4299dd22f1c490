"""Word documents of 1997 to 2003: what deleted text, passwords and damage come to; and that a .docx says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalog import sheets
from catalog.errors import Unreadable
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.olddocument import open_sheets
from tests.catalog.sheets import documents

TABLES: list[dict[str, Any]] = [
    {
        "lines": ["DANH SÁCH SẢN PHẨM XÃ NẬM MẪU", "(Kèm theo Công văn ngày 5/6/2024)"],
        "merge": ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "C3:C4", "D3:D4", "A6:E6"],
        "rows": [
            ["STT", "Tên sản phẩm", "Chủ thể", None, "Giá (nghìn đồng)"],
            [None, None, "Tên", "Điện thoại", None],
            [1, "Chè dây", "HTX Chè dây", "0900 000 011", 45],
            [2, "Hạt dổi\nloại 1", None, None, 60],
            [3, "Măng khô", "Cơ sở Bà Tư", "0900 000 012", 120],
            ["Tổng cộng: 3 sản phẩm"],
        ],
        "deleted": {"E5": "999"},
        "after": ["Người lập biểu"],
    }
]


def refusal(data: bytes) -> str | None:
    with pytest.raises(Unreadable) as caught:
        sheets.read(data, "cu.doc")
    return caught.value.code


def test_the_old_file_says_what_the_new_one_says() -> None:
    before, now = (sheets.read(make(TABLES), "x") for make in (documents.doc, documents.docx))
    assert before.kind, now.kind == ("doc", "docx")
    assert list(before.tables[0].rows) == list(now.tables[0].rows)
    assert (before.ignored, before.tables[0].columns) == (now.ignored, now.tables[0].columns)
    assert before.tables[0].rows[2].cells["E"] == "120"


def test_a_password() -> None:
    assert refusal(documents.doc([{**TABLES[0], "flags": 0x0100}])) == "file-password"


@pytest.mark.parametrize("size", [3000, 6000, 20_000])
def test_a_cut_off_file(size: int) -> None:
    assert refusal(documents.doc(TABLES)[:size]) == "file-damaged"


def test_any_byte_may_be_wrong() -> None:
    """Whatever one byte says, the file is read or refused with its sentence; any other error fails here."""
    data = documents.doc([{"rows": [["Tên hàng", "Giá"], ["Trà", "4k"]]}])
    codes = {_opened(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]) for at in range(0, len(data), 37)}
    assert {"", "file-damaged"} <= codes <= {"", "file-damaged", "file-password", "file-other-kind"}


def _opened(data: bytes) -> str:
    """The code of the refusal; blank where the file is read."""
    try:
        open_sheets(data)
    except NotOpened as refused:
        return refused.code
    return ""


@pytest.mark.shared
def test_a_document_that_word_wrote(shared: Path) -> None:
    file = sheets.read((shared / "sheets" / "docs" / "QD22_gia_nuoc.doc").read_bytes(), "x.doc")
    assert (file.kind, [issue.code for issue in file.issues]) == ("doc", ["table-none"])
    assert file.cells_read > 20
