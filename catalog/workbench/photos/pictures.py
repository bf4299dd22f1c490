"""Pictures after their import: which product shows which, what is still nobody's, and what people say of it.

What people say is append-only, with who and when; the last word on a picture and a product counts. A picture is there
as long as one delivery that brought it was not taken back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import images
from catalog.errors import Conflict, Unknown
from catalog.workbench.home import Home
from catalog.workbench.identities import finding, owned
from catalog.workbench.rows.picture_names import picture_key
from catalog.workbench.store import Workbench, now

Record = dict[str, Any]

MOST_PER_PRODUCT = 12
# Characters of a hash by which a picture may be named, as in Git.
SHORTEST_HASH = 8
# Pictures of deliveries that were not taken back, the first name and sender of each, in order of arrival.
_THERE = """
SELECT p.sha256, p.name, p.width_px, p.height_px, p.warnings, l.why, l.looked_at, p.sender, p.received_at,
       p.submission_id AS submission, u.name AS file, min(p.id) AS number
  FROM received_pictures p LEFT JOIN submissions u ON u.id = p.submission_id LEFT JOIN picture_looks l USING (sha256)
 WHERE p.submission_id IS NULL OR p.submission_id NOT IN (SELECT submission_id FROM taken_back)
 GROUP BY p.sha256 ORDER BY number
"""
_MATCHED = """
SELECT DISTINCT p.sha256, s.product_id FROM draft_pictures p JOIN states s ON s.draft_id = p.draft_id
 WHERE s.product_id IS NOT NULL
"""
_SAID = """
SELECT a.sha256, coalesce(n.now_id, a.product_id) AS product_id, a.is_given
  FROM picture_assignments a LEFT JOIN identity_now n ON n.id = a.product_id ORDER BY a.id
"""


@dataclass(slots=True)
class Said:
    """What people say of one product's pictures: those added in order, and the hashes of those taken away."""

    added: list[Record] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)


def said(bench: Workbench) -> dict[str, Said]:
    """What people say of pictures, by product; only of pictures that are there."""
    there = {r["sha256"]: dict(r) for r in bench.rows(_THERE)}
    last: dict[tuple[str, str], int] = {}
    for row in bench.rows(_SAID):
        key = (row["product_id"], row["sha256"])
        last.pop(key, None)  # the order is that of the last words
        last[key] = row["is_given"]
    found: dict[str, Said] = defaultdict(Said)
    for (product, sha256), is_given in last.items():
        if not is_given:
            found[product].removed.add(sha256)
        elif sha256 in there:
            found[product].added.append(there[sha256])
    return dict(found)


def listed(home: Home) -> list[Record]:
    """Every picture that is there, in order of arrival, with the products that show it.

    Each with sha256, name, width_px, height_px, warnings, why (it cannot be used, None where it can), looked_at (None
    where its pixels were not looked at yet), sender, received_at, submission, file (both None where it came without a
    sheet), products (ids), and the path of its original.
    """
    with Workbench(home.workbench, is_reading=True) as bench:
        shown = _shown(bench)
        rows = [dict(r) for r in bench.rows(_THERE)]
    for row in rows:
        del row["number"]
        row["warnings"] = row["warnings"].split()
        row["products"] = sorted(shown.get(row["sha256"], ()))
        row["path"] = str(images.original_of(row["sha256"], home.pictures))
    return rows


def unmatched(home: Home) -> list[Record]:
    """The pictures that are nobody's, as `listed` gives them."""
    return [row for row in listed(home) if not row["products"]]


def _shown(bench: Workbench) -> dict[str, set[str]]:
    """The products that show each picture: by its delivery, as people have corrected it."""
    shown: dict[str, set[str]] = defaultdict(set)
    for row in bench.rows(_MATCHED):
        shown[row["sha256"]].add(row["product_id"])
    for row in bench.rows(_SAID):
        products = shown[row["sha256"]]
        (products.add if row["is_given"] else products.discard)(row["product_id"])
    return shown


def shown_hashes(home: Home) -> set[str]:
    """The pictures that some product shows already, whatever they are called this time."""
    with Workbench(home.workbench, is_reading=True) as bench:
        return {sha256 for sha256, products in _shown(bench).items() if products}


def assign(home: Home, picture: str, product: str, *, by: str, reason: str = "") -> tuple[str, str]:
    """Records that a picture shows a product; gives the hash and the product's id. Raises as `remove` does."""
    return _record(home, picture, product, is_given=True, by=by, reason=reason)


def remove(home: Home, picture: str, product: str, *, by: str, reason: str = "") -> tuple[str, str]:
    """Records that a picture does not show a product, whoever or whatever said so; gives both.

    picture: its hash or the beginning of it, or its name as sent. product: the id or address of a product, or the
    number of a draft. Raises Unknown for what is not there, Conflict where a name means several pictures.
    """
    return _record(home, picture, product, is_given=False, by=by, reason=reason)


def _record(home: Home, picture: str, product: str, *, is_given: bool, by: str, reason: str) -> tuple[str, str]:
    with Workbench(home.workbench) as bench:
        return record(bench, picture, product, is_given=is_given, by=by, reason=reason)


def record(
    bench: Workbench, picture: str, product: str, *, is_given: bool, by: str, reason: str = ""
) -> tuple[str, str]:  # fmt: skip
    """What `assign` and `remove` do, in the transaction that is under way, else in one of its own."""
    with bench.joining():
        sha256, product_id = _picture(bench, picture), finding.product(bench, product).product_id
        if (product_id in _shown(bench).get(sha256, ())) != is_given:
            names = "sha256 product_id is_given reason decided_by decided_at".split()
            own = owned.ids(bench, "product", product_id)
            rows = [(sha256, one, int(is_given), reason, by, now()) for one in (own[:1] if is_given else own)]
            bench.insert("picture_assignments", names, rows)
    return sha256, product_id


def of_row(bench: Workbench, draft: int, product: str | None) -> list[Record]:
    """The pictures of a row and those that people gave its product, in order.

    Each with sha256, name, position (None of one that came otherwise), is_away (a person said that it does not show the
    product), is_added (a person said that it does).
    """
    said: dict[str, int] = {}
    for row in bench.rows(f"SELECT * FROM ({_SAID}) WHERE product_id = ?", [product]):  # noqa: S608 - ours
        said.pop(row["sha256"], None)
        said[row["sha256"]] = row["is_given"]
    own = {row["sha256"]: dict(row) for row in bench.rows(_OF_DRAFT, [draft])}
    more = [sha256 for sha256, is_given in said.items() if is_given and sha256 not in own]
    named = bench.rows(_NAMED, [json.dumps(more)])
    added = {row["sha256"]: dict(row) | {"position": None} for row in named}
    found = [*own.values(), *(added[sha256] for sha256 in more if sha256 in added)]
    return [
        one | {"is_away": said.get(one["sha256"]) == 0, "is_added": one["position"] is None} for one in found
    ]  # fmt: skip


_OF_DRAFT = "SELECT sha256, name, position FROM draft_pictures WHERE draft_id = ? ORDER BY position"
_NAMED = f"SELECT sha256, name FROM ({_THERE}) WHERE sha256 IN (SELECT value FROM json_each(?))"  # noqa: S608 - ours


def bringing(bench: Workbench, sha256: str) -> list[Record]:
    """Every delivery that brought a picture and was not taken back: name, sender, received_at, submission, file.

    submission and file are None where it came without a sheet; the first delivery comes first.
    """
    return [dict(row) for row in bench.rows(_BRINGING, [sha256])]


_BRINGING = """
SELECT p.name, p.sender, p.received_at, p.submission_id AS submission, u.name AS file
  FROM received_pictures p LEFT JOIN submissions u ON u.id = p.submission_id
 WHERE p.sha256 = ? AND (p.submission_id IS NULL OR p.submission_id NOT IN (SELECT submission_id FROM taken_back))
 ORDER BY p.id
"""


def shown_by(bench: Workbench, sha256: str) -> list[str]:
    """The products that show a picture now, as people have corrected it."""
    matched = bench.rows(f"SELECT product_id FROM ({_MATCHED}) WHERE sha256 = ?", [sha256])  # noqa: S608 - ours
    products = {row["product_id"] for row in matched}
    for row in bench.rows(f"SELECT product_id, is_given FROM ({_SAID}) WHERE sha256 = ?", [sha256]):  # noqa: S608
        (products.add if row["is_given"] else products.discard)(row["product_id"])
    return sorted(products)


def _picture(bench: Workbench, said: str) -> str:
    there = bench.rows(_THERE)
    if len(said) >= SHORTEST_HASH and (hits := [r for r in there if r["sha256"].startswith(said.lower())]):
        return _only(said, hits)
    names = bench.rows(
        """SELECT DISTINCT sha256, name FROM received_pictures
            WHERE submission_id IS NULL OR submission_id NOT IN (SELECT submission_id FROM taken_back)"""
    )
    exact = [r for r in names if said in (r["name"], r["name"].rpartition("/")[2])]
    if hits := exact or [r for r in names if picture_key(r["name"]) == picture_key(said)]:
        return _only(said, hits)
    raise Unknown("picture", said, [r["name"] for r in there][-10:])


def _only(said: str, hits: list[Any]) -> str:
    found = sorted({r["sha256"] for r in hits})
    if len(found) > 1:
        raise Conflict(f"“{said}” may be {len(found)} pictures; say which by its hash: {', '.join(found)}.")
    return str(found[0])
