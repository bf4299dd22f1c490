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
        ({"address": "xã Nân Chính, huyện Lý Nhân, Hà Nam"}, "place-misspelt", "address"),
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
    ],
)
def test_each_doubt_is_raised_for_its_column(cells: dict[str, str], code: str, column: str) -> None:
    made = normalise(pd.DataFrame([{**ROW, **cells}], dtype=str))
    found = dict(zip(made.issues["code"], made.issues["column"], strict=True))
    assert found.get(code) == column, found


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
