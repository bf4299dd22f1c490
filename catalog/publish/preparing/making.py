"""Makes the rows of producers, by all processors where there are many: rows depend on their own producer alone.

What they are made of is handed over part by part, so that memory stays small; all of it was read by one process, in
one transaction of the workbench. Which of the slugs they wish for they get is told by the order of producers
(slugs.py), so equal homes give equal rows however many processes made them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from catalog.publish.preparing import facts, privacy, rows
from catalog.publish.preparing.prepared import About, Rows, encode
from catalog.publish.tables import searched
from catalog.publish.tables.build import as_row
from catalog.publish.tables.slugs import Wishes
from catalog.workbench import sharing, workers
from catalog.workbench.privacy.accounts import Account
from catalog.workbench.rows import recognitions

# Rows as the workbench stores them: see accepted.rows_by_producer.
Stored = list[tuple[Any, ...]]
# A producer and its rows.
Producer = tuple[str, Stored]

# Rows that are handed over together: few enough that they, and what is made of them, fit between two processes.
PART = 100
# Below so many rows, starting processes costs more than it saves.
ALONE = 32_000


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the rows of some producers are made of, but for the register of recognitions."""

    producers: list[Producer]
    facts: facts.Accepted
    consents: dict[str, privacy.Consents]
    others: privacy.Others
    slugs: dict[str, tuple[str | None, bool]]
    accounts: dict[str, Account]


class Made(NamedTuple):
    """The rows of one producer and what else a release needs of it, encoded as they are kept.

    asked is what the register was asked for; wishes are the slugs that stand in the rows and were not given yet.
    """

    asked: tuple[str, ...]
    wishes: list[tuple[str, str]]
    about: bytes
    rows: bytes


def made(
    producers: Iterable[Producer], gather: Callable[[list[Producer]], Sources], register: recognitions.Register
) -> Iterator[tuple[Producer, Made]]:
    """What is made of each producer, in their order. gather: gives all that rows of some producers are made of."""
    parts = _parts(producers)
    first = list(islice(parts, ALONE // PART))
    processes = os.cpu_count() or 1
    if len(first) < ALONE // PART or processes < 2:
        for part in chain(first, parts):
            yield from zip(part, make(gather(part), register), strict=True)
        return
    start_server()
    asked = ((part, gather(part)) for part in chain(first, parts))
    for part, made in sharing.shared(asked, processes, _make, register):
        yield from zip(part, made, strict=True)


def start_server() -> None:
    """Starts the server that forks the processes, where it does not run yet: that takes as long as reading a part."""
    workers.start_server("catalog.publish.preparing.ready")


def _parts(producers: Iterable[Producer]) -> Iterator[list[Producer]]:
    """Some producers at a time, with PART rows or a few more."""
    part, count = [], 0
    for producer in producers:
        part.append(producer)
        count += len(producer[1])
        if count >= PART:
            yield part
            part, count = [], 0
    if part:
        yield part


def _make(sources: Sources, register: recognitions.Register) -> list[Made]:
    """What one of many processes makes."""
    return make(sources, register)


def make(sources: Sources, register: recognitions.Register) -> list[Made]:
    """What is made of each producer; looks at nothing else."""
    return [_of_one(producer, stored, sources, register) for producer, stored in sources.producers]


def _of_one(producer: str, stored: Stored, sources: Sources, register: recognitions.Register) -> Made:
    asking, slugs = _Asked(register), Wishes(sources.slugs)
    products = sources.facts.products(stored)
    account = sources.accounts.get(producer)
    made = rows.content(products, sources.consents.get(producer, {}), asking, slugs, sources.others, account)
    return Made(tuple(sorted(asking.asked)), slugs.made, encode(_about(made)), encode(_rows(made)))


class _Asked:
    """The register of recognitions, which remembers what it was asked for and can be asked nothing else."""

    def __init__(self, register: recognitions.Register) -> None:
        self._register = register
        self.asked: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._register)

    def get(self, match: str, default: list[recognitions.Recognition], /) -> list[recognitions.Recognition]:
        self.asked.add(match)
        return self._register.get(match, default)


def _rows(made: rows.Content) -> Rows:
    tables = {name: [as_row(name, row) for row in found] for name, found in made.rows.items()}
    (producer,) = made.rows["producers"]
    words = [searched.words(product, producer["name"]) for product in made.rows["products"]]
    return Rows(**tables, folded=[folded for folded, _ in words], exact=[exact for _, exact in words])


def _about(made: rows.Content) -> About:
    tables = made.rows
    (producer,) = tables["producers"]
    return About(
        pages=[(row["id"], row["slug"]) for row in (producer, *tables["products"])],
        hidden=sorted(made.hidden.names),
        changed_at=[made.changed_at[p["id"]] for p in tables["products"]],
        sources=sorted(made.sources),
        communes=sorted(
            {r["commune_code"] for t in ("products", "producers") for r in tables[t] if r.get("commune_code")}
        ),
        pictures=sorted({p["sha256"] for p in tables["pictures"]}),
        phones=sorted(made.private.phones),
        names=sorted(made.private.names),
        shown_phones=sorted(made.private.shown_phones),
        shown_names=sorted(made.private.shown_names),
    )
