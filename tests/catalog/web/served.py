"""A home served by `ocop serve` on a free port, for tests that need a real browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address under which the home's site answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ocop = str(Path(sys.executable).with_name("ocop"))
    command = [ocop, "--home", str(home), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(base, timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, "ocop serve ended"
                time.sleep(0.1)
        yield base
    finally:
        server.terminate()
        server.wait(10)
