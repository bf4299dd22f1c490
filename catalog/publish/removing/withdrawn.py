"""What the current release still shows although its producer withdrew the consent, or the account, since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import NamedTuple

from catalog.publish.tables import older
from catalog.values import people
from catalog.workbench.home import Home
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.store import Workbench


class Shown(NamedTuple):
    """A field of a producer (its id) that is still shown, and the day on which it was withdrawn or refused."""

    producer: str
    field: str
    day: str


def still_shown(home: Home) -> list[Shown]:
    """Fields that the current release shows against the last word of their producers; none before the first release."""
    if not home.catalog.exists():
        return []
    with Workbench(home.workbench, is_reading=True) as bench:
        refused = {key: word.day for key, word in consents.standing(bench).items() if not word.is_given}
        verified, days = accounts.standing(bench), accounts.last_days(bench)
    if not refused and not days:
        return []
    with closing(sqlite3.connect(f"file:{home.catalog.resolve()}?mode=ro&immutable=1", uri=True)) as db:
        older.bridge(db)
        shown = {(p, f) for f, sql in _SHOWN.items() for (p,) in db.execute(sql)}
        shown |= {(p, "name") for p, kind, name in db.execute(_NAMES) if people.is_person(kind or "unknown", name)}
        paid = {p: (bank, number) for p, bank, number in db.execute(_PAID)}
    for producer, known in paid.items():
        account = verified.get(producer)
        if account is None or known != (account.bank_bin, account.number):
            refused.setdefault((producer, "bank"), days.get(producer, ""))
    return [Shown(p, f, refused[p, f]) for p, f in sorted((shown | {(p, "bank") for p in paid}) & refused.keys())]


_PAID = "SELECT producer_id, bank_bin, number FROM bank_accounts"
_NAMES = "SELECT id, producer_kind, name FROM producers WHERE is_name_shown"
_SHOWN = {
    "phone": "SELECT id FROM producers WHERE phone IS NOT NULL",
    "email": "SELECT id FROM producers WHERE email IS NOT NULL",
    "website": "SELECT id FROM producers WHERE website IS NOT NULL",
    "photo": "SELECT DISTINCT p.producer_id FROM pictures i JOIN products p ON p.id = i.product_id",
}
