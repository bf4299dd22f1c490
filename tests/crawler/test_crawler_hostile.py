"""H19 to H25 and H72 on a hostile shop: every run ends, is bounded, and says one reason."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import crawler
from crawler import Reason, Run, sources
from crawler.settings import PAGE_BYTES
from tests.conftest import ROOT

PRODUCT = b"""<html><head><title>Ong</title><script type="application/ld+json">
{"@type": "Product", "name": "Ong", "offers": {"price": "1000"}}</script></head><body><h1>Ong</h1>%s</body></html>"""


def page(body: bytes = b"") -> Callable:
    return lambda handler: handler.answer(200, PRODUCT % body)


@pytest.fixture
def crawl_with(shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Crawls the shop under a card with this pace, written to a folder of cards of the test."""

    def crawl(**pace: float) -> Run:
        lines = "".join(f"{name} = {value}\n" for name, value in ({"seconds": 0.0} | pace).items())
        (tmp_path / "cards").mkdir(exist_ok=True)
        card = (
            'title = "x"\npublisher = "x"\n[permission]\nstatus = "own"\nwording = "x"\nwhere = "x"\n[pace]\n' + lines
        )
        (tmp_path / "cards" / "khe.toml").write_text(card)
        monkeypatch.setattr(sources, "FOLDER", tmp_path / "cards")
        return crawler.crawl("khe", tmp_path / "out", start=shop.origin + "/", allow_loopback=True)

    return crawl


@pytest.mark.parametrize(
    ("status", "crawled"),
    [(404, True), (401, True), (500, False), (503, False), (429, False), (302, False)],
)
def test_h22_robots_decision_table(shop, crawl_shop: Callable[..., Run], status: int, crawled: bool) -> None:
    shop.answers["/robots.txt"] = lambda handler: handler.answer(status, b"User-agent: *\nDisallow:\n")
    run = crawl_shop()
    pages = [path for path in shop.asked if path != "/robots.txt"]
    assert bool(pages) is crawled
    assert run.reason == (Reason.COMPLETE if crawled else Reason.BLOCKED)
    if not crawled:
        assert str(status) in run.detail


@pytest.mark.parametrize(
    ("robots", "asked"),
    [
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (b"User-agent: OcopCatalogBot\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (b"<html><body>not a robots.txt</body></html>", True),
        (b"User-agent: *\nDisallow: /\nAllow: /$\nAllow: /danh-muc", True),
        (b"# " + b"x" * 600_000 + b"\nUser-agent: *\nDisallow: /", True),
    ],
    ids=["BOM", "our name", "HTML", "longest match", "too long"],
)
def test_h22_robots_texts(shop, crawl_shop: Callable[..., Run], robots: bytes, asked: bool) -> None:
    shop.answers["/robots.txt"] = lambda handler: handler.answer(200, robots, "text/plain")
    crawl_shop()
    assert ("/" in shop.asked) is asked


def test_h22_silent_robots_means_no_crawl(shop, crawl_shop: Callable[..., Run]) -> None:
    def hang_up(handler) -> None:
        handler.close_connection = True
        handler.connection.close()

    shop.answers["/robots.txt"] = hang_up
    assert crawl_shop().reason == Reason.BLOCKED
    assert set(shop.asked) == {"/robots.txt"}


def test_h22_crawl_delay_is_kept(shop, crawl_shop: Callable[..., Run]) -> None:
    moments: list[float] = []

    def remember(handler) -> None:
        moments.append(time.monotonic())
        handler.answer(200, PRODUCT % b'<a href="/2.html">2</a><a href="/3.html">3</a>')

    shop.answers["/robots.txt"] = lambda handler: handler.answer(
        200, b"User-agent: *\nCrawl-delay: 0.4\n", "text/plain"
    )
    shop.answers |= {"/": remember, "/2.html": remember, "/3.html": remember}
    crawl_shop()
    assert len(moments) == 3
    assert min(b - a for a, b in itertools.pairwise(moments)) >= 0.38


ELSEWHERE = [
    "http://10.0.0.1/", "http://169.254.169.254/latest/", "http://localhost:1/", "http://[::ffff:10.0.0.1]/",
    "http://192.168.1.1:8080/", "file:///etc/passwd", "http://a:b@127.0.0.1/", "https://khac.example/", "http://0x7f.1:1/",
]  # fmt: skip


def test_h19_redirects_are_checked_at_each_hop(shop, crawl_shop: Callable[..., Run]) -> None:
    for number, target in enumerate(ELSEWHERE):
        shop.answers[f"/di/{number}"] = lambda handler, target=target: handler.answer(302, Location=target)
    shop.answers["/"] = page(b"".join(b'<a href="/di/%d">x</a>' % n for n in range(len(ELSEWHERE))))
    run = crawl_shop()
    assert {f"/di/{number}" for number in range(len(ELSEWHERE))} <= set(shop.asked)
    assert run.counts["failed: refused"] + run.counts.get("failed: status 302", 0) == len(ELSEWHERE)
    assert run.reason == Reason.BLOCKED, "more addresses led elsewhere than pages were read"


def test_a_start_that_leads_elsewhere_is_blocked(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/"] = shop.answers["/sitemap.xml"] = lambda handler: handler.answer(302, Location="http://10.0.0.1/")
    run = crawl_shop()
    assert (run.reason, run.pages) == (Reason.BLOCKED, 0)
    assert "10.0.0.1" in run.detail


def test_h19_pictures_from_private_addresses_and_other_services_are_not_fetched(
    shop, serve: Callable, crawl_shop: Callable[..., Run], tmp_path: Path
) -> None:
    with serve(tmp_path) as neighbour:
        images = f'["http://10.1.2.3/a.png", "{neighbour.origin}/a.png", "/anh/que.png", "file:///etc/hostname"]'
        product = f'{{"@type": "Product", "name": "Ong", "image": {images}}}'.encode()
        shop.answers["/"] = lambda handler: handler.answer(
            200, b'<title>Ong</title><script type="application/ld+json">' + product + b"</script><h1>Ong</h1>"
        )
        run = crawl_shop()
    assert neighbour.asked == []
    assert shop.origin + "/anh/que.png" in {line["url"] for line in run.pictures_kept}
    assert not any("10.1.2.3" in line["url"] for line in run.pictures_kept)


def test_h20_bodies_are_bounded(shop, crawl_shop: Callable[..., Run]) -> None:
    bomb = gzip.compress(b"0" * (PAGE_BYTES + 1_000_000))

    def endless(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"x" * 65536)

    links = b'<a href="/bom.html">1</a><a href="/dai.html">2</a><a href="/loi.html">3</a>'
    shop.answers["/"] = page(links)
    shop.answers["/bom.html"] = lambda handler: handler.answer(200, bomb, Content_Encoding="gzip")
    shop.answers["/dai.html"] = endless
    shop.answers["/loi.html"] = lambda handler: handler.answer(200, b"not gzip", Content_Encoding="gzip")
    run = crawl_shop()
    assert {"/bom.html", "/dai.html"} <= set(shop.asked)
    assert run.reason == Reason.COMPLETE
    assert run.pages < 12
    assert run.counts["bytes"] < 4 * PAGE_BYTES


def test_h20_a_page_that_drips_is_left_at_the_deadline(
    shop, crawl_shop: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A deadline of a second, for the child too: it reads its settings from the same module.
    (tmp_path / "hurry").mkdir()
    (tmp_path / "hurry" / "sitecustomize.py").write_text(
        "import crawler.settings as s\ns.SAFE['DOWNLOAD_TIMEOUT'] = 1\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'hurry'}:{ROOT}")
    hung_up: list[str] = []

    def drip(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        try:
            for _ in range(600):
                handler.wfile.write(b"<p>")
                time.sleep(0.1)
        except OSError:
            hung_up.append(handler.path)

    shop.answers["/danh-muc.html"] = drip
    run = crawl_shop()
    assert set(hung_up) == {"/danh-muc.html"}
    assert run.counts["failed: no answer"] == 1
    assert run.reason == Reason.COMPLETE


def test_h21_redirect_loops_end(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/vong"] = lambda handler: handler.answer(302, Location=f"/vong?n={len(shop.asked)}")
    shop.answers["/"] = page(b'<a href="/vong">x</a>')
    assert crawl_shop().reason == Reason.COMPLETE
    assert len([path for path in shop.asked if path.startswith("/vong")]) <= 6


def test_h23_a_trap_is_left_when_the_budget_is_spent(shop, crawl_with: Callable[..., Run]) -> None:
    class Calendar(dict):
        def __contains__(self, path: object) -> bool:
            return path not in ("/robots.txt", "/sitemap.xml")

        def __getitem__(self, path: str) -> Callable:
            n = len(shop.asked)
            return page(b"".join(b'<a href="/lich/%d">x</a>' % (n * 10 + i) for i in range(5)))

    shop.answers = Calendar()
    run = crawl_with(pages=12)
    assert (run.reason, run.pages) == (Reason.LIMIT, 12)
    assert "12 pages" in run.detail


def test_time_and_bytes_are_budgets_too(shop, crawl_with: Callable[..., Run]) -> None:
    shop.answers["/"] = page(b"x" * 1_200_000 + b'<a href="/danh-muc.html">x</a>')
    run = crawl_with(megabytes=1)
    assert (run.reason, run.pages) == (Reason.LIMIT, 1)
    assert "1 MB" in run.detail


def test_too_long_a_retry_after_sends_us_home(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/danh-muc.html"] = lambda handler: handler.answer(429, Retry_After="86400")
    run = crawl_shop()
    assert run.reason == Reason.BLOCKED
    assert "86400 seconds" in run.detail


def test_a_short_retry_after_is_waited_for(shop, crawl_shop: Callable[..., Run]) -> None:
    moments: list[float] = []

    def once(handler) -> None:
        moments.append(time.monotonic())
        if len(moments) == 1:
            handler.answer(503, Retry_After="1")
        else:
            handler.file("/danh-muc.html")

    shop.answers["/danh-muc.html"] = once
    assert crawl_shop().reason == Reason.COMPLETE
    assert moments[1] - moments[0] >= 0.95


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda h: h.answer(403), Reason.BLOCKED),
        (lambda h: h.answer(500), Reason.UNREACHABLE),
        (lambda h: h.answer(404), Reason.CHANGED),
        (lambda h: h.answer(200, b"<title>Just a moment...</title><body>check</body>"), Reason.BLOCKED),
        (lambda h: h.answer(200, b"<title>Khe Sim</title><p>Sap khai truong</p>"), Reason.EMPTY),
        (lambda h: h.answer(200, b"\x00\x01\x02", "application/octet-stream"), Reason.UNREACHABLE),
    ],
    ids=["403", "500", "404", "challenge", "no product", "no page"],
)
def test_h72_one_stated_reason(shop, crawl_shop: Callable[..., Run], answer: Callable, reason: Reason) -> None:
    class Everywhere(dict):
        def __contains__(self, path: object) -> bool:
            return path != "/robots.txt"

        def __getitem__(self, path: str) -> Callable:
            return answer

    shop.answers = Everywhere()
    run = crawl_shop()
    assert run.reason == reason
    assert not list(run.records)


def test_nobody_there_is_unreachable(shop, tmp_path: Path) -> None:
    shop.server_close()
    run = crawler.crawl(shop.origin, tmp_path / "out", allow_loopback=True)
    assert run.reason in (Reason.UNREACHABLE, Reason.BLOCKED)


def test_noindex_and_nofollow_are_honoured(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/danh-muc.html"] = lambda handler: handler.answer(
        200, b'<meta name="robots" content="NoIndex, NoFollow"><title>x</title><a href="/san-pham/que-thanh.html">x</a>'
    )
    assert "/san-pham/que-thanh.html" not in shop.asked
    run = crawl_shop()
    assert "/san-pham/que-thanh.html" not in shop.asked
    assert run.counts["noindex"] == 1


def test_the_header_says_noindex_too(shop, crawl_shop: Callable[..., Run]) -> None:
    path = "/san-pham/que-thanh.html"
    body = (shop.folder / path.lstrip("/")).read_bytes()
    shop.answers[path] = lambda handler: handler.answer(200, body, X_Robots_Tag="none")
    assert not [record for record in crawl_shop().records if record["url"].endswith(path)]


def test_a_site_that_keeps_answering_429_is_left(shop, crawl_with: Callable[..., Run]) -> None:
    links = b"".join(b'<a href="/san-pham/%d">x</a>' % n for n in range(20))
    shop.answers["/"] = page(links)
    for n in range(20):
        shop.answers[f"/san-pham/{n}"] = lambda handler: handler.answer(429)
    run = crawl_with()
    assert run.reason == Reason.BLOCKED
    assert len([path for path in shop.asked if "/san-pham/" in path and path[-5:] != ".html"]) <= 9


def test_h25_no_port_is_opened(shop, crawl_shop: Callable[..., Run]) -> None:
    log = (crawl_shop().folder / "crawl.log").read_text()
    assert "TelnetConsole" not in log
    assert "RemoteControl" not in log
    assert "RobotsTxt" not in log.split("Enabled extensions", 1)[0]
    assert "crawler.robots.Robots" in log
