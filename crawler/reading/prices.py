"""The price a person sees: of the amounts near the heading the likeliest, if it is clearly the price."""

from __future__ import annotations

import re

from crawler.reading.amounts import CALLED_OLD, CROSSED_OUT, NOW, Amount, amounts_of
from crawler.reading.model import Found
from crawler.reading.page import Page
from crawler.reading.words import currency_of_sign
from crawler.reading.zone import Zone

SURE_FROM, SURE_BESIDE_OLD, MARGIN = 2.5, 1.0, 0.5


def values(zone: Zone, page: Page) -> dict[str, Found]:
    """price, currency and old_price, each only if it is clear which amount it is."""
    amounts = sorted(amounts_of(zone, page), key=lambda amount: -amount.weight)
    now = _candidates(amounts)
    if not now or _is_list(now[0], [*now, *(a for a in amounts if a.weight >= SURE_FROM)]):
        return {}
    best = now[0]
    found = {"price": Found(best.words, "visible price", _sure(now))}
    if best.currency:
        found["currency"] = Found(currency_of_sign(best.currency), "visible price", 0.8)
    old = next((a for a in amounts if a.age != NOW and a not in now and _digits(a.words) != _digits(best.words)), None)
    if old and old.weight >= SURE_FROM - 1:
        found["old_price"] = Found(old.words, "visible old price", 0.7)
    return found


def _candidates(amounts: list[Amount]) -> list[Amount]:
    """The amounts that may be the price, the likeliest first; amounts come by falling weight.

    What is only *called* old (by a class that templates keep when an offer is over) is the price where nothing else is
    about as likely. Beside a crossed-out amount a weaker one will do: it is what the crossed one was replaced by.
    """
    called_old = [a for a in amounts if a.age == CALLED_OLD and a.weight >= SURE_FROM]
    now = [a for a in amounts if a.age == NOW and a.weight >= SURE_FROM]
    if called_old and not any(a.weight >= called_old[0].weight - 1 for a in now):
        return called_old[:1]
    if now or not any(a.age == CROSSED_OUT for a in amounts):
        return now
    return [a for a in amounts if a.age == NOW and a.weight >= SURE_BESIDE_OLD]


def _is_list(best: Amount, amounts: list[Amount]) -> bool:
    """Whether the page lists products: the likeliest amount follows a link to another page, as does one built alike."""
    alike = (a for a in amounts if a.by_link and a.shape == best.shape and _digits(a.words) != _digits(best.words))
    return best.by_link and any(alike)


def _sure(now: list[Amount]) -> float:
    """Less sure where another amount has nearly the same weight."""
    other = next((a for a in now if _digits(a.words) != _digits(now[0].words)), None)
    return 0.8 if other is None or now[0].weight - other.weight >= MARGIN else 0.6


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words)
