"""What one run may spend: pages, bytes, minutes. When one is gone, the run says which."""

from __future__ import annotations

import time

from crawler.journals import AnyJournal
from crawler.sources import Pace

EVERYTHING = ("page", "sitemap", "picture", "listing", "witness")
# Where a platform gives its products as data, its pages need not be asked for.
BESIDE_DATA = ("picture", "listing", "witness")
WITHOUT_DATA = ("page", "sitemap", "picture")
ONLY_PICTURES = ("picture",)
MOST_SITEMAPS = 50
# The note that says whether the shop's platform answers with data: "yes", or why not.
SPEAKS = "platform speaks"


class Budget:
    """Reads the journal's counters, so that a crawl that was killed does not start with a full purse again."""

    def __init__(self, pace: Pace, journal: AnyJournal) -> None:
        self.pace = pace
        self.journal = journal
        self.opened = time.monotonic()
        self.left = False

    def open_kinds(self) -> tuple[str, ...]:
        """The kinds of request that may still be made. Pictures of products found are fetched after the last page."""
        if self.left or self._bytes_spent() or self._time_spent():
            return ()
        if self._pages_spent():
            return ONLY_PICTURES
        speaks = self.journal.about().get(SPEAKS)
        return BESIDE_DATA if speaks == "yes" else EVERYTHING if speaks is None else WITHOUT_DATA

    def spent(self) -> str | None:
        """Which limit ended the run, in words; None when none did."""
        if self._bytes_spent():
            return f"{self.pace.megabytes} MB"
        if self._time_spent():
            return f"{self.pace.minutes:g} minutes"
        return f"{self.pace.pages} pages" if self._pages_spent() else None

    def tick(self) -> None:
        """Adds the time since the last tick to the journal."""
        now = time.monotonic()
        self.journal.count("seconds", now - self.opened)
        self.opened = now

    def _pages_spent(self) -> bool:
        return self.journal.counted("page requests") >= self.pace.pages

    def _bytes_spent(self) -> bool:
        return self.journal.counted("bytes") >= self.pace.megabytes * 1_000_000

    def _time_spent(self) -> bool:
        running = time.monotonic() - self.opened
        return self.journal.counted("seconds") + running >= self.pace.minutes * 60
