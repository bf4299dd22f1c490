"""The register of consents: who said what of which field, when and how, and who wrote it down. Append-only.

What a sheet says (saving.py) and what people record here stand in one table. The last word on a producer and field
counts, by the day on which it was said; a withdrawal that a person recorded is not undone by a sheet.
docs/decisions/0013-takedown.md, docs/dong-y.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog.errors import Refused, Unknown
from catalog.workbench.days import day_of, day_shown, today
from catalog.workbench.identities import owned
from catalog.workbench.store import Workbench, now

if TYPE_CHECKING:
    from catalog.workbench.rows.drafts import Draft

# Field → what people read. To add one: a line here and in columns.py, a box in forms/consent_form.py, what it shows in
# publish/preparing/producers.py and publish/removing/withdrawn.py.
FIELDS = {
    "name": "tên hộ hoặc cá nhân",
    "phone": "số điện thoại",
    "email": "địa chỉ email",
    "website": "trang web",
    "photo": "ảnh sản phẩm",
    "bank": "tài khoản nhận tiền, để in mã VietQR trên bảng giá",
}
# What no sheet says: an officer who verifies an account asks for it (docs/decisions/0039-payment-codes.md).
NOT_IN_SHEETS = frozenset({"bank"})
# The columns in which a sheet says the others.
COLUMNS = tuple(f"consent_{field}" for field in FIELDS if field not in NOT_IN_SHEETS)
PUBLISH = "publish"
SHEET, PAPER, HELPER = "sheet", "paper", "helper"


class Word(NamedTuple):
    """One line of the register: what was said of a field; subject is the producer that it counts for now.

    day: on which it was said. how: sheet, paper or helper. source: the cell, where the paper lies, or who asked.
    """

    id: int
    subject: str
    field: str
    purpose: str
    is_given: bool
    how: str
    source: str
    day: str
    recorded_by: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Said:
    """How a person came to know of a consent: source is where the paper lies or who asked; day None is today."""

    how: str
    source: str
    day: str | None = None
    purpose: str = PUBLISH


def words(bench: Workbench, producer: str | None = None, *, apart: bool = False) -> Iterator[Word]:
    """Every word that counts or counted, the older first; those of one producer where it is named by its id.

    apart: the subject of each is the one of whom it was said, as if joined producers had come apart. Submissions that
    were taken back say nothing, nor do those of strangers (tickets.py) before somebody accepted a row of that producer;
    what was said of one that gave way is said of the one that stays.
    """
    for row in bench.rows(_WORDS):
        number, subject, field, purpose, is_given, how, source, said_on, who, at, own = row
        if producer in (None, subject):
            of = own if apart else subject
            yield Word(number, of, field, purpose, bool(is_given), how, source, said_on or _day(at), who, at)


@lru_cache(1_024)
def _day(moment: str) -> str:
    """The day of a moment in Vietnam; all rows of a sheet have one moment."""
    return day_of(moment).isoformat()


# In the order of Word, and of whom it was said.
_WORDS = """
SELECT c.id, coalesce(n.now_id, c.subject), c.field, c.purpose, c.is_given, c.how, c.source, c.said_on,
       c.recorded_by, c.recorded_at, c.subject
  FROM consents c LEFT JOIN identity_now n ON n.id = c.subject
 WHERE c.submission_id IS NULL
    OR c.submission_id NOT IN (SELECT submission_id FROM taken_back)
   AND (c.submission_id NOT IN (SELECT submission_id FROM ticket_submissions)
        OR EXISTS (SELECT 1 FROM drafts d JOIN states s ON s.draft_id = d.id
                    WHERE d.submission_id = c.submission_id AND d.named_producer_id = c.subject
                      AND s.state = 'accepted'))
 ORDER BY c.id
"""


def standing(bench: Workbench, producer: str | None = None, *, apart: bool = False) -> dict[tuple[str, str], Word]:
    """(producer, field) → the word that counts now, for publication; apart: as `words` has it."""
    found: dict[tuple[str, str], Word] = {}
    for word in sorted(words(bench, producer, apart=apart), key=lambda w: (w.day, w.id)):
        before = found.get((word.subject, word.field))
        if word.purpose == PUBLISH and not (before and _stands_against(before, word)):
            found[word.subject, word.field] = word
    return found


def _stands_against(before: Word, new: Word) -> bool:
    """A person's withdrawal against the “có” of a sheet, which may be an old column sent once more."""
    return not before.is_given and before.how != SHEET and new.how == SHEET and new.is_given


def record(
    bench: Workbench,
    producer: str,
    fields: Collection[str],
    said: Said,
    who: str,
    *,
    is_given: bool,
    others_no: bool = False,
) -> list[str]:
    """Writes down a consent or its withdrawal for each field of a producer (its id); gives the fields.

    A withdrawal without fields is of everything that is given now, or would be if joined producers came apart.
    others_no: the fields that are not named were asked as well, and not allowed. Raises Unknown for a field, Refused
    for a day that is not there yet, or where there is nothing to withdraw.
    """
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise Unknown("field of consent", unknown[0], FIELDS)
    if said.day and said.day > today().isoformat():
        raise Refused(f"{said.day} is in the future; give the day on which it was said.")
    with bench.writing():
        chosen = list(dict.fromkeys(fields))
        if not chosen and not is_given:
            said_of_each = [*standing(bench, producer).values(), *standing(bench, producer, apart=True).values()]
            chosen = sorted({word.field for word in said_of_each if word.is_given})
        if not chosen:
            raise Refused("No field is named, and none is given; name one with --field.")
        answers = dict.fromkeys(FIELDS, False) if others_no else {}
        _write(bench, producer, answers | dict.fromkeys(chosen, is_given), said, who)
    return chosen


def _write(bench: Workbench, producer: str, answers: Mapping[str, bool], said: Said, who: str) -> None:
    """A refusal holds for everybody who is this producer now, a consent for the one who is known for longest.

    Where producers that were joined come apart, whoever withdrew stays withdrawn, and nobody has another's consent.
    """
    names = "subject field purpose is_given source how said_on recorded_by recorded_at".split()
    beside = (said.source, said.how, said.day, who, now())
    own = owned.ids(bench, "producer", producer)
    rows = [
        (subject, field, said.purpose, int(is_given), *beside)
        for field, is_given in answers.items()
        for subject in (own[:1] if is_given else own)
    ]
    bench.insert("consents", names, rows)


def check_day(day: str) -> None:
    """Raises Refused where it is no day."""
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise Refused(f"{day!r} is not a day like 2026-11-22.") from error


def tell(drafts: list[Draft], bench: Workbench, after: Mapping[str, str] = MappingProxyType({})) -> None:
    """Says of each row whose “có” does not count, because the producer withdrew it through a person.

    after: producers that give way with a delivery that is not stored yet, each with the one that stays.
    """
    asking = [d for d in drafts if d.producer_id and any(f"consent_{f}" in d.says for f in FIELDS)]
    if not asking:
        return
    if not bench.one("SELECT 1 FROM consents WHERE NOT is_given AND how <> 'sheet' LIMIT 1"):
        return
    refused = {
        (after.get(subject, subject), field): word
        for (subject, field), word in standing(bench).items()
        if not word.is_given and word.how != SHEET
    }
    for draft in asking if refused else ():
        _tell(draft, refused)


def _tell(draft: Draft, refused: Mapping[tuple[str, str], Word]) -> None:
    facts: dict[str, Any] = draft.facts
    for field, shown in FIELDS.items():
        word = refused.get((str(draft.producer_id), field))
        if word and facts.get(f"consent_{field}"):
            day = day_shown(f"{word.day}T12:00:00+07:00")
            draft.doubt("consent-withdrawn", f"consent_{field}", "có", field=shown, date=day)
