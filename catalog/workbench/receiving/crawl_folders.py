"""Takes what is to be gone out of the folders that crawls leave: records, kept pages, pictures, logs, journals.

Every file is replaced in one step, so a death in between leaves a folder that the next run finishes.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from catalog.errors import Conflict
from catalog.workbench.home import Home, is_held, write_atomically
from catalog.workbench.identities import identity
from catalog.workbench.privacy.traces import Traces

Record = dict[str, Any]


def of(home: Home, source: str) -> Path:
    """Where the crawls of a source are kept."""
    return home.crawls / identity.digest(source)


def folders(home: Home) -> list[Path]:
    """The folders of all sources. Raises Conflict where a crawl is at work in one."""
    found = sorted(f for f in home.crawls.glob("*") if f.is_dir())
    for folder in found:
        if (folder / "lock").exists() and is_held(folder / "lock"):
            raise Conflict(f"A crawl is at work in {folder}; try again when it has ended.")
    return found


def holding(folder: Path, told: Traces) -> int:
    """How many records and pages of a folder hold something of a subject."""
    pages = (p for p in _lines(folder / "pages.jsonl") if _is_page_of(folder, p, told))
    return sum(_is_record_of(r, told) for r in _lines(folder / "records.jsonl")) + sum(1 for _ in pages)


def forget(folder: Path, told: Traces) -> None:
    """Removes records, pages and pictures of a subject, and a log or journal that names it."""
    records = list(_lines(folder / "records.jsonl"))
    gone = [r for r in records if _is_record_of(r, told)]
    kept = [r for r in records if r not in gone]
    shas = {r.get("page_sha256") for r in gone} - {r.get("page_sha256") for r in kept}
    shown = {u for r in kept for u in r["fields"].get("images", [])}
    pictures = {u for r in gone for u in r["fields"].get("images", [])} - shown
    _keep(folder / "pages.jsonl", lambda p: p["sha256"] not in shas and not _is_page_of(folder, p, told))
    _keep(folder / "pictures.jsonl", lambda p: p["url"] not in pictures and not told.stand_in(p["url"]))
    _keep(folder / "records.jsonl", lambda r: not _is_record_of(r, told))
    _drop_unlisted(folder)
    for beside in (folder / "crawl.log", folder / "run.json", *folder.glob("job/*")):
        if beside.is_file() and told.stand_in(beside.read_bytes().decode("utf-8", "replace")):
            # An interrupted crawl begins anew; what a run said of itself is said again by the next.
            shutil.rmtree(beside.parent) if beside.parent.name == "job" else beside.unlink()


def drop_pages(folder: Path, is_old: Callable[[Record], bool]) -> int:
    """Removes kept pages by their lines of pages.jsonl; gives their number."""
    number = sum(map(is_old, _lines(folder / "pages.jsonl")))
    if number:
        _keep(folder / "pages.jsonl", lambda page: not is_old(page))
        _drop_unlisted(folder)
    return number


def pages(folder: Path) -> Iterator[Record]:
    """A line per page kept: url, sha256, fetched_at."""
    return _lines(folder / "pages.jsonl")


def _is_record_of(record: Record, told: Traces) -> bool:
    said = record.get("fields", {})
    is_named = told.are_of(str(said.get("name", "")), str(said.get("producer", "")))
    return is_named or record.get("url") in told.urls or told.stand_in(json.dumps(record, ensure_ascii=False))


def _is_page_of(folder: Path, page: Record, told: Traces) -> bool:
    path = folder / "pages" / page["sha256"][:2] / f"{page['sha256']}.html.gz"
    if page["url"] in told.urls or not path.exists():
        return page["url"] in told.urls
    words = _readable(gzip.decompress(path.read_bytes()), page.get("encoding") or "utf-8")
    return told.stand_in(words) or told.name_product(words)


def _readable(body: bytes, encoding: str) -> str:
    """The letters of a page, also those that HTML or JSON in it writes as numbers."""
    try:
        words = body.decode(encoding, "replace")
    except LookupError:
        words = body.decode("utf-8", "replace")
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), html.unescape(words))


_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def _lines(path: Path) -> Iterator[Record]:
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _keep(path: Path, is_kept: Callable[[Record], bool]) -> None:
    """Rewrites a file of lines without those that are not kept, as they stood."""
    if not path.exists():
        return
    before = path.read_text(encoding="utf-8").splitlines(keepends=True)
    after = [line for line in before if is_kept(json.loads(line))]
    if len(after) < len(before):
        write_atomically(path, "".join(after).encode())


def _drop_unlisted(folder: Path) -> None:
    """Removes pages and pictures that no line names any more."""
    listed = {f"pages/{p['sha256'][:2]}/{p['sha256']}.html.gz" for p in _lines(folder / "pages.jsonl")}
    listed |= {p["path"] for p in _lines(folder / "pictures.jsonl")}
    _unlink(p for kind in ("pages", "pictures") for p in folder.glob(f"{kind}/*/*")
            if p.relative_to(folder).as_posix() not in listed)  # fmt: skip


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
