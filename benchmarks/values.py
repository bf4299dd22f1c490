"""Single values: how many a second of each kind, beside the libraries people use, and whether the time is linear.

    python -m benchmarks.values

All times are CPU time of one process, so that a busy machine changes them little. Each peer runs in `.venv-peers` on
the very same texts, in turns with ours.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import columns
from benchmarks.figure import Figure
from catalog.values import certificates, claims, contacts, dates, people
from catalog.values.packs import quantity
from catalog.values.places import places
from catalog.values.prices import money
from catalog.values.sets import sets

READERS: dict[str, Callable[[str], object]] = {
    "price": money.price,
    "pack": quantity.content,
    "name": quantity.from_name,
    "place": places.place,
    "date": dates.date,
    "decision": certificates.decision,
    "phone": people.phones,
    "producer": people.producer,
    "set": sets.classify,
    "prose": lambda text: (claims.claims(text), contacts.contacts(text)),
}
PEERS_PYTHON = Path(".venv-peers/bin/python")
COLUMN = 100_000
RUNS = 3
# Distinct values that are timed one by one.
SOME = 1_000
# quantulum3 needs up to a millisecond a value: its column is timed on every 50th value, and multiplied.
EVERY = {"quantulum3": 50, "vietnamadminunits": 10}
# Which library reads which kind, and how many times as fast issue 3 wants us to be.
PEERS = (("place", "vietnamadminunits", 5), ("price", "price-parser", 20), ("pack", "quantulum3", 20),
         ("name", "quantulum3", 20))  # fmt: skip
LENGTHS = tuple(columns.LONGEST_CELL >> halvings for halvings in range(6, -1, -1))


def one_by_one(read: Callable[[str], object], values: Sequence[str]) -> float:
    """Seconds for reading each value."""
    start = time.process_time()
    for value in values:
        read(value)
    return time.process_time() - start


def as_column(read: Callable[[str], object], values: Sequence[str]) -> float:
    """Seconds for a column, as `normalise` reads one: each distinct value once, then handed out row by row."""
    start = time.process_time()
    known = {value: read(value) for value in dict.fromkeys(values)}
    done = [known[value] for value in values]
    assert len(done) == len(values)
    return time.process_time() - start


def by_peer(name: str, values: Sequence[str]) -> float:
    """Seconds that a peer takes for each value, in its own environment."""
    command = [str(PEERS_PYTHON), "-m", "benchmarks.value_peers", name]
    done = subprocess.run(command, input=json.dumps(values), capture_output=True, text=True, check=True)
    return float(done.stdout)


def figures() -> list[Figure]:
    """Places, prices and quantities beside their peers: distinct values one by one, then whole columns."""
    found = []
    for kind, peer, aim in PEERS:
        values = columns.column(kind, COLUMN)
        distinct = list(dict.fromkeys(values))
        found += [_beside_peer(kind, peer, aim, distinct[:SOME]), _column_beside_peer(kind, peer, aim, values)]
    return found


def _beside_peer(kind: str, peer: str, aim: int, distinct: Sequence[str]) -> Figure:
    read = READERS[kind]
    read(distinct[0])
    ours, theirs = _turns(partial(one_by_one, read, distinct), partial(by_peer, peer, distinct))
    return _figure(f"{kind}: {len(distinct):,} distinct values", ours, theirs, peer, aim)


def _column_beside_peer(kind: str, peer: str, aim: int, values: Sequence[str]) -> Figure:
    every = EVERY.get(peer, 1)
    ours, theirs = _turns(partial(as_column, READERS[kind], values), partial(by_peer, peer, values[::every]))
    stage = f"{kind}: column of {len(values):,}, {len(set(values)):,} distinct"
    return _figure(stage, ours, theirs * every, f"{peer}, value by value", aim)


def _figure(stage: str, ours: float, theirs: float, what: str, aim: int) -> Figure:
    return Figure(stage, ours, theirs, f"{what}: ours is {theirs / ours:.1f} times as fast (aim {aim})")


def _turns(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    both = [(ours(), peer()) for _ in range(RUNS)]
    return statistics.median(a for a, _ in both), statistics.median(b for _, b in both)


def table() -> str:
    """Every kind as markdown: values a second one by one, and seconds for a column of 100,000."""
    lines = [f"| kind | values/s | column of {COLUMN:,} (s) | distinct |", "|---|--:|--:|--:|"]
    for kind, read in READERS.items():
        values = columns.column(kind, COLUMN)
        distinct = list(dict.fromkeys(values))
        read(distinct[0])
        some = (distinct * 20)[:2_000]
        single = statistics.median(one_by_one(read, some) for _ in range(RUNS))
        lines.append(f"| {kind} | {len(some) / single:,.0f} | {as_column(read, values):.3f} | {len(distinct):,} |")
    return "\n".join(lines) + "\n"


def linearity() -> str:
    """Milliseconds of one cell by its length as markdown; doubling the length at most about doubles the time."""
    lines = ["| kind | " + " | ".join(f"{n:,}" for n in LENGTHS) + " |", "|---|" + "--:|" * len(LENGTHS)]
    for kind, read in READERS.items():
        read(columns.long_cell(kind, 100))
        cells = [columns.long_cell(kind, length) for length in LENGTHS]
        times = [min(one_by_one(read, [cell]) for _ in range(RUNS)) * 1000 for cell in cells]
        lines.append(f"| {kind} | " + " | ".join(f"{ms:.2f}" for ms in times) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    print("Values of each kind, one by one and as a column:\n")
    print(table())
    print("Milliseconds of one cell, by its length in characters:\n")
    print(linearity())
    print("Beside the libraries people use (seconds):\n")
    print("| what | ours | peer | ratio | peer |\n|---|--:|--:|--:|---|")
    for f in figures():
        print(f"| {f.stage} | {f.ours:.3f} | {f.peer:.3f} | {f.ratio:.3f} | {f.what_peer} |")


if __name__ == "__main__":
    main()
