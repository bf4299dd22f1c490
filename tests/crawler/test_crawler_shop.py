"""A whole shop is crawled: what is asked, what is kept, and what stands in the records."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler import Busy, CrawlFailed, Progress, Reason, Run
from crawler.kept import read_page

EXPECTED = json.loads((Path(__file__).parents[1] / "pages" / "khe_sim" / "expected.json").read_text(encoding="utf-8"))


def relative(record: dict) -> dict:
    """A record without what changes from run to run: port, moment."""
    fields = dict(record["fields"])
    if "images" in fields:
        fields["images"] = [urlsplit(url).path for url in fields["images"]]
    return {"path": urlsplit(record["url"]).path, "fields": fields, "properties": record["properties"]}


def test_the_shop_is_read_as_expected(crawled) -> None:
    _, run, _ = crawled
    assert run.reason == Reason.COMPLETE
    assert {r["path"]: r for r in map(relative, run.records)} == {r["path"]: r for r in EXPECTED}
    assert (run.products, run.pages, run.good) == (len(EXPECTED), 8, True)


def test_h22_robots_txt_is_asked_first_and_obeyed(crawled) -> None:
    shop, _, _ = crawled
    assert shop.asked[0] == "/robots.txt"
    assert not [path for path in shop.asked if path.startswith("/rieng-tu") or "?xem=" in path]


def test_no_page_is_asked_twice_and_no_basket_ever(crawled) -> None:
    shop, _, _ = crawled
    assert len(shop.asked) == len(set(shop.asked))
    assert "/gio-hang.html" not in shop.asked


def test_h21_we_say_who_we_are_and_send_no_cookies(crawled) -> None:
    shop, _, _ = crawled
    assert {h["User-Agent"] for h in shop.headers_seen} == {"OcopCatalogBot/0.1 (+ba con Khe Sim <khesim@example.vn>)"}
    assert not any({"Cookie", "Referer", "Authorization"} & set(h) for h in shop.headers_seen)


def test_every_record_has_its_page_and_a_rule_for_every_field(crawled) -> None:
    _, run, _ = crawled
    for record in run.records:
        assert record["rules"].keys() == record["sure"].keys() == record["fields"].keys()
        assert record["fields"]["name"].encode() in read_page(run.folder, record["page_sha256"])


def test_pictures_are_kept_as_they_came(crawled) -> None:
    shop, run, _ = crawled
    kept = list(run.pictures_kept)
    assert len(kept) == run.pictures == 4
    for line in kept:
        sent = shop.folder / urlsplit(line["url"]).path.lstrip("/")
        assert (run.folder / line["path"]).read_bytes() == sent.read_bytes()
        assert line["type"] == "image/png"


def test_progress_is_told_page_by_page(crawled) -> None:
    _, _, progress = crawled
    pages = [p.pages for p in progress]
    assert pages == sorted(pages)
    assert (progress[-1].pages, progress[-1].products, progress[-1].waiting) == (8, len(EXPECTED), 0)


def test_nothing_is_left_of_the_journal(crawled) -> None:
    _, run, _ = crawled
    assert not (run.folder / "job").exists()


def test_a_bad_run_keeps_the_good_records(
    shop, crawl_shop: Callable[..., Run], capfd: pytest.CaptureFixture[str]
) -> None:
    good = crawl_shop()
    assert capfd.readouterr() == ("", "")
    shop.answers["/"] = shop.answers["/robots.txt"] = lambda handler: handler.answer(500)
    bad = crawl_shop()
    assert (bad.reason, bad.good) == (Reason.BLOCKED, False)
    assert bad.records_at == good.finished_at
    assert len(list(bad.records)) == len(EXPECTED)


def test_two_crawls_into_one_folder_do_not_mix(shop, crawl_shop: Callable[..., Run], tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            crawl_shop(tmp_path)
    assert shop.asked == []


def test_a_caller_that_fails_stops_the_crawl_and_the_next_call_goes_on(
    shop, crawl_shop: Callable[..., Run], tmp_path: Path
) -> None:
    class Enough(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.pages == 3:
            raise Enough

    with pytest.raises(Enough):
        crawl_shop(tmp_path / "one", on_progress=stop)
    assert len(list(crawl_shop(tmp_path / "one").records)) == len(EXPECTED)


def test_a_folder_that_cannot_be_written_is_one_sentence(shop, crawl_shop: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "job").write_text("in the way")
    with pytest.raises(CrawlFailed, match=r"crawl\.log"):
        crawl_shop(tmp_path / "one")
