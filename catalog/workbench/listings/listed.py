"""What others are told of listings: buyers where a product can be bought, producers what a market sent back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from catalog.columns import BY_NAME
from catalog.forms.words import reference
from catalog.registers import issues, market_answers
from catalog.sheets.opening.layout import column_number
from catalog.workbench.listings.listings import LAST
from catalog.workbench.store import Workbench

Row = dict[str, Any]


def links(bench: Workbench, product_ids: Iterable[str]) -> list[Row]:
    """The addresses at which products can be bought: product_id, market, title, url; in a fixed order.

    Only where the market took the product, and the address was not found gone when it was last looked at.
    """
    wanted = set(product_ids)
    found = bench.rows(_LINKS)
    names = ("product_id", "market", "title", "url")
    return [{name: row[name] for name in names} for row in found if row["product_id"] in wanted]


# Products that a market took, each with the address that was given last.
_ADDRESSES = f"""
SELECT s.product_id, s.market, s.title, u.url FROM ({LAST}) s
  JOIN (SELECT market, product_id, max(id) AS id FROM listing_words WHERE url IS NOT NULL GROUP BY market, product_id) g
    ON g.market = s.market AND g.product_id = s.product_id
  JOIN listing_events u ON u.id = g.id
 WHERE s.state = 'accepted'
"""  # noqa: S608  (LAST is a literal)
_LINKS = f"""
SELECT * FROM ({_ADDRESSES}) a
 WHERE coalesce((SELECT outcome FROM listing_visits WHERE url = a.url ORDER BY id DESC LIMIT 1), '') <> 'gone'
 ORDER BY product_id, market
"""  # noqa: S608  (a literal, too)


def standings(bench: Workbench) -> list[Row]:
    """How each product stands at each market that it was ever sent to, or that somebody gave a link of.

    product_id, market, title, state, words, url, and since: the moment at which it was first known to be listed there,
    null where it never was. state is accepted, rejected, or sent: nobody answered yet, or not since it was sent anew.
    """
    return [dict(row) for row in bench.rows(_STANDINGS)]


_STANDINGS = f"""
WITH last AS ({LAST}),
sent AS (
  SELECT coalesce(n.now_id, l.product_id) AS product_id, x.market, x.title, max(x.id) AS export_id
    FROM listings l JOIN exports x ON x.id = l.export_id LEFT JOIN identity_now n ON n.id = l.product_id
   GROUP BY 1, 2),
first AS (
  SELECT product_id, market, min(said_at) AS since FROM listing_words WHERE state = 'accepted' GROUP BY 1, 2),
address AS (
  SELECT product_id, market, url, max(id) FROM listing_words WHERE url IS NOT NULL GROUP BY 1, 2)
SELECT k.product_id, k.market, coalesce(w.title, s.title) AS title,
       CASE WHEN w.id IS NULL OR w.state = 'rejected' AND s.export_id > w.export_id THEN 'sent' ELSE w.state
       END AS state,
       coalesce(w.words, '') AS words, f.since, a.url
  FROM (SELECT product_id, market FROM sent UNION SELECT product_id, market FROM last) k
  LEFT JOIN last w ON w.product_id = k.product_id AND w.market = k.market
  LEFT JOIN sent s ON s.product_id = k.product_id AND s.market = k.market
  LEFT JOIN first f ON f.product_id = k.product_id AND f.market = k.market
  LEFT JOIN address a ON a.product_id = k.product_id AND a.market = k.market
 ORDER BY k.product_id, k.market
"""  # noqa: S608  (LAST is a literal)


def unvisited(bench: Workbench, market: str, since: str) -> list[str]:
    """The addresses of listings that a market took and that nobody looked at since a moment (UTC), in their order."""
    visited = "SELECT url FROM listing_visits WHERE visited_at >= ?"
    sql = f"SELECT DISTINCT url FROM ({_ADDRESSES}) WHERE market = ? AND url NOT IN ({visited}) ORDER BY url"  # noqa: S608
    return [row["url"] for row in bench.rows(sql, [market, since])]


class Rejection(NamedTuple):
    """What a market sent back and nobody has sent anew: in its own words, about which column of ours."""

    title: str
    words: str
    code: str | None
    column: str | None

    @property
    def fix(self) -> str:
        """What the producer can do about it; blank where the market's words are no reason that we know."""
        known = market_answers.reasons().get(self.code or "")
        return known.fix if known else ""


def rejections(bench: Workbench, product_ids: Iterable[str]) -> dict[str, list[Rejection]]:
    """By product id: its rejections that still stand; a later export of the product to the market ends one."""
    rows = bench.rows(_REJECTED, [json.dumps(sorted(set(product_ids)))])
    found: dict[str, list[Rejection]] = {}
    for row in rows:
        one = Rejection(row["title"], row["words"], row["code"], row["column"])
        found.setdefault(row["product_id"], []).append(one)
    return found


_REJECTED = f"""
SELECT s.product_id, s.title, s.words, s.code, s."column" FROM ({LAST}) s
 WHERE s.state = 'rejected' AND s.product_id IN (SELECT value FROM json_each(?))
   AND NOT EXISTS (SELECT 1 FROM listings l JOIN exports x ON x.id = l.export_id
                    WHERE l.product_id IN (SELECT s.product_id UNION ALL
                                           SELECT id FROM identity_now WHERE now_id = s.product_id)
                      AND x.market = s.market AND x.id > s.export_id)
 ORDER BY s.product_id, s.market
"""  # noqa: S608  (LAST is a literal)


def with_rejections(bench: Workbench, report: Mapping[str, Any]) -> dict[str, Any]:
    """The report of an import with what markets sent back, as remarks at the cells of the sheet that came now."""
    told = rejections(bench, [p["id"] for p in report["products"] if p["id"]])
    letters = _letters(report)
    more = [
        _issue(product, one, letters) for product in report["products"] for one in told.get(product["id"] or "", ())
    ]
    return {**report, "issues": [*report["issues"], *more]}


def _letters(report: Mapping[str, Any]) -> dict[tuple[str | None, str | None, str], str]:
    """(file, sheet, column of ours) → the letter of the sheet's column."""
    found: dict[tuple[str | None, str | None, str], str] = {}
    for submission in report["submissions"]:
        for table in submission["tables"]:
            for letter, said in table["columns"].items():
                if said["column"]:
                    found.setdefault((submission["file"], table["sheet"], said["column"]), letter)
    return found


def _issue(product: Row, one: Rejection, letters: Mapping[tuple[str | None, str | None, str], str]) -> Row:
    source, kind = product["source"], issues.kinds()["listing-rejected"]
    places = (letters.get((source["file"], source["sheet"], name)) for name in (one.column or "", "name"))
    letter = next((letter for letter in places if letter), None)
    cell = reference(source["row"], column_number(letter)) if letter else None
    label = BY_NAME[one.column].label if one.column in BY_NAME else None
    words = one.words or "không nói lý do"
    return {
        "code": kind.code, "severity": kind.severity, "file": source["file"], "sheet": source["sheet"], "cell": cell,
        "column": one.column, "value": None,
        "message": kind.sentence(cell=cell or label, market=one.title, words=words),
        "fix": f"{one.fix} Sau đó gửi lại bảng này." if one.fix else kind.fix,
    }  # fmt: skip
