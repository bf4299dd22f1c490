"""Processes that share the work of long lists: forked by a server that gets ready by itself what all of them need."""

from __future__ import annotations

import signal
from multiprocessing import forkserver

from catalog.workbench import garbage


def start_server(*modules: str) -> None:
    """Starts the server that forks those who share work, where it does not run yet; modules: what they need.

    Processes of such a server, because a fork of this one could inherit a lock that another thread holds.
    """
    forkserver.set_forkserver_preload([*modules])
    forkserver.ensure_running()


def begin_work() -> None:
    """What each process that shares work does first."""
    # Ctrl-C is the business of the process that asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    garbage.look_seldom()
