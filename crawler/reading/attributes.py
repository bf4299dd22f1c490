"""Microdata and RDFa, read by extruct and turned into the same nodes as JSON-LD."""

from __future__ import annotations

import re
from typing import Any

from extruct.rdfa import RDFaExtractor
from extruct.w3cmicrodata import MicrodataExtractor
from lxml import etree

from crawler.reading.jsonld import Node
from crawler.reading.page import Page

SCHEMA = re.compile(r"^https?://(?:www\.)?(?:schema\.org|data-vocabulary\.org)/")
# RDFa costs a second parse and a graph: only for pages that say that a product is marked up that way.
RDFA_PRODUCT = re.compile(r"""typeof\s*=\s*["'][^"']*\b(?:schema:|s:)?Product\b""")
MOST_ITEMS = 400
LARGEST_RDFA = 2_000_000


def microdata(page: Page) -> list[Node]:
    """The items of a page that are marked with itemscope and itemprop."""
    # Nested items cost extruct the square of their number, or more.
    if not 0 < page.html.count("itemscope") <= MOST_ITEMS or "itemprop" not in page.html:
        return []
    try:
        items = MicrodataExtractor().extract_items(page.tree, base_url=page.base)
        return [node for node in map(_from_item, items) if isinstance(node, dict)]
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return []


def _from_item(item: Any) -> Any:
    """One item, and the items within it, as a node."""
    if isinstance(item, list):
        return [_from_item(each) for each in item]
    if not isinstance(item, dict):
        return item
    if "properties" not in item and "value" in item:
        return item["value"]
    types = item.get("type", [])
    types = types if isinstance(types, list) else [types]
    node: Node = {"@type": [SCHEMA.sub("", name) for name in types]}
    for name, value in item.get("properties", {}).items():
        node[SCHEMA.sub("", name)] = _from_item(value)
    return node


def rdfa(page: Page) -> list[Node]:
    """The nodes of a page that are marked with typeof and property, nested as they belong together."""
    if not RDFA_PRODUCT.search(page.html) or len(page.html) > LARGEST_RDFA:
        return []
    try:
        graph = RDFaExtractor().extract(page.html, base_url=page.base)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, etree.LxmlError):
        return []
    by_id = {node["@id"]: node for node in graph if "@id" in node}
    return [_from_graph(node, by_id, 0) for node in graph if node.get("@type")]


def _from_graph(node: dict[str, Any], by_id: dict[str, Any], depth: int) -> Node:
    own: Node = {"@type": [SCHEMA.sub("", name) for name in node.get("@type", [])]}
    for name, values in node.items():
        if name.startswith("@"):
            continue
        own[SCHEMA.sub("", name)] = [_value(value, by_id, depth) for value in values]
    return own


def _value(value: Any, by_id: dict[str, Any], depth: int) -> Any:
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return value["@value"]
    target = by_id.get(value.get("@id", ""))
    return _from_graph(target, by_id, depth + 1) if target and depth < 6 else value.get("@id", "")
