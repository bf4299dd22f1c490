"""Cell styles of a workbook: new ones are added behind those that are there, so no cell changes its look.

A derived style is the cell's own with another ground. The ground that it had is kept in the part of the fill that
a solid ground does not show (bgColor), so that `restored` can give it back when the cell is right.
"""

from __future__ import annotations

import copy
from typing import NamedTuple

from lxml import etree

from catalog.forms.package import Element, parse

EMPTY = (
    b'<styleSheet xmlns="%s"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_ORDER = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()


class Look(NamedTuple):
    """What a new style says. Colours are ARGB like "FF1F4E3D"; blank is the program's own."""

    fill: str = ""
    colour: str = ""
    size: float = 11
    is_bold: bool = False
    is_framed: bool = False
    is_wrapped: bool = True
    is_centred: bool = False


class Styles:
    """The styles part as a tree; `root` is to be written back by the caller."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.namespace = etree.QName(root).namespace or ""
        self._known: dict[tuple[int, str, bool], int] = {}
        self._made: dict[Look, int] = {}

    @classmethod
    def empty(cls, namespace: str) -> Styles:
        """The styles of a workbook that states none."""
        return cls(parse(EMPTY % namespace.encode()))

    def derived(self, base: int, fill: str, *, is_wrapped: bool = False) -> int:
        """The number of a style like `base` on a ground of one colour; made once for each pair."""
        key = (base, fill, is_wrapped)
        if key not in self._known:
            xf = self._copied(base)
            xf.set("fillId", str(self._fill(fill, self._fill_of(base))))
            xf.set("applyFill", "1")
            if is_wrapped:
                self._align(xf, is_centred=False)
            self._known[key] = self._kept("cellXfs", xf)
        return self._known[key]

    def on_ground(self, fills: frozenset[str]) -> list[int]:
        """The numbers of the styles whose ground is one of some colours."""
        return [at for at in range(len(self._group("cellXfs"))) if self._front(at) in fills]

    def _front(self, style: int) -> str:
        """The colour of a style's solid ground; blank where it has none, or takes it from the theme."""
        ground = self._fill_of(style)
        front = ground.find(f"{self._tag('patternFill')}/{self._tag('fgColor')}") if ground is not None else None
        return "" if front is None else front.get("rgb", "").upper()

    def restored(self, style: int, fills: frozenset[str], *, is_kept: bool = True) -> int:
        """The style that a derived one came from, or one that looks like it; any other style itself.

        is_kept: the book still holds what we put behind a ground; without it the cell gets no ground.
        """
        ground = self._fill_of(style)
        if ground is None or self._front(style) not in fills:
            return style
        behind = ground.find(f"{self._tag('patternFill')}/{self._tag('bgColor')}")
        xf = self._copied(style)
        colour = {str(k): str(v) for k, v in behind.attrib.items()} if behind is not None and is_kept else {}
        # Some programs write a ground's own colour, or one near it, behind it: never one of ours.
        is_own = bool(colour.keys() & {"rgb", "theme"}) and colour.get("rgb", "").upper() not in fills
        xf.set("fillId", str(self._solid(colour) if is_own else 0))
        return self._kept("cellXfs", xf)

    def is_locked(self, style: int) -> bool:
        """Whether a cell of that style cannot be typed into while its sheet is protected; so it is where none says."""
        known = self._group("cellXfs")
        said = known[style].find(self._tag("protection")) if 0 <= style < len(known) else None
        return said is None or said.get("locked", "1") not in ("0", "false")

    def look(self, look: Look) -> int:
        """The number of a style that does not depend on another."""
        if look not in self._made:
            xf = self._group("cellXfs").makeelement(self._tag("xf"), {"numFmtId": "0", "xfId": "0"})
            xf.set("fontId", str(self._font(look)))
            xf.set("fillId", str(self._solid({"rgb": look.fill}) if look.fill else 0))
            xf.set("borderId", str(self._frame() if look.is_framed else 0))
            for what in ("Font", "Fill", "Border"):
                xf.set(f"apply{what}", "1")
            self._align(xf, is_centred=look.is_centred, is_wrapped=look.is_wrapped)
            self._made[look] = self._kept("cellXfs", xf)
        return self._made[look]

    # ── parts of a style ──

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _group(self, name: str) -> Element:
        if (found := self.root.find(self._tag(name))) is not None:
            return found
        made = self.root.makeelement(self._tag(name))
        later = {self._tag(n) for n in _ORDER[_ORDER.index(name) + 1 :]}
        follower = next((e for e in self.root if e.tag in later), None)
        if follower is None:
            self.root.append(made)
        else:
            follower.addprevious(made)
        return made

    def _kept(self, group: str, element: Element) -> int:
        """The place of an element in its group: of one that says the same, else of itself, added."""
        parent = self._group(group)
        same = next((at for at, known in enumerate(parent) if _equal(known, element)), None)
        if same is not None:
            return same
        parent.append(element)
        parent.set("count", str(len(parent)))
        return len(parent) - 1

    def _copied(self, style: int) -> Element:
        known = self._group("cellXfs")
        if 0 <= style < len(known):
            return copy.deepcopy(known[style])
        return known.makeelement(self._tag("xf"), {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"})

    def _fill_of(self, style: int) -> Element | None:
        styles, fills = self._group("cellXfs"), self._group("fills")
        at = int(styles[style].get("fillId", "0")) if 0 <= style < len(styles) else 0
        return fills[at] if at < len(fills) else None

    def _fill(self, colour: str, before: Element | None) -> int:
        """A solid ground that remembers the solid ground before it."""
        pattern = before.find(self._tag("patternFill")) if before is not None else None
        front = pattern.find(self._tag("fgColor")) if pattern is not None else None
        if pattern is None or pattern.get("patternType") != "solid" or front is None:
            return self._solid({"rgb": colour})
        return self._solid({"rgb": colour}, dict(front.attrib))

    def _solid(self, front: dict[str, str], behind: dict[str, str] | None = None) -> int:
        fill = self.root.makeelement(self._tag("fill"))
        pattern = etree.SubElement(fill, self._tag("patternFill"), patternType="solid")
        etree.SubElement(pattern, self._tag("fgColor"), front)
        etree.SubElement(pattern, self._tag("bgColor"), behind or {"indexed": "64"})
        return self._kept("fills", fill)

    def _font(self, look: Look) -> int:
        font = self.root.makeelement(self._tag("font"))
        if look.is_bold:
            etree.SubElement(font, self._tag("b"))
        etree.SubElement(font, self._tag("sz"), val=f"{look.size:g}")
        etree.SubElement(font, self._tag("color"), rgb=look.colour or "FF1A1A1A")
        etree.SubElement(font, self._tag("name"), val="Arial")
        return self._kept("fonts", font)

    def _frame(self) -> int:
        border = self.root.makeelement(self._tag("border"))
        for side in ("left", "right", "top", "bottom"):
            line = etree.SubElement(border, self._tag(side), style="thin")
            etree.SubElement(line, self._tag("color"), rgb="FFB8B8B8")
        etree.SubElement(border, self._tag("diagonal"))
        return self._kept("borders", border)

    def _align(self, xf: Element, *, is_centred: bool, is_wrapped: bool = True) -> None:
        alignment = xf.find(self._tag("alignment"))
        if alignment is None:
            alignment = xf.makeelement(self._tag("alignment"))
            xf.insert(0, alignment)
        alignment.set("vertical", "top")
        if is_centred:
            alignment.set("horizontal", "center")
        if is_wrapped:
            alignment.set("wrapText", "1")
        xf.set("applyAlignment", "1")


def _equal(a: Element, b: Element) -> bool:
    """Whether two elements say the same, whatever prefix they use; `applyFill` says nothing of the look."""
    ours, theirs = ({k: v for k, v in e.attrib.items() if k != "applyFill"} for e in (a, b))
    return a.tag == b.tag and ours == theirs and len(a) == len(b) and all(map(_equal, a, b))
