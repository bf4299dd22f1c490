"""What a stored delivery is as evidence, where the producers that it names came together or apart."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.workbench.reviewing.precedence import source_class
from catalog.workbench.store import Workbench


def settle(bench: Workbench, number: int, producers: Mapping[str, str]) -> None:
    """Makes the class of a stored delivery what it is where some producers gave way, each with the one that stays."""
    named: dict[str, str] = {}
    for row in bench.rows(_NAMED, [number]):
        named.setdefault(producers.get(row["id"], row["id"]), row["name"])
    for row in bench.rows(_SENT, [number]):
        found = source_class(row["source"], named, row["sender"])
        bench.db.execute("UPDATE submissions SET class = ?1 WHERE number = ?2 AND class <> ?1", [found, number])


_NAMED = """
SELECT d.named_producer_id AS id, json_extract(d.facts, '$.producer') AS name, min(d.id) AS first
  FROM submissions u JOIN drafts d ON d.submission_id = u.id
 WHERE u.number = ? AND d.named_producer_id IS NOT NULL GROUP BY 1 ORDER BY first
"""
_SENT = """
SELECT u.source, r.sender, min(r.rowid) FROM submissions u JOIN receipts r ON r.submission_id = u.id
 WHERE u.number = ? GROUP BY u.id
"""
