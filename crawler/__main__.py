"""The crawling process: `python -m crawler FOLDER`, with the job as JSON on standard input.

Started by crawler.crawl only, so that nothing of Twisted ever lives in the caller. Standard output carries one line of
JSON per page; everything Scrapy says goes to the log in the folder. Exit status: 0 run.json says how it ended,
3 interrupted (start again and it goes on), 4 another process is at work in the folder.
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
from crawler.journal import Journal
from crawler.settings import settings_for
from crawler.sources import Card
from crawler.spider import INTERRUPTED, ShopSpider

DONE, BUSY = 0, 4


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
    journal = _open(card, folder, job)
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


def _open(card: Card, folder: Path, job: dict[str, Any]) -> Journal:
    """The journal of the crawl that was interrupted here; a fresh one where that was a crawl of something else."""
    path = folder / "job" / "journal.sqlite"
    about = {"source": card.name, "start": card.start}
    journal = Journal(path)
    before = journal.about()
    if before and {name: before.get(name) for name in about} != about:
        journal.remove()
        journal, before = Journal(path), {}
    if not before:
        journal.note({**about, "started_at": job["now"]})
        journal.commit()
    return journal


if __name__ == "__main__":
    sys.exit(main())
