"""A saved page as the readers see it: one tree, its words, and what it says about itself to robots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree
from w3lib.encoding import html_to_unicode

HTML_TYPES = ("text/html", "application/xhtml", "text/plain")
SPACES = re.compile(r"\s+")

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)

# Titles of pages that stand where the page should be: checks for robots, walls, errors sent with status 200.
CHALLENGE = re.compile(
    r"^(?:just a moment|attention required|access denied|are you (?:a )?(?:human|robot)|security check|"
    r"ddos-guard|checking your browser|robot check|captcha|verify you are human|pardon our interruption|"
    r"xác minh (?:bạn|rằng bạn)|chờ (?:một chút|trong giây lát)|một chút nữa thôi)",
    re.IGNORECASE,
)

# Parts of such pages. Ordinary pages of guarded shops load the same scripts, but they have words of their own besides.
CHALLENGE_PARTS = re.compile(
    r"/cdn-cgi/challenge-platform/|cf-turnstile|_Incapsula_Resource|px-captcha|g-recaptcha|h-captcha|geo\.captcha-delivery|"
    r"ddos-guard|document\.cookie\s*=\s*[\"'][A-Za-z_]*(?:D1N|__test|challenge)",
    re.IGNORECASE,
)
WALL_WORDS = 80
# A wall asks for a password, and calls itself so; shops that offer a log-in in a corner of every page do not.
LOGIN = re.compile(r"^\W*(?:log ?in|sign ?in|đăng nhập|vui lòng đăng nhập|password|members? only)\b", re.IGNORECASE)
LOGIN_ADDRESS = re.compile(r"(?:^|[/_.-])(?:log-?in|sign-?in|dang-nhap|account|password)(?:$|[/_.?-])", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """url: where it was found. tree: the parsed page, not to be changed. encoding: as declared or recognised."""

    url: str
    html: str
    tree: lxml.html.HtmlElement
    encoding: str

    @classmethod
    def of(cls, body: bytes, url: str, content_type: str = "") -> Page | None:
        """The page in these bytes; None where they are no HTML. content_type: the header, if there was one."""
        if content_type and not content_type.strip().lower().startswith(HTML_TYPES):
            return None
        encoding, html = html_to_unicode(content_type or None, body, auto_detect_fun=_utf8_or_western)
        # The parser would stop at a NUL.
        html = html.replace("\0", "")
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
        try:
            tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
        except (etree.ParserError, ValueError):
            return None
        return cls(url, html, tree, encoding)

    @cached_property
    def base(self) -> str:
        """What relative addresses on the page are relative to."""
        found = self.tree.xpath("//base/@href")
        return urljoin(self.url, found[0].strip()) if found else self.url

    @cached_property
    def title(self) -> str:
        return one_line(" ".join(self.tree.xpath("//head/title//text()")) or "")

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """The contents of <meta> by name or property, in lower case."""
        found: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            name = meta.get("property") or meta.get("name")
            content = (meta.get("content") or "").strip()
            if name and content:
                found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta(self, *names: str) -> str | None:
        """The first content of the first of these names that the page has."""
        return next((self.metas[name][0] for name in names if name in self.metas), None)

    @property
    def no_index(self) -> bool:
        return self._says("noindex")

    @property
    def no_follow(self) -> bool:
        return self._says("nofollow")

    def _says(self, word: str) -> bool:
        words = ",".join(self.metas.get("robots", [])).lower().replace(" ", "").split(",")
        return word in words or "none" in words

    def canonical(self) -> str | None:
        """The address that the page itself gives as its own."""
        found = self.tree.xpath("//link[@rel='canonical']/@href")
        return self.absolute(found[0]) if found else None

    def links(self) -> Iterator[str]:
        """Addresses of links as written, without those marked nofollow, once each, in order."""
        seen = set()
        for link in self.tree.iter("a", "area"):
            href = (link.get("href") or "").strip()
            if href and href not in seen and "nofollow" not in (link.get("rel") or ""):
                seen.add(href)
                yield urljoin(self.base, href) if _is_address(href) else href

    def absolute(self, href: str) -> str | None:
        """An address of the page made complete; None for what is none."""
        try:
            url = urljoin(self.base, href.strip())
            return url if urlsplit(url).scheme in ("http", "https") else None
        except ValueError:
            return None

    def wall(self) -> str:
        """What stands here instead of the page: "challenge", "login", or nothing."""
        if CHALLENGE.match(self.title):
            return "challenge"
        if CHALLENGE_PARTS.search(self.html) and len(self._words()) <= WALL_WORDS:
            return "challenge"
        asks_password = bool(self.tree.xpath("//input[@type='password']"))
        is_login = LOGIN.search(self.title) or LOGIN_ADDRESS.search(urlsplit(self.url).path)
        return "login" if asks_password and is_login else ""

    def _words(self) -> list[str]:
        """The words of the body, without those of scripts."""
        return " ".join(
            self.tree.xpath("//body//text()[not(parent::script or parent::style or parent::noscript)]")
        ).split()


def is_hidden(element: lxml.html.HtmlElement) -> bool:
    """Whether a person cannot see the element, by its own attributes; styles in sheets are not read."""
    return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style") or ""))


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return SPACES.sub(" ", text).strip()


def _is_address(href: str) -> bool:
    try:
        urlsplit(href)
    except ValueError:
        return False
    return True


def _utf8_or_western(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
