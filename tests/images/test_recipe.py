"""When the list of sizes or the way of drawing changes, what was made otherwise is made again and the old goes."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

import images
from images import confined, deriving, folders, recipe
from images.folders import made_of
from images.sizes import SIZES, Size
from tests.images.made import encoded, jpeg, noise


@pytest.fixture
def sha256(tmp_path: Path) -> str:
    sha256 = images.store(encoded(noise(700, 600)), tmp_path).sha256
    for path in images.derive(sha256, tmp_path).values():
        os.utime(path, (1, 1))
    return sha256


def remade(sha256: str, folder: Path) -> set[str]:
    """The names of the sizes that a second run makes again."""
    return {name for name, path in images.derive(sha256, folder).items() if path.stat().st_mtime > 1}


def test_nothing_is_made_again_while_the_recipe_stands(sha256: str, tmp_path: Path) -> None:
    assert remade(sha256, tmp_path) == set()


def test_another_quality_of_one_size_makes_that_size_again(
    sha256: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tuple(replace(s, quality=s.quality - 9) if s.name == "card" else s for s in SIZES)
    monkeypatch.setattr(deriving, "SIZES", changed)
    assert remade(sha256, tmp_path) == {"card"}


@pytest.mark.parametrize("change", ["DRAWN", "_libraries"])
def test_another_way_of_drawing_or_another_encoder_makes_all_again(
    change: str, sha256: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, change, recipe.DRAWN + 1 if change == "DRAWN" else lambda: ("pillow 99", "pi-heif 99"))
    assert remade(sha256, tmp_path) == {size.name for size in SIZES}


def test_the_judgement_alone_draws_nothing_again(sha256: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = recipe.whole()
    monkeypatch.setattr(recipe, "JUDGED", recipe.JUDGED + 1)
    assert recipe.whole() != before
    assert remade(sha256, tmp_path) == set()


def test_files_of_a_size_that_is_gone_are_removed(sha256: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = images.path_of(sha256, "thumb", tmp_path)
    stamp = Size("stamp", 64, "JPEG", 80, is_square=True)
    kept = (*(size for size in SIZES if size.name != "thumb"), stamp)
    monkeypatch.setattr(deriving, "SIZES", kept)
    monkeypatch.setattr(folders, "BY_NAME", {size.name: size for size in kept})
    # The child draws the list of its own program; here it is told to draw another.
    drawn = {size.name: "" for size in kept}
    monkeypatch.setattr(confined, "ask", lambda do, data: drawn)
    assert images.derive(sha256, tmp_path).keys() == {"card", "page", "square", "stamp"}
    assert not left.exists()
    assert {path.suffix for path in images.derived_files(sha256, tmp_path)} == {".webp", ".jpg", ".json"}


def test_sizes_of_before_there_were_recipes_are_made_again(sha256: str, tmp_path: Path) -> None:
    made_of(sha256, tmp_path).unlink()
    assert remade(sha256, tmp_path) == {size.name for size in SIZES}


@pytest.mark.parametrize("said", ["", "[]", "{", '{"thumb": 7}'])
def test_a_list_of_recipes_that_is_none_costs_one_more_turn(said: str, sha256: str, tmp_path: Path) -> None:
    made_of(sha256, tmp_path).write_text(said)
    assert remade(sha256, tmp_path) == {size.name for size in SIZES}
    assert json.loads(made_of(sha256, tmp_path).read_text()).keys() == {size.name for size in SIZES}


def test_a_death_before_the_list_is_written_costs_one_more_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = images.store(jpeg(), tmp_path).sha256
    real = deriving.write_whole

    def dying(path: Path, data: bytes) -> None:
        if path.suffix == ".json":
            raise KeyboardInterrupt
        real(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(deriving, "write_whole", dying)
        with pytest.raises(KeyboardInterrupt):
            images.derive(sha256, tmp_path)
    whole = {path: path.read_bytes() for path in images.derived_files(sha256, tmp_path)}
    assert len(whole) == len(SIZES)
    images.derive(sha256, tmp_path)
    assert {path: path.read_bytes() for path in whole} == whole
