"""What stands around the price: pictures, description, breadcrumbs, tables of properties."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import lxml.html

from crawler.reading.choose import folded
from crawler.reading.chunks import Sight, around, names_of
from crawler.reading.model import Found
from crawler.reading.page import Page, one_line
from crawler.reading.register import bare, labels
from crawler.reading.words import block_in, is_something
from crawler.reading.zone import Zone

GALLERY = re.compile(
    r"gallery|product[\w-]*(?:image|img|photo|media|thumb|pic)|(?:image|img|photo)[\w-]*product|zoom|main-?(?:image|img)|"
    r"item-?(?:image|photo)|hinh-?anh|anh-?san-?pham|woocommerce-product|carousel-inner",
    re.IGNORECASE,
)
NOT_PICTURE = re.compile(
    r"logo|icon|sprite|banner|avatar|payment|placeholder|loading|spinner|badge|flag|pixel", re.IGNORECASE
)
SOURCES = (
    "data-zoom-image",
    "data-large_image",
    "data-large-image",
    "data-original",
    "data-src",
    "data-lazy-src",
    "src",
)
DESCRIPTION = re.compile(
    r"(?:^|[\s_-])(?:product-?)?(?:description|desc|mo-?ta|noi-?dung|chi-?tiet|beschreibung|details?-?text)(?:$|[\s_-])",
    re.IGNORECASE,
)
# The heading of a description, which is none of its words.
HEADING = re.compile(
    r"\A(?:(?:product )?(?:description|details)|(?:mô tả|miêu tả|thông tin|chi tiết)(?: sản phẩm)?)\s*:?\s*\n+",
    re.IGNORECASE,
)
CRUMBS = re.compile(r"breadcrumb|duong-?dan", re.IGNORECASE)
MOST_PICTURES, MOST_PAIRS = 12, 60
LEAST_SIDE_PX = 90
LEAST_DESCRIPTION, MOST_DESCRIPTION, MOST_DESCRIPTIONS = 40, 20_000, 40


def values(zone: Zone, page: Page, sight: Sight) -> dict[str, Found]:
    """pictures, description and breadcrumbs, as far as they can be seen."""
    found = {}
    shown = list(dict.fromkeys(_pictures(zone, page, sight)))[:MOST_PICTURES]
    if shown:
        found["pictures"] = Found(shown, "visible pictures", 0.6)
    description = _description(sight)
    if description:
        found["description"] = Found(description, "visible description", 0.7)
    crumbs = _breadcrumbs(zone, page)
    if crumbs:
        found["breadcrumbs"] = Found(crumbs, "visible breadcrumbs", 0.7)
    return found


def properties(sight: Sight) -> dict[str, str]:
    """The rows of two-column tables and definition lists, except prices, under their own labels."""
    found: dict[str, str] = {}
    for label, value in _rows(sight):
        name = label.strip(" :：")
        is_price = labels().get(bare(label)) in ("price", "price_old")
        if 1 < len(name) <= 60 and is_something(value) and len(value) <= 500 and not is_price:
            found.setdefault(name, value)
        if len(found) >= MOST_PAIRS:
            break
    return found


def _rows(sight: Sight) -> Iterator[tuple[str, str]]:
    for row in sight.of("tr"):
        cells = [cell for cell in row if cell.tag in ("th", "td")]
        if len(cells) == 2:
            yield one_line(cells[0].text_content()), one_line(cells[1].text_content())
    for term in sight.of("dt"):
        value = term.getnext()
        if value is not None and value.tag == "dd":
            yield one_line(term.text_content()), one_line(value.text_content())


def _pictures(zone: Zone, page: Page, sight: Sight) -> Iterator[str]:
    name = folded(zone.name)
    for image in sight.of("img"):
        source = next((image.get(attribute) for attribute in SOURCES if image.get(attribute)), "")
        if not source or source.startswith("data:") or NOT_PICTURE.search(source) or _is_small(image):
            continue
        alt = folded(image.get("alt") or "")
        about = bool(alt) and len(alt) > 3 and (alt in name or name in alt)
        if about or GALLERY.search(" ".join(map(names_of, around(image, 4)))):
            url = page.absolute(source)
            if url:
                yield url


def _is_small(image: lxml.html.HtmlElement) -> bool:
    sides = (image.get(side) or "" for side in ("width", "height"))
    return any(side.isdecimal() and int(side[:6]) < LEAST_SIDE_PX for side in sides)


def _description(sight: Sight) -> str:
    """The longest text of an element that is called a description."""
    called = (e for e in sight.of("div", "section", "p", "article") if DESCRIPTION.search(names_of(e)))
    own = [_below_heading(e) for e in itertools.islice(called, MOST_DESCRIPTIONS)]
    sized = [(_length(e), n, e) for n, e in enumerate(own)]
    fitting = [each for each in sized if LEAST_DESCRIPTION <= each[0] <= MOST_DESCRIPTION]
    return HEADING.sub("", block_in(max(fitting)[2])) if fitting else ""


def _below_heading(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The element, or what follows it where it holds a heading only: "Product description" is none."""
    following = element.getnext()
    if following is None or _length(element) >= LEAST_DESCRIPTION or element.find(".//h2") is None:
        return element
    return following


def _length(element: lxml.html.HtmlElement) -> int:
    return len(one_line(element.text_content()))


def _breadcrumbs(zone: Zone, page: Page) -> list[str]:
    for element in page.tree.iter("nav", "ol", "ul", "div"):
        if CRUMBS.search(f"{names_of(element)} {element.get('aria-label') or ''}"):
            trail = [one_line(link.text_content()) for link in element.iter("a")]
            trail = [word for word in trail if word and folded(word) != folded(zone.name)]
            if 0 < len(trail) <= 10:
                return trail
    return []
