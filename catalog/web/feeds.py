"""Pages for programs: the map of the site, the feed of changes, and what crawlers are asked to leave alone."""

from __future__ import annotations

import re
import sqlite3
from typing import Any
from xml.etree import ElementTree as ET

from datasette import Response

from catalog.publish import licence
from catalog.publish.package import fields
from catalog.publish.tables import schema
from catalog.web import headers, provinces, search
from catalog.web.language import CODES, N_
from catalog.web.pages import SITE_NAME, Visit

# sitemaps.org allows 50,000 addresses in a file.
MAX_ADDRESSES = 50_000
MAX_ENTRIES = 500
CHANGES = {"added": N_("Mới đăng"), "changed": N_("Có thay đổi"), "withdrawn": N_("Không còn trong danh mục")}


# Letters that XML 1.0 cannot hold at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(visit: Visit, root: ET.Element, media_type: str) -> Response:
    ET.indent(root)
    body = _NOT_XML.sub("", ET.tostring(root, encoding="unicode"))
    sent = {"cache-control": "max-age=300", headers.RELEASE: str(visit.catalogue.release["id"])}
    return Response(
        '<?xml version="1.0" encoding="UTF-8"?>\n' + body,
        headers=sent,
        content_type=f"{media_type}; charset=utf-8",
    )


_PAGES = """SELECT '/san-pham/' || slug AS path, updated_on AS day FROM products
             UNION ALL SELECT '/co-so/' || slug, NULL FROM producers"""
_FIXED = ("/", "/san-pham", "/ban-do", "/tai-ve", "/huong-dan", "/rieng-tu")


def _places(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The pages of provinces and communes that have products."""
    rows = db.execute("SELECT DISTINCT commune_code, commune, province_code FROM products ORDER BY 1, 3").fetchall()
    communes = {r["commune_code"]: r["commune"] for r in rows if r["commune_code"] and r["commune"]}
    paths = {provinces.path(r["province_code"]) for r in rows if r["province_code"]} - {"/ban-do"}
    paths |= {provinces.commune_path(name, code) for code, name in communes.items()}
    return [{"path": path, "day": None} for path in sorted(paths)]


async def sitemap(visit: Visit) -> Response:
    """Every page, with its day of change and its other language; where they are too many, the list of such maps."""
    asked = visit.arguments.get("phan", "")
    part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0

    def ask(db: sqlite3.Connection) -> tuple[list[dict[str, Any]], int]:
        fixed = [{"path": path, "day": None} for path in _FIXED] + _places(db)
        count = len(fixed) + db.execute(f"SELECT count(*) AS count FROM ({_PAGES})").fetchone()["count"]  # noqa: S608
        if count > MAX_ADDRESSES and not part:
            return [], count
        # A part is a range of all pages: the fixed ones stand before those of the tables.
        skip = max(0, part - 1) * MAX_ADDRESSES
        rest = [MAX_ADDRESSES - len(fixed[skip : skip + MAX_ADDRESSES]), max(0, skip - len(fixed))]
        rows = db.execute(f"{_PAGES} ORDER BY 1 LIMIT ? OFFSET ?", rest).fetchall()
        return fixed[skip : skip + MAX_ADDRESSES] + rows, count

    rows, count = await visit.catalogue.read(ask)
    return _urls(visit, rows) if rows or count <= MAX_ADDRESSES else _maps(visit, -(-count // MAX_ADDRESSES))


def _maps(visit: Visit, count: int) -> Response:
    root = ET.Element("sitemapindex", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for number in range(1, count + 1):
        address = visit.absolute(visit.link_in("vi", "/sitemap.xml", {"phan": str(number)}))
        ET.SubElement(ET.SubElement(root, "sitemap"), "loc").text = address
    return _xml(visit, root, "application/xml")


def _urls(visit: Visit, rows: list[dict[str, Any]]) -> Response:
    root = ET.Element(
        "urlset",
        {
            "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
            "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
        },
    )
    for row in rows:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = visit.absolute(visit.link_in("vi", row["path"]))
        if row["day"]:
            ET.SubElement(entry, "lastmod").text = row["day"][:10]
        for code in CODES:
            address = visit.absolute(visit.link_in(code, row["path"]))
            ET.SubElement(entry, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": address})
    return _xml(visit, root, "application/xml")


async def changes(visit: Visit) -> Response:
    """What this release changed, as an Atom feed; with `tinh` of products of one province that are still there."""
    province = visit.arguments.get("tinh", "")
    here = provinces.code_now(province) if province else ""

    def ask(db: sqlite3.Connection) -> list[dict[str, Any]]:
        sql = """SELECT * FROM changes
                  WHERE :here = '' OR product_id IN (SELECT id FROM products WHERE province_code = :here)
                  ORDER BY changed_at DESC, id LIMIT :most"""
        return db.execute(sql, {"here": here, "most": MAX_ENTRIES}).fetchall()

    rows = await visit.catalogue.read(ask)
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": visit.language.code})
    named = provinces.all_provinces().get(here)
    asked = {"tinh": here} if named else {}
    ET.SubElement(root, "id").text = visit.absolute(visit.link_in("vi", "/thay-doi.atom", asked))
    site = f"{SITE_NAME} {named.name}" if named else SITE_NAME
    ET.SubElement(root, "title").text = visit.language.gettext("%(site)s: thay đổi", site=site)
    ET.SubElement(root, "updated").text = str(visit.catalogue.release["as_of"])
    ET.SubElement(root, "link", {"rel": "self", "href": visit.absolute(visit.link("/thay-doi.atom", asked))})
    ET.SubElement(ET.SubElement(root, "author"), "name").text = SITE_NAME
    for row in rows:
        _entry(visit, root, row)
    return _xml(visit, root, "application/atom+xml")


def _entry(visit: Visit, root: ET.Element, row: dict[str, Any]) -> None:
    entry = ET.SubElement(root, "entry")
    # The id stays the same wherever the site moves to: product, kind and moment of the change.
    ET.SubElement(entry, "id").text = f"urn:ocop:{row['product_id']}:{row['kind']}:{row['changed_at']}"
    kind = visit.language.gettext(CHANGES.get(row["kind"], row["kind"]))
    ET.SubElement(entry, "title").text = f"{row['name']} – {kind}"
    ET.SubElement(entry, "updated").text = row["changed_at"]
    address = visit.absolute(visit.link(f"/san-pham/{row['slug']}"))
    ET.SubElement(entry, "link", {"rel": "alternate", "href": address})


async def package(visit: Visit) -> Response:
    """The open data as a Data Package: licence, release, and every table with its columns and where its CSV is."""
    resources = [
        {
            "name": table.name,
            "description": table.says,
            "path": visit.absolute(visit.link_in("vi", f"/tai-ve/{table.name}.csv")),
            "format": "csv",
            "mediatype": "text/csv",
            "schema": {
                "fields": fields((*table.columns, *table.computed)),
                "primaryKey": table.key,
            },
        }
        for table in schema.OPEN_DATA.values()
    ]
    release = visit.catalogue.release
    said = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "ocop-catalog",
        "title": SITE_NAME,
        "version": release["id"],
        "created": release["as_of"],
        "homepage": visit.absolute(visit.link("/rieng-tu")),
        "licenses": licence.PACKAGE,
        "resources": resources,
    }
    sent = {"cache-control": "max-age=300", headers.RELEASE: str(release["id"])}
    return Response.json(said, headers=sent)


async def robots(visit: Visit) -> Response:
    """Crawlers are asked to leave endless combinations and the database's own pages alone."""
    base = visit.catalogue.base
    # A province alone is worth finding; everything that combines is endless.
    endless = {*search.NAMES.values(), "sap-xep", "kieu"} - {search.NAMES["province"]}
    closed = ["-/", f"{visit.catalogue.database.route}/", *(f"*{name}=" for name in sorted(endless))]
    lines = ["User-agent: *", *(f"Disallow: {base}{path}" for path in closed)]
    lines.append(f"Sitemap: {visit.absolute(base + 'sitemap.xml')}")
    return Response.text("\n".join(lines) + "\n")
