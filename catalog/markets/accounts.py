"""What an export says of itself: who was left out and why, what was cut, the summary for people, the manifest.

Rows go to their files as they come, so that memory does not grow with them.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from catalog.markets.market import Job, Market, Unmet, day
from catalog.markets.rules import Finding
from catalog.publish.lists import as_written, inert
from catalog.publish.tables.reading import Product
from catalog.workbench.reviewing.scopes import EVERYTHING, Scope

LEFT_OUT, NOTES, SUMMARY, MANIFEST = "left-out.csv", "notes.csv", "TOM-TAT.txt", "manifest.json"
HEADER = ("Mã sản phẩm", "Tên sản phẩm", "Đường dẫn", "Mã lý do", "Lý do")
# Lines of a list in the summary; the files beside it have them all.
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A product with the codes of the rules it does not meet, and the sentences that say so."""

    product_id: str
    slug: str
    name: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """Products that something is said of: into a file as they come, counted by code, the first ones kept."""

    writer: Any
    count: int = 0
    by_code: Counter[str] = field(default_factory=Counter)
    first: list[str] = field(default_factory=list)

    def add(self, product: Product, found: Sequence[Finding | Unmet]) -> None:
        facts = product.facts
        sentences = [f.sentence for f in found]
        codes = [f.code for f in found]
        # People open these lists in Excel, which takes "=…" of a file for a formula.
        self.writer.writerow([facts["id"], inert(facts["name"]), facts["slug"], " ".join(codes), "\n".join(sentences)])
        self.count += 1
        self.by_code.update(codes)
        if self.count <= MOST_LINES:
            self.first.append(f"- {facts['name']}: {' '.join(sentences)}")


@contextmanager
def told(folder: Path) -> Iterator[tuple[Told, Told]]:
    """The two lists of an export, left-out.csv and notes.csv, open for writing."""
    paths = (folder / LEFT_OUT, folder / NOTES)
    with (
        paths[0].open("w", encoding="utf-8-sig", newline="") as one,
        paths[1].open("w", encoding="utf-8-sig", newline="") as two,
    ):
        writers = [csv.writer(file) for file in (one, two)]
        for writer in writers:
            writer.writerow(HEADER)
        yield Told(writers[0]), Told(writers[1])


def read(path: Path) -> Iterator[LeftOut]:
    """The products of a list that `told` wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = csv.reader(file)
        next(records)
        for ident, name, slug, codes, reasons in records:
            yield LeftOut(ident, slug, as_written(name), tuple(codes.split()), tuple(reasons.split("\n")))


@dataclass(frozen=True, slots=True)
class Account:
    """One export, written but for what it says of itself."""

    market: Market
    job: Job
    release: str
    listed: int
    rows: int
    left_out: Told
    notes: Told
    scope: Scope = EVERYTHING


def write_summary(account: Account) -> None:
    """What was written, in Vietnamese, for the person who uploads it."""
    market, job, sending = account.market, account.job, account.job.sending
    lines = [
        f"Đưa lên sàn: {market.title}",
        *([f"Nơi: {account.scope.title}"] if account.scope.title else []),
        f"Bản đăng {account.release}; chứng nhận tính đến ngày {day(job.on.isoformat())}.",
        f"{account.listed} sản phẩm đủ điều kiện ({account.rows} dòng),"
        f" {account.left_out.count} sản phẩm chưa đưa được.",
    ]
    if sending.since or sending.is_changed_only:
        lines.append(
            f"So với lần đã xác nhận: {sending.new} mới, {sending.changed} thay đổi, {sending.unchanged} giữ nguyên,"
            f" {sending.withdrawn} thôi bán."
        )
    lines += [*market.notes, *job.log]
    for title, found in (("Chưa đưa được", account.left_out), ("Cần xem thêm", account.notes)):
        if found.count:
            lines += ["", f"{title}:", *found.first]
        if found.count > MOST_LINES:
            lines.append(f"… và {found.count - MOST_LINES} sản phẩm nữa, xem {LEFT_OUT} và {NOTES}.")
    (job.folder / SUMMARY).write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_manifest(account: Account) -> dict[str, Any]:
    """Writes manifest.json and gives it without its two lists, which are as long as they are."""
    job, sending = account.job, account.job.sending
    files = {name: {"sha256": digest, "bytes": size} for name, digest, size in _files(job.folder)}
    whole = {
        "market": account.market.name,
        "title": account.market.title,
        "release": account.release,
        "made_for": job.on.isoformat(),
        "program": metadata.version("ocop-catalog"),
        "mode": "changed" if sending.is_changed_only else "full",
        "since": sending.since or None,
        "options": sorted(job.options),
        "products": account.listed,
        "rows": account.rows,
        "changes": {n: getattr(sending, n) for n in ("new", "changed", "unchanged", "withdrawn")},
        "left_out_by_code": dict(sorted(account.left_out.by_code.items())),
        "files": files,
    }
    whole |= {"template": job.said} if job.said else {}
    whole |= {"scope": account.scope.key} if account.scope.key else {}
    whole["id"] = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:12]
    with (job.folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}"))
        for name, path in (("left_out", LEFT_OUT), ("notes", NOTES)):
            file.write(f',\n "{name}": [')
            for number, row in enumerate(read(job.folder / path)):
                said = {"product_id": row.product_id, "slug": row.slug, "name": row.name, "codes": list(row.codes)}
                file.write(f"{',' if number else ''}\n  {json.dumps(said, ensure_ascii=False)}")
            file.write("]")
        file.write("\n}\n")
    return whole


def _files(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Name, SHA-256 and size of every file, in the order of their names."""
    # Names as plain text: a post per product makes tens of thousands, and a Path takes ten times as much memory.
    found = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    for name in sorted((os.path.relpath(path, folder) for path in found), key=lambda name: name.replace("/", "\0")):
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield name, digest, os.fstat(file.fileno()).st_size


def read_manifest(folder: Path) -> dict[str, Any]:
    """What manifest.json of an export holds."""
    whole: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return whole
