"""The parent's side of the confined children: asks, watches the clock, replaces the dead."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from images.picture import PictureError

# The slowest we let in, a 50-megapixel PNG, takes four seconds on an idle machine and 17 on a very busy one.
MOST_SECONDS = 30
# A fresh process now and then, so that what a decoder leaks cannot pile up.
MOST_REQUESTS = 500
# All sizes of one picture in base64 are well under 2 MB; a child that says more than this has lost its mind.
MOST_ANSWER_BYTES = 16 << 20

PROGRAM = (sys.executable, "-P", "-m", "images.worker")
# Nothing of the server's environment, which may hold secrets, goes along. One arena: each further one takes
# 64 MB of the child's address space.
ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Worker:
    """One confined child, started with the first request and again after every death. For one thread at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def ask(self, do: str, data: bytes) -> dict[str, Any]:
        """What the child answers to `probe`, `look` or `derive` of a picture's bytes (see `worker`).

        Raises PictureError where it refuses, dies, or takes longer than MOST_SECONDS.
        """
        child = self._ready()
        self._asked += 1
        request = {"do": do, "bytes": len(data), "seconds": MOST_SECONDS}
        try:
            answer = _understood(_exchange(child, json.dumps(request).encode() + b"\n" + data))
        except BaseException:
            # Whatever happened, this child may still answer the old question: it cannot be asked a new one.
            self.close()
            raise
        if "code" in answer:
            raise PictureError(answer["code"], answer["why"], answer["detail"])
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None or self._asked >= MOST_REQUESTS:
            self.close()
            self._child, self._asked = _start(), 0
        return self._child

    def close(self) -> None:
        """Ends the child, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def _start() -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        PROGRAM,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        bufsize=0,
    )
    assert child.stdin is not None
    os.set_blocking(child.stdin.fileno(), False)
    return child


def _exchange(child: subprocess.Popen[bytes], message: bytes) -> bytes:
    """Writes the request and reads the line that answers it, both against one deadline."""
    assert child.stdin is not None
    assert child.stdout is not None
    deadline = time.monotonic() + MOST_SECONDS
    unsent = memoryview(message)
    got = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdin, selectors.EVENT_WRITE)
        ready.register(child.stdout, selectors.EVENT_READ)
        while not got.endswith(b"\n"):
            events = ready.select(max(0.0, deadline - time.monotonic()))
            if not events:
                raise PictureError("picture-unusable", f"đọc quá {MOST_SECONDS} giây không xong", "timeout")
            for key, _ in events:
                if key.fileobj is child.stdout:
                    got += _some_answer(child, len(got))
                else:
                    unsent = unsent[_send_some(child, unsent) :]
                    if not unsent:
                        ready.unregister(child.stdin)
    return bytes(got)


def _send_some(child: subprocess.Popen[bytes], unsent: memoryview) -> int:
    assert child.stdin is not None
    try:
        return os.write(child.stdin.fileno(), unsent)
    except BrokenPipeError:
        raise _death(child) from None


def _some_answer(child: subprocess.Popen[bytes], got: int) -> bytes:
    assert child.stdout is not None
    some = os.read(child.stdout.fileno(), 1 << 20)
    if not some:
        raise _death(child)
    if got + len(some) > MOST_ANSWER_BYTES:
        raise _stopped("an answer without an end")
    return some


def _understood(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise _stopped("an answer that is none")
    return answer


def _death(child: subprocess.Popen[bytes]) -> PictureError:
    try:
        status = child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return _stopped("closed its pipes")
    return _stopped(signal.Signals(-status).name if status < 0 else f"exit status {status}")


def _stopped(how: str) -> PictureError:
    return PictureError("picture-unusable", "phần mềm đọc ảnh dừng đột ngột", f"the decoder died: {how}")


_own = Worker()
_turns = threading.Lock()


def ask(do: str, data: bytes) -> dict[str, Any]:
    """Asks this process's own worker; threads take turns. As `Worker.ask`."""
    with _turns:
        return _own.ask(do, data)


def _after_fork() -> None:
    # Another thread of the parent may have had its turn. (The parent's child is not ours to wait for: `poll` then
    # calls it dead, and the copy starts one of its own.)
    global _turns
    _turns = threading.Lock()


atexit.register(_own.close)
os.register_at_fork(after_in_child=_after_fork)
