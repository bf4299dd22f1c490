"""Every address that was ever published goes on working: over renamings, merges, their undoing, and consents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.publish import release
from catalog.web import serving
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.reviewing import editing, review
from catalog.workbench.store import Workbench
from tests.catalog.publish.test_release import HOUSEHOLD, PRIVATE_HEADER, private_row, query
from tests.conftest import CHILLI, HONEY, QUE, receive

Write = Callable[..., Path]

HONEY_PAGE, QUE_PAGE = "/san-pham/mat-ong-hoa-nhan-doi-vai", "/san-pham/que-thanh-doi-vai"


async def answers(home: Home, *paths: str) -> list[str | int]:
    """What the site of the current release answers: the status, or where it leads."""
    served = serving.datasette_for(home.catalog.resolve())
    found = [await served.client.get(path) for path in paths]
    served.close()
    return [str(a.headers["location"]) if a.status_code == 301 else a.status_code for a in found]


async def leads(home: Home, path: str) -> str:
    """Where an address leads for now."""
    served = serving.datasette_for(home.catalog.resolve())
    found = await served.client.get(path)
    served.close()
    return str(found.headers["location"])


def publish(home: Home) -> dict[str, str]:
    """Publishes; gives the address of each product by its id."""
    release.publish(home, "test", force="thử")
    return dict(query(home, "SELECT id, slug FROM products"))


def merge(home: Home, stays: str, goes: str) -> int:
    with Workbench(home.workbench) as bench:
        return merges.merge(bench, stays, goes, "một thứ", "officer")


def split(home: Home, join: int) -> None:
    with Workbench(home.workbench) as bench:
        merges.split(bench, join, "nhầm", "officer")


async def test_a_merge_leads_old_links_to_what_stays_and_its_undoing_back(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    before = publish(home)
    assert await answers(home, HONEY_PAGE, QUE_PAGE) == [200, 200]
    join = merge(home, "mat-ong-hoa-nhan-doi-vai", "que-thanh-doi-vai")
    publish(home)
    assert await answers(home, HONEY_PAGE, QUE_PAGE, QUE_PAGE + "?lang=en") == [
        200, HONEY_PAGE, HONEY_PAGE + "?lang=en",
    ]  # fmt: skip
    ids = {slug: ident for ident, slug in before.items()}
    gone, stays = ids["que-thanh-doi-vai"], ids["mat-ong-hoa-nhan-doi-vai"]
    assert await leads(home, f"/catalog/products/{gone}.json") == f"/catalog/products.json?id={stays}"
    assert query(home, "SELECT * FROM addresses") == [("que-thanh-doi-vai", "product", stays, gone)]
    split(home, join)
    assert publish(home) == before
    assert await answers(home, HONEY_PAGE, QUE_PAGE) == [200, 200]
    assert query(home, "SELECT * FROM addresses") == []


async def test_an_old_link_follows_two_merges(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE, [*QUE[:1], "Bột quế Đồi Vải", *QUE[2:]]]))
    publish(home)
    merge(home, "bot-que-doi-vai", "que-thanh-doi-vai")
    publish(home)
    merge(home, "mat-ong-hoa-nhan-doi-vai", "bot-que-doi-vai")
    publish(home)
    # Named by its old address, also after it gave way.
    with Workbench(home.workbench, is_reading=True) as bench:
        assert editing.find(bench, "que-thanh-doi-vai") == editing.find(bench, "mat-ong-hoa-nhan-doi-vai")
    assert await answers(home, QUE_PAGE, "/san-pham/bot-que-doi-vai") == [HONEY_PAGE, HONEY_PAGE]


async def test_producers_that_are_one_have_one_page_and_two_addresses(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, CHILLI]))
    publish(home)
    join = merge(home, "htx-doi-vai", "htx-suoi-nhan")
    publish(home)
    assert await answers(home, "/co-so/htx-doi-vai", "/co-so/htx-suoi-nhan") == [200, "/co-so/htx-doi-vai"]
    split(home, join)
    publish(home)
    assert await answers(home, "/co-so/htx-doi-vai", "/co-so/htx-suoi-nhan") == [200, 200]


async def test_a_renamed_product_keeps_its_address(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    before = publish(home)
    with Workbench(home.workbench) as bench:
        editing.edit(bench, "que-thanh-doi-vai", {"name": "Quế thanh ống"}, "officer", "tên trên nhãn")
    assert publish(home) == before
    assert ("Quế thanh ống",) in query(home, "SELECT name FROM products")


@pytest.mark.parametrize("first", ["", "có"])
async def test_a_household_s_address_follows_its_consent_and_tells_nothing(
    home: Home, write_sheet: Write, first: str
) -> None:
    receive(home, write_sheet([private_row(first)], header=PRIVATE_HEADER))
    publish(home)
    ((ident, slug),) = query(home, "SELECT id, slug FROM producers")
    named, nameless = "ho-kinh-doanh-trinh-thi-khue", f"co-so-{ident}"
    assert slug == (named if first else nameless)
    then = "" if first else "có"
    receive(home, write_sheet([private_row("không" if first else then)], "lan 2.xlsx", header=PRIVATE_HEADER))
    made = release.publish(home, "test", force="thử")
    pages = await answers(home, f"/co-so/{named}", f"/co-so/{nameless}")
    if first:
        # An address that says the name may not be kept in a public file: it leads nowhere any more.
        assert pages == [404, 200]
        assert named.encode() not in (made.folder / "catalog.db").read_bytes()
    else:
        assert pages == [200, f"/co-so/{named}"]
        assert (HOUSEHOLD,) in query(home, "SELECT name FROM producers")


async def test_what_is_withdrawn_is_gone_and_leads_nowhere(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    (second,) = receive(home, write_sheet([CHILLI], "b.xlsx"))
    publish(home)
    with Workbench(home.workbench) as bench:
        review.take_back(bench, second.id, "", "officer")
    publish(home)
    assert await answers(home, "/san-pham/ot-chao-mao") == [410]
    assert query(home, "SELECT * FROM addresses") == []
