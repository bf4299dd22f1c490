"""The second crawl, and the crawl without a network: what is kept is worth as much as what is fetched."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import crawler
from crawler import NothingKept, Reason, Run
from crawler.reading import combine
from tests.crawler.test_crawler_resume import words


def with_validators(shop, kind: str) -> list[int]:
    """Makes a shop answer as a well-kept one does: 304 where nothing has changed. Returns the sizes of its answers."""
    sizes: list[int] = []
    date = "Sat, 01 Aug 2026 08:00:00 GMT"

    class Validating(dict):
        def __contains__(self, path: object) -> bool:
            return (shop.folder / str(path).lstrip("/")).exists()

        def __getitem__(self, path: str) -> Callable:
            return lambda handler: answer(handler, path)

    def answer(handler, path: str) -> None:
        found = shop.folder / path.lstrip("/")
        body = (
            (found / "index.html" if found.is_dir() else found)
            .read_bytes()
            .replace(b"{{origin}}", shop.origin.encode())
        )
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        fresh = {"etag": handler.headers.get("If-None-Match") == tag,
                 "date": handler.headers.get("If-Modified-Since") == date}[kind]  # fmt: skip
        more = {"etag": {"ETag": tag}, "date": {"Last_Modified": date}}[kind]
        sizes.append(0 if fresh else len(body))
        content = "text/plain" if path.endswith(".txt") else "text/xml" if path.endswith(".xml") else "text/html"
        handler.answer(304, b"", content, **more) if fresh else handler.answer(200, body, content, **more)

    shop.answers = Validating()
    return sizes


@pytest.mark.parametrize("kind", ["etag", "date"])
def test_k9_a_second_crawl_of_an_unchanged_site_costs_only_304s(
    shop, crawl_shop: Callable[..., Run], kind: str
) -> None:
    sizes = with_validators(shop, kind)
    first = crawl_shop()
    before, requests = list(words(first)), len(shop.asked)
    robots = (shop.folder / "robots.txt").stat().st_size
    sizes.clear()
    second = crawl_shop()
    assert len(shop.asked) - requests == requests, "nothing else is asked than the first time"
    assert sum(sizes) <= robots + 200, "robots.txt alone is sent again"
    assert second.counts["not modified"] == requests - 1 - sum("404" in p for p in shop.asked[:requests])
    assert second.counts["bytes"] < first.counts["bytes"] / 5
    assert words(second) == before
    assert (second.reason, second.pages, second.pictures) == (first.reason, first.pages, first.pictures)


def test_a_changed_page_is_read_anew_and_the_others_are_not_sent(shop, serve, tmp_path: Path) -> None:
    shutil.copytree(shop.folder, tmp_path / "served")
    with serve(tmp_path / "served") as mine:
        with_validators(mine, "etag")
        crawler.crawl(mine.origin, tmp_path / "out", allow_loopback=True)
        page = mine.folder / "san-pham" / "que-thanh.html"
        page.write_text(page.read_text("utf-8").replace("Quế thanh", "Quế ống"), "utf-8")
        run = crawler.crawl(mine.origin, tmp_path / "out", allow_loopback=True)
    assert any(r["fields"]["name"].startswith("Quế ống") for r in run.records if r["url"].endswith("que-thanh.html"))


def test_kept_bytes_that_are_gone_or_broken_are_asked_for_again(shop, crawl_shop: Callable[..., Run]) -> None:
    with_validators(shop, "etag")
    first = crawl_shop()
    before = words(first)
    for number, path in enumerate(sorted((first.folder / "pages").glob("*/*.gz"))):
        path.unlink() if number % 2 else path.write_bytes(gzip.compress(b"x" * 99)[:-9])
    assert words(crawl_shop()) == before


def test_a_304_that_nobody_asked_for_is_no_page(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/san-pham/que-thanh.html"] = lambda handler: handler.answer(304)
    run = crawl_shop()
    assert run.counts["failed: status 304"] == 1


def test_replay_gives_the_same_records_without_a_request(shop, crawl_shop: Callable[..., Run], tmp_path: Path) -> None:
    crawled = crawl_shop()
    before, asked = list(crawled.records), len(shop.asked)
    run = crawler.replay(shop.origin + "/", crawled.folder)
    assert len(shop.asked) == asked
    assert (run.replayed, run.reason, run.pages, run.pictures) == (
        True,
        Reason.COMPLETE,
        crawled.pages,
        crawled.pictures,
    )
    assert list(run.records) == before, "also the moment at which each page was fetched"
    assert not (run.folder / "replay").exists()
    assert crawl_shop().reason == Reason.COMPLETE


def test_a_better_reader_gives_better_records_of_old_pages(shop, crawl_shop, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled = crawl_shop()

    def better(page, read=combine.read):
        found = read(page)
        return crawler.Extracted(**{**vars(found), "name": found.name.upper()}) if found.name else found

    monkeypatch.setattr("crawler.gather.read", better)
    names = {record["fields"]["name"] for record in crawler.replay(shop.origin + "/", crawled.folder).records}
    assert names
    assert all(name == name.upper() for name in names)


def test_a_worse_reader_does_not_replace_good_records(shop, crawl_shop, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled = crawl_shop()
    before = list(crawled.records)
    monkeypatch.setattr("crawler.gather.read", lambda page: crawler.Extracted(url=page.url))
    run = crawler.replay(shop.origin + "/", crawled.folder)
    assert run.reason == Reason.EMPTY
    assert list(run.records) == before
    monkeypatch.undo()
    assert crawler.replay(shop.origin + "/", crawled.folder).reason == Reason.COMPLETE


def test_nothing_kept_is_one_sentence(shop, tmp_path: Path) -> None:
    with pytest.raises(NothingKept, match="nothing to read again"):
        crawler.replay(shop.origin + "/", tmp_path / "never")
