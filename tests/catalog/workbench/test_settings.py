"""A config.toml that says nonsense is refused with one sentence that names it, whatever command reads it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from catalog.cli import cli
from catalog.errors import Refused, Unreadable
from catalog.workbench.home import Home

NONSENSE = {
    "review = 3": "config.toml: review is a table; write [review] and its settings below it.",
    '[reviw]\nhold = ["price-missing"]': (
        "config.toml: there is no [reviw]. There are: review, crawl, site, fees, retention."
    ),
    '[review]\nhodl = ["price-missing"]': "config.toml, [review]: there is no hodl. There are: hold.",
    '[review]\nhold = "price-missing"': (
        "config.toml, [review] hold: 'price-missing' is not a list of codes like [\"price-missing\"]."
    ),
    "[review]\nhold = [3]": 'config.toml, [review] hold: [3] is not a list of codes like ["price-missing"].',
    "[site]\naddress = 5": "config.toml, [site] address: 5 is not a text in quotes.",
    "[fees]\npostmart = 9": "config.toml, [fees] postmart: 9 is not a table of its own.",
}


@pytest.mark.parametrize(("written", "sentence"), NONSENSE.items())
def test_nonsense_is_refused_with_a_sentence(home: Home, written: str, sentence: str) -> None:
    home.root.mkdir()
    home.config_file.write_text(written, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        home.config()
    assert refused.value.sentence == sentence
    run = CliRunner().invoke(cli, ["--home", str(home.root), "review", "policy"])
    assert isinstance(run.exception, (Refused, SystemExit))


def test_a_folder_in_its_place_is_one_sentence(home: Home) -> None:
    home.config_file.mkdir(parents=True)
    run = CliRunner().invoke(cli, ["--home", str(home.root), "review", "policy"])
    assert isinstance(run.exception, (Unreadable, SystemExit))
    with pytest.raises(Unreadable, match="cannot be read"):
        home.config()


def test_the_policy_names_everything_that_holds(home: Home) -> None:
    home.root.mkdir()
    home.config_file.write_text("[review]\nhold = []\n", encoding="utf-8")
    run = CliRunner().invoke(cli, ["--home", str(home.root), "review", "policy"])
    assert "and: sender-other, sender-unknown\n" in run.output


def test_what_the_pages_tell_to_write_is_read(home: Home) -> None:
    home.root.mkdir()
    written = (
        '[review]\nhold = []\n[crawl]\ncontact = "a@ocop.example.vn"\n[retention]\nscans = 6\n'
        '[site]\naddress = "https://ocop.example.vn"\noperator = "Liên minh HTX"\ncontact = "0900 000 099"\n'
        '[fees.postmart]\npercent = 9.5\nfixed = 3000\nas_of = "2026-10-01"\n'
    )
    home.config_file.write_text(written, encoding="utf-8")
    assert home.config()["retention"] == {"scans": 6}
