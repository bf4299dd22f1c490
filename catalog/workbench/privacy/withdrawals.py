"""Refusals and withdrawals of consent that are newer than a backup: what they ended stays ended when it is restored."""

from __future__ import annotations

from catalog.workbench.store import Workbench

Withdrawal = tuple[str | None, ...]

_NAMES = ("subject", "field", "purpose", "source", "recorded_by", "recorded_at", "how", "said_on")


def known(bench: Workbench) -> list[Withdrawal]:
    """Every refusal and withdrawal that was not taken back with its sheet."""
    return [tuple(row) for row in bench.rows(_KNOWN)]


_KNOWN = """
SELECT subject, field, purpose, source, recorded_by, recorded_at, how, said_on FROM consents
 WHERE NOT is_given AND (submission_id IS NULL OR submission_id NOT IN (SELECT submission_id FROM taken_back))
 ORDER BY id
"""


def replay(bench: Workbench, withdrawals: list[Withdrawal]) -> int:
    """Adds those that the register does not have; gives their number."""
    with bench.writing():
        there = set(known(bench))
        new = [w for w in withdrawals if w not in there]
        bench.insert("consents", (*_NAMES, "is_given"), [(*w, 0) for w in new])
    return len(new)
