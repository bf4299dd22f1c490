"""A sender's own kit, before any officer has looked: files for markets, posts with their pictures, price cards.

It is made in a home where nothing else is: the sheets are taken in, accepted as if an officer had, published and
exported as everything is. Nobody else's data is in reach of it, and nothing of it is published. Stars stand in it where
the official list confirms them, and nowhere else. docs/decisions/0029-invitations.md.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog import markets
from catalog.desk import preview
from catalog.errors import Refused, Unreadable
from catalog.markets import export, readiness
from catalog.publish import release
from catalog.publish.tables import reading
from catalog.workbench import days
from catalog.workbench.home import Home, sync, write_atomically
from catalog.workbench.privacy import consents
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.receiving import intake
from catalog.workbench.reviewing import queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.rows import recognitions
from catalog.workbench.rows.submissions import Sender
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import File, Ticket
from catalog.workbench.store import Workbench

BUNDLE, CATALOG, ABOUT = "bo-dang-ban.zip", "catalog.db", "about.json"
POSTS = "baidang"
MAKER = "kit"
# What an export says to those who run the catalogue; the summary says it to everybody.
_FOR_OFFICERS = frozenset({"manifest.json", "left-out.csv", "notes.csv"})


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted of one product: its words, and how many pictures go with them."""

    slug: str
    name: str
    text: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit that was made; titles are the markets that it has files for. path: of the folder that holds it."""

    path: Path
    titles: tuple[str, ...]
    posts: tuple[Post, ...]

    def picture(self, slug: str, number: int) -> bytes:
        """A picture of a post, counted from 1. Raises Unreadable where there is none."""
        # A slug that is none of ours names no file elsewhere.
        if slug not in {post.slug for post in self.posts}:
            raise Unreadable(f"There is no picture {number} of {slug}.")
        try:
            return (self.path / "anh" / slug / f"{number}.jpg").read_bytes()
        except OSError as error:
            raise Unreadable(f"There is no picture {number} of {slug}.") from error


def of(home: Home, ticket: str) -> Kit | None:
    """The kit of a ticket; None where none was made, or it was removed again."""
    path = tickets.folder(home, ticket) / tickets.KIT
    try:
        about = json.loads((path / ABOUT).read_bytes())
    except (OSError, ValueError):
        return None
    return Kit(path, tuple(about["titles"]), tuple(Post(**post) for post in about["posts"]))


def make(home: Home, ticket: Ticket, files: list[File], progress: Progress = no_progress) -> None:
    """Makes the kit of a ticket's files and puts it beside them, in the place of the one before.

    Raises Refused where nothing in them can be listed.
    """
    with tempfile.TemporaryDirectory() as empty:
        alone = Home(Path(empty) / "home")
        intake.receive(alone, preview.delivery_of(home, ticket, files), Sender(ticket.who.sender, ticket.who.place))
        _confirm_stars(home, alone)
        _accept(alone)
        progress("", 1, 4)
        release.publish(alone, MAKER)
        progress("", 2, 4)
        made = Path(empty) / tickets.KIT
        _export(alone, made, progress)
        _put(made, tickets.folder(home, ticket.id) / tickets.KIT)


def _confirm_stars(home: Home, alone: Home) -> None:
    """Brings the lines of official lists that name these products: they are public; nothing else confirms stars."""
    with Workbench(alone.workbench, is_reading=True) as bench:
        keys = {recognitions.match_key(json.loads(r["facts"])) for r in bench.rows(_NAMED)}
    with Workbench(home.workbench, is_reading=True) as bench:
        known = [dict(r) for r in bench.rows(_CONFIRMING, [json.dumps(sorted(keys))])]
        lists = [dict(r) for r in bench.rows(_LISTS, [json.dumps(sorted({r["submission_id"] for r in known}))])]
    with Workbench(alone.workbench) as bench, bench.writing():
        for table, rows in (("submissions", lists), ("recognitions", known)):
            if rows:
                bench.insert(table, tuple(rows[0]), [tuple(r.values()) for r in rows])


_NAMED = """
SELECT facts FROM drafts
 WHERE json_extract(facts, '$.name') IS NOT NULL AND json_extract(facts, '$.producer') IS NOT NULL
"""
_CONFIRMING = """
SELECT * FROM recognitions WHERE match_key IN (SELECT value FROM json_each(?))
   AND submission_id NOT IN (SELECT submission_id FROM taken_back)
"""
_LISTS = """
SELECT id, source, name, kind, sha256, place_hint, date_hint, received_at, status, tables, cells, class, places_on
  FROM submissions WHERE id IN (SELECT value FROM json_each(?))
"""


def _accept(alone: Home) -> None:
    """Accepts every row that names a product and a producer, and shows what the sender says of them: it is theirs."""
    with Workbench(alone.workbench) as bench:
        waiting = queue.ids(bench, Wanted("held"))
        whole = "product_id IS NOT NULL AND producer_id IS NOT NULL"
        listable = {r["id"] for r in bench.rows(f"SELECT id FROM drafts WHERE {whole}")}  # noqa: S608  (a literal)
        if not listable:
            raise Refused("Chưa có sản phẩm nào có đủ tên sản phẩm và tên cơ sở để làm bộ đăng bán.", code="kit-empty")
        review.decide(bench, [d for d in waiting if d in listable], "accepted", "", MAKER)
        said, fields = consents.Said(consents.HELPER, MAKER), sorted(consents.FIELDS.keys() - consents.NOT_IN_SHEETS)
        for row in bench.rows("SELECT DISTINCT producer_id FROM drafts WHERE producer_id IS NOT NULL"):
            consents.record(bench, row["producer_id"], fields, said, MAKER, is_given=True)


def _export(alone: Home, made: Path, progress: Progress) -> None:
    """Writes every market's files, the posts apart, and what the page shows of them."""
    out, names = made / "out", _markets()
    for number, name in enumerate(names):
        progress(markets.get(name).title, number, len(names))
        export.export(markets.get(name), alone.catalog, alone.pictures, out, on=days.today())
    with zipfile.ZipFile(made / BUNDLE, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(p for p in out.rglob("*") if p.is_file() and p.name not in _FOR_OFFICERS):
            market, _, inside = path.relative_to(out).as_posix().partition("/")
            bundle.write(path, f"{_title(market)}/{inside}")
    (posts,) = out.glob(f"{POSTS}-*")
    if (posts / "anh").exists():
        shutil.copytree(posts / "anh", made / "anh")
    shutil.copyfile(alone.catalog, made / CATALOG)
    titles = [markets.get(name).title for name in names if name != POSTS]
    about = {"titles": titles, "posts": list(_posts(alone.catalog, posts))}
    write_atomically(made / ABOUT, json.dumps(about, ensure_ascii=False).encode())
    shutil.rmtree(out)


def _markets() -> list[str]:
    """The usual markets; not those whose listings are nothing without a public page, which does not exist yet."""
    return [name for name in readiness.USUAL if not markets.get(name).needs_address]


def _title(folder: str) -> str:
    return markets.get(folder.partition("-")[0]).title.replace("/", "-")


def _posts(catalog: Path, posts: Path) -> Iterator[dict[str, Any]]:
    with closing(reading.connect(catalog)) as db:
        for product in reading.products(db, days.today()):
            slug, name = product.facts["slug"], product.facts["name"]
            text = posts / "bai" / f"{slug}.txt"
            if text.exists():
                pictures = len(list((posts / "anh" / slug).glob("*.jpg")))
                yield {"slug": slug, "name": name, "text": text.read_text("utf-8").strip(), "pictures": pictures}


def _put(made: Path, place: Path) -> None:
    """Puts a kit in its place; dies it in between, there is none, and it is asked for again."""
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(made, draft)
    for path in draft.rglob("*"):
        sync(path)
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)
    sync(place.parent)
