"""Full and changed-only exports bring a shop to the same state; what nobody meant to take away is asked for first."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalog import markets
from catalog.errors import Blocked, Conflict, Refused
from catalog.markets import export as exporting
from catalog.markets.export import Exported, export, takes_changes
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.writing.feed import Feed
from catalog.publish.tables.build import write_catalog
from catalog.publish.tables.reading import Product
from catalog.workbench.listings import holdings, listings
from catalog.workbench.listings.listings import Word
from catalog.workbench.store import Workbench
from tests.catalog.workbench.earlier import make_earlier

ADDRESS = "https://ocop.example.vn"
DAY, AFTER_LAPSE = date(2026, 11, 22), date(2027, 6, 1)
SHA = "ab" * 32
CHANGES_ONLY = [name for name, market in markets.known().items() if takes_changes(market)]
every_market = pytest.mark.parametrize("name", CHANGES_ONLY)

# product → name, packs as (words, price, grams, stock), more facts
Goods = dict[str, tuple[str, list[tuple[str, int, float, int | None]], dict[str, str]]]
FIRST: Goods = {
    "a": ("Chè Shan", [("Túi 100g", 50_000, 100.0, 5), ("Túi 200g", 90_000, 200.0, 5)], {"summary": "Hái tay."}),
    "b": ("Mật ong", [("Chai 500g", 150_000, 500.0, None)], {"summary": "Hoa nhãn."}),
    "c": ("Quế thanh", [("Túi 200g", 60_000, 200.0, 9)], {"summary": "Bóc tay."}),
    "d": ("Ớt muối", [("Lọ 200g", 40_000, 200.0, 3)], {"summary": "Cay."}),
}
# a: dearer, the first pack is gone; b: withdrawn; d: sold out; e: new.
SECOND: Goods = FIRST | {
    "a": ("Chè Shan", [("Túi 200g", 95_000, 200.0, 5)], {"summary": "Hái tay."}),
    "d": ("Ớt muối", [("Lọ 200g", 40_000, 200.0, 0)], {"summary": "Cay."}),
    "e": ("Măng khô", [("Túi 1kg", 300_000, 1000.0, 2)], {"summary": "Phơi nắng."}),
}
del SECOND["b"]
# a: a pack more; b: back, and changed; c: only its star has lapsed; d: in stock again.
THIRD: Goods = SECOND | {
    "a": ("Chè Shan", [("Túi 200g", 95_000, 200.0, 4), ("Hộp 500g", 250_000, 500.0, 1)], {"summary": "Hái tay."}),
    "b": ("Mật ong", [("Chai 500g", 155_000, 500.0, None)], {"summary": "Hoa nhãn."}),
    "d": ("Ớt muối", [("Lọ 200g", 42_000, 200.0, 7)], {"summary": "Cay."}),
}


def catalogue(path: Path, number: int, goods: Goods) -> Path:
    """A catalogue with a picture and a certificate for each product."""
    write_catalog(
        path,
        {
            "release": [{"id": f"{number}-sent", "schema_version": 1, "products": len(goods)}],
            "sets": [{"ocop_set": "I.3.c", "title": "Chế biến từ rau, củ, quả, hạt"}],
            "producers": [{"id": "p", "slug": "p", "name": "HTX Đồi Vải"}],
            "products": [
                {"id": i, "slug": f"sp-{i}", "name": name, "producer_id": "p", "province": "Lào Cai"}
                | {"ocop_set": "I.3.c", **facts}
                for i, (name, _, facts) in goods.items()
            ],
            "offers": [
                {"id": f"{i}-{n}", "product_id": i, "position": n, "pack_words": words, "price_low": price}
                | {"price_high": price, "net_total": grams, "net_unit": "g", "stock": stock}
                for i, (_, packs, _) in goods.items()
                for n, (words, price, grams, stock) in enumerate(packs, 1)
            ],
            "pictures": [
                {"id": f"{i}-1", "product_id": i, "position": 1, "sha256": SHA, "width_px": 900, "height_px": 900}
                for i in goods
            ],
            "certificates": [
                {"id": i, "product_id": i, "stars": 4, "decision_number": "901/QĐ-UBND"}
                | {"decision_date": "2024-04-26", "expires_on": "2027-04-26" if i == "c" else "2029-04-26"}
                for i in goods
            ],
        },
    )
    return path


class SimulatedShop:
    """A market that takes every row as it stands: a blank deletes; a whole file of a replacing feed is all there is."""

    def __init__(self, market: Market) -> None:
        assert isinstance(market.write, Feed)
        self.feed: Feed = replace(market.write, sink=self._open, copies="never")
        self.market = replace(market, write=self.feed)
        self.listings: dict[str, Row] = {}

    def _open(self, job: Job) -> SimulatedShop:
        if self.feed.replaces and not job.sending.is_changed_only:
            self.listings = {}
        return self

    def write(self, rows: Rows) -> None:
        for row in rows:
            self.listings[self.feed.key(row)] = {c: v for c, v in row.items() if v}

    def close(self) -> None:
        pass

    def on_sale(self) -> dict[str, Row]:
        """What a buyer can see and buy."""
        return {key: row for key, row in self.listings.items() if not self._is_hidden(row)}

    def _is_hidden(self, row: Row) -> bool:
        assert self.feed.hide
        dropped = self.feed.drop(row) if self.feed.drop else None
        return row in (self.feed.hide(row), dropped)


def send(shop: SimulatedShop, folder: Path, number: int, goods: Goods, **options: object) -> Exported:
    """One export of a release into the shop, not confirmed."""
    path = folder / f"{number}.db"
    if not path.exists():
        catalogue(path, number, goods)
    asked: dict = {
        "on": DAY if number < 3 else AFTER_LAPSE,
        "base_url": ADDRESS,
        "workbench": folder / "workbench.db",
        **options,
    }
    return export(shop.market, path, folder / "pictures", folder / "out", **asked)


def confirm(shop: SimulatedShop, folder: Path, export: str | None = None) -> str:
    with Workbench(folder / "workbench.db") as bench:
        return holdings.confirm(bench, shop.market.name, export)


def run(name: str, folder: Path, steps: list[tuple[int, Goods, bool]]) -> dict[str, Row]:
    """What is on sale after exports that were all confirmed; a step is a release and whether only changes are sent."""
    folder.mkdir()
    shop = SimulatedShop(markets.get(name))
    for number, goods, changed in steps:
        send(shop, folder, number, goods, changed=changed)
        confirm(shop, folder)
    return shop.on_sale()


@every_market
def test_full_and_changed_only_reach_the_same_state(name: str, tmp_path: Path) -> None:
    whole = run(name, tmp_path / "full", [(1, FIRST, False), (2, SECOND, False), (3, THIRD, False)])
    steps = run(name, tmp_path / "steps", [(1, FIRST, False), (2, SECOND, True), (3, THIRD, True)])
    leap = run(name, tmp_path / "leap", [(1, FIRST, False), (3, THIRD, True)])
    fresh = run(name, tmp_path / "fresh", [(3, THIRD, False)])
    assert whole == steps == leap == fresh
    assert len(whole) >= 5


PACKS = [("Túi 100g", 100.0), ("Túi 200g", 200.0), ("Hộp 500g", 500.0)]


def some_goods(by: random.Random) -> Goods:
    """A catalogue of up to six products with one to three packs each, dearer or sold out by chance."""

    def packs() -> list[tuple[str, int, float, int | None]]:
        chosen = by.sample(PACKS, by.randint(1, 3))
        return [(words, by.choice([50_000, 60_000]), grams, by.choice([None, 0, 5])) for words, grams in chosen]

    names = by.sample("abcdef", by.randint(1, 6))
    return {i: (f"Chè {i}", packs(), by.choice([{"summary": "Hái tay."}, {"brand": "Đồi Vải"}])) for i in names}


@pytest.mark.parametrize("seed", range(2))
@every_market
def test_any_way_through_releases_ends_where_a_fresh_export_does(name: str, seed: int, tmp_path: Path) -> None:
    """Whole files and changes in any order, some of them lost on their way and never confirmed."""
    by, shop = random.Random(f"{name} {seed}"), SimulatedShop(markets.get(name))
    lost = SimulatedShop(shop.market)
    for number in range(1, 8):
        goods, changed = some_goods(by), number > 1 and by.random() < 0.7
        if by.random() < 0.3 and number > 1:
            send(lost, tmp_path, number, goods, changed=changed, allow_removals=True)
            continue
        send(shop, tmp_path, number, goods, changed=changed, allow_removals=True)
        confirm(shop, tmp_path)
        assert shop.on_sale() == run(name, tmp_path / f"fresh{number}", [(number, goods, False)]), number


@every_market
def test_an_export_that_nobody_confirmed_is_not_built_upon(name: str, tmp_path: Path) -> None:
    shop, lost = SimulatedShop(markets.get(name)), SimulatedShop(markets.get(name))
    send(shop, tmp_path, 1, FIRST)
    confirm(shop, tmp_path)
    lost.market = replace(lost.market, write=lost.feed)
    send(lost, tmp_path, 2, SECOND, changed=True)  # the file is lost on its way
    send(shop, tmp_path, 3, THIRD, changed=True)
    assert shop.on_sale() == run(name, tmp_path / "fresh", [(3, THIRD, False)])


@every_market
def test_nothing_new_is_an_empty_file_of_changes(name: str, tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get(name))
    send(shop, tmp_path, 1, FIRST)
    confirm(shop, tmp_path)
    made = send(shop, tmp_path, 1, FIRST, changed=True)
    assert made.rows == 0
    assert made.manifest["changes"] == {"new": 0, "changed": 0, "unchanged": 4, "withdrawn": 0}
    assert made.manifest["mode"] == "changed"
    assert made.manifest["since"]


@every_market
def test_a_withdrawn_listing_is_hidden_and_not_blanked(name: str, tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get(name))
    send(shop, tmp_path, 1, FIRST)
    confirm(shop, tmp_path)
    before = {key: row for key, row in shop.listings.items() if "Mật ong" in str(row)}
    made = send(shop, tmp_path, 2, SECOND, changed=True)
    assert made.manifest["changes"]["withdrawn"] == 1
    for key, row in before.items():
        assert row.keys() <= shop.listings[key].keys()
        assert key not in shop.on_sale()


def test_changes_need_a_confirmed_export(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("woocommerce"))
    with pytest.raises(Refused, match="--confirm"):
        send(shop, tmp_path, 1, FIRST, changed=True)
    assert list((tmp_path / "out").glob("*")) == []
    send(shop, tmp_path, 1, FIRST)
    with pytest.raises(Refused, match="--confirm"):
        send(shop, tmp_path, 1, FIRST, changed=True)


def test_confirming_what_is_not_there(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("google"))
    with pytest.raises(Refused, match="make one first"):
        confirm(shop, tmp_path)
    made = send(shop, tmp_path, 1, FIRST)
    with pytest.raises(Conflict, match="not the newest"):
        confirm(shop, tmp_path, "0123456789ab")
    assert confirm(shop, tmp_path, made.manifest["id"]) == made.manifest["id"]
    with pytest.raises(Refused, match="make one first"):
        confirm(shop, tmp_path)


def test_a_blank_that_would_delete_is_asked_for(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("shopify"))
    send(shop, tmp_path, 1, FIRST)
    confirm(shop, tmp_path)
    before = dict(shop.listings)
    emptied = FIRST | {"c": ("Quế thanh", FIRST["c"][1], {})}
    with pytest.raises(Blocked, match="1 values of 1 products by blanks") as blocked:
        send(shop, tmp_path, 2, emptied)
    assert [(r.name, r.column, r.value) for r in blocked.value.evidence["removals"]] == [
        ("Quế thanh", "SEO description", "Bóc tay.")
    ]
    words = (tmp_path / "out" / "shopify-removals.csv").read_text(encoding="utf-8-sig")
    assert "Quế thanh,SEO description,Bóc tay." in words
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"shopify-1-sent", "shopify-removals.csv"}
    shop.listings = before
    send(shop, tmp_path, 2, emptied, allow_removals=True)
    assert "SEO description" not in shop.listings["sp-c c"]


def test_a_column_that_files_no_longer_have_takes_nothing_away(tmp_path: Path) -> None:
    shop, former = SimulatedShop(markets.get("woocommerce")), SimulatedShop(markets.get("woocommerce"))
    own = former.feed.rows
    former.feed = replace(former.feed, rows=lambda p, j: [r | {"Visibility in catalog": "visible"} for r in own(p, j)])
    former.market = replace(former.market, write=former.feed)
    send(former, tmp_path, 1, FIRST)
    confirm(former, tmp_path)
    assert send(shop, tmp_path, 1, FIRST, changed=True).manifest["changes"]["changed"] == len(FIRST)


def test_a_source_that_was_emptied_does_not_empty_the_shop(tmp_path: Path) -> None:
    many: Goods = {f"m{n}": (f"Chè {n}", [("Túi 100g", 50_000, 100.0, 5)], {"summary": "Chè."}) for n in range(20)}
    shop = SimulatedShop(markets.get("google"))
    send(shop, tmp_path, 1, many)
    confirm(shop, tmp_path)
    with pytest.raises(Blocked, match="take 15 of 20 products off sale"):
        send(shop, tmp_path, 2, {i: many[i] for i in list(many)[:5]})
    made = send(shop, tmp_path, 2, {i: many[i] for i in list(many)[:5]}, changed=True, allow_removals=True)
    assert made.manifest["changes"]["withdrawn"] == 15


@pytest.mark.parametrize("name", [n for n in markets.known() if n not in CHANGES_ONLY])
def test_other_markets_say_that_they_take_whole_files_only(name: str, tmp_path: Path) -> None:
    path = catalogue(tmp_path / "1.db", 1, FIRST)
    with pytest.raises(Refused, match="a whole file each time"):
        export(markets.get(name), path, tmp_path, tmp_path / "out", on=DAY, base_url=ADDRESS, changed=True)
    assert not (tmp_path / "out").exists()


def test_of_two_exports_at_once_the_second_is_made_again(tmp_path: Path) -> None:
    shop, other = SimulatedShop(markets.get("google")), SimulatedShop(markets.get("google"))
    feed = shop.feed

    def rows(product: Product, job: Job) -> Rows:
        shop.market = replace(shop.market, write=feed)
        send(other, tmp_path, 2, SECOND)
        return feed.rows(product, job)

    shop.market = replace(shop.market, write=replace(feed, rows=rows))
    with pytest.raises(Conflict, match="another one was made"):
        send(shop, tmp_path, 1, FIRST)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["google-2-sent"]
    assert confirm(shop, tmp_path)


def test_a_death_before_the_folder_stands_keeps_what_was_confirmed(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("google"))
    send(shop, tmp_path, 1, FIRST)
    confirmed = confirm(shop, tmp_path)
    dying = SimulatedShop(shop.market)
    dying.market = replace(shop.market, write=replace(shop.feed, rows=lambda product, job: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        send(dying, tmp_path, 1, FIRST)
    made = send(shop, tmp_path, 2, SECOND, changed=True)
    assert made.manifest["since"] == confirmed
    assert made.manifest["changes"]["unchanged"] == 1


def answer(folder: Path, market: str, said: dict[str, str]) -> int:
    """The market's answer to its newest export: product → accepted or rejected."""
    with Workbench(folder / "workbench.db") as bench:
        newest = listings.exports(bench, market)[0]
        words = [Word(product, state) for product, state in said.items()]  # type: ignore[arg-type]
        return listings.take(bench, market, market, newest.id, "loi.csv", str(said), words, "lan")


def test_an_answer_confirms_and_what_it_sends_back_is_due_again(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("google"))
    send(shop, tmp_path, 1, FIRST)
    answer(tmp_path, "google", {"a": "accepted", "b": "accepted", "c": "rejected", "d": "rejected"})
    made = send(shop, tmp_path, 1, FIRST, changed=True)
    assert made.manifest["changes"] == {"new": 2, "changed": 0, "unchanged": 2, "withdrawn": 0}
    confirm(shop, tmp_path)
    answer(tmp_path, "google", {"a": "rejected"})
    assert send(shop, tmp_path, 1, FIRST, changed=True).manifest["changes"]["changed"] == 1


def test_of_an_answer_that_was_read_wrongly_everything_is_due_again(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("google"))
    send(shop, tmp_path, 1, FIRST)
    number = answer(tmp_path, "google", dict.fromkeys(FIRST, "accepted"))
    assert send(shop, tmp_path, 1, FIRST, changed=True).rows == 0
    with Workbench(tmp_path / "workbench.db") as bench:
        listings.withdraw(bench, number, "tệp của cửa hàng khác", "lan")
    assert send(shop, tmp_path, 1, FIRST, changed=True).manifest["changes"]["changed"] == len(FIRST)


def test_files_that_are_no_longer_those_of_the_export_are_not_confirmed(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("google"))
    made = send(shop, tmp_path, 1, FIRST)
    manifest, ident = made.folder / "manifest.json", made.manifest["id"]
    manifest.write_text(manifest.read_text("utf-8").replace(ident, "0123456789ab"), "utf-8")
    with pytest.raises(Conflict, match="holds another export"):
        confirm(shop, tmp_path)
    shutil.rmtree(made.folder)  # uploaded, and thrown away
    assert confirm(shop, tmp_path) == ident


MOMENTS = ("BEGIN IMMEDIATE", "INSERT INTO listings", "INSERT INTO pending_rows", "put", "COMMIT")


# Later Pythons warn of forks in a process that has threads; the child makes one export, and dies.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("moment", MOMENTS)
def test_an_export_that_is_killed_leaves_what_was_waiting(tmp_path: Path, moment: str) -> None:
    shop = SimulatedShop(markets.get("google"))
    waiting = send(shop, tmp_path, 1, FIRST).manifest["id"]
    catalogue(tmp_path / "2.db", 2, SECOND)
    child = os.fork()
    if child == 0:
        _die_at(moment)
        send(shop, tmp_path, 2, SECOND)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert confirm(shop, tmp_path) == waiting
    made = send(shop, tmp_path, 2, SECOND, changed=True)
    assert made.manifest["changes"] == {"new": 1, "changed": 2, "unchanged": 1, "withdrawn": 1}


def _die_at(moment: str) -> None:
    """Lets this process be killed when a statement begins that is made in the transaction of an export."""

    def die(words: str) -> None:
        if words.startswith(moment) and (moment != "COMMIT" or next(commits, None) is None):
            os.kill(os.getpid(), signal.SIGKILL)

    commits = iter(["the end of reading"])
    real, put = Workbench.__init__, exporting._put
    exporting._put = lambda draft, folder: (die("put"), put(draft, folder))  # type: ignore[assignment,func-returns-value]

    def begin(bench: Workbench, path: Path, *, is_reading: bool = False) -> None:
        real(bench, path, is_reading=is_reading)
        bench.db.set_trace_callback(die)

    Workbench.__init__ = begin  # type: ignore[method-assign]


OLD_LEDGER = (
    "CREATE TABLE held (product_id TEXT PRIMARY KEY, digest BLOB NOT NULL, rows BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE pending (product_id TEXT PRIMARY KEY, digest BLOB, rows BLOB) WITHOUT ROWID",
    "CREATE TABLE state (confirmed TEXT NOT NULL, waiting TEXT, folder TEXT)",
)


def test_what_old_ledgers_knew_is_taken_over_once(tmp_path: Path) -> None:
    """Homes of before kept it in `exports/sent/<market>.db`."""
    shop = SimulatedShop(markets.get("google"))
    send(shop, tmp_path, 1, FIRST)
    confirmed = confirm(shop, tmp_path)
    with closing(sqlite3.connect(tmp_path / "workbench.db")) as bench:
        held = bench.execute("SELECT product_id, digest, rows FROM held_rows").fetchall()
    make_earlier(tmp_path / "workbench.db", "m011_readings")
    sent = tmp_path / "exports" / "sent"
    sent.mkdir(parents=True)
    with closing(sqlite3.connect(sent / "google.db")) as db, db:
        for statement in OLD_LEDGER:
            db.execute(statement)
        db.executemany("INSERT INTO held VALUES (?, ?, ?)", held)
        db.execute("INSERT INTO state VALUES (?, NULL, NULL)", [confirmed])
    (sent / "meta.db").write_bytes(b"no database")
    with Workbench(tmp_path / "workbench.db", is_reading=True):
        assert sent.exists()  # a reader changes nothing
    made = send(shop, tmp_path, 2, SECOND, changed=True)
    assert made.manifest["since"] == confirmed
    assert made.manifest["changes"] == {"new": 1, "changed": 2, "unchanged": 1, "withdrawn": 1}
    assert not sent.exists()


def test_what_markets_hold_and_what_waits_outlasts_tables_of_before(tmp_path: Path) -> None:
    shop = SimulatedShop(markets.get("google"))
    send(shop, tmp_path, 1, FIRST)
    confirm(shop, tmp_path)
    waiting = send(shop, tmp_path, 2, SECOND).manifest["id"]
    tables = ["SELECT * FROM held_rows ORDER BY 1, 2", "SELECT * FROM pending_rows ORDER BY 1, 2"]
    with Workbench(tmp_path / "workbench.db") as bench:
        before = [[tuple(row) for row in bench.rows(sql)] for sql in tables]
    make_earlier(tmp_path / "workbench.db", "m020_statements")
    with closing(sqlite3.connect(tmp_path / "workbench.db")) as db:
        assert "WITHOUT ROWID" in db.execute("SELECT sql FROM sqlite_master WHERE name = 'held_rows'").fetchone()[0]
    with Workbench(tmp_path / "workbench.db") as bench:
        assert [[tuple(row) for row in bench.rows(sql)] for sql in tables] == before
        assert all(before)
        assert not bench.rows("SELECT 1 FROM sqlite_master WHERE name LIKE '%_before'")
    assert send(shop, tmp_path, 2, SECOND, changed=True).manifest["changes"]["changed"] == 2
    send(shop, tmp_path, 2, SECOND)
    assert confirm(shop, tmp_path) == waiting
    assert send(shop, tmp_path, 2, SECOND, changed=True).rows == 0
