"""The home folder: one installation's databases, received files, pictures and exports."""

from __future__ import annotations

import fcntl
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.errors import Refused, Unreadable
from catalog.workbench import settings

DEFAULT = "ocop-home"


@dataclass(frozen=True, slots=True)
class Home:
    """Paths inside one home; nothing is created before something is written there."""

    root: Path

    @property
    def workbench(self) -> Path:
        return self.root / "workbench.db"

    @property
    def catalog(self) -> Path:
        """A link to the `catalog.db` of the current release."""
        return self.root / "catalog.db"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def prepared(self) -> Path:
        """Rows of producers, kept for the next release; as private as the workbench, and made again where missing."""
        return self.root / "prepared.db"

    @property
    def readiness(self) -> Path:
        """How ready published products are for markets, worked out once; nothing is lost with it."""
        return self.root / "readiness.db"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    def inbox_file(self, sha256: str) -> Path:
        """Where the received file of this hash is kept."""
        return self.inbox / sha256[:2] / sha256

    @property
    def pictures(self) -> Path:
        return self.root / "pictures"

    @property
    def pictures_lock(self) -> Path:
        """Held while somebody looks at pictures."""
        return self.root / ".pictures.lock"

    @property
    def crawls(self) -> Path:
        return self.root / "crawls"

    @property
    def tickets(self) -> Path:
        """Files that people are preparing on the page `/gui`, a folder for each ticket (tickets.py)."""
        return self.root / "tickets"

    @property
    def worker_lock(self) -> Path:
        """Held by the one worker that does what the server's pages ask for."""
        return self.root / ".worker.lock"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def workbench_lock(self) -> Path:
        """Held while the workbench is brought up to date."""
        return self.root / f".{self.workbench.name}.lock"

    @property
    def release_lock(self) -> Path:
        """Held while a release is made or switched to."""
        return self.root / ".release.lock"

    @property
    def config_file(self) -> Path:
        return self.root / "config.toml"

    def site_address(self) -> str | None:
        """Where buyers find the site; None where `config.toml` does not say. Raises what `config` raises."""
        address: str | None = self.config().get("site", {}).get("address")
        return address

    def config(self) -> dict[str, Any]:
        """What `config.toml` says; empty where there is none. Raises Refused where it is no TOML, or says nonsense.

        Raises Unreadable where it cannot be opened.
        """
        try:
            return settings.checked(tomllib.loads(self.config_file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Refused(f"{self.config_file} is not valid TOML: {error}.") from error
        except OSError as error:
            raise Unreadable(f"{self.config_file} cannot be read: {error.strerror}.", code="file-missing") from error


def find(given: str | None) -> Home:
    """The home named on the command line, else by OCOP_HOME, else ./ocop-home."""
    return Home(Path(given or os.environ.get("OCOP_HOME") or DEFAULT).absolute())


def write_atomically(path: Path, data: bytes) -> None:
    """Writes `data` so that `path` is either absent or whole, also after a power cut."""
    with atomic_file(path) as draft:
        draft.write_bytes(data)


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Gives a path beside `path` to write to; on leaving, that file is synced and renamed to `path`."""
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        sync(draft)
        draft.replace(path)
        sync(path.parent)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _make_folder(folder: Path) -> None:
    """Makes a folder and those above it, and forces their names to the disk."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync(made.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Lets one process at a time through; the others wait. The lock goes with its holder, however that ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(path: Path) -> bool:
    """Whether a process, this one included, holds the lock of a file or folder."""
    lock = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def sync(path: Path) -> None:
    """Forces a file's or folder's bytes to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
