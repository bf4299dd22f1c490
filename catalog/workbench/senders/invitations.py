"""Invitations: an officer says who sends, with a link and a code that can be said; and keys of producers' pages.

Only hashes are kept. A link ends on its day or when it is revoked; that of a producer's own page ends when a new one is
made. docs/decisions/0029-invitations.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from sqlite3 import Row
from typing import Any, Literal, NamedTuple

from catalog.errors import Conflict, Refused, Unknown
from catalog.values import text
from catalog.workbench import days
from catalog.workbench.identities import subjects
from catalog.workbench.senders import spoken_codes
from catalog.workbench.store import Workbench, now

Kind = Literal["send", "own"]
# Letters of five bits each: nobody guesses a link; of codes that are said few may be tried (submitting/guessing.py).
LINK, SPOKEN = 24, 8
DAYS, MOST_DAYS = 30, 366


class Invited(NamedTuple):
    """A producer in whose name is sent; id is None for one of which nothing was there when it was invited."""

    name: str
    place: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation, without what opens it; ends_on is its last day, None for one that does not end by itself."""

    id: int
    kind: Kind
    producers: tuple[Invited, ...]
    helper: str
    made_by: str
    made_at: str
    ends_on: str | None
    revoked_at: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still counts today."""
        return self.revoked_at is None and (self.ends_on is None or self.ends_on >= days.today().isoformat())


class Made(NamedTuple):
    """A new invitation: its number, what stands in the link, and the code that can be said (blank for an own page)."""

    id: int
    link: str
    spoken: str


def known(bench: Workbench, words: str) -> Invited:
    """The producer that is named by id, address or name. Raises Unknown, or Conflict where several may be meant."""
    found = subjects.producer(bench, words)
    return Invited(_name(bench, found) or words, id=found)


def _name(bench: Workbench, producer: str) -> str | None:
    row = bench.one(_NAME, [producer])
    return str(row["name"]) if row and row["name"] else None


_NAME = """
SELECT json_extract(facts, '$.producer') AS name FROM drafts
 WHERE named_producer_id = ?1 OR named_producer_id IN (SELECT id FROM identity_now WHERE now_id = ?1)
 ORDER BY named_producer_id = ?1 DESC, id DESC LIMIT 1
"""


def new(name: str, place: str = "") -> Invited:
    """A producer of which nothing is there yet. Raises Refused for a blank name."""
    if not text.clean(name):
        raise Refused("Name the producer who is invited.")
    return Invited(text.clean(name), text.clean(place))


def invite(bench: Workbench, invited: Sequence[Invited], who: str, helper: str = "", days_open: int = DAYS) -> Made:
    """Makes an invitation to send in the names of some producers, open for so many days from today.

    Raises Refused where nobody is invited, or for too long.
    """
    if not invited:
        raise Refused("Name the producer who is invited.")
    if not 1 <= days_open <= MOST_DAYS:
        raise Refused(f"An invitation is open for 1 to {MOST_DAYS} days.")
    ends_on = (days.today() + timedelta(days=days_open - 1)).isoformat()
    with bench.writing():
        return _make(bench, "send", invited, text.clean(helper), who, ends_on)


def own_page(bench: Workbench, producer: Invited, who: str) -> Made:
    """Makes the key of a producer's own page; the one before ends. Raises Refused for one of which nothing is there."""
    if producer.id is None:
        raise Refused(f"Nothing of {producer.name} is there yet; invite them to send first.")
    with bench.writing():
        for row in bench.rows(_OWN_OPEN, [producer.id]):
            _end(bench, row["id"], who)
        return _make(bench, "own", [producer], "", who, None)


_OWN_OPEN = """
SELECT i.id FROM invitations i JOIN invited p ON p.invitation_id = i.id
  LEFT JOIN identity_now n ON n.id = p.producer_id
 WHERE i.kind = 'own' AND i.revoked_at IS NULL AND coalesce(n.now_id, p.producer_id) = ?
"""


def _make(bench: Workbench, kind: Kind, invited: Sequence[Invited], helper: str, who: str, ends_on: str | None) -> Made:
    link, spoken = spoken_codes.new(LINK), spoken_codes.new(SPOKEN) if kind == "send" else ""
    names = ("kind", "token", "spoken", "helper", "made_by", "made_at", "ends_on")
    hashes = spoken_codes.digest(kind, link), spoken_codes.digest("spoken", spoken) if spoken else None
    bench.insert("invitations", names, [(kind, *hashes, helper, who, now(), ends_on)])
    number = int(bench.rows("SELECT last_insert_rowid()")[0][0])
    rows = {one.name: (number, one.name, one.place, one.id) for one in invited}
    bench.insert("invited", ("invitation_id", "name", "place", "producer_id"), rows.values())
    return Made(number, link, spoken)


def revoke(bench: Workbench, number: int, who: str) -> None:
    """Ends an invitation or an own page's key. Raises Unknown, or Conflict for one that was revoked already."""
    with bench.writing():
        row = bench.one("SELECT revoked_at FROM invitations WHERE id = ?", [number])
        if row is None:
            raise Unknown("invitation", str(number))
        if row["revoked_at"]:
            raise Conflict(f"Invitation {number} was revoked already.")
        _end(bench, number, who)


def _end(bench: Workbench, number: int, who: str) -> None:
    bench.db.execute("UPDATE invitations SET revoked_by = ?, revoked_at = ? WHERE id = ?", [who, now(), number])


def by_link(bench: Workbench, kind: Kind, link: str) -> Invitation:
    """The invitation that a link opens. Raises Unknown where none does, or does no longer."""
    return _open(bench, "token", spoken_codes.digest(kind, link))


def by_code(bench: Workbench, code: str) -> Invitation:
    """The invitation whose short code this is. Raises as `by_link` does."""
    return _open(bench, "spoken", spoken_codes.digest("spoken", code))


def _open(bench: Workbench, column: str, digest: str) -> Invitation:
    row = bench.one(f"SELECT * FROM invitations WHERE {column} = ?", [digest])  # noqa: S608  (one of two literals)
    found = _of_row(bench, row) if row else None
    if found is None or not found.is_open or not found.producers:
        raise Unknown("invitation", digest[:8])
    return found


def numbered(bench: Workbench, number: int) -> Invitation:
    """The invitation of that number, whether it is open or not. Raises Unknown."""
    row = bench.one("SELECT * FROM invitations WHERE id = ?", [number])
    if row is None:
        raise Unknown("invitation", str(number))
    return _of_row(bench, row)


def listed(bench: Workbench) -> list[tuple[Invitation, int]]:
    """Every invitation, the newest first, each with how often something was sent with it."""
    sql = """SELECT i.*, (SELECT count(*) FROM tickets WHERE invitation_id = i.id AND sent_at IS NOT NULL) AS sent
               FROM invitations i ORDER BY i.id DESC"""
    return [(_of_row(bench, row), int(row["sent"])) for row in bench.rows(sql)]


def _of_row(bench: Workbench, row: Row) -> Invitation:
    sql = """SELECT p.name, p.place, coalesce(n.now_id, p.producer_id) FROM invited p
               LEFT JOIN identity_now n ON n.id = p.producer_id WHERE p.invitation_id = ? ORDER BY p.name"""
    producers = tuple(Invited(*r) for r in bench.rows(sql, [row["id"]]))
    said = (row["helper"], row["made_by"], row["made_at"], row["ends_on"], row["revoked_at"])
    return Invitation(row["id"], row["kind"], producers, *said)


def json(found: Invitation, sent: int) -> dict[str, Any]:
    """An invitation as programs read it."""
    said = {n: getattr(found, n) for n in ("id", "kind", "helper", "made_by", "made_at", "ends_on", "revoked_at")}
    return said | {"is_open": found.is_open, "sent": sent, "producers": [p._asdict() for p in found.producers]}
