"""Words that advertising may not use: found with their place, and nothing else found."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.registers import files, issues
from catalog.values import claims as claims_module
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


def test_h68_a_long_cell_is_read() -> None:
    for words in ("1.", "chữa ", "bác sĩ ", "bác sĩ a a ", "nhất ", "không ", " ", "chữa bệnh "):
        museum.read_long_cell(claims, words)


@pytest.mark.parametrize("code", ["claim-health", "claim-effect", "claim-superlative"])
def test_every_line_of_the_register_is_looked_for(code: str) -> None:
    """What tells that a text is worth searching is taken from the lines themselves, so no line may be missed by it."""
    for line in files.register("claims")[code]["words"]:
        said = re.sub(r"\[[^\]]*\] ?", "", line).replace("…", "")
        for place in range(line.count("|") + 1):
            words = re.sub(r"\(([^)]*)\)", lambda m, n=place: m[1].split("|")[n % (m[1].count("|") + 1)], said)
            assert claims_module._pattern(code).search(words), words
            assert claims_module._telling(code) & set(claims_module._WORD.findall(words.casefold())), words


SPOKEN = st.lists(
    st.sampled_from(
        [*PIECES, "(chữa/trị", "số 1 ", "Là số 1", "hữu cơ®", " ®", "bác sĩ ở quê ", "khuyên dùng ", "\n", "cóc"]
    ),
    max_size=20,
)


@pytest.mark.parametrize("code", ["claim-health", "claim-effect", "claim-superlative"])
@given(pieces=SPOKEN)
def test_claims_are_tried_wherever_one_may_begin(code: claims_module.ClaimCode, pieces: list[str]) -> None:
    text = unicodedata.normalize("NFC", "".join(pieces))
    found = [match.span() for match in claims_module._matches(code, text, set(text.split()))]
    assert found == [match.span() for match in claims_module._pattern(code).finditer(text)]


@given(pieces=SPOKEN)
def test_what_was_said_before_changes_no_answer(pieces: list[str]) -> None:
    text = "".join(pieces)
    claims_module._SILENT.clear()
    first = claims(text)
    assert all(claims(part) == claims(part) for part in pieces)
    assert claims(text) == first


@pytest.mark.parametrize("code", ["claim-health", "claim-effect", "claim-superlative"])
def test_every_line_of_the_register_is_tried_where_it_stands(code: claims_module.ClaimCode) -> None:
    lines = [re.sub(r"[\[\]()]", " ", line) for line in files.register("claims")[code]["words"]]
    text = " . ".join(choice for line in lines for choice in (line, line.replace("|", " "), *line.split("|")))
    found = [match.span() for match in claims_module._matches(code, text, set(text.split()))]
    assert found == [match.span() for match in claims_module._pattern(code).finditer(text)] != []
