"""How ready every published product is for every market, worked out once for a release and a day.

Kept in `readiness.db` beside the release. It holds ids, states and codes only, nothing is lost with it, and it is made
again where the release, the day or the rules are others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import cache
from importlib import resources

from catalog import markets
from catalog.markets import readiness
from catalog.markets.checks import Looked
from catalog.markets.market import Market
from catalog.publish.tables import reading
from catalog.workbench.home import Home, atomic_file
from catalog.workbench.identities import identity
from catalog.workbench.progress import Progress, no_progress

# Raised with every change of the table below, or of what the checks find.
FORMAT = 1
_TABLE = """
CREATE TABLE readiness (
  product_id TEXT NOT NULL,
  market TEXT NOT NULL,
  state TEXT NOT NULL,     -- ready, changes or not_ready
  codes TEXT NOT NULL      -- of what is missing, else of what is changed, parted by spaces
)
"""
STATES = ("ready", "changes", "not_ready")
TOLD_EVERY = 50  # products


@cache
def asked() -> tuple[Market, ...]:
    """The markets that goods can be put on, those that list goods of villages first: all but dumps of the data."""
    known = markets.known()
    first = [known[name] for name in readiness.USUAL]
    return (*first, *(m for m in known.values() if m not in first and m.kind != "dump"))


def is_current(home: Home, on: date) -> bool:
    """Whether what is kept is of the release that is current, and of that day."""
    return _kept(home) == _key(home, on)


def work_out(home: Home, on: date, progress: Progress = no_progress) -> None:
    """Looks at every published product where that is not done yet; nothing before the first release."""
    if is_current(home, on) or not home.catalog.exists():
        return
    key = _key(home, on)
    with atomic_file(home.readiness) as draft, closing(sqlite3.connect(draft, isolation_level=None)) as db:
        # Whole or not at all is what the renaming is for.
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("BEGIN")
        db.execute(_TABLE)
        db.execute("CREATE TABLE about (key TEXT NOT NULL)")
        db.execute("INSERT INTO about VALUES (?)", [key])
        db.executemany("INSERT INTO readiness VALUES (?, ?, ?, ?)", _rows(home, on, progress))
        db.execute("COMMIT")


def _rows(home: Home, on: date, progress: Progress) -> Iterator[tuple[str, str, str, str]]:
    with closing(reading.connect(home.catalog)) as catalog:
        total = catalog.execute("SELECT products FROM release").fetchone()["products"]
        for number, product in enumerate(reading.products(catalog, on), 1):
            if number % TOLD_EVERY == 0 or number == total:
                progress("readiness", number, total)
            looked = Looked(product)
            for market in asked():
                found = readiness.of(market, looked)
                codes = " ".join(f.code for f in found.missing or found.changes)
                yield product.facts["id"], market.name, found.state, codes


def read(home: Home) -> Iterator[tuple[str, str, str, str]]:
    """What is kept, also of an earlier day or release: product, market, state, codes; nothing where nothing is."""
    if _kept(home) is None:
        return
    with closing(sqlite3.connect(f"{home.readiness.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        yield from db.execute("SELECT product_id, market, state, codes FROM readiness")


def _kept(home: Home) -> str | None:
    if not home.readiness.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{home.readiness.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            return str(db.execute("SELECT key FROM about").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return None


def _key(home: Home, on: date) -> str:
    if not home.catalog.exists():
        return "nothing published"
    with closing(reading.connect(home.catalog)) as catalog:
        release = catalog.execute("SELECT id FROM release").fetchone()["id"]
    return identity.digest(release, on.isoformat(), str(FORMAT), _rules())


@cache
def _rules() -> str:
    """What the markets ask, as their registers say it."""
    folder = resources.files("catalog.registers") / "markets"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return identity.digest(*(f.read_text(encoding="utf-8") for f in files))
