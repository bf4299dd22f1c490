"""What is known by names and marks after a delivery was taken back: what living deliveries say, as if it came now.

Names and marks that nobody says any more stay in `identities` for takedowns, but name nothing: who brings them again is
compared with everything, as somebody new is, and a code that an undone list had put on many names speaks again. What
such a delivery said besides of somebody whom others name, too, may have kept two apart: they are compared anew.
"""

from __future__ import annotations

import json

from catalog.workbench.identities import joins, wear
from catalog.workbench.identities.joins import Now
from catalog.workbench.identities.twins import Book
from catalog.workbench.store import Workbench


def settle(bench: Workbench, submission_id: str) -> Now:
    """Makes names, marks and ids what living deliveries say without this one, which was taken back just now."""
    silent = [row["id"] for row in bench.rows(_ONLY_THERE, [submission_id])]
    asked = json.dumps(silent)
    worn = json.dumps([row["key"] for row in bench.rows(_WORN, [asked, wear.FEW])])
    bench.db.execute("UPDATE identities SET is_living = 0 WHERE id IN (SELECT value FROM json_each(?))", [asked])
    freed = [row["id"] for row in bench.rows(_FREED, [worn, wear.FEW])]
    freed += [row["id"] for row in bench.rows(_SAME_CODE, [asked])]
    book = Book(bench)
    _take_again(bench, book, json.dumps(silent + freed))
    book.resolve()
    for key, own in book.added():
        bench.db.execute("UPDATE identities SET is_living = 1 WHERE key = ? AND id = ?", [key, own])
    joins.store(bench, book.found.items(), None)
    return joins.settle(bench, book.now)


def _take_again(bench: Workbench, book: Book, ids: str) -> None:
    keys = {row["id"]: row["key"] for row in bench.rows(_NAMES, [ids])}
    goods = joins.living_products(bench, {i for i, key in keys.items() if key.startswith("name:")}, keys)
    makers = joins.living_producers(bench, {i for i, key in keys.items() if key.startswith("producer:")})
    book.take_again(makers, {own: entry | {"key": keys[own]} for own, entry in goods.items()})


# Own ids of rows that say what no living delivery says.
_ONLY_THERE = """
WITH silent AS (
  SELECT DISTINCT r.statement_id FROM delivered_rows r
   WHERE r.submission_id = ? AND NOT EXISTS (
         SELECT 1 FROM delivered_rows o WHERE o.statement_id = r.statement_id
            AND o.submission_id NOT IN (SELECT submission_id FROM taken_back)))
SELECT named_producer_id AS id FROM statements
 WHERE id IN (SELECT statement_id FROM silent) AND named_producer_id IS NOT NULL
 UNION SELECT named_product_id FROM statements
 WHERE id IN (SELECT statement_id FROM silent) AND named_product_id IS NOT NULL
"""
# Their marks that stand on too many names to say anything; and who has such a mark where it says something now.
_WORN = """
SELECT key FROM identities WHERE is_living AND key NOT LIKE 'name:%' AND key NOT LIKE 'producer:%'
   AND key IN (SELECT key FROM identities WHERE id IN (SELECT value FROM json_each(?)))
 GROUP BY key HAVING count(*) > ?
"""
_FREED = """
SELECT DISTINCT i.id FROM identities i WHERE i.is_living AND i.key IN (
  SELECT key FROM identities WHERE is_living AND key IN (SELECT value FROM json_each(?))
   GROUP BY key HAVING count(*) <= ?)
"""
# Who has one of their sellers' codes at a producer that is theirs, also under another spelling.
_SAME_CODE = """
WITH gone AS (SELECT key FROM identities WHERE key LIKE 'sku:%' AND id IN (SELECT value FROM json_each(?1))),
     makers AS (SELECT DISTINCT substr(key, 5, instr(key, '|') - 5) AS id FROM gone),
     together AS (SELECT coalesce(n.now_id, m.id) AS id FROM makers m LEFT JOIN identity_now n ON n.id = m.id),
     theirs AS (SELECT id FROM together UNION SELECT id FROM identity_now WHERE now_id IN (SELECT id FROM together))
SELECT DISTINCT i.id FROM theirs t JOIN identities i ON i.key > 'sku:' || t.id || '|' AND i.key < 'sku:' || t.id || '}'
 WHERE i.is_living AND substr(i.key, instr(i.key, '|')) IN (SELECT substr(key, instr(key, '|')) FROM gone)
"""
_NAMES = """
SELECT id, key FROM identities WHERE id IN (SELECT value FROM json_each(?))
   AND (key LIKE 'name:%' OR key LIKE 'producer:%')
"""
