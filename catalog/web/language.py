"""The two languages of the site: words through gettext, numbers, money and days as each language writes them.

Messages are written in Vietnamese, in templates as `_("…")` and here in Python. Their English stands in
`translations/en*.po`, a file for each audience; a test finds what is missing there. `N_` marks a message that is
looked up later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from catalog.workbench import days

ENGLISH = Path(__file__).parent / "translations"
DEFAULT = "vi"
CODES = ("vi", "en")

# The law on labels wants day, month, year in this order; English gets the month as a word.
DAY_PATTERNS = {"vi": "dd/MM/yyyy", "en": "d MMMM yyyy"}


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """The message itself, marked for translation where it will be shown."""
    return message


@dataclass(frozen=True)
class Language:
    """One language: `code` is vi or en, `messages` maps a message (or its singular) to one form or several."""

    code: str
    messages: Mapping[str, tuple[str, ...]]

    def gettext(self, message: str, /, **values: Any) -> str:
        """The message in this language with its %(names)s filled in; plain text, not yet escaped."""
        forms = self.messages.get(message)
        return (forms[0] if forms else message) % values if values else (forms[0] if forms else message)

    def ngettext(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """The form for `n` things; %(n)s is the number as this language writes it."""
        forms = self.messages.get(one) or (one, many)
        return forms[0 if n == 1 else -1] % {"n": self.number(n), **values}

    def number(self, value: float) -> str:
        """1.250 in Vietnamese, 1,250 in English."""
        return _number(value, self.code)

    def money(self, dong: int) -> str:
        """Whole đồng with the sign: 150.000 ₫, ₫150,000."""
        return _money(dong, self.code)

    def day(self, iso: str) -> str:
        """An ISO day, or the day in Vietnam of an ISO moment, as this language writes it; other words as they are."""
        try:
            return _day(days.day_of(iso) if "T" in iso else date.fromisoformat(iso[:10]), self.code)
        except ValueError:
            return iso

    @property
    def data(self) -> Markup:
        """The attribute for words that stay Vietnamese on a page of another language (for voices and hyphens)."""
        return Markup("") if self.code == DEFAULT else Markup(' lang="vi"')


# A page writes the same few numbers again and again, and the patterns behind them cost more than the words around.
@lru_cache(20_000)
def _number(value: float, code: str) -> str:
    return format_decimal(value, locale=code)


@lru_cache(20_000)
def _money(dong: int, code: str) -> str:
    return format_currency(dong, "VND", locale=code)


@lru_cache(5_000)
def _day(day: date, code: str) -> str:
    return format_date(day, DAY_PATTERNS[code], locale=code)


@cache
def language(code: str) -> Language:
    """The language of that code, Vietnamese where there is none."""
    return Language("en", _english()) if code == "en" else Language(DEFAULT, {})


def _english() -> dict[str, tuple[str, ...]]:
    found = {}
    for path in sorted(ENGLISH.glob("en*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale="en")
        for message in catalog:
            if message.id and not message.fuzzy:
                one = message.id if isinstance(message.id, str) else message.id[0]
                found[one] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return {one: forms for one, forms in found.items() if forms and all(forms)}
