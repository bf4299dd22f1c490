"""H19 to H21 and H25 against addresses of this machine: what a page leads to is never reached where it may not be."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import brotli
import pytest

import crawler
from crawler import Reason, Run
from crawler.settings import PAGE_BYTES
from tests.crawler.conftest import Shop, serving
from tests.crawler.test_crawler_hostile import PRODUCT, page

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


# Python has it of its own from 3.14 on; Scrapy brings it for the versions before.
zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
NOUGHTS = b"0" * (PAGE_BYTES * 3)
PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


def packed(encodings: str) -> bytes:
    """Three times as much as a page may have, packed in these ways one after the other."""
    bomb = NOUGHTS
    for encoding in encodings.split(", "):
        bomb = PACKED[encoding](bomb)
    return bomb


BOMBS = [
    "gzip",
    "deflate",
    "br",
    "zstd",
    "gzip, gzip",
    "br, br",
    "zstd, zstd, zstd",
    "br, gzip",
    "zstd, br, deflate, gzip",
]
NO_PACKING = [*PACKED, "gzip, br", "xz", "br, none"]


def sent(shop: Shop, pages: list[tuple[str, bytes]]) -> None:
    """The shop's front page leads to these pages: their Content-Encoding and their bytes."""
    for number, (encoding, body) in enumerate(pages):
        shop.answers[f"/goi/{number}"] = lambda handler, body=body, encoding=encoding: handler.answer(
            200, body, Content_Encoding=encoding
        )
    shop.answers["/"] = page(b"".join(b'<a href="/goi/%d">x</a>' % number for number in range(len(pages))))
    shop.answers["/sitemap.xml"] = lambda handler: handler.answer(404)


def test_h20_bombs_in_every_encoding_are_refused_by_name(shop, crawl_shop: Callable[..., Run]) -> None:
    bombs = [(encodings, packed(encodings)) for encodings in BOMBS]
    assert max(len(bomb) for _, bomb in bombs) < 200_000
    sent(shop, bombs)
    run = crawl_shop()
    assert run.counts["failed: too large"] == len(BOMBS)
    assert (run.reason, run.pages) == (Reason.COMPLETE, 1)
    assert sum(path.stat().st_size for path in run.folder.rglob("*.gz")) < 10_000


def test_h20_what_cannot_be_unpacked_is_no_page(shop, crawl_shop: Callable[..., Run]) -> None:
    sent(shop, [(encoding, b"\x1b\xff no") for encoding in NO_PACKING])
    run = crawl_shop()
    assert len([path for path in shop.asked if path.startswith("/goi/")]) >= len(NO_PACKING)
    assert run.products == 1, run.counts


def test_pages_may_come_packed_in_every_way(shop, crawl_shop: Callable[..., Run]) -> None:
    product = PRODUCT % b""
    sent(shop, [(name, pack(product.replace(b"Ong", name.encode()))) for name, pack in PACKED.items()])
    assert {record["fields"]["name"] for record in crawl_shop().records} == {"Ong", *PACKED}


def test_h21_cookies_and_log_ins_are_never_sent(shop, crawl_shop: Callable[..., Run]) -> None:
    shop.answers["/"] = lambda handler: handler.answer(
        200, b'<a href="/danh-muc.html">x</a><a href="/san-pham/que-thanh.html">x</a>', Set_Cookie="phien=1; Path=/"
    )
    shop.answers["/danh-muc.html"] = lambda handler: handler.answer(401, WWW_Authenticate='Basic realm="x"')
    crawl_shop()
    assert len(shop.headers_seen) > 3
    assert not any({"Cookie", "Authorization", "Referer"} & set(seen) for seen in shop.headers_seen)
