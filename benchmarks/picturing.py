"""The sizes of twelve-megapixel JPEGs, as phones make them, beside `vipsthumbnail`.

    python -m benchmarks.picturing [pictures] [runs]

Ours decodes each photo once, draws all four sizes, judges it where asked to, and forces every file to the disk.
The peer makes three of the sizes (thumb, card, page), each from the file anew as its command does, one process a core.
Seconds are those of processors, which neighbours on the machine lengthen less than those of the clock.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.process import run

VIPS = "vipsthumbnail"
AIM = 1.0
# The photo's long and short side in pixels: twelve megapixels, as most phones make.
SIDES = (4032, 3024)
_OURS = """
import sys
from pathlib import Path
import images
folder = Path(sys.argv[1])
shas = [path.name for path in folder.glob("originals/*/*")]
work = {"derive": images.derive_many, "look": images.look_many}[sys.argv[2]]
work(shas, folder)
assert len(list(folder.glob("derived/*/*.webp"))) == 3 * len(shas)
"""
# The most that any of its children has held, in kB: they are started by threads, so each thread is asked for its own.
_PEAK = """
import sys
from pathlib import Path
import images
folder = Path(sys.argv[1])
peak = 0
def held(*_):
    global peak
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            said = Path(f"/proc/{child}/status").read_text()
            peak = max(peak, int(said.partition("VmHWM:")[2].split()[0]))
images.look_many([path.name for path in folder.glob("originals/*/*")], folder, held)
print(peak)
"""
_MAKE = """
import random, sys
from pathlib import Path
from PIL import Image, ImageChops
import images
folder, number = Path(sys.argv[1]), int(sys.argv[2])
dice = random.Random(7)
small = Image.frombytes("RGB", (63, 47), dice.randbytes(63 * 47 * 3)).resize((4032, 3024), Image.Resampling.BICUBIC)
grain = Image.frombytes("L", (2016, 1512), dice.randbytes(2016 * 1512)).resize((4032, 3024))
whole = ImageChops.overlay(small, grain.point(lambda level: 108 + level // 10).convert("RGB"))
for n in range(number):
    whole.paste((n % 256, n // 256, 90), (100 + n, 100, 700 + n, 600))
    path = folder / f"{n}.jpg"
    whole.save(path, quality=88)
    images.store(path.read_bytes(), folder / "home")
"""


def measure(pictures: int, runs: int, folder: Path, tell: Callable[[str], None]) -> tuple[list[Figure], list[str]]:
    """The figures, and a line about memory; no figure, and a line that says so, where there is no peer."""
    tell(f"pictures: {pictures} are made")
    run([sys.executable, "-c", _MAKE, str(folder), str(pictures)])
    told = subprocess.check_output([sys.executable, "-c", _PEAK, str(folder / "home")], text=True)
    about = [f"Peak memory of a worker that looks at photos of 12 megapixels: {int(told) // 1024} MB (aim 200)."]
    if shutil.which(VIPS) is None:
        return [], [*about, f"Pictures were NOT compared: {VIPS} is not there (Debian: apt-get install libvips-tools)."]
    drawn, seen, theirs = [], [], []
    for turn in range(1, runs + 1):
        tell(f"pictures, turn {turn} of {runs}")
        drawn.append(_ours(folder, "derive"))
        theirs.append(_peer(folder, pictures))
        seen.append(_ours(folder, "look"))
    a, b, c = map(statistics.median, (drawn, seen, theirs))
    peer = f"three sizes by {VIPS}; ours draws four"
    return [
        Figure(f"draw the sizes of {pictures} photos", a, c, f"{peer} (aim {AIM:g}); processors"),
        Figure(f"draw and judge {pictures} photos", b, c, f"{peer} and judges; processors"),
    ], about


def _ours(folder: Path, do: str) -> float:
    """Seconds of processors for all sizes of all."""
    shutil.rmtree(folder / "home" / "derived", ignore_errors=True)
    return run([sys.executable, "-c", _OURS, str(folder / "home"), do]).processors


def _peer(folder: Path, pictures: int) -> float:
    """Seconds of processors for three sizes of all, the files shared out among as many processes as there are cores."""
    cores = len(os.sched_getaffinity(0))
    named = folder / "names"
    named.write_text("".join(f"{folder / f'{n}.jpg'}\n" for n in range(pictures)))
    share = -(-pictures // cores)
    made = [f"-s 320 -o {folder}/t-%s.webp[Q=70,effort=2]", f"-s 640 -o {folder}/c-%s.webp[Q=74,effort=2]",
            f"-s 1200 -o {folder}/p-%s.webp[Q=80,effort=2]"]  # fmt: skip
    commands = "; ".join(f"VIPS_CONCURRENCY=1 xargs -P {cores} -n {share} {VIPS} {size} <{named}" for size in made)
    return run(["sh", "-c", commands]).processors


def main(pictures: int = 200, runs: int = 3) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        figures, lines = measure(pictures, runs, Path(folder), lambda said: print(said, file=sys.stderr))
    for f in figures:
        print(f"{f.stage}: {f.ours:.2f} s against {f.peer:.2f} s = {f.ratio:.2f}; {f.what_peer}")
    print("\n".join(lines))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
