"""Laws of normalise: it reads one row at a time, each column has a reader, nothing raises."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import columns
from catalog.normalise import EXTRA, READERS, normalise
from catalog.registers import issues

ROW = {
    "name": "Mật ong hoa nhãn 500ml",
    "producer": "HTX Đồi Vải",
    "address": "xã Viễn Sơn, Văn Yên, Yên Bái",
    "price": "150k",
    "pack": "Chai 500ml",
    "phone": "0900 000 011",
}
OTHER = {**ROW, "name": "Quế thanh", "pack": "Túi 0,5kg", "price": "liên hệ"}


def one(**cells: str) -> tuple[dict, list[str]]:
    """Typed fields and issue codes of one row."""
    made = normalise(pd.DataFrame([cells], dtype=str))
    return made.products.iloc[0].to_dict(), made.issues["code"].tolist()


def test_a_plain_row_is_understood_without_a_doubt() -> None:
    facts, doubts = one(**ROW)
    assert [d for d in doubts if issues.kinds()[d].severity != "info"] == []
    assert facts["core_name"] == "Mật ong hoa nhãn"
    assert (facts["net_total"], facts["net_unit"], facts["pack_count"]) == (500, "ml", 1)
    assert (facts["price_low"], facts["price_high"]) == (150_000, 150_000)
    assert (facts["province"], facts["province_code"]) == ("Lào Cai", "15")
    assert facts["producer_kind"] == "cooperative"
    assert json.loads(facts["phone"]) == ["+84900000011"]
    assert facts["ocop_set"] == "I.2.b"


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"name": ""}, "name-missing", "name"),
        ({"producer": ""}, "producer-missing", "producer"),
        ({"price": ""}, "price-missing", "price"),
        ({"price": "liên hệ"}, "price-contact", "price"),
        ({"price": "12-15"}, "price-ambiguous", "price"),
        ({"price": "1tr/kg; hộp 200g 220k"}, "price-choices", "price"),
        ({"pack": "gói 200g hoặc 500g"}, "content-choices", "pack"),
        ({"name": "Bánh tráng combo 20 bịch 1,5kg", "pack": ""}, "content-unclear", "name"),
        ({"pack": "Chai 750ml"}, "content-disagrees", "pack"),
        ({"name": "Mật ong hoa nhãn", "pack": ""}, "pack-missing", "pack"),
        ({"address": ""}, "place-missing", "address"),
        ({"address": "thôn 3"}, "place-missing", "address"),
        ({"address": "thôn 3, gần chợ"}, "place-unknown", "address"),
        ({"address": "xã Đại Dực, Tiên Yên, Quảng Ninh"}, "place-ambiguous", "address"),
        ({"address": "Yên Hà, huyện Yên Mô, Ninh Bình"}, "place-misspelt", "address"),
        ({"phone": "hỏi cô Bích"}, "phone-unclear", "phone"),
        ({"stars": "đạt"}, "stars-unclear", "stars"),
        ({"stars": "tiềm năng 5 sao"}, "stars-potential", "stars"),
        ({"name": "Mật ong OCOP 4 sao 500ml"}, "stars-claimed", "stars"),
        ({"score": "820"}, "score-unclear", "score"),
        ({"decision_number": "QĐ số ???12"}, "decision-unclear", "decision_number"),
        ({"decision_number": "816/QĐ-UBND", "decision_date": "31/02/2024"}, "date-unclear", "decision_date"),
        ({"tax_code": "123"}, "tax-code-wrong", "tax_code"),
        ({"description": "Mật ong ngon. " * 60 + "Sản phẩm OCOP 4 sao của xã."}, "stars-mentioned", "stars"),
        ({"stock": "13,22"}, "stock-unclear", "stock"),
        ({"gtin": "8936136161240"}, "gtin-wrong", "gtin"),
        ({"sku": "8.93E+12"}, "code-damaged", "sku"),
        ({"description": "Mật ong chữa khỏi bệnh dạ dày."}, "claim-health", "description"),
        ({"description": "Mật ong ngon nhất Việt Nam."}, "claim-superlative", "description"),
        ({"description": "Gọi 0900 000 013 để đặt."}, "contact-in-text", "description"),
        ({"consent_phone": "để hỏi lại"}, "consent-unclear", "consent_phone"),
        ({"name": "Xyz 500ml"}, "set-unsure", "ocop_set"),
        ({"ocop_set": "Mỹ phẩm từ thảo dược"}, "set-lost", "ocop_set"),
        ({"stars": "3", "score": "82,5"}, "stars-score-disagree", "stars"),
        ({"stars": "5 sao", "score": "89,9", "decision_date": "26/04/2024"}, "stars-score-disagree", "stars"),
        ({"description": "HSD: 24 tháng kể từ NSX"}, "label-from-text", "description"),
        ({"summary": "HSD: 24 tháng kể từ NSX"}, "label-from-text", "summary"),
    ],
)
def test_each_doubt_is_raised_for_its_column(cells: dict[str, str], code: str, column: str) -> None:
    made = normalise(pd.DataFrame([{**ROW, **cells}], dtype=str))
    found = dict(zip(made.issues["code"], made.issues["column"], strict=True))
    assert found.get(code) == column, found


@pytest.mark.parametrize(
    ("stars", "score"), [("3", "62,5"), ("4", "70"), ("4", "93"), ("tiềm năng 5 sao", "91"), ("", "82"), ("4", "chưa")]
)
def test_points_that_fit_the_stars_are_no_doubt(stars: str, score: str) -> None:
    assert "stars-score-disagree" not in one(**ROW, stars=stars, score=score)[1]


LABEL = """Trà búp Suối Nhạn. Thành phần: búp chè 100%. HDSD: Pha với nước sôi.
Bảo quản nơi khô ráo. HSD: 12 tháng. Cảnh báo: Không dùng khi mốc.
Số TCB: 01/SUOINHAN/2023. Giấy chứng nhận ATTP số 12/2023/ATTP-CN ngày 01/02/2023."""


def test_label_data_fill_the_columns_that_say_nothing_and_are_told() -> None:
    made = normalise(pd.DataFrame([{**ROW, "description": LABEL, "shelf_life": "6 tháng"}], dtype=str))
    facts = made.products.iloc[0]
    assert facts["ingredients"] == "búp chè 100%"
    assert facts["usage"] == "Pha với nước sôi"
    assert facts["storage"] == "nơi khô ráo"
    assert facts["shelf_life"] == "6 tháng"
    assert facts["warning"] == "Không dùng khi mốc"
    assert facts["declaration"] == "Số TCB: 01/SUOINHAN/2023"
    assert facts["food_safety"] == "Giấy chứng nhận ATTP số 12/2023/ATTP-CN ngày 01/02/2023"
    (told,) = [said["names"] for code, said in zip(made.issues["code"], made.issues["said"], strict=True) if said
               and code == "label-from-text"]  # fmt: skip
    assert told == "Thành phần, Hướng dẫn sử dụng, Bảo quản, Cảnh báo, Công bố sản phẩm, Giấy chứng nhận ATTP"


def test_label_words_that_claim_to_heal_stay_in_the_text() -> None:
    facts, doubts = one(**ROW, description="HDSD: Pha nước ấm, chữa bệnh dạ dày. HSD: 6 tháng.")
    assert (facts["usage"], facts["shelf_life"]) == (None, "6 tháng")
    assert "claim-health" in doubts


def test_two_different_shelf_lives_in_a_text_are_left_alone() -> None:
    facts, doubts = one(**ROW, description="Hũ nhỏ. HSD: 6 tháng.\nHũ lớn. HSD: 12 tháng.")
    assert facts["shelf_life"] is None
    assert "label-from-text" not in doubts


def test_what_no_column_says_is_asked_as_well() -> None:
    _, doubts = one(name="Mật ong hoa nhãn")
    assert set(doubts) >= {"producer-missing", "place-missing", "price-missing", "pack-missing"}


@pytest.mark.parametrize(
    ("price", "unit", "low", "per"),
    [
        ("15200", "đ/kg", 15_200, "kg"),
        ("8450", "1000 đ/chỉ", 8_450_000, "chỉ"),
        ("25", "nghìn đồng/lít", 25_000, "lít"),
    ],
)
def test_a_unit_that_names_money_says_what_the_price_is_worth(price: str, unit: str, low: int, per: str) -> None:
    facts, _ = one(**{**ROW, "price": price, "unit": unit})
    assert (facts["price_low"], facts["price_per"]) == (low, per)


def test_lines_of_a_price_cell_are_sizes_beside_each_other() -> None:
    facts, _ = one(**{**ROW, "price": "100g: 22 nghìn\n250g: 50 nghìn"})
    assert [(low, high) for _, low, high in json.loads(facts["choices"])] == [(22_000, 22_000), (50_000, 50_000)]


def test_the_whole_equals_its_parts_joined() -> None:
    rows = [ROW, OTHER, {**ROW, "address": ""}]
    whole = normalise(pd.DataFrame(rows, dtype=str).fillna(""))
    parts = [normalise(pd.DataFrame([r], dtype=str)) for r in rows]
    joined = pd.concat([p.products for p in parts], ignore_index=True)
    pd.testing.assert_frame_equal(whole.products, joined.astype(object).where(joined.notna(), None))
    assert whole.issues["code"].tolist() == [c for p in parts for c in p.issues["code"]]


def test_every_column_has_a_reader_and_every_field_a_column() -> None:
    read = {i for r in READERS for i in r.inputs}
    assert set(columns.BY_NAME) <= read
    assert read <= set(columns.BY_NAME) | set(columns.CONTEXT)
    names = [f.name for f, _ in columns.fields()]
    assert len(names) == len(set(names))
    assert list(one(**ROW)[0]) == [*names, *EXTRA]


def test_no_field_is_given_that_no_column_declares() -> None:
    declared = {f.name for f, _ in columns.fields()} | set(EXTRA)
    words = dict.fromkeys(columns.BY_NAME, "3")
    for reader in READERS:
        for given_words in (words, {**words, **ROW}):
            reading = reader.read(*(given_words.get(i, "") for i in reader.inputs))
            assert set(reading.fields) <= declared


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(columns.BY_NAME)), st.text(max_size=60), max_size=12))
def test_no_words_whatever_raise(cells: dict[str, str]) -> None:
    made = normalise(pd.DataFrame([{"name": "x", **cells}], dtype=str))
    assert len(made.products) == 1
    assert set(made.issues["code"]) <= set(issues.kinds())
