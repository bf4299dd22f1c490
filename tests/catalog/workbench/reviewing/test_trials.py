"""A preview of a join shows exactly what will be, leaves nothing behind, and nothing else is written afterwards."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

import pytest

from catalog.errors import Conflict
from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.reviewing import trials
from catalog.workbench.store import Workbench
from tests.conftest import receive

HEAD = "Tên sản phẩm,Tên cơ sở,Địa chỉ,Quy cách,Giá bán,Đồng ý đăng ảnh"
ROWS = [
    'Quế thanh Thử,HTX Rừng Thử,"xã Mậu A, tỉnh Lào Cai",Túi 500g,120000,có',
    'Quế thanh Thử,Tổ hợp tác Suối Nhạn,"xã Mậu A, tỉnh Lào Cai",Túi 500g,120000,',
    'Trà quế Thử,Tổ hợp tác Suối Nhạn,"xã Mậu A, tỉnh Lào Cai",Túi 100g,45000,',
]


@pytest.fixture
def bench(home: Home, tmp_path: Path):
    """Two producers of whom nobody would guess that they are one, and both make cinnamon; their pages are published."""
    sheet = tmp_path / "bảng.csv"
    sheet.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    receive(home, sheet)
    release.publish(home, "thử")
    with Workbench(home.workbench) as opened:
        yield opened


def id_of(bench: Workbench, name: str) -> str:
    sql = "SELECT producer_id FROM drafts WHERE json_extract(facts, '$.producer') = ?"
    return str(bench.rows(sql, [name])[0][0])


def unnamed(bench: Workbench, products: Collection[str]) -> str:
    """No release names them."""
    return ""


def joined(bench: Workbench):
    a, b = id_of(bench, "HTX Rừng Thử"), id_of(bench, "Tổ hợp tác Suối Nhạn")
    return a, b, partial(merges.merge, bench, a, b, "một nhà", "Cán bộ Thử")


def test_a_trial_shows_names_products_consents_and_addresses_and_leaves_nothing(bench: Workbench) -> None:
    a, b, change = joined(bench)
    dump = list(bench.db.iterdump())
    trial = trials.tried(bench, (a, b), change, unnamed)
    assert list(bench.db.iterdump()) == dump
    assert sorted(len(one.products) for one in trial.before) == [1, 2]
    (after,) = trial.after
    assert (after.id, set(after.names)) == (a, {"HTX Rừng Thử", "Tổ hợp tác Suối Nhạn"})
    assert sorted(product.names for product in after.products) == [("Quế thanh Thử",), ("Trà quế Thử",)]
    assert after.consents == (("photo", True),)
    led = {(one.kind, one.to) for one in trial.moved}
    assert ("producer", "htx-rung-thu") in led
    assert any(kind == "product" for kind, _ in led), "the cinnamon of both is one product, and has one page"


def test_what_is_made_is_what_was_shown(bench: Workbench) -> None:
    a, b, change = joined(bench)
    trial = trials.tried(bench, (a, b), change, unnamed)
    number = trials.made(bench, (a, b), change, unnamed, trial.digest)
    assert trials.makers(bench, trials.own_ids(bench, [a]), unnamed) == trial.after
    apart = partial(merges.split, bench, number, "hai nhà", "Cán bộ Thử")
    back = trials.tried(bench, [a], apart, unnamed)
    trials.made(bench, [a], apart, unnamed, back.digest)
    assert trials.makers(bench, trials.own_ids(bench, [a, b]), unnamed) == trial.before
    assert back.before == trial.after


def test_what_would_be_something_else_by_now_is_not_made(bench: Workbench, home: Home, tmp_path: Path) -> None:
    a, b, change = joined(bench)
    shown = trials.tried(bench, (a, b), change, unnamed).digest
    sheet = tmp_path / "thêm.csv"
    sheet.write_text(f'{HEAD}\nMật ong Thử,HTX Rừng Thử,"xã Mậu A, tỉnh Lào Cai",Chai 500ml,150000,\n', "utf-8")
    receive(home, sheet)
    dump = list(bench.db.iterdump())
    with pytest.raises(Conflict) as error:
        trials.made(bench, (a, b), change, unnamed, shown)
    assert error.value.code == "form-old"
    assert list(bench.db.iterdump()) == dump


def test_a_change_that_cannot_be_is_told_and_leaves_nothing(bench: Workbench) -> None:
    a, _, _ = joined(bench)
    dump = list(bench.db.iterdump())
    with pytest.raises(Conflict, match="already"):
        trials.tried(bench, [a], partial(merges.merge, bench, a, a, "", "Cán bộ Thử"), unnamed)
    assert list(bench.db.iterdump()) == dump
