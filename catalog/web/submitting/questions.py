"""A report as a sender sees it: each product as it would be shown, its doubts as questions answered in place."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.columns import BY_NAME
from catalog.desk import answering
from catalog.desk.answering import Given
from catalog.errors import Refused
from catalog.forms.mending import Answer

# Products shown on one page; a long list is looked through page by page.
PER_PAGE = 50
# Candidates offered for a commune; of more, only their number is said.
MOST_CHOICES = 12
_KEY = "o:"
# Said of everything that comes by this page; no sender has to do anything about it.
_NOT_SAID = frozenset({"sender-unknown"})


@dataclass(frozen=True, slots=True)
class Question:
    """One doubt: what is asked, what stands there now, and what may be chosen; key names its cell in the form.

    key is blank where nothing can be written: the doubt is then told only.
    """

    key: str
    column: str
    severity: str
    label: str
    message: str
    fix: str
    value: str
    choices: tuple[str, ...] = ()
    is_long: bool = False


@dataclass(slots=True)
class Shown:
    """One product of a report: its facts, where it stands, and what is asked about it."""

    facts: Mapping[str, Any]
    file: int
    where: str
    questions: list[Question] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Whether something must be answered before the product can be shown."""
        return any(q.severity == "error" for q in self.questions)


@dataclass(slots=True)
class Whole:
    """A report: its products, what concerns whole files, and the files that could not be read with the reason."""

    products: list[Shown]
    remarks: list[str]
    unread: list[tuple[str, str]]

    @property
    def asked(self) -> int:
        """How many products need an answer."""
        return sum(one.is_asked for one in self.products)


def whole(report: Mapping[str, Any]) -> Whole:
    """What the page shows of a report."""
    files = answering.sheet_numbers(report)
    rows = {}
    for product in report["products"]:
        source = product["source"]
        where = " · ".join(filter(None, (source["file"], source["sheet"], str(source["row"]))))
        rows[source["file"], source["sheet"], source["row"]] = Shown(product, files[source["file"]], where)
    remarks = []
    for issue in report["issues"]:
        row = _row(issue["cell"])
        shown = rows.get((issue["file"], issue["sheet"], row)) if row else None
        if issue["code"] in _NOT_SAID or (issue["severity"] == "info" and shown):
            continue
        if shown:
            shown.questions.append(_question(issue, shown, row or 0))
        else:
            remarks.append(f"{issue['message']} {issue['fix'] or ''}".strip())
    for shown in rows.values():
        shown.questions = list(_once(shown.questions))
    unread = [(s["file"], s["reason"]) for s in report["submissions"] if s["status"] == "refused"]
    return Whole(list(rows.values()), list(dict.fromkeys(remarks)), unread)


def _row(cell: str | None) -> int | None:
    digits = (cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() else None


def _question(issue: Mapping[str, Any], shown: Shown, row: int) -> Question:
    column = issue["column"] if issue["column"] in BY_NAME else ""
    key = _key(shown.file, issue["sheet"], row, column) if column else ""
    return Question(
        key, column, issue["severity"], BY_NAME[column].label if column else "", issue["message"], issue["fix"] or "",
        issue["value"] or "", _choices(issue["code"], shown.facts), bool(column) and BY_NAME[column].kind == "prose",
    )  # fmt: skip


def _key(*place: str | int | None) -> str:
    """The name of a field: browsers and phones change quotes and accents in names, letters and figures they leave."""
    return _KEY + base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(key: str) -> Any:
    letters = key.removeprefix(_KEY)
    return json.loads(base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)))


def _choices(code: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The communes that the words of an address may mean."""
    found = facts["candidates"] if code.startswith("place-") else []
    return tuple(f"{c['commune']}, {c['province']}" for c in found) if len(found) <= MOST_CHOICES else ()


def _once(questions: list[Question]) -> Iterator[Question]:
    """The questions, the urgent ones first; a second one about the same cell is told without a field of its own."""
    asked = set()
    for one in sorted(questions, key=lambda q: ("error", "warning", "info").index(q.severity)):
        if one.key in asked:
            yield replace(one, key="")
        else:
            asked.add(one.key)
            yield one


def answers(words: Mapping[str, str]) -> list[Given]:
    """What a form answers to questions; blank fields say nothing. Raises Refused for a form that is none of ours."""
    found = []
    for name, said in words.items():
        if name.startswith(_KEY) and said.strip():
            try:
                file, sheet, row, column = _place(name)
                found.append(Given(int(file), Answer(sheet, int(row), str(column), said)))
            except (ValueError, TypeError) as error:
                raise Refused("Biểu mẫu này không đúng; mời tải lại trang.", code="form-refused") from error
    return found
