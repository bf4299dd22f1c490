"""A workbook as the zip of parts that it is: parts are read, replaced and added, all others stay byte for byte.

    package = Package(data)
    package.put("xl/workbook.xml", new)
    package.write()            # a zip whose other parts are the same compressed bytes in the same order

Zips and XML come from strangers: limits and refusals are those of `catalog.sheets.opening.archive`.
"""

from __future__ import annotations

import copy
import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from lxml import etree

from catalog.errors import OcopError
from catalog.sheets.opening import archive
from catalog.sheets.opening.confined import refusal
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.parts import Element, parse, relations_of, target_of

PARSED = 80 * 10**6  # bytes of a part that is parsed as a whole; worksheets are not (see `worksheet`)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CONTENT_TYPES = "[Content_Types].xml"
# A fixed moment, the earliest that a zip knows: the same content gives the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def serialise(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


class Package:
    """The parts of one workbook. Raises Unreadable or Refused, as `catalog.sheets.read` does, for other bytes."""

    def __init__(self, data: bytes, name: str = "") -> None:
        self.name = name
        self._data = data
        self._changed: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        try:
            self._archive = archive.open_archive(data)
            archive.refuse_entities(self._archive)
        except NotOpened as refused:
            raise self._refusal(refused) from None
        # Parts are told apart without regard to case (ECMA-376 part 2); the first of two wins.
        self._names: dict[str, str] = {}
        for info in self._archive.infolist():
            self._names.setdefault(info.filename.replace("\\", "/").lower(), info.filename)

    def _refusal(self, refused: NotOpened) -> OcopError:
        return refusal(refused.code, self.name, **refused.values)

    def __contains__(self, part: str) -> bool:
        return part in self._changed or part.lower() in self._names

    def __iter__(self) -> Iterator[str]:
        """The names of all parts, those added last."""
        yield from self._names.values()
        yield from (part for part in self._changed if part.lower() not in self._names)

    def read(self, part: str) -> bytes:
        """The bytes of a part as it now is. Raises KeyError where there is none."""
        stored = self._names.get(part.lower())
        if part in self._changed:
            return self._changed[part]
        if stored is None:
            raise KeyError(part)
        if stored in self._changed:
            return self._changed[stored]
        try:
            return archive.part(self._archive, stored)
        except NotOpened as refused:
            raise self._refusal(refused) from None

    def tree(self, part: str) -> Element:
        """The parsed root of a part. Raises Unreadable for broken XML, Refused for a part too large to be parsed."""
        xml = self.read(part)
        if len(xml) > PARSED:
            raise refusal("file-too-heavy", self.name, limit=f"{PARSED // 10**6} MB")
        try:
            return parse(xml)
        except etree.XMLSyntaxError:
            raise refusal("file-damaged", self.name) from None

    def put(self, part: str, content: bytes | Element) -> None:
        """Replaces a part, or adds it; says nothing of its type or of who refers to it."""
        data = content if isinstance(content, bytes) else serialise(content)
        self._changed[self._names.get(part.lower(), part)] = data

    def drop(self, part: str, source: str) -> None:
        """Leaves a part out, with the relation from `source` that leads to it and the statement of its type."""
        relations, types = self.tree(relations_of(source)), self.tree(CONTENT_TYPES)
        for relation in [r for r in relations if target_of(source, r.get("Target", "")).lower() == part.lower()]:
            relations.remove(relation)
        for stated in [o for o in types if o.get("PartName", "").lower() == f"/{part}".lower()]:
            types.remove(stated)
        self.put(relations_of(source), relations)
        self.put(CONTENT_TYPES, types)
        self._dropped.add(self._names.pop(part.lower(), part))

    def free_name(self, stem: str, ending: str) -> str:
        """A part name that is not taken: stem, a number, ending."""
        number = 1
        while f"{stem}{number}{ending}" in self:
            number += 1
        return f"{stem}{number}{ending}"

    # ── relations and types ──

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id → (last word of its type, part it leads to) for the relations that stay in the package."""
        where = relations_of(part)
        if where not in self:
            return {}
        return {
            r.get("Id", ""): (r.get("Type", "").rpartition("/")[2], target_of(part, r.get("Target", "")))
            for r in self.tree(where).iter(f"{_RELATION}Relationship")
            if r.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind ("styles", "comments") that a part refers to, if it is there."""
        return next((to for what, to in self.relations(part).values() if what == kind and to in self), None)

    def relate(self, part: str, type_uri: str, target: str) -> str:
        """Adds a relation from a part ("" is the package) to another; gives its id."""
        where = relations_of(part)
        root = (
            self.tree(where) if where in self else etree.Element(f"{_RELATION}Relationships", nsmap=_plain(_RELATION))
        )
        taken = {r.get("Id") for r in root}
        number = 1
        while f"rIdOcop{number}" in taken:
            number += 1
        relative = posixpath.relpath("/" + target, "/" + posixpath.dirname(part)) if part else target
        etree.SubElement(root, f"{_RELATION}Relationship", Id=f"rIdOcop{number}", Type=type_uri, Target=relative)
        self.put(where, root)
        return f"rIdOcop{number}"

    def declare(self, part: str, content_type: str) -> None:
        """States the type of one part."""
        root = self.tree(CONTENT_TYPES)
        known = {o.get("PartName", "").lower() for o in root.iter(f"{_TYPES}Override")}
        if f"/{part}".lower() not in known:
            etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type)
            self.put(CONTENT_TYPES, root)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """States the type of all parts of an ending."""
        root = self.tree(CONTENT_TYPES)
        if not any(d.get("Extension", "").lower() == ending for d in root.iter(f"{_TYPES}Default")):
            root.insert(0, root.makeelement(f"{_TYPES}Default", {"Extension": ending, "ContentType": content_type}))
            self.put(CONTENT_TYPES, root)

    # ── the zip ──

    def write(self) -> bytes:
        """The whole zip: parts in their order, changed ones packed anew, the others copied as they are."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for info in (info for info in self._archive.infolist() if info.filename not in self._dropped):
                if info.filename in self._changed:
                    _pack(new, info.filename, self._changed[info.filename])
                else:
                    _copy(new, info, self._data)
            for part, content in self._changed.items():
                if part.lower() not in self._names:
                    _pack(new, part, content)
        return out.getvalue()


def _plain(name: str) -> dict[str | None, str]:
    return {None: name.strip("{}")}


def _pack(new: zipfile.ZipFile, part: str, content: bytes) -> None:
    info = zipfile.ZipInfo(part, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    new.writestr(info, content)


_LOCAL = struct.Struct("<26xHH")  # of a local header: the lengths of name and extra field, at its end


def _copy(new: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes) -> None:
    """Copies a member's compressed bytes; zipfile has no public way that does not unpack them."""
    name, extra = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size + name + extra
    out = copy.copy(info)
    assert new.fp is not None
    out.header_offset = new.fp.tell()
    out.flag_bits &= ~0x08  # the sizes stand in the header, so that no descriptor follows
    new.fp.write(out.FileHeader())
    new.fp.write(data[start : start + info.compress_size])
    new.start_dir = new.fp.tell()
    new.filelist.append(out)
    new.NameToInfo[out.filename] = out
    new._didModify = True  # type: ignore[attr-defined]
