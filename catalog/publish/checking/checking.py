"""`ocop check`: is everything in the home as it was written, and what did runs that died leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from catalog.errors import Refused
from catalog.publish import leftovers
from catalog.publish.checking import check_releases, check_workbench
from catalog.publish.findings import Finding, Findings, damage
from catalog.workbench.home import Home, locked
from catalog.workbench.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found and still is, and what `repair` has removed."""

    findings: tuple[Finding, ...]
    removed: tuple[Finding, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left that a person should look at."""
        return not self.findings

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lost or wrong; runs that died may have left something behind."""
        return all(f.kind == "leftover" for f in self.findings)


def check(home: Home, *, repair: bool = False, progress: Progress = no_progress) -> Checked:
    """Looks at databases, releases, link, inbox, originals and configuration; changes nothing without `repair`.

    repair: temporary leftovers of runs that died are removed, while nobody publishes; damage is only ever reported.
    Raises Refused where there is no home.
    """
    if not home.root.is_dir():
        raise Refused(f"There is no home at {home.root}; name one with --home.", code="home-missing")
    removed = _repair(home) if repair else ()
    found = chain(
        _config(home),
        check_workbench.check(home, progress),
        check_releases.check(home, progress),
        leftovers.check(home),
    )
    return Checked(tuple(found), removed)


def _repair(home: Home) -> tuple[Finding, ...]:
    """Removes what is temporary, while nobody can publish."""
    with locked(home.release_lock):
        found = chain(leftovers.check(home, is_locked=True), check_releases.unrecorded(home))
        temporary = tuple(f for f in found if f.is_temporary)
        for one in temporary:
            leftovers.remove(one)
    return temporary


def _config(home: Home) -> Findings:
    try:
        home.config()
    except (Refused, OSError) as error:
        yield damage("config-unreadable", str(error), "Mend the file by hand.", home.config_file)
