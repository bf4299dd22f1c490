"""Names are looked for in plain letters, of which each stands where its letter does."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from catalog.values import hidden


@given(st.text(st.one_of(st.sampled_from("ĐđẠạ ́ \u00a0\0\n-aZ"), st.characters(codec="utf-8")), max_size=60))
@example("Trịnh  Thị\u00a0Khuê \0 ĐỒI Vải ")
def test_words_in_plain_letters_are_their_letters_one_by_one(words: str) -> None:
    plain = hidden._plain(words)
    assert plain == words.translate(hidden._letters())
    assert len(plain) == len(words)
