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

from images.folders import part_of
from images.picture import PictureError

# A 108-megapixel JPEG takes about four seconds on a slow machine.
MOST_SECONDS = 20
# A fresh process now and then, so that what a decoder leaks cannot pile up.
MOST_REQUESTS = 500


class Worker:
    """One confined child, started with the first request and again after every death. For one thread at a time."""

    def __init__(self, seconds: int = MOST_SECONDS) -> None:
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def ask(self, request: dict[str, Any], data: bytes = b"") -> dict[str, Any]:
        """The child's answer. Raises PictureError where it refuses, dies, or takes longer than `seconds`."""
        child = self._ready()
        self._asked += 1
        line = json.dumps({**request, "bytes": len(data), "seconds": self.seconds}).encode()
        try:
            answer = self._exchange(child, line + b"\n" + data)
        except BaseException:
            self.close()
            _sweep(request, child.pid)
            raise
        if "code" in answer:
            raise PictureError(answer["code"], answer["why"], answer["detail"])
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._asked >= MOST_REQUESTS:
            self.close()
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child, self._asked = _start(), 0
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], message: bytes) -> dict[str, Any]:
        """Writes the request and reads the line that answers it, both against one deadline."""
        assert child.stdin is not None and child.stdout is not None
        deadline = time.monotonic() + self.seconds
        got = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdin, selectors.EVENT_WRITE)
            ready.register(child.stdout, selectors.EVENT_READ)
            while not got.endswith(b"\n"):
                events = ready.select(max(0.0, deadline - time.monotonic()))
                if not events:
                    raise PictureError(
                        "picture-unusable", f"đọc quá {self.seconds} giây không xong", "timeout"
                    )
                for key, _ in events:
                    if key.fileobj is child.stdin:
                        message = _write_some(child, message)
                        if not message:
                            ready.unregister(child.stdin)
                    elif some := os.read(child.stdout.fileno(), 65536):
                        got += some
                    else:
                        raise _death(child)
        return json.loads(got)

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
    root = str(Path(__file__).resolve().parent.parent)
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "images.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Nothing of the server's environment, which may hold secrets, goes along.
        env={"PYTHONPATH": root, "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        bufsize=0,
    )
    assert child.stdin is not None
    os.set_blocking(child.stdin.fileno(), False)
    return child


def _write_some(child: subprocess.Popen[bytes], message: bytes) -> bytes:
    """Writes what the pipe takes now and gives back the rest."""
    assert child.stdin is not None
    try:
        return message[os.write(child.stdin.fileno(), message[: 1 << 20]) :]
    except BrokenPipeError:
        raise _death(child) from None


def _death(child: subprocess.Popen[bytes]) -> PictureError:
    status = child.wait()
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    return PictureError("picture-unusable", "phần mềm đọc ảnh dừng đột ngột", f"the decoder died: {how}")


def _sweep(request: dict[str, Any], pid: int) -> None:
    """Removes what a killed child left half-written."""
    for path in request.get("paths", {}).values():
        part_of(Path(path), pid).unlink(missing_ok=True)


_own_worker: Worker | None = None
_own_pid = 0
_lock = threading.Lock()


def ask(request: dict[str, Any], data: bytes = b"") -> dict[str, Any]:
    """Asks this process's own worker; threads take turns. As `Worker.ask`."""
    global _own_worker, _own_pid
    with _lock:
        # A forked copy must not talk through its parent's pipes.
        if _own_worker is None or _own_pid != os.getpid():
            _own_worker, _own_pid = Worker(), os.getpid()
        return _own_worker.ask(request, data)


@atexit.register
def _close() -> None:
    if _own_worker is not None and _own_pid == os.getpid():
        _own_worker.close()
