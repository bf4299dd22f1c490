"""A cooperative on a phone, in a real browser without script: sends a messy sheet and photos, repairs, gets a code."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.workbench.home import Home
from catalog.workbench.reviewing import queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.store import Workbench
from tests.catalog.web.submitting.test_senders_in_browser import settle
from tests.images.made import encoded, quarters
from tests.test_browser import address  # noqa: F401
from tests.test_demo import demo_home  # noqa: F401  (the same session's demo)

pytestmark = pytest.mark.browser

SHEET = """DANH SÁCH SẢN PHẨM HTX THỬ NGHIỆM,,,
STT,Tên sản phẩm,Địa chỉ,Giá
1,Mật ong hoa nhãn Thử 500ml,"xã Yên Hòa, Yên Mô, Ninh Bình",12-15
2,Trà dây Thử 100g,"xã Tân Phú",85k
"""


def goods(folder: Path) -> str:
    """A word that the products of one run bear, in letters."""
    return "Thử " + "".join("ABCDEFGHIJ"[int(figure)] for figure in str(zlib.crc32(folder.name.encode())))


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Page:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_a_cooperative_sends_repairs_and_sees_what_officers_said(
    phone: Page,
    address: str,  # noqa: F811
    demo_home: Home,  # noqa: F811
    tmp_path: Path,
) -> None:
    sheet, first, second = tmp_path / "bảng.csv", tmp_path / f"Trà dây {goods(tmp_path)}.jpg", tmp_path / "z5123.jpg"
    # Each run sends goods of its own: what officers have answered already keeps their answer.
    sheet.write_text(SHEET.replace("Thử", goods(tmp_path)), encoding="utf-8")
    first.write_bytes(encoded(quarters(640, 480)))
    second.write_bytes(encoded(quarters(800, 600)))
    phone.goto(address)
    phone.get_by_role("navigation").get_by_role("link", name="Gửi sản phẩm").click()
    phone.get_by_label("Bảng, ảnh hoặc tệp ZIP").set_input_files([sheet, first, second])
    phone.get_by_label("Tên cơ sở hoặc người gửi").fill("HTX Thử Nghiệm Một Mình")
    phone.get_by_role("button", name="Gửi để đọc thử").click()
    settle(phone)
    expect(phone.get_by_role("status")).to_contain_text("Đọc được 2 sản phẩm.")
    assert phone.locator("body").bounding_box()["width"] <= 360
    phone.get_by_label("Giá bán").first.fill("150000")
    for place in phone.get_by_label("Địa chỉ").all():
        place.fill("xã Yên Hòa, Yên Mô, Ninh Bình")
    phone.get_by_role("button", name="Lưu câu trả lời").click()
    settle(phone)
    expect(phone.get_by_role("status")).to_contain_text("gửi duyệt được rồi")
    phone.get_by_label("z5123.jpg").select_option(f"Mật ong hoa nhãn {goods(tmp_path)} 500ml")
    phone.get_by_role("button", name="Lưu tên ảnh").click()
    settle(phone)
    expect(phone.get_by_role("status")).to_be_visible()
    code = phone.locator(".ticket-code").inner_text()
    phone.get_by_role("button", name="Gửi duyệt").click()
    settle(phone)
    expect(phone.get_by_text("Đang chờ: 2")).to_be_visible()
    with Workbench(demo_home.workbench) as bench:
        waiting = [
            r["draft"] for r in queue.queue(bench, Wanted("held")) if "HTX Thử Nghiệm Một" in (r["sender"] or "")
        ]
        review.decide(bench, waiting[-1:], "rejected", "Mời chụp lại ảnh.", "Cán bộ Thử")
    phone.goto(f"{address}/gui")
    phone.get_by_label("Mã tra cứu").fill(code.upper())
    phone.get_by_role("button", name="Xem").click()
    expect(phone.get_by_text("Mời chụp lại ảnh.")).to_be_visible()
