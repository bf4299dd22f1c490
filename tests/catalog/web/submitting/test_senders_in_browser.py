"""The senders' and producers' pages in Chromium: walked on a phone without script, axe is content, no payload runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.receiving import intake
from catalog.workbench.reviewing import queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.rows import delivery
from catalog.workbench.rows.submissions import Sender
from catalog.workbench.senders import invitations
from catalog.workbench.store import Workbench
from tests.catalog.web.served import served
from tests.catalog.web.test_hostile_data import PAYLOADS
from tests.catalog.web.test_in_browser import SMALL, TAGS, _touch, axe, counting  # noqa: F401  (a fixture)
from tests.images.made import encoded, quarters

pytestmark = pytest.mark.browser

PLACE = '"xã Yên Hòa, Yên Mô, Ninh Bình"'
SHEET = f"""Tên sản phẩm,Chủ thể,Địa chỉ,Giá,Câu chuyện sản phẩm
Mật ong hoa nhãn 500ml,HTX Đồi Thử,{PLACE},150.000đ,Ong của đồi.
Trà dây 100g,HTX Đồi Thử,{PLACE},85.000đ,Hái tay.
"""
# A worker is a process that starts on a busy machine.
PATIENCE = 120


def settle(page: Page) -> None:
    """Looks again until the work that was asked for is done, as somebody does without script."""
    for _ in range(PATIENCE):
        again = page.get_by_role("link", name="Xem lại")
        if not again.count():
            return
        again.first.click()
    raise AssertionError("the worker never ended")


class Desk:
    """A served home with goods of one producer: the links of her page and of an invitation."""

    def __init__(self, root: Path, base: str) -> None:
        self.home, self.base = Home(root), base
        with Workbench(self.home.workbench) as bench:
            ours = invitations.known(bench, "Đồi Thử")
            self.own = f"{base}/cua-toi/{invitations.own_page(bench, ours, 'Cán bộ Thử').link}"
            made = invitations.invite(bench, [ours, invitations.new("HTX Suối Mới")], "Cán bộ Thử", "Chị Nhạn")
            self.invited = f"{base}/gui/moi/{made.link}"


def fill(root: Path, sheet: str) -> None:
    """Takes a sheet in, accepts and publishes it."""
    home = Home(root)
    photos = (delivery.Photo("Trà dây 100g.jpg", encoded(quarters(640, 480))),)
    intake.receive(
        home, delivery.Delivery((delivery.Received("đồi.csv", sheet.encode()),), photos), Sender("HTX Đồi Thử")
    )
    with Workbench(home.workbench) as bench:
        review.decide(bench, queue.ids(bench, Wanted("held")), "accepted", "", "Cán bộ Thử")
    release.publish(home, "test")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("own") / "home"
    fill(root, SHEET)
    with served(root) as base:
        yield Desk(root, base)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of 360 px without JavaScript."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def typed(page: Page, desk: Desk, name: str = "Bánh gai") -> str:
    """Fills in the form with one field wrong, then right; gives the address of the form."""
    page.goto(desk.invited)
    page.get_by_label("Gửi cho cơ sở nào?").select_option("HTX Suối Mới")
    page.get_by_role("button", name="điền từng sản phẩm").click()
    form = page.url
    page.get_by_label("Tên sản phẩm").fill(name)
    page.get_by_label("Tỉnh/thành phố").select_option("Ninh Bình")
    page.get_by_label("Xã/phường").fill("Yên Mô")
    page.get_by_label("Giá bán").fill("12-15")
    page.get_by_label("Quy cách").fill("Hộp 500 g")
    page.get_by_role("button", name="Lưu, xem cả danh sách").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Còn 1 ô phải sửa")
    expect(page.get_by_label("Giá bán")).to_have_attribute("aria-invalid", "true")
    return form


def test_a_helper_types_a_product_has_a_kit_and_sends(phone: Page, desk: Desk) -> None:
    typed(phone, desk)
    phone.get_by_label("Giá bán").fill("60000")
    phone.get_by_role("button", name="Lưu, xem cả danh sách").first.click()
    settle(phone)
    expect(phone.get_by_role("status")).to_contain_text("gửi duyệt được rồi")
    phone.get_by_role("button", name="Làm bộ đăng bán").click()
    settle(phone)
    phone.get_by_text("Bài đăng: Bánh gai").click()
    expect(phone.get_by_label("Nhấn giữ để chọn hết")).to_contain_text("60.000")
    with phone.expect_download() as card:
        phone.get_by_role("link", name="Tải bảng giá để in").click()
    assert Path(card.value.path()).read_bytes().startswith(b"%PDF")
    phone.get_by_role("button", name="Gửi duyệt").click()
    settle(phone)
    expect(phone.get_by_text("Đã duyệt: 1")).to_be_visible()


def test_a_producer_changes_a_price_and_says_what_is_sold_out_in_two_taps(phone: Page, desk: Desk) -> None:
    phone.goto(desk.own)
    tea = phone.locator("li.draft").filter(has_text="Trà dây")
    tea.locator("summary", has_text="Đổi giá").click()
    tea.get_by_label("Giá mới, bằng đồng").fill("95000")
    tea.get_by_role("button", name="Lưu giá mới").click()
    settle(phone)
    expect(tea.get_by_role("status")).to_contain_text("Giá mới (100g): 95.000đ – chờ cán bộ xem")
    honey = phone.locator("li.draft").filter(has_text="Mật ong")
    honey.locator("summary", has_text="Hết hàng").click()
    honey.get_by_role("button", name="Báo hết hàng").click()
    settle(phone)
    expect(honey.locator(".out")).to_have_text("Hết hàng")
    honey.locator("summary", has_text="Có hàng lại").click()
    honey.get_by_role("button", name="Báo có hàng lại").click()
    settle(phone)
    expect(honey.locator(".out")).to_have_count(0)


def pages(page: Page, desk: Desk) -> list[str]:
    """The address of every page and state, some of which end with the next step."""
    form = typed(page, desk, "Bánh nhãn")
    fixed = ["/gui", "/gui/huong-dan", "/huong-dan", "/gui/khong-co", "/cua-toi/khong-co"]
    return [*(desk.base + path for path in fixed), desk.invited, form, form.rpartition("/dien")[0], desk.own]


@pytest.mark.parametrize(("width", "scheme", "query"), [(360, "light", ""), (1200, "dark", "?lang=en")])
def test_axe_finds_nothing(browser: Browser, desk: Desk, axe: str, width: int, scheme: Any, query: str) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page, found = context.new_page(), {}

    def look(state: str) -> None:
        page.evaluate(axe)
        violations = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
        if violations:
            found[state] = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        assert page.evaluate(SMALL) == [], state

    for address in pages(page, desk):
        page.goto(address + query)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        look(address)
    page.goto(desk.own)
    page.get_by_role("button", name="bộ đăng bán").click()
    look("while the kit is made, or when it is")
    settle(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    look("kit")
    context.close()
    assert found == {}


def test_the_guide_is_one_sheet_of_paper(browser: Browser, desk: Desk) -> None:
    page = browser.new_page()
    page.goto(f"{desk.base}/gui/huong-dan")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.close()


def test_no_payload_runs(browser: Browser, tmp_path: Path) -> None:
    """Every page with every payload as a product's name and story, without the policy that would stop scripts."""
    rows = [
        f'"{p} 100g {n}",HTX Đồi Thử,{PLACE},85.000đ,"{p}"'
        for n, p in enumerate(p.replace('"', '""') for p in PAYLOADS)
    ]
    fill(tmp_path / "home", SHEET + "\n".join(rows).replace("\x01", "").replace("\x0b", "") + "\n")
    with served(tmp_path / "home") as base:
        desk = Desk(tmp_path / "home", base)
        page, runs = counting(browser, base)
        form = typed(page, desk)
        for number, payload in enumerate(PAYLOADS, 1):
            page.goto(f"{form.rpartition('/')[0]}/{number}")
            page.get_by_label("Tên sản phẩm").fill(payload.replace("\x0b", " ").replace("\x01", "") + f" {number}")
            page.get_by_label("Giá bán").fill(payload)
            page.get_by_role("button", name="Lưu, xem cả danh sách").first.click()
            page.goto(f"{form.rpartition('/')[0]}/{number}")
            _touch(page)
        page.goto(form.rpartition("/dien")[0])
        settle(page)
        _touch(page)
        page.goto(desk.own)
        _touch(page)
        page.get_by_role("button", name="Làm bộ đăng bán").click()
        settle(page)
        _touch(page)
        page.context.close()
    assert runs == []
