"""Temporary files of runs that died: found by their names, and by nobody holding them any more."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from catalog.publish.backups import backup
from catalog.publish.findings import Finding, Findings, leftover
from catalog.workbench.home import Home, is_held

# What writers of this program call a file until it is whole: .<name>.<process>, with or without more behind it.
# In order: catalog.workbench.home and crawler.run, images.folders, catalog.publish.backups.restore.
_DRAFT = re.compile(r"\..+\.(\d+)(?:-[0-9a-f]{8}\.part|\.restoring)?")
_PLACES = ("*", "inbox/*/*", "pictures/*/*/*", "releases/*/*", "exports/*", "crawls/*/*", "crawls/*/*/*/*",
           "backups/*", "tickets/*/*")  # fmt: skip


def check(home: Home, *, is_locked: bool = False) -> Findings:
    """Every temporary file or folder below the home that no running process is writing.

    is_locked: the caller holds the lock of releases, so that nobody else is building one.
    """
    releases = _release_drafts(home) if is_locked or not _is_publishing(home) else []
    for path in sorted({*_drafts(home), *releases, *backup.drafts(home.backups)}):
        sentence = f"{path} was left behind by a run that died."
        yield leftover("left-behind", sentence, "Run `ocop check --repair`, which removes it.", path, is_temporary=True)


def _drafts(home: Home) -> Iterator[Path]:
    inside = (path for place in _PLACES for path in home.root.glob(place))
    for path in (*inside, *home.root.parent.glob(f".{home.root.name}.*.restoring")):
        named = _DRAFT.fullmatch(path.name)
        if named and not _is_running(int(named[1])):
            yield path
    # An export that has given way to a newer one; where that is not there, the old one is all there is.
    yield from (p for p in home.exports.glob(".*.old") if p.with_name(p.name[1:-4]).exists())


def _release_drafts(home: Home) -> list[Path]:
    """Releases that were being built or taken away."""
    return [f for f in home.releases.glob(".*") if f.is_dir()]


def _is_publishing(home: Home) -> bool:
    return home.release_lock.exists() and is_held(home.release_lock)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def remove(found: Finding) -> None:
    """Removes what a finding calls temporary, and nothing else."""
    assert found.is_temporary
    assert found.path is not None
    if found.path.is_dir() and not found.path.is_symlink():
        shutil.rmtree(found.path)
    else:
        found.path.unlink(missing_ok=True)
