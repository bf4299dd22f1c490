"""What of the workbench grows old: received files, deliveries that were taken back, scans and pictures of nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from catalog.workbench.identities import joins
from catalog.workbench.identities.tombstones import Stone
from catalog.workbench.privacy import removals
from catalog.workbench.senders import tickets
from catalog.workbench.store import Workbench


class Candidate(NamedTuple):
    """Something that may be due: its kind (registers/retention.toml), name, since when it is there, its key."""

    kind: str
    name: str
    since: str
    key: str


def candidates(bench: Workbench) -> list[Candidate]:
    """Everything that has a period; what came again counts from the last time."""
    return [Candidate(kind, name, since, str(key)) for kind, name, since, key in bench.rows(_CANDIDATES)]


_CANDIDATES = """
SELECT 'originals', min(u.name), max(r.received_at), u.sha256
  FROM submissions u JOIN receipts r ON r.submission_id = u.id GROUP BY u.sha256
 UNION ALL
SELECT 'taken_back', u.name, t.decided_at, u.id FROM taken_back t JOIN submissions u ON u.id = t.submission_id
 WHERE EXISTS (SELECT 1 FROM drafts WHERE submission_id = u.id)
    OR EXISTS (SELECT 1 FROM recognitions WHERE submission_id = u.id)
 UNION ALL
SELECT 'scans', name, received_at, sha256 FROM scans
 UNION ALL
SELECT 'pictures_of_nobody', min(name), max(received_at), sha256 FROM received_pictures p
 WHERE sha256 NOT IN (SELECT sha256 FROM draft_pictures)
   AND sha256 NOT IN (SELECT sha256 FROM picture_assignments WHERE is_given)
 GROUP BY sha256
 UNION ALL
SELECT 'tickets', t.sender, max(t.made_at, coalesce(max(f.added_at), '')), t.id
  FROM tickets t LEFT JOIN ticket_files f ON f.ticket_id = t.id WHERE t.sent_at IS NULL GROUP BY t.id
 UNION ALL
SELECT 'senders', sender, sent_at, id FROM tickets WHERE sent_at IS NOT NULL AND sender <> ''
 UNION ALL
SELECT 'kits', t.sender, max(j.ended_at), t.id FROM jobs j JOIN tickets t ON t.id = j.ticket_id
 WHERE j.kind = 'kit' AND j.ended_at IS NOT NULL GROUP BY t.id
 UNION ALL
SELECT 'invitations', coalesce((SELECT min(name) FROM invited WHERE invitation_id = i.id), ''),
       coalesce(i.revoked_at, i.ends_on), i.id
  FROM invitations i WHERE i.revoked_at IS NOT NULL OR i.ends_on IS NOT NULL
"""


def remove(bench: Workbench, keys: Mapping[str, list[str]]) -> set[Stone]:
    """Takes the rows of what is due out, within the transaction of the caller; gives the files that are to go.

    keys: kind → the keys of its candidates.
    """
    stones = _drop_deliveries(bench, keys["taken_back"]) if keys.get("taken_back") else set()
    removals.drop(bench, ("DELETE FROM scans WHERE sha256 IN going",), keys.get("scans", []))
    tickets.drop_unsent(bench, keys.get("tickets", []))
    removals.drop(bench, _OF_SENDERS, keys.get("senders", []))
    removals.drop(bench, ("DELETE FROM jobs WHERE kind = 'kit' AND ticket_id IN going",), keys.get("kits", []))
    removals.drop(bench, _OF_INVITATIONS, map(int, keys.get("invitations", [])))
    pictures = keys.get("pictures_of_nobody", [])
    removals.drop_pictures(bench, pictures)
    return stones | {Stone("picture", sha) for sha in pictures}


def _drop_deliveries(bench: Workbench, submissions: list[str]) -> set[Stone]:
    """Takes the rows of deliveries that were taken back out."""
    asked = [json.dumps(submissions)]
    drafts = [r["id"] for r in bench.rows(_DRAFTS, asked)]
    pictures = [r["sha256"] for r in bench.rows(_PICTURES, asked)]
    files = [r["sha256"] for r in bench.rows(_FILES, asked)]
    removals.drop_drafts(bench, drafts)
    removals.drop(bench, _OF_DELIVERIES, submissions)
    removals.drop_pictures(bench, pictures)
    removals.blank(bench, submissions)
    joins.settle(bench)
    return {Stone("inbox", sha) for sha in files} | {Stone("picture", sha) for sha in pictures}


_DRAFTS = "SELECT id FROM drafts WHERE submission_id IN (SELECT value FROM json_each(?))"
# Files and pictures that a delivery which stands has brought, too, stay.
_FILES = """
SELECT DISTINCT sha256 FROM submissions WHERE id IN (SELECT value FROM json_each(?1))
   AND sha256 NOT IN (SELECT sha256 FROM submissions WHERE id NOT IN (SELECT value FROM json_each(?1)))
"""
_PICTURES = """
SELECT sha256 FROM received_pictures WHERE submission_id IN (SELECT value FROM json_each(?1))
   AND sha256 NOT IN (SELECT sha256 FROM received_pictures WHERE submission_id IS NULL
                         OR submission_id NOT IN (SELECT value FROM json_each(?1)))
   AND sha256 NOT IN (SELECT p.sha256 FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id
                       WHERE d.submission_id NOT IN (SELECT value FROM json_each(?1)))
   AND sha256 NOT IN (SELECT sha256 FROM picture_assignments WHERE is_given)
"""
_OF_SENDERS = (
    "UPDATE tickets SET sender = '', place = '', contact = '', helper = '' WHERE id IN going",
    "DELETE FROM ticket_files WHERE ticket_id IN going",
)
_OF_INVITATIONS = (
    "UPDATE tickets SET invitation_id = NULL WHERE invitation_id IN going",
    "DELETE FROM invited WHERE invitation_id IN going",
    "DELETE FROM invitations WHERE id IN going",
)
_OF_DELIVERIES = (
    "DELETE FROM consents WHERE submission_id IN going",
    "DELETE FROM recognitions WHERE submission_id IN going",
    "DELETE FROM received_pictures WHERE submission_id IN going",
)
