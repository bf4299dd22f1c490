"""A run held against the last good one: every way in which a site that broke looks different. Pure.

A shop changes a little every week. Each bound below is far from what a week brings and near to what a broken template,
a wrong unit or a wall brings; docs/decisions/0022-broken-sources.md says where they come from.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping

from crawler.shape import TELLING, Product, Shape

# Fewer products than this in both runs say nothing by their shares.
FEW = 4
LEAST_PRODUCTS = 2 / 3
# A field that half of the products stated, and that now a third fewer of them do.
LEAST_FILL, MOST_LOST = 0.5, 1 / 3
# Half of the products by this factor, up or down: no shop does that to all its goods in a week.
PRICE_FACTOR = 3.0
MOST_SOLD_OUT = 0.9
# One name, one picture, one description for more than half of the goods.
MOST_SAME = 0.5
# Names, descriptions, pictures that another product had before.
MOST_MOVED = 0.3

Products = Mapping[str, Product]


def differences(before: Products, now: Products, shapes: tuple[Shape, Shape]) -> Iterator[str]:
    """What speaks against a run, a clause each; shapes are of before and now. Nothing where there was no run before."""
    was, is_now = shapes
    if not was.products:
        return
    if is_now.products < was.products * LEAST_PRODUCTS:
        yield f"there were {was.products} products in the last good run"
    both = [(before[url], now[url]) for url in before.keys() & now.keys()]
    for check in (_fill, _prices, _sold_out, _same, _currencies):
        yield from check(was, is_now)
    yield from _price_factor(both)
    yield from _moved(before, now)


def _fill(was: Shape, now: Shape) -> Iterator[str]:
    for name, share in was.fill.items():
        found = now.fill.get(name, 0.0)
        if share >= LEAST_FILL and share - found > MOST_LOST:
            yield f"only {found:.0%} of them state {name} (before {share:.0%})"


def _prices(was: Shape, now: Shape) -> Iterator[str]:
    """The middle price, for shops whose addresses all changed."""
    if len(was.price) == len(now.price) == 3:
        ratio = now.price[1] / was.price[1]
        if not 1 / (2 * PRICE_FACTOR) < ratio < 2 * PRICE_FACTOR:
            yield f"the middle price is {ratio:g} times what it was"


def _price_factor(both: list[tuple[Product, Product]]) -> Iterator[str]:
    ratios = [new.price / old.price for old, new in both if old.price and new.price]
    apart = [ratio for ratio in ratios if not 1 / PRICE_FACTOR < ratio < PRICE_FACTOR]
    if len(ratios) >= FEW and len(apart) > len(ratios) / 2:
        factor = statistics.median(apart)
        yield f"the prices of {len(apart)} of {len(ratios)} products are some {factor:g} times what they were"


def _sold_out(was: Shape, now: Shape) -> Iterator[str]:
    if now.products >= FEW and now.sold_out > MOST_SOLD_OUT and was.sold_out <= MOST_SAME:
        yield f"{now.sold_out:.0%} of them are sold out (before {was.sold_out:.0%})"


def _same(was: Shape, now: Shape) -> Iterator[str]:
    for name in TELLING:
        share, earlier = now.same.get(name, 0.0), was.same.get(name, 0.0)
        if now.products >= FEW and share > MOST_SAME >= earlier:
            yield f"{share:.0%} of them have one and the same {name}"


def _currencies(was: Shape, now: Shape) -> Iterator[str]:
    for code, share in was.currencies.items():
        others = {c: n for c, n in now.currencies.items() if c != code}
        if share > MOST_SAME and others and max(others.values()) > MOST_SAME:
            yield f"prices are in {max(others, key=lambda c: others[c])} (before {code})"


def _moved(before: Products, now: Products) -> Iterator[str]:
    """Values that wandered from one product to another: a template that counts its rows differently."""
    if min(len(before), len(now)) < FEW:
        return
    for name in TELLING:
        was = {url: words for url, product in before.items() if (words := getattr(product, name))}
        owners = {words: url for url, words in was.items()}
        both = [(url, words) for url, product in now.items() if url in was and (words := getattr(product, name))]
        moved = [url for url, words in both if words != was[url] and owners.get(words, url) != url]
        if len(moved) > len(both) * MOST_MOVED:
            yield f"{len(moved)} of {len(both)} products have the {name} that another one had"
