"""Processes that share the work of long lists: forked by a server that gets ready by itself what all of them need."""

from __future__ import annotations

import atexit
import gc
import signal


def start_server(*modules: str) -> None:
    """Starts the server that forks those who share work, where it does not run yet; modules: what they need.

    Processes of such a server, because a fork of this one could inherit a lock that another thread holds.
    """
    from multiprocessing import forkserver  # most commands start no process

    forkserver.set_forkserver_preload([*modules])
    forkserver.ensure_running()


def begin_work() -> None:
    """What each process that shares work does first."""
    # Ctrl-C is the business of the process that asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_seldom()


def look_seldom() -> None:
    """Looks seldom for garbage: a process that makes many small objects which live to the end spends a tenth on it."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def leave_at_once() -> None:
    """For processes that load much: Python would look through all of it twice when it ends, for half a second."""
    atexit.register(gc.freeze)
