"""The permission matrix: who gets what at every officers' address, at the senders' and at Datasette's own."""

from __future__ import annotations

import re

import pytest

from catalog.publish import release
from catalog.web import office_routes as routes
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Who
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import browser, draft_of, send

# A visitor holds nothing; the holder of a ticket knows its code and has no account either. The rest are log-in names:
# of the commune in which the item lies, of another one, of its province, its administrator, of another province.
EVERYBODY = ("visitor", "holder", "mau.a", "xa.khac", "tinh", "quan.tri", "tinh.khac")
OUT = 303  # to the log-in
STALE = 409  # theirs, and refused only because the form is an old one


def row(visitor: int, own: int, other: int, province: int, administrator: int, elsewhere: int) -> tuple[int, ...]:
    return (visitor, visitor, own, other, province, administrator, elsewhere)


# Method and address → what each of EVERYBODY gets; {draft} is an item of the commune Mậu A.
MATRIX = {
    "GET /duyet": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/{draft}": row(OUT, 200, 404, 200, 200, 404),
    "GET /duyet/{draft}/anh/1": row(OUT, 200, 404, 200, 200, 404),
    "POST /duyet/{draft}/quyet-dinh": row(403, STALE, 404, STALE, STALE, 404),
    "POST /duyet/{draft}/sua": row(403, STALE, 404, STALE, STALE, 404),
    "POST /duyet/{draft}/gop": row(403, STALE, 404, STALE, STALE, 404),
    # The only decision is the policy's, which nobody undoes.
    "POST /duyet/hoan-tac?so-quyet-dinh={decision}": row(403, STALE, 404, STALE, STALE, 404),
    "POST /duyet/nhieu?lam=accepted&d:{draft}=1": row(403, 200, 404, 200, 200, 404),
    # The page that the form came from is no preview of these items.
    "POST /duyet/nhieu/lam?lam=accepted&muc={draft}": row(403, 400, 404, 400, 400, 404),
    "GET /duyet/anh": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/anh/{picture}": row(OUT, 200, 404, 200, 200, 404),
    "GET /duyet/anh/{picture}/xem": row(OUT, 200, 404, 200, 200, 404),
    # Whose the picture is comes first, whether the form says what to do second.
    "POST /duyet/anh/{picture}?lam=gan&sp=khong": row(403, 404, 404, 404, 404, 404),
    "GET /duyet/co-so": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/co-so/{producer}": row(OUT, 200, 404, 200, 200, 404),
    # Theirs, and refused only because it is one producer already.
    "GET /duyet/co-so/{producer}/gop?voi={producer}": row(OUT, 400, 404, 400, 400, 404),
    "POST /duyet/co-so/{producer}/gop?voi={producer}": row(403, 400, 404, 400, 400, 404),
    # There is no such join, for nobody.
    "GET /duyet/co-so/{producer}/tach?lan=999": row(OUT, 404, 404, 404, 404, 404),
    "POST /duyet/co-so/{producer}/tach?lan=999": row(403, 404, 404, 404, 404, 404),
    "GET /duyet/co-so/{producer}/tai-khoan": row(OUT, 200, 404, 200, 200, 404),
    # Theirs, and refused only because there is no account to withdraw.
    "POST /duyet/co-so/{producer}/tai-khoan?lam=go&vi-sao=x": row(403, 400, 404, 400, 400, 404),
    "GET /duyet/dang": row(OUT, 403, 403, 200, 200, 200),
    "POST /duyet/dang": row(403, 403, 403, 303, 303, 303),
    "GET /duyet/can-bo": row(OUT, 403, 403, 403, 200, 200),
    "POST /duyet/can-bo?lam=cap-lai&ai=xa.khac": row(403, 403, 403, 403, 200, 404),
    "GET /duyet/mat-khau": row(OUT, 200, 200, 200, 200, 200),
    "POST /duyet/mat-khau": row(403, 400, 400, 400, 400, 400),
    "POST /duyet/ra": row(403, 303, 303, 303, 303, 303),
    "GET /duyet/vao": row(200, 200, 200, 200, 200, 200),
    # Everybody has figures and markets of their own places.
    "GET /duyet/so-lieu": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/so-lieu/phu-luc.docx": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/so-lieu/phu-luc.xlsx": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/so-lieu/san-pham.csv": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/so-lieu/san-pham": row(OUT, 200, 200, 200, 200, 200),
    "GET /duyet/so-lieu/khong": row(OUT, 404, 404, 404, 404, 404),
    "GET /len-san": row(OUT, 200, 200, 200, 200, 200),
    "GET /len-san/woocommerce": row(OUT, 200, 200, 200, 200, 200),
    "GET /len-san/khong": row(OUT, 404, 404, 404, 404, 404),
    "POST /len-san/woocommerce/goi": row(403, 303, 303, 303, 303, 303),
    "GET /len-san/woocommerce/goi/khong-co.zip": row(OUT, 404, 404, 404, 404, 404),
    "POST /len-san/woocommerce/xac-nhan": row(403, 400, 400, 400, 400, 400),
    "GET /len-san/woocommerce/tra-loi": row(OUT, 200, 200, 200, 200, 200),
    "POST /len-san/woocommerce/tra-loi": row(403, 400, 400, 400, 400, 400),
    "POST /len-san/woocommerce/lien-ket": row(403, 404, 404, 404, 404, 404),
    "GET /duyet/khong-co": row(OUT, 404, 404, 404, 404, 404),
    "GET /duyet/-/versions": row(OUT, 404, 404, 404, 404, 404),
    "PUT /duyet": row(403, 405, 405, 405, 405, 405),
    # The senders': the code is the key, whoever holds it; an account opens nobody's ticket.
    "GET /gui": row(200, 200, 200, 200, 200, 200),
    "GET /gui/{code}": row(200, 200, 200, 200, 200, 200),
    "GET /gui/k7mf-2x9p-h4tw-8c3n": row(404, 404, 404, 404, 404, 404),
}
# Datasette's own pages know no officers: everybody gets the same.
OF_DATASETTE = {
    "/": 200, "/san-pham": 200, "/catalog": 200, "/catalog/products": 200, "/catalog/products.json": 200,
    "/catalog/-/query?sql=select+1": 200, "/catalog.db": 200, "/-/versions": 200, "/-/databases.json": 200,
    "/-/plugins": 200, "/-/settings": 200, "/-/actor.json": 200, "/-/metadata.json": 404,
    "/workbench": 404, "/workbench.db": 404, "/workbench/officers": 404, "/_internal": 404, "/_memory": 404,
    "/-/permissions": 403, "/-/logs": 404, "/-/create-token": 403, "/-/allow-debug": 200, "/-/threads": 403,
    "/catalog/-/create": 405, "/catalog/products/-/insert": 405, "/-/duyet": 404, "/duyet.json": 404,
}  # fmt: skip


@pytest.fixture
async def everybody(busy, site, log_in, tmp_path):
    """Address words, and a browser for each of EVERYBODY."""
    release.publish(busy, "thử")
    with Workbench(busy.workbench) as bench:
        code = tickets.open_ticket(bench, Who("chị Thử"))
        draft = draft_of(busy, "Mật ong")
        decision = bench.rows("SELECT max(id) FROM decisions WHERE draft_id = ?", [draft])[0][0]
        producer = bench.rows("SELECT producer_id FROM drafts WHERE id = ?", [draft])[0][0]
        picture = bench.rows("SELECT sha256 FROM draft_pictures WHERE draft_id = ?", [draft])[0][0]
    clients = {who: await log_in(who) for who in EVERYBODY[2:]}
    async with browser(site) as visitor, browser(site) as holder:
        await holder.get(f"/gui/{code}")
        there = {"draft": draft, "code": code, "decision": decision, "producer": producer, "picture": picture}
        yield there, clients | {"visitor": visitor, "holder": holder}


@pytest.mark.parametrize("address", MATRIX)
async def test_what_each_gets(everybody, busy, address: str) -> None:
    words, clients = everybody
    method, _, path = address.format(**words).partition(" ")
    path, _, query = path.partition("?")
    got = []
    for who in EVERYBODY:
        if method == "GET":
            answer = await clients[who].get(path, params=dict(part.split("=") for part in query.split("&") if part))
        elif method == "POST":
            answer = await send(clients[who], path, **dict(part.split("=") for part in query.split("&") if part))
        else:
            answer = await clients[who].request(method, path)
        got.append(answer.status_code)
        if answer.status_code == 200 and who not in ("mau.a", "tinh", "quan.tri"):
            assert "Mật ong hoa nhãn Thử" not in answer.text
    assert tuple(got) == MATRIX[address]


@pytest.mark.parametrize("path", OF_DATASETTE)
async def test_datasette_knows_no_officers(everybody, path: str) -> None:
    _, clients = everybody
    answers = [await clients[who].get(path) for who in EVERYBODY]
    assert {answer.status_code for answer in answers} == {OF_DATASETTE[path]}
    assert all("mau.a" not in answer.text for answer in answers)


def test_everything_that_is_served_is_in_the_matrix() -> None:
    there = [
        address.format(draft=1, code="", decision=1, producer="a", picture="0" * 64).partition("?")[0].split(" ")
        for address in MATRIX
    ]
    for pattern, views, _ in routes.PAGES:
        for method in views:
            assert [path for said, path in there if said == method and re.match(pattern, path)], f"{method} {pattern}"


async def test_a_ticket_tells_its_holder_nothing_of_the_queue(everybody) -> None:
    words, clients = everybody
    page = (await clients["holder"].get(f"/gui/{words['code']}")).text
    assert "/duyet/" not in page
    assert "Mật ong hoa nhãn Thử" not in page
