"""The annex as an officer attaches it: the same numbers in both files, which programs of offices open."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest
import python_calamine
from lxml import etree

from catalog.reports import annex, document, facts, letterhead, preflights, workbook
from catalog.reports.annex import Annex
from catalog.workbench.home import Home
from catalog.workbench.reviewing.scopes import EVERYTHING, Scope
from tests.catalog.reports.conftest import DAY
from tests.catalog.reports.test_figures import run
from tests.conftest import need

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(home: Home, within: Scope = EVERYTHING) -> Annex:
    preflights.work_out(home, DAY)
    return annex.annex(facts.gather(home, within, DAY))


def test_the_tables_of_a_province_and_of_everything(reported: Home) -> None:
    assert [form.name for form in made(reported).forms] == [
        "Theo tỉnh", "Theo xã", "Theo nhóm", "Theo chủ thể", "Lên sàn", "Sắp hết hiệu lực",
    ]  # fmt: skip
    province = made(reported, Scope(("15",)))
    assert province.forms[0].name == "Theo xã"
    (commune,) = province.forms[0].rows
    assert commune[:4] == (1, "xã Xuân Ái", 1, 2)
    assert province.forms[0].total == ("", "Tổng cộng", 1, 2, 0, 1, 1, 0, 0, 2, 1)
    lapsing = province.forms[-1].rows
    assert [(row[1], row[4], row[5], row[6]) for row in lapsing] == [
        ("Quế thanh Đồi Vải", "3 sao", "902/QĐ-UBND, 10/02/2024", "10/02/2027"),
        ("Mật ong hoa nhãn Đồi Vải", "4 sao", "901/QĐ-UBND, 26/04/2024", "26/04/2027"),
    ]


def words_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            etree.fromstring(packed.read(name))
        tree = etree.fromstring(packed.read("word/document.xml"))
    return ["".join(p.itertext()) for p in tree.iter(f"{W}p")]


def test_document_and_workbook_say_what_the_annex_says(reported: Home) -> None:
    whole = made(reported)
    said = words_of(document.write(whole))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook.write(whole)))
    assert book.sheet_names == [form.name for form in whole.forms]
    for form in whole.forms:
        cells = [
            str(int(c) if isinstance(c, float) else c) for r in book.get_sheet_by_name(form.name).to_python() for c in r
        ]
        for row in (*form.rows, *([form.total] if form.total else [])):
            for value in row:
                assert str(value) in cells
                assert str(value) in said
        for column in form.columns:
            assert column.title in cells
            assert column.title in said
        for words in (
            *letterhead.AGENCY,
            *letterhead.STATE,
            letterhead.PLACE_AND_DATE,
            letterhead.ATTACHED,
            "(1)",
            "(2)",
        ):
            assert words in cells
            assert words in said


def test_equal_figures_are_equal_bytes(reported: Home) -> None:
    one, two = made(reported), made(reported)
    assert document.write(one) == document.write(two)
    assert workbook.write(one) == workbook.write(two)


def test_words_of_senders_stay_words(reported: Home) -> None:
    """A name is neither markup nor a formula."""
    form = annex.Form("Thử", "Thử", (annex.NUMBER, annex.Column("Tên", 20)), ((1, '=1+1 <b>&"'),))
    whole = Annex("Nơi", "22/11/2026", "r", (form,), ())
    assert '=1+1 <b>&"' in words_of(document.write(whole))
    cells = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook.write(whole))).get_sheet_by_index(0)
    assert any('=1+1 <b>&"' in row for row in cells.to_python())


@pytest.mark.parametrize(("ending", "program"), [("xlsx", "calc"), ("docx", "writer")])
def test_office_opens_the_annex(reported: Home, tmp_path: Path, ending: str, program: str) -> None:
    found = need(f"lo{program}", f"libreoffice-{program}")
    path = tmp_path / f"phu-luc.{ending}"
    run(reported, "--date", DAY.isoformat(), f"--{ending}", str(path))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [found, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with pypdfium2.PdfDocument(tmp_path / "phu-luc.pdf") as paper:
        words = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert "xã Xuân Ái" in words
    assert letterhead.PLACE_AND_DATE[-10:] in words
