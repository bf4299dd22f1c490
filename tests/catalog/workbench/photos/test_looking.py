"""Pixels are looked at after the import, and what is seen in them reaches the rows, the queue and the sheet."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

import images
from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.photos import looking, pictures
from catalog.workbench.reviewing import queue, review
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HEADER, HONEY, QUE, ROOT, receive
from tests.images.degraded import again, bright, collage, dark, lettered, page
from tests.images.made import encoded
from tests.images.processes import wait_until
from tests.images.scenes import scene

Write = Callable[..., Path]
WITH_PHOTOS = [*HEADER, "Ảnh"]


def save(image: Image.Image, path: Path) -> None:
    image.save(path, quality=85)


def said(home: Home) -> list[tuple[int | None, str, str]]:
    """(draft, code, cell) of every issue that only pixels or other pictures can say."""
    with Workbench(home.workbench, is_reading=True) as bench:
        rows = bench.rows("SELECT draft_id, code, cell FROM issues WHERE code LIKE 'picture-%' ORDER BY draft_id, code")
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_an_import_decodes_no_pixel(home: Home, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = images.confined.ask
    monkeypatch.setattr(images.confined, "ask", lambda do, data: asked.append(do) or real(do, data))
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(scene(1), folder / "a.jpg")
    receive(home, folder)
    assert asked == ["probe"]
    assert not (home.pictures / "derived").exists()
    with Workbench(home.workbench) as bench:
        assert len(looking.pending(bench)) == 1


def test_what_is_wrong_with_a_photo_is_asked_beside_its_row(home: Home, write: Write, folder: Path) -> None:
    dice, good = random.Random(3), scene(1)
    worse = {
        "picture-blurred": good.filter(ImageFilter.GaussianBlur(4)),
        "picture-dark": dark(good, dice),
        "picture-bright": bright(good, dice),
        "picture-document": page(good, dice),
        "picture-collage": collage([scene(n) for n in (2, 3, 4, 5)], dice),
        "picture-lettered": lettered(scene(6), random.Random(1)),
    }
    rows = [[str(n), f"Sản phẩm số {n}", *HONEY[2:], f"{code}.jpg"] for n, code in enumerate(worse, 1)]
    write(rows, header=WITH_PHOTOS)
    for code, image in worse.items():
        save(image, folder / f"{code}.jpg")
    receive(home, folder)
    tally = looking.work_off(home)
    assert (tally.looked, tally.refused) == (6, 0)
    column = chr(ord("A") + len(HEADER))
    first = int(said(home)[0][2].removeprefix(column))
    wanted = [(n, code, f"{column}{first + n - 1}") for n, code in enumerate(worse, 1)]
    assert [one for one in said(home) if one[1] != "picture-alike"] == wanted
    with Workbench(home.workbench) as bench:
        for code in worse:
            found = queue.queue(bench, queue.Wanted("accepted", issue=code))
            assert len(found) == 1
            assert any("Ảnh “" in message for message in found[0]["issues"])


def test_a_good_photo_is_not_asked_about_and_is_drawn(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(scene(1), folder / "a.jpg")
    receive(home, folder)
    assert looking.work_off(home).doubts == {}
    (one,) = pictures.listed(home)
    assert (one["warnings"], one["why"]) == ([], None)
    assert one["looked_at"]
    assert all(images.path_of(one["sha256"], size.name, home.pictures).exists() for size in images.SIZES)


def test_a_second_run_finds_nothing_to_do(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(scene(1).filter(ImageFilter.GaussianBlur(4)), folder / "a.jpg")
    receive(home, folder)
    looking.work_off(home)
    before = said(home)
    assert looking.work_off(home) == looking.Tally()
    assert said(home) == before == [(1, "picture-blurred", before[0][2])]


def test_a_picture_that_came_before_is_asked_about_at_once(home: Home, write: Write, folder: Path) -> None:
    blur = scene(1).filter(ImageFilter.GaussianBlur(4))
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(blur, folder / "a.jpg")
    receive(home, folder)
    looking.work_off(home)
    write([[*HONEY[:6], "190k", HONEY[7], "a.jpg"]], header=WITH_PHOTOS)
    taken = receive(home, folder)
    assert "picture-blurred" in [i.code for d in taken[0].drafts for i in d.issues]
    looking.work_off(home)
    with Workbench(home.workbench) as bench:
        assert [r[0] for r in bench.rows("SELECT count(*) FROM issues WHERE code = 'picture-blurred' GROUP BY draft_id")
                ] == [1, 1]  # fmt: skip


def test_a_file_that_breaks_off_is_told_and_not_published(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "a.jpg"], [*QUE, "b.jpg"]], header=WITH_PHOTOS)
    whole = encoded(scene(1), quality=85)
    (folder / "a.jpg").write_bytes(whole[: len(whole) // 2])
    save(scene(2), folder / "b.jpg")
    receive(home, folder)
    tally = looking.work_off(home)
    assert (tally.looked, tally.refused, dict(tally.doubts)) == (2, 1, {"picture-unusable": 1})
    cut = next(p for p in pictures.listed(home) if p["name"] == "a.jpg")
    assert "bị cắt" in cut["why"]
    release.publish(home, "test")
    assert not images.path_of(cut["sha256"], "card", home.pictures).exists()
    again_sent = receive(home, folder)  # the same file: nothing has to be decoded to know it
    assert "picture-unusable" in [i.code for s in again_sent for d in s.drafts for i in d.issues]


def test_a_photo_of_another_product_and_one_of_another_producer(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(scene(1), folder / "a.jpg")
    receive(home, folder)
    looking.work_off(home)
    (folder / "a.jpg").unlink()
    other = [*CHILLI[:2], "HTX Sườn Non", *CHILLI[3:]]
    write([[*QUE, "b.jpg"], [*other, "c.jpg"]], header=WITH_PHOTOS)
    save(again(scene(1).resize((700, 525)), 60), folder / "b.jpg")
    save(again(scene(1), 40), folder / "c.jpg")
    receive(home, folder)
    looking.work_off(home)
    same_maker = QUE[2] == HONEY[2]
    assert [code for _, code, _ in said(home)] == [
        "picture-alike" if same_maker else "picture-elsewhere",
        "picture-elsewhere",
    ]
    with Workbench(home.workbench) as bench:
        messages = [r[0] for r in bench.rows("SELECT message FROM issues WHERE code = 'picture-elsewhere'")]
    assert all(HONEY[2] not in message for message in messages)  # whose it is stays with the officers


def test_who_sends_a_photo_again_is_not_asked_because_it_was_taken(home: Home, write: Write, folder: Path) -> None:
    save(scene(1), folder / "a.jpg")
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    receive(home, folder)
    write([[*CHILLI[:2], "HTX Sườn Non", *CHILLI[3:], "a.jpg"]], header=WITH_PHOTOS)
    receive(home, folder)
    write([[*HONEY[:6], "190k", HONEY[7], "a.jpg"]], header=WITH_PHOTOS)
    receive(home, folder)
    looking.work_off(home)
    assert [(draft, code) for draft, code, _ in said(home)] == [(2, "picture-elsewhere")]


def test_the_policy_may_hold_what_pixels_say_and_a_person_overrules_it(home: Home, write: Write, folder: Path) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.config_file.write_text('[review]\nhold = ["picture-blurred"]\n')
    write([[*HONEY, "a.jpg"], [*QUE, "b.jpg"]], header=WITH_PHOTOS)
    for n, name in enumerate(("a.jpg", "b.jpg"), 1):
        save(scene(n).filter(ImageFilter.GaussianBlur(4)), folder / name)
    (taken,) = receive(home, folder)
    assert {d.state for d in taken.drafts} == {"accepted"}
    with Workbench(home.workbench) as bench:
        review.decide(bench, [2], "accepted", "cán bộ", "seen")
    looking.work_off(home)
    with Workbench(home.workbench) as bench:
        states = [tuple(r) for r in bench.rows("SELECT draft_id, state, reason FROM states ORDER BY draft_id")]
    assert states[0] == (1, "held", "picture-blurred")
    assert states[1][1] == "accepted"


def test_a_new_recipe_looks_and_draws_again(
    home: Home, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(scene(1).filter(ImageFilter.GaussianBlur(4)), folder / "a.jpg")
    receive(home, folder)
    looking.work_off(home)
    before = said(home)
    monkeypatch.setattr(images.recipe, "JUDGED", images.recipe.JUDGED + 1)
    assert looking.work_off(home).looked == 1
    assert said(home) == before


def test_a_picture_of_nobodys_is_only_said_to_be_broken(home: Home, write: Write, folder: Path) -> None:
    write([HONEY])
    save(scene(1).filter(ImageFilter.GaussianBlur(4)), folder / "z5123456789012_0a1b.jpg")
    receive(home, folder)
    assert looking.work_off(home).doubts == {}
    assert pictures.unmatched(home)[0]["warnings"] == ["picture-blurred"]


WATCH = [sys.executable, "-c", "from catalog.cli import main; main()"]


def test_a_watcher_works_off_what_comes_and_ends_with_its_pipe(home: Home, write: Write, folder: Path) -> None:
    write([[*HONEY, "a.jpg"]], header=WITH_PHOTOS)
    save(scene(1), folder / "a.jpg")
    receive(home, folder)
    command = [*WATCH, "--home", str(home.root), "pictures", "--watch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as watcher:
        assert wait_until(lambda: _waiting(home) == 0)
        (folder / "a.jpg").unlink()
        write([[*QUE, "b.jpg"]], header=WITH_PHOTOS)
        save(scene(2), folder / "b.jpg")
        receive(home, folder)
        assert wait_until(lambda: _waiting(home) == 0)
        assert watcher.poll() is None
        _, said_aloud = watcher.communicate(timeout=60)  # closes its standard input
    assert (watcher.returncode, said_aloud) == (0, b"")


def _waiting(home: Home) -> int:
    with Workbench(home.workbench, is_reading=True) as bench:
        return len(looking.pending(bench))


def test_a_watcher_that_is_killed_is_followed_by_the_next(home: Home, write: Write, folder: Path) -> None:
    rows = [[str(n), f"Sản phẩm số {n}", *HONEY[2:], f"{n}.jpg"] for n in range(1, 9)]
    write(rows, header=WITH_PHOTOS)
    for n in range(1, 9):
        save(scene(n), folder / f"{n}.jpg")
    receive(home, folder)
    command = [*WATCH, "--home", str(home.root), "pictures", "--watch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as watcher:
        assert wait_until(lambda: any((home.pictures / "derived").rglob("*.webp")))
        watcher.kill()
    looking.work_off(home)
    assert _waiting(home) == 0
    assert all(p["looked_at"] and not p["why"] for p in pictures.listed(home))
