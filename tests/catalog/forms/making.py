"""Workbooks written part by part, as other programs write them: what XlsxWriter never does, tests must meet too."""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path
from typing import Any

from catalog.sheets.opening.layout import column_letter
from catalog.workbench.home import Home
from catalog.workbench.receiving import intake
from catalog.workbench.rows import delivery, submissions

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

HEADER = ["STT", "Tên sản phẩm", "Tên HTX", "Địa chỉ", "Quy cách", "Giá bán"]
GOOD = ["1", "Mật ong hoa nhãn", "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "Chai 500ml", "150.000đ"]
NO_PRICE = ["2", "Quế thanh", "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "Túi 500g", "25-30"]
NO_PRODUCER = ["3", "Ớt chào mào", "", "thị trấn Tiên Yên, Tiên Yên, Quảng Ninh", "Lọ 200g", "60.000đ"]
ROWS = [HEADER, GOOD, NO_PRICE, NO_PRODUCER]
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFABCDEF"/><bgColor indexed="64"/></patternFill></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/></cellXfs></styleSheet>'
)


def sheet_xml(
    rows: list[list[str]], *, first: int = 1, left: int = 1, style: int = 0, before: str = "", after: str = ""
) -> str:
    """A worksheet with inline strings; `before` and `after` stand around its rows."""
    lines = []
    for number, texts in enumerate(rows, first):
        cells = "".join(
            f'<c r="{column_letter(column)}{number}" s="{style}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(texts, left)
            if text
        )
        lines.append(f'<row r="{number}" spans="1:6">{cells}</row>')
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"{before}<sheetData>{''.join(lines)}</sheetData>{after}</worksheet>"
    )


def workbook(
    sheets: dict[str, str],
    *,
    styles: str | None = STYLES,
    parts: dict[str, bytes] | None = None,
    relations: dict[str, str] | None = None,
    types: str = "",
    states: dict[str, str] | None = None,
    book: str = "",
) -> bytes:
    """An .xlsx of worksheets by name.

    parts  further parts as they are; relations: part → its Relationship elements; types: further content types;
    states  sheet name → "hidden"; book: further elements of workbook.xml, behind the sheets
    """
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"'
        + (f' state="{(states or {})[name]}"' if name in (states or {}) else "")
        + "/>"
        for i, name in enumerate(names, 1)
    )
    links = "".join(_link(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1))
    links += _link("rIdS", "styles", "styles.xml") if styles else ""
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for i in range(1, len(names) + 1)
    )
    overrides += f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>' if styles else ""
    content = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{overrides}{types}</Types>',
        "_rels/.rels": _relations(_link("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{book}</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(links + (relations or {}).get("xl/workbook.xml", "")),
        **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), 1)},
        **({"xl/styles.xml": styles} if styles else {}),
        **{
            _relations_of(part): _relations(said)
            for part, said in (relations or {}).items()
            if part != "xl/workbook.xml"
        },
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
        for name, data in (parts or {}).items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def link(identity: str, kind: str, target: str) -> str:
    """A relation of a worksheet, for `relations`."""
    return _link(identity, kind, target)


def _link(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def _relations(said: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _relations_of(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels"


def strict(data: bytes) -> bytes:
    """The same workbook in the strict form of the standard."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).replace(MAIN.encode(), STRICT_MAIN.encode())
            new.writestr(name, text.replace(RELATIONS.encode(), STRICT_RELATIONS.encode()))
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def report(home: Path, data: bytes, name: str = "hang.xlsx") -> dict[str, Any]:
    """What `ocop import --json` says of one file."""
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    taken = intake.receive(Home(home / "home"), delivery.collect([str(path)]), submissions.Sender("test"))
    return submissions.report(taken)
