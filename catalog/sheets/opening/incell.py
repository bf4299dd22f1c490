"""Pictures that stand in cells of a workbook as their value: Excel's "Place in Cell" and the DISPIMG of WPS Office.

Excel writes such a cell as #VALUE! with a number (vm) that leads over four parts to the picture ([MS-XLSX] 2.6.209
to 2.6.212); WPS writes a formula that names the picture, listed in xl/cellimages.xml.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from catalog.sheets.opening import parts
from catalog.sheets.opening.kinds import NotOpened

_WPS = "xl/cellimages.xml"
_METADATA = "xl/metadata.xml"
_VALUES, _STRUCTURES = "xl/richData/rdrichvalue.xml", "xl/richData/rdrichvaluestructure.xml"
_RELATIONS = "xl/richData/richValueRel.xml"
_PICTURE = "_rvRel:LocalImageIdentifier"
_NAMED = re.compile(r'DISPIMG\(\s*"([^"]{1,80})"', re.I)


@dataclass(slots=True)
class InCell:
    """The parts of the zip that hold pictures: by the number of a value's metadata, and by WPS's names."""

    by_number: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)

    def marks(self) -> list[bytes]:
        """What the XML of rows holds that have such pictures."""
        return [b" vm="] * bool(self.by_number) + [b"DISPIMG"] * bool(self.by_name)

    def of(self, cell: etree._Element) -> str | None:
        """The part that holds the picture of a cell; None where it has none."""
        if found := self.by_number.get(cell.get("vm", "")):
            return found
        if not self.by_name:
            return None
        named = _NAMED.search("".join(f.text or "" for f in parts.tags(cell, "f")))
        return self.by_name.get(named[1]) if named else None


def read_in_cell(archive: zipfile.ZipFile) -> InCell:
    """The pictures of a workbook that are values of cells. Raises NotOpened for damaged XML."""
    names = set(archive.namelist())
    found = InCell()
    if {_METADATA, _VALUES, _STRUCTURES, _RELATIONS} <= names:
        try:
            found.by_number = _of_excel(archive)
        except (ValueError, IndexError) as broken:
            raise NotOpened("file-damaged") from broken
    if _WPS in names:
        found.by_name = _of_wps(archive)
    return found


def _of_excel(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = parts.targets(archive, _RELATIONS)
    listed = [targets.get(parts.attribute(r, "id"), "") for r in parts.tags(parts.tree(archive, _RELATIONS), "rel")]
    structures = [
        [key.get("n") for key in parts.tags(structure, "k")]
        for structure in parts.tags(parts.tree(archive, _STRUCTURES), "s")
    ]
    values = [_picture(value, structures, listed) for value in parts.tags(parts.tree(archive, _VALUES), "rv")]
    metadata = parts.tree(archive, _METADATA)
    future = [int(b.get("i", "0")) for b in parts.tags(metadata, "rvb")]
    used = [int(rc.get("v", "0")) for meta in parts.tags(metadata, "valueMetadata") for rc in parts.tags(meta, "rc")]
    return {
        str(number): values[future[at]]
        for number, at in enumerate(used, 1)
        if at < len(future) and future[at] < len(values) and values[future[at]]
    }


def _picture(value: etree._Element, structures: list[list[str | None]], listed: list[str]) -> str:
    """The part that a rich value shows; blank where it is no picture."""
    at = int(value.get("s", "0"))
    keys = structures[at] if at < len(structures) else []
    said = dict(zip(keys, (v.text or "" for v in parts.tags(value, "v")), strict=False))
    number = said.get(_PICTURE, "")
    return listed[int(number)] if number.isdigit() and int(number) < len(listed) else ""


def _of_wps(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = parts.targets(archive, _WPS)
    found = {}
    for picture in parts.tags(parts.tree(archive, _WPS), "cellImage"):
        name = next((p.get("name", "") for p in parts.tags(picture, "cNvPr")), "")
        blip = next(parts.tags(picture, "blip"), None)
        if blip is not None and (target := targets.get(parts.attribute(blip, "embed"))):
            found[name] = target
    return found
