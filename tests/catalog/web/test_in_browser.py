"""All pages in Chromium: axe finds nothing, none is wider than a phone, targets are large enough, no payload runs."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.publish.tables import build, schema
from tests.catalog.web import shop
from tests.catalog.web.served import served
from tests.catalog.web.test_hostile_data import COMPUTED, PAYLOADS

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[3]
PAGES = [
    "/",
    "/san-pham",
    "/san-pham?q=que&tinh=15&sao=4",
    "/san-pham?kieu=bang&sap-xep=gia",
    "/san-pham?q=khongcogi",
    "/san-pham?q=mat+ogn",
    "/san-pham/que-thanh-van-yen",
    "/san-pham/que-thanh-van-yen/bang-gia",
    "/san-pham/lot-giay-que",
    "/san-pham/mang-ot",
    "/co-so/htx-que-van-yen-xanh",
    "/co-so/ho-mau-a",
    "/ban-do",
    "/tinh/lao-cai",
    "/tinh/ha-noi",
    "/xa/mau-a-04375",
    "/tai-ve",
    "/huong-dan",
    "/rieng-tu",
    "/san-pham/keo-lac-xua",
    "/khong-co-trang-nay",
]
# Rules of WCAG 2.2 A and AA, and what axe calls good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("shop")
    shop.make_home(home)
    (home / "config.toml").write_text('[site]\naddress = "https://ocop.example.vn"\n', encoding="utf-8")
    with served(home) as base:
        yield base


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core, which .ci/run brings from npm."""
    folder = Path(os.environ.get("OCOP_NODE_PEERS", ROOT / ".node-peers"))
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        pytest.skip("axe-core is not installed: npm install --prefix .node-peers axe-core@4.10.3")
    return source.read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "scheme", "query"), [(360, "light", ""), (1200, "dark", ""), (360, "dark", "en")])
def test_axe_finds_nothing(browser: Browser, address: str, axe: str, width: int, scheme: Any, query: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.set_content("<img src=x>")
    page.evaluate(axe)
    assert page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"], "axe sees a bad page"
    found = {}
    for path in PAGES:
        page.goto(address + path + (("&" if "?" in path else "?") + "lang=en" if query else ""))
        page.evaluate(axe)
        violations = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
        if violations:
            found[path] = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations]
    context.close()
    assert found == {}


# Words of a sentence may be smaller targets (WCAG 2.5.8 excepts them); everything that stands alone is not.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")].filter(one => {
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  if (!box.width || style.display === "inline" || one.closest(".skip, .unseen")) return false;
  return box.height < 43.5 && !one.closest("p, dd, .crumbs");
}).map(one => one.outerHTML.slice(0, 120))"""


def test_no_page_is_wider_than_a_phone_and_targets_are_large(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.evaluate(SMALL) == [], path
    context.close()
    assert [url for url in asked if not url.startswith(address)] == []


def test_the_answer_follows_the_typing(browser: Browser, address: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address + "/san-pham?tinh=15")
    page.locator("header input[name=q]").press_sequentially("que tha")
    expect(page.get_by_role("heading", level=1)).to_contain_text("que tha")
    assert "q=que+tha" in page.url
    assert "tinh=15" in page.url
    expect(page.locator(".card").first).to_contain_text("Quế thanh Văn Yên")
    page.locator("header input[name=q]").fill("mat ogn")
    expect(page.get_by_text("mật ong").first).to_be_visible()
    assert errors == []
    page.close()


def poisoned() -> dict[str, list[shop.Row]]:
    """The whole catalogue with every payload in every field of some row."""
    tables = shop.rows()
    tables["bank_accounts"] = [{"producer_id": tables["producers"][0]["id"]}]
    for table in schema.TABLES:
        texts = [c.name for c in table.columns if c.type == "TEXT" and c.name not in COMPUTED]
        turns = itertools.cycle(PAYLOADS)
        for row in tables[table.name]:
            row.update({name: next(turns) for name in texts})
    return tables


def counting(browser: Browser, base: str) -> tuple[Page, list[str]]:
    """A page without the policy that would stop scripts, and the addresses at which a payload ran on it."""
    runs: list[str] = []
    page = browser.new_context(bypass_csp=True).new_page()
    page.expose_function("payloadRan", lambda where: runs.append(where))
    page.add_init_script("window.alert = window.confirm = window.prompt = () => window.payloadRan(location.href)")
    page.goto(base)
    page.set_content("<img src=x onerror=alert(1)>")
    page.wait_for_function("document.images[0].complete")
    assert runs, "a payload that does run is counted"
    runs.clear()
    return page, runs


def test_no_payload_runs(browser: Browser, tmp_path: Path) -> None:
    """Every page of a poisoned catalogue, ours and Datasette's, without the policy that would stop scripts."""
    shop.make_home(tmp_path)
    tables = poisoned()
    (tmp_path / "catalog.db").unlink()
    build.write_catalog(tmp_path / "catalog.db", tables)
    (tmp_path / "config.toml").write_text('[site]\naddress = "https://ocop.example.vn"\n', encoding="utf-8")
    paths = [*PAGES, *(f"/san-pham/{row['slug']}" for row in tables["products"])]
    paths += [f"/co-so/{row['slug']}" for row in tables["producers"]]
    paths += ["/catalog", *(f"/catalog/{table.name}" for table in schema.TABLES)]
    with served(tmp_path) as base:
        page, runs = counting(browser, base)
        for path in paths:
            assert page.goto(base + path) is not None
            _touch(page)
        for payload in PAYLOADS:
            page.goto(f"{base}/san-pham?{urlencode(dict.fromkeys(('q', 'tinh', 'bo', 'loai'), payload))}")
            _touch(page)
        page.context.close()
    assert runs == []


def _touch(page: Page) -> None:
    """What a curious visitor does without leaving: opens what folds, moves over and focuses everything."""
    page.evaluate("""() => document.querySelectorAll("main *, body > *").forEach(one => {
      if (one.tagName === "DETAILS") one.open = true;
      for (const kind of ["mouseover", "mouseenter", "focus", "error"]) one.dispatchEvent(new Event(kind));
    })""")
