"""Parts that nobody touches stay byte for byte, compressed bytes included; hostile zips are refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from catalog.errors import Refused, Unreadable
from catalog.forms.book import Book
from catalog.forms.package import Package
from tests.catalog.forms.making import ROWS, link, parts, sheet_xml, workbook

EXTRA = {"xl/vbaProject.bin": bytes(range(256)) * 40, "xl/media/image1.png": b"\x89PNG" + b"pixels" * 99}


def raw(data: bytes, name: str) -> bytes:
    """The compressed bytes of a member as they stand in the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    start = info.header_offset + 30
    lengths = data[start - 4 : start]
    start += int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    return data[start : start + info.compress_size]


def test_untouched_parts_keep_their_compressed_bytes_and_order() -> None:
    data = workbook({"A": sheet_xml(ROWS)}, parts=EXTRA)
    package = Package(data)
    package.put("xl/workbook.xml", package.read("xl/workbook.xml") + b"<!-- -->")
    package.put("xl/new.bin", b"new")
    written = package.write()
    assert list(parts(written)) == [*parts(data), "xl/new.bin"]
    for name in parts(data):
        assert (raw(written, name) == raw(data, name)) == (name != "xl/workbook.xml"), name
    assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None
    assert Package(data).write() == Package(Package(data).write()).write()


def test_members_with_descriptors_behind_them_are_copied() -> None:
    out = io.BytesIO()

    class Unseekable(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, some: object) -> int:
            return out.write(some)  # type: ignore[arg-type]

    source = parts(workbook({"A": sheet_xml(ROWS)}))
    with zipfile.ZipFile(Unseekable(), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in source.items():
            archive.writestr(name, content)
    assert zipfile.ZipFile(io.BytesIO(out.getvalue())).infolist()[0].flag_bits & 8
    assert parts(Package(out.getvalue()).write()) == source


def test_part_names_are_told_apart_without_case() -> None:
    package = Package(workbook({"A": sheet_xml(ROWS)}))
    assert "XL/Workbook.XML" in package
    package.put("XL/WORKBOOK.xml", b"x")
    assert package.read("xl/workbook.xml") == b"x"
    assert [name.lower() for name in parts(package.write())].count("xl/workbook.xml") == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", Unreadable), (b"PK\x03\x04 no zip", Unreadable), (b"A,B\n1,2\n", Unreadable)],
)
def test_what_is_no_zip_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        Package(data, "x.xlsx")


def test_h2_entities_are_refused() -> None:
    bad = parts(workbook({"A": sheet_xml(ROWS)}))
    bad["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in bad.items():
            archive.writestr(name, content)
    with pytest.raises(Refused):
        Package(out.getvalue(), "x.xlsx")


def test_h1_a_bomb_is_refused() -> None:
    data = workbook({"A": sheet_xml(ROWS)}, parts={"xl/big.bin": bytes(60_000_000)})
    with pytest.raises(Refused):
        Package(data, "x.xlsx")


def test_marks_are_kept_beside_those_of_others() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="Phòng"><vt:lpwstr>KT</vt:lpwstr>'
        "</property></Properties>"
    )
    data = workbook({"A": sheet_xml(ROWS)}, parts={"docProps/custom.xml": custom.encode()})
    package = Package(data)
    package.relate("", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
                   "docProps/custom.xml")  # fmt: skip
    book = Book(package.write())
    book.set_mark("Ocop", "s-1")
    book.set_mark("Ocop", "s-2")
    assert Book(book.write()).marks() == {"Phòng": "KT", "Ocop": "s-2"}


def test_a_lost_formula_takes_the_order_of_calculation_with_it() -> None:
    xml = sheet_xml(ROWS).replace("</row></sheetData>", '<c r="J4"><f>1+1</f><v>2</v></c></row></sheetData>')
    chain = b'<calcChain xmlns="x"><c r="J4" i="1"/></calcChain>'
    data = workbook(
        {"A": xml},
        parts={"xl/calcChain.xml": chain},
        relations={"xl/workbook.xml": link("rIdC", "calcChain", "calcChain.xml")},
        types='<Override PartName="/xl/calcChain.xml" ContentType="application/x-chain"/>',
    )
    for column, is_kept in ((1, True), (10, False)):
        book = Book(data)
        book.worksheet(book.sheets[0]).set_text(4, column, "x")
        written = parts(book.write())
        assert ("xl/calcChain.xml" in written) == is_kept
        assert (b"calcChain" in written["[Content_Types].xml"] + written["xl/_rels/workbook.xml.rels"]) == is_kept
