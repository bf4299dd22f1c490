"""The wheel holds what the program reads at run time: registers, samples, templates, cards."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def test_every_tracked_file_of_the_packages_is_in_the_wheel(tmp_path: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z", "catalog", "crawler", "images"], cwd=ROOT, capture_output=True)
    tracked = [p for p in listed.stdout.decode().split("\0") if p and (ROOT / p).exists()]
    if not tracked:
        pytest.skip("not a git checkout")
    copy = tmp_path / "source"
    copy.mkdir()
    for path in [*tracked, "pyproject.toml", "README.md", "LICENSE"]:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes((ROOT / path).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "-w", str(tmp_path), str(copy)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert set(tracked) - set(packed.namelist()) == set()
