"""Ids do not depend on the order of deliveries; joins say why, and taken apart all is as if they had never been."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from catalog.cli import cli
from catalog.errors import Conflict, Unknown
from catalog.publish import release
from catalog.publish.preparing import privacy
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.identities.identity import digest
from catalog.workbench.migrating import migrations
from catalog.workbench.reviewing import review
from catalog.workbench.rows import submissions
from catalog.workbench.store import Workbench
from tests.conftest import receive

Write = Callable[..., Path]
Row = list[str]

HEADER = ["Tên sản phẩm", "Tên cơ sở", "Địa chỉ", "SĐT", "MST", "Quy cách", "Giá bán", "Mã hàng"]
VIEN_SON = "xã Viễn Sơn, Văn Yên, Yên Bái"
MAU_A = "xã Mậu A, Văn Yên, Yên Bái"


def row(name: str, producer: str = "HTX Tân Qui", address: str = VIEN_SON, *, phone: str = "", tax: str = "",
        pack: str = "Túi 500g", price: str = "50.000đ", sku: str = "") -> Row:  # fmt: skip
    return [name, producer, address, phone, tax, pack, price, sku]


@pytest.fixture
def send(home: Home, write_sheet: Write) -> Callable[..., submissions.Submission]:
    numbers = itertools.count(1)

    def deliver(*rows: Row, to: Home = home) -> submissions.Submission:
        (taken,) = receive(to, write_sheet(list(rows), f"lan {next(numbers)}.xlsx", header=HEADER))
        return taken

    return deliver


Send = Callable[..., submissions.Submission]


@pytest.fixture
def run(home: Home) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(cli, ["--home", str(home.root), *words], catch_exceptions=False)


def ids(home: Home) -> dict[str, set[tuple[str, str]]]:
    """What each name in living rows is: product and producer."""
    found: dict[str, set[tuple[str, str]]] = {}
    with Workbench(home.workbench, is_reading=True) as bench:
        for r in bench.rows(
            """SELECT d.name || ' / ' || json_extract(d.facts, '$.producer') AS name, s.product_id, s.producer_id
                 FROM states s JOIN drafts d ON d.id = s.draft_id"""
        ):
            found.setdefault(r["name"], set()).add((r["product_id"], r["producer_id"]))
    return found


def products(home: Home) -> set[str]:
    return {product for pairs in ids(home).values() for product, _ in pairs}


def state(home: Home) -> list[tuple[object, ...]]:
    """Everything that identity decides, as the views show it."""
    with Workbench(home.workbench, is_reading=True) as bench:
        rows = bench.rows("SELECT draft_id, product_id, producer_id, state FROM states ORDER BY draft_id")
        gave_way = bench.rows("SELECT * FROM identity_now ORDER BY id")
        asked = [(t["kind"], t["one"]["name"], t["other"]["name"], t["points"]) for t in merges.twins(bench)]
        return [*map(tuple, rows), *map(tuple, gave_way), *asked]


def joins(home: Home, *, sure: bool = True) -> list[int]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return [j["id"] for j in merges.listed(bench) if j["is_sure"] == sure and not j["undone_at"]]


DELIVERIES: list[Sequence[Row]] = [
    (row("Trà sen Tân Quy", sku="T1"), row("Gạo tím"), row("Mứt dừa")),
    (row("Chè sen", "HTXNN Tân Quy", VIEN_SON), row("Mứt dứa", "HTXNN Tân Quy"), row("OCOP Gạo tím", "HTXNN Tân Quy")),
    (row("Trà sen thượng hạng", sku="T1"), row("Gạo tím đặc sản"), row("Mật ong hoa nhãn")),
    (
        row("Mật ong hoa nhản", "Hợp tác xã nông nghiệp Tân Qui"),
        row("Gạo tím", "HTX Tân Quy", MAU_A, phone="0900 000 021"),
    ),
    (
        row("Gạo tím", "Cơ sở Năm Lúa", tax="0100233488"),
        row("Gạo tím thơm ngon", "CSSX Năm Lúa Vàng", tax="0100233488"),
    ),
]


def test_any_order_and_any_split_gives_the_same_ids(tmp_path: Path, send: Send) -> None:
    expected = None
    orders = list(itertools.permutations(range(len(DELIVERIES))))
    for number, order in enumerate(orders[::24]):
        home = Home(tmp_path / f"home{number}")
        for index in order:
            if number % 2:
                for one in reversed(DELIVERIES[index]):
                    send(one, to=home)
            else:
                send(*DELIVERIES[index], to=home)
        expected = expected or ids(home)
        assert ids(home) == expected, order
    assert expected is not None
    by_name = {name: next(iter(pairs)) for name, pairs in expected.items()}
    assert all(len(pairs) == 1 for pairs in expected.values())
    same = by_name["Trà sen Tân Quy / HTX Tân Qui"]
    assert by_name["Chè sen / HTXNN Tân Quy"] == same == by_name["Trà sen thượng hạng / HTX Tân Qui"]
    assert by_name["Gạo tím / HTX Tân Qui"] == by_name["OCOP Gạo tím / HTXNN Tân Quy"]
    assert by_name["Mứt dừa / HTX Tân Qui"] != by_name["Mứt dứa / HTXNN Tân Quy"]
    assert by_name["Gạo tím / Cơ sở Năm Lúa"] == by_name["Gạo tím thơm ngon / CSSX Năm Lúa Vàng"]


def test_what_a_delivery_says_at_once_is_what_is_stored(home: Home, send: Send) -> None:
    for delivery in DELIVERIES:
        taken = send(*delivery)
        with Workbench(home.workbench) as bench:
            stored = bench.rows("SELECT product_id, producer_id FROM drafts WHERE submission_id = ?", [taken.id])
        assert [tuple(r) for r in stored] == [(d.product_id, d.producer_id) for d in taken.drafts]


def test_every_delivery_taken_back_is_as_if_it_had_never_come(tmp_path: Path, send: Send) -> None:
    for gone in range(len(DELIVERIES)):
        kept, never = Home(tmp_path / f"kept{gone}"), Home(tmp_path / f"never{gone}")
        for index, delivery in enumerate(DELIVERIES):
            taken = send(*delivery, to=kept)
            if index == gone:
                submission = taken
            else:
                send(*delivery, to=never)
        with Workbench(kept.workbench) as bench:
            review.take_back(bench, submission.id, "nhầm", "lan")
        assert ids(kept) == ids(never)


def test_a_row_of_a_joined_product_follows_what_was_decided(home: Home, send: Send) -> None:
    send(row("Trà sen Tân Quy"))
    taken = send(row("OCOP Chè sen", "HTXNN Tân Quy"))
    assert [d.change for d in taken.drafts] == ["changed"]
    assert len(products(home)) == 1


def test_sizes_are_offers_and_no_duplicates(home: Home, send: Send) -> None:
    taken = send(row("Mật ong rừng 500ml", pack=""), row("Mật ong rừng 1 lít", pack=""))
    assert len(products(home)) == 1
    assert len({d.offer_key for d in taken.drafts}) == 2


def test_a_merge_taken_apart_is_as_if_it_had_never_been(home: Home, send: Send) -> None:
    taken = send(row("Mứt dừa"), row("Mứt dừa non"), row("Trà sen"), row("Trà hoa sen"))
    before = state(home)
    one, other = (d.product_id or "" for d in taken.drafts[:2])
    with Workbench(home.workbench) as bench:
        number = merges.merge(bench, one, other, "gọi điện hỏi", "lan")
    assert {p for p, _ in itertools.chain(*ids(home).values())} == {one, *(d.product_id for d in taken.drafts[2:])}
    again = send(row("Mứt dừa non"))
    assert again.drafts[0].product_id == one
    with Workbench(home.workbench) as bench:
        review.take_back(bench, again.id, "", "lan")
        assert merges.split(bench, number, "nhầm", "minh") is None
    assert state(home) == before
    with Workbench(home.workbench) as bench:
        (said,) = [j for j in merges.listed(bench) if j["id"] == number]
        assert (said["decided_by"], said["undone_by"], said["undone_why"]) == ("lan", "minh", "nhầm")
        with pytest.raises(Conflict):
            merges.split(bench, number, "", "minh")


def test_producers_joined_by_a_person_bring_their_products_together(home: Home, send: Send) -> None:
    taken = send(row("Gạo tím", "HTX Tân Quy"), row("OCOP Gạo tím", "HTX Suối Nhạn"), row("Mứt gừng", "HTX Suối Nhạn"))
    before = state(home)
    stays, goes = taken.drafts[0].producer_id, taken.drafts[1].producer_id
    with Workbench(home.workbench) as bench:
        with pytest.raises(Conflict, match="two producers"):
            merges.merge(bench, str(taken.drafts[0].product_id), str(taken.drafts[1].product_id), "", "lan")
        number = merges.merge(bench, str(stays), str(goes), "một hợp tác xã đổi tên", "lan")
    assert {maker for _, maker in itertools.chain(*ids(home).values())} == {stays}
    assert len(products(home)) == 2
    with Workbench(home.workbench) as bench:
        assert merges.split(bench, number, "", "lan") is None
    assert state(home) == before


def test_a_sure_join_split_by_a_person_stays_split(home: Home, send: Send) -> None:
    send(row("Trà sen"))
    send(row("Chè sen"))
    assert len(products(home)) == 1
    (number,) = joins(home)
    with Workbench(home.workbench) as bench:
        assert merges.split(bench, number, "hai thứ", "lan") is None
    assert len(products(home)) == 2
    send(row("Chè sen"), row("Trà sen"), row("Trà gừng"))
    assert len(products(home)) == 3
    with Workbench(home.workbench) as bench:
        one, other = (d["id"] for d in bench.rows("SELECT DISTINCT product_id AS id FROM states WHERE draft_id < 3"))
        merges.merge(bench, one, other, "một thứ", "lan")
    assert len(products(home)) == 2


def test_a_published_id_stays(home: Home, send: Send) -> None:
    for first, later in (("Trà sen", "Chè sen"), ("Chè sen", "Trà sen")):
        at = Home(home.root / first)
        taken = send(row(first), to=at)
        with Workbench(at.workbench) as bench:
            bench.insert("slugs", ("slug", "id", "given_at"), [("tra-sen", taken.drafts[0].product_id, "2026-11-22")])
        assert send(row(later), to=at).drafts[0].product_id == taken.drafts[0].product_id


def test_what_is_unsure_is_asked_with_its_reasons_and_answered(home: Home, send: Send) -> None:
    send(row("Ớt chào mào", sku="O1"))
    taken = send(row("Ớt chào nào", "HTX Tân Quy"))
    (issue,) = [i for i in taken.drafts[0].issues if i.code == "product-alike"]
    assert "Ớt chào mào" in issue.message
    assert issue.severity == "warning"
    with Workbench(home.workbench) as bench:
        (asked,) = merges.twins(bench)
        assert asked["for"] == ["tên gần giống"]
        assert asked["against"] == ["“mào” và “nào”"] or asked["against"] == ["“nào” và “mào”"]
        merges.split(bench, asked["join"], "hai thứ", "lan")
        assert merges.twins(bench) == []
    assert len(products(home)) == 2
    assert [i.code for i in send(row("Ớt chào nào", price="55.000đ")).drafts[0].issues if "alike" in i.code] == []


def test_what_is_asked_names_the_other_producer_of_the_same_sheet(send: Send) -> None:
    taken = send(row("Trà sen", "HTX Suối Nhạn"), row("Quế thanh", "HTXNN Suối Nhạn", MAU_A))
    asked = [i.message for d in taken.drafts for i in d.issues if i.code == "producer-alike"]
    assert len(asked) == 2
    assert "“HTX Suối Nhạn” có phải là “HTXNN Suối Nhạn” không" in asked[0]
    assert "“HTXNN Suối Nhạn” có phải là “HTX Suối Nhạn” không" in asked[1]


def test_producers_of_one_name_in_two_communes_are_asked(home: Home, send: Send) -> None:
    send(row("Gạo tím", "HTX Tân Quy", VIEN_SON))
    taken = send(row("Gạo tím", "HTX Tân Qui", MAU_A))
    assert [i.code for i in taken.drafts[0].issues if "alike" in i.code] == ["producer-alike"]
    assert len(products(home)) == 2
    # A row that says the first commune of the second name, and they are one; taken back, they are asked again.
    third = send(row("Bún khô", "HTX Tân Qui", VIEN_SON))
    assert {p for p, _ in ids(home)["Gạo tím / HTX Tân Quy"]} == {p for p, _ in ids(home)["Gạo tím / HTX Tân Qui"]}
    with Workbench(home.workbench) as bench:
        review.take_back(bench, third.id, "", "lan")
    assert len(products(home)) == 2


def test_a_person_is_known_by_name_and_commune_only(home: Home, send: Send) -> None:
    send(row("Gạo tím", "Hộ Lý Văn Nhạn", VIEN_SON), row("Gạo tím", "Hộ kinh doanh Lí Văn Nhạn", VIEN_SON),
         row("Gạo tím", "Hộ Lý Văn Nhạn", MAU_A), row("Gạo tím", "Hộ Lý Văn Nhan", VIEN_SON))  # fmt: skip
    assert len(products(home)) == 3


def test_a_code_on_many_names_says_nothing(home: Home, send: Send) -> None:
    names = ("Trà gừng thơm", "Trà gừng thơm nồng", "Trà gừng thơm nức", "Trà gừng thơm dịu")
    for name in names:
        send(row(name, sku="00"))
    assert len(products(home)) == 4


# One code on four names of a producer that is written in two ways: two under each.
WORN = [row(name, maker, sku="T1") for maker, names in (
    ("HTX Tân Qui", ("Gạo tím", "Gạo tím than")), ("HTXNN Tân Quy", ("Gạo tím hạt", "Trà gừng")),
) for name in names]  # fmt: skip


def test_a_code_on_many_names_of_one_producer_under_two_spellings_says_nothing_in_any_order(
    tmp_path: Path, send: Send
) -> None:
    found = []
    for number, order in enumerate(((0, 1, 2, 3), (0, 2, 1, 3), (3, 2, 1, 0))):
        one_by_one, at_once = Home(tmp_path / f"one{number}"), Home(tmp_path / f"all{number}")
        for index in order:
            send(WORN[index], to=one_by_one)
        send(*(WORN[index] for index in order), to=at_once)
        found += [ids(one_by_one), ids(at_once)]
    assert all(one == found[0] for one in found)
    assert len({product for pairs in found[0].values() for product, _ in pairs}) == 4


def test_a_code_speaks_again_once_the_two_spellings_are_two_producers(tmp_path: Path, send: Send) -> None:
    said = (row("Gạo tím", sku="T1"), row("Gạo tím than", sku="T1"))
    others = (row("Trà gừng", "HTX Suối Nhạn", sku="T1"), row("Mứt gừng", "HTX Suối Nhạn", sku="T1"))
    home, never = Home(tmp_path / "home"), Home(tmp_path / "never")
    send(*said, *others, to=never)
    send(said[0], others[0], to=home)
    with Workbench(home.workbench) as bench:
        stays, goes = (r["id"] for r in bench.rows("SELECT DISTINCT producer_id AS id FROM states"))
        number = merges.merge(bench, stays, goes, "", "lan")
    send(said[1], others[1], to=home)
    with Workbench(home.workbench) as bench:
        merges.split(bench, number, "", "lan")
    assert ids(home) == ids(never)
    with Workbench(home.workbench) as bench, Workbench(never.workbench) as other:
        assert len(merges.twins(bench)) == len(merges.twins(other))


# An officer's telephone on rows of four names.
PHONED = [
    row("Trà sen", maker, phone="0900 000 021")
    for maker in ("HTX Đồi Vải", "HTX Đồi Vãi Xanh", "HTX Đồi Vái", "HTX Đồi Vả Xanh")
]


def test_a_telephone_on_many_names_says_nothing_in_any_order(tmp_path: Path, send: Send) -> None:
    found = []
    for number, order in enumerate(((0, 1, 2, 3), (1, 3, 0, 2), (3, 2, 1, 0))):
        home = Home(tmp_path / str(number))
        for index in order:
            send(PHONED[index], to=home)
        with Workbench(home.workbench, is_reading=True) as bench:
            asked = sorted(tuple(sorted((t["one"]["id"], t["other"]["id"]))) for t in merges.twins(bench))
        found.append((ids(home), asked))
    at_once = Home(tmp_path / "all")
    send(*PHONED, to=at_once)
    assert found[0] == found[1] == found[2]
    assert found[0][0] == ids(at_once)


def test_producers_whose_kind_is_said_otherwise_later_are_one_in_any_order(tmp_path: Path, write_sheet: Write) -> None:
    header = [*HEADER, "Loại hình"]
    said = [[*row("Trà sen", "Đồi Vải"), "Công ty"], [*row("Mứt gừng", "HTX Đồi Vải"), ""],
            [*row("Gạo tím", "Đồi Vải"), "HTX"]]  # fmt: skip
    found = []
    for number, order in enumerate(((0, 1, 2), (0, 2, 1), (2, 1, 0))):
        home = Home(tmp_path / str(number))
        for index in order:
            receive(home, write_sheet([said[index]], f"{number} {index}.xlsx", header=header))
        found.append(ids(home))
    assert found[0] == found[1] == found[2]
    assert len({maker for pairs in found[0].values() for _, maker in pairs}) == 1


def test_the_id_that_a_person_chose_last_stays_whatever_was_asked_first(home: Home, send: Send) -> None:
    names = ("Ớt chào mào", "Ớt chào nào", "Ớt chào náo")
    taken = send(*map(row, names))
    one, two, three = (str(d.product_id) for d in taken.drafts)
    for last, merged in ((one, (three, two)), (two, (one, three)), (three, (two, one))):
        with Workbench(home.workbench) as bench:
            numbers = [merges.merge(bench, *merged, "", "lan"), merges.merge(bench, last, merged[0], "", "lan")]
            assert {r[0] for r in bench.rows("SELECT DISTINCT product_id FROM states")} == {last}
            for number in numbers:
                merges.split(bench, number, "", "lan")


def test_the_chosen_id_stays_when_another_spelling_comes_later(tmp_path: Path, send: Send) -> None:
    names = ("Trà sen", "Mứt gừng", "Chè sen", "OCOP Trà sen", "OCOP Chè sen")
    for first in (2, 5):
        home = Home(tmp_path / str(first))
        one, other = (str(d.product_id) for d in send(*map(row, names[:first]), to=home).drafts[:2])
        with Workbench(home.workbench) as bench:
            merges.merge(bench, other, one, "", "lan")
        for name in names[first:]:
            send(row(name), to=home)
        assert products(home) == {other}


def test_reasons_hold_no_private_number(home: Home, send: Send) -> None:
    send(row("Gạo tím", "HTX Năm Lúa", phone="0900 000 031", tax="0100233488"))
    send(row("Gạo tím", "HTX Năm Lúa Vàng", phone="0900 000 031", tax="0100233488"))
    with Workbench(home.workbench) as bench:
        tables = [bench.rows("SELECT * FROM identities"), bench.rows("SELECT * FROM identity_joins")]
    kept = str([list(map(str, r)) for rows in tables for r in rows])
    assert "900000031" not in kept
    assert "0100233488" not in kept
    assert len(products(home)) == 1


def test_unknown_ids_and_joins_are_said(home: Home, send: Send) -> None:
    taken = send(row("Gạo tím"))
    with Workbench(home.workbench) as bench:
        with pytest.raises(Unknown):
            merges.merge(bench, "khongco", str(taken.drafts[0].product_id), "", "lan")
        with pytest.raises(Unknown):
            merges.split(bench, 99, "", "lan")
        with pytest.raises(Conflict, match="one product already"):
            merges.merge(bench, str(taken.drafts[0].product_id), str(taken.drafts[0].product_id), "", "lan")
        with pytest.raises(Conflict, match="is a"):
            merges.merge(bench, str(taken.drafts[0].product_id), str(taken.drafts[0].producer_id), "", "lan")


def test_consent_goes_with_the_producer_and_comes_apart_with_it(home: Home, send: Send, write_sheet: Write) -> None:
    header = [*HEADER, "Đồng ý đăng số điện thoại"]
    (yes,) = receive(home, write_sheet([[*row("Gạo tím", "HTX Tân Quy"), "có"]], "co.xlsx", header=header))
    (no,) = receive(home, write_sheet([[*row("Mứt gừng", "HTX Suối Nhạn"), "không"]], "khong.xlsx", header=header))
    one, other = str(yes.drafts[0].producer_id), str(no.drafts[0].producer_id)
    with Workbench(home.workbench) as bench:
        assert privacy.consents(bench) == {(one, "phone"): True, (other, "phone"): False}
        number = merges.merge(bench, one, other, "", "lan")
        assert privacy.consents(bench) == {(one, "phone"): False}
        merges.split(bench, number, "", "lan")
        assert privacy.consents(bench) == {(one, "phone"): True, (other, "phone"): False}


def test_a_join_is_published_and_taken_apart_again(home: Home, send: Send) -> None:
    taken = send(row("Mứt dừa", pack="Túi 200g"), row("Mứt dừa non", pack="Túi 500g", price="90.000đ"))
    one, other = (str(d.product_id) for d in taken.drafts)

    def published() -> dict[str, int]:
        release.publish(home, "lan", force="thử")
        with sqlite3.connect(home.catalog) as db:
            return dict(db.execute("SELECT product_id, count(*) FROM offers GROUP BY 1"))

    assert published() == {one: 1, other: 1}
    with Workbench(home.workbench) as bench:
        number = merges.merge(bench, one, other, "", "lan")
    assert published() == {one: 2}
    with Workbench(home.workbench) as bench:
        merges.split(bench, number, "", "lan")
    assert published() == {one: 1, other: 1}


def test_commands(home: Home, send: Send, run: Callable[..., Result]) -> None:
    taken = send(row("Ớt chào mào"), row("Ớt chào nào"))
    (asked,) = json.loads(run("review", "twins", "--json").stdout)
    assert {asked["one"]["name"], asked["other"]["name"]} == {"Ớt chào mào", "Ớt chào nào"}
    assert "review merge" in run("review", "twins").stdout
    one, other = (str(d.product_id) for d in taken.drafts)
    assert run("review", "merge", one, other, "--reason", "một thứ", "--by", "lan").exit_code == 0
    assert len(products(home)) == 1
    number = json.loads(run("review", "twins", "--all", "--json").stdout)[0]["id"]
    assert run("review", "split", str(number), "--by", "minh").exit_code == 0
    assert "taken apart" in run("review", "twins", "--all").stdout
    assert len(products(home)) == 2


def test_a_home_of_before_joins_keeps_its_ids(home: Home, send: Send) -> None:
    home.root.mkdir(parents=True)
    with sqlite3.connect(home.workbench) as db:
        (ours,) = [m.name for m in migrations._migrations if m.name.endswith("identity_joins")]
        migrations.apply(Database(db), stop_before=ours)
        db.execute(
            """INSERT INTO submissions (id, source, name, kind, sha256, place_hint, date_hint, received_at, status,
                      tables, cells) VALUES ('s', 'sheet', 's', 'csv', '0', '', '', '2026-01-01', 'accepted', '', '')"""
        )
        producer = digest("producer:htx tân qui|15")
        # As it was given then: a product that had been renamed under its code bears the id of its first name.
        keys = {"producer:htx tân qui|15": producer, f"name:{producer}|trà sen": "firstgiven"}
        db.executemany("INSERT INTO identities VALUES (?, ?, 's')", keys.items())
        db.execute("INSERT INTO raw_records VALUES (1, 's', NULL, 1, '{}')")
        facts = '{"producer": "HTX Tân Qui", "province_code": "15"}'
        db.execute("INSERT INTO drafts VALUES (1, 's', 'firstgiven', '', ?, 'Trà sen', ?, '')", [producer, facts])
    taken = send(row("Trà sen"), row("Chè sen"))
    (draft, other) = taken.drafts
    assert (draft.named_product_id, draft.producer_id) == ("firstgiven", producer)
    assert draft.product_id == other.product_id
