"""The crawling process: `python -m crawler FOLDER`, with the job as JSON on standard input.

Started by crawler.crawl only, so that nothing of Twisted ever lives in the caller. Standard output carries one line of
JSON per page; everything Scrapy says goes to the log in the folder. Exit status: 0 run.json says how it ended,
3 interrupted (start again and it goes on), 4 another process is at work in the folder,
5 the shared queue does not answer, 6 it answered and does no more (start again).
"""

from __future__ import annotations

import fcntl
import json
import signal
import sys
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler import sources
from crawler.finish import Ending, finish
from crawler.opening import journal_of
from crawler.settings import settings_for
from crawler.sources import Card
from crawler.spider import INTERRUPTED, ShopSpider

DONE, BUSY, NO_QUEUE = 0, 4, 5


def main() -> int:
    """Crawls, or goes on with a crawl that was killed; returns the exit status."""
    folder, job = Path(sys.argv[1]), json.loads(sys.stdin.readline())
    card = sources.of(job["card"])
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return BUSY
        return _crawl(card, folder, job)


def _crawl(card: Card, folder: Path, job: dict[str, Any]) -> int:
    try:
        journal = journal_of(card, folder, job.get("queue", ""), job["now"])
    except ConnectionError:
        return NO_QUEUE
    settings = settings_for(card, folder, contact=job["contact"], allow_loopback=job["allow_loopback"])
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ShopSpider)
    process.crawl(crawler, card=card, folder=folder, journal=journal)
    # A signal ends the process on the spot: the journal stands between two pages at any moment, and one way to die is
    # easier to get right than two. (Scrapy's polite stop would count the request under way as failed.)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    process.start(install_signal_handlers=False)
    if crawler.stats.get_value("finish_reason") != "finished":
        journal.close()
        return INTERRUPTED
    finish(card, folder, journal, Ending(accept=job.get("accept", "")))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
