"""The list of takedowns that lies beside backups: digests alone, by which an older backup forgets again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from catalog.errors import Unreadable
from catalog.workbench.home import Home, write_atomically
from catalog.workbench.privacy import takedowns
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.store import Workbench

NAME = "ocop-takedowns.json"
FORMAT = 1


def write(folder: Path, orders: Iterable[Order]) -> None:
    """Writes the list into a folder of backups, with what another home has listed there; none where there is none."""
    wanted = [o for o in orders if o.kind != takedowns.RETENTION]
    listed = {o.id: o for o in (*read(folder), *wanted)}
    if wanted:
        said = {"format": FORMAT, "takedowns": [o.json() for o in listed.values()]}
        write_atomically(folder / NAME, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def read(folder: Path) -> list[Order]:
    """The takedowns that are listed in a folder. Raises Unreadable where the list is there and cannot be read."""
    path = folder / NAME
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return [takedowns.of_json(one) for one in said["takedowns"]]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"{path} is not the list of takedowns that it is called: {error}.") from error


def known(home: Home, beside: Path) -> list[Order]:
    """The takedowns that the home knows that stands there, and those listed in a folder of backups.

    A workbench that is damaged, which may be why one restores, is asked in vain; the list in its backups is not.
    """
    found = {o.id: o for folder in (beside, home.backups) for o in read(folder)}
    with suppress(Unreadable, sqlite3.DatabaseError), Workbench(home.workbench, is_reading=True) as bench:
        found |= {o.id: o for o in takedowns.orders(bench) if o.kind != takedowns.RETENTION}
    return list(found.values())
