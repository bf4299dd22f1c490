"""What was said of a template's columns is kept for the next one of that market, with a version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.cli import cli
from catalog.errors import Blocked, Unknown
from catalog.workbench.home import Home
from catalog.workbench.rows import mappings
from catalog.workbench.store import Workbench
from tests.catalog.markets import templates


@pytest.fixture
def home(tmp_path: Path, shop: tuple[Path, Path]) -> Home:
    made = Home(tmp_path / "home")
    made.root.mkdir()
    shutil.copyfile(shop[0], made.catalog)
    shutil.copytree(shop[1], made.pictures)
    return made


def export(home: Home, template: Path, *words: str) -> dict:
    command = ["--home", str(home.root), "export", "san", "--template", str(template), "--date", "2026-11-22", "--json"]
    done = CliRunner().invoke(cli, [*command, *words])
    made = json.loads(done.stdout)
    # An export that lists nothing is written, and told.
    assert isinstance(done.exception, Blocked) == (made["products"] == 0), done.exception
    return made


def test_what_was_said_once_holds_for_the_next_template(home: Home, tmp_path: Path) -> None:
    template = tmp_path / "phieu.xlsx"
    template.write_bytes(templates.post_office())
    assert export(home, template)["products"] == 0
    assert export(home, template, "--column", 'Cam kết="Có"', "--by", "Lan")["products"] == 11
    assert export(home, template)["products"] == 11
    with Workbench(home.workbench, is_reading=True) as bench:
        (said,) = mappings.listed(bench)
    assert (said["sender"], said["header"], said["column"], said["version"]) == ("market:san", "Cam kết", '"Có"', 1)
    assert said["confirmed_by"] == "Lan"
    assert export(home, template, "--column", "Cam kết=")["products"] == 0  # forgotten again


def test_a_field_that_is_none_of_ours_is_named(home: Home, tmp_path: Path) -> None:
    template = tmp_path / "phieu.xlsx"
    template.write_bytes(templates.post_office())
    command = ["--home", str(home.root), "export", "san", "--template", str(template), "--column", "Cam kết=giá"]
    with pytest.raises(Unknown, match="price"):
        CliRunner().invoke(cli, command, catch_exceptions=False)
    assert not home.exports.exists()


def test_columns_without_a_template_are_wrong_usage(home: Home) -> None:
    done = CliRunner().invoke(cli, ["--home", str(home.root), "export", "csv", "--only", "I.4.b"])
    assert done.exit_code == 2
    assert "--template" in done.output
