"""Producers that another process compares come to what they come to where nobody helps."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.workbench.home import Home
from catalog.workbench.identities import comparing
from tests.conftest import receive

Write = Callable[..., Path]
HEADER = ["Tên sản phẩm", "Tên cơ sở", "Địa chỉ", "SĐT", "Giá bán", "Mã hàng"]
PRODUCERS = [
    "HTX Mật ong Bến Đò",
    "Hợp tác xã mật ong Bến Đò",
    "HTX Mat ong Ben Do",
    "HTX Chè Khe Vàng",
    "HTX Chè Khe Vang",
]
PRODUCTS = ["Mật ong hoa nhãn", "Mật ong hoa nhản", "Chè búp khô", "Chè khô búp", "Mat ong hoa nhan"]


def rows() -> list[list[str]]:
    """Every product at every spelling of a producer: some joined at once, some only where their producers are."""
    pairs = itertools.product(PRODUCERS, PRODUCTS)
    place = "xã Viễn Sơn, Văn Yên, Yên Bái"
    return [[name, who, place, "0900 000 021", "50.000đ", f"M{n % 4}"] for n, (who, name) in enumerate(pairs)]


def known(home: Home) -> list[list[tuple[object, ...]]]:
    """All that was found out about who is who, but for the moments."""
    with sqlite3.connect(home.workbench) as db:
        return [
            db.execute("SELECT key, id FROM identities ORDER BY 1, 2").fetchall(),
            db.execute("SELECT kind, from_id, into_id, why, is_sure FROM identity_joins ORDER BY 1, 2, 3").fetchall(),
            db.execute("SELECT id, now_id FROM identity_now ORDER BY 1").fetchall(),
            db.execute("SELECT name, producer_id, product_id FROM statements ORDER BY id").fetchall(),
            db.execute("SELECT code, cell, message FROM issues ORDER BY id").fetchall(),
        ]


@pytest.mark.parametrize("deliveries", [1, 3])
def test_another_process_finds_the_same(
    write_sheet: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deliveries: int
) -> None:
    sent = random.Random(deliveries).sample(rows(), len(rows()))
    parts = [sent[n::deliveries] for n in range(deliveries)]
    sheets = [write_sheet(part, f"lan {n}.xlsx", header=HEADER) for n, part in enumerate(parts)]
    found = []
    monkeypatch.setattr(comparing.os, "cpu_count", lambda: 2)
    for name, least in (("helped", 1), ("alone", 1_000)):
        home = Home(tmp_path / name)
        with monkeypatch.context() as during:
            during.setattr(comparing, "ALONE", least)
            if least == 1:
                during.setattr(comparing.candidates, "of_producers", None)  # here nothing is compared
            for sheet in sheets:
                receive(home, sheet)
        found.append(known(home))
    assert found[0] == found[1]
    assert found[0][1], "nothing was alike"
    assert found[0][2], "nothing was joined"
