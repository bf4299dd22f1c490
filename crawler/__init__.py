"""A site → raw records: words as found, with address and rule; never a parsed value. Knows no other package of ours.

crawl(source, folder)   a whole site, in a process of its own      → Run
replay(source, folder)  the kept pages, read again         → Run
last_run(folder)        how the last one ended              → Run or None
look(address, folder)   one address, still there or gone    → Run
extract(html, url)      one saved page                             → Extracted
sources.card(name)      who permits what                           → Card

What reads pages takes long to load, and who asks how a crawl ended reads none: it is looked up when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crawler import sources
from crawler.errors import (
    BadCard,
    Busy,
    CrawlError,
    CrawlFailed,
    NoContact,
    NoQueue,
    NothingKept,
    NotPermitted,
    Refused,
    UnknownSource,
)
from crawler.launch import Progress, crawl, look
from crawler.run import GOOD, Reason, Run
from crawler.run import load as last_run

if TYPE_CHECKING:
    from crawler.reading import Extracted, Offer, extract
    from crawler.replaying import replay

__all__ = [
    "GOOD",
    "BadCard",
    "Busy",
    "CrawlError",
    "CrawlFailed",
    "Extracted",
    "NoContact",
    "NoQueue",
    "NotPermitted",
    "NothingKept",
    "Offer",
    "Progress",
    "Reason",
    "Refused",
    "Run",
    "UnknownSource",
    "crawl",
    "extract",
    "last_run",
    "look",
    "replay",
    "sources",
]

_HOMES = {
    "Extracted": "crawler.reading",
    "Offer": "crawler.reading",
    "extract": "crawler.reading",
    "replay": "crawler.replaying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
