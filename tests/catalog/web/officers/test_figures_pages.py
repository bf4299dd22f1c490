"""The pages of figures: every number is a link to exactly its rows, and nobody sees another's."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from catalog.reports import kinds, preflights
from catalog.web.reporting import views
from catalog.workbench import days
from catalog.workbench.home import Home
from catalog.workbench.officers import accounts
from catalog.workbench.reviewing import queue
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.store import Workbench
from tests.catalog.reports.conftest import reported  # noqa: F401  (the same home, with officers)
from tests.catalog.reports.test_annex import words_of
from tests.catalog.web.officers.conftest import page_of, words
from tests.conftest import CHILLI, HONEY, QUE

DASHBOARD = "/duyet/so-lieu"
# Whose goods stand in Xuân Ái (04441) of Lào Cai; who looks after Quảng Ninh.
OWN, NEIGHBOUR, PROVINCE, ELSEWHERE = "xa.khac", "mau.a", "tinh", "tinh.khac"


@pytest.fixture
def figured(reported: Home, monkeypatch: pytest.MonkeyPatch) -> Home:  # noqa: F811
    """The home with officers in which readiness is worked out, as the worker would."""
    monkeypatch.setattr(views, "LOOKS", 0)
    preflights.work_out(reported, days.today())
    return reported


async def rows_of(client, address: str) -> list[list[str]]:
    path, _, query = address.partition("?")
    answer = await client.get(f"{path}.csv?{query}")
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


@pytest.mark.parametrize(
    ("login", "query"),
    [(PROVINCE, ""), (PROVINCE, "?noi=04441"), (PROVINCE, "?lang=en"), (OWN, ""), (NEIGHBOUR, ""), (ELSEWHERE, "")],
)
async def test_every_number_on_the_page_is_the_number_of_rows_behind_it(figured, log_in, login, query) -> None:
    client = await log_in(login)
    page = page_of(await client.get(DASHBOARD + query))
    links = page.xpath(f"//main//a[starts-with(@href, '{DASHBOARD}/') and not(contains(@href, 'phu-luc'))]")
    assert len(links) > 60
    seen: dict[str, int] = {}
    for link in links:
        number = link.xpath("normalize-space(.//strong)") or words(link)
        seen[link.get("href")] = int(re.sub(r"\D", "", number))
    wrong = {href: n for href, n in seen.items() if len(await rows_of(client, href)) != n}
    assert wrong == {}


async def test_a_list_shows_its_rows_and_what_it_was_chosen_by(figured, log_in) -> None:
    client = await log_in(OWN)
    page = page_of(await client.get(f"{DASHBOARD}/san-pham?sao=4"))
    assert "Sản phẩm: 1" in words(page)
    assert "4 sao" in words(page)
    assert words(page.xpath("//tbody/tr/th")[0]) == HONEY[1]
    english = page_of(await client.get(f"{DASHBOARD}/san-pham?sao=4&lang=en"))
    assert "Products: 1" in words(english)
    waiting = page_of(await client.get(f"{DASHBOARD}/cho-duyet"))
    assert waiting.xpath("//tbody//a/@href")[0].startswith("/duyet/")


async def test_nobody_sees_the_rows_of_another(figured, log_in) -> None:
    shown = {}
    for login in (OWN, NEIGHBOUR, PROVINCE, ELSEWHERE):
        client = await log_in(login)
        said = (await client.get(DASHBOARD)).text
        for kind in kinds.KINDS:
            said += str(await rows_of(client, f"{DASHBOARD}/{kind}"))
        said += " ".join(words_of((await client.get(f"{DASHBOARD}/phu-luc.docx")).content))
        shown[login] = [name for name in (HONEY[1], QUE[1], CHILLI[1]) if name in said]
    lao_cai = [HONEY[1], QUE[1]]
    assert shown == {OWN: lao_cai, NEIGHBOUR: [], PROVINCE: lao_cai, ELSEWHERE: [CHILLI[1]]}


@pytest.mark.parametrize("place", ["22", "04375", "99999", "x", "04441' OR 1=1"])
async def test_a_place_of_somebody_else_is_not_there(figured, log_in, place) -> None:
    client = await log_in(OWN)
    for path in ("", "/san-pham", "/san-pham.csv", "/phu-luc.xlsx", "/phu-luc.docx"):
        assert (await client.get(f"{DASHBOARD}{path}?noi={quote(place)}")).status_code == 404


@pytest.mark.parametrize("path", ["/nguoi-dung", "/san-pham?mat-khau=1", "/nguoi-dung.csv", "/san-pham.csv?id=1"])
async def test_what_cannot_be_asked_is_not_there(figured, log_in, path) -> None:
    assert (await (await log_in(PROVINCE)).get(DASHBOARD + path)).status_code == 404


async def test_words_of_senders_are_words(figured, log_in, write_sheet: Callable[..., Path]) -> None:
    """A filter of an address is shown as words, and a cell that looks like a formula is none in the CSV."""
    client = await log_in(PROVINCE)
    page = await client.get(f"{DASHBOARD}/san-pham", params={"bo": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text
    assert "alert(1)" in page.text


async def test_before_the_first_release_the_page_says_so(home, log_in, monkeypatch) -> None:
    monkeypatch.setattr(views, "LOOKS", 0)
    page = page_of(await (await log_in(PROVINCE)).get(DASHBOARD))
    assert "Chưa có gì được đăng." in words(page)


async def test_readiness_is_asked_of_the_worker_and_told_until_it_is_there(reported, log_in, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(views, "LOOKS", 0)
    client = await log_in(PROVINCE)
    assert "đang được tính lại" in (await client.get(DASHBOARD)).text
    preflights.work_out(reported, days.today())
    assert "đang được tính lại" not in (await client.get(DASHBOARD)).text


async def test_what_waits_is_what_stands_in_the_queue(figured, log_in) -> None:
    """The number of the dashboard is that of the officer's own queue, also of rows that name several places or none."""
    for login in (OWN, NEIGHBOUR, PROVINCE, ELSEWHERE):
        client = await log_in(login)
        with Workbench(figured.workbench, is_reading=True) as bench:
            queued = queue.count(bench, Wanted(officer=accounts.find(bench, login)))
        assert len(await rows_of(client, f"{DASHBOARD}/cho-duyet")) == queued
