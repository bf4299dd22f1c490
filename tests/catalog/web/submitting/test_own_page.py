"""Invitations, the form, a producer's own page and kit: what they do, and what they keep from everybody else."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Any

import httpx2
import lxml.html
import pytest

from catalog.desk import work
from catalog.publish import release
from catalog.web.submitting import guessing, own_views
from catalog.workbench.home import Home
from catalog.workbench.receiving import intake
from catalog.workbench.reviewing import queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.rows import delivery
from catalog.workbench.rows.submissions import Sender
from catalog.workbench.senders import invitations
from catalog.workbench.store import Workbench
from tests.catalog.web.test_hostile_data import PAYLOADS
from tests.images.made import encoded, quarters

PLACE = '"xã Yên Hòa, Yên Mô, Ninh Bình"'
SHEET = f"""Tên sản phẩm,Chủ thể,Địa chỉ,Giá
Mật ong hoa nhãn 500ml,HTX Đồi Thử,{PLACE},150.000đ
Trà dây 100g,HTX Đồi Thử,{PLACE},85.000đ/gói
"""
OTHERS = f"""Tên sản phẩm,Chủ thể,Địa chỉ,Giá
Chả mực hộp 500g,Cơ sở Bến Lạ,{PLACE},400.000đ
"""
PHOTO = encoded(quarters(640, 480))
Form = dict[str, str]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which goods of two producers are published."""
    home = Home(tmp_path / "home")
    for name, sheet in (("đồi thử.csv", SHEET), ("bến lạ.csv", OTHERS)):
        photos = (delivery.Photo("Trà dây 100g.jpg", PHOTO),) if sheet is SHEET else ()
        given = delivery.Delivery((delivery.Received(name, sheet.encode()),), photos)
        intake.receive(home, given, Sender("HTX Đồi Thử" if sheet is SHEET else "Cơ sở Bến Lạ"))
    release.publish(home, "test")
    return home


def own_link(home: Home, name: str = "Đồi Thử") -> str:
    with Workbench(home.workbench) as bench:
        return "/cua-toi/" + invitations.own_page(bench, invitations.known(bench, name), "Cán bộ Thử").link


def invited(home: Home, *names: str, helper: str = "") -> invitations.Made:
    with Workbench(home.workbench) as bench:
        there = [invitations.known(bench, n) if n == "Đồi Thử" else invitations.new(n, "Ninh Bình") for n in names]
        return invitations.invite(bench, there, "Cán bộ Thử", helper)


async def post(http: httpx2.AsyncClient, path: str, **form: str) -> httpx2.Response:
    return await http.post(path, files=[(name, (None, value)) for name, value in (form or {"x": "1"}).items()])


async def shown(http: httpx2.AsyncClient, home: Home, path: str) -> lxml.html.HtmlElement:
    await asyncio.to_thread(work.work, home)
    answer = await http.get(path)
    assert answer.status_code == 200, answer.text
    return lxml.html.document_fromstring(answer.text)


def words(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def tap_form(page: lxml.html.HtmlElement, product: str, kind: str) -> Form:
    (form,) = page.xpath(f"//li[.//h3='{product}']//form[input[@name='gi']/@value='{kind}']")
    return {i.get("name"): i.get("value") or "" for i in form.xpath(".//input[@type='hidden'] | .//button[@name]")}


def states(home: Home, like: str) -> list[tuple[str, str]]:
    with Workbench(home.workbench, is_reading=True) as bench:
        sql = """SELECT d.name, s.state FROM states s JOIN drafts d ON d.id = s.draft_id JOIN receipts r
                   ON r.submission_id = d.submission_id WHERE r.sender LIKE ? ORDER BY d.id"""
        return [tuple(row) for row in bench.rows(sql, [f"%{like}%"])]


# ── invitations ──


async def test_who_is_invited_is_known_for_their_own_rows_alone(http: httpx2.AsyncClient, home: Home) -> None:
    made = invited(home, "Đồi Thử", "HTX Suối Mới", helper="Chị Nhạn")
    page = await shown(http, home, f"/gui/moi/{made.link}")
    assert "Chị Nhạn" in words(page)
    assert page.xpath("//select[@name='co-so']/option/text()") == ["HTX Suối Mới", "HTX Đồi Thử"]
    sheet = SHEET.replace("Mật ong hoa nhãn", "Mật ong rừng") + OTHERS.partition("\n")[2].replace("Chả mực", "Chả cá")
    sheet += f"Gạo nếp 1kg,HTX Suối Mới,{PLACE},45.000đ\n"
    files = [("co-so", (None, "1")), ("tep", ("bảng.csv", sheet.encode()))]
    begun = await http.post(f"/gui/moi/{made.link}", files=files)
    address = begun.headers["location"]
    await shown(http, home, address)
    await post(http, f"{address}/gui-duyet")
    await shown(http, home, address)
    assert states(home, "HTX Đồi Thử, Chị Nhạn gửi giúp (thư mời 1)") == [
        ("Mật ong rừng 500ml", "accepted"),
        ("Trà dây 100g", "accepted"),
        ("Chả cá hộp 500g", "held"),
        ("Gạo nếp 1kg", "accepted"),
    ]
    with Workbench(home.workbench, is_reading=True) as bench:
        (waiting,) = queue.queue(bench, Wanted("held"))
        assert "sender-other" in waiting["codes"]


async def test_a_new_name_never_means_a_producer_whom_somebody_else_brought(http, home: Home) -> None:
    with Workbench(home.workbench) as bench:
        made = invitations.invite(bench, [invitations.new("Cơ sở Bến Lạ")], "Cán bộ Thử")
    for price in ("410.000đ", "420.000đ"):
        sheet = OTHERS.replace("400.000đ", price).encode()
        begun = await http.post(f"/gui/moi/{made.link}", files=[("tep", ("b.csv", sheet))])
        await shown(http, home, begun.headers["location"])
        await post(http, f"{begun.headers['location']}/gui-duyet")
        await shown(http, home, begun.headers["location"])
    assert states(home, "thư mời") == [("Chả mực hộp 500g", "held")] * 2


async def test_a_new_producer_s_mended_sheet_and_next_sheet_are_hers(http, home: Home) -> None:
    made = invited(home, "HTX Suối Mới")
    first = SHEET.replace("HTX Đồi Thử", "HTX Suối Mới").replace("150.000đ", "12-15")
    begun = await http.post(f"/gui/moi/{made.link}", files=[("tep", ("b.csv", first.encode()))])
    address = begun.headers["location"]
    page = await shown(http, home, address)
    state, name = (
        page.xpath("//input[@name='cua']/@value")[0],
        page.xpath("//li[@class='doubt doubt-error']//input/@name")[0],
    )
    await post(http, f"{address}/sua", **{"cua": state, name: "150000"})
    await shown(http, home, address)
    await post(http, f"{address}/gui-duyet")
    await shown(http, home, address)
    begun = await http.post(f"/gui/moi/{made.link}", files=[("tep", ("c.csv", first.replace("12-15", "99k").encode()))])
    await shown(http, home, begun.headers["location"])
    await post(http, f"{begun.headers['location']}/gui-duyet")
    await shown(http, home, begun.headers["location"])
    assert "held" not in [state for _, state in states(home, "thư mời")[2:]]


async def test_a_code_is_said_and_guessing_it_is_limited(http, home: Home, monkeypatch) -> None:
    made = invited(home, "Đồi Thử")
    opened = await http.get("/gui/moi", params={"ma": made.spoken.upper().replace("-", " ")}, follow_redirects=True)
    assert (opened.status_code, "HTX Đồi Thử" in opened.text) == (200, True)
    for number in range(guessing.MOST):
        assert (await http.get(f"/gui/moi/2222-222{number % 8 + 2}")).status_code == 404
    refused = await http.get(f"/gui/moi/{made.spoken}")
    assert (refused.status_code, "Mời đợi 10 phút" in refused.text) == (400, True), "also the right one"
    assert (await http.get(f"/gui/moi/{made.link}")).status_code == 200, "a link is never refused"
    monkeypatch.setattr(guessing, "WINDOW", -1.0)
    assert (await http.get(f"/gui/moi/{made.spoken}")).status_code == 200


async def test_an_invitation_ends_by_its_day_and_by_hand(http, home: Home, monkeypatch) -> None:
    made = invited(home, "Đồi Thử")
    with Workbench(home.workbench) as bench:
        bench.db.execute("UPDATE invitations SET ends_on = '2020-01-01'")
    assert (await http.get(f"/gui/moi/{made.link}")).status_code == 404
    made = invited(home, "Đồi Thử")
    assert (await http.get(f"/gui/moi/{made.link}")).status_code == 200
    with Workbench(home.workbench) as bench:
        invitations.revoke(bench, made.id, "Cán bộ Thử")
    assert (await http.get(f"/gui/moi/{made.link}")).status_code == 404
    answer = await http.post(f"/gui/moi/{made.link}", files=[("tep", ("b.csv", SHEET.encode()))])
    assert answer.status_code == 404


def test_neither_link_nor_code_is_kept(home: Home) -> None:
    made, own = invited(home, "Đồi Thử"), own_link(home)
    kept = b"".join(p.read_bytes() for p in home.root.glob("workbench.db*"))
    for secret in (made.link, made.spoken, own.rpartition("/")[2]):
        assert secret.encode() not in kept
        assert secret.replace("-", "").encode() not in kept


# ── the form ──

PRODUCT = {
    "c:name": "Bánh gai 10 cái", "c:producer": "HTX Bánh Thử", "c:province": "Ninh Bình", "c:commune": "xã Yên Mô",
    "c:price": "60000", "c:pack": "Hộp 500 g",
}  # fmt: skip


async def typed(http: httpx2.AsyncClient) -> str:
    form = [("ten", (None, "HTX Bánh Thử")), ("cach", (None, "bieu-mau")), ("tep", ("", b""))]
    begun = await http.post("/gui", files=form)
    assert begun.status_code == 303, begun.text
    assert begun.headers["location"].endswith("/dien/1")
    return begun.headers["location"].removesuffix("/dien/1")


async def test_a_form_is_typed_kept_corrected_and_sent_like_a_sheet(http, home: Home) -> None:
    address = await typed(http)
    page = await shown(http, home, f"{address}/dien/1")
    assert page.xpath("//input[@id='o-producer']/@value") == ["HTX Bánh Thử"], "who sends is offered as who makes it"
    wrong = await post(
        http, f"{address}/dien/1", **PRODUCT | {"c:price": "12-15", "c:story": "Gói lá chuối.\nHấp củi."}
    )
    assert wrong.headers["location"] == f"{address}/dien/1"
    page = await shown(http, home, f"{address}/dien/1")
    assert "Còn 1 ô phải sửa" in words(page)
    (price,) = page.xpath("//input[@id='o-price']")
    assert (price.get("value"), price.get("aria-invalid")) == ("12-15", "true")
    assert "ví dụ 150000" in words(page.xpath(f"//*[@id='{price.get('aria-describedby').split()[-1]}']")[0])
    assert page.xpath("//textarea[@id='o-story']")[0].text_content() == "Gói lá chuối.\nHấp củi."
    assert page.xpath("//details[@open]//textarea[@id='o-story']") == []
    more = await post(http, f"{address}/dien/1", **PRODUCT, di="tiep")
    assert more.headers["location"] == f"{address}/dien/2"
    page = await shown(http, home, f"{address}/dien/2")
    assert page.xpath("//select[@id='o-province']/option[@selected]/text()") == ["Ninh Bình"], (
        "where is not asked again"
    )
    second = PRODUCT | {"c:name": "Bánh nhãn", "c:pack": "Túi 200 g", "c:price": "35000"}
    done = await post(http, f"{address}/dien/2", **second, di="xong")
    assert done.headers["location"] == address
    page = await shown(http, home, address)
    assert "Đọc được 2 sản phẩm. Không còn chỗ nào phải trả lời" in words(page)
    assert "Sửa trong biểu mẫu" in words(page)
    await post(http, f"{address}/gui-duyet")
    assert "Đang chờ: 2" in words(await shown(http, home, address))
    assert (await http.get(f"{address}/dien/1")).status_code == 400, "sent is sent"


async def test_what_is_answered_to_a_typed_product_goes_into_the_form(http, home: Home) -> None:
    address = await typed(http)
    await post(http, f"{address}/dien/1", **PRODUCT | {"c:price": "12-15"})
    await post(http, f"{address}/dien/1", **PRODUCT | {"c:price": "12-15"}, **{"da-xem": "1", "di": "xong"})
    page = await shown(http, home, address)
    state, name = (
        page.xpath("//input[@name='cua']/@value")[0],
        page.xpath("//li[@class='doubt doubt-error']//input/@name")[0],
    )
    await post(http, f"{address}/sua", **{"cua": state, name: "61000"})
    assert "Không còn chỗ nào phải trả lời" in words(await shown(http, home, address))
    page = await shown(http, home, f"{address}/dien/1")
    assert page.xpath("//input[@id='o-price']/@value") == ["61000"]


async def test_an_emptied_product_is_taken_out_and_numbers_behind_the_next_are_none(http, home: Home) -> None:
    address = await typed(http)
    await post(http, f"{address}/dien/1", **PRODUCT)
    assert (await http.get(f"{address}/dien/3")).status_code == 404
    assert (await post(http, f"{address}/dien/9", **PRODUCT)).status_code == 400
    gone = await post(http, f"{address}/dien/1", **dict.fromkeys(PRODUCT, ""))
    assert gone.headers["location"] == address
    page = await shown(http, home, address)
    assert not page.xpath("//ul[contains(@class,'files')]/li")


# ── the producer's own page ──


async def test_a_price_waits_for_officers_and_stock_passes_at_once(http, home: Home) -> None:
    link = own_link(home)
    page = await shown(http, home, link)
    assert "Mật ong hoa nhãn" in words(page)
    assert "Đang đăng: 2 sản phẩm (Mật ong hoa nhãn 500ml, Trà dây 100g)." in words(page)
    price = tap_form(page, "Trà dây 100g", "price") | {"so": "95.000"}
    assert (await post(http, f"{link}/doi", **price)).headers["location"] == link
    assert "Đang ghi nhận" in (await http.get(link)).text
    page = await shown(http, home, link)
    assert "Giá mới (100g): 95.000đ/gói – chờ cán bộ xem" in words(page)
    await post(http, f"{link}/doi", **tap_form(page, "Mật ong hoa nhãn 500ml", "stock"))
    page = await shown(http, home, link)
    assert page.xpath("//li[.//h3='Mật ong hoa nhãn 500ml']//span[@class='out']")
    assert states(home, "trang riêng") == [("Trà dây 100g", "held"), ("Mật ong hoa nhãn 500ml", "accepted")]
    with Workbench(home.workbench) as bench:
        (waiting,) = queue.queue(bench, Wanted("held"))
        review.decide(bench, [waiting["draft"]], "accepted", "", "Cán bộ Thử")
    assert release.publish(home, "test").changed == 2
    page = await shown(http, home, link)
    assert "95.000" in words(page)
    back = tap_form(page, "Mật ong hoa nhãn 500ml", "stock")
    await post(http, f"{link}/doi", **back | {"so": "20"})
    page = await shown(http, home, link)
    assert not page.xpath("//span[@class='out']")
    with Workbench(home.workbench, is_reading=True) as bench:
        assert len(bench.rows("SELECT DISTINCT product_id FROM drafts")) == 3, "no product came twice"


async def test_the_policy_of_the_house_may_let_prices_pass_or_hold_stock(http, home: Home) -> None:
    home.config_file.write_text('[review]\nhold = ["price-missing", "own-stock"]\n', encoding="utf-8")
    link = own_link(home)
    page = await shown(http, home, link)
    await post(http, f"{link}/doi", **tap_form(page, "Trà dây 100g", "price") | {"so": "95.000"})
    await post(http, f"{link}/doi", **tap_form(page, "Mật ong hoa nhãn 500ml", "stock"))
    page = await shown(http, home, link)
    assert states(home, "trang riêng") == [("Trà dây 100g", "accepted"), ("Mật ong hoa nhãn 500ml", "held")]


async def test_a_price_keeps_its_thousands_when_only_stock_is_tapped(http, home: Home) -> None:
    """Its own words (“45”) lean on the header of their sheet (“nghìn đồng”); said alone they would be 45 đồng."""
    sheet = f"Tên sản phẩm,Chủ thể,Địa chỉ,Giá bán (nghìn đồng/gói)\nTrà sen 50g,HTX Đồi Thử,{PLACE},45\n"
    given = delivery.Delivery((delivery.Received("sen.csv", sheet.encode()),))
    intake.receive(home, given, Sender("HTX Đồi Thử"))
    link = own_link(home)
    page = await shown(http, home, link)
    await post(http, f"{link}/doi", **tap_form(page, "Trà sen 50g", "stock"))
    page = await shown(http, home, link)
    (tea,) = page.xpath("//li[.//h3='Trà sen 50g']")
    assert "45.000" in words(tea)
    assert tea.xpath(".//span[@class='out']")


async def test_a_revoked_invitation_vouches_for_nothing_that_is_sent_later(http, home: Home) -> None:
    made = invited(home, "Đồi Thử")
    begun = await http.post(f"/gui/moi/{made.link}", files=[("tep", ("b.csv", SHEET.replace("85", "86").encode()))])
    await shown(http, home, begun.headers["location"])
    with Workbench(home.workbench) as bench:
        invitations.revoke(bench, made.id, "Cán bộ Thử")
    await post(http, f"{begun.headers['location']}/gui-duyet")
    assert "Đang chờ: 1" in words(await shown(http, home, begun.headers["location"]))


@pytest.mark.parametrize("given", ["12-15", "rẻ lắm", "0", "-5"])
async def test_what_is_no_price_is_told_and_nothing_is_sent(http, home: Home, given: str) -> None:
    link = own_link(home)
    page = await shown(http, home, link)
    answer = await post(http, f"{link}/doi", **tap_form(page, "Trà dây 100g", "price") | {"so": given})
    assert answer.status_code == 400
    assert states(home, "trang riêng") == []


async def test_nothing_of_another_producer_is_shown_or_changed(http, home: Home) -> None:
    link, other = own_link(home), own_link(home, "Bến Lạ")
    page, others = await shown(http, home, link), await shown(http, home, other)
    assert "Chả mực" not in words(page)
    assert "Trà dây" not in words(others)
    (picture,) = page.xpath("//div[@class='own-head']/img/@src")
    assert (await http.get(picture)).headers["content-type"] in ("image/webp", "image/jpeg")
    assert (await http.get(picture.replace(link, other))).status_code == 404
    form = tap_form(page, "Trà dây 100g", "price") | {"so": "1.000"}
    assert (await post(http, f"{other}/doi", **form)).status_code == 404
    assert states(home, "trang riêng") == []


async def test_keys_are_not_guessed_and_one_made_anew_ends_the_other(http, home: Home) -> None:
    before = own_link(home)
    after = own_link(home)
    assert (await http.get(before)).status_code == 404
    assert (await http.get(after)).status_code == 200
    for path in ("/bo/bo-dang-ban.zip", "/bo/bang-gia.pdf", "/anh/" + "0" * 64):
        assert (await http.get(before + path)).status_code == 404
    ticket_key = f"/gui/{after.rpartition('/')[2]}"
    assert (await http.get(ticket_key)).status_code == 404, "a key opens its own kind of page alone"
    for number in range(guessing.MOST):
        await http.get(f"/cua-toi/2222-2222-2222-2222-2222-222{number % 8 + 2}")
    assert (await http.get("/cua-toi/2222-2222-2222-2222-2222-2223")).status_code == 400
    assert (await http.get(after)).status_code == 200


async def test_an_own_page_is_kept_by_nobody_and_found_by_no_search(http, home: Home) -> None:
    link = own_link(home)
    answer = await http.get(link)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert link not in (await http.get("/sitemap.xml")).text
    robots = (await http.get("/robots.txt")).text
    assert "cua-toi" not in robots, "who may not look does not see that it is not to be shown"


async def test_changes_by_the_hundred_are_refused(http, home: Home, monkeypatch) -> None:
    monkeypatch.setattr(own_views, "MOST_TAPS", 1)
    link = own_link(home)
    page = await shown(http, home, link)
    form = tap_form(page, "Mật ong hoa nhãn 500ml", "stock")
    assert (await post(http, f"{link}/doi", **form)).status_code == 303
    assert (await post(http, f"{link}/doi", **form)).status_code == 400


async def test_officers_words_come_back_as_a_notice_to_copy(http, home: Home) -> None:
    link = own_link(home)
    given = delivery.Delivery(
        (delivery.Received("m.csv", SHEET.replace("Trà dây", "Trà hoa").replace("85", "86").encode()),)
    )
    intake.receive(home, given, Sender("HTX Đồi Thử", is_known=False))
    with Workbench(home.workbench) as bench:
        row = next(r for r in queue.queue(bench, Wanted("held")) if "Trà hoa" in r["name"])
        review.decide(bench, [row["draft"]], "rejected", "Ảnh mờ, mời chụp lại.", "Cán bộ Thử")
    page = await shown(http, home, link)
    (message,) = page.xpath("//textarea[@id='tin-zalo']")
    assert "• Trà hoa 100g: cán bộ trả lại. Ảnh mờ, mời chụp lại." in message.text_content()


# ── the kit ──


async def test_a_stranger_has_a_kit_on_the_first_evening_and_stars_only_by_the_register(http, home: Home) -> None:
    register = f"""Sản phẩm,Chủ thể,Địa chỉ,Hạng sao,Số quyết định,Ngày quyết định
Bánh gai,HTX Bánh Thử,{PLACE},4,816/QĐ-UBND,26/04/2026
"""
    intake.receive(home, delivery.Delivery((delivery.Received("qđ.csv", register.encode()),)), Sender(), register=True)
    sheet = f"""Tên sản phẩm,Chủ thể,Địa chỉ,Giá,Hạng sao
Bánh gai,HTX Bánh Thử,{PLACE},60.000đ,4
Bánh nhãn,HTX Bánh Thử,{PLACE},35.000đ,5
"""
    files = [("ten", (None, "HTX Bánh Thử")), ("tep", ("b.csv", sheet.encode())), ("tep", ("Bánh gai.jpg", PHOTO))]
    address = (await http.post("/gui", files=files)).headers["location"]
    await shown(http, home, address)
    assert (await http.get(f"{address}/bo/bo-dang-ban.zip")).status_code == 404, "nobody asked for it yet"
    await post(http, f"{address}/bo")
    page = await shown(http, home, address)
    posts = [t.text_content() for t in page.xpath("//section[@id='bo-dang-ban']//textarea")]
    assert ["Đạt OCOP" in post for post in sorted(posts)] == [True, False]
    bundle = zipfile.ZipFile(io.BytesIO((await http.get(f"{address}/bo/bo-dang-ban.zip")).content))
    assert any(name.startswith("Haravan/") for name in bundle.namelist())
    assert any(name.endswith(".jpg") for name in bundle.namelist())
    assert (await http.get(f"{address}/bo/bang-gia.pdf")).content.startswith(b"%PDF")
    (picture,) = page.xpath("//section[@id='bo-dang-ban']//img/@src")
    assert (await http.get(picture)).headers["content-type"] == "image/jpeg"
    with Workbench(home.workbench, is_reading=True) as bench:
        assert not bench.rows("SELECT 1 FROM drafts WHERE name LIKE 'Bánh%'"), "nothing of it was sent"
    await post(http, f"{address}/gui-duyet")
    page = await shown(http, home, address)
    assert "Tải cả bộ" in words(page), "it stays when the list is sent"
    await post(http, f"{address}/bo")
    await shown(http, home, address)
    assert (await http.get(f"{address}/bo/bang-gia.pdf")).status_code == 200, "and is made again of what was sent"


async def test_the_kit_of_an_own_page_holds_her_goods_alone(http, home: Home) -> None:
    link = own_link(home)
    await post(http, f"{link}/bo")
    assert "Đang làm bộ đăng bán" in (await http.get(link)).text
    page = await shown(http, home, link)
    texts = " ".join(t.text_content() for t in page.xpath("//section[@id='bo-dang-ban']//textarea"))
    assert ("Trà dây" in texts, "Chả mực" in texts) == (True, False)
    assert page.xpath("//section[@id='bo-dang-ban']//img")
    await post(http, f"{link}/bo")
    await shown(http, home, link)
    assert len(list(home.tickets.glob("*/kit"))) == 1, "the one before is gone"


async def test_a_kit_of_nothing_says_so(http, home: Home) -> None:
    address = (await http.post("/gui", files=[("ten", (None, "X")), ("tin", (None, "xin chào"))])).headers["location"]
    await shown(http, home, address)
    await post(http, f"{address}/bo")
    assert "Chưa có sản phẩm nào có đủ tên" in words(await shown(http, home, address))


# ── strangers' words ──


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_no_words_become_markup(http: httpx2.AsyncClient, home: Home, payload: str) -> None:
    with Workbench(home.workbench) as bench:
        name = payload if payload.strip().isprintable() else f"HTX {payload}"
        made = invitations.invite(bench, [invitations.new(f"HTX {name}", payload)], "x", payload)
    page = await shown(http, home, f"/gui/moi/{made.link}")
    pages: list[Any] = [page]
    address = await typed(http)
    await post(http, f"{address}/dien/1", **dict.fromkeys([*PRODUCT, "c:story", "c:phone", "c:stars"], payload))
    pages += [await shown(http, home, f"{address}/dien/1"), await shown(http, home, address)]
    for one in pages:
        assert not one.xpath("//script | //*[@onerror or @onload or @onclick or @onmouseover] | //math | //main//svg")
        for link in one.xpath("//main//@href"):
            assert link.startswith(("/", "#"))
