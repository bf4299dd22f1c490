"""A text is read as somebody sees it who sees no code."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.values import markup


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0900<br>000<BR/>012", "0900\n000\n012"),
        ("<p>a</p>\n<p>b</p>", "a\nb"),
        ('09<span class="x">00</span>', "0900"),
        ("a<!-- b\nc -->d <!-- e", "ad"),
        ("&#48;&#x39;&nbsp;&amp;nbsp;&amp;amp;#46;", "09\xa0\xa0."),
        ("\\u00a0\\n\\u0000\\ud83d1", "1"),
        ("0900%20000", "0900 000"),
        ("Tr%E1%BB%8Bnh%C2%A0Th%e1%bb%8b%00", "Trịnh Thị"),
        ("100%ca cao, 5%ad", "100%ca cao, 5%ad"),
        ("a < b & c > d, 100% đường; 5 <7", "a < b & c > d, 100% đường; 5 <7"),
        ("Q&A", "Q&A"),
        ("", ""),
    ],
)
def test_as_read(text: str, read: str) -> None:
    assert markup.as_read(text) == read


@given(
    st.lists(
        st.sampled_from(["<b>", "</p>", "<", "&amp;", "&#4", "6;", "\\u0", "%2", "0", "<!--", "a", "\n", "ạ"])
    ).map("".join)
)
@example("&amp;amp;amp;amp;")
def test_what_holds_no_code_stays_and_no_letter_is_half(text: str) -> None:
    read = markup.as_read(text)
    read.encode()
    assert markup.may_hold(text) or read == text
    assert "\0" not in read
