"""What consents of one producer would show, for the register as people read it and for the paper form."""

from __future__ import annotations

import json
from typing import Any

from catalog.values import text
from catalog.workbench.privacy import consents
from catalog.workbench.store import Workbench


def known_of(bench: Workbench, producer: str) -> dict[str, str]:
    """What living rows of a producer (its id) say last of its name, place and addresses; blank where none does."""
    found = {"name": "", "phone": "", "email": "", "website": "", "place": ""}
    for row in bench.rows(_FACTS, [producer]):
        facts: dict[str, Any] = json.loads(row["facts"])
        place = ", ".join(w for w in (facts.get("commune"), facts.get("province")) if w)
        phones = ", ".join(map(_written, json.loads(facts.get("phone") or "[]")))
        said = {"name": facts.get("producer"), "phone": phones, "place": place,
                "email": facts.get("email"), "website": facts.get("website")}  # fmt: skip
        found |= {name: text.clean(value) for name, value in said.items() if value}
    return found


_FACTS = """
SELECT d.facts FROM states s JOIN drafts d ON d.id = s.draft_id
 WHERE s.producer_id = ? AND s.state <> 'rejected' ORDER BY s.draft_id
"""


def _written(number: str) -> str:
    """A number as people in Vietnam write it."""
    national = f"0{number[3:]}"
    return f"{national[:4]} {national[4:7]} {national[7:]}" if number.startswith("+84") else number


def listed(bench: Workbench, producer: str | None = None) -> list[dict[str, Any]]:
    """Every word of the register, the older first, of one producer where it is named.

    Each with producer (id), name, field, purpose, is_given, from (day), withdrawn (day on which a later word took it
    back, or null), how, source, recorded_by, recorded_at, counts (the last word).
    """
    standing = consents.standing(bench, producer)
    last = {word.id for word in standing.values()}
    names = {r["id"]: r["name"] for r in bench.rows(_NAMES)}
    rows = sorted(consents.words(bench, producer), key=lambda w: (w.day, w.id))
    return [
        {
            "producer": word.subject,
            "name": names.get(word.subject),
            "field": word.field,
            "purpose": word.purpose,
            "is_given": word.is_given,
            "from": word.day,
            "withdrawn": _withdrawn(word, rows[number + 1 :]),
            "how": word.how,
            "source": word.source,
            "recorded_by": word.recorded_by,
            "recorded_at": word.recorded_at,
            "counts": word.id in last,
        }
        for number, word in enumerate(rows)
    ]


_NAMES = """
SELECT producer_id AS id, json_extract(facts, '$.producer') AS name, max(id) FROM drafts
 WHERE producer_id IN
       (SELECT coalesce(n.now_id, c.subject) FROM consents c LEFT JOIN identity_now n ON n.id = c.subject)
 GROUP BY 1
"""


def _withdrawn(word: consents.Word, later: list[consents.Word]) -> str | None:
    if not word.is_given:
        return None
    same = (w for w in later if (w.subject, w.field, w.purpose) == (word.subject, word.field, word.purpose))
    return next((w.day for w in same if not w.is_given), None)
