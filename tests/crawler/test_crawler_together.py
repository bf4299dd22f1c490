"""Several machines: two processes with one queue in a real Redis give the records of one, also when one is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import crawler
from crawler import NoQueue, Reason, Run, sources
from crawler.run import load
from tests.conftest import need
from tests.crawler.test_crawler_resume import words


class Redis:
    """A Redis of our own on a socket in a folder; what it was told last is on the disk, if it is to keep things."""

    def __init__(self, folder: Path, keeps: bool) -> None:
        self.socket = folder / "s"
        keeping = ["--appendonly", "yes", "--appendfsync", "always"] if keeps else []
        self.command = [need("redis-server", "redis-server"), "--port", "0", "--unixsocket", str(self.socket),
                        "--save", "", "--dir", str(folder), *keeping]  # fmt: skip
        self.start()

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        self.server = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        while not self.socket.exists():
            assert self.server.poll() is None
            time.sleep(0.02)

    def kill(self) -> None:
        self.server.kill()
        self.server.wait()
        self.socket.unlink()


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis; skipped, loudly, where none is installed."""
    redis = Redis(tmp_path_factory.mktemp("redis"), keeps=False)
    yield redis.address
    redis.kill()


def start(origin: str, folder: Path, queue: str) -> subprocess.Popen:
    folder.mkdir()
    job = {"card": sources.find(origin + "/").json(), "contact": "x", "allow_loopback": True, "queue": queue,
           "now": "2026-11-01T00:00:00"}  # fmt: skip
    with (folder / "stderr").open("w") as errors:
        child = subprocess.Popen([sys.executable, "-m", "crawler", str(folder)], stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=errors, text=True)  # fmt: skip
    assert child.stdin
    child.stdin.write(json.dumps(job) + "\n")
    child.stdin.close()
    return child


class Slow(dict):
    """Every page takes its time once both crawlers are there; until then the first pages wait for the second one."""

    def __init__(self, shop, before: Callable[[str], None]) -> None:
        self.shop, self.before = shop, before

    def __contains__(self, path: object) -> bool:
        return path != "/robots.txt"

    def __getitem__(self, path: str) -> Callable:
        def answer(handler) -> None:
            self.before(path)
            handler.file(path)

        return answer


def wait_for_both(shop) -> None:
    """Both crawlers ask for robots.txt first."""
    until = time.monotonic() + 60
    while shop.asked.count("/robots.txt") < 2 and time.monotonic() < until:
        time.sleep(0.05)


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for kind in ("pages", "pictures") for p in folder.glob(f"{kind}/*/*")}


def test_two_processes_give_the_records_of_one(
    shop, crawl_shop: Callable[..., Run], queue: str, tmp_path: Path
) -> None:
    alone = crawl_shop(tmp_path / "alone")
    shop.asked.clear()

    def dawdle(_: str) -> None:
        wait_for_both(shop)
        time.sleep(0.2)

    shop.answers = Slow(shop, dawdle)
    both = [start(shop.origin, tmp_path / name, queue) for name in ("one", "two")]
    assert [child.wait(120) for child in both] == [0, 0]
    shop.answers = {}
    for name in ("one", "two"):
        run = load(tmp_path / name)
        assert (run.reason, run.pages, run.pictures) == (Reason.COMPLETE, alone.pages, alone.pictures)
        assert words(run) == words(alone)
        assert files(tmp_path / name) == files(tmp_path / "alone"), "pages and pictures of the other machine, too"
    pages = [path for path in shop.asked if path != "/robots.txt"]
    assert sorted(pages) == sorted(set(pages)), "nothing is asked for twice"


def test_one_is_killed_and_the_other_ends_with_the_same_records(
    shop, crawl_shop: Callable[..., Run], queue: str, tmp_path: Path
) -> None:
    alone = crawl_shop(tmp_path / "alone")
    shop.asked.clear()

    def kill_at_the_fifth(path: str) -> None:
        wait_for_both(shop)
        if len(shop.asked) >= 7 and victim.poll() is None:
            victim.send_signal(signal.SIGKILL)
            victim.wait()

    shop.answers = Slow(shop, kill_at_the_fifth)
    victim = start(shop.origin, tmp_path / "victim", queue)
    survivor = start(shop.origin, tmp_path / "survivor", queue)
    assert survivor.wait(120) == 0
    assert victim.wait() == -signal.SIGKILL
    run = load(tmp_path / "survivor")
    assert words(run) == words(alone)
    assert (run.reason, run.pages) == (Reason.COMPLETE, alone.pages), (run.counts, alone.counts, shop.asked)
    assert not (tmp_path / "victim" / "run.json").exists()


def test_a_finished_crawl_leaves_nothing_and_the_next_one_begins_anew(
    shop, crawl_shop: Callable[..., Run], queue: str, tmp_path: Path
) -> None:
    first = crawl_shop(tmp_path / "first", queue=queue)
    asked = len(shop.asked)
    assert words(crawl_shop(tmp_path / "second", queue=queue)) == words(first)
    assert len(shop.asked) == 2 * asked


def test_no_queue_there_is_one_sentence_and_shows_no_password(shop, tmp_path: Path) -> None:
    with pytest.raises(NoQueue, match="Nothing was requested") as told:
        crawler.crawl(shop.origin, tmp_path / "out", allow_loopback=True, queue="redis://me:secret@127.0.0.1:1/0")
    assert "secret" not in told.value.sentence
    assert shop.asked == []


@pytest.mark.parametrize("comes_back", ["with its data", "empty", "later"])
def test_a_queue_that_is_lost_on_the_way_is_one_sentence_and_nothing_is_lost(
    shop, crawl_shop: Callable[..., Run], tmp_path: Path, comes_back: str, request: pytest.FixtureRequest
) -> None:
    alone = crawl_shop(tmp_path / "alone")
    shop.asked.clear()
    (tmp_path / "redis").mkdir()
    redis = Redis(tmp_path / "redis", keeps=comes_back != "empty")
    request.addfinalizer(lambda: redis.server.kill())
    wounded: list[str] = []

    def kill_at_the_fifth(path: str) -> None:
        if len(shop.asked) == 6 and not wounded:
            wounded.append(path)
            redis.kill()
            if comes_back != "later":
                redis.start()

    shop.answers = Slow(shop, kill_at_the_fifth)
    with pytest.raises(NoQueue, match=r"stopped: the shared queue at .* was lost\. Started again it goes on"):
        crawl_shop(tmp_path / "out", queue=redis.address)
    assert wounded
    assert load(tmp_path / "out") is None, "no run is said to have ended"
    shop.answers = {}
    if comes_back == "later":
        redis.start()
    before = len(shop.asked)
    again = crawl_shop(tmp_path / "out", queue=redis.address)
    redis.kill()
    assert (again.reason, again.pages) == (Reason.COMPLETE, alone.pages)
    assert words(again) == words(alone)
    if comes_back != "empty":
        twice = set(shop.asked[:before]) & set(shop.asked[before:]) - {"/robots.txt"}
        # The page that was under way, and the next where the loss was noticed between two heartbeats.
        assert len(twice) <= 2, "what was kept is not asked for again"
