"""`ocop invite`: made, listed, revoked; what is printed opens what it should; wrong words get a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import cli
from catalog.errors import OcopError
from catalog.web.submitting import guessing
from catalog.web.submitting.guessing import Guesses
from catalog.workbench.home import Home
from catalog.workbench.senders import invitations
from catalog.workbench.store import Workbench
from tests.conftest import receive


def ocop(home: Home, *words: str) -> Result:
    done = CliRunner().invoke(cli, ["--home", str(home.root), "invite", *words])
    if isinstance(done.exception, OcopError):
        raise done.exception
    return done


def test_a_producer_or_a_new_one_is_invited_listed_and_revoked(home: Home, write_sheet) -> None:
    receive(home, write_sheet())
    home.config_file.write_text('[site]\naddress = "https://ocop.example.vn/"\n', encoding="utf-8")
    said = json.loads(
        ocop(home, "Đồi Vải", "--name", "HTX Mới", "--helper", "chị Nhạn", "--json", "--by", "Lan").stdout
    )
    assert said["link"].startswith("https://ocop.example.vn/gui/moi/")
    assert [(p["name"], p["id"] is None) for p in said["producers"]] == [("HTX Mới", True), ("HTX Đồi Vải", False)]
    with Workbench(home.workbench, is_reading=True) as bench:
        link = said["link"].rpartition("/")[2]
        assert invitations.by_link(bench, "send", link).id == invitations.by_code(bench, said["code"]).id == said["id"]
    listed = ocop(home, "list").stdout
    assert "open" in listed
    assert "chị Nhạn" in listed
    assert "made by Lan" in listed
    assert "revoked" in ocop(home, "revoke", str(said["id"])).stdout
    assert not json.loads(ocop(home, "list", "--json").stdout)[0]["is_open"]


def test_an_own_page_has_one_link_and_no_code(home: Home, write_sheet) -> None:
    receive(home, write_sheet())
    first = json.loads(ocop(home, "own", "Đồi Vải", "--json").stdout)
    assert (first["link"].startswith("/cua-toi/"), first["code"], first["ends_on"]) == (True, None, None)
    assert "until it is revoked" in ocop(home, "own", "Đồi Vải").stdout
    assert [one["is_open"] for one in json.loads(ocop(home, "list", "--json").stdout)] == [True, False]


@pytest.mark.parametrize("words", [["Không Có Ai"], ["own", "Không Có Ai"], ["--helper", "ai đó"], ["revoke", "9"]])
def test_what_cannot_be_is_told_in_a_sentence(home: Home, words: list[str], tmp_path: Path) -> None:
    with pytest.raises(OcopError) as told:
        ocop(home, *words)
    assert told.value.exit_status == 2
    assert "\n" not in told.value.sentence


def test_one_household_is_one_guesser() -> None:
    guesses = Guesses()
    for number in range(guessing.MOST):
        guesses.wrong(f"2001:db8:1:2::{number:x}")
    with pytest.raises(OcopError, match="10 phút"):
        guesses.check("2001:db8:1:2:ffff::1")
    guesses.check("2001:db8:1:3::1")
    guesses.check("203.0.113.7")
    guesses.check("no address")


def test_all_together_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "MOST_OF_ALL", 3)
    guesses = Guesses()
    for number in range(3):
        guesses.wrong(f"203.0.113.{number}")
    with pytest.raises(OcopError):
        guesses.check("198.51.100.1")
