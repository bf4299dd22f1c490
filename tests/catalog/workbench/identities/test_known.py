"""A producer by name: one of whom only rows are left that a mended sheet replaced is no second one."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.errors import Conflict
from catalog.workbench.home import Home
from catalog.workbench.identities import known, subjects
from catalog.workbench.senders import invitations
from catalog.workbench.store import Workbench
from tests.conftest import receive

HEAD = "Tên sản phẩm,Tên cơ sở,Địa chỉ,Quy cách,Giá bán"
NAME = "HTX Rừng Thử"


def test_rows_that_a_mended_sheet_replaced_make_no_second_producer(home: Home, tmp_path: Path) -> None:
    taken = []
    for number, place in enumerate(("xã Tân Phú", "xã Mậu A, tỉnh Lào Cai")):
        sheet = tmp_path / f"{number}.csv"
        sheet.write_text(f'{HEAD}\nTrà quế Thử,{NAME},"{place}",Túi 100g,12-15\n', encoding="utf-8")
        taken += [one.id for one in receive(home, sheet)]
    with Workbench(home.workbench) as bench:
        with pytest.raises(Conflict):
            known.producer_id(bench, NAME)
        bench.insert("continuations", ("submission_id", "continues"), [(taken[1], taken[0])])
        found = known.producer_id(bench, NAME)
        rows = bench.rows("SELECT producer_id FROM drafts WHERE submission_id = ?", [taken[1]])
        assert found == rows[0]["producer_id"]
        assert invitations.known(bench, NAME).id == found
        # What is to be removed is all of it, and asked for by its id.
        with pytest.raises(Conflict):
            subjects.find(bench, NAME)
