"""A buyer's question: read from an address, and as expressions of FTS5. Pure; any words whatever give valid ones.

`products_folded` holds words without accents and with đ as d; it finds. `products_exact` holds the words with
their accents; it only ranks. All words of a question are needed, the last one may be a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
NAMES = {
    "province": "tinh",
    "commune": "xa",
    "ocop_set": "bo",
    "stars": "sao",
    "price": "gia",
    "kind": "loai",
    "market": "san",
}
# How the answer may stand: as cards, or as a table for comparing.
SHOWN = ("the", "bang")
# Kinds of producers that a buyer can choose, in the order of the page.
KINDS = ("cooperative", "cooperative_group", "company", "private_enterprise", "household", "establishment")

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
    commune: str = ""
    kind: str = ""
    market: str = ""
    shown: str = ""

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
            "kieu": self.shown,
            "trang": page,
        }
        return {name: value for name, value in named.items() if value}


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
        shown="bang" if short("kieu") == "bang" else "",
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


def band(price: int | None) -> str:
    """The id of the band of BANDS that a price stands in; without a price the one of those who are asked for it."""
    if price is None:
        return BANDS[-1][0]
    return next(name for name, _, low, high in BANDS if low <= price <= high)


def tiers(typed: str) -> list[tuple[str, str]]:
    """Index and expression of each step of nearness, the nearest first; what none of them finds is farther still.

    The name begins with the words, has them whole, has them with the last as a beginning: first with the accents as
    typed (dừa before dứa), then without. Words typed without accents have the later steps alone.
    """
    folded = folded_words(typed)
    exact = _WORD.findall(text.key(typed))[:MAX_WORDS]
    steps = []
    if exact and exact != folded:
        steps += [("products_exact", expression) for expression in _nearness(exact)]
    return steps + [("products_folded", expression) for expression in _nearness(folded)]


def _nearness(words: list[str]) -> list[str]:
    return [f'name : ^ "{" ".join(words)}"', match(words, "name", beginning=False), match(words, "name")]


def single_words(question: Question) -> list[tuple[str, str]]:
    """Each word as typed, and the expression that finds it by itself."""
    typed = list(dict.fromkeys(_WORD.findall(question.words)))[:6]
    known = [(word, folded_words(word)) for word in typed]
    return [(word, match(folded)) for word, folded in known if folded]
