"""A site → raw records: words as found, with address and rule; never a parsed value. Knows no other package of ours.

crawl(source, folder)   a whole site, in a process of its own      → Run
replay(source, folder)  the kept pages, read again         → Run
last_run(folder)        how the last one ended              → Run or None
look(address, folder)   one address, still there or gone    → Run
extract(html, url)      one saved page                             → Extracted
sources.card(name)      who permits what                           → Card
"""

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
from crawler.reading import Extracted, Offer, extract
from crawler.replaying import replay
from crawler.run import GOOD, Reason, Run
from crawler.run import load as last_run

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
