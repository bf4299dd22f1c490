"""The two kinds of journal as one type; the shared one is named, not loaded: its client stays in the child process."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from crawler.journal import Journal

if TYPE_CHECKING:
    from crawler.shared import SharedJournal

AnyJournal: TypeAlias = "Journal | SharedJournal"
