"""What recorded pairs come to is worked out beforehand, and used only while nobody has written since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.workbench.home import Home
from catalog.workbench.identities import joins
from catalog.workbench.identities.foreseen import Foreseen
from catalog.workbench.receiving import intake
from catalog.workbench.rows import ahead
from catalog.workbench.store import Workbench
from tests.catalog.workbench.identities.test_comparing import HEADER, rows
from tests.conftest import receive

Write = Callable[..., Path]


@pytest.fixture
def sheet(home: Home, write_sheet: Write) -> Path:
    """A list that the home has received."""
    path = write_sheet(rows(), "lan 1.xlsx", header=HEADER)
    receive(home, path)
    return path


def looked(home: Home) -> Foreseen:
    foreseen = Foreseen(home.workbench)
    foreseen.look()
    return foreseen


def test_what_is_foreseen_is_what_is_found_later(home: Home, sheet: Path) -> None:
    foreseen = looked(home).known()
    with Workbench(home.workbench, is_reading=True) as bench:
        pairs = [p for p in joins.recorded(bench) if p.kind == "producer"]
        found = joins.known(bench, pairs, {})
        answers = {p: joins.verdict(p, found) for p in pairs}
    assert foreseen is not None
    assert foreseen.answered == answers != {}
    assert foreseen.who == found.who != {}


def test_it_counts_no_more_once_somebody_has_written(home: Home, sheet: Path) -> None:
    foreseen = looked(home)
    with Workbench(home.workbench) as bench, bench.writing():
        bench.db.execute("UPDATE submissions SET name = name || ' (2)'")
    assert foreseen.known() is None


def test_a_long_list_that_comes_again_is_foreseen(home: Home, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    class Watched(intake.Book):
        def __post_init__(self) -> None:
            given.append(self.foreseen)
            super().__post_init__()

    monkeypatch.setattr(intake, "Book", Watched)
    monkeypatch.setattr(ahead, "LONG", 0)
    receive(home, sheet, sender="chị Nhạn")
    assert given[0] is not None


def test_a_file_that_cannot_be_read_leaves_nothing_open(
    home: Home, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []
    monkeypatch.setattr(Foreseen, "end", lambda self: ended.append(self))
    with (
        Workbench(home.workbench, is_reading=True) as bench,
        pytest.raises(ValueError, match="torn"),
        ahead.made_ready(bytes(ahead.LONG + 1), bench),
    ):
        raise ValueError("torn")
    assert len(ended) == 1
