"""The officers' pages in Chromium: axe finds nothing, none is too wide, no payload runs, keys do what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import (
    HERE,
    MAU_A,
    PASSWORD,
    PROVINCE,
    ROWS,
    deliver,
    draft_of,
    open_account,
    state_of,
)  # fmt: skip
from tests.catalog.web.served import served
from tests.catalog.web.test_hostile_data import PAYLOADS
from tests.catalog.web.test_in_browser import SMALL, TAGS, axe  # noqa: F401  (axe is a fixture)
from tests.conftest import receive
from tests.images.made import jpeg

pytestmark = pytest.mark.browser
# A tick is hit by its whole label.
ALONE = SMALL.replace('"p, dd, .crumbs"', '"p, dd, .crumbs, label"')
PAGES = (
    "/duyet", "/duyet?xem=duyet", "/duyet?xem=tra", "/duyet?ly-do=price-ambiguous", "/duyet/1", "/duyet/2", "/duyet/6",
    "/duyet/anh", "/duyet/co-so", "/duyet/co-so?q=thu", "/duyet/dang", "/duyet/can-bo", "/duyet/mat-khau",
    "/duyet/khong-co",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, str]]:
    """A home in which things wait, also such as bear an attack in every cell; and its address."""
    folder = tmp_path_factory.mktemp("office")
    home = Home(folder / "home")
    with Workbench(home.workbench) as bench:
        open_account(bench, "quan.tri", "<img src=x onerror=alert(1)>", "administrator", PROVINCE)
        open_account(bench, "xa", "Cán bộ Xã", "commune", PROVINCE, MAU_A)
    deliver(home, folder, *ROWS, photo="Mật ong hoa nhãn Thử")
    release.publish(home, "thử")
    deliver(home, folder, ROWS[1].replace("85k", "95k").replace("Túi 100g", "Túi 100g"), name="lại.csv")
    hostile = [p.replace('"', '""').replace("\x01\x0b\ufffe", "") for p in PAYLOADS]
    rows = [f'{n},"{p} mật ong","HTX {p}","{p}, {HERE}","Chai 500ml {p}","12-15 {p}"' for n, p in enumerate(hostile, 1)]
    deliver(home, folder, *rows, name="<svg onload=alert(1)>.csv", sender='"><script>alert(1)</script>')
    photo = folder / "<img src=x onerror=alert(1)>.jpg"
    photo.write_bytes(jpeg(size=(520, 480)))
    receive(home, photo, sender="<b onmouseover=alert(1)>x</b>")
    with served(home.root) as address:
        yield home, address


def one_of(home: Home, sql: str, *values: Any) -> Any:
    """The first field that a query finds."""
    with Workbench(home.workbench, is_reading=True) as bench:
        return bench.rows(sql, values)[0][0]


def log_in(page: Page, address: str, login: str = "quan.tri", way: str = "/duyet") -> None:
    page.goto(address + way)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def inside(browser: Browser, address: str, **options: Any) -> tuple[BrowserContext, Page]:
    context = browser.new_context(**options)
    page = context.new_page()
    log_in(page, address)
    return context, page


MODES = [(360, "light", ""), (1200, "dark", ""), (360, "dark", "en")]


@pytest.mark.parametrize(("width", "scheme", "query"), MODES)
def test_axe_finds_nothing(browser: Browser, office, axe: str, width: int, scheme: Any, query: str) -> None:  # noqa: F811
    _, address = office
    context, page = inside(browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    found = {}
    for path in PAGES:
        page.goto(address + path + (("&" if "?" in path else "?") + "lang=en" if query else ""))
        for details in page.locator("details").all()[:6]:
            details.evaluate("one => one.open = true")
        page.evaluate(axe)
        violations = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
        if violations:
            found[path] = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if width == 360:
            assert page.evaluate(ALONE) == [], path
    context.close()
    assert found == {}


def faults(page: Page, axe: str, width: int) -> list[Any]:  # noqa: F811
    """What axe finds on the page that is open, what is too small for a finger, and whether it is too wide."""
    for details in page.locator("details").all()[:6]:
        details.evaluate("one => one.open = true")
    page.evaluate(axe)
    violations = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    found: list[Any] = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations]
    found += page.evaluate(ALONE) if width == 360 else []
    return found + (["too wide"] if page.evaluate("document.documentElement.scrollWidth") > width else [])


def states(page: Page, home: Home, address: str, folder: Path, query: str) -> Iterator[str]:
    """The pages that a form or an id leads to, one after the other."""
    producers = "SELECT DISTINCT producer_id FROM drafts WHERE json_extract(facts, '$.producer') = ?"
    one, other = (one_of(home, producers, name) for name in ("HTX Thử Một", "HTX Thử Ba"))
    photo = one_of(home, "SELECT sha256 FROM received_pictures WHERE submission_id IS NULL")
    maker = f"/duyet/co-so/{one}"
    for path in (f"/duyet/anh/{photo}", f"{maker}?q=ba", f"{maker}/tai-khoan", f"{maker}/gop?voi={other}"):
        page.goto(address + path + (("&" if "?" in path else "?") + query if query else ""))
        yield path
    page.locator("input[name='vi-sao']").evaluate("one => one.required = false")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a join without a reason"
    page.goto(f"{address}/duyet?xem=duyet{'&' + query if query else ''}")
    page.locator("input[name='tat-ca']").check()
    page.locator("main form details summary").first.click()
    page.locator("#loi-loat").fill("Mời xem lại.")
    page.locator("button[name=lam][value=held]").click()
    expect(page.locator("input[name=muc]")).to_have_count(1)
    yield "bulk preview"
    name = f"Chè {folder.name}"
    deliver(home, folder, f'1,{name},HTX Thử Chậm,"{HERE}",Gói 100g,12-15', name="chậm.csv", sender="cham")
    draft = draft_of(home, name)
    page.goto(f"{address}/duyet/{draft}{'?' + query if query else ''}")
    page.locator("summary", has_text="Giá bán" if not query else "Price").first.click()
    page.locator("input[name='c:price']").fill("15000")
    with Workbench(home.workbench) as bench:
        review.decide(bench, [draft], "rejected", "Mời chụp lại ảnh.", "Cán bộ Nhanh Tay")
    page.locator("#sua button.button-quiet[data-key=s]").click()
    expect(page.locator("main")).to_contain_text("Cán bộ Nhanh Tay")
    expect(page.locator("main")).to_contain_text("15000")
    yield "overtaken"


@pytest.mark.parametrize(("width", "scheme", "query"), MODES)
def test_axe_finds_nothing_in_what_forms_lead_to(
    browser: Browser,
    office,
    axe: str,  # noqa: F811
    tmp_path: Path,
    width: int,
    scheme: Any,
    query: str,
) -> None:
    home, address = office
    context, page = inside(browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    seen = states(page, home, address, tmp_path, f"lang={query}" if query else "")
    found = {state: wrong for state in seen if (wrong := faults(page, axe, width))}
    context.close()
    assert found == {}


def test_by_keys_alone_a_photo_gets_its_product_and_two_producers_are_joined(browser: Browser, office) -> None:
    _, address = office
    context, page = inside(browser, address)
    page.goto(f"{address}/duyet/anh")
    page.locator(".photos a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Tìm sản phẩm khác").focus()
    page.keyboard.type("mang kho")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Măng khô Thử").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã gắn ảnh cho Măng khô Thử")
    page.get_by_role("button", name="Hoàn tác").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".photos a")).to_have_count(1)

    page.goto(f"{address}/duyet/co-so")
    page.get_by_label("Tên cơ sở").focus()
    page.keyboard.type("thu ba")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="HTX Thử Ba").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Tên cơ sở").focus()
    page.keyboard.type("thu hai")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Xem trước: gộp HTX Thử Hai").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước: gộp")
    context.close()


def test_no_payload_runs_and_nobody_else_is_asked(browser: Browser, office) -> None:
    home, address = office
    with Workbench(home.workbench, is_reading=True) as bench:
        hostile = [row[0] for row in bench.rows("SELECT draft_id FROM states WHERE draft_id > 6")]
    assert len(hostile) > 10
    context = browser.new_context(bypass_csp=True)  # even without the policy nothing may run
    context.add_init_script("window.ran = 0; window.alert = () => { window.ran += 1; }")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    log_in(page, address)
    ran = 0
    photo = one_of(home, "SELECT sha256 FROM received_pictures WHERE submission_id IS NULL")
    fixed = ("/duyet", "/duyet?xem=duyet", "/duyet/can-bo", "/duyet/anh", f"/duyet/anh/{photo}", "/duyet/co-so?q=htx")
    for path in (*fixed, *(f"/duyet/{draft}" for draft in hostile), *joining(home, hostile)):
        page.goto(address + path)
        for one in page.locator("h2, td, summary").all()[:5]:
            one.dispatch_event("mouseover")
        ran += page.evaluate("window.ran")
    page.goto(address + "/duyet")
    page.get_by_label("mục đang lọc").check()
    page.get_by_text("Trả lại hoặc giữ chờ").click()
    page.get_by_label("Lời gửi người gửi").fill("<script>alert(1)</script>")
    page.get_by_role("button", name="Xem trước: trả lại").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    ran += page.evaluate("window.ran")
    context.close()
    assert ran == 0
    assert [url for url in asked if not url.startswith(address)] == []


def joining(home: Home, drafts: list[int]) -> list[str]:
    """The pages of the producers of some drafts, and previews that join each with the next one."""
    with Workbench(home.workbench, is_reading=True) as bench:
        sql = "SELECT DISTINCT producer_id FROM drafts WHERE id IN (SELECT value FROM json_each(?))"
        makers = [row[0] for row in bench.rows(sql, [json.dumps(drafts)]) if row[0]]
    assert len(makers) > 5
    previews = [f"/duyet/co-so/{a}/gop?voi={b}&vi-sao=%3Cscript%3Ealert(1)%3C/script%3E" for a, b in pairwise(makers)]
    paying = [f"/duyet/co-so/{one}/tai-khoan" for one in makers]
    return [*(f"/duyet/co-so/{one}?q=htx" for one in makers), *paying, *previews]


def test_a_queue_is_worked_through_by_keys_alone(browser: Browser, office, tmp_path: Path) -> None:
    home, address = office
    deliver(home, tmp_path, f'1,Chè phím Thử,HTX Thử Phím,"{HERE}",Gói 100g,12-15', name="phím.csv", sender="phim")
    draft = draft_of(home, "Chè phím")
    context, page = inside(browser, address)
    page.goto(f"{address}/duyet?nguoi=phim")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-item] input[type=checkbox]").first.is_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/duyet/{draft}?nguoi=phim")
    page.keyboard.press("t")
    page.keyboard.type("dst")  # letters of words are no commands
    assert state_of(home, draft) == "held"
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.get_by_role("status").first).to_contain_text("Đã duyệt")
    assert state_of(home, draft) == "accepted"
    page.keyboard.press("z")
    expect(page).to_have_url(f"{address}/duyet/{draft}?nguoi=phim")
    assert state_of(home, draft) == "held"
    page.keyboard.press("q")
    expect(page.get_by_role("heading", level=1)).to_have_text("Duyệt đăng")
    context.close()


def test_without_script_an_officer_repairs_and_accepts_on_a_phone(browser: Browser, office, tmp_path: Path) -> None:
    home, address = office
    deliver(home, tmp_path, f'1,Kẹo lạc Thử,HTX Thử Kẹo,"{HERE}",Gói 100g,12-15', name="kẹo.csv", sender="keo")
    draft = draft_of(home, "Kẹo lạc")
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    log_in(page, address, "xa", f"/duyet/{draft}?nguoi=keo")
    row = page.get_by_role("row").filter(has_text="Giá bán")
    row.get_by_text("Sửa").click()
    row.get_by_role("textbox").fill("15000")
    page.get_by_role("button", name="Lưu và duyệt đăng").click()
    expect(page.get_by_text("Không còn mục nào chờ ở đây.")).to_be_visible()
    assert state_of(home, draft) == "accepted"
    context.close()
