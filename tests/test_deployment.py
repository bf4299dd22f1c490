"""docs/trien-khai: units and proxy are read by systemd and nginx, and name only commands and options that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import ssl
import subprocess
from http.client import HTTPSConnection
from pathlib import Path

import click
import pytest

import catalog.cli  # the commands
from catalog.cli.command import cli as group
from tests.conftest import ROOT, need
from tests.deployed import FILES, NAME, Front, configuration, free_port, fronted

UNITS = sorted(FILES.glob("*.service"))
TIMERS = sorted(FILES.glob("*.timer"))
PAGE = (ROOT / "docs/trien-khai.md").read_text(encoding="utf-8")


def check_command(words: list[str]) -> None:
    """Fails where the words after `ocop` name a command or an option that does not exist."""
    assert catalog.cli
    context = click.Context(group)
    known = {option for parameter in group.params for option in parameter.opts}
    while words and words[0].startswith("-"):
        assert words[0] in known, words
        words = words[2:]
    command = group.get_command(context, words[0])
    assert command, words
    while isinstance(command, click.Group) and len(words) > 1:
        words = words[1:]
        command = command.get_command(context, words[0])
        assert command, words
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words[1:] if word.startswith("-")} <= options, words


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_run_commands_that_exist(unit: Path) -> None:
    (line,) = re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    program, *words = shlex.split(line)
    assert program == "/opt/ocop/.venv/bin/ocop"
    check_command(words)


def test_every_timer_has_its_service_and_the_page_names_every_file() -> None:
    assert {path.stem for path in TIMERS} < {path.stem for path in UNITS}
    assert all(f"(trien-khai/{path.name})" in PAGE for path in FILES.iterdir())


def test_the_page_names_commands_and_options_that_exist() -> None:
    said = re.findall(r"(?:/bin/|`)ocop ((?:--home [^\s…]+ )?[a-z]+[^`\n|]*)", PAGE)
    assert len(said) > 10
    for words in said:
        check_command(re.sub(r"[).,;].*$", "", words).split())


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    program = need("systemd-analyze", "systemd")
    for path in (*UNITS, *TIMERS):
        text = path.read_text(encoding="utf-8").replace("/opt/ocop/.venv/bin/ocop", "/bin/true")
        (tmp_path / path.name.replace("@.", "@demo.")).write_text(re.sub("(User|Group)=ocop", r"\1=root", text))
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run([program, "verify", *files], capture_output=True, text=True)
    told = [line for line in done.stderr.splitlines() if "ocop" in line]
    assert told == []
    for path in TIMERS:
        (when,) = re.findall("OnCalendar=(.+)", path.read_text(encoding="utf-8"))
        assert subprocess.run([program, "calendar", when], capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def nginx() -> str:
    return shutil.which("/usr/sbin/nginx") or need("nginx", "nginx")


@pytest.fixture(scope="module")
def front(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Front:
    """nginx with our file in front of `ocop serve` of a home that is still empty."""
    with fronted(tmp_path_factory.mktemp("nginx"), tmp_path_factory.mktemp("home"), nginx) as running:
        yield running


def ask(front: Front, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Answers through TLS, verified, of the site under its name."""
    context = ssl.create_default_context(cafile=str(front.certificate))
    context.check_hostname = False  # the name goes into Host; the socket leads to loopback
    guest = HTTPSConnection("127.0.0.1", front.secure, context=context, timeout=60)
    sent = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
    guest.request(method, path, body or None, sent)
    answer = guest.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    guest.close()
    return found


def form(size: int) -> tuple[bytes, str]:
    """A sender's form with one file of so many bytes, and its content type."""
    head = "\r\n".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{words}'
        for name, words in {"ten": "HTX Khe Sim", "noi": "xã Mậu A, Lào Cai", "lien-he": "0900 000 011"}.items()
    )
    file = '\r\n--x\r\nContent-Disposition: form-data; name="tep"; filename="anh.jpg"\r\n\r\n'
    return (head + file).encode() + b"\xff" * size + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


def test_nginx_reads_the_file(nginx: str, tmp_path: Path) -> None:
    configuration(tmp_path, free_port())
    command = [nginx, "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "start.log")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_pages_come_through_tls_with_their_headers(front: Front) -> None:
    status, headers, body = ask(front, "GET", "/gui")
    assert status == 200
    assert "<form" in body.decode()
    assert headers["strict-transport-security"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["server"] == "nginx"


def test_h43_another_host_gets_no_page(front: Front) -> None:
    with pytest.raises(OSError, match=r"closed|reset|EOF|Remote"):
        ask(front, "GET", "/gui", Host="evil.example")
    _, _, body = ask(front, "GET", "/gui", X_Forwarded_Host="evil.example", Forwarded="host=evil.example")
    assert b"evil.example" not in body


@pytest.mark.parametrize(("origin", "status"), [(f"https://{NAME}", 303), ("https://evil.example", 403)])
def test_uploads_of_fifty_megabytes_come_through_and_those_of_other_sites_do_not(
    front: Front, origin: str, status: int
) -> None:
    body, kind = form(49_000_000)
    got, headers, _ = ask(front, "POST", "/gui", body, Content_Type=kind, Origin=origin)
    assert got == status
    assert headers.get("location", "/gui/").startswith("/gui/")


def test_too_much_and_too_often_are_told_in_vietnamese(front: Front) -> None:
    status, _, told = ask(front, "POST", "/gui", b"", Content_Length=str(200_000_000))
    assert (status, "100 MB" in told.decode()) == (413, True)
    answers = [ask(front, "POST", "/gui", b"a=b", Origin=f"https://{NAME}") for _ in range(40)]
    refused = [answer for answer in answers if answer[0] == 429]
    assert refused
    assert "thử lại" in refused[0][2].decode()
    assert refused[0][1]["retry-after"] == "60"
    assert ask(front, "GET", "/gui")[0] == 200, "who only looks is not kept out by it"
