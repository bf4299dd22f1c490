"""Many pictures: refusals stay alone, progress is told, a kill leaves nothing half, no process is left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import images
from tests.conftest import ROOT
from tests.images.made import encoded, flat, jpeg, noise
from tests.images.processes import children, is_gone, wait_until


def stored(folder: Path, count: int) -> list[str]:
    return [images.store(jpeg((shade, 90, 90), (520, 510)), folder).sha256 for shade in range(0, count * 10, 10)]


def test_refused_pictures_are_reported_and_the_others_derived(tmp_path: Path) -> None:
    good = stored(tmp_path, 4)
    rotten, gone = images.store(jpeg(), tmp_path).sha256, "0" * 64
    images.original_of(rotten, tmp_path).write_bytes(b"%PDF-1.7")
    told: list[tuple[int, int]] = []
    shas = [good[0], gone, good[1], rotten, *good]
    outcome = images.derive_many(shas, tmp_path, lambda done, total: told.append((done, total)), workers=2)
    assert outcome.derived.keys() == set(good)
    assert {sha256: error.code for sha256, error in outcome.refused.items()} == {
        gone: "picture-missing",
        rotten: "picture-kind",
    }
    assert told == [(done, 6) for done in range(1, 7)]
    assert all(path.exists() for paths in outcome.derived.values() for path in paths.values())


def test_nothing_to_do_starts_no_process(tmp_path: Path) -> None:
    shas = stored(tmp_path, 1)
    images.derive_many(shas, tmp_path)
    before = children(os.getpid())
    assert images.derive_many([], tmp_path) == images.Outcome()
    again = images.derive_many(shas, tmp_path, lambda *_: _same(before))
    assert again.derived[shas[0]].keys() == {size.name for size in images.SIZES}


def _same(before: list[int]) -> None:
    assert children(os.getpid()) == before


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    (sha256,) = stored(tmp_path, 1)
    paths = images.derive(sha256, tmp_path)
    for path in paths.values():
        os.utime(path, (1, 1))
    paths["card"].unlink()
    images.derive_many([sha256], tmp_path)
    assert [name for name, path in paths.items() if path.stat().st_mtime > 1] == ["card"]


def test_an_original_that_was_taken_down_is_no_longer_derived(tmp_path: Path) -> None:
    (sha256,) = stored(tmp_path, 1)
    images.derive(sha256, tmp_path)
    images.original_of(sha256, tmp_path).unlink()
    with pytest.raises(images.PictureError) as refusal:
        images.derive(sha256, tmp_path)
    assert (refusal.value.code, refusal.value.why) == ("picture-missing", "không còn bản gốc")


def test_no_child_is_left_and_an_interrupted_batch_ends_soon(tmp_path: Path) -> None:
    shas = stored(tmp_path, 12)
    before = children(os.getpid())

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        images.derive_many(shas, tmp_path, stop, workers=2)
    assert children(os.getpid()) == before
    made = [sha256 for sha256 in shas if images.path_of(sha256, "square", tmp_path).exists()]
    assert 1 <= len(made) < 12
    assert images.derive_many(shas, tmp_path, workers=2).derived.keys() == set(shas)
    assert children(os.getpid()) == before


def test_a_disk_that_refuses_is_not_blamed_on_the_picture(tmp_path: Path) -> None:
    (sha256,) = stored(tmp_path, 1)
    (tmp_path / "derived").write_bytes(b"a file where a folder should be")
    with pytest.raises(OSError, match="derived"):
        images.derive_many([sha256], tmp_path)


MANY = """
import sys
from pathlib import Path
import images
folder = Path(sys.argv[1])
shas = sorted(path.name for path in folder.glob("originals/*/*"))
images.derive_many(shas, folder, lambda done, total: print(done, flush=True), workers=2)
"""


@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_kill_half_way_leaves_nothing_half_and_nobody_behind(after: int, tmp_path: Path) -> None:
    shas = [images.store(encoded(noise(900 + n, 700)), tmp_path).sha256 for n in range(9)]
    run = subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert run.stdout is not None
    for _ in range(after):
        run.stdout.readline()
    workers = children(run.pid)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    assert workers
    assert all(wait_until(lambda pid=pid: is_gone(pid)) for pid in workers)  # type: ignore[misc]
    there = [path for path in tmp_path.glob("derived/*/*") if path.suffix in (".webp", ".jpg")]
    assert there
    before = {path: path.read_bytes() for path in there}
    for path in there:
        with Image.open(path) as image:
            image.load()
    assert images.derive_many(shas, tmp_path).derived.keys() == set(shas)
    assert {path: path.read_bytes() for path in there} == before


def test_a_run_with_all_warnings_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "originals").mkdir()
    stored(tmp_path, 2)
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", MANY, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert (done.stdout, done.stderr) == ("1\n2\n", "")


FORKED = """
import os, sys
from pathlib import Path
import images
from images import confined
folder, pictures = Path(sys.argv[1]), [Path(name).read_bytes() for name in sys.argv[2:]]
images.store(pictures[0], folder)
confined._turns.acquire()  # as a thread that was asking just then
copy = os.fork()
if copy:
    confined._turns.release()
for _ in range(10):
    print(images.store(pictures[copy == 0], folder).width_px, flush=True)
if copy:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]))
"""


def test_a_forked_copy_talks_to_a_child_of_its_own(tmp_path: Path) -> None:
    names = []
    for width in (600, 700):
        (tmp_path / str(width)).write_bytes(encoded(flat(size=(width, 600))))
        names.append(str(tmp_path / str(width)))
    command = [sys.executable, "-c", FORKED, str(tmp_path / "kept"), *names]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, timeout=60)
    assert sorted(done.stdout.split()) == ["600"] * 10 + ["700"] * 10
