"""“Đưa lên sàn”: pre-flight → package → confirmation → answer, for an officer's own places and nobody else's."""

from __future__ import annotations

import asyncio
import csv
import io
import zipfile
from typing import Any

import httpx2
import pytest

from catalog.desk import work
from catalog.reports import preflights
from catalog.web import serving
from catalog.web.reporting import views
from catalog.web.submitting import ticket_work
from catalog.workbench import days, jobs
from catalog.workbench.home import Home
from catalog.workbench.listings import listed
from catalog.workbench.officers import sessions
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Who
from catalog.workbench.store import Workbench
from tests.catalog.markets import templates
from tests.catalog.reports.conftest import reported  # noqa: F401  (the same home, with officers)
from tests.catalog.web.officers.conftest import browser, page_of, words
from tests.catalog.web.officers.test_figures_pages import ELSEWHERE, NEIGHBOUR, OWN, PROVINCE
from tests.conftest import CHILLI, HEADER, HONEY, QUE

MARKETS = "/len-san"
SENT_BACK = [["Tên sản phẩm", "Lý do"], [QUE[1], "Ảnh mờ, không rõ nhãn"]]


@pytest.fixture
def ready(reported: Home, monkeypatch: pytest.MonkeyPatch) -> Home:  # noqa: F811
    """The home with officers in which readiness is worked out; nobody waits for the worker."""
    monkeypatch.setattr(views, "LOOKS", 0)
    monkeypatch.setattr(ticket_work, "LOOKS", 0)
    preflights.work_out(reported, days.today())
    return reported


async def post(client, address: str, *files: tuple[str, bytes], **form: str) -> httpx2.Response:
    """Sends a form as its page would, with the token of the session."""
    form["so"] = sessions.form_token(client.cookies["ocop_can_bo"])
    parts: list[Any] = [(name, (None, value)) for name, value in form.items()]
    return await client.post(address, files=[*parts, *(("tep", file) for file in files)])


async def packaged(home: Home, client, market: str = "haravan", query: str = "", **form: str):
    """The page of a market after its package was asked for and made."""
    asked = await post(client, f"{MARKETS}/{market}/goi{query}", **form)
    assert asked.status_code == 303, asked.text
    waiting = await client.get(asked.headers["location"])
    assert 'data-again="3"' in waiting.text
    await asyncio.to_thread(work.work, home)
    return page_of(await client.get(asked.headers["location"]))


def zip_of(page) -> str:
    (address,) = page.xpath("//a[contains(@href, '.zip')]/@href")
    return address


def csv_bytes(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


async def confirmed(client, page, market: str = "haravan") -> httpx2.Response:
    (waiting,) = page.xpath("//form[contains(@action, 'xac-nhan')]//input[@name='lan']/@value")
    return await post(client, f"{MARKETS}/{market}/xac-nhan", lan=waiting)


async def test_from_preflight_to_the_rejection_on_the_producers_page(ready: Home, log_in, write_sheet) -> None:
    client = await log_in(OWN)
    start = page_of(await client.get(MARKETS))
    assert f"{MARKETS}/haravan" in start.xpath("//main//a/@href")
    page = page_of(await client.get(f"{MARKETS}/haravan"))
    assert HONEY[1] in words(page)
    assert CHILLI[1] not in words(page)
    made = await packaged(ready, client)
    assert "2 sản phẩm, 0 sản phẩm chưa đưa được" in words(made)
    answer = await client.get(zip_of(made))
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        said = b"\n".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    assert HONEY[1] in said
    assert CHILLI[1] not in said
    assert "0900" not in said, "nobody agreed to show a telephone"
    assert (await confirmed(client, made)).status_code == 303
    assert "Đã xác nhận tải lên sàn." in words(page_of(await client.get(f"{MARKETS}/haravan")))

    answers = page_of(await client.get(f"{MARKETS}/haravan/tra-loi"))
    (number,) = answers.xpath("//select[@name='lan']/option/@value")
    file = ("loi.csv", csv_bytes(SENT_BACK))
    told = page_of(await post(client, f"{MARKETS}/haravan/tra-loi", file, lan=number, **{"con-lai": "1"}))
    assert [words(e) for e in told.xpath("//ul[contains(@class, 'tallies')]//strong")] == ["2", "1", "1", "0"]
    assert "Ảnh mờ, không rõ nhãn" in words(told)
    again = page_of(await post(client, f"{MARKETS}/haravan/tra-loi", file, lan=number, **{"con-lai": "1"}))
    assert "đã đọc trước đây" in words(again)

    code = await asyncio.to_thread(sent_ticket, ready)
    status = page_of(await client.get(f"/gui/{code}"))
    assert "Sàn Haravan trả lại, mục Ảnh: Ảnh mờ, không rõ nhãn" in words(status)
    with Workbench(ready.workbench, is_reading=True) as bench:
        ids = [row["id"] for row in bench.rows("SELECT product_id AS id FROM drafts WHERE name = ?", [QUE[1]])]
        assert {one.words for found in listed.rejections(bench, ids).values() for one in found} == {
            "Ảnh mờ, không rõ nhãn"
        }


def sent_ticket(home: Home) -> str:
    """The code of a ticket in which the producer of the cinnamon sent it again."""
    sheet = csv_bytes([HEADER, QUE])
    with Workbench(home.workbench) as bench:
        code = tickets.open_ticket(bench, Who("HTX Đồi Vải"))
        ticket = tickets.id_of(code)
        tickets.add_files(bench, ticket, [("sheet", "bang.csv", tickets.keep(home, ticket, sheet))])
        jobs.ask(bench, "send", ticket)
    work.work(home)
    return code


async def test_the_shop_of_a_commune_and_that_of_the_province_are_apart(ready: Home, log_in) -> None:
    own, province = await log_in(OWN), await log_in(PROVINCE)
    await confirmed(own, await packaged(ready, own))
    page = await packaged(ready, province)
    assert "2 sản phẩm" in words(page)
    await confirmed(province, page)
    changes = await packaged(ready, own, **{"thay-doi": "1"})
    assert "2 sản phẩm" in words(changes)
    with zipfile.ZipFile(io.BytesIO((await own.get(zip_of(changes))).content)) as packed:
        assert b'"unchanged": 2' in packed.read("manifest.json")
    with Workbench(ready.workbench, is_reading=True) as bench:
        shelves = {row["market"] for row in bench.rows("SELECT market FROM sendings WHERE confirmed <> ''")}
    assert shelves == {"haravan", "haravan@04441", "haravan@15"}, "the first was answered before"


async def test_nobody_touches_the_package_of_another(ready: Home, log_in) -> None:
    own = await log_in(OWN)
    page = await packaged(ready, own)
    address = zip_of(page)
    (number,) = page_of(await own.get(f"{MARKETS}/haravan/tra-loi")).xpath("//select[@name='lan']/option/@value")
    assert (await (await log_in(PROVINCE)).get(address)).status_code == 200
    for login in (NEIGHBOUR, ELSEWHERE):
        other = await log_in(login)
        assert (await other.get(address)).status_code == 404
        assert QUE[1] not in (await other.get(f"{MARKETS}/haravan")).text
        assert "<option value=" not in (await other.get(f"{MARKETS}/haravan/tra-loi")).text
        file = ("loi.csv", csv_bytes(SENT_BACK))
        assert (await post(other, f"{MARKETS}/haravan/tra-loi", file, lan=number)).status_code in (400, 404)
        assert (await post(other, f"{MARKETS}/haravan/xac-nhan", lan="x")).status_code == 400
        link = {"sp": "que-thanh-doi-vai", "lien-ket": "https://vi.du.vn/que"}
        assert (await post(other, f"{MARKETS}/postmart/lien-ket", **link)).status_code == 404
        assert (await other.get(f"{MARKETS}/haravan?noi=04441")).status_code == 404
        assert (await post(other, f"{MARKETS}/haravan/goi?noi=04441")).status_code == 404
    with Workbench(ready.workbench, is_reading=True) as bench:
        assert bench.rows("SELECT count(*) FROM market_answers")[0][0] == 1, "that of the fixture"


@pytest.mark.parametrize("name", ["../../workbench.db", "..", "haravan-15-x", "%2e%2e"])
async def test_no_path_leads_out_of_the_packages(ready: Home, log_in, name) -> None:
    assert (await (await log_in(PROVINCE)).get(f"{MARKETS}/haravan/goi/{name}.zip")).status_code == 404


BAD = {
    "nothing": [],
    "no table": [("loi.csv", b"khong phai bang")],
    "a program": [("loi.exe", b"MZ\x90\x00" + bytes(400))],
    "a broken workbook": [("loi.xlsx", b"PK\x03\x04" + bytes(200))],
    "of nobody": [("loi.csv", csv_bytes([["Tên sản phẩm", "Lý do"], ["Thứ không ai gửi", "Sai giá"]]))],
    "no answer": [("loi.csv", csv_bytes([["Tên sản phẩm", "Giá"], [QUE[1], "5"]]))],
    "a way out": [("../../../etc/passwd", b"x")],
}


@pytest.mark.parametrize("case", BAD)
async def test_a_bad_answer_is_refused_in_one_sentence_and_changes_nothing(ready: Home, log_in, case) -> None:
    client = await log_in(OWN)
    await packaged(ready, client)
    before = state(ready)
    said = await post(client, f"{MARKETS}/haravan/tra-loi", *BAD[case])
    assert said.status_code == 400, said.text
    assert "Traceback" not in said.text
    page = httpx2.Response(200, text=said.text)
    (sentence,) = page_of(page).xpath("//p[@role='alert']")
    assert 10 < len(words(sentence)) < 200
    assert state(ready) == before


def state(home: Home) -> list[tuple[Any, ...]]:
    with Workbench(home.workbench, is_reading=True) as bench:
        tables = ("market_answers", "listing_events", "held_rows", "pending_rows", "exports")
        return [tuple(bench.rows(f"SELECT count(*) FROM {table}")[0]) for table in tables]  # noqa: S608


async def test_a_template_of_the_shop_is_filled(ready: Home, log_in) -> None:
    client = await log_in(OWN)
    page = await client.get(f"{MARKETS}/san")
    assert 'type="file"' in page.text
    assert (await post(client, f"{MARKETS}/san/goi")).status_code == 400
    template = ("mau cua toi.xlsx", templates.post_office())
    for wrong in ("khong co dau bang", "Cam kết=khongco"):
        assert (await post(client, f"{MARKETS}/san/goi", template, cot=wrong)).status_code == 400
    asked = await post(client, f"{MARKETS}/san/goi", template, cot='Cam kết="Có"')
    assert asked.status_code == 303
    await asyncio.to_thread(work.work, ready)
    made = page_of(await client.get(f"{MARKETS}/san"))
    assert "2 sản phẩm, 0 sản phẩm chưa đưa được" in words(made)
    with zipfile.ZipFile(io.BytesIO((await client.get(zip_of(made))).content)) as packed:
        assert "mau cua toi.xlsx" in packed.namelist()
    assert not list((ready.exports / ".mau").glob("*/*")), "the seller's workbook does not stay"
    await post(client, f"{MARKETS}/san/goi", ("mau.xlsx", b"khong phai mau"))
    await asyncio.to_thread(work.work, ready)
    failed = page_of(await client.get(f"{MARKETS}/san"))
    (sentence,) = failed.xpath("//p[@role='alert']")
    assert len(words(sentence)) > 20


async def test_progress_survives_a_reload_and_a_new_server(ready: Home, log_in) -> None:
    client = await log_in(OWN)
    await post(client, f"{MARKETS}/haravan/goi")
    await post(client, f"{MARKETS}/haravan/goi")
    with Workbench(ready.workbench) as bench:
        assert jobs.waiting(bench) == 1, "pressed twice, asked once"
        job = jobs.take(bench)
        assert job is not None
        jobs.tell(bench, job.id, "haravan", 30, 200)
    for _ in range(2):
        page = page_of(await client.get(f"{MARKETS}/haravan"))
        assert page.xpath("//progress/@value") == ["30"]
        assert page.xpath("//progress/@max") == ["200"]
    anew = serving.make_app(ready.catalog, {}, ready)
    async with browser(anew) as other:
        other.cookies.set("ocop_can_bo", client.cookies["ocop_can_bo"], domain="localhost.local")
        assert page_of(await other.get(f"{MARKETS}/haravan")).xpath("//progress/@value") == ["30"]
    await anew.close()
    await asyncio.to_thread(work.work, ready)  # the worker that took it is gone; the next one begins it anew
    assert zip_of(page_of(await client.get(f"{MARKETS}/haravan")))


async def test_a_link_of_a_listing_is_kept_and_counted(ready: Home, log_in) -> None:
    client = await log_in(OWN)
    form = {"sp": "http://localhost/san-pham/que-thanh-doi-vai", "lien-ket": "https://vi.du.vn/que"}
    kept = await post(client, f"{MARKETS}/postmart/lien-ket", **form)
    assert "Đã lưu liên kết." in words(page_of(await client.get(kept.headers["location"])))
    rows = page_of(await client.get("/duyet/so-lieu/len-san?san=postmart&tra-loi=accepted"))
    assert QUE[1] in words(rows)
    for link in ("javascript:alert(1)", "http://127.0.0.1/x", "khong"):
        said = await post(client, f"{MARKETS}/postmart/lien-ket", **(form | {"lien-ket": link}))
        assert said.status_code == 400


@pytest.mark.parametrize("market", ["csv", "datapackage", "jsonld", "khongco"])
async def test_dumps_of_the_data_are_no_markets(ready: Home, log_in, market) -> None:
    assert (await (await log_in(PROVINCE)).get(f"{MARKETS}/{market}")).status_code == 404


ALL = ["/len-san", "/len-san/haravan", "/len-san/haravan/tra-loi", "/len-san/haravan/goi/x.zip",
       "/duyet/so-lieu", "/duyet/so-lieu/san-pham", "/duyet/so-lieu/san-pham.csv", "/duyet/so-lieu/phu-luc.docx",
       "/duyet/so-lieu/phu-luc.xlsx"]  # fmt: skip
FORMS = ["/len-san/haravan/goi", "/len-san/haravan/xac-nhan", "/len-san/haravan/tra-loi", "/len-san/haravan/lien-ket"]


async def test_visitors_are_led_to_the_log_in_and_can_send_nothing(ready: Home, visitor) -> None:
    for path in ALL:
        answer = await visitor.get(path)
        assert answer.headers.get("location", "").startswith("/duyet/vao"), path
    for path in FORMS:
        assert (await visitor.post(path, data={"so": "x"})).status_code == 403
    with Workbench(ready.workbench, is_reading=True) as bench:
        assert jobs.waiting(bench) == 0


async def test_a_form_without_the_token_of_the_session_does_nothing(ready: Home, log_in) -> None:
    client = await log_in(OWN)
    for path in FORMS:
        assert (await client.post(path, data={"so": "x"})).status_code == 400
    with Workbench(ready.workbench, is_reading=True) as bench:
        assert jobs.waiting(bench) == 0
