"""The form on the page, product by product: what was typed is kept beside the ticket after each step, and is a sheet.

The sheet goes the same way as any that comes. What a field must look like is said by the readers that judge a cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from catalog.columns import BY_NAME, Column
from catalog.errors import Refused
from catalog.forms import plain_sheet, template_columns, template_lists
from catalog.forms.mending import Answer
from catalog.normalise import Normaliser
from catalog.registers import issues
from catalog.values import text
from catalog.workbench.home import Home, locked, write_atomically
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Ticket
from catalog.workbench.store import Workbench

KEPT = "form.json"
# Products of one form; who has more has a sheet, too.
MOST_ROWS = 200
LONGEST = 5_000  # characters of one field
# Photos are sent on the ticket's page; rows need no number.
_NOT_ASKED = frozenset({"row_number", "images"})
# What the next product of a form begins with: who makes it and where.
_AGAIN = ("producer", "producer_kind", "province", "commune", "address", "phone", "email", "website", "representative",
          "tax_code", "delivery_area", "consent_name", "consent_phone", "consent_email", "consent_website")  # fmt: skip

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Theme:
    """Fields that stand together: the title as the template has it, blank for those that must be filled in."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a field, and what to write instead; is_error where the product would be held."""

    message: str
    fix: str
    is_error: bool


def themes() -> tuple[Theme, ...]:
    """Every field of the form: what must be filled in first, then the rest by theme, as in the template."""
    found: dict[str, list[Column]] = {}
    for one in template_columns.asked():
        if one.column.name not in _NOT_ASKED:
            title = "" if one.theme == template_columns.MANDATORY else one.theme
            found.setdefault(title, []).append(one.column)
    return tuple(Theme(title, tuple(columns)) for title, columns in found.items())


def choices(column: str) -> tuple[str, ...]:
    """What may be chosen in a field; empty where words are written."""
    if BY_NAME[column].kind == "consent":
        return (template_lists.YES, template_lists.NO)
    return _CHOICES.get(column, tuple)()


_CHOICES: dict[str, Any] = {
    "province": template_lists.provinces,
    "ocop_set": lambda: tuple(template_lists.set_titles().values()),
    "producer_kind": lambda: tuple(template_lists.KINDS.values()),
    "stars": lambda: template_lists.STARS,
}


def rows(home: Home, ticket: Ticket) -> list[Row]:
    """What was typed so far, a row per product."""
    try:
        kept: list[Row] = json.loads((tickets.folder(home, ticket.id) / KEPT).read_bytes())
    except FileNotFoundError:
        return []
    return kept


def begun(known: list[Row], ticket: Ticket) -> Row:
    """What a new product begins with: the producer of the one before, else who sends."""
    if known:
        return {name: known[-1][name] for name in _AGAIN if known[-1].get(name)}
    return {"producer": ticket.who.sender}


def keep(home: Home, ticket: Ticket, number: int, words: Mapping[str, str]) -> list[Row]:
    """Keeps the words of a product, counted from 1, and renews the sheet; gives all rows.

    A product without any words is taken out. Raises Refused for a number behind the next one, Conflict for a ticket
    that was sent.
    """
    with _alone(home, ticket):
        known = rows(home, ticket)
        if not 1 <= number <= min(len(known) + 1, MOST_ROWS):
            raise Refused(f"Biểu mẫu có nhiều nhất {MOST_ROWS} sản phẩm, điền lần lượt.", code="form-long")
        row = _cleaned(words)
        known[number - 1 : number] = [row] if row else []
        _write(home, ticket, known)
    return known


def _alone(home: Home, ticket: Ticket) -> AbstractContextManager[None]:
    """Two phones that type into one form do so one after the other."""
    return locked(tickets.folder(home, ticket.id) / ".form.lock")


def _cleaned(words: Mapping[str, str]) -> Row:
    asked = (column.name for theme in themes() for column in theme.columns)
    said = {name: _lines(words.get(name, ""))[:LONGEST] for name in asked}
    return {name: value for name, value in said.items() if value}


def _lines(words: str) -> str:
    return "\n".join(filter(None, map(text.clean, words.splitlines())))


def take_answers(home: Home, ticket: Ticket, answers: Iterable[Answer]) -> None:
    """Writes what was answered on the page about the form's sheet into the form."""
    with _alone(home, ticket):
        known = rows(home, ticket)
        for one in answers:
            at = one.row - plain_sheet.FIRST
            if one.column not in BY_NAME or not 0 <= at < len(known):
                raise Refused("Biểu mẫu này không đúng; mời tải lại trang.", code="form-refused")
            known[at] = known[at] | {one.column: one.words}
        _write(home, ticket, known)


def _write(home: Home, ticket: Ticket, known: list[Row]) -> None:
    data = json.dumps(known, ensure_ascii=False).encode()
    with Workbench(home.workbench) as bench:
        tickets.check_open(bench, ticket.id)
        write_atomically(tickets.folder(home, ticket.id) / KEPT, data)
        tickets.put_form(bench, ticket.id, tickets.keep(home, ticket.id, plain_sheet.make(known)) if known else None)


def mistakes(row: Row) -> dict[str, list[Mistake]]:
    """Column → what its words lack or leave open, as a cell of a sheet would be judged; nothing of what is complete."""
    (read,) = Normaliser().rows(pd.DataFrame([{**dict.fromkeys(_asked_names(), ""), **row}], dtype=str))
    found: dict[str, list[Mistake]] = {}
    for doubt in read.doubts:
        kind = issues.kinds()[doubt.code]
        if kind.severity == "info":
            continue
        column = _field_of(doubt.column)
        said = {"cell": BY_NAME[column].label, "value": doubt.value, "column": column, "row": 1, **dict(doubt.said)}
        message = _WHERE.sub("", kind.sentence(**said))
        found.setdefault(column, []).append(
            Mistake(message[:1].upper() + message[1:], kind.fix or "", kind.severity == "error")
        )
    return found


# Of a cell or row, where the message stands at the field itself.
_WHERE = re.compile(r"^(?:Ô [^:]+|Dòng 1): ")


def _asked_names() -> list[str]:
    return [column.name for theme in themes() for column in theme.columns]


def _field_of(column: str) -> str:
    """The field that stands for a column: a place is written as province and commune."""
    return "commune" if column in ("address", "district") else column if column in _asked_names() else "name"
