"""Originals stand under their hash, once, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import images
from images.folders import write_whole
from tests.conftest import ROOT
from tests.images.made import encoded, jpeg, noise

STORE = """
import sys
from pathlib import Path
import images
data, folder = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
sys.stdin.readline()
for _ in range(8):
    picture = images.store(data, folder)
    images.derive(picture.sha256, folder)
    images.path_of(picture.sha256, "thumb", folder).unlink(missing_ok=True)
images.derive(picture.sha256, folder)
"""


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_same_picture_twice_is_kept_once(tmp_path: Path) -> None:
    first, second = (images.store(jpeg(), tmp_path) for _ in range(2))
    assert first == second
    assert files(tmp_path) == [images.original_of(first.sha256, tmp_path)]


def test_hashes_that_are_none_name_no_file(tmp_path: Path) -> None:
    for wrong in ("", "ab", "../" * 20 + "etc/passwd", "A" * 64, "a" * 64 + "\n"):
        with pytest.raises(ValueError, match="not a SHA-256"):
            images.original_of(wrong, tmp_path)
        with pytest.raises(ValueError, match="not a SHA-256"):
            images.path_of(wrong, "thumb", tmp_path)
    with pytest.raises(KeyError):
        images.path_of("a" * 64, "huge", tmp_path)


def test_two_processes_may_store_and_derive_the_same_picture(tmp_path: Path) -> None:
    data = encoded(noise(640, 520))
    (tmp_path / "anh").write_bytes(data)
    command = [sys.executable, "-W", "error", "-c", STORE, str(tmp_path / "anh"), str(tmp_path / "kept")]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    for one in both:
        assert one.stdin is not None
        one.stdin.write(b"\n")
        one.stdin.flush()
    for one in both:
        assert one.communicate(timeout=120)[1] == b""
        assert one.returncode == 0
    sha256 = hashlib.sha256(data).hexdigest()
    paths = images.derive(sha256, tmp_path / "kept").values()
    assert files(tmp_path / "kept") == sorted(
        [images.original_of(sha256, tmp_path / "kept"), *images.derived_files(sha256, tmp_path / "kept")]
    )
    assert set(paths) < images.derived_files(sha256, tmp_path / "kept")


def test_threads_may_write_the_same_file(tmp_path: Path) -> None:
    path, faults = tmp_path / "a" / "b", []

    def write() -> None:
        try:
            for _ in range(50):
                write_whole(path, b"x" * 9999)
        except OSError as error:
            faults.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert path.read_bytes() == b"x" * 9999
    assert files(tmp_path) == [path]


def test_what_a_killed_process_left_is_ignored_and_swept_when_it_is_old(tmp_path: Path) -> None:
    picture = images.store(jpeg(), tmp_path)
    thumb = images.path_of(picture.sha256, "thumb", tmp_path)
    thumb.parent.mkdir(parents=True)
    old, young = (thumb.with_name(f".{thumb.name}.{word}.part") for word in ("0a1b2c3d", "4e5f6071"))
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    paths = images.derive(picture.sha256, tmp_path)
    assert all(path.read_bytes()[:4] != b"half" for path in paths.values())
    assert not old.exists()
    assert young.exists()  # another process may be at it


def test_a_disk_that_refuses_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    blocked = tmp_path / "kept" / "a"
    blocked.mkdir()
    (blocked / "b").write_bytes(b"")
    with pytest.raises(OSError, match="a"):
        write_whole(blocked, b"x")
    assert files(tmp_path) == [blocked / "b"]
