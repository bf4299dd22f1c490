"""The page docs/markets.md, made from the adapters and their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.markets import rules
from catalog.markets.export import takes_changes
from catalog.markets.listing import categories
from catalog.markets.market import Market
from catalog.markets.register import register
from catalog.markets.writing.feed import Feed

KINDS = {
    "feed": "uploaded as it is",
    "template": "fills the seller's own file (`--template`)",
    "worksheet": "entered by hand",
    "posts": "posted by people",
    "dump": "for other programs",
}
PICTURES = {"unlinked": "links, or files while the site has no address", "always": "files", "never": "links"}


def table(markets: Mapping[str, Market]) -> str:
    """A table of the markets, one of what each can do, then the limits, categories and rules of each."""
    lines = [
        "| market | for | how it is used | where the format was read | what read our files |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| `{m.name}` | {m.title} | {KINDS[m.kind]} | {m.evidence} | {m.read_by} |" for m in markets.values()]
    lines += ["", "## What each can do", ""]
    lines += [
        "| market | changes only | what is no longer listed | pictures | needs the site's address | options | rules |"
    ]
    lines += ["|---|---|---|---|---|---|--:|", *map(_can, markets.values())]
    for market in markets.values():
        lines += _about(market)
    return "\n".join(lines)


def _can(market: Market) -> str:
    feed = market.write if isinstance(market.write, Feed) else None
    gone = "left out of the whole file" if feed is None or feed.replaces else "not carried: the importer only adds"
    if feed and feed.hide:
        gone = "hidden, never blanked"
    cells = [
        f"`{market.name}`",
        "yes" if takes_changes(market) else "no",
        gone,
        PICTURES[feed.copies] if feed else "hashes",
        "yes" if market.needs_address else "no",
        ", ".join(f"`{name}`: {what}" for name, what in market.options.items()) or "",
        str(len(rules.of(market.name))),
    ]
    return f"| {' | '.join(cells)} |"


def _about(market: Market) -> Iterator[str]:
    found = rules.of(market.name)
    if not found:
        return
    yield from ("", f"## {market.title}", "")
    if limits := register(market.name).get("limits"):
        yield from ("Limits: " + ", ".join(f"{name} {value:,}" for name, value in limits.items()) + ".", "")
    if gaps := categories.gaps(market.name):
        placed = len(categories.table(market.name)) - len(gaps)
        yield from (f"Categories: {placed} of the 26 sets have a place; gaps: {', '.join(gaps)}.", "")
    yield from ("| code | | what the person reads | source |", "|---|---|---|---|")
    yield from (f"| `{r.code}` | {r.severity} | {r.sentence().replace('….', '…')} | {r.source} |" for r in found)
