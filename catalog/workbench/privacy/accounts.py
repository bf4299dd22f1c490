"""Accounts to which producers are paid, each with the officer who verified its owner. Append-only.

An account is private. It goes to a release only while its producer consents to `bank` (consents.py) and its last row
here is no withdrawal: docs/decisions/0039-payment-codes.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import NamedTuple

from catalog.errors import Refused
from catalog.values import people, text
from catalog.values.banks import bank
from catalog.values.disguised import CITIZEN
from catalog.workbench.days import day_of
from catalog.workbench.identities import cores, owned
from catalog.workbench.store import Workbench, now

# Shorter ones cannot be told from prices and dates where texts are searched for them; longer ones no code carries.
_NUMBER = re.compile(r"[0-9]{9,19}")
# Some banks take a citizen's ID for the number of an account; as such it is never shown.
# Characters.
_LONGEST_OWNER = 100
_LONGEST_WORDS = 500


class Account(NamedTuple):
    """An account that was verified, or blank for a withdrawal.

    producer: the id that it counts for now. own: the id for which it was recorded. owner: as the bank shows it.
    differs: why that is not the producer's name; blank where it is. evidence: what the officer saw, or why it ended.
    """

    id: int
    producer: str
    own: str
    is_given: bool
    bank_bin: str
    number: str
    owner: str
    differs: str
    evidence: str
    recorded_by: str
    recorded_at: str


class Verified(NamedTuple):
    """What an officer says of an account: bank is a BIN or a name, number may be written in groups."""

    bank: str
    number: str
    owner: str
    evidence: str
    differs: str = ""


def words(bench: Workbench, producers: Collection[str] | None = None) -> list[Account]:
    """Every row, the older first; those that were recorded for some producers (own ids) where these are given."""
    asked = None if producers is None else json.dumps(sorted(producers))
    return [Account(*row) for row in bench.rows(_WORDS, [asked])]


# In the order of Account.
_WORDS = """
SELECT a.id, coalesce(n.now_id, a.producer_id), a.producer_id, a.is_given, a.bank_bin, a.number, a.owner, a.differs,
       a.evidence, a.recorded_by, a.recorded_at
  FROM bank_accounts a LEFT JOIN identity_now n ON n.id = a.producer_id
 WHERE ?1 IS NULL OR a.producer_id IN (SELECT value FROM json_each(?1)) ORDER BY a.id
"""


def verified(bench: Workbench) -> dict[str, list[Account]]:
    """Producer → accounts that are not withdrawn: one, or several where producers were joined that had one each."""
    last = {account.own: account for account in words(bench)}
    found: dict[str, list[Account]] = {}
    for account in last.values():
        if account.is_given:
            found.setdefault(account.producer, []).append(account)
    return found


def standing(bench: Workbench) -> dict[str, Account]:
    """Producer → its account, for publication; none of one that has several: nobody said which of them is right."""
    found = verified(bench).items()
    return {producer: max(some) for producer, some in found if len({(a.bank_bin, a.number) for a in some}) == 1}


def last_days(bench: Workbench) -> dict[str, str]:
    """Producer → day in Vietnam of the last word on its accounts."""
    return {account.producer: day_of(account.recorded_at).isoformat() for account in words(bench)}


def add(bench: Workbench, producer: str, said: Verified, who: str) -> Account:
    """Records an account of a producer (its id) in the place of any that it has; gives it.

    Raises Refused where the bank is not in the register, the number has not the form of one, nobody said what was
    seen, or the owner is not called as the producer and nobody said why.
    """
    values = _checked(said)
    with bench.joining():
        differs = text.clean(said.differs)[:_LONGEST_WORDS]
        if is_called_so(bench, producer, values[2]):
            differs = ""
        elif not differs:
            raise Refused(
                "Chủ tài khoản không trùng tên cơ sở: hãy ghi vì sao tài khoản này là của cơ sở.", code="account-owner"
            )
        _end(bench, producer, "thay bằng tài khoản khác", who)
        own = owned.first(bench, "producer", producer)
        row = (own, 1, *values, differs, text.clean(said.evidence)[:_LONGEST_WORDS], who, now())
        bench.insert("bank_accounts", _NAMES, [row])
    return words(bench, [own])[-1]


_NAMES = ("producer_id", "is_given", "bank_bin", "number", "owner", "differs", "evidence", "recorded_by", "recorded_at")


def _checked(said: Verified) -> tuple[str, str, str]:
    """BIN, digits and owner. Raises Refused."""
    found, number = bank(said.bank), re.sub(r"[ .\-]", "", said.number.strip())
    owner = text.clean(said.owner)
    if found is None:
        raise Refused(f"Không rõ ngân hàng “{said.bank}”: hãy ghi tên gọi tắt hoặc mã BIN.", code="account-bank")
    if not _NUMBER.fullmatch(number):
        raise Refused("Số tài khoản có từ 9 đến 19 chữ số.", code="account-number")
    if CITIZEN.fullmatch(number):
        raise Refused("Số này giống số căn cước, không được in ra; hãy dùng tài khoản khác.", code="account-number")
    if not owner or len(owner) > _LONGEST_OWNER:
        raise Refused("Hãy ghi tên chủ tài khoản đúng như ngân hàng hiện ra.", code="account-owner")
    if not text.clean(said.evidence):
        raise Refused("Hãy ghi đã thấy gì khi kiểm tra chủ tài khoản.", code="account-evidence")
    return found.bin, number, owner


def is_called_so(bench: Workbench, producer: str, owner: str) -> bool:
    """Whether an owner, as a bank writes it, is called as a producer (its id) or as the person whose it is."""
    for row in bench.rows(_CALLED, [producer]):
        is_person = people.is_person(row["kind"] or "unknown", row["name"])
        names = (row["name"], row["representative"] if is_person else None)
        if any(cores.is_called(owner, name, is_person=is_person) for name in names if name):
            return True
    return False


_CALLED = """
SELECT DISTINCT json_extract(d.facts, '$.producer') AS name, json_extract(d.facts, '$.producer_kind') AS kind,
       json_extract(d.facts, '$.representative') AS representative
  FROM states s JOIN drafts d ON d.id = s.draft_id
 WHERE s.producer_id = ? AND s.state <> 'rejected' AND json_extract(d.facts, '$.producer') IS NOT NULL
"""


def remove(bench: Workbench, producer: str, why: str, who: str) -> None:
    """Withdraws the accounts of a producer (its id). Raises Refused where it has none."""
    with bench.joining():
        if not _end(bench, producer, text.clean(why)[:_LONGEST_WORDS], who):
            raise Refused("Cơ sở này không có tài khoản nào đang dùng.", code="account-none")


def _end(bench: Workbench, producer: str, why: str, who: str) -> bool:
    """Whether there was one to end."""
    own = [account.own for account in verified(bench).get(producer, [])]
    names = ("producer_id", "is_given", "evidence", "recorded_by", "recorded_at")
    bench.insert("bank_accounts", names, [(ident, 0, why, who, now()) for ident in own])
    return bool(own)
