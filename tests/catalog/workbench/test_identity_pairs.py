"""The labelled hard pairs: what is joined is right, and what is one is joined or at least asked."""

from __future__ import annotations

from functools import cache

from catalog.values import text
from catalog.values.packs import quantity
from catalog.workbench.identities import alike, candidates, cores
from catalog.workbench.identities.alike import Verdict, What, Who
from tests.conftest import ROOT

PAIRS = ROOT / "tests" / "specimens" / "identity_pairs.tsv"
# The producer under which the products of the pairs stand.
PRODUCER = "HTX Đồi Vải"


def product(name: str, mark: str) -> What:
    core = text.key(quantity.without_pack(name))
    return What(cores.core(core, text.key(PRODUCER)), frozenset({f"{mark}:1"} if mark else ()))


def producer(words: str) -> Who:
    name, where, said = words.split(";")
    return Who(text.key(name), where, set(said.split()))


@cache
def judged() -> list[tuple[str, str, str, str, Verdict]]:
    """kind, one, other, label and what the rule says of every pair."""
    lines = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = []
    for kind, one, other, label, mark in lines:
        if kind == "product":
            said = alike.products(product(one, mark), product(other, mark))
        else:
            said = alike.producers(producer(one), producer(other))
        found.append((kind, one, other, label, said))
    return found


def share(kind: str, label: str, *answers: str) -> float:
    of_kind = [said.answer for k, _, _, other, said in judged() if (k, other) == (kind, label)]
    return sum(answer in answers for answer in of_kind) / len(of_kind)


def test_there_are_enough_pairs_of_each_kind() -> None:
    assert len(judged()) >= 200
    assert len({frozenset((one, other)) for _, one, other, _, _ in judged()}) >= 200


def test_nothing_that_is_two_is_joined() -> None:
    assert [p for p in judged() if p[3] == "different" and p[4].answer == "same"] == []


def test_most_that_is_one_is_joined_and_nearly_all_of_the_rest_is_asked() -> None:
    assert share("product", "same", "same") >= 0.7
    assert share("product", "same", "same", "asked") >= 0.9
    assert share("producer", "same", "same") >= 0.9


def test_few_that_are_two_are_asked() -> None:
    assert share("product", "different", "asked") <= 0.15
    assert share("producer", "different", "asked") <= 0.35


def test_the_answer_does_not_depend_on_the_order_of_the_two() -> None:
    for kind, one, other, _, said in judged():
        if kind == "producer":
            assert alike.producers(producer(other), producer(one)).answer == said.answer


def test_every_answer_says_why() -> None:
    assert all(said.speaks_for for *_, said in judged() if said.answer != "different")


def test_a_name_without_accents_is_compared_with_the_one_that_has_them() -> None:
    names = {"a": "mắm ruốc khe mơ", "b": "mam ruoc khe mo", "c": "mâm rước khe mờ"}
    found = set(candidates.of_products(list(names), lambda own: True, names.__getitem__))
    # The two that have accents are two names.
    assert {frozenset((p.one, p.other)) for p in found} == {frozenset("ab"), frozenset("bc")}
