"""`ocop check` finds every kind of damage, names leftovers of runs that died, and removes nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalog.publish import release
from catalog.publish.checking import checking
from catalog.workbench.home import Home, locked
from catalog.workbench.store import Workbench
from tests.catalog.test_cli import OCOP, ocop
from tests.conftest import HONEY, receive

Write = Callable[..., Path]
# No process of Linux has such a number.
NOBODY = 2**22 + 1


def first(home: Home, pattern: str) -> Path:
    return sorted(p for p in home.root.glob(pattern))[0]


def on(path: Path, sql: str) -> None:
    """Changes a database behind the program's back."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(sql)


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def swap(path: Path) -> None:
    path.unlink()
    path.write_text("a file")


def forge(home: Home, sql: str) -> None:
    """Changes the current release and its manifest with it, so that only the content gives it away."""
    path = home.catalog.resolve()
    on(path, sql)
    manifest = json.loads((path.parent / "manifest.json").read_text())
    manifest["files"]["catalog.db"]["sha256"] = digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (path.parent / "manifest.json").write_text(json.dumps(manifest))
    on(home.workbench, f"UPDATE releases SET sha256 = '{digest}' WHERE id = '{path.parent.name}'")  # noqa: S608


DAMAGE: dict[str, tuple[Callable[[Home], object], str]] = {
    "an inbox file is gone": (lambda h: first(h, "inbox/*/*").unlink(), "inbox-missing"),
    "an inbox file is changed": (lambda h: spoil(first(h, "inbox/*/*")), "inbox-damaged"),
    "an original is gone": (lambda h: first(h, "pictures/originals/*/*").unlink(), "picture-missing"),
    "an original is changed": (lambda h: spoil(first(h, "pictures/originals/*/*")), "picture-damaged"),
    "a derived picture is gone": (lambda h: first(h, "pictures/derived/*/*").unlink(), "picture-underived"),
    "a raw record is gone": (lambda h: on(h.workbench, "DELETE FROM statements WHERE id = 1"),
                             "draft-without-record"),
    "the row of a raw record is gone": (lambda h: on(h.workbench, "DELETE FROM delivered_rows WHERE id = 1"),
                                        "draft-of-nobody"),
    "a decision is gone": (lambda h: on(h.workbench, "DELETE FROM decisions WHERE draft_id = 1"),
                           "draft-without-decision"),
    "a letter of a row is another": (lambda h: on(h.workbench, "UPDATE statements SET facts = replace(facts,"
                                     " '150000', '150001') WHERE id = 1"), "statement-damaged"),
    "a name is another": (lambda h: on(h.workbench, "UPDATE statements SET name = 'Mật ong' WHERE id = 1"),
                          "statement-damaged"),
    "a row is no JSON": (lambda h: on(h.workbench, "UPDATE statements SET facts = '{' WHERE id = 1"),
                         "statement-damaged"),
    "a submission is gone": (lambda h: on(h.workbench, "DELETE FROM submissions WHERE number = 1"),
                             "workbench-reference"),
    "the workbench is gone": (lambda h: h.workbench.unlink(), "workbench-missing"),
    "the workbench is something else": (lambda h: h.workbench.write_text("words " * 999), "workbench-unreadable"),
    "the workbench is newer": (lambda h: on(h.workbench, "INSERT INTO _sqlite_migrations (migration_set, name,"
                               " applied_at) VALUES ('ocop-workbench', 'm999', '')"), "home-newer"),
    "a release is changed": (lambda h: spoil(first(h, "releases/1-*/catalog.db")), "release-damaged"),
    "a release is gone": (lambda h: first(h, "releases/1-*/catalog.db").unlink(), "release-damaged"),
    "a manifest is gone": (lambda h: first(h, "releases/2-*/manifest.json").unlink(), "release-damaged"),
    "a product is not in the index": (lambda h: forge(h, "DELETE FROM products_folded WHERE rowid = 1"),
                                      "release-damaged"),
    "the index says something else": (lambda h: forge(h, "UPDATE products_exact SET name = 'x' WHERE rowid = 1"),
                                      "release-damaged"),
    "a reference in a release": (lambda h: forge(h, "UPDATE product_facts SET producer_id = 'x'"), "release-damaged"),
    "the current release is gone": (lambda h: shutil.rmtree(h.catalog.resolve().parent), "link-dangling"),
    "the link is a file": (lambda h: swap(h.catalog), "link-replaced"),
    "the workbench is older than the release": (lambda h: on(h.workbench, "DELETE FROM releases WHERE number = 2"),
                                                "link-unknown"),
    "the configuration": (lambda h: h.config_file.write_text("[review"), "config-unreadable"),
}  # fmt: skip


def test_a_home_in_order_is_clean(filled: Home) -> None:
    done = ocop(filled, "check", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["is_clean"], found["findings"]) == (0, True, [])


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_and_named_and_not_repaired(filled: Home, kind: str) -> None:
    harm, code = DAMAGE[kind]
    harm(filled)
    for repair in (False, True):
        found = checking.check(filled, repair=repair)
        assert code in [f.code for f in found.findings if f.kind == "damage"], found
        assert not found.is_whole
        assert not found.removed
    assert all(f.sentence and f.fix for f in found.findings)


def litter(home: Home) -> list[Path]:
    """What each kind of writer leaves behind when it is killed."""
    inbox, original = first(home, "inbox/*/*"), first(home, "pictures/originals/*/*")
    files = [
        home.root / f".config.toml.{NOBODY}",
        inbox.with_name(f".{inbox.name}.{NOBODY}"),
        original.with_name(f".{original.name}.{NOBODY}-0a1b2c3d.part"),
    ]
    folders = [  # release 3 is the next one
        home.releases / ".3-0123456789ab",
        home.releases / "3-0123456789ab",
        home.exports / f".csv-1-0123456789ab.{NOBODY}",
        home.backups / f".ocop-backup-{NOBODY}",
        home.root.with_name(f".{home.root.name}.{NOBODY}.restoring"),
    ]
    for path in files:
        path.write_text("half")
    for path in folders:
        path.mkdir(parents=True)
        (path / "catalog.db").write_text("half")
    link = home.root / f".catalog.db.{NOBODY}"
    link.symlink_to("releases/nowhere/catalog.db")
    return [*files, *folders, link]


def test_leftovers_are_named_and_repair_removes_them_and_nothing_else(filled: Home) -> None:
    before = sorted(filled.root.rglob("*"))
    left = litter(filled)
    found = checking.check(filled)
    assert {f.path for f in found.findings} == set(left)
    assert found.is_whole
    assert ocop(filled, "check").returncode == 1
    repaired = checking.check(filled, repair=True)
    assert {f.path for f in repaired.removed} == set(left)
    assert repaired.is_clean
    rest = [p for p in sorted(filled.root.rglob("*")) if p not in (filled.exports, filled.backups)]
    assert rest == before


def test_releases_that_another_workbench_recorded_are_not_removed(filled: Home) -> None:
    on(filled.workbench, "DELETE FROM releases")
    on(filled.workbench, "INSERT INTO releases VALUES (7, '7-0123456789ab', '', '', 0, '', 'publish', NULL)")
    before = sorted(filled.releases.rglob("*"))
    assert not checking.check(filled, repair=True).is_clean
    assert sorted(filled.releases.rglob("*")) == before


def test_what_a_running_process_writes_is_no_leftover(filled: Home) -> None:
    (filled.root / f".config.toml.{os.getpid()}").write_text("half")
    (filled.releases / ".3-0123456789ab").mkdir()
    filled.root.with_name(f".{filled.root.name}.{os.getpid()}.restoring").mkdir()
    (filled.exports / ".csv-1-0123456789ab.old").mkdir(parents=True)  # the only one there is
    with locked(filled.release_lock):
        assert checking.check(filled).findings == ()


def test_what_nothing_refers_to_is_named_after_an_hour_and_never_removed(filled: Home) -> None:
    data = b"a delivery whose import died"
    sha256 = hashlib.sha256(data).hexdigest()
    path = filled.inbox_file(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    assert checking.check(filled).is_clean
    hours_ago = time.time() - 2 * 3600
    os.utime(path, (hours_ago, hours_ago))
    assert [f.code for f in checking.check(filled, repair=True).findings] == ["inbox-unused"]
    assert path.exists()


def test_a_publication_that_died_before_the_switch_is_completed_under_its_number(
    filled: Home, write_sheet: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(filled, write_sheet([[*HONEY[:6], "199k", ""]], "c.xlsx"))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(release, "point_to", die)
        with pytest.raises(KeyboardInterrupt):
            release.publish(filled, "test")
    (found,) = checking.check(filled).findings
    assert (found.code, found.kind) == ("link-behind", "leftover")
    made = release.publish(filled, "test")
    assert made.is_new
    assert made.id.startswith("3-")
    assert checking.check(filled).is_clean


def test_a_home_of_an_older_program_is_read_as_it_is(filled: Home) -> None:
    on(filled.workbench, "DELETE FROM _sqlite_migrations WHERE name = 'm004_confirmed_headers'")
    on(filled.workbench, "DROP TABLE confirmed_headers")
    before = filled.workbench.read_bytes()
    with Workbench(filled.workbench, is_reading=True) as bench:
        assert bench.rows("SELECT count(*) FROM confirmed_headers")[0][0] == 0
    assert checking.check(filled).is_clean
    assert filled.workbench.read_bytes() == before


def test_no_home_cannot_be_checked(home: Home) -> None:
    done = ocop(home, "check")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not home.root.exists()


# In a mount namespace of its own the home can only be read, as after an error of the file system.
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'


def test_a_disk_that_can_only_be_read_is_no_damage(filled: Home) -> None:
    apart = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", READ_ONLY, "sh", str(filled.root)]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mount namespaces on this machine: a read-only home is not tried")
    for command, told in (("check", "Clean."), ("status", "accepted")):
        done = subprocess.run([*apart, *OCOP, "--home", str(filled.root), command], capture_output=True, text=True,
                              check=False)  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert told in done.stdout
