"""What is made ready while a file is opened."""

from pathlib import Path

from catalog.values.places import place_index
from catalog.workbench.rows.ahead import LONG, made_ready
from catalog.workbench.store import Workbench


def made_here(path: Path, data: bytes) -> bool:
    """Whether the index of places is made in this process."""
    place_index.index.cache_clear()
    with Workbench(path / "workbench.db", is_reading=True) as bench, made_ready(data, bench):
        pass
    return place_index.index.cache_info().currsize == 1


def test_for_a_short_file_the_index_of_places_is_made_here(tmp_path: Path) -> None:
    assert made_here(tmp_path, b"short")


def test_for_a_long_list_that_nobody_read_it_is_left_to_the_server_of_readers(tmp_path: Path) -> None:
    assert not made_here(tmp_path, bytes(LONG + 1))
