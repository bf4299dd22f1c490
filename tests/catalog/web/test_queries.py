"""The named queries: each answers, with and without its words, and no words of a visitor break one."""

from __future__ import annotations

import re

import pytest
from datasette.app import Datasette

from catalog.publish.tables import schema
from catalog.web import metadata, queries
from tests.catalog.web import shop


async def rows(site: Datasette, name: str, **values: str) -> list[dict[str, object]]:
    answer = await site.client.get(f"/catalog/{name}.json", params={"_shape": "array", **values})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


@pytest.mark.parametrize("name", queries.QUERIES)
async def test_every_query_answers_and_is_shown_with_its_title(site: Datasette, name: str) -> None:
    asked = dict.fromkeys(re.findall(r":(\w+)", queries.QUERIES[name]["sql"]), "")
    assert isinstance(await rows(site, name, **asked), list)
    page = await site.client.get(f"/catalog/{name}")
    assert page.status_code == 200
    assert queries.QUERIES[name]["title"] in page.text


@pytest.mark.parametrize("words", ['"', "' OR 1", "a* NEAR(", "%", "9999999999", "-1", "quế", "\x00"])
@pytest.mark.parametrize("name", queries.QUERIES)
async def test_no_words_break_a_query(site: Datasette, name: str, words: str) -> None:
    asked = dict.fromkeys(re.findall(r":(\w+)", queries.QUERIES[name]["sql"]), words)
    answer = await site.client.get(f"/catalog/{name}.json", params={"_shape": "array", **asked})
    assert answer.status_code in (200, 400)


async def test_answers_are_right(site: Datasette) -> None:
    by_commune = await rows(site, "theo-xa", province="")
    assert sum(int(str(row["products"])) for row in by_commune) == len(shop.PRODUCTS)
    assert {row["province"] for row in await rows(site, "theo-xa", province="Lào")} == {"Lào Cai"}
    assert (
        len(await rows(site, "gia-moi-kg-lit", words="")) > len(await rows(site, "gia-moi-kg-lit", words="mat ong")) > 0
    )
    assert {row["province_now"] for row in await rows(site, "ten-noi-cu", former="Yên Bái")} == {"Lào Cai"}


def test_every_table_has_a_title() -> None:
    assert set(metadata.TITLES) == set(schema.BY_NAME)
