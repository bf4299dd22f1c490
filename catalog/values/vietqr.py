"""The text inside a VietQR code of NAPAS 247: written for an account we hold, and read strictly.

NAPAS format specification 1.0 (09/2021): two-digit id, two-digit length, value; CRC-16/CCITT-FALSE over all of it,
"6304" included (facts/ocop.md, section 7). A swapped code is a fraud, so nothing doubtful is read: a code with a wrong
length, checksum or BIN is refused, and a code is always written from stored fields, never copied from a picture.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from catalog.errors import Refused
from catalog.values import text as words_of
from catalog.values.banks import LONGEST_ACCOUNT, banks

Why = Literal["form", "crc", "bin", "account", "amount", "not-vietqr", "purpose"]

_GUID = "A000000727"
_SERVICES = {"account": "QRIBFTTA", "card": "QRIBFTTC"}
_DONG, _VIETNAM = "704", "VN"
_STATIC, _DYNAMIC = "11", "12"
# Characters: fields of the additional data, and what the QR may ask for.
_LONGEST_PURPOSE = 25
_LONGEST_AMOUNT = 13
_ACCOUNT = re.compile(rf"[0-9A-Za-z]{{1,{LONGEST_ACCOUNT}}}")
_AMOUNT = re.compile(r"([0-9]+)(?:\.0+)?")
_ANS = re.compile(r"[ -~]*")
_KNOWN = frozenset("00 01 38 52 53 54 58 59 60 61 62 63".split())


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a code asks a bank to do; amount in whole đồng, None where the payer fills it in.

    The account is personal data and shows in no repr. bill and reference are fields 01 and 05 of the additional data.
    """

    bin: str
    account: str = field(repr=False)
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    reference: str = ""
    service: Literal["account", "card"] = "account"

    def json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A transfer, or why there is none; form is a wrong length or order, or an id that comes twice."""

    transfer: Transfer | None = None
    why: Why | None = None

    def json(self) -> dict[str, object]:
        return self.transfer.json() if self.transfer else {"why": self.why}


def encode(transfer: Transfer) -> str:
    """The text of the code; the purpose is folded to ASCII and cut at 25 characters.

    Raises Refused where the BIN is not in the register or a field is against the specification.
    """
    purpose, bill, reference = map(plain, (transfer.purpose, transfer.bill, transfer.reference))
    made = Transfer(transfer.bin, transfer.account, transfer.amount, purpose, bill, reference, transfer.service)
    why = _wrong(made)
    if why:
        raise Refused(f"No payment code can be made: {_SENTENCES[why]}.", code="vietqr-refused")
    beneficiary = _field("00", made.bin) + _field("01", made.account)
    holder = _field("00", _GUID) + _field("01", beneficiary) + _field("02", _SERVICES[made.service])
    more = "".join(_field(id_, said) for id_, said in (("01", bill), ("05", reference), ("08", purpose)) if said)
    parts = [("00", "01"), ("01", _STATIC if made.amount is None else _DYNAMIC), ("38", holder), ("53", _DONG)]
    parts += [("54", str(made.amount))] if made.amount is not None else []
    parts += [("58", _VIETNAM)] + ([("62", more)] if more else [])
    text = "".join(_field(id_, value) for id_, value in parts) + "6304"
    return text + crc(text)


def decode(text: str) -> Decoded:
    """The transfer that a code asks for, or why it is refused; does not raise on any text."""
    text = text.strip()
    fields = _fields(text)
    if fields is None or not fields or next(iter(fields)) != "00" or next(reversed(fields)) != "63":
        return Decoded(why="form")
    if len(fields["63"]) != 4 or crc(text[:-4]) != fields["63"]:
        return Decoded(why="crc")
    if fields["00"] != "01" or fields.get("01") not in (_STATIC, _DYNAMIC) or not fields.keys() <= _KNOWN:
        return Decoded(why="form")
    if (fields.get("53"), fields.get("58")) != (_DONG, _VIETNAM):
        return Decoded(why="not-vietqr")
    return _transfer(fields)


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE (0x1021, from 0xFFFF) as four upper-case hex digits."""
    value = 0xFFFF
    for byte in text.encode("utf-8", "replace"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
        value &= 0xFFFF
    return f"{value:04X}"


def plain(text: str) -> str:
    """A purpose as the field takes it: ASCII without accents (đ is d), at most 25 characters, case kept."""
    parts = unicodedata.normalize("NFKD", words_of.clean(text).replace("đ", "d").replace("Đ", "D"))
    ascii_only = "".join(c for c in parts if " " <= c <= "~")
    return " ".join(ascii_only.split())[:_LONGEST_PURPOSE].rstrip()


def _field(id_: str, value: str) -> str:
    return f"{id_}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str] | None:
    """Id → value in order; None where lengths do not add up, an id comes twice or is no number."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        id_, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (len(id_) == len(length) == 2 and (id_ + length).isascii() and (id_ + length).isdigit()):
            return None
        value = text[at + 4 : at + 4 + int(length)]
        if id_ in found or len(value) != int(length):
            return None
        found[id_] = value
        at += 4 + int(length)
    return found


def _transfer(fields: dict[str, str]) -> Decoded:
    holder = _fields(fields.get("38", ""))
    beneficiary = _fields((holder or {}).get("01", ""))
    more = _fields(fields.get("62", ""))
    if holder is None or beneficiary is None or more is None or holder.get("00") != _GUID:
        return Decoded(why="not-vietqr" if holder is not None and holder.get("00") != _GUID else "form")
    service = next((name for name, id_ in _SERVICES.items() if holder.get("02") == id_), None)
    amount = _AMOUNT.fullmatch(fields.get("54", "")) if "54" in fields else None
    if service is None or beneficiary.keys() != {"00", "01"}:
        return Decoded(why="form")
    if "54" in fields and (amount is None or len(fields["54"]) > _LONGEST_AMOUNT):
        return Decoded(why="amount")
    found = Transfer(
        beneficiary["00"],
        beneficiary["01"],
        int(amount[1]) if amount else None,
        more.get("08", ""),
        more.get("01", ""),
        more.get("05", ""),
        "card" if service == "card" else "account",
    )
    why = _wrong(found)
    return Decoded(why=why) if why else Decoded(found)


def _wrong(transfer: Transfer) -> Why | None:
    """Against which rule a transfer is; None where it may be paid."""
    bank = banks().get(transfer.bin)
    if bank is None or bank.until:
        return "bin"
    if not _ACCOUNT.fullmatch(transfer.account) or (transfer.service == "card" and not transfer.account.isdigit()):
        return "account"
    if transfer.amount is not None and not 0 < transfer.amount < 10**_LONGEST_AMOUNT:
        return "amount"
    if not all(_is_said(said) for said in (transfer.purpose, transfer.bill, transfer.reference)):
        return "purpose"
    return None


def _is_said(words: str) -> bool:
    return len(words) <= _LONGEST_PURPOSE and bool(_ANS.fullmatch(words))


_SENTENCES: dict[Why, str] = {
    "bin": "the bank's BIN is not in registers/banks.tsv",
    "account": "an account has 1 to 19 letters or digits",
    "amount": "the amount is above zero and has at most 13 digits",
    "purpose": "purpose, bill and reference have at most 25 plain characters",
}
