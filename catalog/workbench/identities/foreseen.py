"""What recorded pairs of producers come to, worked out while the file of a delivery is still being opened.

Of a long list that comes again that is most of the comparing: its rows name nobody new, and what living rows say of
those who may be one has to be read anew with every delivery. It counts only while the workbench is as it was then.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from catalog.workbench.identities import joins
from catalog.workbench.identities.joins import Known
from catalog.workbench.store import Workbench


class Foreseen:
    """A moment of a workbench, and what living rows said then of the producers of recorded pairs.

    One thread at a time uses it: who looks, then who asks.
    """

    def __init__(self, path: Path) -> None:
        self._bench = Workbench(path, is_reading=True)
        self._version = 0
        self._known: Known | None = None

    def look(self) -> None:
        """Reads and compares; a disk that fails here fails whoever reads the same for good."""
        try:
            with self._bench.reading():
                pairs = [p for p in joins.recorded(self._bench) if p.kind == "producer"]
                self._version = self._version_now()
                known = joins.known(self._bench, pairs, {})
        except sqlite3.Error:
            return
        for p in pairs:
            joins.verdict(p, known)
        self._known = known

    def known(self) -> Known | None:
        """What was seen, to keep; None where the workbench has changed since, or nobody looked. Ends it.

        Asked by who has the writer's place, so that nothing changes afterwards.
        """
        known = self._known if self._known and self._version_now() == self._version else None
        self.end()
        return known

    def end(self) -> None:
        """Lets go of all."""
        self._known = None
        self._bench.db.close()

    def _version_now(self) -> int:
        """A number that changes whenever another connection writes."""
        return int(self._bench.rows("PRAGMA data_version")[0][0])
