"""The pages of figures and markets in Chromium: axe finds nothing, a phone is wide enough, the story works by hand."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.desk import packaging
from catalog.reports import preflights
from catalog.workbench import days, jobs
from catalog.workbench.home import Home
from catalog.workbench.officers import sessions
from catalog.workbench.store import Workbench
from tests.catalog.reports.conftest import reported  # noqa: F401  (the same home, with officers)
from tests.catalog.web.officers.conftest import PASSWORD
from tests.catalog.web.officers.test_market_pages import SENT_BACK, csv_bytes
from tests.catalog.web.served import served
from tests.catalog.web.test_in_browser import SMALL, TAGS, axe  # noqa: F401  (a fixture)
from tests.conftest import HONEY

pytestmark = pytest.mark.browser

PAGES = [
    "/duyet/so-lieu",
    "/duyet/so-lieu/san-pham",
    "/duyet/so-lieu/cho-duyet",
    "/duyet/so-lieu/len-san?san=haravan",
    "/duyet/so-lieu/san-pham?sao=5",
    "/len-san",
    "/len-san/haravan",
    "/len-san/meta",
    "/len-san/postmart?muc=ready",
    "/len-san/shopee",
    "/len-san/haravan/tra-loi",
    "/len-san/sapo/tra-loi",
]


def logged_in(home: Home, browser: Browser, **options: Any) -> Page:
    with Workbench(home.workbench) as bench:
        token = sessions.log_in(bench, "tinh", PASSWORD, "127.0.0.1")
    assert token
    context = browser.new_context(**options)
    context.add_cookies([{"name": "ocop_can_bo", "value": token, "domain": "127.0.0.1", "path": "/"}])
    return context.new_page()


def look(page: Page, axe_source: str, where: str) -> dict[str, Any]:
    """What axe finds on the page that is open, and whether it is wider than it may be."""
    page.evaluate(axe_source)
    violations = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    found = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(("too wide", []))
    # What one touches of a box to tick is its label.
    small = [one for one in page.evaluate(SMALL) if 'type="checkbox"' not in one]
    return {where: [*found, *([("small", small)] if small else [])]} if found or small else {}


@pytest.mark.parametrize(("width", "scheme", "query"), [(360, "light", ""), (1200, "dark", ""), (360, "dark", "en")])
def test_axe_finds_nothing(reported, browser: Browser, axe, width: int, scheme: Any, query: str) -> None:  # noqa: F811
    preflights.work_out(reported, days.today())
    found: dict[str, Any] = {}
    with served(reported.root) as base:
        page = logged_in(reported, browser, viewport={"width": width, "height": 800}, color_scheme=scheme)
        for path in PAGES:
            answer = page.goto(base + path + (("&" if "?" in path else "?") + "lang=en" if query else ""))
            assert answer is not None
            assert answer.status == 200
            found |= look(page, axe, path)
        page.context.close()
    assert found == {}


def test_the_way_of_a_package_by_hand(reported: Home, browser: Browser, axe: str, tmp_path: Path) -> None:  # noqa: F811
    """The package is made while the page waits, downloaded, confirmed, answered; axe at each step."""
    preflights.work_out(reported, days.today())
    answer = tmp_path / "loi.csv"
    answer.write_bytes(csv_bytes(SENT_BACK))
    found: dict[str, Any] = {}
    with served(reported.root) as base:
        page = logged_in(reported, browser, viewport={"width": 360, "height": 740})
        page.goto(f"{base}/duyet/so-lieu")
        page.get_by_role("link", name="Đưa lên sàn").first.click()
        page.get_by_role("link", name="Haravan").click()
        expect(page.get_by_role("link", name=HONEY[1]).first).to_be_visible()
        page.get_by_role("button", name="Làm gói").click()
        expect(page.get_by_role("link", name="Tải gói (ZIP)")).to_be_visible(timeout=60_000)
        found |= look(page, axe, "made")
        with page.expect_download() as download:
            page.get_by_role("link", name="Tải gói (ZIP)").click()
        assert download.value.suggested_filename.endswith(".zip")
        page.get_by_role("button", name="Đã tải lên sàn").click()
        expect(page.get_by_text("Đã xác nhận tải lên sàn.")).to_be_visible()
        page.get_by_role("link", name="Sàn trả lời, dán liên kết trang bán").click()
        page.get_by_label("Tệp của sàn").set_input_files(answer)
        page.get_by_role("button", name="Đọc câu trả lời").click()
        expect(page.get_by_text("Ảnh mờ, không rõ nhãn")).to_be_visible()
        found |= look(page, axe, "answered")
        page.goto(f"{base}/len-san/haravan/tra-loi")
        page.get_by_label("Tệp của sàn").set_input_files({"name": "x.xlsx", "mimeType": "", "buffer": b"PK\x03\x04"})
        page.get_by_role("button", name="Đọc câu trả lời").click()
        expect(page.get_by_role("alert")).to_be_visible()
        found |= look(page, axe, "refused")
        page.context.close()
    assert found == {}


def test_a_package_under_way_is_told(reported, browser: Browser, axe) -> None:  # noqa: F811
    """The page that waits has no fault either, and loads itself again; a worker of before has taken its job."""
    preflights.work_out(reported, days.today())
    reported.worker_lock.touch()
    with reported.worker_lock.open("a") as lock, served(reported.root) as base, Workbench(reported.workbench) as bench:
        fcntl.flock(lock, fcntl.LOCK_EX)
        words = packaging.Wanted("haravan", "15").words
        jobs.ask(bench, "package", None, asked_by="thử", words=words)
        job = jobs.take(bench)
        assert job is not None
        jobs.tell(bench, job.id, "haravan", 1, 2)
        page = logged_in(reported, browser, viewport={"width": 360, "height": 740})
        page.route("**/again.js*", lambda route: route.abort())
        page.goto(f"{base}/len-san/haravan")
        expect(page.locator("progress")).to_have_attribute("value", "1")
        assert look(page, axe, "working") == {}
        page.unroute("**/again.js*")
        page.goto(f"{base}/len-san/haravan")
        jobs.end(bench, job.id, "Chưa làm được gói.")
        expect(page.get_by_role("alert")).to_have_text("Chưa làm được gói.", timeout=30_000)
        page.context.close()
