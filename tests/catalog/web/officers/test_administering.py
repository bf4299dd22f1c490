"""An administrator looks after the accounts of one province in the browser."""

from __future__ import annotations

import pytest

from catalog.workbench.officers import accounts, sessions
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import MAU_A, page_of, send, words


async def test_accounts_are_opened_reset_moved_handed_on_and_closed(home, log_in) -> None:
    client = await log_in("quan.tri")
    form = {"lam": "mo", "ho-ten": "Lê Thị Hoa", "ten": "Hoa.Le", "vai": "commune", "xa": "xã Mậu A\n04441"}
    page = page_of(await send(client, "/duyet/can-bo", **form))
    password = words(page.xpath("//strong[contains(@class, 'ticket-code')]")[0])
    with Workbench(home.workbench) as bench:
        assert sessions.log_in(bench, "hoa.le", password, "203.0.113.1")
        assert accounts.find(bench, "hoa.le").communes == {MAU_A, "04441"}
    assert "Lê Thị Hoa" in words(page_of(await client.get("/duyet/can-bo")))
    assert password not in (await client.get("/duyet/can-bo")).text
    for lam, more in (
        ("cap-lai", {}),
        ("doi-quyen", {"vai": "province"}),
        ("ban-giao", {"ho-ten": "Vũ An", "ten": "an"}),
    ):
        page_of(await send(client, "/duyet/can-bo", lam=lam, ai="hoa.le", **more))
    page_of(await send(client, "/duyet/can-bo", lam="khoa", ai="an"))
    with Workbench(home.workbench) as bench:
        found = {one.login: (one.role, one.is_disabled) for one in accounts.listed(bench)}
        assert (found["hoa.le"], found["an"]) == (("province", True), ("province", True))
        done = bench.rows("SELECT DISTINCT done_by FROM officer_changes WHERE officer_id > 5")
        assert [row[0] for row in done] == ["Quản Trị (quan.tri)"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"lam": "mo", "ho-ten": "X", "ten": "mau.a", "vai": "province"}, 400),
        ({"lam": "mo", "ho-ten": "X", "ten": "a b", "vai": "province"}, 400),
        ({"lam": "mo", "ho-ten": "X", "ten": "moi", "vai": "commune", "xa": "xã Không Có"}, 400),
        ({"lam": "mo", "ho-ten": "X", "ten": "moi", "vai": "commune", "xa": "06862"}, 400),  # of another province
        ({"lam": "mo", "ho-ten": "X", "ten": "moi", "vai": "root"}, 400),
        ({"lam": "khoa", "ai": "quan.tri"}, 400),  # oneself
        ({"lam": "cap-lai", "ai": "tinh.khac"}, 404),  # of another province
        ({"lam": "cap-lai", "ai": "khong.co"}, 404),
        ({"lam": "xoa", "ai": "mau.a"}, 400),
    ],
)
async def test_what_is_not_theirs_to_do_changes_nothing(home, log_in, form, status) -> None:
    client = await log_in("quan.tri")
    with Workbench(home.workbench) as bench:
        before = accounts.listed(bench)
    assert (await send(client, "/duyet/can-bo", **form)).status_code == status
    with Workbench(home.workbench) as bench:
        assert accounts.listed(bench) == before
