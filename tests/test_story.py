"""The three stories in a row, by hand in one browser and one home, until a market's rejection reaches who sent it.

A cooperative on a phone sends a messy sheet with two photos and repairs two cells; an officer reviews, publishes and
exports; a buyer types without accents and prints the stall card; the market sends a product back.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.workbench.home import Home
from catalog.workbench.senders import invitations
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import PASSWORD, PROVINCE, open_account
from tests.catalog.web.served import served
from tests.catalog.web.submitting.test_senders_in_browser import settle
from tests.images.made import encoded, quarters

pytestmark = pytest.mark.browser

MAKER, HONEY, TEA = "HTX Đồi Thử Mẫu", "Mật ong hoa nhãn Đồi Thử", "Trà dây Đồi Thử"
PLACE = "xã Mậu A, tỉnh Lào Cai"
SHEET = f"""DANH SÁCH SẢN PHẨM CỦA {MAKER.upper()},,,,,
,,,,,
STT,Tên  SP,Tên HTX,Địa chỉ,Quy cách,Giá bán (đ)
1, {HONEY.replace(" hoa", "  hoa")} ,{MAKER},"{PLACE}",chai 500ml,12-15
2,{TEA},{MAKER},"xã Tân Phú",Túi 100g,85k
Tổng cộng,2 sản phẩm,,,,
"""
WHY = "Ảnh mờ, không rõ nhãn"
A_MOMENT = 60_000  # milliseconds; work is done by a process of its own on a busy machine


class Site(NamedTuple):
    """A served home with one officer, and a browser."""

    home: Home
    address: str
    browser: Browser

    def visitor(self, width: int = 360, height: int = 740) -> Page:
        """Somebody else's browser: nothing is known of who was there before."""
        return self.browser.new_context(viewport={"width": width, "height": height}).new_page()


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    home = Home(tmp_path / "home")
    with Workbench(home.workbench) as bench:
        open_account(bench, "tinh", "Cán bộ Tỉnh", "province", PROVINCE)
    (home.root / "config.toml").write_text('[site]\naddress = "https://ocop.example.vn"\n', encoding="utf-8")
    with served(home.root) as address:
        yield Site(home, address, browser)


def test_from_a_messy_sheet_to_the_stall_and_back(site: Site, tmp_path: Path) -> None:
    ticket = a_cooperative_sends_and_repairs(site, tmp_path)
    officer = an_officer_reviews_and_publishes(site)
    package = the_officer_takes_a_package_to_a_market(officer, site)
    assert HONEY in package
    a_buyer_finds_it_and_prints_the_card(site)
    the_market_sends_the_honey_back(officer, site)
    the_cooperative_reads_why(site, ticket)


def a_cooperative_sends_and_repairs(site: Site, folder: Path) -> str:
    """Sends the sheet and two photos on a phone, one of which is called like nothing; gives the code of the ticket."""
    sheet, tea, camera = folder / "danh sach.csv", folder / f"{TEA}.jpg", folder / "z5123.jpg"
    sheet.write_text(SHEET, encoding="utf-8")
    tea.write_bytes(encoded(quarters(900, 700)))
    camera.write_bytes(encoded(quarters(800, 800)))
    phone = site.visitor()
    phone.goto(site.address)
    phone.get_by_role("link", name="Gửi sản phẩm").click()  # nothing is published yet
    phone.get_by_label("Bảng, ảnh hoặc tệp ZIP").set_input_files([sheet, tea, camera])
    phone.get_by_label("Tên cơ sở hoặc người gửi").fill(MAKER)
    phone.get_by_role("button", name="Gửi để đọc thử").click()
    settle(phone)
    expect(phone.get_by_role("status")).to_contain_text("Đọc được 2 sản phẩm.")
    phone.get_by_label("Giá bán").first.fill("150000")
    phone.get_by_label("Địa chỉ").first.fill(PLACE)
    phone.get_by_role("button", name="Lưu câu trả lời").click()
    settle(phone)
    expect(phone.get_by_role("status")).to_contain_text("gửi duyệt được rồi")
    phone.get_by_label("z5123.jpg").select_option(HONEY)
    phone.get_by_role("button", name="Lưu tên ảnh").click()
    settle(phone)
    code = phone.locator(".ticket-code").inner_text()
    phone.get_by_role("button", name="Gửi duyệt").click()
    settle(phone)
    expect(phone.get_by_text("Đang chờ: 2")).to_be_visible()
    phone.context.close()
    return code


def an_officer_reviews_and_publishes(site: Site) -> Page:
    """Logs in, sees what the source wrote beside what it was read as, accepts both, publishes; gives the browser."""
    desk = site.visitor(1200, 800)
    desk.goto(f"{site.address}/duyet")
    desk.get_by_label("Tên đăng nhập").fill("tinh")
    desk.get_by_label("Mật khẩu").fill(PASSWORD)
    desk.get_by_role("button", name="Đăng nhập").click()
    expect(desk.locator("[data-item]")).to_have_count(2)
    desk.get_by_role("link", name=TEA).click()
    price = desk.get_by_role("row").filter(has_text="Giá bán")
    expect(price).to_contain_text("85.000")
    expect(price).to_contain_text("F5 85k")
    expect(desk.get_by_role("img", name=f"{TEA}.jpg")).to_be_visible()
    desk.get_by_role("button", name="Duyệt đăng", exact=True).click()
    expect(desk.get_by_role("status").first).to_contain_text("Đã duyệt")
    honey = desk.get_by_role("row").filter(has_text="Giá bán")
    expect(honey).to_contain_text("150.000")
    desk.keyboard.press("d")
    expect(desk.get_by_text("Không còn mục nào chờ ở đây.")).to_be_visible()
    desk.get_by_role("link", name="Đăng", exact=True).click()
    desk.get_by_role("button", name="Đăng", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("Đã đăng: 2 sản phẩm mới", timeout=A_MOMENT)
    return desk


def the_officer_takes_a_package_to_a_market(desk: Page, site: Site) -> str:
    """Makes, downloads and confirms the package; gives the words of all its files."""
    desk.get_by_role("link", name="Đưa lên sàn").click()
    desk.get_by_role("link", name="Haravan").click()
    desk.get_by_role("button", name="Làm gói").click()
    link = desk.get_by_role("link", name="Tải gói (ZIP)")
    expect(link).to_be_visible(timeout=A_MOMENT)
    with desk.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as packed:
        words = b"\n".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    desk.get_by_role("button", name="Đã tải lên sàn").click()
    expect(desk.get_by_text("Đã xác nhận tải lên sàn.")).to_be_visible()
    return words


def a_buyer_finds_it_and_prints_the_card(site: Site) -> None:
    phone = site.visitor()
    phone.goto(site.address)
    phone.get_by_role("searchbox").first.fill("mat ong hoa nhan")
    phone.keyboard.press("Enter")
    phone.locator("a[href*='/san-pham/']").filter(has_text="Mật ong").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Mật ong hoa nhãn")
    expect(phone.locator("main img").first).to_be_visible()
    phone.get_by_role("link", name="Bảng giá").first.click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tải PDF để in").click()
    card = pypdfium2.PdfDocument(Path(download.value.path()))
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in card).split())
    card.close()
    assert "150.000" in words
    assert MAKER in words
    phone.context.close()


def the_market_sends_the_honey_back(desk: Page, site: Site) -> None:
    """The officer uploads the list of errors that the market gave."""
    rows = io.StringIO()
    csv.writer(rows).writerows([["Tên sản phẩm", "Lý do"], [HONEY, WHY]])
    desk.get_by_role("link", name="Sàn trả lời, dán liên kết trang bán").click()
    file = {"name": "loi.csv", "mimeType": "text/csv", "buffer": rows.getvalue().encode()}
    desk.get_by_label("Tệp của sàn").set_input_files(file)
    desk.get_by_label("Tệp chỉ ghi sản phẩm lỗi").check()
    desk.get_by_role("button", name="Đọc câu trả lời").click()
    expect(desk.get_by_text(WHY)).to_be_visible()


def the_cooperative_reads_why(site: Site, ticket: str) -> None:
    """With the code of the ticket, and on the page of her own that an officer gave her."""
    phone = site.visitor()
    phone.goto(f"{site.address}/gui")
    phone.get_by_label("Mã tra cứu").fill(ticket)
    phone.get_by_role("button", name="Xem").click()
    told = phone.locator("li.draft").filter(has_text="Sàn Haravan trả lại")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("mục Ảnh")
    expect(told).to_contain_text(WHY)
    with Workbench(site.home.workbench) as bench:
        own = invitations.own_page(bench, invitations.known(bench, MAKER), "Cán bộ Tỉnh").link
    phone.goto(f"{site.address}/cua-toi/{own}")
    told = phone.locator("li.draft").filter(has_text="Sàn Haravan trả lại")
    expect(told).to_contain_text(WHY)
    expect(told).to_contain_text("Gửi ảnh rõ")
    phone.context.close()
