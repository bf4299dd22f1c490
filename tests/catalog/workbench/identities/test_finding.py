"""One way of naming things: by id, old id, address and draft, for every command alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Conflict, Unknown
from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.identities import finding, merges
from catalog.workbench.photos import pictures
from catalog.workbench.reviewing import editing
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HONEY, QUE, receive
from tests.images.made import jpeg

Write = Callable[..., Path]


@pytest.fixture
def bench(home: Home, write_sheet: Write, tmp_path: Path) -> Workbench:
    """Honey (draft 1), into which cinnamon (2) was merged after both were published; a row without a name (3)."""
    (tmp_path / "anh.jpg").write_bytes(jpeg())
    receive(home, write_sheet([HONEY, QUE, ["3", "", *CHILLI[2:]]]), tmp_path / "anh.jpg")
    release.publish(home, "test")
    opened = Workbench(home.workbench)
    merges.merge(opened, "mat-ong-hoa-nhan-doi-vai", "que-thanh-doi-vai", "", "officer")
    return opened


def test_every_name_of_a_product_means_the_same(bench: Workbench, home: Home) -> None:
    own = {r["id"]: r for r in bench.rows("SELECT id, named_product_id AS own, product_id AS now FROM drafts")}
    honey = own[1]["now"]
    names = ["1", "2", honey, own[2]["own"], "mat-ong-hoa-nhan-doi-vai", "que-thanh-doi-vai"]
    assert own[2]["own"] != honey
    assert {finding.product(bench, name).product_id for name in names} == {honey}
    assert {editing.find(bench, name).product_id for name in names} == {honey}
    assert {finding.thing(bench, name) for name in names[2:]} == {finding.thing(bench, honey)}
    assert {pictures.assign(home, "anh.jpg", name, by="officer")[1] for name in names} == {honey}
    assert finding.product(bench, "2").draft_id == 2
    assert finding.product(bench, "que-thanh-doi-vai").draft_id is None


def test_producers_are_named_by_id_and_address(bench: Workbench) -> None:
    found = finding.thing(bench, "htx-doi-vai")
    assert (found.kind, found.producer_id) == ("producer", None)
    assert finding.thing(bench, found.id) == found


def test_what_is_not_there_is_unknown_and_a_row_without_a_name_is_no_product(bench: Workbench) -> None:
    for name in ("99", "khong-co", "htx-doi-vai", "9" * 30, ""):
        with pytest.raises(Unknown):
            finding.product(bench, name)
    with pytest.raises(Unknown):
        finding.thing(bench, "1")
    with pytest.raises(Conflict, match="names no product"):
        finding.product(bench, "3")
