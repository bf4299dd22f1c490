"""What reading rows needs is made ready while a child process still opens the file that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from catalog.values.places import place_index
from catalog.workbench.identities.foreseen import Foreseen
from catalog.workbench.rows import statements
from catalog.workbench.store import Workbench

# Bytes of a file that is likely to hold a list which several processes read: 16,384 rows of 20 columns are 1.6 MB.
LONG = 1_500_000


@contextmanager
def made_ready(data: bytes, bench: Workbench) -> Iterator[Foreseen | None]:
    """Makes ready what the rows of a file will need, while the block waits for its child process.

    Of a list that nobody read before that is the server of the readers, of any other the index of places, which takes
    half a second: as long as the child takes to open a short file. Guessed wrongly it costs that half second alone.
    Of a long list that may have been there before, also what its producers come to, which is given.
    """
    is_long = len(data) > LONG
    if is_long and not bench.one("SELECT 1 FROM readings"):
        statements.start_server()
        yield None
        return
    foreseen = Foreseen(bench.path) if is_long and bench.is_file else None
    making = Thread(target=_make, args=(foreseen,))
    making.start()
    try:
        yield foreseen
    except BaseException:
        making.join()
        if foreseen:
            foreseen.end()
        raise
    making.join()


def _make(foreseen: Foreseen | None) -> None:
    place_index.index()
    if foreseen:
        foreseen.look()
