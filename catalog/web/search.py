"""A buyer's question → SQL and its parameters. Pure: no clock, no database; any words whatever give valid SQL.

`products_folded` holds words without accents and with đ as d; it finds. `products_exact` holds the words with
their accents; it only ranks. All words of a question are needed, the last one may be a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.values import text
from catalog.web.language import N_

# Nobody types more; an address longer than this is a mistake or an attack.
MAX_CHARACTERS = 200
MAX_WORDS = 16
PAGE_SIZE = 24

# id in the address, label, lowest and highest price in whole đồng. Neighbours meet without overlap.
BANDS: tuple[tuple[str, str, int, int], ...] = (
    ("duoi-50", N_("dưới 50.000 ₫"), 0, 49_999),
    ("50-100", N_("50.000 – 100.000 ₫"), 50_000, 99_999),
    ("100-200", N_("100.000 – 200.000 ₫"), 100_000, 199_999),
    ("200-500", N_("200.000 – 500.000 ₫"), 200_000, 500_000),
    ("tren-500", N_("trên 500.000 ₫"), 500_001, 10**15),
    ("lien-he", N_("liên hệ để biết giá"), -1, -1),
)
# id in the address → label. Relevance is for words only; without words the newest come first.
SORTS = {
    "phu-hop": N_("Phù hợp nhất"),
    "moi": N_("Mới nhất"),
    "ten": N_("Tên A–Z"),
    "gia": N_("Giá theo kg/lít, thấp trước"),
}
# Filter → its name in the address, in the order in which the page shows them.
NAMES = {"province": "tinh", "ocop_set": "bo", "stars": "sao", "price": "gia"}

# Among equals those that can be seen come first.
_PICTURED = "id NOT IN (SELECT product_id FROM pictures)"
_WORD = re.compile(r"[^\W_]+")
# Control characters, and halves of surrogate pairs, which SQLite takes from nobody.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Question:
    """What a buyer asks: words and filters ("" is any), order, page (1 is first)."""

    words: str = ""
    province: str = ""
    ocop_set: str = ""
    stars: str = ""
    price: str = ""
    sort: str = ""
    page: int = 1

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, by their field's name."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    @property
    def order(self) -> str:
        """The order in which the answer stands."""
        return self.sort or ("phu-hop" if self.words else "moi")

    def but(self, **changes: Any) -> Question:
        """The same question with changes, from its first page."""
        return replace(self, **{"page": 1, **changes})

    def address(self) -> dict[str, str]:
        """The query string's arguments that ask this question again; what is usual is left out."""
        page = str(self.page) if self.page > 1 else ""
        named = {
            "q": self.words,
            **{NAMES[f]: v for f, v in self.filters.items()},
            "sap-xep": self.sort,
            "trang": page,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Statement:
    """One SQL statement with named parameters."""

    sql: str
    params: dict[str, Any]


def read(arguments: Mapping[str, str]) -> Question:
    """The question that an address asks; what makes no sense in it is ignored, never an error."""

    def short(name: str) -> str:
        return _CONTROL.sub(" ", arguments.get(name) or "")[:MAX_CHARACTERS].strip()

    page = short("trang")
    sort = short("sap-xep")
    return Question(
        words=text.clean(short("q")),
        **{field: short(name) for field, name in NAMES.items()},
        sort=sort if sort in SORTS else "",
        page=min(int(page), 100_000) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1,
    )


def folded_words(words: str) -> list[str]:
    """The words as the folded index knows them."""
    return text.fold(words).split()[:MAX_WORDS]


def match(words: list[str], column: str = "", beginning: bool = True) -> str:
    """An FTS5 expression that needs all the words (in one column); each is quoted, so none is an operator."""
    quoted = [f'"{word}"' for word in words]
    if beginning:
        quoted[-1] += " *"
    return (f"{column} : " if column else "") + "(" + " AND ".join(quoted) + ")"


def _hits(question: Question, today: date) -> Statement:
    """The common table `hit`: every product that has the words, with the values that filters look at."""
    params: dict[str, Any] = {"today": today.isoformat()}
    found = ""
    if question.words:
        words = folded_words(question.words)
        params["folded"] = match(words) if words else '"no word at all"'
        found = "WHERE p.number IN (SELECT rowid FROM products_folded WHERE products_folded MATCH :folded)"
    cases = " ".join(f"WHEN p.price_low BETWEEN {low} AND {high} THEN '{name}'" for name, _, low, high in BANDS[:-1])
    # Only constants of this module stand in the text; whatever a visitor typed is a parameter.
    sql = f"""
        WITH award AS (
            SELECT product_id, max(stars) AS stars FROM certificates WHERE expires_on >= :today GROUP BY product_id
        ), hit AS MATERIALIZED (
            SELECT p.number, p.id, p.province_code AS province, p.ocop_set, p.name_sort, p.updated_on,
                   p.unit_price, CAST(award.stars AS TEXT) AS stars,
                   CASE {cases} ELSE 'lien-he' END AS price
              FROM products p LEFT JOIN award ON award.product_id = p.id {found}
        )"""  # noqa: S608
    return Statement(sql, params)


def _conditions(question: Question, *without: str) -> Statement:
    """The question's filters over `hit`, those named in `without` left out."""
    kept = {name: value for name, value in question.filters.items() if name not in without}
    # A group of sets (I, II …) holds all its sets (I.1.a …).
    tests = [
        f"({name} = :{name} OR substr({name}, 1, length(:{name}) + 1) = :{name} || '.')"
        if name == "ocop_set"
        else f"{name} = :{name}"
        for name in kept
    ]
    return Statement(" AND ".join(tests) or "1", dict(kept))


def counts(question: Question, today: date) -> Statement:
    """Rows (facet, value, count): for each filter its values under the words and the *other* filters.

    Two more rows: `total`, all that the question finds, and `words`, what its words find without filters.
    """
    hits = _hits(question, today)
    whole = _conditions(question)
    parts = [
        f"SELECT 'total' AS facet, '' AS value, count(*) AS count FROM hit WHERE {whole.sql}",  # noqa: S608
        "SELECT 'words', '', count(*) FROM hit",
    ]
    for name in NAMES:
        others = _conditions(question, name).sql
        parts.append(
            f"SELECT '{name}', {name}, count(*) FROM hit WHERE {name} IS NOT NULL AND {others} GROUP BY {name}"  # noqa: S608
        )
    return Statement(f"{hits.sql}\n" + "\nUNION ALL ".join(parts), {**hits.params, **whole.params})


def page(question: Question, today: date, size: int = PAGE_SIZE) -> Statement:
    """Rows (id) of the question's page, in its order; every order ends in one that has no ties."""
    hits = _hits(question, today)
    rest = _conditions(question)
    params = {**hits.params, **rest.params, "size": size, "skip": (question.page - 1) * size}
    words = folded_words(question.words)
    order, join = "", ""
    if question.order == "phu-hop" and words:
        order, join = _relevance(question.words, words, params)
    elif question.order == "gia":
        order = "unit_price IS NULL, unit_price, "
    elif question.order in ("moi", "phu-hop"):
        order = f"updated_on DESC, {_PICTURED}, "
    # Order and join are the texts above.
    sql = f"""{hits.sql} SELECT id FROM hit {join} WHERE {rest.sql}
              ORDER BY {order} name_sort, id LIMIT :size OFFSET :skip"""  # noqa: S608
    return Statement(sql, params)


def _relevance(typed: str, words: list[str], params: dict[str, Any]) -> tuple[str, str]:
    """ORDER BY and JOIN for the best first: the name with its accents, the name, then anything by bm25.

    In each of these whole words come before beginnings (trà before tràm). Equal ones: more stars, newer.
    """
    exact = _WORD.findall(text.key(typed))[:MAX_WORDS] or words
    tiers = [
        ("products_exact", match(exact, "name", beginning=False)),
        ("products_exact", match(exact, "name")),
        ("products_folded", match(words, "name", beginning=False)),
        ("products_folded", match(words, "name")),
    ]
    cases = []
    for tier, (index, expression) in enumerate(tiers):
        params[f"tier{tier}"] = expression
        cases.append(f"WHEN number IN (SELECT rowid FROM {index} WHERE {index} MATCH :tier{tier}) THEN {tier}")  # noqa: S608
    join = """JOIN (SELECT rowid AS found, bm25(products_folded, 10, 4, 2, 1) AS rank
                      FROM products_folded WHERE products_folded MATCH :folded) ON found = number"""
    # A name that is what was typed, or begins with it, comes before names that hold it somewhere.
    params["whole"] = text.sort_key(typed)
    whole = "name_sort = :whole DESC, substr(name_sort, 1, length(:whole)) = :whole DESC"
    best = f"{whole}, CASE {' '.join(cases)} ELSE {len(tiers)} END, round(rank, 1)"
    order = f"{best}, coalesce(stars, '') DESC, {_PICTURED}, updated_on DESC, "
    return order, join


def word_counts(question: Question) -> list[tuple[str, Statement]]:
    """For a question that finds nothing: each word as typed, and how many products have it by itself."""
    typed = list(dict.fromkeys(_WORD.findall(question.words)))[:6]
    known = [(word, folded_words(word)) for word in typed]
    sql = "SELECT count(*) AS count FROM products_folded WHERE products_folded MATCH :folded"
    return [(word, Statement(sql, {"folded": match(folded)})) for word, folded in known if folded]
