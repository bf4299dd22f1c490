"""Words that advertising may not use: found with their place, and nothing else found."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.registers import issues
from catalog.values.claims import claims
from tests.catalog.values import museum


@pytest.mark.parametrize(("words", "codes"), museum.rows("claim"))
def test_claim(words: str, codes: list[str]) -> None:
    for text in (words, words.upper(), unicodedata.normalize("NFD", words), words.replace(" ", "\u00a0")):
        assert [claim.code for claim in claims(text)] == codes, text


def test_the_words_and_their_place_are_given() -> None:
    text = "Cao nhạn: điều trị ho, ngon nhất vùng."
    found = claims(text)
    assert [claim.words for claim in found] == ["điều trị", "ngon nhất"]
    assert all(text[claim.start : claim.end] == claim.words for claim in found)


def test_a_licensed_medicine_may_say_what_it_heals() -> None:
    assert [claim.code for claim in claims("Điều trị ho, hàng đầu", licensed_medicine=True)] == ["claim-superlative"]


def test_every_code_has_its_sentence() -> None:
    assert {"claim-health", "claim-effect", "claim-superlative", "contact-in-text"} <= set(issues.kinds())


@given(st.text(max_size=300))
def test_nothing_raises(words: str) -> None:
    found = claims(words)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


PIECES = [
    "Trà ",
    "hoà ",
    "chữa ",
    "bệnh ",
    "trị ho ",
    "giá trị ",
    "không ",
    "nhất ",
    "thuốc nam",
    ". ",
    ", ",
    "sửa chữa ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_a_claim_quotes_the_text_however_it_is_typed(pieces: list[str]) -> None:
    words = "".join(pieces)
    found = claims(words)
    assert all(words[claim.start : claim.end] == claim.words for claim in found)
    for other in (
        unicodedata.normalize("NFD", words),
        words.upper(),
        words.replace(" ", "\u00a0"),
        words.replace("oà", "òa"),
    ):
        assert [claim.code for claim in claims(other)] == [claim.code for claim in found], other


def test_h68_a_long_cell_takes_linear_time() -> None:
    for words in ("1.", "chữa ", "bác sĩ ", "bác sĩ a a ", "nhất ", "không ", " ", "chữa bệnh "):
        assert museum.seconds(claims, words) < 2
