"""H19, live: a name that answers differently from one question to the next, and what the crawler then connects to.

The crawling process runs whole. Its `getaddrinfo` is a resolver of our own, and every connection that any part of it
tries to open is written down by Python's audit hook, which lets loopback through and nothing else: no packet leaves.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler import Reason, sources
from crawler.run import load

NAME = "doi.khesim.example"
PUBLIC = "203.119.8.1"
PROGRAM = """
import errno, json, runpy, socket, sys
name, answers, log, port = json.loads(sys.argv.pop(1))
asked = socket.getaddrinfo

def answer(host, port, family=0, type=0, proto=0, flags=0):
    if (host if isinstance(host, str) else host.decode()) != name:
        return asked(host, port, family, type, proto, flags)
    now = answers.pop(0) if len(answers) > 1 else answers[0]
    return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (ip, port, 0, 0)) if ":" in ip else
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in now]

def watch(event, details):
    if event == "socket.connect":
        print(details[1][0], file=open(log, "a"))
        if details[1][0] != "127.0.0.1":
            raise OSError(errno.ECONNREFUSED, "not from a test")

socket.getaddrinfo = answer
sys.addaudithook(watch)
import crawler.addresses
crawler.addresses.PORTS |= {port}
runpy.run_module("crawler", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def rebound(shop, tmp_path: Path) -> Callable[..., list[str]]:
    """Crawls the shop under a name with these answers, one a question, the last one for ever; what was connected to."""
    (tmp_path / "out").mkdir()
    shop.answers["/"] = lambda handler: closing(handler, b'<a href="/danh-muc.html">x</a><a href="/khac.html">y</a>')
    shop.answers["/robots.txt"] = lambda handler: closing(handler, b"User-agent: *\nAllow: /\n")

    def crawl(*answers: list[str], allow_loopback: bool) -> list[str]:
        start = f"http://{NAME}:{shop.server_port}/"
        job = {"card": sources.find(start).json() | {"pace": {"seconds": 0.0}}, "contact": "x", "queue": "",
               "allow_loopback": allow_loopback, "now": "2026-11-01T00:00:00"}  # fmt: skip
        told = json.dumps([NAME, answers, str(tmp_path / "connected"), shop.server_port])
        command = [sys.executable, "-c", PROGRAM, told, str(tmp_path / "out")]
        done = subprocess.run(command, input=json.dumps(job) + "\n", capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        connected = tmp_path / "connected"
        return connected.read_text().split() if connected.exists() else []

    return crawl


def closing(handler, body: bytes) -> None:
    """Answers and hangs up, so that the next request needs another connection, and another answer of the resolver."""
    handler.close_connection = True
    handler.answer(200, body, Connection="close")


def test_the_name_is_asked_again_for_every_connection(shop, rebound: Callable[..., list[str]]) -> None:
    assert set(rebound(["127.0.0.1"], allow_loopback=True)) == {"127.0.0.1"}
    assert "/danh-muc.html" in shop.asked


@pytest.mark.parametrize("private", ["169.254.169.254", "::ffff:10.0.0.1"])
def test_h19_a_name_that_turns_to_a_private_address_is_not_followed(
    shop, rebound: Callable[..., list[str]], tmp_path: Path, private: str
) -> None:
    connected = rebound(["127.0.0.1"], ["127.0.0.1"], [private], allow_loopback=True)
    assert shop.asked == ["/robots.txt", "/"], "it was a shop at first"
    assert set(connected) == {"127.0.0.1"}, "and nothing else was ever connected to"
    run = load(tmp_path / "out")
    assert run
    assert run.reason == Reason.UNREACHABLE


@pytest.mark.parametrize(
    "answers",
    [[[PUBLIC], ["127.0.0.1"]], [[PUBLIC, "127.0.0.1", "::1", "10.1.2.3", "0.0.0.0"]]],
    ids=["one after the other", "in one answer"],
)
def test_h19_public_first_and_this_machine_then(
    shop, rebound: Callable[..., list[str]], answers: list[list[str]]
) -> None:
    connected = rebound(*answers, allow_loopback=False)
    assert connected, "the public address was tried"
    assert set(connected) == {PUBLIC}
    assert shop.asked == []
