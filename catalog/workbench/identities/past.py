"""The workbench as a delivery found it, if what was taken back since had never been.

Of deliveries those that stand and came no later; of what people said, what they had said by then. What reads the
workbench reads that: while it is open, views of the same names stand before the tables. So one place knows what is
asked of a row, whether it arrives or is looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from catalog.workbench.identities import identity, joins
from catalog.workbench.identities.joins import Now
from catalog.workbench.store import Workbench


@contextmanager
def opened(bench: Workbench, about: Collection[str]) -> Iterator[None]:
    """Lets queries see the past of some own ids, which `move` chooses: of pairs among them, and of their codes.

    Inside a transaction. Nothing can be written meanwhile to a table that is seen as it was.
    """
    codes = _codes(bench, about)
    bench.db.execute("CREATE TEMP TABLE past (number INTEGER, at TEXT)")
    bench.db.execute("CREATE TEMP TABLE past_about (id TEXT PRIMARY KEY)")
    bench.db.execute("CREATE TEMP TABLE past_codes (key TEXT, id TEXT, number INTEGER, PRIMARY KEY (key, id))")
    bench.insert("past_codes", ("key", "id", "number"), ((*both, number) for both, number in codes.items()))
    bench.db.execute("CREATE TEMP TABLE identity_now AS SELECT id, now_id FROM main.identity_now")
    try:
        for name, sql in _SEEN.items():
            bench.db.execute(f"CREATE TEMP VIEW {name} AS {sql}")
        yield
    finally:
        for name in _SEEN:
            bench.db.execute(f"DROP VIEW IF EXISTS temp.{name}")
        for name in ("identity_now", "past_codes", "past_about", "past"):
            bench.db.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _codes(bench: Workbench, about: Collection[str]) -> dict[tuple[str, str], int]:
    """Codes, tax codes and telephones as stored, and who has them: since which living delivery.

    They are counted: one that stands on too many names says nothing from then on.
    """
    first: dict[tuple[str, str], int] = {}
    for row in bench.rows(_MARKED, [json.dumps(sorted(about))]) if about else []:
        marks, maker = identity.marks(dict(row)), row["maker"]
        found = [(joins.stored_key(mark, maker), row["product"]) for mark in marks.codes if row["product"]]
        found += [(mark, maker) for mark in marks.who if mark.startswith(identity.PRIVATE)]
        for both in found:
            first.setdefault(both, row["number"])
    return first


# What every living row says, with its delivery, of those who share a mark with these or are goods of these sellers.
_MARKED = """
WITH about AS (SELECT value AS id FROM json_each(?1)),
     keys AS (SELECT key FROM identities
               WHERE id IN (SELECT id FROM about) AND key NOT LIKE 'name:%' AND key NOT LIKE 'producer:%'
               UNION SELECT i.key FROM about a JOIN identities i
                  ON i.key > 'sku:' || a.id || '|' AND i.key < 'sku:' || a.id || '}'),
     holders AS (SELECT DISTINCT i.id FROM keys k JOIN identities i ON i.key = k.key WHERE i.is_living)
SELECT DISTINCT u.number, d.named_product_id AS product, d.named_producer_id AS maker,
       json_extract(facts, '$.product_code') AS product_code, json_extract(facts, '$.sku') AS sku,
       json_extract(facts, '$.gtin') AS gtin, json_extract(facts, '$.decision_number') AS decision_number,
       json_extract(facts, '$.decision_date') AS decision_date, json_extract(facts, '$.tax_code') AS tax_code,
       json_extract(facts, '$.phone') AS phone
  FROM drafts d JOIN submissions u ON u.id = d.submission_id
 WHERE (d.named_product_id IN (SELECT id FROM holders) OR d.named_producer_id IN (SELECT id FROM holders))
   AND u.id NOT IN (SELECT submission_id FROM taken_back)
 ORDER BY u.number
"""


def move(bench: Workbench, to: int, about: Collection[str]) -> None:
    """Chooses the moment: that at which the delivery of this number came, with what it says itself.

    about: of the own ids those that are looked at now; whatever pairs connect stands in it together.
    """
    bench.db.execute("DELETE FROM past")
    bench.db.execute("INSERT INTO past SELECT number, received_at FROM submissions WHERE number = ?", [to])
    bench.db.execute("DELETE FROM past_about")
    bench.insert("past_about", ("id",), ((own,) for own in about))


def number(bench: Workbench) -> int:
    """The number of the delivery that came at the moment chosen."""
    return int(bench.rows("SELECT number FROM past")[0][0])


def settle(bench: Workbench, found: Now) -> None:
    """Makes the ids of those it is about what they came to then, for what was said of them."""
    bench.db.execute("DELETE FROM temp.identity_now WHERE id IN (SELECT id FROM past_about)")
    after = found.producers | found.products
    bench.db.execute("INSERT INTO temp.identity_now SELECT j.key, j.value FROM json_each(?) j", [json.dumps(after)])


# A join that a person made and took apart never was; that a person took the rule's apart counts from then on.
_SEEN = {
    "identities": """SELECT key, id, is_living FROM main.identities WHERE key >= 'name:' AND key < 'name;'
        UNION ALL SELECT key, id, is_living FROM main.identities WHERE key >= 'producer:' AND key < 'producer;'
        UNION ALL SELECT c.key, c.id, 1 FROM past_codes c, past WHERE c.number <= past.number""",
    "taken_back": """SELECT submission_id FROM main.taken_back
        UNION SELECT u.id FROM main.submissions u, past WHERE u.number > past.number""",
    "identity_joins": """SELECT j.* FROM main.identity_joins j, past
        WHERE j.from_id IN (SELECT id FROM past_about) AND j.into_id IN (SELECT id FROM past_about)
          AND (NOT j.is_directed OR j.submission_id IS NOT NULL OR j.decided_at <= past.at)""",
    "joins_undone": """SELECT u.* FROM main.joins_undone u JOIN main.identity_joins j ON j.id = u.join_id, past
        WHERE u.decided_at <= past.at OR (j.is_directed AND j.submission_id IS NULL)""",
    "edits": "SELECT e.* FROM main.edits e, past WHERE e.edited_at <= past.at",
    "withdrawn_edits": "SELECT w.* FROM main.withdrawn_edits w, past WHERE w.withdrawn_at <= past.at",
    "consents": """SELECT c.* FROM main.consents c LEFT JOIN main.submissions u ON u.id = c.submission_id, past
        WHERE c.recorded_at <= past.at AND (u.number IS NULL OR u.number < past.number)""",
}
