"""An export for some places: only their products, a shop of its own, and never the whole data."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from catalog.cli import cli
from catalog.errors import Refused
from catalog.workbench.home import Home
from catalog.workbench.listings import holdings, listings
from catalog.workbench.store import Workbench
from tests.catalog.reports.conftest import reported  # noqa: F401  (a fixture)
from tests.conftest import CHILLI, HONEY, QUE


def run(home: Home, *words: str) -> str:
    command = ["--home", str(home.root), "export", *words]
    return CliRunner().invoke(cli, command, catch_exceptions=False, standalone_mode=False).stdout


def test_only_their_products_and_a_shop_apart(reported: Home) -> None:  # noqa: F811
    made = json.loads(run(reported, "woocommerce", "--area", "Lào Cai", "--json"))
    assert (made["products"], made["scope"]) == (2, "15")
    (folder,) = reported.exports.glob("woocommerce-15-*")
    listed = (folder / "manifest.json").read_text("utf-8") + "".join(
        p.read_text("utf-8-sig") for p in folder.glob("*.csv")
    )
    assert HONEY[1] in listed
    assert QUE[1] in listed
    assert CHILLI[1] not in listed
    assert "Nơi: Lào Cai" in (folder / "TOM-TAT.txt").read_text("utf-8")
    whole = json.loads(run(reported, "woocommerce", "--json"))
    assert (whole["products"], "scope" in whole) == (3, False)
    with Workbench(reported.workbench, is_reading=True) as bench:
        waiting = holdings.waiting(bench)
        assert {"woocommerce", "woocommerce@15"} <= set(waiting)
        scopes = {e.scope for e in listings.exports(bench, "woocommerce")}
    assert scopes == {"", "15"}
    run(reported, "woocommerce", "--area", "15", "--confirm")
    changed = json.loads(run(reported, "woocommerce", "--area", "15", "--changed", "--json"))
    assert changed["changes"] == {"new": 0, "changed": 0, "unchanged": 2, "withdrawn": 0}
    with pytest.raises(Refused, match="Nothing was confirmed"):
        run(reported, "woocommerce", "--changed")


def test_what_an_answer_says_counts_for_its_own_shop(reported: Home) -> None:  # noqa: F811
    """An answer confirms the export of its scope; that of everything goes on waiting."""
    run(reported, "woocommerce", "--area", "15")
    run(reported, "woocommerce")
    with Workbench(reported.workbench) as bench:
        of_places = next(e for e in listings.exports(bench, "woocommerce") if e.scope)
        words = [listings.Word(s.product_id, "accepted") for s in listings.sent(bench, of_places.id)]
        listings.take(bench, "woocommerce", "WooCommerce", of_places.id, "x.csv", "1" * 64, words, "test")
        assert holdings.standing(bench, "woocommerce@15").confirmed
        assert not holdings.standing(bench, "woocommerce").confirmed
        assert holdings.standing(bench, "woocommerce").waiting


@pytest.mark.parametrize("market", ["csv", "datapackage", "jsonld"])
def test_the_whole_data_is_not_made_for_some_places(reported: Home, market: str) -> None:  # noqa: F811
    with pytest.raises(Refused, match="whole catalogue"):
        run(reported, market, "--area", "15")
