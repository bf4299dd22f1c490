"""A long list of parts, worked on by all processors and taken in order by one thread, which has no other beside it.

Whoever writes thousands of rows lets go of Python at each of them. With other threads beside it, as those of
`ProcessPoolExecutor`, every row would wait for its turn; here only the helpers have one, which takes what is asked.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from catalog.workbench import workers

Part = TypeVar("Part")
# Parts that each helper has been asked for and has not answered.
_AHEAD = 3


class Lost(Exception):
    """A process that shared the work is gone: killed, or without memory."""


def shared(
    parts: Iterable[tuple[Part, Any]], processes: int, work: Callable[[Any, Any], Any], known: Any
) -> Iterator[tuple[Part, Any]]:
    """Each part with what `work(asked, known)` makes of what is asked for it, in order.

    parts: with what is asked. work is a function of a module, known what it needs besides. Raises what it raises.
    """
    helpers = [_Helper(work, known) for _ in range(processes)]
    waiting: deque[tuple[Part, _Helper]] = deque()
    try:
        for (part, asked), helper in zip(parts, cycle(helpers), strict=False):
            helper.ask(asked)
            waiting.append((part, helper))
            if len(waiting) >= _AHEAD * processes:
                yield _taken(*waiting.popleft())
        while waiting:
            yield _taken(*waiting.popleft())
    finally:
        for helper in helpers:
            helper.leave()


def _taken(part: Part, helper: _Helper) -> tuple[Part, Any]:
    return part, helper.answer()


class _Helper:
    """One process; it ends when this one leaves it, however that comes."""

    def __init__(self, work: Callable[[Any, Any], Any], known: Any) -> None:
        context = get_context("forkserver")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_help, args=(theirs, work, known), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, asked: Any) -> None:
        try:
            self._pipe.send(asked)
        except OSError as error:
            raise Lost from error

    def answer(self) -> Any:
        try:
            answer, error = self._pipe.recv()
        except (EOFError, OSError) as lost:
            raise Lost from lost
        if error:
            raise error
        return answer

    def leave(self) -> None:
        self._pipe.close()
        self._process.join()


def _help(pipe: Connection, work: Callable[[Any, Any], Any], known: Any) -> None:
    """Answers what is asked until nobody asks any more."""
    workers.begin_work()
    asked: SimpleQueue[bytes | None] = SimpleQueue()
    Thread(target=_listen, args=(pipe, asked), daemon=True).start()
    while (data := asked.get()) is not None:
        answer: tuple[Any, Exception | None]
        try:
            answer = (work(pickle.loads(data), known), None)
        except Exception as error:
            answer = (None, error)
        try:
            pipe.send(answer)
        except OSError:
            return


def _listen(pipe: Connection, asked: SimpleQueue[bytes | None]) -> None:
    """Takes what is asked while work is going on: who asks need not wait, and never for one who waits for it."""
    try:
        while True:
            asked.put(pipe.recv_bytes())
    except (EOFError, OSError):
        asked.put(None)
