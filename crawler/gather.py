"""Kept bytes and their line → records in the journal. The same for a page just fetched and for one kept long ago, so
that a replay gives what a crawl by the same reader would have given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler import links
from crawler.journals import AnyJournal
from crawler.reading import read
from crawler.reading.listing import read_listing
from crawler.reading.page import Page
from crawler.records import record_of

Line = dict[str, Any]


def gather_page(journal: AnyJournal, page: Page, line: Line, source: str) -> dict[str, Any] | None:
    """Keeps the product of a page, and returns its record; None where there is none, or none may be kept."""
    if page.no_index or "noindex" in line.get("robots", ()):
        journal.count("noindex")
        return None
    found = read(page)
    if not found.is_product:
        return None
    canonical = page.canonical()
    url = canonical if canonical and links.same_page(canonical, page.url) else page.url
    before = journal.find("record", url)
    if before and "platform" in before:
        return before  # the platform's own data are believed before its page
    record = record_of(found, url=url, line=line, source=source)
    journal.keep("record", url, record)
    return record


@dataclass(frozen=True)
class Gathered:
    """What an answer of a platform brought. number: products and variants in it; new: the records of products that were
    not known before; more: further addresses."""

    number: int
    new: list[dict[str, Any]]
    more: list[str]


def gather_listing(
    journal: AnyJournal, body: bytes, line: Line, source: str, headers: Mapping[str, str] | None = None
) -> Gathered:
    """Keeps the products and variants of a platform's answer."""
    found = read_listing(line["platform"], body, line["url"], line.get("told", {}), headers)
    made = [record_of(each, url=each.url, line=line, source=source) for each in found.products]
    new = [record for record in made if journal.find("record", record["url"]) is None]
    for record in made:
        journal.keep("record", record["url"], record | {"platform": line["platform"]})
    for number, (product, own, offer) in enumerate(found.variants):
        key = own or f"{line['url']} {number}"
        journal.keep("variant", key, {"url": key, "product": product, "offer": offer.json()})
    # An answer that brings nothing new is the last page again, whatever was asked for.
    return Gathered(len(made) + len(found.variants), new, found.more if new or found.variants else [])


def records(journal: AnyJournal) -> Iterator[dict[str, Any]]:
    """The records by address, each with its variants as offers, wherever these stood."""
    ways: dict[str, list[dict[str, Any]]] = {}
    for line in journal.kept("variant"):
        ways.setdefault(line["product"], []).append(line["offer"])
    for record in journal.kept("record"):
        yield record | ({"offers": ways[record["url"]]} if record["url"] in ways else {})


def disbelieve(journal: AnyJournal) -> None:
    """Forgets everything that the platform's data said."""
    urls = [record["url"] for record in journal.kept("record") if "platform" in record]
    journal.drop("record", urls)
    journal.drop("variant", [line["url"] for line in journal.kept("variant")])
    journal.drop("page", [line["url"] for line in journal.kept("page") if line.get("kind") == "listing"])
