"""Which links of a page are worth a request, and which come first. Pure; knows addresses, not pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.sources import bare_host

PRODUCT_FIRST, ORDINARY, LISTING_LAST = 10, 5, 0

# Files that are no pages.
NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|json|xml|rss|atom|pdf|docx?|xlsx?|pptx?|zip|rar|7z|gz|"
    r"mp[34]|m4[av]|avi|mov|webm|woff2?|ttf|eot|apk|exe|dmg)$",
    re.IGNORECASE,
)
# Places where nothing is for sale, or where a request would do something.
NOT_SHOP = re.compile(
    r"(?:^|[/_.-])(?:cart|basket|checkout|log-?in|log-?out|sign-?in|sign-?up|register|account|wishlist|compare|password|"
    r"admin|wp-admin|wp-json|wp-login|feed|xmlrpc|search|print|share|rss|gio-hang|thanh-toan|dang-nhap|dang-ky|"
    r"dang-xuat|tai-khoan|tim-kiem|yeu-thich|so-sanh|quen-mat-khau|tin-tuc|blogs?|news|review|reviews)(?:$|[/_.?-])",
    re.IGNORECASE,
)
LIKE_PRODUCT = re.compile(
    r"/(?:products?|san-pham|sp|p|item|items|hang-hoa|dac-san|shop|store|catalogue?)/[^/]+", re.IGNORECASE
)
# Parameters that only follow a visitor, or order and filter what has been seen: each would multiply the pages.
NO_MEANING = re.compile(
    r"^(?:utm_.*|gclid|fbclid|zarsrc|mc_[ce]id|ref|src|source|aff.*|phpsessid|jsessionid|sid|session.*|sort.*|order.*|"
    r"filter.*|view|limit|per_?page|dir|mode|lang|currency|add-to-cart|add_to_wishlist|remove_item|_.*|v|t|ts|rand)$",
    re.IGNORECASE,
)
PAGING = re.compile(r"^(?:page|p|trang|paged|pg)$", re.IGNORECASE)
MOST_PARAMETERS = 2
LONGEST_ADDRESS = 500
MOST_SEGMENTS = 8


def clean(base: str, href: str) -> str | None:
    """The address a link leads to, without fragment and without parameters that mean nothing; None if it is none."""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not NO_MEANING.match(k)]
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return None
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", urlencode(kept), ""))


def worth_asking(url: str, start: str) -> bool:
    """Whether an address of a link may lead to products of the site that the crawl started at."""
    parts = urlsplit(url)
    if bare_host(url) != bare_host(start) or len(url) > LONGEST_ADDRESS:
        return False
    if NOT_PAGES.search(parts.path) or NOT_SHOP.search(parts.path):
        return False
    segments = [s for s in parts.path.split("/") if s]
    # The same segment again and again is the mark of a relative link that went wrong.
    repeats = len(segments) - len(set(segments))
    return len(segments) <= MOST_SEGMENTS and repeats <= 1 and len(parse_qsl(parts.query)) <= MOST_PARAMETERS


def priority(url: str) -> int:
    """Addresses that look like one product first, further pages of lists last."""
    parts = urlsplit(url)
    if any(PAGING.match(name) for name, _ in parse_qsl(parts.query)):
        return LISTING_LAST
    return PRODUCT_FIRST if LIKE_PRODUCT.search(parts.path) else ORDINARY


def same_page(canonical: str, url: str) -> bool:
    """Whether a page's canonical address differs from the one asked for in form only (scheme, www, query, last slash).

    Some shops name their home page as the canonical address of every page; that is not believed.
    """
    one, other = urlsplit(canonical), urlsplit(url)
    return bare_host(canonical) == bare_host(url) and one.path.rstrip("/") == other.path.rstrip("/")
