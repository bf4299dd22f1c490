"""Makes the files of the sheet museum from their descriptions, so that no specimen is an opaque binary.

tests/sheets/<trait>/ holds either `sheet.json` (a workbook: sheets with rows, merges, fonts, what is hidden; "kind"
makes it a file of another kind, see MAKERS) or a file `input.*` as it was sent, and `expected.json`.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from catalog.sheets.opening import encodings
from tests.catalog.sheets import documents
from tests.catalog.sheets.binary_workbook import places as _cells
from tests.catalog.sheets.binary_workbook import xlsb
from tests.catalog.sheets.old_workbook import xls

MUSEUM = Path(__file__).resolve().parent.parent.parent / "sheets"


def traits() -> list[str]:
    """The names of the museum's rooms."""
    return sorted(folder.name for folder in MUSEUM.iterdir() if (folder / "expected.json").exists())


def expected(trait: str) -> dict[str, Any]:
    return dict(json.loads((MUSEUM / trait / "expected.json").read_text(encoding="utf-8")))


def specimen(trait: str) -> tuple[bytes, str]:
    """The bytes of a room's file and the name it was sent under."""
    description = MUSEUM / trait / "sheet.json"
    if description.exists():
        said = json.loads(description.read_text(encoding="utf-8"))
        kind = said.get("kind", "xlsx")
        return MAKERS[kind](said["sheets"]), f"{trait}.{kind}"
    (path,) = (MUSEUM / trait).glob("input.*")
    return path.read_bytes(), path.name


def workbook(sheets: list[dict[str, Any]]) -> bytes:
    """An .xlsx of the sheets described."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for said in sheets:
            _write(book, book.add_worksheet(said.get("name")), said)
    return data.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Any, said: dict[str, Any]) -> None:
    looks = [(area, {"font_name": name}) for area, name in said.get("font", {}).items()]
    looks += [(area, {"font_strikeout": True}) for area in said.get("strike", ())]
    looks += [(area, {"num_format": "dd/mm/yyyy"}) for area in said.get("days", ())]
    looks += [(area, {"num_format": code}) for area, code in said.get("formats", {}).items()]
    formats = {place: book.add_format(look) for area, look in looks for place in _cells(area)}
    for row, values in enumerate(said["rows"]):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value, formats.get((row, column)))
    for area in said.get("merge", ()):
        first, last = map(xl_cell_to_rowcol, area.split(":"))
        value = next(iter(said["rows"][first[0]][first[1] : first[1] + 1]), None)
        sheet.merge_range(*first, *last, "" if value is None else value, formats.get(first))
    for cell, result in said.get("formulas", {}).items():
        sheet.write_formula(cell, "=VLOOKUP(A1,Z:Z,1,0)", None, result)
    for number in said.get("hide_rows", ()):
        sheet.set_row(number - 1, None, None, {"hidden": True})
    for letters in said.get("hide_columns", ()):
        sheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
    if said.get("state") == "hidden":
        sheet.hide()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (*((n, n) for n in ("office", "table", "text", "style")), ("number", "datastyle"))
)
# How LibreOffice writes the codes of specimens: what stands before the digits, the digits, what stands behind.
_ODS_SHAPES = {
    "#,##0,": ("number", "", 'min-integer-digits="1" number:grouping="true" number:display-factor="1000"', ""),
    '0".000đ"': ("number", "", 'min-integer-digits="1"', ".000đ"),
    "0%": ("percentage", "", 'min-integer-digits="1"', "%"),
    "000000": ("number", "", 'min-integer-digits="6"', ""),
    '"SP"000': ("number", "SP", 'min-integer-digits="3"', ""),
    '0" kg"': ("number", "", 'min-integer-digits="1"', " kg"),
    "#,##0": ("number", "", 'min-integer-digits="1" number:grouping="true"', ""),
}


def opendocument(sheets: list[dict[str, Any]]) -> bytes:
    """An .ods of the sheets described: rows, merges, formats, what is hidden."""
    tables = "".join(map(_ods_table, sheets))
    shapes = "".join(_ods_style(code) for said in sheets for code in said.get("formats", {}).values())
    off = '<style:table-properties table:display="false"/>'
    style = f'<style:style style:name="off" style:family="table">{off}</style:style>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{style}{shapes}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return data.getvalue()


def _ods_style(code: str) -> str:
    kind, before, digits, behind = _ODS_SHAPES[code]
    name = escape(code)
    texts = [f"<number:text>{text}</number:text>" if text else "" for text in (before, behind)]
    return (
        f'<number:{kind}-style style:name="N {name}">{texts[0]}<number:number number:decimal-places="0" '
        f'number:{digits}/>{texts[1]}</number:{kind}-style><style:style style:name="{name}" style:family="table-cell" '
        f'style:data-style-name="N {name}"/>'
    )


def _ods_table(said: dict[str, Any]) -> str:
    spans = {_cells(area)[0]: _cells(area) for area in said.get("merge", ())}
    covered = {place for places in spans.values() for place in places[1:]}
    width = max(map(len, said["rows"]))
    looks = {place: code for area, code in said.get("formats", {}).items() for place in _cells(area)}
    off = [column in {ord(c) - 65 for c in said.get("hide_columns", ())} for column in range(width)]
    columns = "".join(f"<table:table-column{_unseen(hidden)}/>" for hidden in off)
    rows = [
        f"<table:table-row{_unseen(row + 1 in said.get('hide_rows', ()))}>"
        + "".join(_ods_cell((row, c), values[c : c + 1], spans, covered, looks.get((row, c))) for c in range(width))
        + "</table:table-row>"
        for row, values in enumerate(said["rows"])
    ]
    style = ' table:style-name="off"' if said.get("state") == "hidden" else ""
    return f'<table:table table:name="{said.get("name", "S")}"{style}>{columns}{"".join(rows)}</table:table>'


def _unseen(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _ods_cell(
    place: tuple[int, int], values: list[Any], spans: dict[Any, Any], covered: set[Any], look: str | None
) -> str:
    if place in covered:
        return "<table:covered-table-cell/>"
    value = values[0] if values else None
    last = spans.get(place, [place])[-1]
    down, across = last[0] - place[0] + 1, last[1] - place[1] + 1
    span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if place in spans else ""
    span += f' table:style-name="{escape(look)}"' if look else ""
    if value is None:
        return f"<table:table-cell{span}/>"
    kind = "float" if isinstance(value, int | float) else "string"
    number = f' office:value="{value}"' if kind == "float" else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{number}{span}><text:p>{escape(str(value))}</text:p>'
        "</table:table-cell>"
    )


def delimited(tables: list[dict[str, Any]]) -> bytes:
    """A text file: "code" is what its letters are stored in (tcvn3 too), "delimiter" a comma unless said otherwise,
    "form" the Unicode form.
    """
    (said,) = tables
    out = io.StringIO()
    writer = csv.writer(out, delimiter=said.get("delimiter", ","), lineterminator="\r\n")
    writer.writerows(said["rows"])
    text = unicodedata.normalize(said.get("form", "NFC"), out.getvalue())
    code = said.get("code", "utf-8")
    return old(text).encode("cp1252") if code == "tcvn3" else text.encode(code)


_OLD = {letter: chr(code) for code, letter in encodings._TCVN3.items()}


def old(text: str) -> str:
    """A text in the letters that TCVN3 puts into windows-1252; capitals it lacks become small."""
    return "".join(_OLD.get(c, c if c.isascii() else _OLD.get(c.lower(), c)) for c in text)


def with_macro(sheets: list[dict[str, Any]]) -> bytes:
    """A workbook with a part for macros, which nobody runs or even opens."""
    data = io.BytesIO(workbook(sheets))
    with zipfile.ZipFile(data, "a") as book:
        book.writestr("xl/vbaProject.bin", b"no program, and nobody looks")
    return data.getvalue()


def _old_document(tables: list[dict[str, Any]]) -> bytes:
    for said in tables:
        if said.get("tcvn3"):
            said["lines"] = [old(line) for line in said["lines"]]
            said["rows"] = [[old(cell) if cell else cell for cell in row] for row in said["rows"]]
    return documents.doc(tables)


# How a description becomes a file of each kind. A new kind: its line here, its maker there.
MAKERS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "xlsx": workbook,
    "ods": opendocument,
    "xlsm": with_macro,
    "xlsb": xlsb,
    "xls": xls,
    "csv": delimited,
    "docx": documents.docx,
    "doc": _old_document,
    "html": documents.html,
    "pdf": documents.pdf,
}
