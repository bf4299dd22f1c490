"""The template: few mandatory columns, lists from the registers, checks in its cells, and clean when it comes back."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from catalog.columns import BY_NAME, COLUMNS, required
from catalog.forms import template
from catalog.forms.book import Book
from catalog.forms.template_cells import shown
from catalog.forms.template_checks import RULES
from catalog.forms.template_columns import INSTEAD, LEFT_OUT, MOST_MANDATORY, asked
from catalog.forms.template_lists import KINDS, communes, lists, provinces, set_titles, units
from catalog.registers import headers
from catalog.sheets import read
from catalog.values import people
from catalog.values.places import places
from catalog.values.sets import set_names
from tests.catalog.forms.making import MAIN, parts, report

FILLED: list[dict[str, Any]] = [
    {
        "name": "Mật ong bạc hà", "producer": "HTX Đồi Vải", "province": "Lào Cai", "commune": "Xã Mậu A",
        "pack": "Chai 500 ml", "price": 150000, "phone": "0900 000 011", "consent_phone": "có",
        "tax_code": "0100233488", "gtin": "8936136161235", "unit": "chai", "ocop_set": set_titles()["I.2.b"],
        "producer_kind": "HTX", "decision_date": "26/04/2024", "decision_number": "816/QĐ-UBND", "stock": 20,
        "sku": "00120", "consent_photo": "không", "email": "doivai@example.com",
        "address": "Thôn 3", "season": "tháng 3-5",
    },
    {
        "name": "Ớt chào mào muối", "producer": "Hộ kinh doanh Suối Nhạn", "province": "Hà Nội",
        "commune": "Phường Ngọc Hà", "pack": "Lọ 200 g", "price": "60.000đ", "consent_name": "không",
    },
]  # fmt: skip


def filled(data: bytes, rows: list[dict[str, Any]] = FILLED, first: int = template.FIRST) -> bytes:
    """The template as somebody fills it in: cells set in its XML, as no writer of workbooks would."""
    book = Book(data)
    sheet = book.worksheet(book.sheets[0])
    at = {place.name: place.at for place in asked()}
    for number, facts in enumerate(rows, first):
        for name, value in facts.items():
            put = sheet.set_number if isinstance(value, int) else sheet.set_text
            put(number, at[name], value)  # type: ignore[arg-type]
    return book.write()


@pytest.fixture(scope="module")
def blank() -> bytes:
    return template.make()


def test_what_is_mandatory_stands_in_front_and_is_little() -> None:
    columns = asked()
    mandatory = [place.name for place in columns if place.is_mandatory]
    assert mandatory == [place.name for place in columns[1 : len(mandatory) + 1]]
    assert len(mandatory) <= MOST_MANDATORY
    assert set(mandatory) == {n for c in required() for n in INSTEAD.get(c.name, (c.name,))}


def test_every_column_is_asked_once_or_left_out_by_name() -> None:
    names = [place.name for place in asked()]
    assert len(names) == len(set(names))
    assert set(names) | LEFT_OUT == {column.name for column in COLUMNS}


def test_each_header_is_understood_for_sure() -> None:
    for place in asked():
        match = headers.lookup(place.header)
        assert match is not None, place.header
        assert (match.column, match.how) == (place.name, "synonym")


def test_each_private_field_has_its_consent_beside_it() -> None:
    names = [place.name for place in asked()]
    for private, consent in (
        ("phone", "consent_phone"),
        ("images", "consent_photo"),
        ("email", "consent_email"),
        ("website", "consent_website"),
        ("representative", "consent_name"),
    ):
        assert names[names.index(private) + 1] == consent
    assert {c.name for c in COLUMNS if c.kind == "consent"} <= set(names)


def test_the_lists_are_those_of_the_registers_and_read_back() -> None:
    assert (len(provinces()), len(communes())) == (34, 3_321)
    assert all(set_names.named(title).set == key for key, title in set_titles().items())
    assert len(set_titles()) == 26
    assert {kind: people.producer_kind(words) for kind, words in KINDS.items()} == {kind: kind for kind in KINDS}
    assert {"kg", "hũ", "chai", "túi"} <= set(units())
    assert all(len(set(entries)) == len(entries) for name, entries in lists().items() if name not in ("xa", "xa_tinh"))


def test_every_commune_of_the_list_is_understood_as_itself() -> None:
    """Some 200 of them bear the name of a former unit too: the day in the title decides."""
    for commune in communes():
        found = places.place("", commune=commune.name, province=commune.province, on="2025-07-01")
        assert found.commune_code == commune.code, commune


def test_the_communes_of_a_province_stand_together() -> None:
    homes = lists()["xa_tinh"]
    changes = sum(a != b for a, b in pairwise(homes))
    assert changes == 33


def test_same_data_same_bytes(blank: bytes) -> None:
    assert template.make() == blank
    facts = {"producer": "HTX Đồi Vải"}
    assert template.make(facts, FILLED) == template.make(facts, FILLED)


def test_it_says_its_version_also_when_filled_in(blank: bytes) -> None:
    assert template.version_of(filled(blank)) == template.VERSION
    assert template.version_of(b"a,b") is None


def test_blank_it_holds_no_product(blank: bytes) -> None:
    found = read(blank, "mau.xlsx")
    assert (found.tables, [issue.code for issue in found.issues]) == ((), ["table-empty"])


def test_filled_in_it_imports_with_no_issue(blank: bytes, tmp_path: Path) -> None:
    said = report(tmp_path, filled(blank))
    assert said["issues"] == []
    assert (said["summary"]["rows"], said["summary"]["accepted"]) == (2, 2)
    honey, chilli = said["products"]
    assert (honey["commune_code"], honey["province"], honey["price_low"]) == ("04375", "Lào Cai", 150000)
    assert (honey["phone"], honey["consent_phone"], honey["tax_code"]) == (["+84900000011"], 1, "0100233488")
    assert (honey["gtin"], honey["sku"], honey["ocop_set"], honey["stock"]) == ("8936136161235", "00120", "I.2.b", 20)
    assert (honey["decision_date"], honey["producer_kind"]) == ("2024-04-26", "cooperative")
    assert (chilli["commune"], chilli["price_low"], chilli["consent_name"]) == ("Ngọc Hà", 60000, 0)


def test_the_command_imports_it_with_no_issue(blank: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    path.write_bytes(filled(blank, FILLED[:1]))
    ocop = str(Path(sys.executable).with_name("ocop"))
    command = [ocop, "--home", str(tmp_path / "home"), "import", "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["issues"]) == (0, [])


def test_examples_and_explanations_are_never_read(blank: bytes) -> None:
    (table,) = read(filled(blank), "mau.xlsx").tables
    assert [row.row for row in table.rows] == [8, 9]
    assert set(table.skipped) == {template.EXPLAINED, template.EXAMPLE, template.EXAMPLE + 1}
    assert (table.place_hint, table.date_hint, table.decision) == ("", "2025-07-01", "")


def test_the_reader_needs_neither_examples_nor_marks(blank: bytes) -> None:
    book = Book(filled(blank))
    sheet = book.worksheet(book.sheets[0])
    for row in (template.EXAMPLE, template.EXAMPLE + 1):
        for place in asked():
            sheet.clear(row, place.at)
    book.set_mark(template.MARK, "")
    found = read(book.write(), "mau.xlsx")
    assert ([len(t.rows) for t in found.tables], found.issues) == ([2], ())


def test_an_old_address_is_still_understood(blank: bytes, tmp_path: Path) -> None:
    facts = {**FILLED[0], "address": "xã Viễn Sơn, huyện Văn Yên, tỉnh Yên Bái"}
    del facts["province"], facts["commune"]
    said = report(tmp_path, filled(blank, [facts]))
    assert said["issues"] == []
    assert said["products"][0]["commune"] == "Xuân Ái"


KNOWN = {
    "producer": "HTX Đồi Vải", "producer_kind": "cooperative", "province": "Lào Cai", "commune": "Mậu A",
    "commune_code": "04375", "phone": ["+84900000011"], "tax_code": "0100233488", "consent_phone": 1,
}  # fmt: skip
PRODUCTS: list[dict[str, Any]] = [
    {
        "name": "Mật ong bạc hà",
        "price_low": 150000,
        "price_high": 150000,
        "pack_words": "Chai 500 ml",
        "ocop_set": "I.2.b",
    },
    {"name": "Quế thanh", "price_low": 200000, "price_high": 250000, "pack_words": "Túi 500 g"},
    {"name": "=cmd|' /C calc'!A0", "price_none": "contact", "pack_words": "-2 kg"},
]


def test_what_is_known_is_filled_in_and_imports_clean(tmp_path: Path) -> None:
    said = report(tmp_path, template.make(KNOWN, PRODUCTS[:2]))
    assert said["issues"] == []
    assert [p["name"] for p in said["products"]] == ["Mật ong bạc hà", "Quế thanh"]
    assert {p["commune_code"] for p in said["products"]} == {"04375"}
    assert {p["consent_phone"] for p in said["products"]} == {1}
    assert [(p["price_low"], p["price_high"]) for p in said["products"]] == [(150000, 150000), (200000, 250000)]


def test_a_producer_alone_waits_for_its_product(tmp_path: Path) -> None:
    data = template.make(KNOWN)
    assert report(tmp_path, data)["summary"]["rows"] == 0
    at = {place.name: place.at for place in asked()}
    book = Book(data)
    sheet = book.worksheet(book.sheets[0])
    for name, words in (("name", "Mật ong bạc hà"), ("pack", "Chai 500 ml"), ("price", "150.000đ")):
        sheet.set_text(template.FIRST, at[name], words)
    assert report(tmp_path / "2", book.write())["issues"] == []


def test_a_product_of_an_import_comes_back_as_it_is(blank: bytes, tmp_path: Path) -> None:
    first = report(tmp_path, filled(blank, [FILLED[0], {**FILLED[1], "price": 60000}]))
    again = report(tmp_path, template.make(None, first["products"]), "lai.xlsx")
    assert again["issues"] == []
    assert again["summary"]["unchanged"] == 2


def test_h7_known_words_never_become_formulas() -> None:
    for name, content in parts(template.make(KNOWN, PRODUCTS)).items():
        if name.startswith("xl/worksheets/"):
            assert not list(etree.fromstring(content).iter(f"{{{MAIN}}}f")), name


def test_a_citizen_s_number_is_not_filled_in() -> None:
    assert shown("tax_code", {"tax_code": "…123"}) is None
    assert shown("phone", {"phone": '["+84900000011", "+84900000012"]'}) == "0900000011; 0900000012"
    assert shown("producer_kind", {"producer_kind": "unknown"}) is None
    assert shown("images", {"images": ["a.jpg", "b.jpg"]}) == "a.jpg; b.jpg"
    assert shown("price", {"price_low": None, "price_none": "contact"}) == "liên hệ"


def test_checks_fit_old_programs(blank: bytes) -> None:
    """Excel 2010 allows 255 characters and no array constants in a validation, and no other sheet by reference."""
    root = etree.fromstring(parts(blank)["xl/worksheets/sheet1.xml"])
    rules = list(root.iter(f"{{{MAIN}}}dataValidation"))
    assert len(rules) == len(asked()) + 1
    for rule in rules:
        assert len(rule.get("promptTitle", "")) <= 32
        assert len(rule.get("prompt", "")) <= 255
        for formula in rule.iter(f"{{{MAIN}}}formula1"):
            assert len(formula.text or "") <= 255
            assert not set("{}!@") & set(formula.text or "")
    words = " ".join(f.text or "" for f in root.iter(f"{{{MAIN}}}formula")) + " ".join(r for r, _ in RULES.values())
    for new in ("FILTER(", "UNIQUE(", "XLOOKUP(", "SORT(", "LET(", "TEXTJOIN(", "IFS("):
        assert new not in words.replace("COUNTIFS(", "")


def test_columns_of_digits_are_text(blank: bytes) -> None:
    book = Book(blank)
    sheet = book.worksheet(book.sheets[0])
    styles = book.styles._group("cellXfs")
    for name in ("phone", "tax_code", "sku", "gtin", "product_code", "decision_date", "pack"):
        place = next(place for place in asked() if place.name == name)
        assert styles[sheet.style(200, place.at)].get("numFmtId") == "49", name


def test_the_guide_tells_of_every_column(blank: bytes) -> None:
    book = Book(blank)
    guide = next(s for s in book.sheets if s.name == "Hướng dẫn")
    said = {book.text(guide, row, 1) for row in book.worksheet(guide).rows}
    assert {place.column.label for place in asked()[1:]} <= said
    assert [s.name for s in book.sheets if not s.is_visible] == [template.LISTS_SHEET]
    assert BY_NAME["name"].label in said


def test_long_lists_of_known_products_have_room_below() -> None:
    many = [{"name": f"Sản phẩm {n}", "price_low": 1000 + n, "pack_words": "Túi 500 g"} for n in range(600)]
    data = template.make(KNOWN, many)
    root = etree.fromstring(parts(data)["xl/worksheets/sheet1.xml"])
    last = max(int(r.get("sqref", "A1").rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
               for r in root.iter(f"{{{MAIN}}}dataValidation"))  # fmt: skip
    assert last >= template.FIRST + 600 + template.BLANK_ROWS - 1
    assert len(read(io.BytesIO(data).getvalue(), "x").tables[0].rows) == 600
