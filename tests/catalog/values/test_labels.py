"""Label data: found under headings, kept as said, not found where a heading is missing."""

from __future__ import annotations

import csv
import itertools
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.values import labels, papers
from catalog.values.label_words import KINDS, label_words
from tests.catalog.values import museum

# What a paper of the register may be called: the kinds that people and programs see.
PAPER_KINDS = {
    *papers.DECLARATIONS, *papers.FOOD_SAFETY, "vietgap", "globalgap", "haccp", "iso", "huu_co",
}  # fmt: skip


def shown(found: labels.Label) -> dict[str, Any]:
    """What the museum writes down: kinds with their words; papers and organisations only where there are any."""
    made: dict[str, Any] = {"items": [[i.kind, i.words] for i in found.items]}
    if found.papers:
        made["papers"] = [[p.kind, p.number, p.date, p.authority] for p in found.papers]
    if found.responsible:
        made["responsible"] = [[r.name, r.address] for r in found.responsible]
    return made


@pytest.mark.parametrize(("words", "want"), museum.rows("label"))
def test_label(words: str, want: dict[str, Any]) -> None:
    assert shown(labels.label(words)) == want
    assert shown(labels.label(unicodedata.normalize("NFD", words))) == want


def test_every_statement_gives_its_place_and_the_words_that_stand_there() -> None:
    text = "• Thành phần: gạo nếp (98%), muối. • HSD: 6 tháng. Giấy chứng nhận ATTP số 12/2023/ATTP-CN ngày 1/2/2023."
    found = labels.label(text)
    for said in (*found.items, *found.papers):
        assert text[said.start : said.end] == said.words
    assert [i.heading for i in found.items] == ["Thành phần", "HSD"]
    assert found.papers[0].words == "Giấy chứng nhận ATTP số 12/2023/ATTP-CN ngày 1/2/2023"


def test_different_statements_stand_apart_and_one_inside_another_does_not_count() -> None:
    text = "HSD: 6 tháng. Bảo quản: nơi khô ráo\nHạn sử dụng: 12 tháng\nBảo quản nơi khô ráo, thoáng mát"
    found = labels.label(text)
    assert found.said("shelf_life") == ("6 tháng", "12 tháng")
    assert found.said("storage") == ("nơi khô ráo, thoáng mát",)


def test_the_register_names_known_kinds_only() -> None:
    known = label_words(False)
    assert {kind for found in known.entries.values() for entry in found for kind in entry.kinds} == set(KINDS)
    assert set(known.paper_kinds.values()) == PAPER_KINDS
    assert set(known.further) | set(known.never) <= set(KINDS)


@pytest.mark.parametrize("bullet", ["", "- ", "1. ", "✔ ", "• "])
def test_every_heading_of_the_register_ends_the_statement_before_it(bullet: str) -> None:
    for heading in label_words(False).entries:
        (first, *_) = labels.label(f"Thành phần: gạo, muối\n{bullet}{heading}: không 5 nơi này\n").items
        assert (first.kind, first.words) == ("ingredients", "gạo, muối"), heading


@given(st.text(max_size=300))
def test_nothing_raises(words: str) -> None:
    labels.label(words)


PIECES = [
    "Thành phần",
    "HSD",
    "Bảo quản",
    ": ",
    " - ",
    "\n",
    ". ",
    "muối, ",
    "5 ",
    "ATTP số 1/2/A",
    "a ",
    "Á b ",
    "????",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_statements_keep_order_and_hold_no_other(pieces: list[str]) -> None:
    text = unicodedata.normalize("NFC", "".join(pieces))
    found = labels.label(text)
    spans = sorted({(i.start, i.end) for i in found.items} | {(p.start, p.end) for p in found.papers})
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), spans
    assert all(text[i.start : i.end] == i.words for i in found.items)


@given(
    st.sampled_from(["muối, đường", "gạo nếp hoà", "bột sắn 80%"]),
    st.integers(1, 36),
    st.sampled_from(["\n", "\n- ", ". "]),
)
def test_statements_written_out_are_read_back(ingredients: str, months: int, between: str) -> None:
    words = f"Thành phần: {ingredients}{between}HSD: {months} tháng"
    for text in (words, unicodedata.normalize("NFD", words), words.replace("oà", "òa")):
        found = labels.label(text)
        assert [(i.kind, i.words.replace("òa", "oà")) for i in found.items] == [
            ("ingredients", ingredients), ("shelf_life", f"{months} tháng"),
        ]  # fmt: skip
        assert labels.label("\n".join(f"{i.heading}: {i.words}" for i in found.items)).said(
            "ingredients"
        ) == found.said("ingredients")


@pytest.mark.parametrize(
    "words",
    [
        "Thành phần: ", "Thành phần: muối, ", "- a ", "ATTP số ", "Bảo quản nơi ", "1. ", "HSD: 1 ", "* ", "????", "\n",
        "Aa b ", "TCCS 1/", "Sản xuất tại: Công ty ", "ATTP cấp ngày ", "Trụ sở: Á ", "( ", "-", "a-", "/", "1/", "A.",
    ],
)  # fmt: skip
def test_h68_a_long_cell_is_read(words: str) -> None:
    museum.read_long_cell(labels.label, words)


@pytest.mark.shared
def test_real_descriptions_give_statements_of_a_label_s_size(shared: Path) -> None:
    with (shared / "listings" / "buudien_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [labels.label(row["Mô tả chi tiết"]) for row in csv.DictReader(file)]
    said = {kind: [words for one in found for words in one.said(kind)] for kind in KINDS}
    assert len(said["ingredients"]) > 200
    assert sum(len(words) for words in said["ingredients"]) / len(said["ingredients"]) < 120
    assert all(any(map(str.isdigit, words)) or len(words) < 60 for words in said["shelf_life"])
