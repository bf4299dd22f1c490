"""H19: which addresses may be asked, in every notation. Nothing here opens a connection."""

from __future__ import annotations

import pytest

from crawler.addresses import as_address, is_loopback, is_public, why_not

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1", "not an address",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "203.119.8.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_h19_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_h19_public(address: str) -> None:
    assert is_public(address)


def test_allowing_loopback_opens_loopback_only() -> None:
    opened = [address for address in PRIVATE if is_public(address, allow_loopback=True)]
    assert opened == ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("10.0.513", "10.0.2.1"),
        ("[::1]", "::1"),
        ("example.vn", None),
        ("1.2.3.4.5", None),
        ("256.1", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_h19_odd_notations(host: str, address: str | None) -> None:
    assert as_address(host) == address


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.vn/", "javascript:alert(1)", "data:text/html,x", "http:///a", "gopher://a.vn/",
        "http://user:pass@example.vn/", "http://user@example.vn/", "http://example.vn:22/", "http://example.vn:6379/",
        "http://localhost/", "http://shop.localhost/", "http://localhost./", "http://2130706433/", "http://0x7f.1/",
        "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://169.254.169.254/latest/meta-data/", "http://0/",
        "http://example.vn:99999/", "http://[bad/", "",
    ],
)  # fmt: skip
def test_h19_addresses_that_are_never_asked(url: str) -> None:
    assert why_not(url)


@pytest.mark.parametrize(
    "url", ["http://example.vn/", "https://example.vn:8443/a?b=c", "http://8.8.8.8/", "https://hợptác.vn/"]
)
def test_addresses_that_may_be_asked(url: str) -> None:
    assert why_not(url) is None


def test_loopback_in_any_notation_is_loopback() -> None:
    assert all(is_loopback(f"http://{host}:81/") for host in ("localhost", "127.0.0.1", "127.1", "[::1]"))
    assert not any(is_loopback(f"http://{host}/") for host in ("10.0.0.1", "example.vn", "8.8.8.8"))
