"""Producers joined and taken apart in the browser: shown first, with a reason, within an officer's places, undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from catalog.publish import release
from catalog.web.officers.producer_views import CONSENTS
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.privacy import consents
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import HERE, THERE, deliver, page_of, send, words

ONE, OTHER, FAR = "HTX Rừng Thử", "Tổ hợp tác Suối Nhạn", "Cơ sở Xa Thử"
ROWS = [
    f'1,Quế thanh Thử,{ONE},"{HERE}",Túi 500g,120000',
    f'2,Quế thanh Thử,{OTHER},"{HERE}",Túi 500g,120000',
    f'3,Trà quế Thử,{OTHER},"{HERE}",Túi 100g,45000',
    f'4,Măng khô Thử,{FAR},"{THERE}",Túi 300g,90000',
]


@pytest.fixture
def makers(home: Home, tmp_path: Path) -> dict[str, str]:
    """The id of each producer, of a home in which all is published."""
    deliver(home, tmp_path, *ROWS)
    release.publish(home, "thử")
    return ids(home)


def ids(home: Home) -> dict[str, str]:
    sql = "SELECT json_extract(facts, '$.producer') AS name, producer_id FROM drafts"
    with Workbench(home.workbench, is_reading=True) as bench:
        return {row["name"]: row["producer_id"] for row in bench.rows(sql)}


def form_of(page) -> dict[str, str]:
    """The fields of the form that makes what a preview shows."""
    (form,) = page.xpath("//form[.//input[@name='cua']]")
    return {one.get("name"): one.get("value") or "" for one in form.xpath(".//input") if one.get("name") != "so"}


async def test_two_producers_become_one_and_two_again(makers, home: Home, log_in) -> None:
    client = await log_in("mau.a")
    start = page_of(await client.get("/duyet/co-so?q=rung"))
    (at,) = start.xpath("//main//li//h2/a/@href")
    assert at == f"/duyet/co-so/{makers[ONE]}"
    found = page_of(await client.get(f"{at}?q=nhan"))
    (preview,) = found.xpath("//a[contains(@href, '/gop?')]/@href")
    shown = page_of(await client.get(preview))
    assert {ONE, OTHER, "2 sản phẩm"} <= {words(one) for one in shown.xpath("//main//h3 | //main//p")}
    assert "/co-so/to-hop-tac-suoi-nhan → /co-so/htx-rung-thu" in words(shown)
    (name,) = shown.xpath("//div[contains(@class, 'charts')]/div[2]//h3")
    assert ids(home) == makers, "a preview writes nothing"

    form = form_of(shown)
    unsaid = await send(client, f"{at}/gop", **form)
    assert unsaid.status_code == 400
    assert "Hãy ghi vì sao" in unsaid.text
    assert ids(home) == makers
    made = await send(client, f"{at}/gop", **form | {"vi-sao": "Cùng một nhà"})
    assert made.status_code == 303
    assert ids(home)[OTHER] == makers[ONE]
    page = page_of(await client.get(made.headers["location"]))
    release.publish(home, "thử")
    with closing(sqlite3.connect(home.catalog)) as db:
        assert db.execute("SELECT name FROM producers WHERE id = ?", [makers[ONE]]).fetchone() == (words(name),)
    assert "Cán bộ Mậu A" in words(page)
    assert "Cùng một nhà" in words(page)
    assert (await client.get(f"/duyet/co-so/{makers[OTHER]}")).status_code == 200

    (apart,) = page.xpath("//a[contains(@href, '/tach?')][.//span[contains(., 'Suối Nhạn')]]/@href")
    undone = await send(client, f"{at}/tach", **form_of(page_of(await client.get(apart))) | {"vi-sao": "Nhầm"})
    assert undone.status_code == 303
    assert ids(home) == makers
    told = words(page_of(await client.get(undone.headers["location"])))
    assert "Đã tách" in told
    assert "Nhầm" in told


async def test_what_changed_since_the_preview_is_shown_anew(makers, home: Home, log_in, tmp_path) -> None:
    client = await log_in("mau.a")
    at = f"/duyet/co-so/{makers[ONE]}"
    form = form_of(page_of(await client.get(f"{at}/gop?voi={makers[OTHER]}"))) | {"vi-sao": "Cùng một nhà"}
    deliver(home, tmp_path, f'1,Mật ong Thử,{ONE},"{HERE}",Chai 500ml,150000', name="thêm.csv")
    late = await send(client, f"{at}/gop", **form)
    assert late.status_code == 409
    assert "chưa ghi gì" in late.text
    assert "Mật ong Thử" in late.text
    assert 'value="Cùng một nhà"' in late.text
    assert ids(home)[OTHER] == makers[OTHER]


async def test_what_reaches_beyond_an_officers_places_is_the_provinces(makers, home: Home, log_in) -> None:
    own, other, province = await log_in("mau.a"), await log_in("xa.khac"), await log_in("tinh")
    at = f"/duyet/co-so/{makers[ONE]}"
    assert (await own.get(f"{at}/gop?voi={makers[FAR]}")).status_code == 404
    assert (await other.get(at)).status_code == 404
    assert ONE not in (await other.get("/duyet/co-so?q=rung")).text
    form = form_of(page_of(await province.get(f"{at}/gop?voi={makers[FAR]}"))) | {"vi-sao": "Một cơ sở, hai nơi"}
    assert (await send(own, f"{at}/gop", **form)).status_code == 404
    assert (await send(province, f"{at}/gop", **form)).status_code == 303
    page = await own.get(at)
    assert "việc gộp, tách là của cán bộ tỉnh" in page.text
    assert "Măng khô Thử" not in page.text, "the row of another commune is nobody else's"
    refused = await own.get(f"{at}/gop?voi={makers[OTHER]}")
    assert refused.status_code == 400
    assert "hãy nhờ cán bộ tỉnh" in refused.text


async def test_a_join_of_others_is_not_taken_apart_by_its_number(makers, home: Home, log_in) -> None:
    with Workbench(home.workbench) as bench:
        number = merges.merge(bench, makers[ONE], makers[OTHER], "", "Cán bộ Tỉnh")
    client = await log_in("xa.khac")
    assert (await client.get(f"/duyet/co-so/{makers[FAR]}/tach?lan={number}")).status_code == 404
    assert (await send(client, f"/duyet/co-so/{makers[FAR]}/tach", lan=str(number))).status_code == 404
    assert (await client.get(f"/duyet/co-so/{makers[FAR]}/tach?lan=x")).status_code == 404


async def test_a_question_about_producers_is_answered(home: Home, log_in, tmp_path) -> None:
    names = ("HTX Nông sản Thử Nghiệm", "HTX Nong san Thu Nghiem")  # nobody can tell which accents are meant
    deliver(home, tmp_path, *(f'{n},Trà số {n} Thử,{name},"{HERE}",Túi 100g,45000' for n, name in enumerate(names, 1)))
    with Workbench(home.workbench, is_reading=True) as bench:
        assert [one["kind"] for one in merges.twins(bench)] == ["producer"]
    client = await log_in("mau.a")
    start = page_of(await client.get("/duyet/co-so"))
    (apart,) = start.xpath("//a[contains(@href, '/tach?')]/@href")
    shown = page_of(await client.get(apart))
    assert "máy sẽ không hỏi lại" in words(shown)
    form = form_of(shown) | {"vi-sao": "Hai nhà"}
    assert (await send(client, apart.partition("?")[0], **form)).status_code == 303
    assert "Không có câu hỏi nào đang chờ." in (await client.get("/duyet/co-so")).text


def test_every_field_of_consent_has_its_words() -> None:
    assert consents.FIELDS == CONSENTS


async def test_products_that_were_joined_by_mistake_are_taken_apart(makers, home: Home, log_in) -> None:
    sql = "SELECT product_id FROM drafts WHERE name = ? AND producer_id = ?"
    with Workbench(home.workbench) as bench:
        pair = [bench.rows(sql, [name, makers[OTHER]])[0][0] for name in ("Quế thanh Thử", "Trà quế Thử")]
        merges.merge(bench, *pair, "", "Cán bộ Tỉnh")
    client = await log_in("mau.a")
    page = page_of(await client.get(f"/duyet/co-so/{makers[OTHER]}"))
    (apart,) = page.xpath("//a[contains(@href, '/tach?')]/@href")
    shown = page_of(await client.get(apart))
    sides = [words(one) for one in shown.xpath("//div[contains(@class, 'charts')]/div")]
    assert ["1 sản phẩm" in side for side in sides] == [True, False]
    assert "Quế thanh Thử = Trà quế Thử" in sides[0]
    made = await send(client, apart.partition("?")[0], **form_of(shown) | {"vi-sao": "Hai thứ"})
    assert made.status_code == 303
    with Workbench(home.workbench, is_reading=True) as bench:
        after = [bench.rows(sql, [name, makers[OTHER]])[0][0] for name in ("Quế thanh Thử", "Trà quế Thử")]
    assert after == pair
