"""Answers given on the page: each goes into the cell that it is about, as if the sender had mended their sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from catalog.desk import typed_form
from catalog.errors import Conflict
from catalog.forms.mending import Answer, mend
from catalog.workbench.home import Home
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Ticket
from catalog.workbench.store import Workbench

LONGEST = 5_000  # characters of one


class Given(NamedTuple):
    """One answer: which of the ticket's sheets it is for, counted from 0, and what is to stand in which cell."""

    sheet: int
    answer: Answer


# Fields that are private until somebody agrees, and where a product states one; photos are shown unless refused.
PRIVATE: dict[str, Callable[[dict[str, Any]], bool]] = {
    "name": lambda facts: facts["producer_kind"] == "household",
    "phone": lambda facts: bool(facts["phone"]),
    "email": lambda facts: bool(facts["email"]),
    "website": lambda facts: bool(facts["website"]) and facts["producer_kind"] == "household",
}


def askable(report: dict[str, Any]) -> list[str]:
    """The private fields of which a report holds some that nobody has said yes or no to."""
    return [field for field in PRIVATE if any(_is_open(product, field) for product in report["products"])]


def consenting(report: dict[str, Any], fields: Collection[str]) -> list[Given]:
    """A yes to some private fields, for every product that states one and says nothing of consent itself."""
    sheets = sheet_numbers(report)
    return [
        Given(sheets[at["file"]], Answer(at["sheet"], at["row"], f"consent_{field}", "có"))
        for product in report["products"]
        for field in PRIVATE
        if field in fields and _is_open(product, field) and (at := product["source"])
    ]


def sheet_numbers(report: Mapping[str, Any]) -> dict[str, int]:
    """The name of each sheet of a report → its place among the ticket's sheets, counted from 0."""
    return {submission["file"]: at for at, submission in enumerate(report["submissions"])}


def _is_open(product: dict[str, Any], field: str) -> bool:
    return PRIVATE[field](product) and product[f"consent_{field}"] is None


def answer(home: Home, ticket: Ticket, report: dict[str, Any], given: Sequence[Given]) -> int:
    """Writes answers into the sheets of a ticket and gives how many; blank ones say nothing and change nothing.

    report: of the ticket's files as they are now. Raises Unknown for a cell that no table has, Conflict for a ticket
    that was sent.
    """
    if ticket.sent_at:
        raise Conflict("Danh sách này đã gửi duyệt; mời gửi danh sách mới.")
    by_file: dict[int, list[Answer]] = defaultdict(list)
    for one in given:
        if words := one.answer.words.strip()[:LONGEST]:
            by_file[one.sheet].append(replace(one.answer, words=words))
    with Workbench(home.workbench) as bench:
        sheets = tickets.of_role(tickets.files(bench, ticket.id), "sheet")
        for number, answers in by_file.items():
            file = sheets[number]
            if file.name == tickets.FORM:
                typed_form.take_answers(home, ticket, answers)
                continue
            data = tickets.path_of(home, ticket.id, file.now).read_bytes()
            sha = tickets.keep(home, ticket.id, mend(data, file.name, report, answers))
            tickets.mend(bench, ticket.id, file.id, sha)
    return sum(map(len, by_file.values()))
