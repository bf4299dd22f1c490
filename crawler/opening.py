"""Opens the journal of a crawl, in the crawling process only: a file of its own, or one shared with other machines."""

from __future__ import annotations

from pathlib import Path

from crawler.journal import Journal
from crawler.journals import AnyJournal
from crawler.redis_server import RedisError
from crawler.shared import SharedJournal
from crawler.sources import Card


def journal_of(card: Card, folder: Path, queue: str, now: str) -> AnyJournal:
    """The journal of the crawl that was interrupted here, or that others are at; a fresh one where there is none.

    A crawl of something else that was interrupted in the folder is forgotten. Raises ConnectionError where no shared
    queue answers.
    """
    about = {"source": card.name, "start": card.start}
    journal = _shared(queue, card) if queue else _own(folder, about)
    if not journal.about():
        journal.note({**about, "started_at": now})
        journal.commit()
    journal.pause = card.pace.seconds
    return journal


def _own(folder: Path, about: dict[str, str]) -> Journal:
    path = folder / "job" / "journal.sqlite"
    journal = Journal(path)
    before = journal.about()
    if before and {name: before.get(name) for name in about} != about:
        journal.remove()
        journal = Journal(path)
    return journal


def _shared(queue: str, card: Card) -> SharedJournal:
    try:
        return SharedJournal(queue, card.name, card.start)
    except (RedisError, ValueError) as problem:
        raise ConnectionError(str(problem)) from None
