"""A takedown leaves no byte of its subject in the home, and everything of the others; killed anywhere it completes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from catalog.desk import work
from catalog.errors import Conflict, Unknown
from catalog.markets import export, get
from catalog.markets.receipts import receiving
from catalog.publish import release, removal
from catalog.publish.backups import backup, restore, takedown_list
from catalog.publish.checking import checking
from catalog.publish.removing import takedown
from catalog.values import text
from catalog.workbench import jobs
from catalog.workbench.home import Home, locked
from catalog.workbench.identities import identity, merges, subjects
from catalog.workbench.listings import holdings
from catalog.workbench.photos import pictures
from catalog.workbench.privacy import consents
from catalog.workbench.receiving import crawling
from catalog.workbench.reviewing import editing, review
from catalog.workbench.senders import tickets
from catalog.workbench.store import Workbench
from crawler.kept import keep_page, keep_picture
from crawler.run import write_lines
from tests.catalog.publish import traces
from tests.catalog.publish.conftest import write_workbook
from tests.catalog.publish.test_release import LIST, query
from tests.catalog.test_cli import ocop
from tests.conftest import CHILLI, HEADER, HONEY, receive
from tests.images.made import encoded, quarters

Write = Callable[..., Path]
WIDE = [*HEADER, "Người đại diện", "Mã số thuế", "Email", "Mô tả", "Ghi chú", "Đồng ý đăng tên hộ"]
PLACE = "thôn Hà Dong, thị trấn Tiên Yên, Tiên Yên, Quảng Ninh"
MAKER = ["Hộ Trịnh Thị Khuê", PLACE, "0900 000 014"]
TOLD = [
    "Trịnh Thị Khuê",
    "022099000014",
    "banhgatgu@thu.example",
    "Bánh tráng tay từ gạo Bao Thai.",
    "nợ tiền men",
    "có",
]
BANH = ["1", "Bánh gật gù Khe Mo", *MAKER, "Gói 300g", "40k", "có", *TOLD]
MAM = ["2", "Mắm ruốc Khe Mo", "Hộ bà Trịnh Thị Khoê", PLACE, "0900 000 015", "Hũ 250g", "60k", "", *[""] * 6]
OTHERS = [*HONEY, *[""] * 6]
CHILLI_WIDE = [*CHILLI, *[""] * 6]
# Everything by which the household could be known again.
CANARIES = ("Trịnh Thị Khuê", "Trịnh Thị Khoê", "Khuê", "Khoê", "900000014", "0900 000 014", "900000015",
            "022099000014", "banhgatgu@thu.example", "Hà Dong", "Bánh gật gù", "Mắm ruốc", "Khe Mo", "tiền men",
            "Bao Thai")  # fmt: skip
FETCHED = "2026-01-01T00:00:00+00:00"
OURS = ("Mật ong hoa nhãn", "Ớt chào mào", "HTX Suối Nhạn")


def photo(path: Path, shade: int) -> Path:
    path.write_bytes(encoded(quarters(640 + 32 * shade, 480)))
    return path


def crawl_folder(home: Home) -> Path:
    """What a crawl of a shop leaves in which the household sells as well."""
    folder = home.crawls / "abcdefghij"
    folder.mkdir(parents=True)
    lines: dict[str, list[dict[str, object]]] = {"records": [], "pages": [], "pictures": []}
    shop = "https://cho.example"
    for name, producer in (("Bánh gật gù Khe Mo", "Hộ Trịnh Thị Khuê"), ("Ớt chào mào", "HTX Suối Nhạn")):
        url = f"{shop}/{text.slug(name)}"
        sha = keep_page(folder, f"<h1>{name}</h1><script>{{{producer!a}}}</script>".encode())
        image, path = keep_picture(folder, b"\xff\xd8\xff" + name.encode())
        fields = {"name": name, "producer": producer, "images": [f"{url}.jpg"]}
        lines["records"].append({"url": url, "page_sha256": sha, "fields": fields})
        lines["pages"].append({"url": url, "sha256": sha, "encoding": "utf-8", "fetched_at": FETCHED})
        lines["pictures"].append({"url": f"{url}.jpg", "sha256": image, "path": str(path)})
    both = keep_page(folder, "<a>B&#225;nh g&#7853;t g&#249; Khe Mo</a><p>Hộ Tr&#7883;nh Thị Khuê</p>".encode())
    lines["pages"].append({"url": shop, "sha256": both, "encoding": None, "fetched_at": FETCHED})
    for kind, rows in lines.items():
        write_lines(folder / f"{kind}.jsonl", rows)
    (folder / "crawl.log").write_text("asked for /trinh-thi-khue\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a household stands everywhere: in lists of its own and of many, edited, joined, exported."""
    base = tmp_path_factory.mktemp("made")
    home = Home(base / "home")
    registers = [["1", BANH[1], "Hộ Trịnh Thị Khuê", PLACE, "4 sao", "901/QĐ-UBND", "26/04/2024"],
                 ["2", CHILLI[1], "HTX Suối Nhạn", CHILLI[3], "3 sao", "902/QĐ-UBND", "26/04/2024"]]  # fmt: skip
    receive(home, workbook(base / "phu luc.xlsx", LIST, registers), register=True)
    many = [BANH, OTHERS, CHILLI_WIDE]
    photos = [photo(base / f"{name}.jpg", shade) for shade, name in enumerate((BANH[1], HONEY[1]), 1)]
    receive(home, workbook(base / "xa.xlsx", WIDE, many), *photos)
    release.publish(home, "test")
    own = workbook(base / "hộ Trịnh Thị Khuê.xlsx", WIDE, [[*BANH[:6], "45k", *BANH[7:]], MAM])
    (taken,) = receive(home, own, photo(base / "Khuê và bạn.jpg", 3), sender="chị Khuê")
    (mistake,) = receive(home, workbook(base / "nhầm.xlsx", WIDE, [[*MAM[:1], "Chả Khe Mo", *MAM[2:]]]))
    with Workbench(home.workbench) as bench:
        producer, other = (str(d.producer_id) for d in taken.drafts)
        merges.merge(bench, producer, other, "nhà chị Khuê", "lan")
        said = consents.Said(consents.PAPER, "phiếu bà Trịnh Thị Khuê, tủ 3")
        consents.record(bench, producer, ["phone"], said, "lan", is_given=True)
        editing.edit(bench, str(taken.drafts[0].product_id), {"storage": "Bà Khuê để tủ lạnh"}, "lan", "chị Khuê gọi")
        review.take_back(bench, mistake.id, "chị Khuê gửi nhầm", "lan")
    pictures.assign(home, "Khuê và bạn", str(taken.drafts[1].product_id), by="lan", reason="Khuê")
    release.publish(home, "test")
    bring_to_the_page(home, own.read_bytes(), is_sent=True)
    bring_to_the_page(home, own.read_bytes(), is_sent=False)
    export.export(get("csv"), home.catalog, home.pictures, home.exports, on=date(2026, 11, 1))
    list_at_markets(home, str(taken.drafts[0].product_id))
    crawl_folder(home)
    home.backups.mkdir()
    backup.backup(home, home.backups / "a.tar")
    return home


def bring_to_the_page(home: Home, data: bytes, *, is_sent: bool) -> None:
    """What somebody brings for the household to the page `/gui`."""
    with Workbench(home.workbench) as bench:
        who = tickets.Who("Trịnh Thị Khuê", "Khe Mo", "0900 000 014", "cháu Khuê")
        ticket = tickets.id_of(tickets.open_ticket(bench, who))
        kept = [("sheet", "Khuê gửi.xlsx", tickets.keep(home, ticket, data))]
        tickets.add_files(bench, ticket, kept)
        jobs.ask(bench, "preview", ticket)
        work.work(home)
        if is_sent:
            jobs.ask(bench, "send", ticket)
            work.work(home)


def list_at_markets(home: Home, product: str) -> None:
    """Sends everything to a market, confirms that, and says where one product is listed at another."""
    for on in (date(2026, 11, 1), date(2026, 11, 2)):  # the second waits to be confirmed
        options = {"workbench": home.workbench, "base_url": f"https://ocop.example.vn/{on}"}
        export.export(get("haravan"), home.catalog, home.pictures, home.exports, on=on, **options)
        if on.day == 1:
            with Workbench(home.workbench) as bench:
                holdings.confirm(bench, "haravan")
    receiving.link(home, get("postmart"), product, "https://buudien.example.vn/mat-ong-khue-ba", "lan")


def workbook(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    return write_workbook(path, rows, header)


@pytest.fixture
def made(home: Home, made_once: Home) -> Home:
    shutil.copytree(made_once.root, home.root, symlinks=True)
    return home


def dump(home: Home) -> str:
    with sqlite3.connect(f"file:{home.workbench}?mode=ro", uri=True) as db:
        return "\n".join(db.iterdump())


def test_the_canaries_stand_everywhere_before(made: Home) -> None:
    there = traces.found(made.root, CANARIES)
    for place in (
        "workbench.db",
        "inbox/",
        "releases/1",
        "releases/2",
        "crawls/",
        "tickets/",
        "exports/csv",
        "backups/a.tar!inbox",
    ):
        assert any(place in one for one in there), place
    assert {one.rpartition(": ")[2] for one in there} == set(CANARIES)


def test_no_byte_of_the_subject_is_left_in_the_home(made: Home) -> None:
    found = takedown.preview(made, "trinh thi khue")
    assert (found.kind, found.products, len(found.spellings)) == ("producer", 3, 2)
    assert found.shared_deliveries == ("phu luc.xlsx", "xa.xlsx")
    order = takedown.take_down(made, found.id, "bà Trịnh Thị Khuê yêu cầu, 0900 000 014", "lan")
    assert traces.found(made.root, CANARIES) == []
    assert checking.check(made).findings == ()
    whole = dump(made)
    assert all(name in whole for name in OURS)
    assert order.id in whole
    assert {n for (n,) in query(made, "SELECT name FROM products")} == {HONEY[1], CHILLI[1]}


def test_the_release_says_only_ids_of_what_left(made: Home) -> None:
    before = {i for (i,) in query(made, "SELECT id FROM products")}
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    gone = query(made, "SELECT product_id, slug, name, kind FROM changes")
    assert {(s, n, k) for i, s, n, k in gone} == {(i, "Sản phẩm đã gỡ", "withdrawn") for i, *_ in gone}
    assert {i for i, *_ in gone} == before - {i for (i,) in query(made, "SELECT id FROM products")}
    assert [f.name for f in made.releases.iterdir() if not f.name.startswith(".")] == [release.current(made)]
    assert not release.publish(made, "test").is_new


def test_the_rows_of_others_in_a_list_stay_as_they_were(made: Home) -> None:
    def rows(home: Home) -> list[tuple[object, ...]]:
        with sqlite3.connect(home.workbench) as db:
            return db.execute("""SELECT d.facts, r.cells, x.state FROM drafts d JOIN raw_records r USING (id)
                                  JOIN decisions x ON x.draft_id = d.id WHERE d.name IN (?, ?) ORDER BY d.id""",
                              [HONEY[1], CHILLI[1]]).fetchall()  # fmt: skip

    offers = "SELECT * FROM offers WHERE product_id IN (SELECT id FROM products WHERE slug LIKE 'o%')"
    before, pages = rows(made), query(made, offers)
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    assert rows(made) == before != []
    assert query(made, offers) == pages != []
    assert query(made, "SELECT count(*) FROM pictures") == [(1,)]
    with Workbench(made.workbench, is_reading=True) as bench:
        assert [r["holder"] for r in bench.rows("SELECT holder FROM recognitions")] == ["HTX Suối Nhạn"]
    assert len((made.crawls / "abcdefghij" / "records.jsonl").read_text().splitlines()) == 1


def test_a_product_leaves_the_pages_that_name_it(made: Home) -> None:
    takedown.take_down(made, "banh-gat-gu-khe-mo", "yêu cầu", "lan")
    assert [f for f in traces.found(made.root, ["Bánh gật gù"]) if "crawls/" in f] == []
    assert len((made.crawls / "abcdefghij" / "pages.jsonl").read_text().splitlines()) == 1


def test_rows_without_a_producer_go_with_the_delivery_that_names_no_other(home: Home, tmp_path: Path) -> None:
    nameless = ["2", "Chả rươi", "", PLACE, "0900 000 014", "Hộp 300g", "90k", *BANH[7:]]
    receive(home, workbook(tmp_path / "rieng.xlsx", WIDE, [BANH, nameless]))
    receive(
        home,
        workbook(tmp_path / "chung.xlsx", WIDE, [BANH, OTHERS, nameless, ["4", "Nem", "", *HONEY[3:8], *[""] * 6]]),
    )
    takedown.take_down(home, "Trịnh Thị Khuê", "yêu cầu", "lan")
    assert traces.found(home.root, [*CANARIES[:9], "Chả rươi"]) == []
    with Workbench(home.workbench, is_reading=True) as bench:
        assert {r["name"] for r in bench.rows("SELECT name FROM drafts")} == {HONEY[1], "Nem"}


def test_a_message_of_its_own_that_names_no_producer_goes_too(home: Home, tmp_path: Path) -> None:
    receive(home, workbook(tmp_path / "a.xlsx", WIDE, [BANH]))
    for name, words in (("khue", f"Chị Khuê {BANH[4]}: bán bánh sắn 40k/gói 300g"), ("nhan", "Ớt khô 60k/lọ 200g")):
        (tmp_path / f"{name}.txt").write_text(words + "\n", encoding="utf-8")
        receive(home, tmp_path / f"{name}.txt", sender="zalo")
    takedown.take_down(home, "Hộ Trịnh Thị Khuê", "yêu cầu", "lan")
    with Workbench(home.workbench, is_reading=True) as bench:
        assert [r["name"] for r in bench.rows("SELECT name FROM drafts")] == ["Ớt khô"]
    assert traces.found(home.root, ["900000014", "0900 000 014", "bánh sắn"]) == []


def test_who_may_be_the_same_is_named_before_it_is_done(home: Home, tmp_path: Path) -> None:
    other = [*BANH[:2], "HKD TRINH THI KHUE", *BANH[3:]]
    receive(home, workbook(tmp_path / "a.xlsx", WIDE, [BANH, CHILLI_WIDE]))
    receive(home, workbook(tmp_path / "b.xlsx", WIDE, [other]))
    with Workbench(home.workbench, is_reading=True) as bench:
        khue = subjects.producer(bench, "Hộ Trịnh Thị Khuê")
    stays = takedown.preview(home, khue).stays
    assert any("HKD TRINH THI KHUE" in sentence for sentence in stays)
    assert not any("Suối Nhạn" in sentence for sentence in stays)


def test_a_damaged_home_does_not_stop_its_restoration(made: Home) -> None:
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    made.workbench.write_bytes(b"not a database" * 100)
    restored = restore.restore(made.backups / "a.tar", made, force=True)
    assert restored.aside is not None
    assert traces.found(made.root, CANARIES) == []


def test_a_home_that_is_not_there_is_not_made(home: Home) -> None:
    assert ocop(home, "takedown", "--complete").returncode == 0
    assert ocop(home, "takedown", "x", "--yes", "--reason", "y").returncode == 2
    assert ocop(home, "retention", "--yes").returncode == 0
    assert not home.root.exists()


def test_a_product_alone_goes_and_its_producer_stays(made: Home) -> None:
    found = takedown.preview(made, "mam-ruoc-khe-mo")
    assert (found.kind, found.rows, found.recognitions) == ("product", 2, 0)
    takedown.take_down(made, found.id, "yêu cầu", "lan")
    assert traces.found(made.root, ["Mắm ruốc"]) == []
    assert [f for f in traces.found(made.root, ["Bánh gật gù"]) if "crawls/" in f]
    assert {n for (n,) in query(made, "SELECT name FROM products")} >= {BANH[1], HONEY[1]}
    assert checking.check(made).findings == ()


def test_what_is_sent_again_is_refused_or_asked(made: Home, tmp_path: Path, made_once: Home) -> None:
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    list_of_many = made_once.root.parent / "xa.xlsx"
    (again,) = receive(made, list_of_many)
    assert again.status == "refused"
    assert again.reason is not None
    assert "đã được gỡ theo yêu cầu ngày" in again.reason
    assert ocop(made, "import", str(list_of_many)).returncode == 2
    (asked,) = receive(made, workbook(tmp_path / "moi.xlsx", WIDE, [BANH, OTHERS, ["3", "Chả", "Hộ khác", *BANH[3:]]]))
    states = [(d.state, [i.code for i in d.issues if i.code == "subject-taken-down"]) for d in asked.drafts]
    assert states == [("held", ["subject-taken-down"]), ("accepted", []), ("held", ["subject-taken-down"])]
    (shown,) = receive(made, workbook(tmp_path / "anh.xlsx", WIDE, [OTHERS]), photo(tmp_path / f"{HONEY[1]}.jpg", 1))
    assert any("đã được gỡ" in i.message for d in shown.drafts for i in d.issues)


@pytest.mark.parametrize(
    ("producer", "place", "is_asked"),
    [
        ("Hộ kinh doanh Trịnh Thị Khuê", PLACE, True),
        ("HKD Trịnh Thị Khuê", PLACE, True),
        ("bà Trịnh Thị Khuê", PLACE, True),
        ("TRỊNH THỊ KHUÊ", PLACE, True),
        ("Hộ Trịnh Thỵ Khuê", PLACE, True),
        ("cô Trịnh thị Khuê.", PLACE, True),
        ("Trinh Thi Khue", PLACE, False),  # its accents cannot be guessed
        ("Hộ kinh doanh Trịnh Thị Khuê", "tỉnh Quảng Ninh", True),  # the commune is not said any more
        ("Hộ Trịnh Thị Khuê", "xã Viễn Sơn, Văn Yên, Yên Bái", False),  # of that name elsewhere
        ("Hộ Trịnh Thị Khuyên", PLACE, False),
        ("HTX Suối Nhạn", PLACE, False),
    ],
)
def test_another_spelling_with_another_telephone_is_asked(
    made: Home, tmp_path: Path, producer: str, place: str, is_asked: bool
) -> None:
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    row = ["1", "Nem chua", producer, place, "0900 000 077", *BANH[5:]]
    (again,) = receive(made, workbook(tmp_path / "moi.xlsx", WIDE, [row]))
    codes = [i.code for i in again.drafts[0].issues if i.code.startswith("subject-")]
    assert codes == (["subject-maybe-taken-down"] if is_asked else [])
    assert not is_asked or again.drafts[0].state == "held"


def test_nothing_more_of_a_name_is_kept_than_the_digest_that_it_had(made: Home) -> None:
    with Workbench(made.workbench, is_reading=True) as bench:
        had = {identity.digest(row["key"]) for row in bench.rows("SELECT key FROM identities")}
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    with Workbench(made.workbench, is_reading=True) as bench:
        kept = {row["hash"] for row in bench.rows("SELECT hash FROM tombstones WHERE kind = 'producer'")}
    assert kept
    assert kept <= had


def test_a_crawl_that_meets_it_again_drops_it_without_asking(made: Home) -> None:
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    shutil.rmtree(made.crawls)
    folder = crawl_folder(made)
    records = list(map(crawling.json.loads, (folder / "records.jsonl").read_text("utf-8").splitlines()))
    for record in records:
        record["fields"]["address"] = PLACE if "Khuê" in record["fields"]["producer"] else CHILLI[3]
    kept = crawling._without_gone(made, folder, records)
    assert [r["fields"]["name"] for r in kept] == ["Ớt chào mào"]
    assert len((folder / "records.jsonl").read_text().splitlines()) == 1


def test_an_address_that_was_taken_down_is_given_to_nobody_else(made: Home, tmp_path: Path) -> None:
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    row = ["1", BANH[1], "HTX Tiên Yên", "xã Viễn Sơn, Văn Yên, Yên Bái", "0900 000 021", *BANH[5:8], *[""] * 6]
    receive(made, workbook(tmp_path / "khac.xlsx", WIDE, [row]))
    release.publish(made, "test")
    assert "banh-gat-gu-khe-mo-2" in {s for (s,) in query(made, "SELECT slug FROM products")}


@pytest.mark.parametrize("step", ["crawl_folders.forget", "_drop_exports", "removals.remove", "drop_files", "compact",
                                  "rebuild", "_drop_releases"])  # fmt: skip
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_death_at_a_step_is_completed_by_running_it_again(made: Home, monkeypatch, step: str, when: str) -> None:
    owner = getattr(removal, step.partition(".")[0]) if "." in step else removal
    name = step.rpartition(".")[2]
    real = getattr(owner, name)

    def die(*arguments: object) -> None:
        if when == "after":
            real(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(owner, name, die)
    with pytest.raises(KeyboardInterrupt):
        takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    monkeypatch.undo()
    assert "takedown-unfinished" in {f.code for f in checking.check(made).findings}
    assert len(takedown.complete(made, "lan")) == 1
    assert traces.found(made.root, CANARIES) == []
    assert checking.check(made, repair=True).findings == ()
    assert takedown.complete(made, "lan") == []


def test_a_death_while_backups_are_rewritten_leaves_them_whole(made: Home, monkeypatch) -> None:
    real = backup.replace

    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    monkeypatch.setattr(backup, "replace", real)
    backup.archive.verify(made.backups / "a.tar")
    takedown.complete(made, "lan")
    assert traces.found(made.root, CANARIES) == []


def test_an_older_backup_forgets_again_when_it_is_restored(made: Home, tmp_path: Path) -> None:
    outside = backup.backup(made, tmp_path / "usb.tar").file
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    restored = restore.restore(outside, made, force=True)
    assert restored.taken_down == 1
    assert restored.aside is not None
    assert traces.found(made.root, CANARIES) == []
    assert checking.check(made).findings == ()
    # Elsewhere, where no home stands, the list beside the file says so.
    (tmp_path / "usb").mkdir()
    shutil.move(outside, tmp_path / "usb" / "a.tar")
    backup.backup(made, tmp_path / "usb" / "later.tar")
    there = Home(tmp_path / "there")
    restore.restore(tmp_path / "usb" / "a.tar", there)
    assert traces.found(there.root, CANARIES) == []
    assert takedown_list.read(tmp_path / "usb")[0].kind == "producer"


def test_the_backup_in_the_home_is_restored_without_it(made: Home, tmp_path: Path) -> None:
    takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    there = Home(tmp_path / "there")
    assert restore.restore(made.backups / "a.tar", there).taken_down == 0
    assert traces.found(there.root, CANARIES) == []
    assert checking.check(there).findings == ()
    assert release.publish(there, "test").id == release.current(there)


def test_the_only_producer_leaves_an_empty_catalogue(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([CHILLI]))
    release.publish(home, "test")
    takedown.take_down(home, "HTX Suối Nhạn", "yêu cầu", "lan")
    assert query(home, "SELECT count(*) FROM products") == [(0,)]
    assert traces.found(home.root, ["Suối Nhạn", "chào mào"]) == []
    assert checking.check(home).findings == ()


def test_nothing_is_begun_while_a_crawl_is_at_work(made: Home) -> None:
    with locked(made.crawls / "abcdefghij" / "lock"), pytest.raises(Conflict, match="crawl is at work"):
        takedown.take_down(made, "Trịnh Thị Khuê", "yêu cầu", "lan")
    assert checking.check(made).findings == ()


def test_the_command_shows_first_and_does_it_with_yes(made: Home) -> None:
    before = dump(made)
    shown = ocop(made, "takedown", "Trịnh Thị Khuê")
    assert shown.returncode == 0, shown.stderr
    for words in ("Hộ bà Trịnh Thị Khoê", "xa.xlsx", "a.tar", "Nothing was removed", "Backups outside the home"):
        assert words in shown.stdout
    assert dump(made) == before
    assert ocop(made, "takedown", "Trịnh Thị Khuê", "--yes").returncode == 2
    done = ocop(made, "takedown", "Trịnh Thị Khuê", "--yes", "--reason", "yêu cầu", "--by", "lan")
    assert done.returncode == 0, done.stderr
    assert traces.found(made.root, CANARIES) == []
    with pytest.raises(Unknown):
        takedown.preview(made, "Trịnh Thị Khuê")


def test_a_release_that_was_built_before_the_run_died_is_the_one_that_is_published(
    made: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(release, "point_to", dies)
        with pytest.raises(KeyboardInterrupt):
            takedown.take_down(made, "Hộ Trịnh Thị Khuê", "theo yêu cầu", "lan")
    with Workbench(made.workbench, is_reading=True) as bench:
        built = bench.rows("SELECT id FROM releases ORDER BY number DESC")[0]["id"]
    takedown.complete(made, "lan")
    assert release.current(made) == built
    with Workbench(made.workbench, is_reading=True) as bench:
        assert bench.rows("SELECT id FROM releases ORDER BY number DESC")[0]["id"] == built
