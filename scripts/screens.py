"""Pictures of every page for the docs, on a screen and on a phone, taken with Chromium of a demo: `make screens`.

python scripts/screens.py HOME          a home that `ocop demo --no-serve` has filled
python scripts/screens.py HOME market   only the pictures whose names begin so
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from catalog.workbench.home import Home
from catalog.workbench.officers import accounts
from catalog.workbench.senders import invitations
from catalog.workbench.store import Workbench

OUT = Path(__file__).resolve().parent.parent / "docs" / "screens"
# The demo has no address of its own; with one, pages show their QR codes.
SERVE = """
import sys; from pathlib import Path; from catalog.web.serving import serve; from catalog.workbench.home import Home
serve(Home(Path(sys.argv[1]).absolute()), port=int(sys.argv[2]), plugin={"address": "https://ocop.example.vn"})
"""
# File → address. Each becomes <file>.jpg and <file>-phone.jpg.
PAGES = {
    "home": "/",
    "search": "/san-pham?q=mat+ong",
    "filters": "/san-pham?tinh=15&sap-xep=gia",
    "table": "/san-pham?kieu=bang&sap-xep=gia",
    "nothing": "/san-pham?q=mat+ogn",
    "product": "/san-pham/que-thanh-vien-son",
    "price-card": "/san-pham/que-bot-khe-sung/bang-gia",
    "producer": "/co-so/htx-que-khe-sung",
    "map": "/ban-do",
    "province": "/tinh/lao-cai",
    "commune": "/xa/mau-a-04375",
    "download": "/tai-ve",
    "guide": "/huong-dan",
    "privacy": "/rieng-tu",
    "not-found": "/khong-co-trang-nay",
    "send": "/gui",
    "send-guide": "/gui/huong-dan",
    "english": "/san-pham/ga-tien-yen-tha-doi?lang=en",
    "data": "/catalog/products",
}
# What somebody sends for the pictures of the senders' pages.
MESSAGE = """Mật ong hoa nhãn Đồi Vải 500ml 150k, HTX Đồi Vải Mẫu, xã Viễn Sơn, Văn Yên, Yên Bái
Trà quế túi 100g 85k, hộ bà Nguyễn Thị Thử, xã Tân Phú, lh 0900 000 012"""
# The officers' pages, and who looks at them.
OFFICE = {
    "office-queue": "/duyet",
    "office-accounts": "/duyet/can-bo",
    "office-publish": "/duyet/dang",
    "office-photos": "/duyet/anh",
    "report": "/duyet/so-lieu",
    "report-rows": "/duyet/so-lieu/san-pham",
    "market-list": "/len-san",
    "market": "/len-san/haravan",
    "market-answers": "/len-san/haravan/tra-loi",
}
LOGIN, PASSWORD, PROVINCE = "thu.nguyen", "mot cau de nho 12", "15"
# A photo that is called like no product.
PHOTO = Path(__file__).resolve().parent.parent / "catalog" / "demo" / "photos"
# Whose own page is shown.
PRODUCER = "HTX Quế Khe Sung"
# Ending of the file, width and height in pixels; dark where the ending says so.
SIZES = (("", 1100, 780), ("-phone", 360, 740))
DARK = (("product-phone-dark", "/san-pham/ga-tien-yen-tha-doi", 360, 740), ("home-dark", "/", 1100, 780))
QUALITY = 62  # of 100: words stay sharp, a page stays below some 120 kB


def main(home: str) -> None:
    """Serves the home on loopback and takes all pictures."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVE, home, str(port)])
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base)
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            for name, path in PAGES.items():
                for ending, width, height in SIZES:
                    _take(browser, base + path, name + ending, width, height, "light")
            for name, path, width, height in DARK:
                _take(browser, base + path, name, width, height, "dark")
            for name, path in chain(_sent(browser, base), _own(browser, base, Home(Path(home).absolute()))):
                for ending, width, height in SIZES:
                    _take(browser, path, name + ending, width, height, "light")
            _take_officers(browser, base, home)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


def _sent(browser: Browser, base: str) -> Iterator[tuple[str, str]]:
    """Sends a message on `/gui`; gives the page that asks, and, when that was taken, the page after it was sent."""
    page = browser.new_page()
    page.goto(f"{base}/gui")
    page.get_by_label("Hoặc dán tin nhắn").fill(MESSAGE)
    page.get_by_label("Tên cơ sở hoặc người gửi").fill("HTX Đồi Vải Mẫu")
    # One byte more, so that it is not the file that the demo has and knows.
    data = min(PHOTO.rglob("*.jpg")).read_bytes() + b"\0"
    photo: FilePayload = {"name": "IMG_7041.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.get_by_label("Bảng, ảnh hoặc tệp ZIP").set_input_files(photo)
    page.get_by_role("button", name="Gửi để đọc thử").click()
    _settle(page)
    yield "send-questions", page.url
    page.get_by_role("button", name="Gửi duyệt").click()
    _settle(page)
    yield "send-status", page.url
    page.close()


def _take_officers(browser: Browser, base: str, home: str) -> None:
    """The officers' pages, as the administrator of the province in which most of the demo waits sees them."""
    with Workbench(Home(Path(home).absolute()).workbench) as bench:
        if all(one.login != LOGIN for one in accounts.listed(bench)):
            scope = accounts.scope_of("administrator", PROVINCE)
            accounts.add(bench, LOGIN, "Nguyễn Thị Thử", "administrator", scope, "screens")
        accounts.choose(bench, accounts.find(bench, LOGIN), PASSWORD)
    _take(browser, f"{base}/duyet/vao", "office-entry", *SIZES[0][1:], "light")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/duyet/vao")
    page.get_by_label("Tên đăng nhập").fill(LOGIN)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    item = page.locator("[data-item] h2 a").first.get_attribute("href")
    _look_over(page, base)
    for name, path in (*OFFICE.items(), ("office-item", item), *_found(page, base)):
        for ending, width, height in SIZES:
            _take(browser, f"{base}{path}", name + ending, width, height, "light", context.storage_state())
    _take_bulk(page, base)
    context.close()


def _look_over(page: Page, base: str) -> None:
    """Makes a package for the market whose page is shown, once it is known what is ready."""
    page.goto(f"{base}/len-san/haravan")
    while page.get_by_text("đang được tính lại").count():
        page.reload()
    page.get_by_role("button", name="Làm gói").click()
    page.get_by_role("link", name="Tải gói (ZIP)").wait_for(timeout=60_000)


def _found(page: Page, base: str) -> Iterator[tuple[str, str]]:
    """The page of one photo, of one producer, and of what joining it with another one would change."""
    page.goto(f"{base}/duyet/anh")
    yield "office-photo", page.locator(".photos a").first.get_attribute("href") or ""
    page.goto(f"{base}/duyet/co-so?q=htx")
    producer = page.locator("main li h2 a").first.get_attribute("href") or ""
    yield "office-producer", producer
    page.goto(f"{base}{producer}?q=que")
    yield "office-join", page.get_by_role("link", name="Xem trước: gộp").first.get_attribute("href") or ""


def _take_bulk(page: Page, base: str) -> None:
    """What a decision about all that waits would change."""
    page.goto(f"{base}/duyet?xem=duyet")
    page.get_by_label("mục đang lọc").check()
    page.get_by_text("Trả lại hoặc giữ chờ").click()
    page.get_by_label("Lời gửi người gửi").fill("Mời gửi giá của vụ mới.")
    page.get_by_role("button", name="Xem trước: giữ chờ").click()
    page.get_by_role("heading", level=1).wait_for()
    for ending, width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        _keep(page, "office-bulk" + ending)


def _own(browser: Browser, base: str, home: Home) -> Iterator[tuple[str, str]]:
    """Invites a producer of the demo; gives its own page, with a price that was tapped, and the form with a mistake."""
    with Workbench(home.workbench) as bench:
        ours = invitations.known(bench, PRODUCER)
        own = invitations.own_page(bench, ours, "screens").link
        invited = invitations.invite(bench, [ours], "screens", "Chị Nhạn").link
    page = browser.new_page()
    page.goto(f"{base}/cua-toi/{own}")
    page.locator("summary", has_text="Đổi giá").first.click()
    page.get_by_label("Giá mới, bằng đồng").first.fill("70000")
    page.get_by_role("button", name="Lưu giá mới").first.click()
    _settle(page)
    yield "own-page", page.url
    page.goto(f"{base}/gui/moi/{invited}")
    page.get_by_role("button", name="điền từng sản phẩm").click()
    page.get_by_label("Tên sản phẩm").fill("Quế viên mẫu")
    page.get_by_label("Giá bán").fill("12-15")
    page.get_by_role("button", name="Lưu, xem cả danh sách").first.click()
    page.get_by_role("alert").wait_for()
    yield "send-form", page.url
    page.close()


def _settle(page: Page) -> None:
    """Looks again until the work that was asked for is done."""
    while page.get_by_role("link", name="Xem lại").count():
        page.get_by_role("link", name="Xem lại").first.click()


def _take(
    browser: Browser, address: str, name: str, width: int, height: int, scheme: Any, state: Any = None
) -> None:  # fmt: skip
    if not name.startswith(tuple(sys.argv[2:]) or ""):
        return
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, storage_state=state)
    page.goto(address, wait_until="networkidle")
    _keep(page, name)
    page.close()


def _keep(page: Page, name: str) -> None:
    """Writes what the screen shows."""
    if name.startswith(tuple(sys.argv[2:]) or ""):
        page.screenshot(path=OUT / f"{name}.jpg", type="jpeg", quality=QUALITY)
        print(f"wrote {name}.jpg")


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(base, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the site does not answer")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    main(sys.argv[1])
