"""Writes the listings of one market: whole or not at all, the same bytes each time, everything accounted for.

An export is a folder `<market>-<release>` with the market's files, `left-out.csv`, `TOM-TAT.txt` and `manifest.json`;
products = listed + left out, always. docs/decisions/0007-exports.md.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from catalog.markets import rules
from catalog.markets.market import Job, Market, day
from catalog.publish import reading
from catalog.publish.reading import Product
from catalog.workbench.home import sync
from catalog.workbench.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A product that is not listed, with the rules it does not meet."""

    product_id: str
    slug: str
    name: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; `manifest` is what manifest.json holds."""

    folder: Path
    rows: int
    products: int
    left_out: tuple[LeftOut, ...]
    manifest: dict[str, Any]


@dataclass(slots=True)
class _Sieve:
    """Lets through the products that a market takes, and remembers the others and the notes."""

    market: Market
    products: Iterator[Product]
    total: int
    progress: Progress
    listed: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[LeftOut] = field(default_factory=list)

    def __iter__(self) -> Iterator[Product]:
        for number, product in enumerate(self.products, 1):
            self.progress(self.market.name, number, self.total)
            unmet = rules.preflight(self.market.name, product)
            if unmet:
                facts = product.facts
                codes, said = tuple(r.code for r in unmet), tuple(r.sentence() for r in unmet)
                row = LeftOut(facts["id"], facts["slug"], facts["name"], codes, said)
                (self.notes if rules.is_ready(unmet) else self.left_out).append(row)
            if rules.is_ready(unmet):
                self.listed += 1
                yield product


def export(
    market: Market,
    catalog: Path,
    pictures: Path,
    out: Path,
    *,
    on: date,
    base_url: str | None = None,
    on_progress: Progress = no_progress,
) -> Exported:
    """Writes the market's files of the current release into a folder of `out`.

    on: the day whose certificates count. Raises Unreadable where there is no published catalogue.
    """
    with closing(reading.connect(catalog)) as db:
        release = db.execute("SELECT id, products FROM release").fetchone()
        folder = out / f"{market.name}-{release['id']}"
        draft = out / f".{folder.name}.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            job = Job(draft, pictures, on, base_url.rstrip("/") if base_url else None)
            sieve = _Sieve(market, reading.products(db, on), release["products"], on_progress)
            rows = market.write(sieve, job)
            _write_left_out(draft / "left-out.csv", sieve.left_out)
            _write_summary(draft / "TOM-TAT.txt", job, sieve, rows, release["id"])
            manifest = _manifest(draft, job, sieve, rows, release["id"])
            (draft / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
            _put(draft, folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return Exported(folder, rows, sieve.listed, tuple(sieve.left_out), manifest)


def _put(draft: Path, folder: Path) -> None:
    """Syncs every file, then puts the whole folder in its place; an earlier export of the release gives way."""
    for path in sorted(draft.rglob("*")):
        sync(path)
    if folder.exists():
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old)
    else:
        draft.rename(folder)
    sync(folder.parent)


def _write_left_out(path: Path, rows: list[LeftOut]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Mã sản phẩm", "Tên sản phẩm", "Mã lý do", "Lý do"])
        for row in rows:
            writer.writerow([row.product_id, row.name, " ".join(row.codes), " ".join(row.reasons)])


def _write_summary(path: Path, job: Job, sieve: _Sieve, rows: int, release: str) -> None:
    """What was written, in Vietnamese, for the person who uploads it."""
    lines = [
        f"Đưa lên sàn: {sieve.market.title}",
        f"Bản đăng {release}; chứng nhận tính đến ngày {day(job.on.isoformat())}.",
        f"{sieve.listed} sản phẩm được đưa vào ({rows} dòng), {len(sieve.left_out)} sản phẩm chưa đưa được.",
        *sieve.market.notes,
    ]
    for title, found in (("Chưa đưa được", sieve.left_out), ("Cần xem thêm", sieve.notes)):
        if found:
            lines += ["", f"{title}:", *(f"- {row.name}: {' '.join(row.reasons)}" for row in found)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _manifest(folder: Path, job: Job, sieve: _Sieve, rows: int, release: str) -> dict[str, Any]:
    files = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        files[str(path.relative_to(folder))] = {"sha256": digest, "bytes": path.stat().st_size}
    return {
        "market": sieve.market.name,
        "title": sieve.market.title,
        "release": release,
        "made_for": job.on.isoformat(),
        "program": metadata.version("ocop-catalog"),
        "products": sieve.listed,
        "rows": rows,
        "left_out": [_said(row) for row in sieve.left_out],
        "notes": [_said(row) for row in sieve.notes],
        "files": files,
    }


def _said(row: LeftOut) -> dict[str, Any]:
    return {"product_id": row.product_id, "slug": row.slug, "name": row.name, "codes": list(row.codes)}
