"""A workbook whose sheets, styles and hidden marks can be read and edited in place."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from catalog.errors import OcopError
from catalog.forms.package import Element, Package, parse, serialise
from catalog.forms.styles import Styles
from catalog.forms.worksheet import Worksheet
from catalog.sheets.opening.confined import refusal

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Custom properties in each of the two forms of the standard: kind of relation, namespace, namespace of values.
_PROPERTIES = {
    TRANSITIONAL: (
        "custom-properties",
        "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
        "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    ),
    STRICT: (
        "customProperties",
        "http://purl.oclc.org/ooxml/officeDocument/customProperties",
        "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
    ),
}
# The one format id of custom properties (ECMA-376 part 1, 22.3.2.2).
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet of the book: its name, its part, whether it can be seen."""

    name: str
    part: str
    is_visible: bool = True


class Book:
    """An .xlsx or .xlsm. Raises Unreadable or Refused where the bytes are none, or cannot be edited."""

    def __init__(self, data: bytes, name: str = "") -> None:
        self.package = Package(data, name)
        self.part = self.package.related("", "officeDocument") or "xl/workbook.xml"
        if self.part not in self.package:
            raise refusal("file-damaged", name)
        self.root = self.package.tree(self.part)
        self._root_before = serialise(self.root)
        self.namespace = etree.QName(self.root).namespace or ""
        self.relationships = STRICT if "purl.oclc.org" in self.namespace else TRANSITIONAL
        self.sheets = self._sheets()
        self._styles: Styles | None = None
        self._strings: list[Element] | None = None
        self._open: dict[str, Worksheet] = {}
        self._edited: set[str] = set()

    def _sheets(self) -> list[Sheet]:
        parts = self.package.relations(self.part)
        found = []
        for sheet in self.root.iter(self.tag("sheet")):
            kind, part = parts.get(sheet.get(f"{{{self.relationships}}}id", ""), ("", ""))
            if kind == "worksheet" and part in self.package:
                found.append(Sheet(sheet.get("name", ""), part, sheet.get("state", "visible") == "visible"))
        return found

    def tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    @property
    def has_macros(self) -> bool:
        return any(part.lower().endswith("vbaproject.bin") for part in self.package)

    @property
    def application(self) -> str:
        """The program that says it wrote the book last; blank where it does not say."""
        part = self.package.related("", "extended-properties") or self.package.related("", "extendedProperties")
        words = (e.text or "" for e in self.package.tree(part) if str(e.tag).endswith("}Application")) if part else ()
        return next(iter(words), "")

    # ── sheets and styles ──

    def find(self, name: str | None) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def worksheet(self, sheet: Sheet) -> Worksheet:
        """The rows of a sheet to be edited: the part is written anew by `write`."""
        self._edited.add(sheet.part)
        return self.read(sheet)

    def read(self, sheet: Sheet) -> Worksheet:
        """The rows of a sheet to be looked at: the part stays as it is."""
        if sheet.part not in self._open:
            try:
                self._open[sheet.part] = Worksheet(self.package.read(sheet.part))
            except (etree.XMLSyntaxError, ValueError):
                raise refusal("file-damaged", self.package.name) from None
        return self._open[sheet.part]

    def text(self, sheet: Sheet, row: int, column: int) -> str:
        """The words of a cell, shared strings looked up; a formula's stored result."""
        kind, words = self.read(sheet).raw(row, column)
        return self._shared(int(words)) if kind == "s" and words.isdigit() else words

    def _shared(self, number: int) -> str:
        if self._strings is None:
            part = self.package.related(self.part, "sharedStrings")
            self._strings = list(self.package.tree(part).iterchildren(self.tag("si"))) if part else []
        return "".join(self._strings[number].itertext(self.tag("t"))) if number < len(self._strings) else ""

    @property
    def styles(self) -> Styles:
        """The styles of the book, made where it has none."""
        if self._styles is None:
            part = self.package.related(self.part, "styles")
            self._styles = Styles(self.package.tree(part)) if part else Styles.empty(self.namespace)
        return self._styles

    def names(self) -> dict[tuple[str, str | None], str]:
        """What each defined name stands for, by the name in lower case and the sheet that alone knows it, if any."""
        order = [sheet.get("name", "") for sheet in self.root.iter(self.tag("sheet"))]
        found = {}
        for name in self.root.iter(self.tag("definedName")):
            local = name.get("localSheetId", "")
            home = order[int(local)] if local.isdigit() and int(local) < len(order) else None
            found[name.get("name", "").lower(), home] = (name.text or "").strip()
        return found

    def add_first(self, title: str, xml: bytes) -> None:
        """Puts a worksheet before all others, under a name that is free."""
        taken = {s.get("name", "").lower() for s in self.root.iter(self.tag("sheet"))}
        name = next(n for n in (title, *(f"{title} ({i})" for i in range(2, 10_000))) if n.lower() not in taken)
        part = self.package.free_name("xl/worksheets/ketqua", ".xml")
        self.package.put(part, xml)
        self.package.declare(part, f"{_CONTENT}.worksheet+xml")
        relation = self.package.relate(self.part, f"{self.relationships}/worksheet", part)
        sheets = self.root.find(self.tag("sheets"))
        assert sheets is not None
        number = max((int(s.get("sheetId", "0")) for s in sheets), default=0) + 1
        new = sheets.makeelement(self.tag("sheet"), {"name": name, "sheetId": str(number)})
        new.set(f"{{{self.relationships}}}id", relation)
        sheets.insert(0, new)
        self.sheets.insert(0, Sheet(name, part))
        self._count_one_more()

    def replace(self, sheet: Sheet, xml: bytes) -> None:
        """Puts other content in the place of a sheet."""
        self._open[sheet.part] = Worksheet(xml)
        self._edited.add(sheet.part)

    def _count_one_more(self) -> None:
        """What counts the sheets from the first, names of one sheet and views of the window, moves on by one."""
        for name in self.root.iter(self.tag("definedName")):
            if "localSheetId" in name.attrib:
                name.set("localSheetId", str(int(name.get("localSheetId", "0")) + 1))
        for view in self.root.iter(self.tag("workbookView")):
            view.set("activeTab", str(int(view.get("activeTab", "0")) + 1))
            view.attrib.pop("firstSheet", None)

    def show_first(self) -> None:
        """Lets programs open the book at its first sheet, if no sheet that we leave alone says that it is chosen.

        Two chosen sheets would be edited together: what is typed into one would appear in both.
        """
        others = [sheet for sheet in self.sheets[1:] if sheet.part not in self._edited]
        if any(b"tabSelected" in self.package.read(sheet.part)[:20_000] for sheet in others):
            return
        for sheet in (sheet for sheet in self.sheets[1:] if sheet.part in self._edited):
            for view in self.worksheet(sheet).root.iter(self.tag("sheetView")):
                view.attrib.pop("tabSelected", None)
        first = self.worksheet(self.sheets[0])
        for view in first.root.iter(self.tag("sheetView")):
            view.set("tabSelected", "1")
        for view in self.root.iter(self.tag("workbookView")):
            view.attrib.pop("activeTab", None)

    # ── hidden marks ──

    def marks(self) -> dict[str, str]:
        """The custom properties that are words, by name."""
        return marks(self.package)

    def set_mark(self, name: str, words: str) -> None:
        """States a custom property: it survives when the book is saved by Excel, LibreOffice or WPS."""
        kind, space, value_space = _PROPERTIES[self.relationships]
        part = _properties_part(self.package)
        if part is None:
            part = "docProps/custom.xml"
            self.package.put(part, etree.Element(f"{{{space}}}Properties", nsmap={None: space, "vt": value_space}))
            self.package.relate("", f"{self.relationships}/{kind}", part)
            self.package.declare(part, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
        root = self.package.tree(part)
        for old in [p for p in root if p.get("name") == name]:
            root.remove(old)
        number = max((int(p.get("pid", "1")) for p in root if p.get("pid", "1").isdigit()), default=1) + 1
        tag = f"{{{etree.QName(root).namespace}}}property"
        new = etree.SubElement(root, tag, {"fmtid": _FORMAT_ID, "pid": str(number), "name": name})
        etree.SubElement(new, f"{{{value_space}}}lpwstr").text = words
        self.package.put(part, root)

    def write(self) -> bytes:
        """The whole book."""
        for part in sorted(self._edited):
            self.package.put(part, self._open[part].xml())
        chain = self.package.related(self.part, "calcChain")
        if chain and any(self._open[part].has_lost_formulas for part in self._edited):
            self.package.drop(chain, self.part)  # programs make it anew; one that names lost formulas is an error
        if self._styles is not None:
            self._put_styles(self._styles.root)
        if (root := serialise(self.root)) != self._root_before:
            self.package.put(self.part, root)
        return self.package.write()

    def _put_styles(self, root: Element) -> None:
        part = self.package.related(self.part, "styles")
        if part is None:
            part = "xl/styles.xml"
            self.package.declare(part, f"{_CONTENT}.styles+xml")
            self.package.relate(self.part, f"{self.relationships}/styles", part)
        self.package.put(part, root)


def _properties_part(package: Package) -> str | None:
    return next((part for kind, *_ in _PROPERTIES.values() if (part := package.related("", kind))), None)


def marks(package: Package) -> dict[str, str]:
    """The custom properties of a workbook, by name; none where they cannot be read."""
    part = _properties_part(package)
    if part is None:
        return {}
    try:
        root = parse(package.read(part))
    except (etree.XMLSyntaxError, OcopError):
        return {}
    return {p.get("name", ""): "".join(map(str, p.itertext())).strip() for p in root if len(p)}
