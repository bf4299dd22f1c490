"""Takes rows out of the workbench, and what hangs on them; tombstones name the files for the next step to remove."""

from __future__ import annotations

import json
from collections.abc import Iterable

from catalog.workbench.identities import joins
from catalog.workbench.identities.tombstones import Stone, of_slug
from catalog.workbench.privacy import takedowns
from catalog.workbench.privacy.removal_plan import Plan
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.store import Workbench


def remove(bench: Workbench, order: Order, found: Plan) -> None:
    """Removes what a plan lists in one transaction and leaves a tombstone for every file and address."""
    stones = {Stone("inbox", sha) for sha in found.inbox} | {Stone("picture", sha) for sha in found.pictures}
    stones |= {Stone("slug", of_slug(slug)) for slug in found.slugs}
    bench.db.execute("PRAGMA secure_delete=ON")
    bench.db.create_function("without", 1, found.traces.without, deterministic=True)
    with bench.writing():
        takedowns.add(bench, order.id, stones)
        drop_drafts(bench, found.drafts)
        drop_subjects(bench, sorted(order.of("producer", "product")))
        drop(bench, ("DELETE FROM recognitions WHERE id IN going",), found.recognitions)
        drop(bench, ("DELETE FROM scans WHERE sha256 IN going",), found.scans)
        drop_pictures(bench, found.pictures)
        drop_invited(bench)
        blank(bench, found.whole)
        for table, columns in TALK.items():
            _sweep(bench, table, columns)
        joins.settle(bench)


def drop(bench: Workbench, statements: Iterable[str], going: Iterable[int | str]) -> None:
    """Runs statements in which the table `going` holds some ids; within the transaction of the caller."""
    bench.db.execute("CREATE TEMP TABLE IF NOT EXISTS going (id PRIMARY KEY) WITHOUT ROWID")
    bench.db.execute("DELETE FROM going")
    bench.db.executemany("INSERT OR IGNORE INTO going VALUES (?)", ((i,) for i in going))
    for sql in statements:
        bench.db.execute(sql)


def drop_drafts(bench: Workbench, drafts: list[int]) -> None:
    """Removes rows with their words, doubts, decisions and pictures' places, and the names that no other row has.

    Within the transaction of the caller.
    """
    named = {r["id"] for r in bench.rows(_NAMED, [json.dumps(drafts)])}
    drop(bench, _OF_DRAFTS, drafts)
    living = {r["id"] for r in bench.rows(_LIVING)} if named else set()
    drop(bench, _OF_NAMES, named - living)


_NAMED = """
SELECT named_producer_id AS id FROM drafts
 WHERE id IN (SELECT value FROM json_each(?1)) AND named_producer_id IS NOT NULL
 UNION SELECT named_product_id FROM drafts
        WHERE id IN (SELECT value FROM json_each(?1)) AND named_product_id IS NOT NULL
"""
_LIVING = "SELECT named_producer_id AS id FROM statements UNION SELECT named_product_id FROM statements"
# In the order in which rows refer to each other; what a row says goes with the last row that says it.
_OF_DRAFTS = (
    "UPDATE decisions SET follows = NULL WHERE follows IN (SELECT id FROM decisions WHERE draft_id IN going)",
    "DELETE FROM judged_again WHERE decision_id IN (SELECT id FROM decisions WHERE draft_id IN going)",
    "DELETE FROM undone_decisions WHERE decision_id IN (SELECT id FROM decisions WHERE draft_id IN going)",
    "DELETE FROM decisions WHERE draft_id IN going",
    "UPDATE edits SET draft_id = NULL WHERE draft_id IN going",
    "DELETE FROM issues WHERE draft_id IN going",
    "DELETE FROM draft_pictures WHERE draft_id IN going",
    "DELETE FROM delivered_rows WHERE id IN going",
    "DELETE FROM readings WHERE statement_id NOT IN (SELECT statement_id FROM delivered_rows)",
    "DELETE FROM statements WHERE id NOT IN (SELECT statement_id FROM delivered_rows)",
)


def drop_subjects(bench: Workbench, ids: list[str]) -> None:
    """Removes what people said of producers and products, and what these are known by; as `drop_drafts`."""
    drop(bench, _OF_SUBJECTS, ids)


# What ids are known by and joined to.
_OF_NAMES = (
    """DELETE FROM joins_undone WHERE join_id IN
         (SELECT id FROM identity_joins WHERE from_id IN going OR into_id IN going)""",
    "DELETE FROM identity_joins WHERE from_id IN going OR into_id IN going",
    "DELETE FROM identity_now WHERE id IN going OR now_id IN going",
    "DELETE FROM identities WHERE id IN going",
)
_OF_SUBJECTS = (
    "DELETE FROM withdrawn_edits WHERE edit_id IN (SELECT id FROM edits WHERE subject IN going)",
    "DELETE FROM edits WHERE subject IN going",
    "DELETE FROM consents WHERE subject IN going",
    "DELETE FROM bank_accounts WHERE producer_id IN going",
    "DELETE FROM picture_assignments WHERE product_id IN going",
    "DELETE FROM invited WHERE producer_id IN going",
    "UPDATE tickets SET product_id = NULL WHERE product_id IN going",
    # What markets were sent of it and answered; a link that somebody gave is an answer of its own.
    "DELETE FROM listing_visits WHERE url IN (SELECT url FROM listing_events WHERE product_id IN going)",
    """UPDATE market_answers SET name = '[đã gỡ]', sha256 = ''
         WHERE export_id IS NULL AND id IN (SELECT answer_id FROM listing_events WHERE product_id IN going)""",
    "DELETE FROM listing_events WHERE product_id IN going",
    "DELETE FROM listings WHERE product_id IN going",
    # Nothing of it is sent to hide the listing: whoever took it down tells the market (takedown.stays).
    "DELETE FROM held_rows WHERE product_id IN going",
    "DELETE FROM pending_rows WHERE product_id IN going",
    *_OF_NAMES,
    "DELETE FROM slugs WHERE id IN going",
)


def drop_pictures(bench: Workbench, pictures: Iterable[str]) -> None:
    """Removes every word on some pictures; as `drop_drafts`."""
    drop(bench, _OF_PICTURES, pictures)


_OF_PICTURES = (
    "DELETE FROM received_pictures WHERE sha256 IN going",
    "DELETE FROM picture_assignments WHERE sha256 IN going",
    "DELETE FROM draft_pictures WHERE sha256 IN going",
    "DELETE FROM picture_looks WHERE sha256 IN going",
)


def drop_invited(bench: Workbench) -> None:
    """Removes the names that the function `without` would blank, and invitations that invite nobody any more."""
    bench.db.execute("DELETE FROM invited WHERE name <> without(name) OR place <> without(place)")
    left = "(SELECT id FROM invitations WHERE id NOT IN (SELECT invitation_id FROM invited))"
    bench.db.execute(f"UPDATE tickets SET invitation_id = NULL WHERE invitation_id IN {left}")  # noqa: S608
    bench.db.execute("DELETE FROM invitations WHERE id NOT IN (SELECT invitation_id FROM invited)")


def blank(bench: Workbench, submissions: Iterable[str]) -> None:
    """Leaves of deliveries no more than that they came, by hash, and when; as `drop_drafts`."""
    drop(bench, _OF_DELIVERIES, submissions)


# The words are traces.GONE.
_OF_DELIVERIES = (
    "UPDATE submissions SET name = '[đã gỡ]', place_hint = '', tables = '[]' WHERE id IN going",
    "UPDATE receipts SET name = '[đã gỡ]', sender = '[đã gỡ]' WHERE submission_id IN going",
    "DELETE FROM issues WHERE draft_id IS NULL AND submission_id IN going",
    "UPDATE taken_back SET reason = '' WHERE submission_id IN going",
    "UPDATE crawl_runs SET source = '[đã gỡ]' WHERE submission_id IN going",
    """UPDATE tickets SET sender = '[đã gỡ]', place = '', contact = '', helper = ''
         WHERE id IN (SELECT ticket_id FROM ticket_submissions WHERE submission_id IN going)""",
    """DELETE FROM ticket_files
         WHERE ticket_id IN (SELECT ticket_id FROM ticket_submissions WHERE submission_id IN going)""",
)


# Columns in which people and we talk about rows; the facts and words of other producers' rows are theirs and stay.
TALK = {
    "submissions": ("name", "place_hint", "tables"),
    "receipts": ("name", "sender"),
    "issues": ("value", "message", "fix"),
    "decisions": ("reason",),
    "undone_decisions": ("reason",),
    "taken_back": ("reason",),
    "identity_joins": ("why",),
    "joins_undone": ("reason",),
    "edits": ("reason",),
    "withdrawn_edits": ("reason",),
    "picture_assignments": ("reason",),
    "received_pictures": ("name", "sender"),
    "draft_pictures": ("name",),
    "scans": ("name", "sender"),
    "confirmed_headers": ("sender", "header", "header_key"),
    "consents": ("source", "recorded_by"),
    "bank_accounts": ("owner", "differs", "evidence", "recorded_by"),
    "crawl_runs": ("source",),
    "tickets": ("sender", "place", "contact", "helper"),
    "invitations": ("helper",),
    "ticket_files": ("name",),
    "listing_events": ("words",),
    "market_answers": ("name",),
    "withdrawn_answers": ("reason",),
    "takedowns": ("reason",),
}


def _sweep(bench: Workbench, table: str, columns: tuple[str, ...]) -> None:
    """Replaces the traces of what was removed in some columns."""
    for column in columns:
        sql = f'UPDATE {table} SET "{column}" = without("{column}") WHERE "{column}" <> without("{column}")'  # noqa: S608
        bench.db.execute(sql)
