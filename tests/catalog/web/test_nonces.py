"""On Datasette's own pages run the scripts of its templates, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette
from playwright.sync_api import Browser

from tests.catalog.web import shop
from tests.catalog.web.served import served

PAGES = (
    "/-/",
    "/catalog",
    "/catalog/products",
    "/catalog/products?_facet=province&_sort=name",
    "/catalog/product_facts/p001",
    "/catalog/-/query?sql=select+name+from+products+where+id+%3D+%3Aid&id=p001",
    "/catalog/nothing",
    "/-/plugins",
    "/-/settings",
)
# The script of a page may be marked as data, or come from an address of ours.
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>")


@pytest.mark.parametrize("path", PAGES)
async def test_every_script_of_a_template_has_the_nonce_of_its_answer(site: Datasette, path: str) -> None:
    answer, again = await site.client.get(path), await site.client.get(path)
    policy = answer.headers["content-security-policy"]
    (nonce,) = re.findall(r"'nonce-([\w-]{20,})'", policy)
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    scripts = SCRIPT.findall(answer.text)
    assert scripts
    assert [attributes for attributes in scripts if f'nonce="{nonce}"' not in attributes] == []
    assert nonce not in again.text
    assert nonce not in again.headers["content-security-policy"]


async def test_what_data_brings_along_has_no_nonce(site: Datasette) -> None:
    answer = await site.client.get("/catalog/-/query?sql=select+'<script>alert(1)</script>'+as+x")
    assert "<script>alert(1)" not in answer.text


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("shop")
    shop.make_home(home)
    with served(home) as base:
        yield base


WATCH = """window.refused = [];
addEventListener("securitypolicyviolation", seen => refused.push(seen.violatedDirective + " " + seen.sample))"""


@pytest.mark.browser
def test_datasettes_scripts_run_and_others_do_not(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(WATCH)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("typeof window.datasetteVersion") == "string", path
        assert page.evaluate("window.refused") == [], path
    page.goto(f"{address}/catalog/products")
    page.get_by_role("button", name="Choose columns").click()
    assert page.evaluate("window.refused") == []
    assert errors == []
    page.evaluate("""document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = 1'>")""")
    page.wait_for_function("window.refused.length > 0")
    assert page.evaluate("window.ran") is None
    context.close()
