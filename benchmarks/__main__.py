"""`make bench`: medians of whole processes, ours and a peer's alternating in one run, as markdown and JSON.

    python -m benchmarks [--rows 20000] [--runs 3] [--out benchmarks/out]

Absolute times say more about the machine than about the program; read the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.progress import Progress

from benchmarks import crawling, exporting, identifying, importing, picturing, publishing, sheet, values
from benchmarks.figure import Figure
from benchmarks.process import OCOP, PEER, run
from benchmarks.searching import p95, search_times


def pair(runs: int, ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    """Medians of both, measured in turns."""
    both = [(ours(), peer()) for _ in range(runs)]
    return statistics.median(a for a, _ in both), statistics.median(b for _, b in both)


def measure(rows: int, runs: int, folder: Path, tell: Callable[[str], None]) -> list[Figure]:
    """All stages in their order; each stage's input is the result of the one before."""
    home, source = folder / "home", folder / "sheet.xlsx"
    base = [*OCOP, "--home", str(home)]
    sheet.write(source, rows)

    def peer(name: str, given: Path) -> float:
        return run([*PEER, name, str(given), str(folder / f"peer-{name}")]).clock

    figures = []

    def note(stage: str, what: str, ours: Callable[[], float], other: Callable[[], float]) -> None:
        tell(stage)
        figures.append(Figure(stage, *pair(runs, ours, other), what))

    run([*base, "import", str(source)])
    run([*base, "publish"])
    tell("search")
    times = asyncio.run(search_times(home / "catalog.db"))
    ours, table_page = p95(times.ours), "Datasette's table page, 24 rows, no facets, p95 (aim 1.5)"
    figures.append(Figure("search page, p95", ours, p95(times.table), table_page))
    figures.append(Figure("province by price, p95", p95(times.filtered), p95(times.table), table_page))
    figures.append(
        Figure("search page", statistics.median(times.ours), statistics.median(times.bare), "the bare FTS5 query")
    )
    return figures


def table(figures: list[Figure], rows: int, runs: int) -> str:
    """The figures as markdown."""
    lines = [f"{rows:,} rows, median of {runs} runs, ours and the peer in turns; below 1 is faster than the peer.", ""]
    lines += ["| stage | ours (s) | peer (s) | ratio | peer |", "|---|--:|--:|--:|---|"]
    lines += [f"| {f.stage} | {f.ours:.4g} | {f.peer:.4g} | {f.ratio:.2f} | {f.what_peer} |" for f in figures]
    return "\n".join(lines) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=20_000)
    arguments.add_argument("--import-rows", type=int, default=100_000, help="rows of the sheet that is imported")
    arguments.add_argument("--export-rows", type=int, default=100_000, help="products of the exports")
    arguments.add_argument("--publish-rows", type=int, default=100_000, help="products that are published")
    arguments.add_argument("--pictures", type=int, default=200, help="photos of twelve megapixels")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--out", type=Path, default=Path("benchmarks/out"))
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, Progress(transient=True) as bar:
        task = bar.add_task("bench", total=None)

        def tell(stage: str) -> None:
            bar.update(task, description=stage)

        figures, about_import = importing.measure(given.import_rows, given.runs, Path(folder), tell)
        published, about_publish = publishing.measure(given.publish_rows, given.runs, Path(folder), tell)
        figures += [*published, *measure(given.rows, given.runs, Path(folder), tell)]
        exports, about_exports = exporting.measure(given.export_rows, given.runs, Path(folder) / "exports", tell)
        (Path(folder) / "pictures").mkdir()
        pictured, about_pictures = picturing.measure(given.pictures, given.runs, Path(folder) / "pictures", tell)
        figures += [*exports, *pictured]
        tell("identity")
        about_identity = identifying.growth(given.import_rows)
        bar.update(task, description="values")
        figures += values.figures()
        tell("crawl")
        figures += crawling.figures()
    given.out.mkdir(parents=True, exist_ok=True)
    growth = (
        "\n".join([*about_import, "", *about_publish, "", *about_exports, "", *about_pictures, "", *about_identity])
        + "\n"
    )
    made = "\n".join([table(figures, given.rows, given.runs), growth, values.table(), values.linearity()])
    (given.out / "bench.md").write_text(made, encoding="utf-8")
    (given.out / "bench.json").write_text(json.dumps([vars(f) | {"ratio": f.ratio} for f in figures], indent=1))
    print(made)
    recorded = Path(__file__).with_name("recorded.md")
    if recorded.exists():
        print("Recorded:\n" + recorded.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
