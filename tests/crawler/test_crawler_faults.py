"""A fault of ours on one page costs that page only."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from crawler.frontier import Frontier
from crawler.journal import Journal, Waiting
from crawler.spider import Answered


def test_a_page_on_which_we_fail_is_counted_and_taken_off_the_queue(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "job" / "journal.sqlite")
    journal.add(Waiting("page a", "http://a/", "page", 0, 0, {}))
    taken = journal.take(("page",))
    spider = SimpleNamespace(journal=journal)
    engine = SimpleNamespace(_slot=SimpleNamespace(scheduler=Frontier(spider)))
    response = SimpleNamespace(request=SimpleNamespace(meta={"key": taken.key}))
    Answered(SimpleNamespace(spider=spider, engine=engine)).process_spider_exception(response, ValueError("x"))
    assert journal.left_over() == 0
    assert journal.counted("failed: our own fault") == 1
    journal.close()
