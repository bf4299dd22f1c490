"""A buyer on a phone, in a real browser: opens home, finds honey typed without accents, opens it, sees its picture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.workbench.home import Home
from tests.catalog.web.served import served
from tests.test_demo import demo_home  # noqa: F401  (the same session's demo)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(demo_home: Home) -> Iterator[str]:  # noqa: F811
    """`ocop serve` on a free port."""
    with served(demo_home.root) as base:
        yield base


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone of 360 px, with and without JavaScript."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=request.param)
    page = context.new_page()
    yield page
    context.close()


def test_a_buyer_finds_honey_and_sees_its_picture(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(address)
    page.get_by_role("searchbox").first.fill("mat ong")
    page.keyboard.press("Enter")
    found = page.locator("a[href*='/san-pham/']").filter(has_text="ong").first
    expect(found).to_be_visible()
    found.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ong")
    picture = page.locator("main img").first
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box
    assert box["width"] > 100
    answer = page.request.get(address + (picture.get_attribute("src") or ""))
    assert answer.headers["content-type"].startswith("image/")
    assert [u for u in asked if not u.startswith(address)] == []


@pytest.mark.parametrize(
    "path", ["/", "/san-pham", "/san-pham?q=que", "/san-pham?q=khongcogi", "/huong-dan", "/ban-do", "/?lang=en"]
)
def test_no_page_is_wider_than_a_phone(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    box = page.locator("body").bounding_box()
    assert box
    assert box["width"] <= 360
    if page.context.browser and page.evaluate("1") == 1:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
