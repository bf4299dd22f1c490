"""`ocop demo`: one walk from sheet to listing on the packaged samples, told stage by stage.

The samples are of invented producers (docs/demo.md). The sample shop is served on this machine's loopback while it is
crawled, and by nobody else.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any

from catalog import markets
from catalog.markets import export
from catalog.publish import release
from catalog.workbench import days, overview
from catalog.workbench.home import Home
from catalog.workbench.photos import looking
from catalog.workbench.progress import Progress
from catalog.workbench.receiving import crawling, intake
from catalog.workbench.rows import delivery, submissions

Tell = Callable[[str], None]
# The day for which the demo's certificates are judged when files are made; pages always use today.
MARKETS = ("postmart", "woocommerce")


def samples() -> Path:
    """The folder of the packaged samples."""
    return Path(str(resources.files("catalog.demo")))


def run(home: Home, tell: Tell, progress: Any) -> None:
    """Fills the home: the register, the sheets with their pictures, the shop; then publishes and exports."""
    here = samples()
    tell(f"Home: {home.root}")
    with progress("1/5 register") as move:
        taken = _receive(home, here / "register", move, register=True)
    tell(f"1/5 register of recognitions: {_rows(taken)} rows from {len(taken)} lists")
    with progress("2/5 sheets") as move:
        taken = _receive(home, here, move)
    _tell_sheets(taken, tell)
    with _served(here / "shop") as address, progress("3/5 shop") as move:
        crawled = crawling.collect(home, "demo", start=address, allow_loopback=True, progress=move)
    tell(f"3/5 crawl of the sample shop: {crawled.reason}; {crawled.pages} pages, {crawled.records} products")
    with progress("3/5 pictures") as move:
        looked = looking.work_off(home, move)
    tell(f"      {looked.looked} pictures looked at, {looked.doubts.total()} doubts: ocop --home {home.root} pictures")
    with progress("4/5 publish") as move:
        made = release.publish(home, "demo", progress=move)
    state = "published" if made.is_new else "unchanged since"
    tell(f"4/5 {state} release {made.id}: {made.products} products of {made.producers} producers")
    for name in MARKETS:
        with progress(f"5/5 {name}") as move:
            _export(home, name, tell, move)
    held = overview.overview(home)["held"]
    tell(f"{held} drafts wait for a person: ocop --home {home.root} review list")


def _receive(home: Home, folder: Path, move: Progress, *, register: bool = False) -> list[submissions.Submission]:
    paths = [folder] if register else [folder / "sheets", folder / "photos"]
    given = delivery.collect(str(p) for p in paths)
    return intake.receive(home, given, submissions.Sender("demo"), register=register, progress=move)


def _rows(taken: list[submissions.Submission]) -> int:
    return sum(len(s.drafts) for s in taken)


def _tell_sheets(taken: list[submissions.Submission], tell: Tell) -> None:
    said = submissions.report(taken)["summary"]
    tell(f"2/5 {len(taken)} sheets: {said['rows']} rows; {said['accepted']} accepted by policy,"
         f" {said['held']} held, {said['rejected']} rejected")  # fmt: skip
    for s in taken:
        c = s.cells
        state = s.reason if s.status == "refused" else f"{len(s.drafts)} rows, {c['read']} cells read"
        tell(f"      {s.name}: {state}")


def _export(home: Home, name: str, tell: Tell, move: Progress) -> None:
    on: date = days.today()
    market = markets.get(name)
    made = export.export(
        market, home.catalog, home.pictures, home.exports, on=on, on_progress=move, workbench=home.workbench
    )
    tell(f"5/5 {name}: {made.rows} rows, {made.left_out_count} left out → {made.folder}")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing: standard error belongs to the progress bars."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The sample shop on a free port of the loopback, while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
