"""A hundred buyers at once on `ocop serve`: alone, beside whole downloads, and while others import and publish.

    python -m benchmarks.buyers [--rows 20000] [--buyers 100] [--seconds 20]

Every answer must be whole and of one release; the times stand beside those of Datasette's own bare table page, asked
for by as many at once on the same server.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from benchmarks import sheet
from benchmarks.process import OCOP, run
from benchmarks.searching import p95
from catalog.web import search
from catalog.web.headers import RELEASE
from tests.catalog.web.served import served

# What buyers ask for; each begins somewhere else.
PAGES = (
    "/", "/san-pham?q=mat+ong", "/san-pham?q=que&tinh=15", "/san-pham?sap-xep=gia&trang=2", "/san-pham?q=mat+ogn",
    "/san-pham?nhom=I.1", "/tinh/ninh-binh", "/san-pham.json?q=tra", "/thay-doi.atom", "/ban-do",
)  # fmt: skip
# What every tenth asks for all the time, beside them.
WHOLE = ("/san-pham.json", "/san-pham.csv")
# How a whole answer ends.
ENDS = {"text/html": "</html>", "application/json": "]", "application/atom+xml": "</feed>"}
TABLE = (f"/catalog/product_facts?_size={search.PAGE_SIZE}&_nofacet=1",)


@dataclass
class Crowd:
    """What a crowd of buyers saw: seconds of each answer, how many came of each release, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    releases: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


async def crowd(
    base: str, buyers: int, during: Callable[[Crowd], Awaitable[object]], pages: Sequence[str] = PAGES
) -> Crowd:
    """So many buyers who ask for one page after another for as long as `during` takes, which sees what they see."""
    seen, over = Crowd(), asyncio.Event()
    limits = httpx2.Limits(max_connections=buyers)
    async with httpx2.AsyncClient(base_url=base, timeout=120, limits=limits) as http:

        async def buy(number: int) -> None:
            turn = number
            while not over.is_set():
                await _ask(http, pages[turn % len(pages)], seen)
                turn += 1

        tasks = [asyncio.create_task(buy(number)) for number in range(buyers)]
        try:
            await during(seen)
        finally:
            over.set()
        await asyncio.gather(*tasks)
    return seen


async def _ask(http: httpx2.AsyncClient, page: str, seen: Crowd) -> None:
    start = time.perf_counter()
    try:
        answer = await http.get(page)
    except httpx2.HTTPError as fault:
        seen.wrong.append(f"{page}: {fault!r}")
        return
    seen.seconds.append(time.perf_counter() - start)
    seen.releases[answer.headers.get(RELEASE, "none")] += 1
    if answer.status_code != 200:
        seen.wrong.append(f"{page}: {answer.status_code}")
    elif not answer.text.rstrip().endswith(ENDS.get(answer.headers["content-type"].partition(";")[0], "")):
        seen.wrong.append(f"{page}: ends in the middle")


async def compare(home: Path, buyers: int, seconds: float, more: Path) -> list[str]:
    """The figures as lines of a table: Datasette's table page, then our pages, alone and beside all that costs."""

    async def wait(_: Crowd) -> None:
        await asyncio.sleep(seconds)

    async def work(_: Crowd) -> None:
        await asyncio.to_thread(run, [*OCOP, "--home", str(home), "import", str(more)])
        await asyncio.to_thread(run, [*OCOP, "--home", str(home), "publish"])
        await asyncio.sleep(2)

    with served(home) as base:
        table = await crowd(base, buyers, wait, TABLE)
        alone = await crowd(base, buyers, wait)
        whole = buyers // 10
        beside, downloads = await asyncio.gather(crowd(base, buyers - whole, wait), crowd(base, whole, wait, WHOLE))
        busy = await crowd(base, buyers, work)
    peer = p95(table.seconds)
    shown = (
        ("Datasette's table page", table),
        ("our pages", alone),
        ("our pages, every tenth takes everything away", beside),
        ("the whole list, JSON and CSV, beside them", downloads),
        ("our pages, import and publication", busy),
    )
    return ["| a hundred at once | answers | wrong | releases | median (s) | p95 (s) | p95 beside Datasette's |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *[_line(name, one, peer) for name, one in shown]]  # fmt: skip


def _line(name: str, one: Crowd, peer: float) -> str:
    middle, high = statistics.median(one.seconds), p95(one.seconds)
    return (f"| {name} | {len(one.seconds):,} | {len(one.wrong)} | {len(one.releases)} | {middle:.2f} | {high:.2f} "
            f"| {high / peer:.2f} |")  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=20_000)
    arguments.add_argument("--buyers", type=int, default=100)
    arguments.add_argument("--seconds", type=float, default=20)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, first, more = Path(folder) / "home", Path(folder) / "first.xlsx", Path(folder) / "more.xlsx"
        sheet.write(first, given.rows)
        sheet.write(more, given.rows, is_again=True)
        run([*OCOP, "--home", str(home), "import", str(first)])
        run([*OCOP, "--home", str(home), "publish"])
        print("\n".join(asyncio.run(compare(home, given.buyers, given.seconds, more))))


if __name__ == "__main__":
    main()
