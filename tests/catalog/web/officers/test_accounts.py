"""Accounts on the command line, and rights that follow the land."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from catalog.cli import cli
from catalog.errors import Conflict, OcopError, Refused, Unknown
from catalog.workbench.home import Home
from catalog.workbench.officers import accounts, sessions
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import MAU_A, OTHER, PASSWORD, PROVINCE, open_account
from tests.reform import DIEN_XA, SPLIT, TIEN_YEN, reformed


def run(home: Home, *words: str) -> str:
    done = CliRunner().invoke(cli, ["--home", str(home.root), "officers", *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_accounts_are_opened_listed_moved_handed_on_and_closed(home) -> None:
    said = run(home, "add", "Hoa.Le", "--name", "Lê Thị Hoa", "--role", "commune", "--province", "Lào Cai",
               "--commune", "xã Mậu A")  # fmt: skip
    password = said.split()[-1]
    with Workbench(home.workbench) as bench:
        assert sessions.log_in(bench, "hoa.le", password, "203.0.113.1")
    (entry,) = [e for e in json.loads(run(home, "list", "--json")) if e["login"] == "hoa.le"]
    assert entry == {
        "login": "hoa.le", "name": "Lê Thị Hoa", "role": "commune", "province_code": PROVINCE, "commune_codes": [MAU_A],
        "is_disabled": False, "must_choose_password": True,
    }  # fmt: skip
    run(home, "scope", "hoa.le", "--role", "province", "--province", PROVINCE)
    assert run(home, "reset", "hoa.le").split()[-1] != password
    successor = run(home, "transfer", "hoa.le", "an.vu", "--name", "Vũ Văn An").split()[-1]
    with Workbench(home.workbench) as bench:
        assert sessions.log_in(bench, "an.vu", successor, "203.0.113.1")
        assert (accounts.find(bench, "an.vu").role, accounts.find(bench, "hoa.le").is_disabled) == ("province", True)
    run(home, "disable", "an.vu")
    assert "closed" in run(home, "list")
    with Workbench(home.workbench) as bench:
        told = [r[0] for r in bench.rows("SELECT what FROM officer_changes WHERE officer_id > 5 ORDER BY id")]
    assert told == [
        f"opened as commune of {PROVINCE} {MAU_A}", f"made province of {PROVINCE}", "password reset",
        f"opened as province of {PROVINCE}", "handed to an.vu", "closed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("add", "a b", "--name", "X", "--role", "province", "--province", "15"), Refused),
        (("add", "mau.a", "--name", "X", "--role", "province", "--province", "15"), Conflict),
        (("add", "moi", "--name", " ", "--role", "province", "--province", "15"), Refused),
        (("add", "moi", "--name", "X", "--role", "commune", "--province", "15"), Refused),
        (("add", "moi", "--name", "X", "--role", "province"), Refused),
        (("add", "moi", "--name", "X", "--role", "province", "--province", "Tỉnh Không Có"), Unknown),
        (("add", "moi", "--name", "X", "--role", "commune", "--commune", "xã Không Có"), Unknown),
        (("add", "moi", "--name", "X", "--role", "commune", "--commune", MAU_A, "--province", "22"), Refused),
        (("reset", "khong.co"), Unknown),
        (("disable", "khong.co"), Unknown),
        (("transfer", "mau.a", "tinh", "--name", "X"), Conflict),
    ],
)
def test_what_is_no_account_is_refused_and_changes_nothing(home, words, error: type[OcopError]) -> None:
    before = run(home, "list", "--json")
    done = CliRunner().invoke(cli, ["--home", str(home.root), "officers", *words])
    assert isinstance(done.exception, error)
    assert run(home, "list", "--json") == before


def test_rights_follow_the_land_when_communes_merge_split_and_change_their_province(home) -> None:
    with Workbench(home.workbench) as bench:
        open_account(bench, "dien.xa", "Cán bộ Điền Xá", "commune", "22", DIEN_XA)
        open_account(bench, "chia", "Cán bộ Xã Chia", "commune", PROVINCE, SPLIT)
        before = accounts.find(bench, "dien.xa")
        assert (before.may(DIEN_XA), before.may(TIEN_YEN), before.province) == (True, False, "22")
        with reformed():
            merged, split = accounts.find(bench, "dien.xa"), accounts.find(bench, "chia")
            assert (merged.may(TIEN_YEN), merged.may(DIEN_XA), merged.province) == (True, False, "31")
            assert split.communes == {SPLIT, "99001"}
            assert accounts.find(bench, "tinh.khac").may(TIEN_YEN), "the administrator of a province that became a part"
            assert not accounts.find(bench, "mau.a").may("99001")


def test_a_right_is_for_all_parts_that_something_may_be_in(home) -> None:
    with Workbench(home.workbench) as bench:
        officer, province = accounts.find(bench, "mau.a"), accounts.find(bench, "tinh")
    assert officer.may_all([MAU_A, OTHER])
    assert not officer.may_all([OTHER])
    assert not officer.may_all([])
    assert province.may_all([])
    assert PASSWORD not in repr(officer)
