"""The senders' pages: what comes by a form, what is refused, who may see what, and that nothing of it is public."""

from __future__ import annotations

import asyncio
import html
import io
import zipfile
from pathlib import Path

import httpx2
import lxml.html
import pytest

from catalog.desk import work
from catalog.web import serving
from catalog.web.submitting import ticket_work, uploads
from catalog.workbench import jobs
from catalog.workbench.home import Home
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.senders import tickets
from catalog.workbench.store import Workbench
from tests.images.made import encoded, quarters

SHEET = """Tên sản phẩm,Chủ thể,Địa chỉ,Giá
Mật ong hoa nhãn 500ml,Hộ Nguyễn Văn Thử,"xã Yên Hòa, Yên Mô, Ninh Bình",12-15
Trà dây 100g,Hộ Nguyễn Văn Thử,"xã Yên Hòa, Yên Mô, Ninh Bình",85k
"""
WHO = {"ten": "Hộ Nguyễn Văn Thử", "noi": "Ninh Bình", "lien-he": "0900 000 012"}
WAITING = "Xem lại</a>"
PHOTO = encoded(quarters(640, 480))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


async def begin(http: httpx2.AsyncClient, *files: tuple[str, bytes], **words: str) -> str:
    """The address of a new ticket."""
    answer = await http.post("/gui", data={**WHO, **words}, files=[("tep", f) for f in files] or [("tep", ("", b""))])
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def read(http: httpx2.AsyncClient, home: Home, address: str) -> lxml.html.HtmlElement:
    """The page of a ticket after the worker has done what waits."""
    await asyncio.to_thread(work.work, home)
    answer = await http.get(address)
    assert answer.status_code == 200, answer.text
    assert WAITING not in answer.text
    return lxml.html.document_fromstring(answer.text)


def words(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def fields(page: lxml.html.HtmlElement) -> dict[str, str]:
    """Label → name of each field that asks."""
    found = {}
    for label in page.xpath("//li[contains(@class, 'doubt')]//label"):
        (name,) = page.xpath(f"//*[@id='{label.get('for')}']/@name")
        found[words(label).partition(" – ")[0]] = name
    return found


async def answer(http: httpx2.AsyncClient, address: str, page: lxml.html.HtmlElement, **said: str) -> httpx2.Response:
    state = page.xpath("//input[@name='cua']/@value")[0]
    names = fields(page)
    form = {"cua": state} | {names[label.replace("_", " ")]: value for label, value in said.items()}
    return await http.post(f"{address}/sua", files=[(name, (None, value)) for name, value in form.items()])


async def test_a_sheet_is_read_asked_answered_sent_and_reviewed(http: httpx2.AsyncClient, home: Home) -> None:
    address = await begin(http, ("bảng.csv", SHEET.encode()), ("Trà dây 100g.jpg", PHOTO))
    waiting = await http.get(address)
    assert WAITING in waiting.text
    assert "refresh" not in waiting.text, "no page loads itself again"
    page = await read(http, home, address)
    assert "Đọc được 2 sản phẩm. 1 sản phẩm còn chỗ phải trả lời." in words(page)
    assert (await answer(http, address, page, Giá_bán="150000")).status_code == 303
    page = await read(http, home, address)
    assert "Không còn chỗ nào phải trả lời" in words(page)
    assert "150.000" in words(page)
    assert (await http.post(f"{address}/gui-duyet", files=[("x", (None, "1"))])).status_code == 303
    page = await read(http, home, address)
    assert "Đang chờ: 2" in words(page)
    with Workbench(home.workbench) as bench:
        first, second = queue.queue(bench, Wanted("held"))
        review.decide(bench, [first["draft"]], "accepted", "", "Cán bộ Thử")
        review.decide(bench, [second["draft"]], "rejected", "Mời ghi rõ nơi hái.", "Cán bộ Thử")
    page = await read(http, home, address)
    assert "Đã duyệt: 1" in words(page)
    assert "Trả lại : Mời ghi rõ nơi hái." in words(page).replace("lại:", "lại :")


async def test_a_message_alone_is_enough_and_the_sender_is_offered_as_the_producer(http, home: Home) -> None:
    address = await begin(http, tin="Mật ong bạc hà 500ml 350k, còn 20 chai")
    page = await read(http, home, address)
    assert "Đọc được 1 sản phẩm." in words(page)
    name = fields(page)["Tên cơ sở sản xuất"]
    assert page.xpath(f"//input[@name='{name}']/@value") == [WHO["ten"]]


async def test_a_zip_is_unpacked_and_photos_find_their_product(http, home: Home) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("gui/bang.csv", SHEET)
        archive.writestr("gui/anh/z123.jpg", PHOTO)
    address = await begin(http, ("tất cả.zip", packed.getvalue()))
    page = await read(http, home, address)
    (select,) = page.xpath("//select[starts-with(@name, 'anh:')]")
    shown = await http.get(page.xpath("//ul[contains(@class, 'photos')]//img/@src")[0])
    assert (shown.content, shown.headers["content-type"]) == (PHOTO, "image/jpeg")
    assert "sandbox" in shown.headers["content-security-policy"]
    form = [(select.get("name"), (None, "Trà dây 100g"))]
    assert (await http.post(f"{address}/tep", files=form)).status_code == 303
    page = await read(http, home, address)
    assert page.xpath("//ul[contains(@class, 'photos')]//label/text()") == ["Trà dây 100g.jpg"]
    await http.post(f"{address}/gui-duyet", files=[("x", (None, "1"))])
    await read(http, home, address)
    with Workbench(home.workbench, is_reading=True) as bench:
        sql = "SELECT d.name FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id"
        assert [row[0] for row in bench.rows(sql)] == ["Trà dây 100g"]


async def test_the_marked_sheet_is_one_click_away(http, home: Home) -> None:
    address = await begin(http, ("bảng của tôi.csv", SHEET.encode()))
    page = await read(http, home, address)
    (link,) = page.xpath("//a[contains(., 'Tải bảng')]/@href")
    sheet = await http.get(link)
    assert sheet.content.startswith(b"PK")
    assert "b%E1%BA%A3ng%20c%E1%BB%A7a%20t%C3%B4i" in sheet.headers["content-disposition"]


async def test_a_file_can_be_taken_out_and_another_sent(http, home: Home) -> None:
    address = await begin(http, ("sai.xlsx", b"PK\x03\x04 hong"))
    page = await read(http, home, address)
    assert "Chưa đọc được sản phẩm nào." in words(page)
    (number,) = page.xpath("//button[@name='bo']/@value")
    await http.post(f"{address}/tep", files=[("bo", (None, number))])
    more = await http.post(f"{address}/them", data={}, files=[("tep", ("bang.csv", SHEET.encode()))])
    assert more.status_code == 303
    assert "Đọc được 2 sản phẩm." in words(await read(http, home, address))


async def test_the_code_opens_the_page_however_it_is_typed(http, home: Home) -> None:
    address = await begin(http, ("bang.csv", SHEET.encode()))
    await read(http, home, address)
    code = address.rpartition("/")[2]
    found = await http.get("/gui/tra-cuu", params={"ma": f" {code.upper()} "}, follow_redirects=True)
    assert (found.status_code, "Đọc được 2 sản phẩm." in found.text) == (200, True)
    for wrong in ("/gui/tra-cuu?ma=k7mf-2x9p-h4tw-8c3n", "/gui/k7mf-2x9p-h4tw-8c3n", "/gui/a/b", "/gui/x/anh/1"):
        missing = await http.get(wrong)
        assert missing.status_code == 404
        assert "Không có mã này" in missing.text


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("/gui", {"ten": "X"}, "Chưa có tệp hay tin nhắn nào"),
        ("{}/sua", {"cua": "cũ"}, "Trang này đã cũ"),
        ("{}/sua", {"cua": "{state}", "o:zzz": "1"}, "Biểu mẫu này không đúng"),
    ],
)
async def test_a_wrong_form_is_told_in_a_sentence(http, home: Home, path: str, form: dict, sentence: str) -> None:
    address = await begin(http, ("bang.csv", SHEET.encode()))
    page = await read(http, home, address)
    form = {k: v.format(state=page.xpath("//input[@name='cua']/@value")[0]) for k, v in form.items()}
    said = await http.post(path.format(address), files=[(k, (None, v)) for k, v in form.items()])
    assert said.status_code == 400
    assert sentence in html.unescape(said.text)


async def test_too_much_at_once_is_refused_and_the_page_stays(http, home: Home, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_FILE", 1_000)
    said = await http.post("/gui", data=WHO, files=[("tep", ("to.csv", b"x" * 2_000))])
    assert said.status_code == 400
    assert "Mời gửi thành nhiều lần" in said.text
    monkeypatch.setattr(uploads, "MOST_KEPT", -1)
    said = await http.post("/gui", data=WHO, files=[("tep", ("bang.csv", SHEET.encode()))])
    assert "rất nhiều người gửi" in said.text
    monkeypatch.undo()
    monkeypatch.setattr(ticket_work, "MOST_WAITING", 0)
    assert "rất nhiều người gửi" in (await http.post("/gui", data=WHO, files=[("tep", ("b", b"x"))])).text


async def test_other_sites_cannot_send_and_zalo_can(http, home: Home) -> None:
    async def send(**sent: str) -> int:
        names = {name.replace("_", "-"): value for name, value in sent.items()}
        files = [("tep", ("bang.csv", SHEET.encode()))]
        return (await http.post("/gui", data=WHO, files=files, headers=names)).status_code

    assert await send(origin="https://xau.example") == 403
    assert await send(origin="https://xau.example", sec_fetch_site="cross-site") == 403
    assert await send(origin="null", sec_fetch_site="cross-site") == 403
    assert await send(origin="null") == 303
    assert await send(origin="http://localhost", sec_fetch_site="same-origin") == 303


async def test_pages_of_senders_are_kept_by_nobody_and_say_nothing_to_others(http, home: Home) -> None:
    address = await begin(http, ("bang.csv", SHEET.encode()))
    await read(http, home, address)
    answer = await http.get(address)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "script" not in answer.headers["content-security-policy"].replace("default-src", "")
    assert (await http.get("/-/config")).status_code == 503, "the senders' Datasette shows none of its own pages"
    style = lxml.html.document_fromstring(answer.text).xpath("//link[@rel='stylesheet']/@href")
    assert [(await http.get(link)).status_code for link in style] == [200, 200], "before the first release, too"


async def test_what_a_sheet_says_runs_nowhere(http, home: Home) -> None:
    evil = "<script>alert(1)</script>"
    sheet = SHEET.replace("Trà dây", evil).replace("12-15", f"{evil}12-15").encode()
    address = await begin(http, (f"{evil}.csv", sheet), ten=evil, noi=evil)
    page = await read(http, home, address)
    assert not page.xpath("//script")
    assert evil in page.text_content()
    assert "<h1>Danh sách sản phẩm của &lt;script&gt;" in (await http.get(address)).text


async def test_in_english(http, home: Home) -> None:
    address = await begin(http, ("bang.csv", SHEET.encode()))
    await read(http, home, address)
    text = (await http.get(f"{address}?lang=en")).text
    assert "2 products were read. 1 product needs an answer." in " ".join(text.split())
    begun = await http.post("/gui?lang=en", data=WHO, files=[("tep", ("bang.csv", SHEET.encode()))])
    assert begun.headers["location"].endswith("?lang=en")


async def test_a_change_that_nobody_read_is_read_when_the_page_is_opened(http, home: Home) -> None:
    """The server was stopped between keeping a file and asking for it to be read."""
    address = await begin(http, ("bang.csv", SHEET.encode()))
    await read(http, home, address)
    ticket = tickets.id_of(address.rpartition("/")[2])
    with Workbench(home.workbench) as bench:
        tickets.add_files(bench, ticket, [("sheet", "b.csv", tickets.keep(home, ticket, SHEET.encode() + b"\n"))])
    assert WAITING in (await http.get(address)).text
    with Workbench(home.workbench, is_reading=True) as bench:
        assert jobs.waiting(bench) == 1
    assert "Đọc được 4 sản phẩm." in words(await read(http, home, address))


async def test_the_server_starts_a_worker_by_itself(home: Home) -> None:
    app = serving.make_app(home.catalog, {}, home)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost") as http:
        address = await begin(http, ("bang.csv", SHEET.encode()))
        for _ in range(600):
            page = (await http.get(address)).text
            if WAITING not in page:
                break
            await asyncio.sleep(0.1)
        assert "Đọc được 2 sản phẩm." in page
    await app.close()


async def test_consent_is_asked_for_what_is_private_and_counts_when_a_row_is_accepted(http, home: Home) -> None:
    sheet = (
        SHEET.replace("12-15", "150000").replace("Giá\n", "Giá,Số điện thoại\n").replace("85k\n", "85k,0900000012\n")
    )
    address = await begin(http, ("bang.csv", sheet.encode()))
    page = await read(http, home, address)
    assert page.xpath("//fieldset[@class='consents']//input/@name") == ["dong-y-name", "dong-y-phone"]
    await http.post(f"{address}/gui-duyet", files=[("dong-y-phone", (None, "1"))])
    await read(http, home, address)
    with Workbench(home.workbench) as bench:
        assert list(consents.words(bench)) == []
        waiting = [row["draft"] for row in queue.queue(bench, Wanted("held"))]
        review.decide(bench, waiting, "accepted", "", "Cán bộ Thử")
        assert [(w.field, w.is_given) for w in consents.words(bench)] == [("phone", True)]
