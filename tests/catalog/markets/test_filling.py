"""A seller's own workbook is filled in place, or refused in one sentence."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from catalog import markets
from catalog.errors import OcopError, Refused
from catalog.markets.export import Exported, export
from catalog.markets.filling import filling
from catalog.markets.market import Given
from tests.catalog.markets import templates
from tests.catalog.markets.conftest import DAY
from tests.conftest import need

Shop = tuple[Path, Path]
every_template = pytest.mark.parametrize("market", templates.MADE_FOR)


def fill(shop: Shop, out: Path, given: Given | None, **options: object) -> Exported:
    assert given
    return export(markets.get(given.market), *shop, out, on=DAY, template=given, **options)  # type: ignore[arg-type]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def rows(path: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def filled(made: Exported, market: str, *, header: int, first: int) -> list[dict[str, object]]:
    """The rows from `first` on by the words of the row `header`, both as Excel counts them."""
    (path,) = made.folder.glob("*.xlsx")
    found = rows(path, templates.SHEETS[market])
    heads = [str(h) for h in found[header - 1]]
    return [dict(zip(heads, row, strict=True)) for row in found[first - 1 :]]


def reasons(made: Exported) -> dict[str, tuple[str, ...]]:
    return {row.product_id: row.codes for row in made.left_out}


# ── the workbook stays the seller's ──


@every_template
def test_every_part_but_the_filled_sheet_keeps_its_bytes(market: str, shop: Shop, tmp_path: Path) -> None:
    given = templates.given(market)
    made = fill(shop, tmp_path, given)
    assert given
    (path,) = made.folder.glob("*.xlsx")
    before, after = parts(given.data), parts(path.read_bytes())
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert changed[0].startswith("xl/worksheets/sheet")


@every_template
def test_what_stood_above_the_rows_is_there_still(market: str, shop: Shop, tmp_path: Path) -> None:
    given = templates.given(market)
    made = fill(shop, tmp_path, given)
    assert given
    original = tmp_path / "original.xlsx"
    original.write_bytes(given.data)
    (path,) = made.folder.glob("*.xlsx")
    before = rows(original, templates.SHEETS[market])
    head = next(n for n, row in enumerate(before) if not any(row[1:])) if market == "san" else len(before)
    assert rows(path, templates.SHEETS[market])[:head] == before[:head]


def test_the_template_itself_is_not_touched(shop: Shop, tmp_path: Path) -> None:
    mine = tmp_path / "shopee.xlsx"
    mine.write_bytes(templates.shopee())
    before = mine.read_bytes()
    made = fill(shop, tmp_path / "out", templates.given("shopee", mine.read_bytes()))
    assert mine.read_bytes() == before
    assert made.manifest["template"]["columns"]["Bản đăng tải"]["I"]["field"] == "price"


@every_template
def test_libreoffice_opens_the_filled_copy(market: str, shop: Shop, tmp_path: Path) -> None:
    program = need("soffice", "libreoffice-calc")
    made = fill(shop, tmp_path / "out", templates.given(market))
    (path,) = made.folder.glob("*.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    sheet = templates.SHEETS[market]

    def texts(book: Path) -> list[list[str]]:
        return [[str(cell) for cell in row] for row in rows(book, sheet)]

    assert texts(tmp_path / path.name) == texts(path)


# ── columns ──


def test_shopee_columns_are_found_by_their_keys_in_any_order(shop: Shop, tmp_path: Path) -> None:
    plain = fill(shop, tmp_path / "a", templates.given("shopee"))
    turned = templates.shopee(order=lambda row: row[::-1])
    mixed = fill(shop, tmp_path / "b", templates.given("shopee", turned))
    assert filled(plain, "shopee", header=1, first=7) == [
        dict(sorted(row.items(), key=lambda pair: templates.SHOPEE_KEYS.index(pair[0])))
        for row in filled(mixed, "shopee", header=1, first=7)
    ]


def test_a_sheet_of_samples_with_the_same_keys_is_left_alone(shop: Shop, tmp_path: Path) -> None:
    plain = fill(shop, tmp_path / "a", templates.given("shopee"))
    given = templates.given("shopee", templates.shopee(sample=True))
    made = fill(shop, tmp_path / "b", given)
    assert filled(made, "shopee", header=1, first=7) == filled(plain, "shopee", header=1, first=7)
    assert given
    assert rows(made.folder / "shopee.xlsx", "Đăng tải bản mẫu")[3:] == []


def weights(made: Exported) -> dict[str, object]:
    found = filled(made, "shopee", header=1, first=7)
    return {str(r["ps_sku_parent_short|0|0"]): r["ps_weight|1|1"] for r in found}


def test_what_is_said_for_all_fills_gaps_within_the_limits(shop: Shop, tmp_path: Path) -> None:
    """A product that says its own packed weight keeps it; what is sold out is not in stock by a word for all."""
    made = fill(shop, tmp_path / "a", templates.given("shopee"))
    assert {weights(made)["a-sao"], weights(made)["f-cong-thuc"]} == {250, 500}
    told = fill(shop, tmp_path / "e", templates.given("tiktokshop"), base_url="https://ocop.example.vn")
    honey = [r for r in filled(told, "tiktokshop", header=1, first=6) if "Mật ong" in str(r["product_name"])]
    assert [r["quantity"] for r in honey] == [20, 0]
    kilo = templates.shopee(weight="Cân nặng (kg)")
    made = fill(shop, tmp_path / "b", templates.given("shopee", kilo, columns={"Cân nặng": '"1500 g"'}))
    assert weights(made)["f-cong-thuc"] == 1.5
    made = fill(shop, tmp_path / "c", templates.given("shopee", columns={"Cân nặng": '"500000"'}))
    assert reasons(made)["f-cong-thuc"] == ("template-range",)  # the template says 1 - 100.000
    pounds = templates.given("shopee", templates.shopee(weight="Package weight (lb)"))
    assert pounds
    made = fill(shop, tmp_path / "d", replace(pounds, columns={}))
    assert reasons(made)["a-sao"] == ("template-unit",)


SIDES = ["Dài đóng gói (cm)", "Rộng đóng gói (cm)", "Cao đóng gói (mm)"]


def parcels(tmp_path: Path, *, highest: int) -> Given:
    """A form with a branch list, and sides of the parcel below a header that spans them."""
    path = tmp_path / "san.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Đăng ký")
        for column, header in enumerate(["Tên sản phẩm", "Nhóm sản phẩm", "Giá bán", *SIDES, "Chiều dài"]):
            sheet.write_string(0, column, header)
        sheet.data_validation(1, 1, 99, 1, {"validate": "list", "source": ["Nhóm đồ uống", "Nhóm thực phẩm"]})
        sheet.data_validation(1, 3, 99, 3, {"validate": "decimal", "criteria": "<=", "value": highest})
    return Given("san", "Sàn", "san.xlsx", path.read_bytes(), {}, fill=filling.fill)


def test_sides_of_a_parcel_stand_in_the_unit_of_the_template(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path / "a", parcels(tmp_path, highest=60))
    found = {r["Tên sản phẩm"]: r for r in filled(made, "san", header=1, first=2)}
    assert [found["Quế thanh Đồi Vải"][side] for side in SIDES] == [22, 12, 45]
    assert {r["Chiều dài"] for r in found.values()} == {""}  # of what, it does not say
    assert "parcel_length" in (made.folder / "TOM-TAT.txt").read_text(encoding="utf-8")
    made = fill(shop, tmp_path / "b", parcels(tmp_path, highest=20))
    (row,) = [r for r in filled(made, "san", header=1, first=2) if r["Tên sản phẩm"] == "Quế thanh Đồi Vải"]
    assert [row[side] for side in SIDES] == ["", "", ""]  # all three or none


def test_a_list_of_branches_holds_the_branch_of_a_set(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path / "a", parcels(tmp_path, highest=60))
    found = {r["Tên sản phẩm"]: r["Nhóm sản phẩm"] for r in filled(made, "san", header=1, first=2)}
    assert (found["Quế thanh Đồi Vải"], found["Rượu men lá"]) == ("Nhóm thực phẩm", "Nhóm đồ uống")


def test_packs_are_variations_of_one_product(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path, templates.given("tiktokshop"), base_url="https://ocop.example.vn")
    honey = [r for r in filled(made, "tiktokshop", header=1, first=6) if "Mật ong" in str(r["product_name"])]
    assert [(r["property_name_1"], r["property_value_1"], r["price"], r["seller_sku"]) for r in honey] == [
        ("Quy cách", "Chai 500ml", 150_000, "c-khong-sao-500ml"),
        ("Quy cách", "Chai 1 lít", 280_000, "c-khong-sao-1000ml"),
    ]
    assert len({r["product_name"] for r in honey}) == 1
    assert len(str(honey[0]["product_name"])) >= 25  # the template's own least length
    assert str(honey[0]["main_image"]).startswith("https://ocop.example.vn/anh/")
    single = next(r for r in filled(made, "tiktokshop", header=1, first=6) if "Quế" in str(r["product_name"]))
    assert (single["property_name_1"], single["category"]) == ("", templates.TIKTOK_CATEGORY)


def test_what_the_seller_filled_in_stays_and_ours_follow(shop: Shop, tmp_path: Path) -> None:
    own = ["", "Chè dây của tôi", "Mô tả", "", "", "", "", "", "45000", "3", "", "", "", "", "200"]
    made = fill(shop, tmp_path, templates.given("shopee", templates.shopee(filled=[own])))
    found = filled(made, "shopee", header=1, first=7)
    assert found[0]["ps_product_name|1|0"] == "Chè dây của tôi"
    assert found[1]["ps_product_name|1|0"] == "Quế thanh Đồi Vải"
    assert "có sẵn nội dung đến dòng 7" in (made.folder / "TOM-TAT.txt").read_text(encoding="utf-8")
    plain = fill(shop, tmp_path / "plain", templates.given("shopee"))
    assert "có sẵn nội dung" not in (plain.folder / "TOM-TAT.txt").read_text(encoding="utf-8")


@every_template
def test_a_copy_that_was_filled_lists_nothing_twice(market: str, shop: Shop, tmp_path: Path) -> None:
    given = templates.given(market, templates.post_office(room=60)) if market == "san" else templates.given(market)
    first = fill(shop, tmp_path / "a", given)
    (path,) = first.folder.glob("*.xlsx")
    assert given
    again = fill(shop, tmp_path / "b", replace(given, data=path.read_bytes()))
    assert first.products > 0
    assert again.products == 0
    assert {p for p, codes in reasons(again).items() if codes == ("template-there",)} == {
        p for p, *_ in _products()
    } - reasons(first).keys()


def test_a_form_with_a_footer_is_filled_as_often_as_needed(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path, templates.given("san", templates.post_office(room=3)))
    paths = [p.name for p in made.folder.glob("*.xlsx")]
    assert sorted(paths) == sorted(["san.xlsx", *(f"san ({n}).xlsx" for n in range(2, len(paths) + 1))])
    names = [str(r[1]) for p in paths for r in rows(made.folder / p, "Đăng ký")]
    assert sum(name == "Mật ong hoa nhãn" for name in names) == 2
    assert sum(name == "Người lập phiếu" for name in names) == len(paths)
    assert made.rows == 12  # the packs of one product stay on one sheet


def test_a_full_list_is_no_template(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.markets.filling.filling.MOST_FILES", 3)
    with pytest.raises(Refused, match="không còn dòng trống"):
        fill(shop, tmp_path, templates.given("san", templates.post_office(room=2)))
    assert list(tmp_path.iterdir()) == []


def test_of_two_headers_the_surer_one_is_filled_wherever_it_stands(shop: Shop, tmp_path: Path) -> None:
    data = _sheet(["Giá niêm yết", "Tên sản phẩm", "Giá bán", "Giá bán lẻ"])
    made = fill(shop, tmp_path, templates.given("san", data, columns={}))
    assert rows(made.folder / "san.xlsx", "Sheet1")[1] == ["", "Quế thanh Đồi Vải", 60_000, ""]


def test_what_the_template_sets_itself_stays(shop: Shop, tmp_path: Path) -> None:
    data = templates.post_office(preset=True)
    made = fill(shop, tmp_path, templates.given("san", data))
    sheet = parts((made.folder / "san.xlsx").read_bytes())["xl/worksheets/sheet1.xml"].decode()
    first = sheet[sheet.index('<row r="8"') : sheet.index('<row r="9"')]
    assert "<f>F8*0.9</f>" in first  # "Giá HTX báo" is calculated
    assert rows(made.folder / "san.xlsx", "Đăng ký")[7][2:5] == ["HTX chung", "Tỉnh Lào Cai", "Túi 200g"]


def test_a_header_that_is_only_alike_is_asked_about_first(shop: Shop, tmp_path: Path) -> None:
    given = templates.given("san", templates.post_office(strange="Xuất xứ hàng"))
    assert given
    asked = fill(shop, tmp_path / "a", given)
    summary = (asked.folder / "TOM-TAT.txt").read_text(encoding="utf-8")
    assert "“Xuất xứ hàng” để trống: có thể là" in summary
    assert rows(asked.folder / "san.xlsx", "Đăng ký")[7][8] == ""
    told = fill(shop, tmp_path / "b", replace(given, columns=given.columns | {"Xuất xứ hàng": "origin"}))
    assert rows(told.folder / "san.xlsx", "Đăng ký")[7][8] == "xã Xuân Ái, Lào Cai"


def test_without_a_column_for_packs_the_name_tells_them_apart(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path, templates.given("san", templates.post_office(pack=False)))
    names = {str(row[1]) for row in rows(made.folder / "san.xlsx", "Đăng ký")}
    assert {"Mật ong hoa nhãn - Chai 500ml", "Mật ong hoa nhãn - Chai 1 lít"} <= names


# ── demands ──


def test_a_product_that_lacks_what_is_required_is_left_out_with_the_reason(shop: Shop, tmp_path: Path) -> None:
    given = templates.given("shopee")
    assert given
    made = fill(shop, tmp_path, replace(given, columns={}))
    assert set(reasons(made)) == {p for p, *_ in _products()} - {"a-sao"}  # whose packed weight is known
    assert "template-missing" in reasons(made)["b-het-han"]
    assert made.products == 1
    assert "“Cân nặng”" in (made.folder / "left-out.csv").read_text(encoding="utf-8-sig")
    lacking = fill(shop, tmp_path / "b", replace(given, columns={}, only=frozenset({"b-het-han", "g-noi-tinh"})))
    assert not list(lacking.folder.glob("*.xlsx"))
    assert "Nói một lần cho mọi sản phẩm" in (lacking.folder / "TOM-TAT.txt").read_text(encoding="utf-8")


def _products() -> list[tuple[str, ...]]:
    from tests.catalog.markets.conftest import PRODUCTS

    return [(p[0],) for p in PRODUCTS]


def test_a_commitment_is_never_made_for_the_seller(shop: Shop, tmp_path: Path) -> None:
    given = templates.given("san")
    assert given
    made = fill(shop, tmp_path, replace(given, columns={}))
    assert reasons(made)["a-sao"] == ("template-column",)


def test_the_category_of_a_template_holds_for_chosen_products_only(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path / "a", templates.given("tiktokshop", only=frozenset()))
    assert reasons(made)["a-sao"] == ("template-list",)
    told = {"Danh mục: Gia vị khác": f'"{templates.TIKTOK_CATEGORY}"'}
    made = fill(shop, tmp_path / "b", templates.given("tiktokshop", only=frozenset(), columns=told))
    assert "a-sao" not in reasons(made)
    assert reasons(made)["c-khong-sao"] == ("template-list",)
    made = fill(shop, tmp_path / "c", templates.given("tiktokshop", only=frozenset({"a-sao"})))
    assert (made.products, reasons(made)["c-khong-sao"]) == (1, ("not-chosen",))


def test_lazada_sheets_by_category(shop: Shop, tmp_path: Path) -> None:
    data = templates.lazada(sheets=("Gia vị", "Mật ong"))
    told = {"Trang: Gia vị khác": '"Gia vị"', "Trang: Mật ong, mật khác": '"Mật ong"'}
    made = fill(shop, tmp_path, templates.given("lazada", data, only=frozenset(), columns=told))
    found = {sheet: [str(row[2]) for row in rows(made.folder / "lazada.xlsx", sheet)[4:]] for sheet in
             ("Gia vị", "Mật ong")}  # fmt: skip
    assert found["Gia vị"] == ["Quế thanh Đồi Vải", "Ớt chào mào muối"]
    assert found["Mật ong"] == ["Mật ong hoa nhãn", "Mật ong hoa nhãn"]
    assert reasons(made)["i-nhieu-dong"] == ("template-sheet",)


def test_sapo_pos_is_asked_for_what_the_shop_alone_knows(shop: Shop, tmp_path: Path) -> None:
    given = Given("sapo", "Sapo", "pos.xlsx", templates.sapo_pos(), fill=filling.fill)
    left = reasons(fill(shop, tmp_path / "a", given))
    assert "template-column" in left["m-ruou"]  # its stock is known; what it cost the shop is not
    assert {"template-column", "template-missing"} <= set(left["a-sao"])
    asked = {f"LC_CN{n}_{what}*": '"0"' for n in (1, 2) for what in ("Giá vốn khởi tạo", "Tồn kho ban đầu")}
    told = {header: words for header, words in asked.items() if header != "LC_CN1_Tồn kho ban đầu*"}
    made = fill(shop, tmp_path / "b", replace(given, columns=told))
    found = rows(made.folder / "pos.xlsx", "Danh sách sản phẩm")
    packs = [dict(zip(templates.POS_HEADER, row, strict=True)) for row in found[1:]]
    honey = [p for p in packs if p["Tên sản phẩm*"] == "Mật ong hoa nhãn"]
    assert [(p["Thuộc tính 1"], p["Giá trị thuộc tính 1"], p["PL_Giá bán lẻ"]) for p in honey] == [
        ("Quy cách", "Chai 500ml", 150_000), ("Quy cách", "Chai 1 lít", 280_000)
    ]  # fmt: skip
    assert [(p["LC_CN1_Tồn kho ban đầu*"], p["LC_CN2_Tồn kho ban đầu*"]) for p in honey] == [(20, "0"), (0, "0")]
    assert {p["PL_Giá bán buôn"] for p in packs} == {""}
    made = fill(shop, tmp_path / "c", replace(given, columns=asked, only=frozenset({"a-sao"})))
    (only,) = rows(made.folder / "pos.xlsx", "Danh sách sản phẩm")[1:]
    said = dict(zip(templates.POS_HEADER, only, strict=True))
    assert (said["Khối lượng"], said["Đơn vị khối lượng"], said["LC_CN1_Tồn kho ban đầu*"]) == (250, "g", 0)


def test_a_market_of_another_kind_takes_a_template_too(shop: Shop, tmp_path: Path) -> None:
    given = templates.given("san")
    assert given
    made = fill(shop, tmp_path, replace(given, market="postmart", title="Buudien.vn"))
    assert made.folder.name == "postmart-san-1-golden"
    assert (made.folder / "san.xlsx").exists()


# ── refusals ──


def test_a_market_that_needs_a_template_says_so(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--template"):
        export(markets.get("shopee"), *shop, tmp_path, on=DAY)
    assert list(tmp_path.iterdir()) == []


def _thai(make: Callable[[], bytes]) -> bytes:
    known = {"Tên sản phẩm": "ชื่อสินค้า", "Mô tả sản phẩm": "รายละเอียดสินค้า", "Giá": "ราคา", "Ngành hàng": "หมวดหมู่",
             "Cân nặng": "น้ำหนัก"}  # fmt: skip
    labels = [known.get(label, label) for label in templates.SHOPEE_LABELS]
    return templates.shopee(labels=labels)


def _sheet(header: list[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for column, words in enumerate(header):
            sheet.write_string(0, column, words)
    return out.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
REFUSED = {
    "no template": ("san", _sheet(["Họ và tên", "Chức vụ", "Phòng"]), "template-unknown"),
    "labels of another country": ("shopee", _thai(templates.shopee), "template-language"),
    "keys of another country": ("lazada", templates.lazada("th_TH"), "template-language"),
    "another market": ("shopee", templates.tiktokshop(), "template-other"),
    "text": ("san", "Tên sản phẩm,Giá bán\n".encode(), "template-kind"),
    "old workbook": ("shopee", _OLE + "Workbook".encode("utf-16-le"), "template-kind"),
    "encrypted": ("shopee", _OLE + "EncryptedPackage".encode("utf-16-le"), "file-password"),
    "empty": ("shopee", b"", "file-empty"),
    "cut short": ("shopee", templates.shopee()[:5000], "file-damaged"),
    "a file of updates": ("shopee", templates.updates(), "template-update"),
    "no room": ("san", templates.post_office(room=0), "template-full"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_vietnamese_sentence_and_nothing_is_written(case: str, shop: Shop, tmp_path: Path) -> None:
    market, data, code = REFUSED[case]
    given = Given(market, market.title(), "mẫu.xlsx", data, fill=filling.fill)
    with pytest.raises(OcopError) as refused:
        fill(shop, tmp_path, given)
    assert refused.value.code == code
    assert "\n" not in refused.value.sentence
    assert len(refused.value.sentence) < 200
    assert list(tmp_path.iterdir()) == []


def test_a_protected_sheet_is_filled_where_people_may_type(shop: Shop, tmp_path: Path) -> None:
    made = fill(shop, tmp_path / "a", templates.given("san", templates.post_office(protected=True)))
    assert made.rows == 12
    data = templates.post_office(protected=True)
    unlocked = {
        n: p.replace(b'locked="0"', b'locked="1"') if n == "xl/styles.xml" else p for n, p in parts(data).items()
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, part in unlocked.items():
            book.writestr(name, part)
    with pytest.raises(Refused, match="khóa"):
        fill(shop, tmp_path / "b", templates.given("san", out.getvalue()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("mẫu.xlsx", "mẫu.xlsx"), ("../../x.XLSX", "_.._x.xlsx"), ("TOM-TAT.txt", "TOM-TAT.xlsx"), ("mau", "mau.xlsx")],
)
def test_the_copy_is_called_as_the_template_and_stays_in_its_folder(
    name: str, expected: str, shop: Shop, tmp_path: Path
) -> None:
    made = fill(shop, tmp_path / "out", templates.given("san", name=name))
    assert [p.name for p in made.folder.glob("*.xls*")] == [expected]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
