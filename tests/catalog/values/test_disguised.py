"""Numbers that are written so that a plain search passes them over; and what only looks like them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.values.contacts import MASKS, contacts, without_contacts
from catalog.values.disguised import CITIZEN, may_hold, numbers

PHONES = (
    "0900,000,012", "0900_000_012", "0900*000*012", "0900:000:012", "0900|000|012", "0900~000~012", "0900 – 000 – 012",
    "0900/000/012", "09.00.00.00.12", "0 9 0 0 0 0 0 0 1 2", "O9OO OOO O12", "09OO.OOO.O12", "0900 ooo 012",
    "0900 không không không 012", "không chín không không không không không không một hai", "٠٩٠٠٠٠٠٠١٢",
    "⓪⑨⓪⓪⓪⓪⓪⓪①②", "084) 900000012", "84 900 000 012", "0900\n000 012", "0900 000 \n012",
    "0900 ... 000 ... 012", "0900 -- 000 -- 012",
    "⁰⁹⁰⁰⁰⁰⁰⁰¹²", "₀₉₀₀₀₀₀₀₁₂",
)  # fmt: skip
IDS = ("001085000012", "001 085 000 012", "001.085.000.012", "001-085-000-012", "0010 8500 0012", "001,085,000,012")


@pytest.mark.parametrize(("words", "kind"), [*((p, "phone") for p in PHONES), *((i, "account") for i in IDS)])
def test_it_is_found_whole_and_masked(words: str, kind: str) -> None:
    said = f"Mật ong 500 g, 2 hũ; hỏi {words} nhé, từ 8 giờ"
    (found,) = numbers(said)
    assert (found.kind, said[found.start : found.end]) == (kind, words)
    assert without_contacts(said) == said.replace(words, MASKS[kind])


def test_an_identity_number_is_found_whatever_letters_it_touches() -> None:
    assert [n.digits for n in numbers("CCCD001085000012cấp")] == ["001085000012"]


@pytest.mark.parametrize(
    "words",
    [
        "Giá 250.000 - 300.000đ", "mở cửa 07:30 - 17:30, 24/7", "từ 05/11/2026 - 10 giờ", "0,5 1,5 2,5 3,5 4,5 kg",
        "Sấy 60-70 độ, 12 giờ, 0,35 kg x 10 x 20", "mã vạch 8930000000125", "Lô 02-2026, HSD 03/2027, 500g x 24",
        "không hai không ba", "không năm nào không", "MST: 0900,000,012", "300, 350, 400, 0500", "1.200.000.000 đ", "",
        "Hộp 250g\n038 000 000 đồng", "Mã 0912\n345 hộp\n678 túi", "giá 1000\n000 đồng",
    ],
)  # fmt: skip
def test_sizes_dates_times_and_prices_are_none(words: str) -> None:
    assert contacts(words) == ()
    assert without_contacts(words) == words


PARTS = [*PHONES, *IDS, "0", "09", "o", "không", "ba", "12", ".", ", ", " ", "\n", "_", "a"]


@given(st.lists(st.sampled_from(PARTS), max_size=9))
@example(["0900 000 012 ", "001085000012"])
def test_what_is_not_looked_at_holds_none(parts: list[str]) -> None:
    words = "".join(parts)
    found = list(numbers(words))
    assert may_hold(words) or not found
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert not CITIZEN.search(without_contacts(words))
