"""Refusals and withdrawals that are newer than a backup: what they ended stays ended when it is restored."""

from __future__ import annotations

from typing import NamedTuple

from catalog.workbench.store import Workbench


class Withdrawal(NamedTuple):
    """A consent or an account (its table) that was taken back, and the row that says so."""

    table: str
    row: tuple[str | None, ...]


# Table → the columns of a row, and the query for those that were not taken back with their sheet.
_TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "consents": (
        ("subject", "field", "purpose", "source", "recorded_by", "recorded_at", "how", "said_on"),
        """SELECT subject, field, purpose, source, recorded_by, recorded_at, how, said_on FROM consents
            WHERE NOT is_given
              AND (submission_id IS NULL OR submission_id NOT IN (SELECT submission_id FROM taken_back))
            ORDER BY id""",
    ),
    "bank_accounts": (
        ("producer_id", "evidence", "recorded_by", "recorded_at"),
        """SELECT producer_id, evidence, recorded_by, recorded_at FROM bank_accounts WHERE NOT is_given
            ORDER BY id""",
    ),
}


def known(bench: Workbench) -> list[Withdrawal]:
    """Every refusal and withdrawal that was not taken back with its sheet."""
    return [Withdrawal(table, tuple(row)) for table, (_, sql) in _TABLES.items() for row in bench.rows(sql)]


def replay(bench: Workbench, withdrawals: list[Withdrawal]) -> int:
    """Adds those that the register does not have; gives their number."""
    with bench.writing():
        there = set(known(bench))
        new = [w for w in withdrawals if w not in there]
        for table, (names, _) in _TABLES.items():
            bench.insert(table, (*names, "is_given"), [(*w.row, 0) for w in new if w.table == table])
    return len(new)
