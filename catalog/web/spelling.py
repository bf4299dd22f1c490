"""The words that were probably meant, where a question finds nothing: mat ogn → mật ong."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.values import text
from catalog.web import search

# How many wordings are tried at most, and how many replacements of one word.
MAX_TRIES = 16
CANDIDATES = 4


def vocabulary(db: sqlite3.Connection) -> list[str]:
    """Every folded word of a product's name, once, in order."""
    rows = db.execute("SELECT name FROM products_folded")
    return sorted({word for row in rows for word in row["name"].split()})


def meant(db: sqlite3.Connection, words: str, known: Sequence[str]) -> str | None:
    """The nearest wording that finds something, spelt as a product's name spells it; None where there is none."""
    choices = [_candidates(word, known) for word in search.folded_words(words)]
    if not choices or not all(choices):
        return None
    for wording in islice(product(*choices), MAX_TRIES):
        found = db.execute(
            """SELECT p.name FROM products_folded f JOIN products p ON p.number = f.rowid
                WHERE products_folded MATCH ? ORDER BY length(p.name), p.id LIMIT 1""",
            [search.match(list(wording), "name")],
        ).fetchone()
        if found:
            return _as_spelt(found["name"], wording)
    return None


def _candidates(word: str, known: Sequence[str]) -> list[str]:
    """The word itself where names have it, else the words a slip of the finger away; longer ones may have two."""
    if word in known:
        return [word]
    slips = 1 if len(word) < 6 else 2
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=CANDIDATES)
    return [found for found, _, _ in near] if len(word) > 2 else []


def _as_spelt(name: str, wording: Sequence[str]) -> str:
    """The part of the name that the folded words stand for; the words themselves where they are scattered."""
    parts = text.clean(name).split()
    for start in range(len(parts)):
        part = " ".join(parts[start : start + len(wording)])
        if text.fold(part) == " ".join(wording):
            return part.lower()
    return " ".join(wording)
