"""A backup is whole or not there, taken while others write; a restored home is the one that was backed up."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Refused, Unreadable
from catalog.publish import release
from catalog.publish.backups import archive, backup, restore
from catalog.publish.checking import checking
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.catalog.test_cli import OCOP, ocop, said
from tests.conftest import HONEY

Write = Callable[..., Path]


def test_the_drill_backed_up_during_an_import_and_restored_elsewhere(
    filled: Home, tmp_path: Path, write_sheet: Write
) -> None:
    before = release.current(filled)
    rows = [[str(n), f"Trà hoa số {n}", *HONEY[2:6], "90.000đ", ""] for n in range(400)]
    sheet = write_sheet(rows, "c.xlsx")
    importing = subprocess.Popen([*OCOP, "--home", str(filled.root), "import", str(sheet)], stdout=subprocess.PIPE)
    copies = []
    while importing.poll() is None:
        copies.append(backup.backup(filled, tmp_path / f"{len(copies)}.tar"))
    importing.communicate()
    assert importing.returncode == 0
    assert copies
    for number, made in enumerate((copies[0], copies[-1])):
        there = Home(tmp_path / f"there {number}")
        restored = restore.restore(made.file, there)
        assert checking.check(there).findings == ()
        assert restored.release == release.current(there) == before
    again, here = release.publish(Home(tmp_path / "there 0"), "test"), before
    assert (again.id == here) != again.is_new  # the import was in the first copy, or it was not
    whole = Home(tmp_path / "whole")
    restore.restore(backup.backup(filled, tmp_path / "whole.tar").file, whole)
    assert release.publish(whole, "test").id == release.publish(filled, "test").id


def test_a_restored_home_publishes_the_same_bytes(filled: Home, tmp_path: Path) -> None:
    there = Home(tmp_path / "there")
    restore.restore(backup.backup(filled).file, there)
    with Workbench(filled.workbench) as bench:
        first = bench.rows("SELECT id FROM submissions ORDER BY number")[0]["id"]
    for each in (filled, there):
        with Workbench(each.workbench) as bench:
            review.take_back(bench, first, "nhầm", "test")
    ours, theirs = (release.publish(each, "test", force="thử") for each in (filled, there))
    assert ours.id == theirs.id
    assert (there.root / "config.toml").read_text(encoding="utf-8").startswith("[review]")
    release.rollback(there, next(f.name for f in there.releases.glob("1-*")), "test")
    assert checking.check(there).findings == ()


def test_two_backups_of_one_state_differ_by_their_moment_alone(filled: Home, tmp_path: Path) -> None:
    manifests = [archive.verify(backup.backup(filled, tmp_path / f"{n}.tar").file) for n in (1, 2)]
    assert manifests[0].files == manifests[1].files
    assert list(manifests[0].files) == list(manifests[1].files)
    assert not [name for name in manifests[0].files if "backups" in name or "derived" in name or "exports" in name]


def test_a_server_reads_and_a_publication_goes_on_while_a_backup_is_made(filled: Home, tmp_path: Path) -> None:
    ended: list[str] = []
    working = threading.Thread(target=lambda: ended.append(release.publish(filled, "test", force="x").id))

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "files" and not working.ident:
            working.start()

    backup.backup(filled, tmp_path / "a.tar", progress=progress)
    working.join()
    assert ended == [release.current(filled)]


def test_what_dead_runs_left_behind_is_not_backed_up(filled: Home, tmp_path: Path) -> None:
    shutil.copytree(next(filled.releases.glob("1-*")), filled.releases / "3-0123456789ab")
    (filled.inbox / "ab").mkdir()
    (filled.inbox / "ab" / f".{'ab' * 32}.{2**22 + 1}").write_text("half")
    there = Home(tmp_path / "there")
    restore.restore(backup.backup(filled).file, there)
    assert checking.check(there).findings == ()


def test_a_file_that_is_there_and_a_home_that_is_not_are_refused(filled: Home, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("mine")
    with pytest.raises(Refused, match="there already"):
        backup.backup(filled, tmp_path / "a.tar")
    assert (tmp_path / "a.tar").read_text() == "mine"
    with pytest.raises(Refused, match="nothing to back up"):
        backup.backup(Home(tmp_path / "nowhere"))


def test_a_home_that_is_not_empty_is_moved_aside_on_request_only(filled: Home, tmp_path: Path) -> None:
    copy = backup.backup(filled, tmp_path).file
    (filled.root / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        restore.restore(copy, filled)
    restored = restore.restore(copy, filled, force=True)
    assert restored.aside is not None
    assert (restored.aside / "mine.txt").read_text() == "mine"
    assert not (filled.root / "mine.txt").exists()
    assert checking.check(filled).findings == ()


def test_a_damaged_file_is_backed_up_as_it_is_and_named(filled: Home, tmp_path: Path) -> None:
    broken = next(p for p in (filled.pictures / "originals").glob("*/*"))
    broken.write_bytes(b"half")
    done = ocop(filled, "backup", str(tmp_path), "--json")
    assert done.returncode == 1
    assert [name.rpartition("/")[2] for name in json.loads(done.stdout)["damaged"]] == [broken.name]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.97, 1.0])
def test_a_backup_that_is_cut_before_its_manifest_is_refused(filled: Home, tmp_path: Path, share: float) -> None:
    whole = backup.backup(filled, tmp_path).file
    with tarfile.open(whole) as tar:
        manifest_at = tar.getmembers()[-1].offset_data
    cut = tmp_path / "cut.tar"
    cut.write_bytes(whole.read_bytes()[: int(manifest_at * share)])
    with pytest.raises(Unreadable):
        restore.restore(cut, Home(tmp_path / "there"))
    assert not (tmp_path / "there").exists()


def test_a_changed_byte_is_refused(filled: Home, tmp_path: Path) -> None:
    whole = backup.backup(filled, tmp_path).file
    with tarfile.open(whole) as tar:
        at = [m.offset_data for m in tar]
    for where in (at[0] + 20_000, at[1] + 5_000, at[-2] + 3):
        data = bytearray(whole.read_bytes())
        data[where] ^= 1
        (tmp_path / "changed.tar").write_bytes(data)
        with pytest.raises(Unreadable, match="not those that were backed up"):
            restore.restore(tmp_path / "changed.tar", Home(tmp_path / "there"))


def member(name: str, kind: bytes = tarfile.REGTYPE, data: bytes = b"", link: str = "") -> tuple:
    found = tarfile.TarInfo(name)
    found.type, found.size, found.linkname = kind, len(data), link
    return found, data


SHA = hashlib.sha256(b"").hexdigest()
HOSTILE = {
    "absolute": [member("/etc/ocop.conf")],
    "above": [member("inbox/../../up")],
    "above by a name of ours": [member(f"inbox/{SHA[:2]}/../../../{SHA}")],
    "a link": [member("workbench.db", tarfile.SYMTYPE, link="/etc/passwd")],
    "a hard link": [member("workbench.db", tarfile.LNKTYPE, link="config.toml")],
    "a folder": [member("inbox", tarfile.DIRTYPE)],
    "a device": [member("workbench.db", tarfile.CHRTYPE)],
    "a pipe": [member("config.toml", tarfile.FIFOTYPE)],
    "holes": [member("workbench.db", tarfile.GNUTYPE_SPARSE, b"\0" * 512)],
    "another name": [member("inbox/readme.txt")],
    "a folder of another hash": [member(f"inbox/00/{SHA}")],
    "a line break": [member("config.toml\n")],
    "twice": [member("config.toml"), member("config.toml")],
    "no manifest": [member("config.toml")],
    "nothing": [],
    "a manifest of nothing": [member("manifest.json", data=b"null")],
    "a deep manifest": [member("manifest.json", data=b"[" * 100_000)],
    "a manifest of other files": [member("manifest.json", data=b'{"format":1,"made_at":"","program":"","current":null,'
                                         b'"files":{"config.toml":{"sha256":"","bytes":0}}}')],
    "a release that is not there": [member("manifest.json", data=b'{"format":1,"made_at":"","program":"",'
                                           b'"current":"../..","files":{}}')],
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_archives_get_one_sentence_and_write_nothing(home: Home, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hostile.tar"
    with tarfile.open(path, "w") as tar:
        for found, data in HOSTILE[kind]:
            tar.addfile(found, io.BytesIO(data))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Unreadable, match=r"^.* is not a whole backup of this program: .*$"):
        restore.restore(path, home)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("data", [b"", b"no tar at all", b"\x1f\x8b\x08" + b"\0" * 600, b"\0" * 10_240])
def test_what_is_no_tar_is_no_backup(home: Home, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.tar").write_bytes(data)
    with pytest.raises(Unreadable, match="is not a whole backup"):
        restore.restore(tmp_path / "a.tar", home)


def test_a_hostile_archive_is_one_sentence_at_the_command_line(home: Home, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"no tar at all")
    done = ocop(home, "restore", str(tmp_path / "a.tar"))
    assert (done.returncode, "is not a whole backup" in said(done)) == (2, True)


def test_a_compressed_archive_is_not_unpacked(filled: Home, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w:gz") as tar:
        tar.add(filled.workbench, "workbench.db")
    with pytest.raises(Unreadable):
        restore.restore(tmp_path / "a.tar", Home(tmp_path / "there"))


def test_the_commands_say_what_they_did(filled: Home, tmp_path: Path) -> None:
    made = json.loads(ocop(filled, "backup", "--json").stdout)
    assert Path(made["file"]).parent == filled.backups
    there = Home(tmp_path / "there")
    restored = ocop(there, "restore", made["file"], "--json")
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["release"] == made["release"]
    assert ocop(there, "restore", made["file"]).returncode == 2
    assert ocop(there, "check").stdout == "Clean.\n"
