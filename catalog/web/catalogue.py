"""The published catalogue that one Datasette serves: which of its databases it is, and reading from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from catalog.publish.tables import older
from catalog.web import shelf
from catalog.web.kept import Kept
from catalog.web.shelf import Shelf
from catalog.workbench import days

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette
    from datasette.database import Database

T = TypeVar("T")
PLUGIN = "ocop"

# The attribute of a Datasette under which its catalogue is kept: it must not outlive the Datasette.
_ATTRIBUTE = "_ocop_catalogue"


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One catalogue behind one Datasette. Plugin settings: docs/site.md."""

    datasette: Datasette
    database: Database
    pictures: Path
    release: dict[str, Any]
    # What is worked out once for a release and then kept; see `kept`.
    _kept: Kept = field(default_factory=Kept)

    @property
    def today(self) -> date:
        """The day in Vietnam by which certificates are in force."""
        fixed = self._setting("today")
        return date.fromisoformat(fixed) if fixed else days.today()

    @property
    def address(self) -> str:
        """The permanent public address without a slash at its end; blank where none is configured."""
        return str(self._setting("address") or "").rstrip("/")

    @property
    def takes(self) -> bool:
        """Whether the server takes what people send (`/gui`)."""
        return bool(self._setting("takes"))

    @property
    def operator(self) -> str:
        """Who runs the catalogue and answers for the data in it; blank where that is not configured."""
        return str(self._setting("operator") or "")

    @property
    def contact(self) -> str:
        """How to reach them, as words: a telephone, a mail address; blank where that is not configured."""
        return str(self._setting("contact") or "")

    @property
    def months(self) -> dict[str, int]:
        """Kind → months for which it is kept, where the home's configuration says otherwise than the register."""
        return dict(self._setting("retention") or {})

    @property
    def base(self) -> str:
        """The path under which Datasette is mounted, "/" at its end."""
        return self.datasette.setting("base_url")

    def _setting(self, name: str) -> Any:
        return (self.datasette.plugin_config(PLUGIN) or {}).get(name)

    async def read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """What `ask` gives on a connection whose rows are dicts; one call sees one release."""
        return await self.database.execute_fn(lambda db: _with_dicts(db, ask))

    def kept(self, name: str, work_out: Callable[[], T], day: date | None = None) -> T:
        """What `work_out` gives on this release, worked out at the first call (of a day, where it goes by the day)."""
        return self._kept.get(name, day, work_out)

    def shelf(self, db: sqlite3.Connection, day: date | None = None) -> Shelf:
        """What filters and orders look at, of this release on a day, today unless said otherwise."""
        on = day or self.today
        return self.kept("shelf", lambda: shelf.read(db, on), on)

    async def prepare(self, day: date) -> None:
        """Works out beforehand what the first visitor of a day would wait for."""
        await self.read(lambda db: self.shelf(db, day))


def _with_dicts(db: sqlite3.Connection, ask: Callable[[sqlite3.Connection], T]) -> T:
    # Datasette's own pages use the same connection (one thread at a time) and want its row factory back.
    usual = db.row_factory
    db.row_factory = lambda cursor, row: {c[0]: v for c, v in zip(cursor.description, row, strict=True)}
    try:
        with older.bridged(db):
            return ask(db)
    finally:
        db.row_factory = usual


def of(datasette: Datasette) -> Catalogue | None:
    """The catalogue of ours among the databases of this Datasette, None where it serves none."""
    if not hasattr(datasette, _ATTRIBUTE):
        setattr(datasette, _ATTRIBUTE, next(filter(None, map(_opened, datasette.databases.values())), None))
    found: Catalogue | None = getattr(datasette, _ATTRIBUTE)
    return found


def _opened(database: Database) -> Catalogue | None:
    if not database.path:
        return None
    path = Path(database.path)
    release = _release(path)
    return Catalogue(database.ds, database, pictures_beside(path), release) if release else None


def _release(path: Path) -> dict[str, Any] | None:
    """The row of `release`, None where the file is no catalogue."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            db.execute("SELECT 1 FROM products LIMIT 1")
            row = db.execute("SELECT * FROM release").fetchone()
    except sqlite3.Error:
        return None
    return dict(row) if row else None


def pictures_beside(path: Path) -> Path:
    """The folder of derived pictures: beside `catalog.db`, also when its release's own path is given."""
    home = path.parent
    # releases/<id>/catalog.db is what the link catalog.db in the home leads to.
    if home.parent.name == "releases":
        home = home.parent.parent
    return home / "pictures" / "derived"
