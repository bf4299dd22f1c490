"""The tables of `workbench.db`, as a list of migrations: add to the end, never edit one that was released.

Raw records, decisions, consents and takings-back are append-only. Drafts and issues are derived from raw records
and can be made again; what a row says stands once, in `statements`, however often it is sent. A draft's typed values
stand in one JSON object (`facts`), so that a new line of COLUMNS needs no migration.

Here they are only listed, so that every command can ask whether a workbench is of today: sqlite-utils, which applies
them (`migrating`), loads pandas, and that takes longer than most commands do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from catalog.workbench import old_ledgers

if TYPE_CHECKING:
    from sqlite_utils import Database

SET = "ocop-workbench"
# What sqlite-utils calls its table of those that were applied.
TABLE = "_sqlite_migrations"


class Steps(list[Callable[["Database"], None]]):
    """The migrations in their order; `@migrations()` adds one, under the name of its function."""

    def __call__(self) -> Callable[[Callable[[Database], None]], Callable[[Database], None]]:
        def add(step: Callable[[Database], None]) -> Callable[[Database], None]:
            self.append(step)
            return step

        return add

    def names(self) -> list[str]:
        return [step.__name__ for step in self]


migrations = Steps()


def applied(db: sqlite3.Connection) -> set[str]:
    """The names of those that were applied to a workbench; none for an empty file."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [TABLE]).fetchone():
        return set()
    # The name is our own.
    rows = db.execute(f"SELECT name FROM {TABLE} WHERE migration_set = ?", [SET])  # noqa: S608
    return {row[0] for row in rows}


def _run(db: Database, statements: str) -> None:
    """Each statement in the migration's own transaction, which `executescript` would end."""
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m001_first_tables(db: Database) -> None:
    """Deliveries, their rows, what was made of them, and what was decided."""
    _run(db, _FIRST)


@migrations()
def m002_pictures_of_deliveries(db: Database) -> None:
    """Every picture that came, what people said of it, and scans that somebody has to type in."""
    _run(db, _PICTURES)


@migrations()
def m003_continuations(db: Database) -> None:
    """Returned workbooks that came back mended, and what they go on from."""
    _run(db, _CONTINUATIONS)


@migrations()
def m004_confirmed_headers(db: Database) -> None:
    """What senders confirmed of the headers of their own sheets."""
    _run(db, _HEADERS)


@migrations()
def m005_review(db: Database) -> None:
    """What a delivery is as evidence, reasons by code, decisions undone, what officers edited and pinned."""
    _run(db, _REVIEW)


@migrations()
def m006_identity_joins(db: Database) -> None:
    """Pairs of ids that are one product or producer, what was taken apart, and each row's own ids beside those."""
    _run(db, _JOINS)


@migrations()
def m007_reasons_of_releases(db: Database) -> None:
    """Why a person published what was odd."""
    _run(db, "ALTER TABLE releases ADD COLUMN reason TEXT /* null where nothing was odd */;\n")


@migrations()
def m008_privacy(db: Database) -> None:
    """How and when a consent was said; what was taken down, by hash alone."""
    _run(db, _PRIVACY)


@migrations()
def m009_days_of_places(db: Database) -> None:
    """On which day the units were in force that the rows of a delivery, or an edit, name by their codes."""
    _run(db, _DAYS_OF_PLACES)


@migrations()
def m010_listings(db: Database) -> None:
    """What each export sent to which market, and what markets answered."""
    _run(db, _LISTINGS)


@migrations()
def m011_readings(db: Database) -> None:
    """What rows were read as, by their words."""
    _run(db, _READINGS)


@migrations()
def m013_holdings(db: Database) -> None:
    """What markets hold, and what waits to be confirmed, out of the ledgers that lay beside the exports."""
    _run(db, _HOLDINGS)
    old_ledgers.read(db)


@migrations()
def m015_pictures_looked_at(db: Database) -> None:
    """What was seen in the pixels of pictures, and which rows were compared with others."""
    _run(db, _LOOKS)


@migrations()
def m016_tickets(db: Database) -> None:
    """What people send on the page `/gui`, before and after they have sent it, and the work that is to be done."""
    _run(db, _TICKETS)


@migrations()
def m017_officers(db: Database) -> None:
    """Who may decide about what, who is logged in, what was guessed; work that no ticket asked for."""
    _run(db, _OFFICERS)


@migrations()
def m018_exports_of_places(db: Database) -> None:
    """For which places an export was made, by whom."""
    _run(db, _PLACES_OF_EXPORTS)


@migrations()
def m019_invitations(db: Database) -> None:
    """Who may send in whose name, the keys of producers' own pages, and what was tapped there."""
    _run(db, _INVITATIONS)


@migrations()
def m020_statements(db: Database) -> None:
    """What rows say stands once, however often it is sent; a row of a delivery points to it."""
    _run(db, _STATEMENTS)


@migrations()
def m023_rows_side_by_side(db: Database) -> None:
    """The rows that markets hold in tables that put several on a page: with a key alone each took pages of its own."""
    _run(db, _ROWS_SIDE_BY_SIDE)


@migrations()
def m024_bank_accounts(db: Database) -> None:
    """Accounts to which a producer is paid, whose owner an officer verified."""
    _run(db, _BANK_ACCOUNTS)


@migrations()
def m027_silent_names(db: Database) -> None:
    """Names and marks that only deliveries say that were taken back; and what the policy says of a row since then."""
    _run(db, _SILENT_NAMES)


@migrations()
def m028_recognitions_of_each_list(db: Database) -> None:
    """A line of a decision as every official list says it: one of them taken back, the others still do."""
    _run(db, _RECOGNITIONS_OF_EACH_LIST)


_FIRST = """
CREATE TABLE submissions (
  number INTEGER PRIMARY KEY,          -- order of arrival
  id TEXT NOT NULL UNIQUE,             -- digest of the bytes and of what the sender said beside them
  source TEXT NOT NULL,                -- sheet, crawl or register
  name TEXT NOT NULL,                  -- the file's name, or the site's address
  kind TEXT NOT NULL,                  -- xlsx, csv, …
  sha256 TEXT NOT NULL,                -- of the received bytes; names the file in inbox/
  place_hint TEXT NOT NULL,
  date_hint TEXT NOT NULL,
  received_at TEXT NOT NULL,           -- UTC
  status TEXT NOT NULL,                -- accepted, held or refused
  tables TEXT NOT NULL,                -- JSON: what was understood of the sheet
  cells TEXT NOT NULL                  -- JSON: read, used, ignored, rejected
);
CREATE TABLE receipts (
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  name TEXT NOT NULL,
  sender TEXT NOT NULL,
  received_at TEXT NOT NULL
);
CREATE TABLE taken_back (
  submission_id TEXT PRIMARY KEY REFERENCES submissions(id),
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL
);
CREATE TABLE raw_records (
  id INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  sheet TEXT,
  row INTEGER NOT NULL,                -- as Excel shows it
  cells TEXT NOT NULL                  -- JSON: column letter or field → the words as they stood
);
CREATE TABLE drafts (
  id INTEGER PRIMARY KEY REFERENCES raw_records(id),
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  product_id TEXT,                     -- null where the row has no name to know it by
  offer_key TEXT NOT NULL,             -- the pack, by which sizes of one product are told apart
  producer_id TEXT,
  name TEXT,
  facts TEXT NOT NULL,                 -- JSON: typed fields of COLUMNS that are not null
  fingerprint TEXT NOT NULL            -- digest of the facts
);
CREATE INDEX drafts_product ON drafts(product_id, offer_key);
CREATE INDEX drafts_submission ON drafts(submission_id);
CREATE TABLE issues (
  id INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  draft_id INTEGER REFERENCES drafts(id),
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  sheet TEXT,
  cell TEXT,
  "column" TEXT,
  value TEXT,
  message TEXT NOT NULL,
  fix TEXT
);
CREATE INDEX issues_draft ON issues(draft_id);
CREATE INDEX issues_submission ON issues(submission_id);
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY,
  draft_id INTEGER NOT NULL REFERENCES drafts(id),
  state TEXT NOT NULL,                 -- accepted, held or rejected
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,            -- policy, or who
  decided_at TEXT NOT NULL
);
CREATE INDEX decisions_draft ON decisions(draft_id, id);
CREATE VIEW states AS                  -- each draft's last decision, without deliveries that were taken back
  SELECT d.id AS draft_id, d.submission_id, d.product_id, d.offer_key, d.producer_id, d.fingerprint,
         x.state, x.reason, x.decided_by, x.decided_at
    FROM drafts d
    JOIN decisions x ON x.id = (SELECT max(id) FROM decisions WHERE draft_id = d.id)
   WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back);
CREATE TABLE identities (
  key TEXT PRIMARY KEY,                -- what something is known by: name and producer, code, …
  id TEXT NOT NULL,
  submission_id TEXT NOT NULL REFERENCES submissions(id)
);
CREATE TABLE slugs (
  slug TEXT PRIMARY KEY,               -- given for ever: an old one leads to the product that had it
  id TEXT NOT NULL,
  given_at TEXT NOT NULL
);
CREATE TABLE consents (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,               -- producer's id
  field TEXT NOT NULL,                 -- name, phone or photo
  purpose TEXT NOT NULL,               -- publish
  is_given INTEGER NOT NULL,           -- 0 is a refusal or a withdrawal
  source TEXT NOT NULL,                -- sheet and cell, or who recorded it
  submission_id TEXT REFERENCES submissions(id),
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL
);
CREATE INDEX consents_subject ON consents(subject, field, id);
CREATE TABLE recognitions (
  id TEXT PRIMARY KEY,                 -- digest of issuer, number, day, product and holder
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  row INTEGER NOT NULL,
  product TEXT NOT NULL,
  holder TEXT NOT NULL,
  stars INTEGER NOT NULL,
  decision_number TEXT NOT NULL,
  decision_issuer TEXT,
  decision_date TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  match_key TEXT NOT NULL              -- product and holder as compared with drafts
);
CREATE INDEX recognitions_match ON recognitions(match_key);
CREATE TABLE draft_pictures (
  draft_id INTEGER NOT NULL REFERENCES drafts(id),
  position INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,                  -- as the sheet names it
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  PRIMARY KEY (draft_id, position)
);
CREATE TABLE crawl_runs (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  submission_id TEXT REFERENCES submissions(id),
  started_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  pages INTEGER NOT NULL,
  records INTEGER NOT NULL
);
CREATE TABLE releases (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  published_at TEXT NOT NULL,
  published_by TEXT NOT NULL,
  products INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  action TEXT NOT NULL                 -- publish or rollback
);
CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  market TEXT NOT NULL,
  release_id TEXT NOT NULL,
  made_at TEXT NOT NULL,
  rows INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  folder TEXT NOT NULL
);
"""

_PICTURES = """
CREATE TABLE received_pictures (
  id INTEGER PRIMARY KEY,
  submission_id TEXT REFERENCES submissions(id),  -- null where it came without a sheet that could be read
  sha256 TEXT NOT NULL,                -- names the original in pictures/
  name TEXT NOT NULL,                  -- as sent, with the folders it lay in
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  warnings TEXT NOT NULL,              -- codes parted by spaces
  sender TEXT NOT NULL,
  received_at TEXT NOT NULL
);
CREATE UNIQUE INDEX received_pictures_once ON received_pictures(sha256, coalesce(submission_id, ''));
CREATE INDEX received_pictures_submission ON received_pictures(submission_id);
CREATE TABLE picture_assignments (     -- what people said; the last word on a picture and a product counts
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  product_id TEXT NOT NULL,
  is_given INTEGER NOT NULL,           -- 0 takes a picture from a product, also one that was matched by its name
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL
);
CREATE INDEX picture_assignments_product ON picture_assignments(product_id, id);
CREATE TABLE scans (
  sha256 TEXT PRIMARY KEY,             -- names the file in inbox/
  name TEXT NOT NULL,
  sender TEXT NOT NULL,
  received_at TEXT NOT NULL
);
"""

_CONTINUATIONS = """
CREATE TABLE continuations (
  submission_id TEXT PRIMARY KEY REFERENCES submissions(id),
  continues TEXT NOT NULL REFERENCES submissions(id)
);
CREATE INDEX continuations_of ON continuations(continues);
DROP VIEW states;
CREATE VIEW states AS                  -- each draft's last decision, without deliveries that were taken back,
                                       -- and what was held is `replaced` once its sheet came back mended
  SELECT d.id AS draft_id, d.submission_id, d.product_id, d.offer_key, d.producer_id, d.fingerprint,
         CASE WHEN x.state = 'held' AND d.submission_id IN (
                   SELECT continues FROM continuations
                    WHERE submission_id NOT IN (SELECT submission_id FROM taken_back))
              THEN 'replaced' ELSE x.state END AS state,
         x.reason, x.decided_by, x.decided_at
    FROM drafts d
    JOIN decisions x ON x.id = (SELECT max(id) FROM decisions WHERE draft_id = d.id)
   WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back);
"""

_HEADERS = """
CREATE TABLE confirmed_headers (       -- append-only: the last word on a sender's header counts
  id INTEGER PRIMARY KEY,
  sender TEXT NOT NULL,                -- as named at import; blank for sheets that name no sender
  header TEXT NOT NULL,                -- as shown in the sheet
  header_key TEXT NOT NULL,            -- folded, as headers are compared
  "column" TEXT,                       -- of COLUMNS, "-" for one that is not wanted, null where it was forgotten again
  version INTEGER NOT NULL,            -- counts the confirmations of one sender
  confirmed_by TEXT NOT NULL,
  confirmed_at TEXT NOT NULL
);
CREATE INDEX confirmed_headers_sender ON confirmed_headers(sender, id);
"""

# Earlier sheets are judged by their producers alone: whether the sender is the producer needs names folded.
_REVIEW = """
ALTER TABLE submissions ADD COLUMN class TEXT NOT NULL DEFAULT 'list' /* own, list, crawl or register */;
UPDATE submissions SET class = CASE
       WHEN source <> 'sheet' THEN source
       WHEN (SELECT count(DISTINCT producer_id) FROM drafts WHERE submission_id = submissions.id) = 1 THEN 'own'
       ELSE 'list' END;
ALTER TABLE decisions ADD COLUMN code TEXT /* of registers/reasons.toml, null where none was given */;
ALTER TABLE decisions ADD COLUMN follows INTEGER REFERENCES decisions(id) /* that an unchanged row had before */;
CREATE INDEX decisions_follows ON decisions(follows) WHERE follows IS NOT NULL;
CREATE TABLE undone_decisions (
  decision_id INTEGER PRIMARY KEY REFERENCES decisions(id),
  reason TEXT NOT NULL,
  undone_by TEXT NOT NULL,
  undone_at TEXT NOT NULL
);
CREATE TABLE edits (                   -- append-only: of those that were not withdrawn the last word counts
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,               -- a product's id, or a producer's for what is said of the producer
  offer_key TEXT,                      -- the pack that it is about; null where it is about the product or producer
  "column" TEXT NOT NULL,              -- of COLUMNS
  words TEXT,                          -- as typed; null where the value of that moment was pinned
  facts TEXT NOT NULL,                 -- JSON: typed field → value, null where it is to be empty
  draft_id INTEGER REFERENCES drafts(id),  -- the draft that was on the table; null where a product was named
  reason TEXT NOT NULL,
  edited_by TEXT NOT NULL,
  edited_at TEXT NOT NULL
);
CREATE INDEX edits_subject ON edits(subject);
CREATE TABLE withdrawn_edits (
  edit_id INTEGER PRIMARY KEY REFERENCES edits(id),
  reason TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL,
  withdrawn_at TEXT NOT NULL
);
DROP VIEW states;
CREATE VIEW states AS                  -- each draft's last decision that was not undone, without deliveries that were
                                       -- taken back; held is `replaced` once its sheet came back mended
  SELECT d.id AS draft_id, d.submission_id, d.product_id, d.offer_key, d.producer_id, d.fingerprint,
         CASE WHEN x.state = 'held' AND d.submission_id IN (
                   SELECT continues FROM continuations
                    WHERE submission_id NOT IN (SELECT submission_id FROM taken_back))
              THEN 'replaced' ELSE x.state END AS state,
         x.reason, x.decided_by, x.decided_at, x.id AS decision_id
    FROM drafts d
    JOIN decisions x ON x.id = (
         SELECT max(id) FROM decisions
          WHERE draft_id = d.id AND id NOT IN (SELECT decision_id FROM undone_decisions))
   WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back);
"""

_JOINS = """
ALTER TABLE drafts ADD COLUMN named_producer_id TEXT /* own id, of the row's own words; producer_id is derived of it */;
ALTER TABLE drafts ADD COLUMN named_product_id TEXT /* likewise; product_id is what it comes to by identity_now */;
UPDATE drafts SET named_producer_id = producer_id, named_product_id = product_id;
CREATE INDEX drafts_named_product ON drafts(named_product_id);
CREATE INDEX drafts_named_producer ON drafts(named_producer_id);
ALTER TABLE identities RENAME TO identities_of_one;
CREATE TABLE identities (
  key TEXT NOT NULL,                   -- a name of one id; or a code, tax code or telephone that several may have
  id TEXT NOT NULL,                    -- an own id
  submission_id TEXT NOT NULL REFERENCES submissions(id),  -- that said it first
  PRIMARY KEY (key, id)
) WITHOUT ROWID;
INSERT INTO identities SELECT key, id, submission_id FROM identities_of_one;
DROP TABLE identities_of_one;
CREATE TABLE identity_joins (          -- append-only: pairs found alike, and what people said of them
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                  -- producer or product
  from_id TEXT NOT NULL,
  into_id TEXT NOT NULL,
  why TEXT NOT NULL,                   -- JSON: points, for, against
  is_sure INTEGER NOT NULL,            -- 0 was asked
  is_directed INTEGER NOT NULL,        -- 1 where into_id stays: a person or a returned sheet said so
  submission_id TEXT REFERENCES submissions(id),  -- that brought them together; null where a person did
  decided_by TEXT NOT NULL,            -- policy, or who
  decided_at TEXT NOT NULL
);
CREATE INDEX identity_joins_pair ON identity_joins(kind, from_id, into_id);
CREATE TABLE joins_undone (
  join_id INTEGER PRIMARY KEY REFERENCES identity_joins(id),
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL
);
CREATE TABLE identity_now (            -- derived: ids that gave way, each with the one that stays
  id TEXT PRIMARY KEY,
  now_id TEXT NOT NULL
) WITHOUT ROWID;
"""

_PRIVACY = """
ALTER TABLE consents ADD COLUMN how TEXT NOT NULL DEFAULT 'sheet' /* sheet, paper or helper */;
ALTER TABLE consents ADD COLUMN said_on TEXT /* day on which it was said; null: the day on which it was recorded */;
CREATE TABLE takedowns (
  id TEXT PRIMARY KEY,                 -- digest of whom or what it takes down
  kind TEXT NOT NULL,                  -- producer, product or retention
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  finished_at TEXT                     -- null as long as something of it is still to be removed
);
CREATE TABLE tombstones (              -- never the content: digests, and hashes of files
  kind TEXT NOT NULL,                  -- producer, product, mark, slug, inbox or picture
  hash TEXT NOT NULL,                  -- own id, digest of a mark or of an address, SHA-256 of a file
  takedown_id TEXT NOT NULL REFERENCES takedowns(id),
  PRIMARY KEY (kind, hash, takedown_id)
) WITHOUT ROWID;
"""

# All that was read before knew one register: that of the reform of 1 July 2025.
_DAYS_OF_PLACES = """
ALTER TABLE submissions ADD COLUMN places_on TEXT NOT NULL DEFAULT '2025-07-01';
ALTER TABLE edits ADD COLUMN places_on TEXT NOT NULL DEFAULT '2025-07-01';
"""

_LISTINGS = """
ALTER TABLE exports ADD COLUMN title TEXT NOT NULL DEFAULT '' /* of the market */;
ALTER TABLE exports ADD COLUMN manifest TEXT NOT NULL DEFAULT '' /* sha256 of its manifest.json */;
CREATE TABLE listings (                -- append-only: the products that an export sent
  export_id INTEGER NOT NULL REFERENCES exports(id),
  product_id TEXT NOT NULL,
  name TEXT NOT NULL,
  codes TEXT NOT NULL,                 -- JSON: two lists by which the market may call it, our codes and the seller's
  PRIMARY KEY (export_id, product_id)
) WITHOUT ROWID;
CREATE INDEX listings_product ON listings(product_id, export_id);
CREATE TABLE market_answers (          -- append-only: a file of a market that was read, or a link that somebody gave
  id INTEGER PRIMARY KEY,
  market TEXT NOT NULL,
  title TEXT NOT NULL,
  export_id INTEGER REFERENCES exports(id),  -- that it answers; null for a link
  name TEXT NOT NULL,                  -- of the file; the link itself
  sha256 TEXT NOT NULL,                -- of the file; of product and link
  said_by TEXT NOT NULL,
  said_at TEXT NOT NULL
);
CREATE INDEX market_answers_file ON market_answers(market, sha256);
CREATE TABLE listing_events (          -- append-only: of those that stand the last word on a product at a market counts
  id INTEGER PRIMARY KEY,
  answer_id INTEGER NOT NULL REFERENCES market_answers(id),
  product_id TEXT NOT NULL,
  state TEXT NOT NULL,                 -- accepted or rejected
  code TEXT,                           -- of registers/answers/codes.toml; null where the words are not known
  "column" TEXT,                       -- of COLUMNS, that the words are about
  words TEXT NOT NULL,                 -- the market's own; blank where it gave none
  url TEXT                             -- of the listing
);
CREATE INDEX listing_events_product ON listing_events(product_id, id);
CREATE INDEX listing_events_answer ON listing_events(answer_id);
CREATE TABLE withdrawn_answers (
  answer_id INTEGER PRIMARY KEY REFERENCES market_answers(id),
  reason TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL,
  withdrawn_at TEXT NOT NULL
);
CREATE TABLE listing_visits (          -- append-only: what the address of a listing answered
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  outcome TEXT NOT NULL,               -- there, gone or unknown
  detail TEXT NOT NULL,
  visited_at TEXT NOT NULL
);
CREATE INDEX listing_visits_url ON listing_visits(url, id);
CREATE VIEW listing_words AS           -- every word on a listing that stands, under the id that its product has now
  SELECT e.id, a.id AS answer_id, a.market, a.title, a.export_id, coalesce(n.now_id, e.product_id) AS product_id,
         e.state, e.code, e."column", e.words, e.url, a.said_at
    FROM listing_events e
    JOIN market_answers a ON a.id = e.answer_id
    LEFT JOIN identity_now n ON n.id = e.product_id
   WHERE a.id NOT IN (SELECT answer_id FROM withdrawn_answers);
"""
_TICKETS = """
CREATE TABLE tickets (
  id TEXT PRIMARY KEY,                 -- sha256 of the code that its sender holds; the code itself stands nowhere
  made_at TEXT NOT NULL,               -- UTC
  sender TEXT NOT NULL,                -- who sends: cooperative, household; as they call themselves
  place TEXT NOT NULL,                 -- commune and province, as they say it
  contact TEXT NOT NULL,               -- how officers reach them; private
  helper TEXT NOT NULL,                -- who does it for them; blank for nobody
  sent_at TEXT                         -- when it went to the officers; null while it is being prepared
);
CREATE TABLE ticket_files (
  id INTEGER PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets(id),
  role TEXT NOT NULL,                  -- sheet or picture
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,                -- names the file in tickets/
  mended TEXT,                         -- sha256 of the sheet with the answers that were given on the page
  added_at TEXT NOT NULL
);
CREATE INDEX ticket_files_ticket ON ticket_files(ticket_id);
CREATE TABLE ticket_submissions (
  ticket_id TEXT NOT NULL REFERENCES tickets(id),
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  is_final INTEGER NOT NULL,           -- 0 for a sheet as it came, where answers were then written into it
  PRIMARY KEY (ticket_id, submission_id)
) WITHOUT ROWID;
CREATE INDEX ticket_submissions_submission ON ticket_submissions(submission_id);
CREATE TABLE jobs (                    -- long work that the server does for its pages, one after the other
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                  -- preview, mend or send
  ticket_id TEXT NOT NULL REFERENCES tickets(id),
  asked_at TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  stage TEXT NOT NULL DEFAULT '',
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  ended_at TEXT,                       -- null while it waits or is under way
  failed TEXT                          -- the sentence for the sender where it could not be done
);
CREATE INDEX jobs_ticket ON jobs(ticket_id);
CREATE INDEX jobs_waiting ON jobs(id) WHERE ended_at IS NULL;
"""

_HOLDINGS = """
CREATE TABLE sendings (                -- how it stands with each market that can be sent changes only
  market TEXT PRIMARY KEY,
  confirmed TEXT NOT NULL,             -- id, in its manifest, of the last export that was confirmed; blank for none
  waiting TEXT NOT NULL,               -- id of the newest export as long as it is not confirmed; else blank
  export_id INTEGER REFERENCES exports(id),  -- the newest export; null where it listed nothing
  folder TEXT NOT NULL                 -- where its files were put
);
CREATE TABLE held_rows (               -- what a market holds of a product
  market TEXT NOT NULL,
  product_id TEXT NOT NULL,
  digest BLOB NOT NULL,                -- of the rows; empty where they are due again whatever they are
  rows BLOB NOT NULL,                  -- JSON: column → exact text, without blanks
  PRIMARY KEY (market, product_id)
) WITHOUT ROWID;
CREATE TABLE pending_rows (            -- what the newest export changes of that
  market TEXT NOT NULL,
  product_id TEXT NOT NULL,
  digest BLOB,                         -- null, and rows too, where the product is taken off sale
  rows BLOB,
  PRIMARY KEY (market, product_id)
) WITHOUT ROWID;
"""

_READINGS = """
CREATE TABLE readings (                -- derived, may be emptied: what the same words need not be read for again
  draft_id INTEGER PRIMARY KEY REFERENCES drafts(id),
  words BLOB NOT NULL,                 -- digest of the words, and of the program that read them
  says TEXT NOT NULL,                  -- fields that few rows have and this one has, parted by spaces
  marks TEXT NOT NULL,                 -- JSON: what the row is known by
  doubts TEXT NOT NULL                 -- JSON: what reading it asked
);
CREATE INDEX readings_words ON readings(words);
"""

# Derived from the originals, and made again where the recipe is another one.
_LOOKS = """
CREATE TABLE picture_looks (
  sha256 TEXT PRIMARY KEY,
  recipe TEXT NOT NULL,                -- by which program's rules it was looked at (images/recipe.py)
  why TEXT,                            -- why it cannot be used, null where it can
  likeness TEXT,                       -- 64 bits in hexadecimal, null where the picture shows next to nothing
  looked_at TEXT NOT NULL
);
ALTER TABLE draft_pictures ADD COLUMN is_compared INTEGER NOT NULL DEFAULT 0 /* with those of other products */;
CREATE INDEX draft_pictures_sha256 ON draft_pictures(sha256);
"""

# A job that an officer asks for has no ticket; SQLite takes a NOT NULL off a column only with the table.
_OFFICERS = """
CREATE TABLE officers (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,          -- in small letters
  name TEXT NOT NULL,                  -- as decisions are signed
  role TEXT NOT NULL,                  -- commune, province or administrator
  province_code TEXT NOT NULL,         -- in force on places_on
  communes TEXT NOT NULL,              -- JSON: codes in force on places_on; empty for the whole province
  places_on TEXT NOT NULL,
  password TEXT NOT NULL,              -- how it was hashed, the salt, the hash (passwords.py)
  password_until TEXT,                 -- of one that somebody else gave: until when it opens; null for an own one
  made_at TEXT NOT NULL,               -- UTC
  disabled_at TEXT
);
CREATE TABLE officer_changes (         -- who did what to an account
  id INTEGER PRIMARY KEY,
  officer_id INTEGER NOT NULL REFERENCES officers(id),
  what TEXT NOT NULL,
  done_by TEXT NOT NULL,
  done_at TEXT NOT NULL
);
CREATE TABLE officer_sessions (
  id TEXT PRIMARY KEY,                 -- sha256 of the token in the officer's cookie; the token itself stands nowhere
  officer_id INTEGER NOT NULL REFERENCES officers(id),
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX officer_sessions_officer ON officer_sessions(officer_id);
CREATE TABLE guesses (                 -- log-ins that were not right, until they are too old to count
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL,
  address TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX guesses_login ON guesses(login);
CREATE INDEX guesses_address ON guesses(address);
CREATE TABLE jobs_of_all (             -- long work that the server does for its pages, one after the other
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                  -- preview or send of a ticket; publish
  ticket_id TEXT REFERENCES tickets(id),
  asked_at TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  stage TEXT NOT NULL DEFAULT '',
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  ended_at TEXT,                       -- null while it waits or is under way
  failed TEXT,                         -- the sentence for who asked, where it could not be done
  asked_by TEXT NOT NULL DEFAULT '',   -- the officer, as decisions are signed; blank for a sender
  words TEXT NOT NULL DEFAULT '',      -- what was said with it
  result TEXT NOT NULL DEFAULT ''      -- what came of it, in words or JSON, by its kind
);
INSERT INTO jobs_of_all (id, kind, ticket_id, asked_at, tries, stage, done, total, ended_at, failed)
  SELECT id, kind, ticket_id, asked_at, tries, stage, done, total, ended_at, failed FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_of_all RENAME TO jobs;
CREATE INDEX jobs_ticket ON jobs(ticket_id);
CREATE INDEX jobs_waiting ON jobs(id) WHERE ended_at IS NULL;
"""

_PLACES_OF_EXPORTS = """
ALTER TABLE exports ADD COLUMN scope TEXT NOT NULL DEFAULT '' /* key of scopes.py; blank for everything */;
ALTER TABLE exports ADD COLUMN made_by TEXT NOT NULL DEFAULT '' /* as decisions are signed; blank where not known */;
"""

_INVITATIONS = """
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                  -- send: may send in these producers' names; own: opens a producer's own page
  token TEXT NOT NULL UNIQUE,          -- sha256 of what stands in the link; the link itself stands nowhere
  spoken TEXT UNIQUE,                  -- sha256 of the short code that can be said; null for a producer's own page
  helper TEXT NOT NULL,                -- who sends for them; blank where they send themselves
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,               -- UTC
  ends_on TEXT,                        -- last day in Vietnam; null for one that does not end by itself
  revoked_by TEXT,
  revoked_at TEXT
);
CREATE TABLE invited (                 -- in whose names
  invitation_id INTEGER NOT NULL REFERENCES invitations(id),
  name TEXT NOT NULL,
  place TEXT NOT NULL,                 -- commune and province; blank where nobody said
  producer_id TEXT,                    -- null for one of which nothing was there
  PRIMARY KEY (invitation_id, name)
) WITHOUT ROWID;
CREATE INDEX invited_producer ON invited(producer_id);
ALTER TABLE tickets ADD COLUMN invitation_id INTEGER REFERENCES invitations(id) /* null for a stranger's */;
ALTER TABLE tickets ADD COLUMN product_id TEXT /* what was changed on an own page, or whose kit it is; else null */;
ALTER TABLE tickets ADD COLUMN change TEXT /* price, stock or kit: what was tapped on that page; else null */;
CREATE INDEX tickets_invitation ON tickets(invitation_id);
CREATE INDEX tickets_product ON tickets(product_id);
"""

# The tables `raw_records` and `drafts` become views of these two; other tables refer to rows by the same numbers, and
# their references follow the renaming.
_STATEMENTS = """
PRAGMA defer_foreign_keys=ON;
CREATE TABLE statements (              -- what a row says; several rows with the same words say one statement
  id INTEGER PRIMARY KEY,              -- of the row that said it first
  cells TEXT NOT NULL,                 -- JSON: column letter or field → the words as they stood
  offer_key TEXT NOT NULL,             -- the pack, by which sizes of one product are told apart
  name TEXT,
  facts TEXT NOT NULL,                 -- JSON: typed fields of COLUMNS that are not null
  fingerprint TEXT NOT NULL,           -- digest of the facts
  product_id TEXT,                     -- what named_product_id comes to now; null where the row has no name
  producer_id TEXT,
  named_product_id TEXT,               -- own id, of the row's own words
  named_producer_id TEXT
);
INSERT INTO statements
  SELECT d.id, r.cells, d.offer_key, d.name, d.facts, d.fingerprint, d.product_id, d.producer_id, d.named_product_id,
         d.named_producer_id
    FROM drafts d JOIN raw_records r ON r.id = d.id;
CREATE TEMP TABLE standing AS
  SELECT d.id, d.submission_id, r.sheet, r.row FROM drafts d JOIN raw_records r ON r.id = d.id;
ALTER TABLE readings RENAME TO readings_of_rows;
DROP VIEW states;
ALTER TABLE drafts RENAME TO delivered_rows;
DROP TABLE delivered_rows;
DROP TABLE raw_records;
CREATE TABLE delivered_rows (
  id INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  sheet TEXT,
  row INTEGER NOT NULL,                -- as Excel shows it
  statement_id INTEGER NOT NULL REFERENCES statements(id)
);
INSERT INTO delivered_rows SELECT id, submission_id, sheet, row, id FROM standing ORDER BY id;
CREATE INDEX delivered_rows_submission ON delivered_rows(submission_id);
CREATE INDEX delivered_rows_statement ON delivered_rows(statement_id);
CREATE INDEX statements_product ON statements(product_id, offer_key);
CREATE INDEX statements_named_product ON statements(named_product_id);
CREATE INDEX statements_named_producer ON statements(named_producer_id);
CREATE TABLE readings (                -- derived, may be emptied: what the same words need not be read for again
  statement_id INTEGER PRIMARY KEY REFERENCES statements(id),
  words BLOB NOT NULL,                 -- digest of the words, and of the program that read them
  says TEXT NOT NULL,                  -- fields that few rows have and this one has, parted by spaces
  marks TEXT NOT NULL,                 -- JSON: what the row is known by
  doubts TEXT NOT NULL                 -- JSON: what reading it asked
);
INSERT INTO readings SELECT * FROM readings_of_rows;
DROP TABLE readings_of_rows;
CREATE INDEX readings_words ON readings(words);
DROP TABLE standing;
CREATE VIEW raw_records AS             -- each row of a delivery with its words as they stood
  SELECT r.id, r.submission_id, r.sheet, r.row, s.cells
    FROM delivered_rows r JOIN statements s ON s.id = r.statement_id;
CREATE VIEW drafts AS                  -- each row of a delivery with what it was read as
  SELECT r.id, r.submission_id, s.product_id, s.offer_key, s.producer_id, s.name, s.facts, s.fingerprint,
         s.named_producer_id, s.named_product_id
    FROM delivered_rows r JOIN statements s ON s.id = r.statement_id;
CREATE VIEW states AS                  -- each row's last decision that was not undone, without deliveries that were
                                       -- taken back; held is `replaced` once its sheet came back mended
  SELECT d.id AS draft_id, d.submission_id, d.product_id, d.offer_key, d.producer_id, d.fingerprint,
         CASE WHEN x.state = 'held' AND d.submission_id IN (
                   SELECT continues FROM continuations
                    WHERE submission_id NOT IN (SELECT submission_id FROM taken_back))
              THEN 'replaced' ELSE x.state END AS state,
         x.reason, x.decided_by, x.decided_at, x.id AS decision_id
    FROM drafts d
    JOIN decisions x ON x.id = (
         SELECT max(id) FROM decisions
          WHERE draft_id = d.id AND id NOT IN (SELECT decision_id FROM undone_decisions))
   WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back);
"""

# SQLite keeps long rows of a table WITHOUT ROWID on overflow pages, one row each (docs/decisions/0036-feeds.md).
_ROWS_SIDE_BY_SIDE = """
ALTER TABLE held_rows RENAME TO held_rows_before;
CREATE TABLE held_rows (               -- what a market holds of a product
  market TEXT NOT NULL,
  product_id TEXT NOT NULL,
  digest BLOB NOT NULL,                -- of the rows; empty where they are due again whatever they are
  rows BLOB NOT NULL,                  -- JSON: column → exact text, without blanks
  PRIMARY KEY (market, product_id)
);
INSERT INTO held_rows SELECT * FROM held_rows_before ORDER BY market, product_id;
DROP TABLE held_rows_before;
ALTER TABLE pending_rows RENAME TO pending_rows_before;
CREATE TABLE pending_rows (            -- what the newest export changes of that
  market TEXT NOT NULL,
  product_id TEXT NOT NULL,
  digest BLOB,                         -- null, and rows too, where the product is taken off sale
  rows BLOB,
  PRIMARY KEY (market, product_id)
);
INSERT INTO pending_rows SELECT * FROM pending_rows_before ORDER BY market, product_id;
DROP TABLE pending_rows_before;
"""

_BANK_ACCOUNTS = """
CREATE TABLE bank_accounts (           -- append-only; of each producer_id the last row counts
  id INTEGER PRIMARY KEY,
  producer_id TEXT NOT NULL,           -- as it was called then; identity_now says what it is now
  is_given INTEGER NOT NULL,           -- 1: verified; 0: withdrawn, and bank_bin, number and owner are blank
  bank_bin TEXT NOT NULL DEFAULT '',   -- of registers/banks.tsv
  number TEXT NOT NULL DEFAULT '',     -- digits
  owner TEXT NOT NULL DEFAULT '',      -- as the bank shows it
  differs TEXT NOT NULL DEFAULT '',    -- why the owner is not called as the producer; blank where it is
  evidence TEXT NOT NULL,              -- what the officer saw; of a withdrawal why
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL            -- UTC
);
CREATE INDEX bank_accounts_producer ON bank_accounts(producer_id, id);
"""

_SILENT_NAMES = """
ALTER TABLE identities ADD COLUMN is_living INTEGER NOT NULL DEFAULT 1 /* 0: only deliveries taken back said it */;
UPDATE identities SET is_living = 0
 WHERE EXISTS (SELECT 1 FROM taken_back)
   AND id NOT IN (SELECT named_producer_id FROM drafts WHERE named_producer_id IS NOT NULL
                     AND submission_id NOT IN (SELECT submission_id FROM taken_back))
   AND id NOT IN (SELECT named_product_id FROM drafts WHERE named_product_id IS NOT NULL
                     AND submission_id NOT IN (SELECT submission_id FROM taken_back));
CREATE TABLE judged_again (            -- what the policy says of a row since a doubt that it rested on is about nothing
  decision_id INTEGER PRIMARY KEY REFERENCES decisions(id),  -- the policy's first on that row, which stays as it was
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  judged_at TEXT NOT NULL              -- UTC
);
DROP VIEW states;
CREATE VIEW states AS                  -- each row's last decision that was not undone, without deliveries that were
                                       -- taken back; held is `replaced` once its sheet came back mended
  SELECT d.id AS draft_id, d.submission_id, d.product_id, d.offer_key, d.producer_id, d.fingerprint,
         CASE WHEN coalesce(j.state, x.state) = 'held' AND d.submission_id IN (
                   SELECT continues FROM continuations
                    WHERE submission_id NOT IN (SELECT submission_id FROM taken_back))
              THEN 'replaced' ELSE coalesce(j.state, x.state) END AS state,
         coalesce(j.reason, x.reason) AS reason, x.decided_by, x.decided_at, x.id AS decision_id
    FROM drafts d
    JOIN decisions x ON x.id = (
         SELECT max(id) FROM decisions
          WHERE draft_id = d.id AND id NOT IN (SELECT decision_id FROM undone_decisions))
    LEFT JOIN judged_again j ON j.decision_id = x.id
   WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back);
"""

_RECOGNITIONS_OF_EACH_LIST = """
ALTER TABLE recognitions RENAME TO recognitions_before;
CREATE TABLE recognitions (
  id TEXT NOT NULL,                    -- digest of issuer, number, day, product and holder
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  row INTEGER NOT NULL,
  product TEXT NOT NULL,
  holder TEXT NOT NULL,
  stars INTEGER NOT NULL,
  decision_number TEXT NOT NULL,
  decision_issuer TEXT,
  decision_date TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  match_key TEXT NOT NULL,             -- product and holder as compared with drafts
  PRIMARY KEY (id, submission_id)
);
INSERT INTO recognitions SELECT * FROM recognitions_before ORDER BY rowid;
DROP TABLE recognitions_before;
CREATE INDEX recognitions_match ON recognitions(match_key);
"""
