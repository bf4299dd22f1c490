"""Pages for programs: the map of the site, the feed of changes, and what crawlers are asked to leave alone."""

from __future__ import annotations

import re
import sqlite3
from typing import Any
from xml.etree import ElementTree as ET

from datasette import Response

from catalog.publish import licence, schema
from catalog.publish.package import fields
from catalog.web import headers, search
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


async def sitemap(visit: Visit) -> Response:
    """Every page of products and producers, with its day of change and its other language."""
    sql = """SELECT '/san-pham/' || slug AS path, updated_on AS day FROM products
             UNION ALL SELECT '/co-so/' || slug, NULL FROM producers ORDER BY 1 LIMIT ?"""
    rows = await visit.catalogue.read(lambda db: db.execute(sql, [MAX_ADDRESSES - 4]).fetchall())
    root = ET.Element(
        "urlset",
        {
            "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
            "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
        },
    )
    fixed: list[dict[str, Any]] = [
        {"path": path, "day": None} for path in ("/", "/san-pham", "/huong-dan", "/rieng-tu")
    ]
    for row in fixed + rows:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = visit.absolute(visit.link_in("vi", row["path"]))
        if row["day"]:
            ET.SubElement(entry, "lastmod").text = row["day"][:10]
        for code in CODES:
            address = visit.absolute(visit.link_in(code, row["path"]))
            ET.SubElement(entry, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": address})
    return _xml(visit, root, "application/xml")


async def changes(visit: Visit) -> Response:
    """What this release changed, as an Atom feed."""

    def ask(db: sqlite3.Connection) -> list[dict[str, Any]]:
        return db.execute("SELECT * FROM changes ORDER BY changed_at DESC, id LIMIT ?", [MAX_ENTRIES]).fetchall()

    rows = await visit.catalogue.read(ask)
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": visit.language.code})
    ET.SubElement(root, "id").text = visit.absolute(visit.catalogue.base + "thay-doi.atom")
    ET.SubElement(root, "title").text = visit.language.gettext("%(site)s: thay đổi", site=SITE_NAME)
    ET.SubElement(root, "updated").text = str(visit.catalogue.release["as_of"])
    ET.SubElement(root, "link", {"rel": "self", "href": visit.absolute(visit.link("/thay-doi.atom"))})
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
            "path": visit.absolute(visit.database_link(f"{table.name}.csv?_stream=on")),
            "format": "csv",
            "mediatype": "text/csv",
            "schema": {
                "fields": fields((*table.columns, *table.computed)),
                "primaryKey": table.key,
            },
        }
        for table in schema.TABLES
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
