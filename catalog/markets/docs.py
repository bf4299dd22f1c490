"""The page docs/markets.md, made from the adapters and their rules."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.markets import rules
from catalog.markets.market import Market

KINDS = {
    "feed": "uploaded as it is",
    "template": "fills the seller's own file (`--template`)",
    "worksheet": "entered by hand",
    "dump": "for other programs",
}


def table(markets: Mapping[str, Market]) -> str:
    """A table of the markets, then the rules of each."""
    lines = ["| market | for | how it is used | where the format was read |", "|---|---|---|---|"]
    lines += [f"| `{m.name}` | {m.title} | {KINDS[m.kind]} | {m.evidence} |" for m in markets.values()]
    for m in markets.values():
        if found := rules.of(m.name):
            lines += ["", f"## {m.title}", "", "| code | | what the person reads | source |", "|---|---|---|---|"]
            lines += [f"| `{r.code}` | {r.severity} | {r.sentence()} | {r.source} |" for r in found]
    return "\n".join(lines)
