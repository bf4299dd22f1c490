"""The door: who gets in, how often one may guess, what a form must carry, where a way back may lead."""

from __future__ import annotations

import asyncio
import unicodedata

import lxml.html
import pytest

from catalog.web import serving
from catalog.web.officers import door
from catalog.workbench.officers import accounts, sessions
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import PASSWORD, browser, page_of, send, words


async def enter(client, login="mau.a", password=PASSWORD, **form):
    if "ocop_vao" not in client.cookies:
        await client.get("/duyet/vao")
    token = client.cookies.get("ocop_vao", default="")
    return await client.post(
        "/duyet/vao", data={"so": sessions.form_token(token), "ten": login, "mat-khau": password, **form}
    )


async def test_an_officer_logs_in_works_and_logs_out(visitor) -> None:
    asked = await visitor.get("/duyet")
    assert (asked.status_code, asked.headers["location"]) == (303, "/duyet/vao?toi=%2Fduyet")
    inside = await enter(visitor, " Mau.A ")
    assert (inside.status_code, inside.headers["location"]) == (303, "/duyet")
    cookie = inside.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    start = await visitor.get("/duyet")
    assert "Cán bộ Mậu A" in words(page_of(start))
    assert "no-store" in start.headers["cache-control"]
    kept = visitor.cookies["ocop_can_bo"]
    gone = await send(visitor, "/duyet/ra")
    assert gone.headers["location"] == "/duyet/vao"
    visitor.cookies.set("ocop_can_bo", kept, domain="localhost.local")
    assert (await visitor.get("/duyet")).status_code == 303, "the session itself is over, not only its cookie"


async def test_cookies_are_secure_where_the_site_is_https(home) -> None:
    app = serving.make_app(home.catalog, {"address": "https://ocop.example.vn"}, home)
    async with browser(app) as client:
        assert "secure" in (await client.get("/duyet/vao")).headers["set-cookie"].lower()
    await app.close()


@pytest.mark.parametrize(
    ("login", "password"), [("mau.a", "sai mat khau 1"), ("khong.co", PASSWORD), ("", ""), ("'--", "x")]
)
async def test_a_wrong_name_and_a_wrong_password_are_told_alike(visitor, login, password) -> None:
    said = await enter(visitor, login, password)
    assert said.status_code == 403
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in said.text
    assert "ocop_can_bo" not in visitor.cookies


async def test_a_hundred_guesses_at_once_are_as_few_as_one_after_the_other(site, home) -> None:
    """Brute force: only so many are looked at, also in parallel, also after the server was started anew."""
    async with browser(site) as client:
        await client.get("/duyet/vao")
        answers = await asyncio.gather(*(enter(client, "mau.a", f"doan lan thu {n}") for n in range(30)))
        looked_at = sum(a.status_code == 403 for a in answers)
        assert (looked_at, {a.status_code for a in answers}) == (sessions.MOST_PER_LOGIN, {403, 429})
    anew = serving.make_app(home.catalog, {}, home)
    async with browser(anew, "198.51.100.9") as client:
        assert (await enter(client)).status_code == 429, "the right password does not help, nor another address"
        assert (await enter(client, "tinh")).status_code == 303, "others are not locked out with them"
    await anew.close()
    with Workbench(home.workbench) as bench:
        password = accounts.reset(bench, "mau.a", "thử")
    async with browser(site) as client:
        assert (await enter(client, "mau.a", password)).status_code == 303


async def test_one_address_cannot_try_every_account(site) -> None:
    async with browser(site) as client:
        await client.get("/duyet/vao")
        answers = [await enter(client, f"nguoi.{n}", "matkhau123456") for n in range(sessions.MOST_PER_ADDRESS + 2)]
    assert [a.status_code for a in answers[-3:]] == [403, 429, 429]


def test_guesses_grow_old_and_a_network_of_the_long_kind_is_one_address(home, monkeypatch) -> None:
    assert sessions.network_of("2001:db8:1:2:a::1") == sessions.network_of("2001:db8:1:2:ffff::9")
    assert sessions.network_of("::ffff:203.0.113.7") == "203.0.113.7"
    with Workbench(home.workbench) as bench:
        for _ in range(sessions.MOST_PER_LOGIN):
            assert sessions.log_in(bench, "mau.a", "sai", "203.0.113.7") is None
        bench.db.execute("UPDATE guesses SET at = '2020-01-01T00:00:00Z'")
        assert sessions.log_in(bench, "mau.a", PASSWORD, "203.0.113.7")
        assert bench.rows("SELECT count(*) FROM guesses")[0][0] == 0


async def test_a_session_ends_by_time_reset_closing_and_a_new_password(home, log_in) -> None:
    for end in (
        lambda b: b.db.execute("UPDATE officer_sessions SET expires_at = '2020-01-01T00:00:00Z'"),
        lambda b: accounts.disable(b, "mau.a", "thử"),
        lambda b: accounts.reset(b, "mau.a", "thử"),
        lambda b: accounts.choose(b, accounts.find(b, "mau.a"), PASSWORD),
    ):
        with Workbench(home.workbench) as bench:
            bench.db.execute("UPDATE officers SET disabled_at = NULL")
            accounts.choose(bench, accounts.find(bench, "mau.a"), PASSWORD)
        client = await log_in("mau.a")
        assert (await client.get("/duyet")).status_code == 200
        with Workbench(home.workbench) as bench:
            end(bench)
        assert (await client.get("/duyet")).status_code == 303


async def test_tokens_and_passwords_stand_nowhere(home, log_in) -> None:
    client = await log_in("mau.a")
    with Workbench(home.workbench) as bench:
        given = accounts.reset(bench, "tinh", "thử")
        whole = "\n".join(bench.db.iterdump())
    assert client.cookies["ocop_can_bo"] not in whole
    assert PASSWORD not in whole
    assert given not in whole


async def test_a_given_password_is_replaced_before_anything_else(site, home) -> None:
    with Workbench(home.workbench) as bench:
        given = accounts.reset(bench, "mau.a", "thử")
    async with browser(site) as client:
        await enter(client, "mau.a", given)
        assert (await client.get("/duyet")).headers["location"] == "/duyet/mat-khau"
        page_of(await client.get("/duyet/mat-khau"))
        for new, again, sentence in (
            ("ngan", "ngan", "từ 10 đến 200"),
            ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "dễ đoán"),
            ("mau.a la toi day", "mau.a la toi day", "dễ đoán"),
            ("mot cau khac han", "mot cau khac", "không giống nhau"),
            (given, given, "phải khác"),
        ):
            said = await send(client, "/duyet/mat-khau", cu=given, moi=new, lai=again)
            assert said.status_code == 400
            assert sentence in said.text
        said = await send(client, "/duyet/mat-khau", cu="sai", moi="một câu mới hẳn", lai="một câu mới hẳn")
        assert said.status_code == 400
        done = await send(client, "/duyet/mat-khau", cu=given, moi="một câu mới hẳn", lai="một câu mới hẳn")
        assert done.headers["location"] == "/duyet/vao"
        # A phone that writes each accent as a letter of its own types the same password.
        decomposed = unicodedata.normalize("NFD", "một câu mới hẳn")
        assert (await enter(client, "mau.a", decomposed)).headers["location"] == "/duyet"


def test_a_given_password_opens_for_some_days_only(home) -> None:
    with Workbench(home.workbench) as bench:
        given = accounts.reset(bench, "mau.a", "thử")
        bench.db.execute("UPDATE officers SET password_until = '2020-01-01T00:00:00Z' WHERE login = 'mau.a'")
        assert sessions.log_in(bench, "mau.a", given, "203.0.113.7") is None


@pytest.mark.parametrize(
    "headers", [{"origin": "https://khac.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
async def test_another_site_can_send_no_form(log_in, headers) -> None:
    client = await log_in("mau.a")
    form = {"so": sessions.form_token(client.cookies["ocop_can_bo"])}
    assert (await client.post("/duyet/ra", data=form, headers=headers)).status_code == 403
    assert (await client.get("/duyet")).status_code == 200


@pytest.mark.parametrize("token", ["", "x", sessions.form_token("của người khác")])
async def test_a_form_without_the_token_of_its_session_is_refused(log_in, token) -> None:
    client = await log_in("mau.a")
    assert (await client.post("/duyet/ra", data={"so": token})).status_code == 400
    assert (await client.post("/duyet/vao", data={"so": token, "ten": "tinh", "mat-khau": PASSWORD})).status_code == 400
    assert (await client.get("/duyet")).status_code == 200


@pytest.mark.parametrize(
    "way",
    ["//khac.example", "https://khac.example/duyet", "/\\khac.example", "/duyet//khac.example", "javascript:alert(1)",
     "/duyet\r\nset-cookie: a=b", "/san-pham", "/duyetx", "/duyet/..//khac.example", "", "/duyet?x=\"><script>"],
)  # fmt: skip
async def test_the_way_back_leads_nowhere_else(visitor, way) -> None:
    assert door.way_back(way) == "/duyet"
    page = await visitor.get("/duyet/vao", params={"toi": way})
    assert page_of(page).xpath("//input[@name='toi']/@value") == ["/duyet"]
    assert (await enter(visitor, toi=way)).headers["location"] == "/duyet"


async def test_the_way_back_leads_back(visitor) -> None:
    asked = await visitor.get("/duyet/12", params={"nguoi": "chị Thử", "xa": "04375", "lang": "en"})
    page = page_of(await visitor.get(asked.headers["location"]))
    way = page.xpath("//input[@name='toi']/@value")[0]
    assert way == "/duyet/12?nguoi=ch%E1%BB%8B+Th%E1%BB%AD&xa=04375"
    wrong = await enter(visitor, password="sai mat khau 1", toi=way)
    assert lxml.html.fromstring(wrong.text).xpath("//input[@name='toi']/@value") == [way]
    assert (await enter(visitor, toi=way)).headers["location"] == way


async def test_a_host_that_somebody_made_up_is_repeated_nowhere(visitor) -> None:
    said = await visitor.get("/duyet", headers={"host": 'khac.example"><script>'})
    assert said.headers["location"].startswith("/duyet/vao")
    page = await visitor.get("/duyet/vao", headers={"host": 'khac.example/x"><script>'})
    assert "khac.example" not in page.text


async def test_before_anything_is_published_senders_and_officers_find_their_way(visitor) -> None:
    answer = await visitor.get("/")
    assert answer.status_code == 503
    for address in ("/gui", "/duyet"):
        assert f'href="{address}"' in answer.text
        assert (await visitor.get(address)).status_code in (200, 303)
