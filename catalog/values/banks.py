"""Banks by their BIN, and the account that a cell names (register: registers/banks.tsv).

An account with a person's name is private until consent is recorded (facts/ocop.md, sections 7 and 10): what is read
here goes to no release by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from catalog.registers import files
from catalog.values import text as words_of

LONGEST_ACCOUNT = 19  # characters, NAPAS format 1.0, field 38


@dataclass(frozen=True, slots=True)
class Bank:
    """One line of the register; until is the last day of a BIN that ended, as ISO, blank while it is in use."""

    bin: str
    name: str
    sure: str
    until: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a cell names it; the number is personal data and shows in no repr.

    bin     None where the cell names no bank of the register, or several; unclear is True if a number stands there
    """

    bin: str | None = None
    number: str | None = field(default=None, repr=False)
    unclear: bool = False

    def json(self) -> dict[str, object]:
        return {"bin": self.bin, "number": self.number, "unclear": self.unclear}


@cache
def banks() -> dict[str, Bank]:
    """BIN → bank, in the order of the register."""
    rows = [line.split("\t") for line in files.table("banks.tsv").splitlines() if line and line[0] != "#"]
    return {
        bin_: Bank(bin_, name, sure, until, tuple(filter(None, map(words_of.fold, [name, *words.split("|")]))))
        for bin_, name, sure, until, words in rows
    }


def bank(words: str) -> Bank | None:
    """The one bank in use that a BIN or a name means: “970436”, “VCB”; None where none does, or several."""
    said = words_of.clean(words)
    named = {said} if said in banks() else _named(words_of.fold(said))
    found = banks()[named.pop()] if len(named) == 1 else None
    return found if found and not found.until else None


# Six to nineteen digits, in groups or not: behind the word for an account, else alone in the cell.
_NAMED = re.compile(
    r"(?<!\w)(?:stk|số tài khoản|so tai khoan|số tk|so tk|tài khoản|tai khoan|tk|account)(?!\w)[^\d\n]{0,40}"
    r"(\d(?:[ .-]?\d){5,18})(?![\d.]*\d)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<![\w.-])(\d(?:[ .-]?\d){5,18})(?!\w)(?![ .-]?\d)")
_DIGITS = re.compile(r"\d{4}")
_LONGEST_CELL = 500


def account(text: str) -> Account:
    """The one account that a cell of its own names: “0000000000123 Agribank”, “STK: 000 000 0123 - NH Á Châu”.

    Two numbers, two banks, or digits that are no account are unclear. Does not raise on any text.
    """
    cleaned = words_of.clean(text)[:_LONGEST_CELL]
    numbers = _NAMED.findall(cleaned) or _ALONE.findall(cleaned)
    found = {re.sub(r"\D", "", number) for number in numbers}
    named = _named(words_of.fold(cleaned))
    if len(found) != 1:
        return Account(unclear=bool(found) or bool(_DIGITS.search(cleaned)))
    bin_ = named.pop() if len(named) == 1 else None
    return Account(bin_, found.pop(), unclear=bin_ is None)


def _named(folded: str) -> set[str]:
    """BINs of the banks whose words stand in a folded text, the longest words first."""
    return {_of_words()[match.group()] for match in _pattern().finditer(folded)}


@cache
def _of_words() -> dict[str, str]:
    return {words: bank.bin for bank in banks().values() if not bank.until for words in bank.words}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_of_words(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")
