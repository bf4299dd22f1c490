"""Whether an address may be shown to buyers as the listing of a product at a market."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalog.markets.market import Market
from catalog.registers import market_answers, refusals
from crawler.addresses import why_not


def refusal(market: Market, url: str, own: str | None = None) -> tuple[str, str] | None:
    """Code and sentence that say why an address is no listing at a market; None where nothing speaks against it.

    Only hosts of known markets are judged: shops and exchanges stand at addresses of their own. own: the address of our
    site, to which our feeds lead and a market's answer may repeat.
    """
    if why_not(url):
        return "receipt-link", refusals.sentence("receipt-link", url=url)
    parts = urlsplit(url)
    if not parts.path.strip("/") and not parts.query:
        return "receipt-home", refusals.sentence("receipt-home", url=url)
    host = (parts.hostname or "").rstrip(".")
    owners = market_answers.owners(host)
    if (owners and market.name not in owners) or (own and host == urlsplit(own).hostname):
        return "receipt-host", refusals.sentence("receipt-host", url=url, market=market.title)
    return None
