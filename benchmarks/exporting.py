"""Exports of a large catalogue against bare writers of the same cells, and how their memory grows."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure
from catalog.publish.tables import schema
from catalog.publish.tables.build import write_catalog

OCOP = str(Path(sys.executable).with_name("ocop"))
# Market → the files that its peer writes again, all into which a market's limits split them, and the aim.
MARKETS = {
    "woocommerce": ("products*.csv", 4.0),
    "haravan": ("products*.csv", 4.0),
    "meta": ("products*.csv", 4.0),
    "shopify": ("products*.csv", 4.0),
    "google": ("products*.tsv", 4.0),
    "csv": ("catalog.csv", 4.0),
    "postmart": ("san-pham*.xlsx", 1.5),
    "sapo": ("products*.xlsx", 1.5),
}
# As a program runs that was installed: compiled once.
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# Names differ in words: digits in a name are looked at as a telephone number might be.
SYLLABLES = ("tà", "shan", "bản", "lá", "núi", "mây", "suối", "đồi", "vải", "tuyết")
TOLD = "Hái tay một tôm hai lá, sao bằng chảo gang, ủ trong chum sành ba tháng rồi mới đóng gói. "


def catalogue(home: Path, products: int) -> None:
    """A published catalogue of invented teas, each with prose, label data and a picture that no file is needed for."""
    number = [f"{n:07}" for n in range(products)]
    label = {"ingredients": "Búp chè Shan", "usage": "Pha nước sôi", "storage": "Nơi khô mát", "shelf_life": "24 tháng"}
    place = {"province": "Lào Cai", "province_code": "15", "commune": "Xuân Ái", "commune_code": "04441"}
    rows = {
        "release": [{"id": "1-bench", "schema_version": schema.SCHEMA_VERSION, "products": products}],
        "sets": [{"ocop_set": "I.5.a", "title": "Chè tươi, chế biến"}],
        "places": [place | {"commune_rank": "xã"}],
        "producers": [
            {"id": f"m{n}", "slug": f"htx-{n}", "name": f"HTX Đồi Vải {n}"} for n in range(products // 10 + 1)
        ],
        "products": [
            {
                "id": f"p{n}",
                "slug": f"che-{n}",
                "name": "Chè " + " ".join(SYLLABLES[int(d)] for d in n),
                "producer_id": f"m{int(n) // 10}",
            }
            | {"ocop_set": "I.5.a", "summary": TOLD, "description": TOLD * 3, **place, **label}
            for n in number
        ],
        "offers": [
            {"id": f"p{n}-1", "product_id": f"p{n}", "position": 1, "pack_words": "Túi 200g", "net_total": 200.0}
            | {"net_unit": "g", "price_low": 60_000, "price_high": 60_000, "stock": 9, "gross_weight": "250 g"}
            for n in number
        ],
        "pictures": [
            {"id": f"p{n}-1", "product_id": f"p{n}", "position": 1, "sha256": f"{int(n):064x}"}
            | {"width_px": 1200, "height_px": 900}
            for n in number
        ],
    }
    home.mkdir(parents=True)
    (home / "config.toml").write_text('[site]\naddress = "https://ocop.example.vn"\n', encoding="utf-8")
    write_catalog(home / "catalog.db", rows)


def process(command: list[str]) -> tuple[float, int]:
    """Processor seconds of a whole process, which a busy machine changes less, and its largest memory in megabytes."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=COMPILED)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command[-3:]} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def measure(
    products: int, runs: int, folder: Path, tell: Callable[[str], None], names: tuple[str, ...] = tuple(MARKETS)
) -> tuple[list[Figure], list[str]]:
    """A figure per market, and lines on how memory grows from a tenth of the products to all of them."""
    small, large = folder / "tenth", folder / "all"
    for home, count in ((small, products // 10), (large, products)):
        # In a process of its own: a child's largest memory begins with what its parent holds.
        process([sys.executable, "-m", "benchmarks.exporting", str(home), str(count)])
    figures, lines = [], [f"| export of | {products // 10:,} (MB) | {products:,} (MB) |", "|---|--:|--:|"]
    for name in names:
        tell(f"export {name}")
        files, aim = MARKETS[name]
        _, little = process([OCOP, "--home", str(small), "export", name])
        pairs = [_pair(large, name, files) for _ in range(runs)]
        ours, peer = (statistics.median(pair[n][0] for pair in pairs) for n in (0, 1))
        what = "XlsxWriter in constant memory" if files.endswith("xlsx") else "csv.writer"
        figures.append(Figure(f"export {name}, {products:,}", ours, peer, f"{what} of the same cells (aim {aim:g})"))
        lines.append(f"| {name} | {little} | {max(pair[0][1] for pair in pairs)} |")
    return figures, lines


def _pair(home: Path, name: str, files: str) -> tuple[tuple[float, int], tuple[float, int]]:
    """Our export from scratch, then the peer of its files."""
    shutil.rmtree(home / "exports", ignore_errors=True)
    ours = process([OCOP, "--home", str(home), "export", name])
    made = sorted(map(str, (home / "exports").glob(f"{name}-*/{files}")))
    peer = process([sys.executable, "-m", "benchmarks.bare", *made, str(home)])
    return ours, peer


if __name__ == "__main__":
    catalogue(Path(sys.argv[1]), int(sys.argv[2]))
