"""Producers of a long list are compared by a process of their own, while the one that asked goes on with the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from catalog.workbench import workers
from catalog.workbench.identities import candidates
from catalog.workbench.identities.joins import Pair

# Below so many new producers, handing them over costs more than it saves.
ALONE = 16_384


def begin(new: Sequence[str], keys: Mapping[str, str], shared: candidates.Shared) -> Callable[[], list[Pair]]:
    """Begins to look for pairs of producers (see candidates.of_producers); what it gives waits for them."""
    if len(new) < ALONE or (os.cpu_count() or 1) < 2:
        return lambda: _pairs(new, keys, shared)
    pool = ProcessPoolExecutor(1, get_context("forkserver"), initializer=workers.begin_work)
    found = pool.submit(_pairs, new, keys, shared)
    pool.shutdown(wait=False)
    return found.result


def _pairs(new: Sequence[str], keys: Mapping[str, str], shared: candidates.Shared) -> list[Pair]:
    return list(candidates.of_producers(new, keys, shared))
