"""Payment codes: written and read back, refused wherever anything is doubtful."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import Refused
from catalog.values import vietqr
from catalog.values.banks import account, banks
from catalog.values.vietqr import Transfer, decode, encode
from tests.catalog.values import museum


@pytest.mark.parametrize(("words", "want"), museum.rows("vietqr"))
def test_decode(words: str, want: dict[str, Any]) -> None:
    assert decode(words).json() == want


@pytest.mark.parametrize(("words", "want"), museum.rows("account"))
def test_account(words: str, want: dict[str, Any]) -> None:
    assert account(words).json() == want


@pytest.mark.parametrize(("words", "want"), museum.rows("vietqr")[:5])
def test_the_vectors_of_the_format_are_written_letter_for_letter(words: str, want: dict[str, Any]) -> None:
    assert encode(Transfer(**want)) == words


ASCII = string.ascii_letters + string.digits + " .-"
transfers = st.builds(
    Transfer,
    bin=st.sampled_from(sorted(banks())),
    account=st.text(string.digits, min_size=1, max_size=19),
    amount=st.none() | st.integers(1, 10**13 - 1),
    purpose=st.text(ASCII, max_size=25).map(vietqr.plain),
    bill=st.text(ASCII, max_size=25).map(vietqr.plain),
    reference=st.text(ASCII, max_size=25).map(vietqr.plain),
    service=st.sampled_from(["account", "card"]),
)


@given(transfers)
def test_what_is_written_is_read_back(transfer: Transfer) -> None:
    assert decode(encode(transfer)).transfer == transfer


@given(transfers, st.data())
def test_one_wrong_character_is_noticed(transfer: Transfer, data: st.DataObject) -> None:
    code = encode(transfer)
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(sorted(set(ASCII) - {code[at]})))
    assert decode(code[:at] + other + code[at + 1 :]).transfer is None


@given(st.text(max_size=200))
def test_nothing_raises_and_a_purpose_fits(words: str) -> None:
    decode(words)
    account(words)
    purpose = vietqr.plain(words)
    assert purpose.isascii()
    assert len(purpose) <= 25
    assert vietqr.plain(purpose) == purpose


def test_accents_are_folded_and_case_is_kept() -> None:
    assert vietqr.plain("Đặt mua Mật ong Đồi Vải 500ml") == "Dat mua Mat ong Doi Vai 5"


@pytest.mark.parametrize(
    "transfer",
    [
        Transfer("970488", "0000000000123"),
        Transfer("12", "0000000000123"),
        Transfer("970405", "ab c"),
        Transfer("970405", ""),
        Transfer("970405", "0" * 20),
        Transfer("970405", "0000000000123", 0),
        Transfer("970405", "0000000000123", 10**13),
        Transfer("970405", "abc", service="card"),
    ],
)
def test_what_breaks_the_format_is_refused(transfer: Transfer) -> None:
    with pytest.raises(Refused, match="No payment code"):
        encode(transfer)


def test_an_account_shows_in_no_repr() -> None:
    assert "0000000000123" not in repr(Transfer("970405", "0000000000123"))
    assert "0000000000123" not in repr(account("0000000000123 Agribank"))


def test_bins_have_six_digits_and_no_two_banks_share_a_word() -> None:
    assert all(len(b.bin) == 6 and b.bin.isdigit() and b.sure in ("facts", "list") for b in banks().values())
    words = [w for b in banks().values() for w in set(b.words)]
    assert len(words) == len(set(words))


def test_h68_a_long_cell_is_read() -> None:
    for words in ("0", "00", "0002", "0 ", "stk ", "acb ", "6304"):
        museum.read_long_cell(decode, words)
        museum.read_long_cell(account, words)
