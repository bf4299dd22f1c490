"""The register of units: its words can be found by the readers that look them up."""

from __future__ import annotations

import unicodedata

import pytest

from catalog.registers import units
from catalog.values import text

WORDS = [*units.measures(bare=True), *units.containers(bare=True), *units.counts(bare=True), *units.contact_words()]


@pytest.mark.parametrize("word", WORDS)
def test_words_are_lower_case_and_composed(word: str) -> None:
    assert word == unicodedata.normalize("NFC", word).lower().strip()


def test_every_word_names_one_unit() -> None:
    kinds = [set(units.measures()), set(units.containers()), set(units.counts())]
    assert sum(map(len, kinds)) == len(set.union(*kinds))


def test_words_that_mean_something_else_need_their_accents() -> None:
    known = {**units.measures(bare=True), **units.containers(bare=True), **units.counts(bare=True)}
    assert not {"ta", "tan", "cap", "cu", "bo", "to", "cay", "mo"} & set(known)
    assert {"hop", "tui", "lit", "lang"} <= set(known)


@pytest.mark.parametrize("mark", sorted(units.blank_marks()))
def test_blank_marks_are_their_own_keys(mark: str) -> None:
    assert text.is_blank(mark)


def test_pieces_are_loose_and_packs_are_ranked() -> None:
    known = units.containers()
    assert known["thùng"].rank > known["hộp"].rank > known["chai"].rank > known["quả"].rank
    assert known["trái"].name == "quả"
    assert known["quả"].loose
    assert not known["chai"].loose
