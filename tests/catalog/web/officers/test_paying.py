"""The account of a producer in the browser: recorded by who may, refused with a sentence, withdrawn with a reason."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.store import Workbench
from tests.catalog.publish.test_release import query
from tests.catalog.web.officers.conftest import HERE, THERE, deliver, page_of, send, words

ROWS = [
    f'1,Quế thanh Thử,HTX Rừng Thử,"{HERE}",Túi 500g,120000',
    f'2,Măng khô Thử,Cơ sở Xa Thử,"{THERE}",Túi 300g,90000',
]
EVIL = "<script>alert(1)</script>\"'>"
FORM = {"lam": "ghi", "ngan-hang": "970405", "so-tai-khoan": "0000 000 012 345", "chu": "HTX RUNG THU",
        "thay": "sao kê tháng 11", "khac": ""}  # fmt: skip


@pytest.fixture
def makers(home: Home, tmp_path: Path) -> dict[str, str]:
    """The id of each producer."""
    deliver(home, tmp_path, *ROWS)
    release.publish(home, "thử")
    sql = "SELECT json_extract(facts, '$.producer') AS name, producer_id FROM drafts"
    with Workbench(home.workbench, is_reading=True) as bench:
        return {row["name"]: row["producer_id"] for row in bench.rows(sql)}


async def test_an_account_is_recorded_shown_and_withdrawn(makers: dict[str, str], home: Home, log_in) -> None:
    producer = makers["HTX Rừng Thử"]
    client, at = await log_in("mau.a"), f"/duyet/co-so/{producer}/tai-khoan"
    start = page_of(await client.get(f"/duyet/co-so/{producer}"))
    assert at in start.xpath("//main//a/@href")
    wrong = await send(client, at, **FORM | {"chu": f"Người khác {EVIL}"})
    assert wrong.status_code == 400
    assert "không trùng tên" in wrong.text
    assert "<script>alert" not in wrong.text
    (kept,) = lxml.html.fromstring(wrong.text).xpath("//input[@name='chu']/@value")
    assert kept == f"Người khác {EVIL}"
    for missing in ("so-tai-khoan", "thay", "ngan-hang"):
        assert (await send(client, at, **FORM | {missing: ""})).status_code == 400

    done = await send(client, at, **FORM | {"chu": f"Người khác {EVIL}", "khac": f"con gái {EVIL}"})
    assert done.status_code == 303
    assert "<script>alert" not in (await client.get(at)).text
    done = await send(client, at, **FORM)
    page = page_of(await client.get(done.headers["location"]))
    assert "Agribank · 0000000012345 · HTX RUNG THU" in words(page)
    assert "Cán bộ Mậu A" in words(page)
    with Workbench(home.workbench) as bench:
        said = consents.Said(consents.PAPER, "tủ 3")
        consents.record(bench, producer, ["bank"], said, "lan", is_given=True)
    release.publish(home, "thử")
    assert query(home, "SELECT producer_id, owner FROM bank_accounts") == [(producer, "HTX RUNG THU")]

    assert (await send(client, at, lam="go")).status_code == 400
    assert (await send(client, at, lam="go", **{"vi-sao": "Đổi ngân hàng"})).status_code == 303
    release.publish(home, "thử")
    assert query(home, "SELECT * FROM bank_accounts") == []
    assert "0000000012345" not in (await client.get(at)).text


async def test_other_places_see_and_change_nothing(makers: dict[str, str], home: Home, log_in) -> None:
    mine, far = makers["HTX Rừng Thử"], makers["Cơ sở Xa Thử"]
    client, province = await log_in("mau.a"), await log_in("tinh")
    assert (await client.get(f"/duyet/co-so/{far}/tai-khoan")).status_code == 404
    assert (await send(client, f"/duyet/co-so/{far}/tai-khoan", **FORM)).status_code == 404
    with Workbench(home.workbench) as bench:
        merges.merge(bench, mine, far, "một nhà", "lan")
    assert (await client.get(f"/duyet/co-so/{mine}/tai-khoan")).status_code == 400
    assert (await send(client, f"/duyet/co-so/{mine}/tai-khoan", **FORM)).status_code == 400
    with Workbench(home.workbench, is_reading=True) as bench:
        assert accounts.words(bench) == []
    assert (await send(province, f"/duyet/co-so/{mine}/tai-khoan", **FORM)).status_code == 303
