"""Pictures that stand in or over the rows of a table, and their bytes out of the file that was sent."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from catalog import sheets
from catalog.sheets.opening import archive
from tests.catalog.sheets import documents
from tests.catalog.sheets.making import opendocument

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea7"
    "d6a4a50000000049454e44ae426082"
)
ROWS = [["Tên hàng", "Giá", "Ảnh"], ["Trà gừng", "45k", ""], ["Mứt gừng", "60k", ""], ["Kẹo gừng", "30k", ""]]


def pictures(data: bytes, name: str = "x.xlsx") -> dict[int, list[bytes]]:
    """The bytes of the pictures of each row of the one table."""
    (table,) = sheets.read(data, name).tables
    with archive.open_archive(data) as opened:
        return {row: [archive.part(opened, part) for part in parts] for row, parts in table.pictures.items()}


def book(**place: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("S")
        for row, texts in enumerate(ROWS):
            sheet.write_row(row, 0, texts)
        if place:
            sheet.insert_image("C3", "a.png", {"image_data": io.BytesIO(PNG), **place})
        else:
            sheet.embed_image("C2", "a.png", {"image_data": io.BytesIO(PNG)})
            sheet.embed_image("C4", "b.png", {"image_data": io.BytesIO(PNG + b"2")})
    return out.getvalue()


@pytest.mark.parametrize("position", [1, 2], ids=["moves and sizes with cells", "moves with cells"])
def test_pictures_over_cells(position: int) -> None:
    assert pictures(book(object_position=position)) == {3: [PNG]}


def test_pictures_that_are_values_of_cells() -> None:
    data = book()
    assert pictures(data) == {2: [PNG], 4: [PNG + b"2"]}
    file = sheets.read(data, "x.xlsx")
    assert (file.issues, file.tables[0].rows[0].cells) == ((), {"A": "Trà gừng", "B": "45k"})


def test_pictures_of_wps() -> None:
    names = 'xmlns:r="r" xmlns:a="a"'
    cells = f'<c {names}><cellImage><cNvPr name="ID_7A"/><a:blip r:embed="rId1"/></cellImage></c>'
    target = '<R><Relationship Id="rId1" Target="media/image9.png"/></R>'
    formula = b'<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_7A",1)</f><v>=DISPIMG("ID_7A",1)</v></c></row>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(object_position=1))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                head, row, rest = text.partition(b'<row r="2"')
                text = head + row + rest.replace(b"</row>", formula, 1)
            new.writestr(name, text)
        new.writestr("xl/cellimages.xml", cells)
        new.writestr("xl/_rels/cellimages.xml.rels", target)
        new.writestr("xl/media/image9.png", PNG + b"9")
    assert pictures(out.getvalue()) == {2: [PNG + b"9"], 3: [PNG]}
    (table,) = sheets.read(out.getvalue(), "x").tables
    assert table.rows[0].cells == {"A": "Trà gừng", "B": "45k"}


def test_pictures_of_calc() -> None:
    image = (
        '<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:image '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="Pictures/1.png"/></draw:frame>'
    )
    out = io.BytesIO()
    made = io.BytesIO(opendocument([{"rows": [*ROWS[:2], ["Mứt", "60k", "ảnh"]]}]))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("<text:p>ảnh".encode(), f"{image}<text:p>ảnh".encode()))
        new.writestr("Pictures/1.png", PNG)
    assert pictures(out.getvalue(), "x.ods") == {3: [PNG]}


def test_pictures_in_cells_of_a_word_table() -> None:
    data = documents.docx([{"rows": ROWS, "pictures": ["C2", "A4"]}])
    assert pictures(data, "x.docx") == {2: [b"picture C2"], 4: [b"picture A4"]}
