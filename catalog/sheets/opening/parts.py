"""Parts of an office document's zip as XML, and where one part refers to another ([ECMA-376] part 2)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from catalog.sheets.opening import archive as zips
from catalog.sheets.opening.kinds import NotOpened

Element = etree._Element

# Entities stay unresolved and nothing is fetched (H2); huge_tree lifts a limit that the budget of memory replaces.
SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}


def parse(xml: bytes) -> Element:
    """The root of a document; entities stay unresolved. Raises lxml's XMLSyntaxError."""
    return etree.fromstring(xml, etree.XMLParser(**SAFE))


def not_parsed(broken: Exception) -> NotOpened:
    """Why a text could not be parsed: libxml2 calls it an unknown error when the memory of the child is spent."""
    spent = isinstance(broken, etree.XMLSyntaxError) and "unknown error" in str(broken)
    return NotOpened("file-too-heavy", limit="1 GB bộ nhớ") if spent else NotOpened("file-damaged")


def tree(archive: zipfile.ZipFile, name: str) -> Element:
    """The root element of a part. Raises NotOpened for damaged XML."""
    try:
        return parse(zips.part(archive, name))
    except etree.XMLSyntaxError as broken:
        raise not_parsed(broken) from broken


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def tags(root: Element, *names: str) -> Iterator[Element]:
    """The elements of a tree by their names without their namespaces, in order."""
    return root.iter(*(f"{{*}}{name}" for name in names))


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without its namespace; blank where there is none."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


def relations_of(part: str) -> str:
    """Where the relations of a part stand; those of the package for ""."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


def target_of(part: str, target: str) -> str:
    """The part that a relation of `part` leads to, as it stands in the zip."""
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), target)).lstrip("/")


def targets(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts that a part refers to, by relation id; links out of the file are left out."""
    relations = relations_of(name)
    if relations not in archive.namelist():
        return {}
    return {
        r.get("Id", ""): target_of(name, r.get("Target", ""))
        for r in tags(tree(archive, relations), "Relationship")
        if r.get("TargetMode") != "External"
    }
