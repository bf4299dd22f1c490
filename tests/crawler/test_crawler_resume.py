"""C12 and H33 for crawls: killed at any moment and started again, the records are those of a crawl that was not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler import Run, sources
from crawler.journal import Journal, Waiting


def words(run: Run) -> list[tuple]:
    return [(r["url"], r["fields"], r["rules"], r["offers"], r["properties"], r["page_sha256"]) for r in run.records]


def start_child(origin: str, folder: Path) -> subprocess.Popen:
    folder.mkdir(exist_ok=True)
    card = sources.find(origin + "/").json()
    job = {"card": card, "contact": "x", "allow_loopback": True, "now": "2026-11-01T00:00:00"}
    with (folder / "stderr").open("w") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "crawler", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, text=True,
        )  # fmt: skip
    assert child.stdin
    child.stdin.write(json.dumps(job) + "\n")
    child.stdin.close()
    return child


@pytest.mark.parametrize("after", [1, 5, 9, 13], ids=lambda n: f"request {n}")
def test_killed_and_started_again_gives_the_same_records(
    shop, crawl_shop: Callable[..., Run], tmp_path: Path, after: int
) -> None:
    def kill(handler) -> None:
        """Kills the crawl while this request is under way."""
        shop.answers.clear()
        child.send_signal(signal.SIGKILL)
        child.wait()
        handler.close_connection = True

    class KillAt(dict):
        def __contains__(self, path: object) -> bool:
            return len(shop.asked) > after and child.poll() is None

        def __getitem__(self, path: str) -> Callable:
            return kill

    child = start_child(shop.origin, tmp_path / "killed")
    shop.answers = KillAt()
    assert child.wait(60) == -signal.SIGKILL
    shop.answers = {}
    assert not (tmp_path / "killed" / "run.json").exists()
    asked_before = list(shop.asked)
    resumed = crawl_shop(tmp_path / "killed")
    assert resumed.reason == "complete"
    again = [path for path in shop.asked[len(asked_before) :] if path in asked_before and path != "/robots.txt"]
    assert len(again) <= 1, "only the request under way is made a second time"
    assert words(resumed) == words(crawl_shop(tmp_path / "whole"))


def test_a_polite_stop_can_go_on_too(shop, crawl_shop: Callable[..., Run], tmp_path: Path) -> None:
    child = start_child(shop.origin, tmp_path / "stopped")
    while len(shop.asked) < 4 and child.poll() is None:
        time.sleep(0.01)
    child.terminate()
    assert child.wait(60) in (0, -signal.SIGTERM)
    assert crawl_shop(tmp_path / "stopped").products == 5


def test_a_death_between_the_last_files_is_repaired(shop, crawl_shop: Callable[..., Run], tmp_path: Path) -> None:
    """run.json is written last; until then the journal is there and the end is made again, without a request."""
    whole = crawl_shop(tmp_path / "whole")
    folder = tmp_path / "torn"
    journal = Journal(folder / "job" / "journal.sqlite")
    journal.note({"source": "127.0.0.1", "start": shop.origin + "/", "started_at": "x"})
    for record in whole.records:
        journal.keep("record", record["url"], record)
    for kind, path, priority in (("page", "/", 20), ("sitemap", "/sitemap.xml", 29)):
        key = f"{kind} {shop.origin}{path}"
        journal.add(Waiting(key, shop.origin + path, kind, 0, priority, {}))
        journal.answered(key)
    journal.count("pages", 8)
    journal.close()
    (folder / "records.jsonl").write_text("half a li")
    asked = len(shop.asked)
    assert words(crawl_shop(folder)) == words(whole)
    assert len(shop.asked) == asked


def test_a_journal_of_another_source_is_not_mixed_in(shop, crawl_shop: Callable[..., Run], tmp_path: Path) -> None:
    journal = Journal(tmp_path / "job" / "journal.sqlite")
    journal.note({"source": "khac.example", "start": "http://khac.example/", "started_at": "x"})
    journal.keep("record", "http://khac.example/a", {"url": "http://khac.example/a", "fields": {"name": "a"}})
    journal.close()
    assert all("khac.example" not in record["url"] for record in crawl_shop(tmp_path).records)


def test_the_journal_hands_out_in_order_and_forgets_nothing(tmp_path: Path) -> None:
    path = tmp_path / "job" / "journal.sqlite"
    journal = Journal(path)
    for number, (kind, priority) in enumerate([("page", 0), ("picture", -10), ("page", 10), ("page", 0)]):
        assert journal.add(Waiting(f"{kind} {number}", f"http://a/{number}", kind, 1, priority, {}))
    assert not journal.add(Waiting("page 0", "http://a/0", "page", 1, 99, {}))
    journal.commit()
    assert [journal.take(("page",)).key for _ in range(2)] == ["page 2", "page 0"]
    journal.answered("page 2")
    journal.close()
    reopened = Journal(path)
    order = [reopened.take(("page", "picture")).key for _ in range(3)]
    assert order == ["page 0", "page 3", "picture 1"]
    assert reopened.take(("page", "picture")) is None
    assert not reopened.is_waiting(("page", "picture"))
    reopened.add_again(Waiting("page 3", "http://a/3", "page", 1, 0, {"retry_times": 1}))
    assert reopened.take(("page",)).meta == {"retry_times": 1}
    reopened.remove()
    assert not os.path.exists(path.parent)
