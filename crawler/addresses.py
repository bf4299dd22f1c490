"""Which addresses may be asked: http(s) on public machines, and nothing that only looks like it.

Names are checked twice: as they are written in an address (here), and as the machine they lead to, at the moment of the
connection and again at every redirect (crawler.resolver).
"""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

# Ports of web servers. Anything else on a public host is more likely a database or a printer than a shop.
PORTS = frozenset({80, 443, 8000, 8080, 8443})

# Carrier-grade NAT (RFC 6598) is not "private" to Python, yet leads to somebody's own network.
SHARED_NETWORK = ipaddress.ip_network("100.64.0.0/10")
# These prefixes carry an IPv4 address inside: NAT64 (RFC 6052) in its last four bytes, 6to4 (RFC 3056) after 2002.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str, allow_loopback: bool = False) -> bool:
    """Whether an IP address as text may be connected to; False for what is no address."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(address)
    if inner.is_loopback:
        return allow_loopback
    return inner.is_global and not inner.is_multicast and not inner.is_reserved and not _is_shared(inner)


def why_not(url: str, allow_loopback: bool = False) -> str | None:
    """Why an address must not be asked, as one English clause; None when nothing speaks against it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https"):
        return "is not http or https"
    if not parts.hostname:
        return "names no host"
    if parts.username or parts.password:
        return "carries a user name or password"
    return _why_not_host(parts, port, allow_loopback)


def _why_not_host(parts: SplitResult, port: int | None, allow_loopback: bool) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    literal = as_address(host)
    local = host == "localhost" or host.endswith(".localhost")
    if literal is not None and not is_public(literal, allow_loopback):
        return "is not a public address"
    if local and not allow_loopback:
        return "is not a public address"
    on_loopback = allow_loopback and (local or literal is not None)
    if port is not None and port not in PORTS and not on_loopback:
        return f"uses port {port}"
    return None


def is_loopback(url: str) -> bool:
    """Whether an address names this very machine, in any notation."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    literal = as_address(host)
    return host == "localhost" or (literal is not None and is_public(literal, True) and not is_public(literal))


def as_address(host: str) -> str | None:
    """The IP address that a host name is a notation of (127.0.0.1, 2130706433, 0x7f.1, ::1), else None."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        return _old_notation(host)


def _old_notation(host: str) -> str | None:
    """IPv4 as inet_aton reads it: one to four numbers, decimal, octal or hexadecimal, the last one fills the rest."""
    pieces = host.split(".")
    if not 1 <= len(pieces) <= 4:
        return None
    try:
        numbers = [_number(piece) for piece in pieces]
    except ValueError:
        return None
    *first, last = numbers
    if any(n > 255 for n in first) or last >= 256 ** (5 - len(numbers)):
        return None
    value = sum(n << (24 - 8 * place) for place, n in enumerate(first)) + last
    return str(ipaddress.IPv4Address(value))


def _number(piece: str) -> int:
    if len(piece) > 16 or not piece.isascii():
        raise ValueError(piece)
    if piece.lower().startswith("0x"):
        return int(piece[2:] or "0", 16)
    return int(piece, 8) if piece.startswith("0") and len(piece) > 1 else int(piece)


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address stands for (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_shared(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return isinstance(address, ipaddress.IPv4Address) and address in SHARED_NETWORK
