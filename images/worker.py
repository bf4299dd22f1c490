"""The confined child: `python -m images.worker` takes requests on standard input until that closes.

A request is one line of JSON ({"do", "bytes", "seconds"}) and then the `bytes` bytes of a picture; the answer is one
line of JSON. The child opens no file for writing: what it derives goes back to the parent (`confined`), which watches
the clock and starts another child when this one dies.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Any, BinaryIO

from PIL import Image

from images.drawing import check_colours, draw, upright
from images.picture import PictureError
from images.quality import judge
from images.reading import SMALL_SIDE_PX, read, read_header
from images.sizes import LARGEST_PX
from images.waves import likeness

# Address space. A 12-megapixel JPEG needs 60 MB, a 50-megapixel PNG 500 MB, such a WebP 850 MB.
MOST_MEMORY_BYTES = 1 << 30


def main() -> None:
    """Answers requests until standard input closes."""
    answers = _own_output()
    _confine()
    requests = sys.stdin.buffer
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["bytes"])
        _limit_processor_time(request["seconds"])
        answers.write(json.dumps(_answer(request["do"], data)).encode() + b"\n")
        answers.flush()


def _own_output() -> BinaryIO:
    """The answers' pipe, taken away from everybody else: C libraries print what they like to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")  # damaged metadata is none of our business: it is dropped
    # Ctrl-C reaches the whole group of processes; it is for the parent to say when work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _limit_processor_time(seconds: int) -> None:
    # Ends a decoder that loops also when the parent is no longer there to watch the clock.
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _answer(do: str, data: bytes) -> dict[str, Any]:
    try:
        return _DOES[do](data)
    except PictureError as error:
        return {"code": error.code, "why": error.why, "detail": error.detail}
    except MemoryError:
        return {"code": "picture-bomb", "why": "ảnh cần quá nhiều bộ nhớ", "detail": "MemoryError"}
    except Exception as error:  # decoders raise whatever they like; each is a refusal of this picture alone
        detail = f"{type(error).__name__}: {error}"
        return {"code": "picture-unusable", "why": "tệp hỏng", "detail": detail}


def _probe(data: bytes) -> dict[str, Any]:
    """Size in pixels when upright, real format, codes of warnings: what the header says, no pixel is decoded."""
    found = read_header(data)
    width, height = found.upright_size
    doubts = {"picture-small": min(width, height) < SMALL_SIDE_PX, "picture-frames": found.has_frames}
    warnings = [code for code, is_so in doubts.items() if is_so]
    return {"width_px": width, "height_px": height, "format": found.format, "warnings": warnings}


def _look(data: bytes) -> dict[str, Any]:
    """What `_probe` says, now of the pixels that are there; the likeness and all sizes (as `_derive`)."""
    found = read(data, LARGEST_PX)
    width, height = found.upright_size
    image = upright(found)
    doubts = {
        "picture-small": min(width, height) < SMALL_SIDE_PX,
        "picture-cut": found.share < 1,
        "picture-frames": found.has_frames,
        "picture-profile": not check_colours(found),
    }
    warnings = [code for code, is_so in doubts.items() if is_so] + judge(image)
    said = {"width_px": width, "height_px": height, "format": found.format, "warnings": warnings}
    return said | {"likeness": likeness(image), "drawn": _packed(image)}


def _derive(data: bytes) -> dict[str, Any]:
    """Base64 of every size by name."""
    return _packed(upright(read(data, LARGEST_PX)))


def _packed(image: Image.Image) -> dict[str, str]:
    return {name: base64.b64encode(drawn).decode() for name, drawn in draw(image).items()}


_DOES: dict[str, Callable[[bytes], dict[str, Any]]] = {"probe": _probe, "look": _look, "derive": _derive}


if __name__ == "__main__":
    main()
