"""What a market answers: every listing accepted, rejected or pending; read once; withdrawn; told to who can mend it."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from catalog import markets
from catalog.cli import cli
from catalog.errors import Conflict, OcopError, Refused, Unknown
from catalog.markets.receipts import addresses
from catalog.markets.receipts.answers import Answered, read_answers
from catalog.markets.receipts.matching import Names
from catalog.publish import release
from catalog.registers import market_answers
from catalog.workbench.home import Home
from catalog.workbench.listings import listed, listings
from catalog.workbench.listings.listings import Sent
from catalog.workbench.store import Workbench
from tests.catalog.markets import templates
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive

SHOP_KEYS = ["ps_product_name|1|0", "ps_sku_parent_short|0|0", "ps_price|1|1", "ps_stock|0|1", "et_title_reason|0|0"]
LONG = "Tên sản phẩm phải từ 10 đến 120 ký tự"


@pytest.fixture
def sold(home: Home, write_sheet: Callable[..., Path]) -> Home:
    """Three published products, exported to WooCommerce."""
    receive(home, write_sheet())
    with Workbench(home.workbench) as bench:
        held = [row["draft_id"] for row in bench.rows("SELECT draft_id FROM states WHERE state = 'held'")]
        assert held == []
    release.publish(home, "test")
    run(home, "export", "woocommerce")
    return home


def run(home: Home, *words: str, status: int = 0) -> Any:
    command = ["--home", str(home.root), *words]
    done = CliRunner().invoke(cli, command, catch_exceptions=False, standalone_mode=False)
    assert (done.return_value or 0) == status, done.output
    return json.loads(done.stdout) if "--json" in words else done.stdout


def ids(home: Home) -> dict[str, str]:
    with closing(sqlite3.connect(home.catalog)) as db:
        return dict(db.execute("SELECT name, id FROM products").fetchall())


def slugs(home: Home) -> dict[str, str]:
    with closing(sqlite3.connect(home.catalog)) as db:
        return dict(db.execute("SELECT name, slug FROM products").fetchall())


def write_csv(path: Path, rows: Iterable[Iterable[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def shopee_answer(path: Path, rows: list[list[str]]) -> Path:
    """The sheet that Shopee sends back: keys, signature, labels, demands, help, limits, then rows with reasons."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Bản đăng tải")
        labels = ["Tên sản phẩm", "SKU sản phẩm", "Giá", "Kho hàng", "Lý do thất bại"]
        for number, texts in enumerate([SHOP_KEYS, ["basic", "ab"], labels, ["Bắt buộc"] * 5, [], [], *rows]):
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text)
    return path


def woo_errors(home: Home, path: Path) -> Path:
    """The list of an importer: names with codes behind them, and reasons."""
    known = ids(home)
    rows = [
        ["Product", "Reason"],
        [f"{HONEY[1]}, SKU {known[HONEY[1]]}", "A product with this SKU already exists."],
        [f"{QUE[1]}, ID 12", "Máy chủ bận, thử lại sau"],
    ]
    return write_csv(path, rows)


def test_sent_is_accepted_rejected_and_pending(sold: Home, tmp_path: Path) -> None:
    before = run(sold, "receipt", "woocommerce", "--json")[0]
    assert (before["sent"], before["accepted"], before["rejected"], before["pending"]) == (3, 0, 0, 3)
    answer = run(sold, "receipt", "woocommerce", str(woo_errors(sold, tmp_path / "loi.csv")), "--json", status=1)
    assert (answer["sent"], answer["accepted"], answer["rejected"], answer["pending"]) == (3, 0, 2, 1)
    known = {row["name"]: row for row in answer["listings"]}
    assert (known[HONEY[1]]["code"], known[HONEY[1]]["column"]) == ("sku-twice", "sku")
    assert (known[QUE[1]]["code"], known[QUE[1]]["words"]) == (None, "Máy chủ bận, thử lại sau")


def test_what_a_list_of_errors_does_not_name_was_taken_if_somebody_says_so(sold: Home, tmp_path: Path) -> None:
    path = str(woo_errors(sold, tmp_path / "loi.csv"))
    answer = run(sold, "receipt", "woocommerce", path, "--others-accepted", "--json", status=1)
    assert (answer["sent"], answer["accepted"], answer["rejected"], answer["pending"]) == (3, 1, 2, 0)
    assert run(sold, "status", "--json")["listed"] == {"woocommerce": 1}


def test_read_twice_changes_nothing(sold: Home, tmp_path: Path) -> None:
    path = str(woo_errors(sold, tmp_path / "loi.csv"))
    first = run(sold, "receipt", "woocommerce", path, "--json", status=1)
    with Workbench(sold.workbench, is_reading=True) as bench:
        before = [tuple(row) for row in bench.rows("SELECT * FROM listing_events")]
    again = run(sold, "receipt", "woocommerce", path, "--json", status=1)
    with Workbench(sold.workbench, is_reading=True) as bench:
        assert [tuple(row) for row in bench.rows("SELECT * FROM listing_events")] == before
    assert again == first | {"is_known": True}


def test_an_answer_taken_back_leaves_what_stood_before_and_can_be_read_again(sold: Home, tmp_path: Path) -> None:
    path = str(woo_errors(sold, tmp_path / "loi.csv"))
    first = run(sold, "receipt", "woocommerce", path, "--json", status=1)
    run(sold, "receipt", "woocommerce", "--undo", str(first["id"]), "--reason", "nhầm tệp")
    assert run(sold, "receipt", "woocommerce", "--json")[0]["pending"] == 3
    with pytest.raises(Conflict, match="already"):
        run(sold, "receipt", "woocommerce", "--undo", str(first["id"]))
    with pytest.raises(Unknown):
        run(sold, "receipt", "woocommerce", "--undo", "999")
    again = run(sold, "receipt", "woocommerce", path, "--json", status=1)
    assert again["id"] != first["id"]
    assert again["rejected"] == 2


def test_the_same_export_again_is_one_and_a_new_one_waits_for_its_own_answer(
    sold: Home, tmp_path: Path, write_sheet: Callable[..., Path]
) -> None:
    path = str(woo_errors(sold, tmp_path / "loi.csv"))
    run(sold, "receipt", "woocommerce", path, status=1)
    run(sold, "export", "woocommerce")
    assert len(run(sold, "receipt", "woocommerce", "--json")) == 1
    receive(sold, write_sheet([[*HONEY[:6], "160.000đ", ""]], "moi.xlsx"))
    release.publish(sold, "test")
    run(sold, "export", "woocommerce")
    newest, older = run(sold, "receipt", "woocommerce", "--json")
    assert (newest["pending"], older["rejected"]) == (3, 2)


def test_an_answer_of_another_market_or_export_is_refused(
    sold: Home, tmp_path: Path, write_sheet: Callable[..., Path]
) -> None:
    tea = ["4", "Chè dây Suối Nhạn", *CHILLI[2:]]
    receive(sold, write_sheet([tea], "che.xlsx"))
    release.publish(sold, "test")
    run(sold, "export", "csv")
    only_there = write_csv(tmp_path / "che.csv", [["Tên sản phẩm", "Lý do"], [tea[1], LONG]])
    with pytest.raises(Refused, match=r"CSV .* lần 2") as refused:
        run(sold, "receipt", "woocommerce", str(only_there))
    assert refused.value.code == "receipt-other"
    nobody = write_csv(tmp_path / "la.csv", [["SKU", "Lý do"], ["x-1", LONG]])
    with pytest.raises(Refused, match="không phải WooCommerce"):
        run(sold, "receipt", "woocommerce", str(nobody))
    with pytest.raises(Refused, match="ocop export postmart"):
        run(sold, "receipt", "postmart", str(nobody))
    assert run(sold, "receipt", "woocommerce", "--json")[-1]["pending"] == 3


NO_ANSWERS = {
    "a list of products": ([HEADER, HONEY], "receipt-unknown"),
    "nothing": ([], "file-empty"),
    "our own export": ([["Tên sản phẩm", "Lý do thất bại"], [HONEY[1], ""], [QUE[1], ""]], "receipt-silent"),
}


@pytest.mark.parametrize("case", NO_ANSWERS)
def test_a_file_that_is_no_answer_is_refused_in_one_sentence(case: str, sold: Home, tmp_path: Path) -> None:
    rows, code = NO_ANSWERS[case]
    with pytest.raises(OcopError) as refused:
        run(sold, "receipt", "woocommerce", str(write_csv(tmp_path / "x.csv", rows)))
    assert refused.value.code == code
    assert "\n" not in refused.value.sentence


def test_shopee_sends_its_sheet_back_with_reasons(sold: Home, tmp_path: Path) -> None:
    template = tmp_path / "mau.xlsx"
    template.write_bytes(templates.shopee(labels=templates.SHOPEE_LABELS))
    said = ['Kho hàng="9"', 'Cân nặng="500"', f'Mô tả sản phẩm="{"Ngon và sạch. " * 9}"']
    columns = [word for pair in said for word in ("--column", pair)]
    run(sold, "export", "shopee", "--template", str(template), *columns)
    with Workbench(sold.workbench, is_reading=True) as bench:
        (export,) = listings.exports(bench, "shopee")
        sent = [one.name for one in listings.sent(bench, export.id)]
    known = ids(sold)
    rows = [[name, known[name], "1000", "9", LONG if name == sent[0] else ""] for name in sent]
    answer = run(sold, "receipt", "shopee", str(shopee_answer(tmp_path / "tra.xlsx", rows)), "--json", status=1)
    assert (answer["accepted"], answer["rejected"], answer["pending"]) == (len(sent) - 1, 1, 0)
    (rejected,) = answer["listings"]
    assert (rejected["code"], rejected["column"]) == ("title-length", "name")
    assert rejected["source"]["file"] == "hang.xlsx"
    assert rejected["source"]["cell"].startswith("B")


def test_a_link_marks_a_product_as_listed_and_buyers_see_it(sold: Home) -> None:
    slug = slugs(sold)[HONEY[1]]
    url = "https://buudien.example.vn/mat-ong"
    first = run(sold, "receipt", "postmart", "--link", slug, url, "--json")
    assert run(sold, "receipt", "postmart", "--link", slug, url, "--json") == first
    assert run(sold, "status", "--json")["listed"] == {"postmart": 1}
    release.publish(sold, "test")
    with closing(sqlite3.connect(sold.catalog)) as db:
        assert db.execute("SELECT market, title, url FROM listings").fetchall() == [
            ("postmart", "Buudien.vn (Postmart cũ)", url)
        ]
    run(sold, "receipt", "postmart", "--undo", str(first["id"]))
    release.publish(sold, "test")
    with closing(sqlite3.connect(sold.catalog)) as db:
        assert db.execute("SELECT count(*) FROM listings").fetchone() == (0,)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://127.0.0.1/x", "buudien.vn", ""])
def test_a_link_that_is_no_public_address_is_refused(url: str, sold: Home) -> None:
    with pytest.raises(Refused) as refused:
        run(sold, "receipt", "postmart", "--link", slugs(sold)[HONEY[1]], url)
    assert refused.value.code == "receipt-link"
    with pytest.raises(Unknown):
        run(sold, "receipt", "postmart", "--link", "khong-co", "https://buudien.example.vn/x")


ADDRESSES = [
    ("postmart", "https://shopee.vn/mat-ong-i.1.2", "receipt-host"),
    ("postmart", "https://nongsan.buudien.vn/mat-ong", None),
    ("shopee", "https://notshopee.vn/mat-ong", None),
    ("baidang", "https://www.facebook.com/htx/posts/1", None),
    ("woocommerce", "https://www.facebook.com/htx/posts/1", "receipt-host"),
    ("postmart", "https://buudien.vn/", "receipt-home"),
    ("meta", "https://ocop.example.vn/san-pham/mat-ong", "receipt-host"),  # our own feed led there
    ("santinh", "https://san.example.vn/?id=5", None),
    ("santinh", "https://ten:khoa@san.example.vn/5", "receipt-link"),
]


@pytest.mark.parametrize(("market", "url", "code"), ADDRESSES)
def test_mua_tren_leads_to_a_page_of_that_market(market: str, url: str, code: str | None) -> None:
    why = addresses.refusal(markets.get(market), url, "https://ocop.example.vn")
    assert (why and why[0]) == code


def test_the_producer_reads_it_in_the_next_returned_sheet(
    sold: Home, tmp_path: Path, write_sheet: Callable[..., Path]
) -> None:
    known = ids(sold)
    answer = write_csv(tmp_path / "tra.csv", [["SKU", "Lý do từ chối"], [known[HONEY[1]], LONG]])
    run(sold, "receipt", "woocommerce", str(answer), status=1)
    sheet = write_sheet([[*HONEY[:6], "155.000đ", ""], QUE], "lan-sau.xlsx")
    run(sold, "import", str(sheet), "--returned", str(tmp_path / "tra-lai"))
    words = " ".join(row for row in _texts(tmp_path / "tra-lai" / "lan-sau - kết quả.xlsx"))
    assert "sàn WooCommerce trả lại sản phẩm này" in words
    assert "B5" in words
    assert "Sửa tên sản phẩm cho vừa độ dài" in words
    chat = {"file": None, "sheet": None, "row": 3}  # of a source without columns there is no cell to point at
    report = {"submissions": [], "issues": [], "products": [{"id": known[HONEY[1]], "source": chat}]}
    with Workbench(sold.workbench, is_reading=True) as bench:
        (issue,) = listed.with_rejections(bench, report)["issues"]
    assert (issue["code"], issue["cell"], issue["severity"]) == ("listing-rejected", None, "warning")
    release.publish(sold, "test")
    run(sold, "export", "woocommerce")  # sent anew: nothing is to be mended until the market answers again
    with Workbench(sold.workbench, is_reading=True) as bench:
        assert listed.rejections(bench, known.values()) == {}


def _texts(path: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return [str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row]


# ── lists as markets write them ──

LISTS = {
    "reason and name": ("Tên sản phẩm,Lý do\nTrà,Thiếu ảnh\nQuế,\n", [("Trà", "rejected"), ("Quế", "accepted")]),
    "state alone": ("SKU;Trạng thái\na;Thành công\nb;Thất bại\nc;Đang duyệt\n",
                    [("a", "accepted"), ("b", "rejected"), ("c", "")]),
    "state before reason": ("Item ID,Status,Issue\na,Approved,Limited performance\nb,Disapproved,Image too small\n",
                            [("a", "accepted"), ("b", "rejected")]),
    "reason says success": ("Mã sản phẩm,Lý do\na,Thành công\n", [("a", "accepted")]),
    "common headers": ("Mã SKU,Tên hàng,Lý do sàn chưa duyệt\na,Trà,Thiếu ảnh\nb,Quế,-\nc,Mật,Không có\n",
                       [("a", "rejected"), ("b", "accepted"), ("c", "accepted")]),
    "state that goes on": ("SKU,Kết quả\na,Không đạt: ảnh mờ\nb,Đạt\nc,Đạt nhưng phải sửa\n",
                           [("a", "rejected"), ("b", "accepted"), ("c", "")]),
    "warnings": ("Item ID,Issue title,Severity\na,Missing value [shipping],Warning\nb,Image not processed,Error\n",
                 [("a", "accepted"), ("b", "rejected")]),
    "two states": ("SKU,Trạng thái,Kết quả duyệt\na,Hoạt động,Không duyệt\n", [("a", "rejected")]),
    "header over header": ("Sản phẩm,,Kết quả,\nMã SKU,Tên,Trạng thái,Lý do\na,Trà,Từ chối,Giá thấp\n",
                           [("a", "rejected")]),
    "header in two rows": ("Mã SKU,Tên,Kết quả,\n,,Trạng thái,Lý do\na,Trà,Từ chối,Giá thấp\nb,Quế,Đạt,\n",
                           [("a", "rejected"), ("b", "accepted")]),
    "title above": ("KẾT QUẢ DUYỆT\n\nSTT,Mã hàng,Kết quả duyệt\n1,a,Không duyệt\n", [("a", "rejected")]),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTS)
def test_lists_of_answers(case: str) -> None:
    words, expected = LISTS[case]
    found = read_answers(words.encode(), "x.csv")
    assert [((*row.codes, *row.ids, row.name)[0], row.state) for row in found] == expected


@pytest.mark.parametrize("case", ["header over header", "header in two rows"])
def test_the_reason_below_a_spanning_header_is_kept(case: str) -> None:
    row = read_answers(LISTS[case][0].encode(), "x.csv")[0]
    assert (row.words, row.cell) == ("Giá thấp", "D3")


SENT = [
    Sent("p12", "Trà quế", ("tra-que", "p12-1"), ("M500", "12")),
    Sent("p13", "Mật ong", ("mat-ong", "p13-1", "p13-2"), ("M500", "8936136161235")),
    Sent("p14", "Mật ong", ("mat-ong-2",), ()),
]
NAMED = [
    ({"codes": ["p13-2"]}, "p13"),
    ({"codes": ["P12"]}, "p12"),
    ({"codes": ["p12-500ml"]}, "p12"),
    ({"ids": ["mat-ong"]}, "p13"),
    ({"codes": ["8936136161235"]}, "p13"),
    ({"codes": ["M500"]}, None),  # two sellers use it
    ({"codes": ["M500"], "name": "Trà quế"}, "p12"),
    ({"ids": ["12"]}, None),  # a number of the market's own, not the seller's code
    ({"codes": ["12"]}, "p12"),
    ({"name": "TRÀ QUẾ"}, "p12"),
    ({"name": "OCOP Lào Cai - Trà quế - Hộp 100g"}, "p12"),
    ({"name": "Mật ong"}, None),  # two products are called so
    ({"name": "Trà"}, None),
    ({"codes": ["khac-1"]}, None),
]


@pytest.mark.parametrize(("said", "product"), NAMED)
def test_a_row_speaks_of_one_product_or_of_none(said: dict, product: str | None) -> None:
    row = Answered("A1", tuple(said.get("codes", ())), tuple(said.get("ids", ())), said.get("name", ""), "", "", None)
    assert Names(SENT).find(row) == product


REASONS = [
    ("shopee", LONG, "title-length"),
    ("shopee", "Hình ảnh không tải được", "picture-unfit"),
    ("shopee", "Mẫu đã cũ, vui lòng tải mẫu mới", "template-old"),
    ("tiktokshop", "The product name contains prohibited words", "title-words"),
    ("tiktokshop", "Package weight is missing", "weight-wrong"),
    ("google", "Invalid value [gtin]", "gtin-wrong"),
    ("google", "Image link broken", "picture-unfit"),
    ("google", "Mismatched value: price [price] does not match; price invalid", "price-wrong"),
    ("lazada", "Thiếu giấy chứng nhận an toàn thực phẩm", "certificate-needed"),
    ("lazada", "Category is invalid", "category-wrong"),
    ("woocommerce", "A product with this ID already exists.", "sku-twice"),
    ("san", "Giá bán phải lớn hơn 1.000", "price-wrong"),
    ("san", "Sản phẩm thuộc danh mục hàng cấm", "goods-forbidden"),
    ("san", "Phân loại hàng bị trùng", "pack-wrong"),
    ("san", "Số lượng kho không hợp lệ, so luong bat buoc", "stock-wrong"),
    ("san", "Mô tả phải có ít nhất 100 ký tự", "description-length"),
    ("san", "Mô tả chứa số điện thoại", "description-words"),
    ("san", "Thiếu ảnh sản phẩm", "picture-missing"),
    ("san", "Thương hiệu chưa đăng ký", "brand-wrong"),
    ("san", "Chiều dài kiện hàng bắt buộc", "size-wrong"),
    ("san", "Vui lòng liên hệ hỗ trợ", None),
    ("san", "", None),
]


@pytest.mark.parametrize(("market", "words", "code"), REASONS)
def test_reasons_by_our_codes(market: str, words: str, code: str | None) -> None:
    found = market_answers.reason(market, words)
    assert (found and found.code) == code


def test_every_code_is_shown_and_names_a_column_of_ours() -> None:
    from catalog.columns import BY_NAME

    assert set(market_answers.reasons()) == {code for _, _, code in REASONS if code}
    assert {r.column for r in market_answers.reasons().values() if r.column} <= set(BY_NAME)
    assert all(r.fix.endswith(".") for r in market_answers.reasons().values())
