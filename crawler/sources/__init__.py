"""The cards: one .toml per source says what it is, who permits the crawl, how fast, and what to expect.

To add a source write one file; nothing else is touched. docs/sources.md explains every field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import is_loopback
from crawler.errors import BadCard, NotPermitted, UnknownSource

FOLDER = Path(__file__).parent

# What a permission may rest on. "asked" and "refused" are kept as cards so that nobody asks twice; they crawl nothing.
PERMITTING = ("own", "granted", "licence", "open data")
NOT_PERMITTING = ("none", "asked", "refused", "withdrawn")


@dataclass(frozen=True)
class Permission:
    """Who said that we may, in which words, where that can be read, and on which day."""

    status: str = "none"
    wording: str = ""
    where: str = ""
    on: date | None = None

    @property
    def given(self) -> bool:
        """Whether it permits a crawl: a status that permits, with the words and the place they stand."""
        return self.status in PERMITTING and bool(self.wording and self.where)


@dataclass(frozen=True)
class Pace:
    """Bounds of one run. seconds: least pause between two requests; megabytes: everything received, unpacked."""

    seconds: float = 1.0
    pages: int = 2_000
    depth: int = 8
    megabytes: int = 500
    minutes: float = 120.0
    pictures_each: int = 4


@dataclass(frozen=True)
class Expect:
    """The least a good run brings: products, and for a field the share of products (0 to 1) that state it."""

    products: int = 1
    fill: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """One source. `start` may be empty where the address is only known at run time (the sample shop)."""

    name: str
    title: str
    publisher: str
    permission: Permission
    start: str = ""
    kind: str = "schema.org"
    pace: Pace = Pace()
    expect: Expect = Expect()

    def json(self) -> dict[str, Any]:
        """The fields as `of` takes them, fit for JSON."""
        return asdict(self) | {"permission": asdict(self.permission) | {"on": str(self.permission.on)}}


def all() -> list[Card]:
    """Every card, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.toml"))]


def card(name: str) -> Card:
    """The card of that name. Raises UnknownSource, BadCard."""
    known = {path.stem: path for path in FOLDER.glob("*.toml")}
    if name not in known:
        raise UnknownSource(
            f"There is no source called “{name}”. There are: {', '.join(sorted(known))}. An http(s) address works too.",
            name=name,
            known=sorted(known),
        )
    return _read(known[name])


def find(source: str, start: str | None = None) -> Card:
    """The card to crawl by: of that name, of the host of that address, or a fresh one for an address without a card.

    Raises UnknownSource, BadCard, and NotPermitted where a card exists and does not permit.
    """
    found = _for_address(source) if urlsplit(source).scheme in ("http", "https") else card(source)
    if not found.permission.given:
        raise NotPermitted(
            f"Nothing was requested: the card “{found.name}” states no permission ({found.permission.status}).",
            name=found.name,
        )
    address = start or found.start
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise UnknownSource(f"The source “{source}” has no http(s) address to start from.", name=source)
    return Card(**{**vars(found), "start": address})


def _for_address(address: str) -> Card:
    """A card whose start has the same host speaks for the address, so that a refusal cannot be walked around."""
    host = bare_host(address)
    for each in all():
        if each.start and bare_host(each.start) == host:
            return Card(**{**vars(each), "start": address})
    asked = Permission("own", "Asked for by the person who typed the address.", "command line")
    # A shop on this very machine is nobody else's server: no pause.
    pace = Pace(seconds=0.0) if is_loopback(address) else Pace()
    return Card(name=host, title=host, publisher=host, permission=asked, start=address, pace=pace)


def bare_host(address: str) -> str:
    """The host of an address in lower case without a leading www."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def of(data: Mapping[str, Any]) -> Card:
    """The card made of the fields of a .toml file and its name. Raises BadCard."""
    rest = dict(data)
    try:
        parts: dict[str, Any] = {
            "permission": Permission(**rest.pop("permission", {})),
            "pace": Pace(**rest.pop("pace", {})),
            "expect": Expect(**rest.pop("expect", {})),
        }
        found = Card(**rest, **parts)
    except TypeError as problem:
        raise BadCard(f"The card “{data['name']}” lacks a field or has an unknown one: {problem}.") from None
    if found.permission.status not in PERMITTING + NOT_PERMITTING:
        raise BadCard(f"The card “{found.name}” has the unknown permission “{found.permission.status}”.")
    return found


def _read(path: Path) -> Card:
    return of({"name": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))})
