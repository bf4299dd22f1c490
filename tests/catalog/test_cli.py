"""`ocop` as its user meets it: bad input gets one sentence and an exit status, good input the contract's JSON."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from catalog import parsing
from catalog.cli import cli
from catalog.workbench.home import Home
from tests.conftest import HEADER, HONEY, QUE, ROOT

Write = Callable[..., Path]
OCOP = [str(Path(sys.executable).with_name("ocop"))]


def ocop(home: Home, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the installed command in a process of its own."""
    return subprocess.run([*OCOP, "--home", str(home.root), *arguments], input=text, capture_output=True, text=True)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence on standard error; fails on a traceback or a second line."""
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


BAD = {
    "not a workbook": (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "anh.xlsx", 2),
    "0 bytes": (b"", "trong.xlsx", 2),
    "cut off": (b"PK\x03\x04" + b"\0" * 60, "cut.xlsx", 2),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") * 40,
        "mat khau.xlsx",
        2,
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_get_one_vietnamese_sentence_and_leave_everything(
    home: Home, tmp_path: Path, write_sheet: Write, kind: str
) -> None:
    data, name, status = BAD[kind]
    assert ocop(home, "import", str(write_sheet())).returncode == 0
    before = home.workbench.read_bytes()
    (tmp_path / name).write_bytes(data)
    done = ocop(home, "import", str(tmp_path / name))
    assert done.returncode == status
    assert name in said(done)
    assert any(c in said(done) for c in "ệộảạịớấếđ")
    assert home.workbench.read_bytes() == before


def test_a_path_that_does_not_exist(home: Home) -> None:
    done = ocop(home, "import", "khong/co.xlsx")
    assert done.returncode == 2
    assert "khong/co.xlsx" in said(done)
    assert not home.root.exists()


def test_a_sheet_without_a_product_table_is_asked(home: Home, write_sheet: Write) -> None:
    path = write_sheet([["1", "Nguyễn Thị A", "Trưởng thôn"]], header=["STT", "Họ và tên", "Chức vụ"])
    done = ocop(home, "import", str(path), "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [i["code"] for i in report["issues"]] == ["table-none"]
    assert report["products"] == []


def test_an_empty_sheet_is_asked(home: Home, write_sheet: Write) -> None:
    done = ocop(home, "import", str(write_sheet([], header=[])), "--json")
    assert done.returncode == 1
    assert [i["code"] for i in json.loads(done.stdout)["issues"]] == ["table-none"]


def test_a_csv_in_an_old_encoding_is_read_and_said(home: Home, tmp_path: Path) -> None:
    rows = "Tên sản phẩm;Tên HTX;Địa chỉ;Quy cách;Giá bán\n"
    rows += "Quế thanh;HTX Đồi Vải;xã Viễn Sơn, Văn Yên, Yên Bái;Túi 500g;220k\n"
    path = tmp_path / "cu.csv"
    path.write_bytes(to_cp1258(rows))
    report = json.loads(ocop(home, "import", str(path), "--json").stdout)
    assert report["products"][0]["name"] == "Quế thanh"
    assert report["products"][0]["province"] == "Lào Cai"
    assert "file-encoding" in [i["code"] for i in report["issues"]]


def to_cp1258(text: str) -> bytes:
    """Vietnamese in windows-1258: base letters with their hats, tones as combining marks."""
    import unicodedata

    out = []
    for c in unicodedata.normalize("NFC", text):
        try:
            out.append(c.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", c)
            tone = next(m for m in parts if m in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


def test_a_price_to_be_asked_is_accepted_and_a_nameless_row_is_an_error(home: Home, write_sheet: Write) -> None:
    rows = [[*HONEY[:6], "liên hệ", ""], ["2", "", *QUE[2:]]]
    done = ocop(home, "import", str(write_sheet(rows)), "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [p["state"] for p in report["products"]] == ["accepted", "rejected"]
    (nameless,) = [i for i in report["issues"] if i["code"] == "name-missing"]
    assert nameless["cell"] == "B6"


def test_import_json_is_the_contract(home: Home, write_sheet: Write) -> None:
    report = json.loads(ocop(home, "import", str(write_sheet()), "--dry-run", "--json").stdout)
    assert set(report) >= {"submissions", "products", "issues", "summary"}
    (submission,) = report["submissions"]
    assert set(submission) >= {"id", "file", "sha256", "status", "reason", "tables", "cells"}
    (table,) = submission["tables"]
    assert (table["header_rows"], table["first_row"], table["last_row"], table["rows"]) == ([4], 5, 7, 3)
    assert table["columns"]["B"] == {"header": "Tên sản phẩm", "column": "name", "how": "synonym"}
    contract = """sku name producer producer_kind stars ocop_set price_low price_high price_per net_total net_unit
        pack_count pieces province province_code commune commune_code candidates phone decision_number decision_date
        expires_on state source"""
    for product in report["products"]:
        assert set(product) >= set(contract.split())
    assert report["summary"] == {
        "rows": 3,
        "accepted": 3,
        "held": 0,
        "rejected": 0,
        "new": 3,
        "changed": 0,
        "unchanged": 0,
    }
    assert not home.root.exists()


@pytest.mark.parametrize("kind", parsing.PARSERS)
def test_parse_gives_one_object_a_line(home: Home, kind: str) -> None:
    done = ocop(home, "parse", kind, "--json", text="150.000đ\n\nHTX Đồi Vải 500g\n")
    assert done.returncode == 0
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 3


def test_unknown_names_list_those_that_exist(home: Home) -> None:
    for arguments, known in ((("parse", "màu"), "price"), (("export", "chợ-trời"), "postmart")):
        done = ocop(home, *arguments, text="")
        assert done.returncode == 2
        assert known in said(done)


@pytest.mark.parametrize(
    "arguments", [["publish"], ["export", "postmart"], ["rollback", "1-x"], ["undo", "s-x"], ["review", "show", "7"]]
)
def test_nothing_there_is_a_sentence(home: Home, arguments: list[str]) -> None:
    done = ocop(home, *arguments)
    assert done.returncode in (1, 2)
    assert said(done).startswith("ocop: ")


def test_status_and_queue_of_an_empty_home(home: Home) -> None:
    assert json.loads(ocop(home, "status", "--json").stdout)["held"] == 0
    assert ocop(home, "review", "list").stdout.strip() == "0 held"
    assert not home.root.exists()


def test_a_port_in_use_is_a_sentence(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = ocop(home, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in said(done)


def commands(group: click.Group = cli, before: str = "") -> list[str]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{before}{name} ")
        else:
            found.append(before + name)
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help_and_is_documented(command: str) -> None:
    done = subprocess.run([*OCOP, *command.split(), "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 4
    assert f"ocop {command}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_the_template_comes_out_once_and_knows_its_producer(home: Home, tmp_path: Path, write_sheet: Write) -> None:
    out = tmp_path / "mau.xlsx"
    assert ocop(home, "template", "-o", str(out)).returncode == 0
    blank = out.read_bytes()
    again = ocop(home, "template", "-o", str(out))
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert out.read_bytes() == blank
    assert ocop(home, "import", str(write_sheet())).returncode == 0
    known = ocop(home, "template", "-o", str(out), "--force", "--producer", "htx doi vai")
    assert known.returncode == 0, known.stderr
    assert "2 known products" in known.stdout
    nobody = ocop(home, "template", "-o", str(tmp_path / "x.xlsx"), "--producer", "HTX Không Có")
    assert nobody.returncode == 2
    assert "HTX Không Có" in said(nobody)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_known_producers_template_imports_unchanged(home: Home, tmp_path: Path, write_sheet: Write) -> None:
    assert ocop(home, "import", str(write_sheet())).returncode == 0
    out = tmp_path / "mau.xlsx"
    assert ocop(home, "template", "-o", str(out), "--producer", "HTX Đồi Vải").returncode == 0
    done = ocop(home, "import", str(out), "--json")
    report = json.loads(done.stdout)
    assert [p["name"] for p in report["products"]] == [HONEY[1], QUE[1]]
    assert report["summary"]["new"] == 0
    assert [i for i in report["issues"] if i["severity"] != "info"] == []


def test_a_sheet_goes_back_marked_with_a_picture(home: Home, tmp_path: Path, write_sheet: Write) -> None:
    bad = [*HONEY[:6], "12-15", ""]
    done = ocop(home, "import", str(write_sheet([bad, QUE])), "--returned", str(tmp_path / "tra ve"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["held"] == 1
    names = sorted(p.suffix for p in (tmp_path / "tra ve").iterdir())
    assert names in ([".png", ".xlsx"], [".xlsx"])  # a machine without a Vietnamese font makes no picture


def test_a_header_is_explained_once_and_listed(home: Home, write_sheet: Write) -> None:
    path = str(write_sheet(header=["STT", "Hàng của xã ta", *HEADER[2:]]))
    assert ocop(home, "import", path, "--sender", "xã", "--column", "Hàng của xã ta=name").returncode == 0
    assert "version 1: “Hàng của xã ta” → name" in ocop(home, "review", "columns").stdout
    assert "HEADER=COLUMN" in ocop(home, "import", path, "--column", "Giá").stderr
    wrong = ocop(home, "import", path, "--column", "Giá=tien")
    assert wrong.returncode == 2
    assert "tien" in said(wrong)


def test_many_issues_are_told_by_kind(home: Home, write_sheet: Write) -> None:
    rows = [[str(n), f"Mật ong số hiệu {n}", *HONEY[2:6], "12-15", ""] for n in range(45)]
    told = ocop(home, "import", str(write_sheet(rows))).stdout
    assert told.count("price-ambiguous") == 31
    assert "… and 15 more: price-ambiguous 15" in told
