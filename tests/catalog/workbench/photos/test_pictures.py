"""Pictures of a delivery: who gets which, what stays nobody's, what people say of it, and how it is undone."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from PIL import Image

from catalog.errors import Conflict, Unknown
from catalog.publish import release
from catalog.publish.tables import reading
from catalog.workbench import days
from catalog.workbench.home import Home
from catalog.workbench.photos import album, looking, pictures, scans
from catalog.workbench.reviewing import review
from catalog.workbench.rows.submissions import Submission
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HEADER, HONEY, QUE, ROWS, receive

Write = Callable[..., Path]
WITH_PHOTOS = [*HEADER, "Ảnh"]
ZALO = "z5123456789012_0a1b2c3d4e5f.jpg"


def photo(path: Path, seed: int = 0, size: tuple[int, int] = (640, 560)) -> Path:
    """A small picture; equal seeds and sizes give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grain = np.random.default_rng(seed).integers(0, 255, (8, 8, 3), np.uint8)
    Image.fromarray(grain).resize(size).save(path)
    return path


def names(taken: list[Submission]) -> list[list[str]]:
    return [[p.name for p in d.pictures] for s in taken for d in s.drafts]


def codes(taken: list[Submission]) -> list[str]:
    every = [i for s in taken for i in [*s.issues, *(i for d in s.drafts for i in d.issues)]]
    return [i.code for i in every if i.code.startswith(("picture", "scan"))]


def published(home: Home) -> dict[str, list[str]]:
    """Product → hashes of its pictures in the current release."""
    release.publish(home, "test")
    db = reading.connect(home.catalog)
    try:
        return {p.facts["name"]: [i["sha256"] for i in p.pictures] for p in reading.products(db, days.today())}
    finally:
        db.close()


def dump(home: Home) -> list[str]:
    with sqlite3.connect(home.workbench) as db:
        return list(db.iterdump())


def test_a_folder_gives_every_product_its_photos_in_order(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "nhãn trước.jpg; MAT SAU.JPG"], QUE, CHILLI], header=WITH_PHOTOS)
    sent = ["Mat sau.jpg", "nhan truoc.jpg", "mat-ong-hoa-nhan-doi-vai-10.jpg", "mat-ong-hoa-nhan-doi-vai-9.jpg"]
    for seed, name in enumerate([*sent, "Quế thanh Đồi Vải/IMG_1.jpg", ZALO]):
        photo(folder / name, seed)
    taken = receive(home, folder)
    assert names(taken) == [
        ["nhãn trước.jpg", "MAT SAU.JPG", "mat-ong-hoa-nhan-doi-vai-9.jpg", "mat-ong-hoa-nhan-doi-vai-10.jpg"],
        ["Quế thanh Đồi Vải/IMG_1.jpg"],
        [],
    ]
    assert codes(taken) == ["pictures-unmatched"]
    assert ZALO in taken[0].issues[0].message


def test_a_zip_gives_the_same_as_its_folder(home: Home, write: Write, folder: Path, tmp_path: Path) -> None:
    write()
    for seed, name in enumerate(["ot-chao-mao.jpg", "Quế thanh Đồi Vải/1.jpg", "anh/x/mat ong.jpg"]):
        photo(folder / name, seed)
    packed = tmp_path / "gui.zip"
    with zipfile.ZipFile(packed, "w") as into:
        for path in sorted(folder.rglob("*")):
            into.write(path, path.relative_to(folder))
    (zipped,) = receive(Home(tmp_path / "other"), packed)
    (plain,) = receive(home, folder)
    assert (
        names([zipped]) == names([plain]) == [["anh/x/mat ong.jpg"], ["Quế thanh Đồi Vải/1.jpg"], ["ot-chao-mao.jpg"]]
    )
    assert codes([plain]) == ["picture-by-name"]


def test_pictures_pasted_into_cells_stand_between_named_and_matched_ones(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    pasted = photo(tmp_path / "dan.png", 1)
    with xlsxwriter.Workbook(str(folder / "hang.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([WITH_PHOTOS, [*HONEY, "a.jpg"], [*QUE, ""]]):
            sheet.write_row(number, 0, row)
        for cell in ("I2", "I3"):
            sheet.insert_image(cell, str(pasted))
    photo(folder / "a.jpg", 2)
    photo(folder / "mat ong hoa nhan doi vai.png", 1)  # the pasted one once more
    photo(folder / "mat ong hoa nhan doi vai.jpg", 3)
    taken = receive(home, folder)
    assert names(taken) == [
        ["a.jpg", "image1.png (dòng 2)", "mat ong hoa nhan doi vai.jpg"],
        ["image1.png (dòng 3)"],
    ]


def test_rows_of_one_product_share_its_photos_and_show_each_once(home: Home, write: Write, folder: Path) -> None:
    larger = ["4", *HONEY[1:5], "Chai 1 lít", "280.000đ", "", "lit.jpg"]
    write([[*HONEY, "nua.jpg"], larger], header=WITH_PHOTOS)
    for seed, name in enumerate(["nua.jpg", "lit.jpg", "mat-ong-hoa-nhan-doi-vai.jpg"]):
        photo(folder / name, seed)
    taken = receive(home, folder)
    assert names(taken) == [[n, "mat-ong-hoa-nhan-doi-vai.jpg"] for n in ("nua.jpg", "lit.jpg")]
    first, second = (d.pictures for d in taken[0].drafts)
    assert published(home) == {HONEY[1]: [p.sha256 for p in (first[0], first[1], second[0])]}


def test_damaged_and_odd_pictures_are_said_and_stop_nothing(home: Home, write: Write, folder: Path) -> None:
    write([HONEY, QUE])
    (folder / "que thanh doi vai.jpg").write_bytes(b"\xff\xd8\xff nothing more")
    (folder / "khac.jpg").write_bytes(b"not found")
    photo(folder / "mat ong hoa nhan doi vai.jpg", size=(300, 200))
    first, second = (Image.new("RGB", (600, 600), c) for c in ("red", "blue"))
    first.save(folder / "mat ong hoa nhan doi vai 2.gif", save_all=True, append_images=[second])
    whole = photo(folder / "mat ong hoa nhan doi vai 3.jpg", 1, (1200, 1200))
    whole.write_bytes(whole.read_bytes()[:-150])
    taken = receive(home, folder)
    assert [d.state for d in taken[0].drafts] == ["accepted", "accepted"]
    at_once = ["picture-frames", "picture-small", "picture-unusable", "picture-unusable"]
    assert sorted(codes(taken)) == at_once
    assert looking.work_off(home).doubts["picture-cut"] == 1
    assert "300 × 200" in next(i.message for i in taken[0].drafts[0].issues if i.code == "picture-small")


def test_a_broken_colour_profile_is_said(home: Home, write: Write, folder: Path) -> None:
    write([HONEY])
    Image.new("RGB", (600, 600), "red").save(folder / "mat ong hoa nhan doi vai.jpg", icc_profile=b"no profile")
    assert codes(receive(home, folder)) == []
    assert looking.work_off(home).doubts["picture-profile"] == 1


def test_one_name_of_two_photos_is_asked(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "IMG_0001.jpg"]], header=WITH_PHOTOS)
    photo(folder / "may 1/IMG_0001.jpg", 1)
    photo(folder / "may 2/IMG_0001.jpg", 2)
    taken = receive(home, folder)
    assert names(taken) == [[]]
    assert sorted(codes(taken)) == ["picture-unclear", "pictures-unmatched"]


def test_one_picture_for_many_products_is_asked(home: Home, write: Write, folder: Path) -> None:
    write([[*row, "logo.png"] for row in ROWS], header=WITH_PHOTOS)
    photo(folder / "logo.png")
    taken = receive(home, folder)
    assert names(taken) == [["logo.png"]] * 3
    assert codes(taken) == ["picture-shared"]


def test_limits(home: Home, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(album, "MOST_PER_DELIVERY", 4)
    monkeypatch.setattr(album, "MOST_PER_PRODUCT", 3)
    write([HONEY])
    for number in range(1, 6):
        photo(folder / f"mat-ong-hoa-nhan-doi-vai-{number}.jpg", number)
    taken = receive(home, folder)
    assert sorted(codes(taken)) == ["picture-many", "pictures-over-limit"]
    assert names(taken) == [[f"mat-ong-hoa-nhan-doi-vai-{n}.jpg" for n in (1, 2, 3)]]
    assert [p["name"] for p in pictures.unmatched(home)] == ["mat-ong-hoa-nhan-doi-vai-4.jpg"]


def test_links_stay_addresses(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "https://example.vn/mat-ong.jpg"]], header=WITH_PHOTOS)
    photo(folder / "khac.jpg")
    taken = receive(home, folder)
    assert "https://example.vn/mat-ong.jpg" in taken[0].drafts[0].facts["images"]
    assert codes(taken) == ["pictures-unmatched"]


def test_the_same_delivery_again_changes_nothing(home: Home, write: Write, folder: Path) -> None:
    write()
    photo(folder / "ot chao mao.jpg")
    photo(folder / ZALO, 1)
    receive(home, folder)
    before = dump(home)
    receive(home, folder)
    assert len(dump(home)) == len(before) + 1  # the second receipt
    assert [line for line in before if line not in dump(home)] == []


def test_photos_that_were_forgotten_come_with_the_same_sheet_again(home: Home, write: Write, folder: Path) -> None:
    write()
    receive(home, folder)
    assert published(home)[CHILLI[1]] == []
    photo(folder / "ot chao mao.jpg")
    ((_, _, (sent,)),) = [[d.pictures for d in s.drafts] for s in receive(home, folder)]
    assert published(home)[CHILLI[1]] == [sent.sha256]


def test_a_corrected_sheet_may_name_photos_that_came_before(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "a.jpg; b.jpg"]], header=WITH_PHOTOS)
    for seed, name in enumerate("ab"):
        photo(folder / f"{name}.jpg", seed)
    receive(home, folder)
    before = published(home)
    dearer = [*HONEY[:6], "160.000đ", "", "a.jpg; B.JPG; c.jpg"]
    (taken,) = receive(home, write([dearer], header=WITH_PHOTOS))
    assert codes([taken]) == ["picture-missing"]
    assert published(home) == before


def test_a_dry_run_says_the_same_of_names_and_keeps_nothing(home: Home, write: Write, folder: Path) -> None:
    write()
    photo(folder / "mat ong.jpg")
    photo(folder / ZALO, 1)
    (taken,) = receive(home, folder, dry_run=True)
    assert sorted(codes([taken])) == ["picture-by-name", "pictures-unmatched"]
    (alone,) = receive(home, folder / ZALO, dry_run=True)
    assert alone.status == "refused"
    assert not home.root.exists()


def test_a_picture_of_nobody_is_assigned_and_taken_away_again(home: Home, write: Write, folder: Path) -> None:
    write()
    photo(folder / ZALO)
    (taken,) = receive(home, folder)
    (waiting,) = pictures.unmatched(home)
    assert (waiting["name"], waiting["file"], waiting["sender"]) == (ZALO, "hang.xlsx", "test")
    assert Path(waiting["path"]).read_bytes() == (folder / ZALO).read_bytes()
    assert published(home)[CHILLI[1]] == []
    product = str(taken.drafts[2].product_id)
    assert pictures.assign(home, ZALO, "3", by="officer") == (waiting["sha256"], product)
    pictures.assign(home, waiting["sha256"][:10], product, by="officer")  # said before: nothing is added
    assert pictures.unmatched(home) == []
    assert published(home)[CHILLI[1]] == [waiting["sha256"]]
    assert "pictures-unmatched" not in codes(receive(home, folder))
    pictures.remove(home, ZALO, product, by="chair", reason="nhầm")
    assert published(home)[CHILLI[1]] == []
    with Workbench(home.workbench) as bench:
        rows = bench.rows("SELECT is_given, decided_by, reason FROM picture_assignments ORDER BY id")
    assert [tuple(r) for r in rows] == [(1, "officer", ""), (0, "chair", "nhầm")]


def test_a_picture_that_was_matched_wrongly_is_taken_away(home: Home, write: Write, folder: Path) -> None:
    write()
    photo(folder / "ot chao mao.jpg")
    photo(folder / "ot chao mao 2.jpg", 1)
    (taken,) = receive(home, folder)
    first, second = taken.drafts[2].pictures
    pictures.remove(home, "ot chao mao.jpg", str(taken.drafts[2].product_id), by="officer")
    pictures.assign(home, first.sha256, str(taken.drafts[0].product_id), by="officer")
    shown = published(home)
    assert (shown[HONEY[1]], shown[CHILLI[1]]) == ([first.sha256], [second.sha256])
    receive(home, folder)
    assert published(home) == shown


def test_undoing_a_submission_takes_its_pictures_back(home: Home, write: Write, folder: Path) -> None:
    (kept,) = receive(home, write())
    write([HONEY, QUE])
    photo(folder / "que thanh doi vai.jpg")
    photo(folder / ZALO, 1)
    (taken,) = receive(home, folder)
    pictures.assign(home, ZALO, str(kept.drafts[2].product_id), by="officer")
    assert [len(s) for s in published(home).values()].count(1) == 2
    with Workbench(home.workbench) as bench:
        review.take_back(bench, taken.id, "nhầm", "officer")
    assert pictures.listed(home) == []
    assert set(map(len, published(home).values())) == {0}
    receive(home, folder)  # what a person said of a picture holds when it comes again
    assert [len(s) for s in published(home).values()].count(1) == 2


def test_pictures_and_products_that_are_not_there_are_refused(home: Home, write: Write, folder: Path) -> None:
    write()
    for seed, name in enumerate(["1/IMG_1.jpg", "2/IMG_1.jpg"]):
        photo(folder / name, seed)
    receive(home, folder)
    with pytest.raises(Unknown, match="IMG_1"):
        pictures.assign(home, "khong-co.jpg", "1", by="officer")
    with pytest.raises(Unknown, match="không có"):
        pictures.assign(home, "1/IMG_1.jpg", "không có", by="officer")
    with pytest.raises(Conflict, match="hash"):
        pictures.assign(home, "IMG_1.jpg", "1", by="officer")


def test_a_refusal_of_consent_hides_assigned_pictures_too(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "không"]], header=[*HEADER, "Đồng ý dùng ảnh"])
    photo(folder / ZALO)
    receive(home, folder)
    pictures.assign(home, ZALO, "1", by="officer")
    assert published(home) == {HONEY[1]: []}


def test_a_death_between_originals_and_rows_leaves_the_state_before(
    home: Home, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(home, write([QUE]))
    before = dump(home)
    write([HONEY])
    photo(folder / "mat ong hoa nhan doi vai.jpg")
    insert = Workbench.insert

    def fail(self: Workbench, table: str, *rest: object, **how: object) -> None:
        if table == "draft_pictures":
            raise sqlite3.OperationalError("database or disk is full")
        insert(self, table, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Workbench, "insert", fail)
    with pytest.raises(sqlite3.OperationalError):
        receive(home, folder)
    monkeypatch.undo()
    assert len([p for p in (home.pictures / "originals").rglob("*") if p.is_file()]) == 1
    assert dump(home) == before
    (taken,) = receive(home, folder)
    assert published(home)[HONEY[1]] == [taken.drafts[0].pictures[0].sha256]


def test_pictures_beside_a_sheet_that_cannot_be_read_are_kept(home: Home, folder: Path) -> None:
    (folder / "hang.xlsx").write_bytes(b"PK\x03\x04 cut off")
    photo(folder / ZALO)
    (taken,) = receive(home, folder)
    assert (taken.status, codes([taken])) == ("refused", ["pictures-unmatched"])
    assert [(p["name"], p["submission"]) for p in pictures.unmatched(home)] == [(ZALO, None)]


@pytest.mark.parametrize("name", ["bang.jpg", "bang.pdf", "khong duoi"])
def test_a_scan_alone_is_kept_and_not_read(home: Home, folder: Path, name: str) -> None:
    path = photo(folder / "bang.png", size=(900, 1200)).rename(folder / name)
    if name.endswith(".pdf"):
        Image.open(path).save(path, "PDF")
    (taken,) = receive(home, path)
    receive(home, path)
    assert (taken.status, taken.drafts, codes([taken])) == ("refused", [], ["scan-kept"])
    assert "là bản chụp" in str(taken.reason)
    (kept,) = scans.listed(home)
    assert (kept["name"], kept["sender"]) == (name, "test")
    assert Path(kept["path"]).read_bytes() == path.read_bytes()
    assert len(pictures.unmatched(home)) == (not name.endswith(".pdf"))


def test_a_sheet_that_is_called_a_picture_is_read(home: Home, write: Write, folder: Path) -> None:
    path = write().rename(folder / "hang.jpg")
    assert len(receive(home, path)[0].drafts) == len(ROWS)
