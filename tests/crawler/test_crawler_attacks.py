"""H19 to H21 and H25 against addresses of this machine: what a page leads to is never reached where it may not be."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import crawler
from crawler import Reason, Run
from crawler.settings import PAGE_BYTES
from tests.crawler.conftest import Shop, serving
from tests.crawler.test_crawler_hostile import page

# Every notation of this machine that a browser or a C library would follow; {port} is a service that must stay unasked.
SELF = [
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/", "http://0x7f.1:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[::]:{port}/",
    "http://localhost:{port}/", "http://LOCALHOST:{port}/", "http://localhost.:{port}/", "http://a.localhost:{port}/",
    "http://127.0.0.1.:{port}/", "http://user:pass@127.0.0.1:{port}/", "http://127.0.0.1:80@127.0.0.1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/", "//127.0.0.1:{port}/", "http:127.0.0.1:{port}", "\\\\127.0.0.1:{port}\\",
]  # fmt: skip


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Shop]:
    """Another service of this machine, which nobody may be led to."""
    (tmp_path / "neighbour").mkdir()
    with serving(tmp_path / "neighbour") as other:
        yield other


def addresses(neighbour: Shop) -> list[str]:
    return [address.format(port=neighbour.server_port) for address in SELF]


def test_h19_no_notation_of_this_machine_is_reached_by_link_redirect_picture_or_base(
    shop, crawl_shop: Callable[..., Run], neighbour: Shop
) -> None:
    targets = addresses(neighbour)
    for number, target in enumerate(targets):
        header = target.encode().decode("latin-1")
        shop.answers[f"/di/{number}"] = lambda handler, header=header: handler.answer(302, Location=header)
        shop.answers[f"/meta/{number}"] = page(f'<meta http-equiv="refresh" content="0;url={target}">'.encode())
    links = [f"/di/{n}" for n in range(len(targets))] + [f"/meta/{n}" for n in range(len(targets))] + targets
    body = "".join(f'<a href="{link}">x</a><img class="product-image" src="{link}">' for link in links)
    shop.answers["/"] = page(body.encode())
    shop.answers["/khac.html"] = page(f'<base href="{targets[0]}"><a href="a.html">x</a>'.encode())
    crawl_shop()
    assert neighbour.asked == []
    assert f"/di/{len(targets) - 1}" in shop.asked


def test_h19_platform_data_elsewhere_are_not_asked_for(shop, crawl_shop: Callable[..., Run], neighbour: Shop) -> None:
    head = f'<link rel="https://api.w.org/" href="{neighbour.origin}/wp-json/"><i class="woocommerce-page"></i>'
    shop.answers["/"] = page(head.encode())
    assert crawl_shop().reason == Reason.COMPLETE
    assert neighbour.asked == []


def test_h19_sitemaps_and_robots_lead_nowhere_else(shop, crawl_shop: Callable[..., Run], neighbour: Shop) -> None:
    lines = "\n".join(f"Sitemap: {address}sitemap.xml" for address in addresses(neighbour))
    robots = f"User-agent: *\nAllow: /\n{lines}\n".encode()
    shop.answers["/robots.txt"] = lambda handler: handler.answer(200, robots, "text/plain; charset=utf-8")
    entries = "".join(f"<url><loc>{address}</loc></url>" for address in addresses(neighbour))
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    shop.answers["/sitemap.xml"] = lambda handler: handler.answer(200, sitemap, "application/xml")
    crawl_shop()
    assert neighbour.asked == []


@contextmanager
def with_tls(folder: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A TLS server with a certificate that nobody has signed; what it was told after the handshake."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-keyout", str(folder / "key"), "-out", str(folder / "cert")]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    told: list[bytes] = []
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                with context.wrap_socket(door.accept()[0], server_side=True) as guest:
                    told.append(guest.recv(999))
            except ssl.SSLError:
                continue
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{door.getsockname()[1]}/", told
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(10)


def test_h19_a_certificate_that_nobody_signed_is_not_spoken_to(tmp_path: Path) -> None:
    with with_tls(tmp_path) as (address, told):
        run = crawler.crawl(address, tmp_path / "out", allow_loopback=True)
    assert run.reason in (Reason.BLOCKED, Reason.UNREACHABLE)
    assert b"".join(told) == b"", "not even the request is sent"


def deflated(size: int) -> bytes:
    return zlib.compress(b"0" * size)


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [("gzip", gzip.compress(b"0" * (PAGE_BYTES * 3))), ("deflate", deflated(PAGE_BYTES * 3)),
     ("gzip, gzip", gzip.compress(gzip.compress(b"0" * (PAGE_BYTES * 3))))],
)  # fmt: skip
def test_h20_bombs_in_every_encoding_are_refused(
    shop, crawl_shop: Callable[..., Run], encoding: str, bomb: bytes
) -> None:
    shop.answers["/danh-muc.html"] = lambda handler: handler.answer(200, bomb, Content_Encoding=encoding)
    run = crawl_shop()
    assert "/danh-muc.html" in shop.asked
    assert "danh-muc" not in (run.folder / "pages.jsonl").read_text()
    assert sum(path.stat().st_size for path in run.folder.rglob("*.gz")) < PAGE_BYTES


def test_h21_cookies_and_log_ins_are_never_sent(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/"] = lambda handler: handler.answer(
        200, b'<a href="/danh-muc.html">x</a><a href="/san-pham/que-thanh.html">x</a>', Set_Cookie="phien=1; Path=/"
    )
    shop.answers["/danh-muc.html"] = lambda handler: handler.answer(401, WWW_Authenticate='Basic realm="x"')
    crawl_shop()
    assert len(shop.headers_seen) > 3
    assert not any({"Cookie", "Authorization", "Referer"} & set(seen) for seen in shop.headers_seen)
