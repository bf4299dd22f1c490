"""The files of docs/trien-khai as a test runs them: nginx on high ports of loopback, with a certificate of its own."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

FILES = ROOT / "docs/trien-khai"
NAME = "ocop.example"
_WHOLE = """pid {folder}/pid; error_log {folder}/start.log; daemon off; worker_processes 1; {user}
events {{ worker_connections 256; }}
http {{ include /etc/nginx/mime.types; {temporary} include {folder}/ocop.conf; }}
"""


@dataclass(frozen=True)
class Front:
    """nginx and the program behind it. secure, plain: its ports with and without TLS."""

    secure: int
    plain: int
    certificate: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
               "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(folder / "privkey.pem"),
               "-out", str(folder / "fullchain.pem")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def configuration(folder: Path, behind: int) -> Front:
    """Writes nginx.conf into the folder: ours, with the ports and paths of this machine."""
    certificate(folder)
    front = Front(free_port(), free_port(), folder / "fullchain.pem")
    ours = (FILES / "nginx-ocop.conf").read_text(encoding="utf-8")
    for there, here in {
        f"/etc/letsencrypt/live/{NAME}": str(folder),
        "/var/cache/nginx/ocop": str(folder / "cache"),
        "/var/log/nginx/": f"{folder}/",
        "127.0.0.1:8001": f"127.0.0.1:{behind}",
        "listen 443": f"listen 127.0.0.1:{front.secure}",
        "listen 80": f"listen 127.0.0.1:{front.plain}",
    }.items():
        assert there in ours, there
        ours = ours.replace(there, here)
    ours = re.sub(r"\n *listen \[::\].*", "", ours)
    (folder / "ocop.conf").write_text(ours, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    whole = _WHOLE.format(folder=folder, temporary=temporary, user="user root;" if Path.home() == Path("/root") else "")
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return front


@contextlib.contextmanager
def fronted(folder: Path, home: Path, nginx: str) -> Iterator[Front]:
    """`ocop serve` of a home, and nginx before it."""
    behind = free_port()
    front = configuration(folder, behind)
    ocop = [sys.executable, "-c", "from catalog.cli import main; main()", "--home", str(home), "serve"]
    with (folder / "served").open("w") as log:
        served = subprocess.Popen([*ocop, "--port", str(behind)], stdout=log, stderr=log)
    proxy = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")])
    try:
        for port, process in ((behind, served), (front.secure, proxy)):
            _wait(port, process)
        yield front
    finally:
        for process in (proxy, served):
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing answers at port {port}")
