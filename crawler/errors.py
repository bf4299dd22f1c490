"""The few exceptions of the crawler; the catalogue translates them where it calls.

CrawlError          one English sentence for the person at the keyboard
├─ UnknownSource    neither a card's name nor an http(s) address; names the cards that exist
├─ BadCard          a card of sources/ that does not say what a card must say
├─ NotPermitted     the card states no permission, so nothing is requested
├─ Refused          the start address is not one of a public web server
├─ NoContact        nobody said whom site owners can write to
├─ Busy             another process is crawling into the same folder
├─ NothingKept      a folder without kept pages is to be read again
├─ NoQueue          the shared queue cannot be reached, or was lost on the way
└─ CrawlFailed      the crawling process died without stating a reason; names its log

How a *run* ends is no exception but its reason: crawler.run.Reason.
"""

from __future__ import annotations


class CrawlError(Exception):
    """Base of all; raised as itself never."""

    def __init__(self, sentence: str, **evidence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.evidence = evidence


class UnknownSource(CrawlError):
    """Raised for a source that is neither a card nor an address; the sentence lists the cards."""


class BadCard(CrawlError):
    """Raised where a card lacks a field or holds one it does not know."""


class NotPermitted(CrawlError):
    """Raised before the first request where the card does not say that we may crawl."""


class Refused(CrawlError):
    """Raised before the first request for an address that is private, or not http(s)."""


class NoContact(CrawlError):
    """Raised before the first request to a public site when no contact is set."""


class Busy(CrawlError):
    """Raised where the folder is locked by another crawl."""


class NothingKept(CrawlError):
    """Raised where kept pages are to be read again and none are there."""


class NoQueue(CrawlError):
    """Raised where the address of the shared queue is none, nobody answers there, or nobody does so any more."""


class CrawlFailed(CrawlError):
    """Raised where the crawling process ended without a run.json; `log` holds the file to look at."""
