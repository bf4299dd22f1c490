"""The tables beside the products: sets, places that occur, deliveries as far as they may be named, old addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from catalog.publish.tables.slugs import Former
from catalog.values.hidden import Hidden
from catalog.values.places import places
from catalog.values.places.place_units import units
from catalog.values.sets import sets
from catalog.workbench.days import day_of
from catalog.workbench.listings import listed
from catalog.workbench.store import Workbench

Row = dict[str, Any]


def all_sets() -> list[Row]:
    """The sets of Decision 148/QĐ-TTg in its order, used or not."""
    fields = ("title", "title_en", "group_title", "group_title_en", "position")
    return [{"ocop_set": s.key} | {f: getattr(s, f) for f in fields} for s in sets.sets()]


def of_places(codes: Iterable[str]) -> list[Row]:
    """The communes of some codes, by code."""
    return [_place(code) for code in sorted(codes)]


def _place(code: str) -> Row:
    unit = units().communes[code]
    province = units().provinces[unit.parent]
    return {
        "commune_code": code,
        "commune": unit.name,
        "commune_rank": unit.rank,
        "province": province.name,
        "province_code": province.code,
        "former": former(code),
    }


@cache
def former(code: str) -> str:
    """Old names of a commune, as text for searching."""
    return places.former_names(code)


def sources(bench: Workbench, ids: Iterable[str]) -> list[Row]:
    """Some deliveries, by id: a crawled site by its address, a file by its kind and day alone."""
    wanted = set(ids)
    found = []
    for r in bench.rows("SELECT id, source, class, name, received_at FROM submissions ORDER BY id"):
        if r["id"] in wanted:
            title = r["name"] if r["source"] == "crawl" else "Danh sách sản phẩm của cơ sở"
            day = day_of(r["received_at"]).isoformat()
            about = {"kind": r["source"], "title": title, "received_on": day, "evidence": r["class"]}
            found.append({"id": r["id"]} | about)
    return found


def addresses(former: Iterable[Former], makers: Collection[str]) -> list[Row]:
    """Addresses that pages had before, by address. makers: the ids that are producers, not products."""
    return [
        {"slug": one.slug, "kind": "producer" if one.now_id in makers else "product", "id": one.now_id}
        | {"given_to": one.given_to if one.given_to != one.now_id else None}
        for one in former
    ]


def listings(bench: Workbench, hidden: Mapping[str, Hidden]) -> list[Row]:
    """Where some products can be bought, by product and market; hidden: product → names that no address may tell."""
    found = listed.links(bench, hidden)
    return [
        {"id": f"{row['product_id']}-{row['market']}"} | row
        for row in found if not hidden[row["product_id"]].holds(row["url"])
    ]  # fmt: skip
