"""The confined child: a decoder that crashes, hangs, lies or eats costs its own picture and nothing else.

The faults are real ones: the child is the real worker with a decoder that misbehaves on pictures that say so.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import images
from images import confined
from images.confined import Worker
from tests.images.made import encoded, jpeg, noise
from tests.images.processes import is_gone, peak_bytes, wait_until

FAULTY = """
import os, signal, sys, time
from images import worker
sound = worker.read
def read(data, px):
    for word, fault in FAULTS.items():
        if word in data:
            fault()
    return sound(data, px)
def loop():
    while True:
        pass
FAULTS = {
    b"ABORT": os.abort,
    b"SEGV": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"EXIT": lambda: os._exit(3),
    b"SLEEP": lambda: time.sleep(3600),
    b"LOOP": loop,
    b"EAT": lambda: bytearray(2 << 30),
    b"WRITE": lambda: open(sys.argv[1], "wb").write(b"x" * 9999),
    b"LIE": lambda: os.write(3, b"[]\\n") and time.sleep(3600),
    b"BABBLE": lambda: os.write(3, b"no json at all\\n") and time.sleep(3600),
    b"FLOOD": lambda: [os.write(3, b"x" * 65536) for _ in range(1 << 20)],
    b"PRINT": lambda: print("a library's own words", flush=True),
}
worker.read = read
worker.main()
"""
# The worker takes the answers' pipe away from standard output: its copy is the first free number.


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.close()


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Children that are started from now on misbehave where a picture's comment says so."""
    program = (sys.executable, "-P", "-c", FAULTY, str(tmp_path / "written"))
    monkeypatch.setattr(confined, "PROGRAM", program)


def saying(word: str) -> bytes:
    return jpeg(comment=word.encode())


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("word", "detail"),
    [
        ("ABORT", "the decoder died: SIGABRT"),
        ("SEGV", "the decoder died: SIGSEGV"),
        ("EXIT", "the decoder died: exit status 3"),
        ("LIE", "the decoder died: an answer that is none"),
        ("BABBLE", "the decoder died: an answer that is none"),
        ("FLOOD", "the decoder died: an answer without an end"),
    ],
)
def test_a_crash_refuses_that_picture_only(word: str, detail: str, worker: Worker) -> None:
    with pytest.raises(images.PictureError) as refusal:
        worker.ask("look", saying(word))
    assert (refusal.value.code, refusal.value.why) == ("picture-unusable", "phần mềm đọc ảnh dừng đột ngột")
    assert refusal.value.detail == detail
    assert worker.ask("look", jpeg())["width_px"] == 600


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("word", ["SLEEP", "LOOP"])
def test_a_hang_refuses_that_picture_only(word: str, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.ask("look", jpeg())
    child = _child_of(worker)
    monkeypatch.setattr(confined, "MOST_SECONDS", 1)
    with pytest.raises(images.PictureError) as refusal:
        worker.ask("look", saying(word))
    assert (refusal.value.code, refusal.value.why) == ("picture-unusable", "đọc quá 1 giây không xong")
    assert is_gone(child)
    monkeypatch.undo()
    assert worker.ask("look", jpeg())["width_px"] == 600


def _child_of(worker: Worker) -> int:
    assert worker._child is not None
    return worker._child.pid


@pytest.mark.usefixtures("faulty")
def test_memory_and_writing_are_limited(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(images.PictureError) as refusal:
        worker.ask("look", saying("EAT"))
    assert (refusal.value.code, refusal.value.why) == ("picture-bomb", "ảnh cần quá nhiều bộ nhớ")
    child = _child_of(worker)
    assert peak_bytes(child) < 200 << 20
    with pytest.raises(images.PictureError):
        worker.ask("look", saying("WRITE"))
    assert not (tmp_path / "written").exists() or (tmp_path / "written").stat().st_size == 0
    assert worker.ask("look", saying("PRINT"))["width_px"] == 600


@pytest.mark.usefixtures("faulty")
def test_a_batch_with_crashes_and_hangs_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as sound:
        sound.setattr(confined, "PROGRAM", (sys.executable, "-P", "-m", "images.worker"))
        good = [images.store(jpeg((shade, 0, 0)), tmp_path).sha256 for shade in range(0, 80, 10)]
        bad = [images.store(saying(word), tmp_path).sha256 for word in ("ABORT", "SLEEP", "EXIT")]
    monkeypatch.setattr(confined, "MOST_SECONDS", 8)
    shas = [good[0], bad[0], *good[1:3], bad[1], *good[3:5], bad[2], *good[5:]]
    outcome = images.derive_many(shas, tmp_path, workers=2)
    assert outcome.derived.keys() == set(good)
    assert outcome.refused.keys() == set(bad)
    assert all(error.code == "picture-unusable" for error in outcome.refused.values())


def test_limits_are_in_force(worker: Worker) -> None:
    worker.ask("look", jpeg())
    child = _child_of(worker)
    limits = Path(f"/proc/{child}/limits").read_text().splitlines()
    soft = {line[:26].strip(): line[26:47].strip() for line in limits[1:]}
    assert soft["Max address space"] == str(1 << 30)
    assert soft["Max file size"] == soft["Max core file size"] == "0"
    assert int(soft["Max cpu time"]) <= confined.MOST_SECONDS + 3
    environment = Path(f"/proc/{child}/environ").read_text().rstrip("\0").split("\0")
    assert {line.partition("=")[0] for line in environment} == confined.ENVIRONMENT.keys()


def test_a_child_that_died_in_its_sleep_is_replaced(worker: Worker) -> None:
    worker.ask("look", jpeg())
    child = _child_of(worker)
    os.kill(child, signal.SIGKILL)
    assert wait_until(lambda: is_gone(child))
    assert worker.ask("look", jpeg())["width_px"] == 600


def test_ctrl_c_is_left_to_the_parent(worker: Worker) -> None:
    worker.ask("look", jpeg())
    child = _child_of(worker)
    os.kill(child, signal.SIGINT)
    assert worker.ask("look", jpeg())["width_px"] == 600
    assert not is_gone(child)


def test_a_child_is_replaced_after_many_requests(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "MOST_REQUESTS", 3)
    seen = []
    for _ in range(7):
        worker.ask("look", jpeg())
        seen.append(_child_of(worker))
    assert len(set(seen)) == 3
    assert all(is_gone(child) for child in set(seen[:6]))


@pytest.mark.usefixtures("faulty")
def test_a_looping_child_ends_also_when_nobody_watches_the_clock() -> None:
    data = saying("LOOP")
    request = json.dumps({"do": "look", "bytes": len(data), "seconds": 1}).encode() + b"\n" + data
    done = subprocess.run(confined.PROGRAM, input=request, env=confined.ENVIRONMENT, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGXCPU


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"])
def test_spoilt_bytes_are_read_or_refused_and_never_anything_else(kind: str, worker: Worker) -> None:
    whole = encoded(noise(96, 64), kind)
    dice = random.Random(kind)
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(dice.choice((1, 3, 30))):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        for do in ("probe", "look", "derive"):
            code = _asked(worker, do, bytes(spoilt))
            assert code in ("read", "picture-kind", "picture-bomb", "picture-unusable")


def _asked(worker: Worker, do: str, data: bytes) -> str:
    try:
        worker.ask(do, data)
    except images.PictureError as error:
        return error.code
    return "read"
