"""Word documents and workbooks of other programs, made here from the few parts that make them what they are."""

from __future__ import annotations

import io
import zipfile

from catalog import sheets

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CALC = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
_MANIFEST = (
    f'<m:manifest xmlns:m="{_OASIS}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{_CALC}"/></m:manifest>'
)


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def cell(text: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def document(*rows: str) -> bytes:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    title = paragraph.format("Danh sách sản phẩm xã Nậm Mẫu, tỉnh Bình Lâm") + paragraph.format(
        "(Kèm theo Công văn ngày 5/6/2024)"
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    return zipped(word__document_xml=f"<w:document {_WORD}><w:body>{title}{table}</w:body></w:document>")


def test_a_word_table_with_merges_and_its_title() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = document(
        cell("STT", down) + cell("Tên sản phẩm", down) + cell("Chủ thể", '<w:gridSpan w:val="2"/>'),
        cell("", on) + cell("", on) + cell("Tên") + cell("Điện thoại"),
        cell("1") + cell("Chè dây") + cell("HTX Chè dây", down) + cell("0900 000 011", down),
        cell("2") + cell("Hạt dổi") + cell("", on) + cell("", on),
    )
    file = sheets.read(data, "phu-luc.docx")
    (table,) = file.tables
    assert (file.kind, table.sheet, table.header_rows) == ("docx", None, (3, 4))
    assert {m.letter: m.column for m in table.columns.values()} == {
        "A": "row_number",
        "B": "name",
        "C": "producer",
        "D": "phone",
    }
    assert [(row.row, row.cells["C"], sorted(row.filled)) for row in table.rows] == [
        (5, "HTX Chè dây", []),
        (6, "HTX Chè dây", ["C", "D"]),
    ]
    assert (table.place_hint, table.date_hint) == ("xã Nậm Mẫu, tỉnh Bình Lâm", "2024-06-05")


def test_a_letter_without_a_list() -> None:
    file = sheets.read(document(cell("Kính gửi") + cell("Ban quản lý")), "thu.docx")
    assert (file.tables, [issue.code for issue in file.issues], file.cells_read) == ((), ["table-none"], 4)


def test_a_calc_sheet() -> None:
    def row(*texts: str) -> str:
        said = (
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
        )
        return "<table:table-row>" + "".join(said) + "</table:table-row>"

    body = row("Tên hàng", "Giá (nghìn đồng)") + row("Chè dây", "50") + row("Hạt dổi", "180")
    body = f'<office:spreadsheet><table:table table:name="Hàng">{body}</table:table></office:spreadsheet>'
    content = f"<office:document-content {_ODS}><office:body>{body}</office:body></office:document-content>"
    file = sheets.read(zipped(mimetype=_CALC, content_xml=content, **{"META-INF__manifest_xml": _MANIFEST}), "x.ods")
    (table,) = file.tables
    assert (file.kind, table.sheet, table.columns["B"].scale) == ("ods", "Hàng", 1000)
    assert [(row.row, row.cells) for row in table.rows] == [
        (2, {"A": "Chè dây", "B": "50"}),
        (3, {"A": "Hạt dổi", "B": "180"}),
    ]
