"""What of a producer may be shown, by recorded consent; and texts without private data in them.

By default public: an organisation's name, the commune, the OCOP facts. By default private: a person's name (a household
business usually is one), telephones, addresses below the commune, tax codes. docs/decisions/0005-consent.md.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from catalog.values import claims, disguised, markup, people, text
from catalog.values.disguised import CITIZEN
from catalog.values.hidden import MASK, Hidden, bare_name, hidden, may_hold
from catalog.values.houses import without_houses
from catalog.values.places.place_units import units
from catalog.workbench.privacy import consents as register
from catalog.workbench.store import Workbench

__all__ = ["MASK", "Consents", "Hidden", "Others", "Private", "bare_name", "consents", "hidden", "others"]

_LABEL = 7  # spaces
# Digits; of a person's tax code fewer are kept, and stand in many numbers.
SHORTEST_PHONE = 8
# No part of a word or number; behind spaces, so that the last word of a text is the word that it is elsewhere.
_BETWEEN_TEXTS = " \0 "
Consents = dict[tuple[str, str], bool]

# Characters; prose is longer and seldom said twice.
_REPEATED = 80

# What twelve digits that are a citizen's ID, or a telephone, look like where a seller's own code is expected.
_NO_CODE = re.compile(r"0\d{2}[0-3]\d{8}|(?:\+?84|0)[1-9]\d{8}")


def consents(bench: Workbench) -> Consents:
    """(producer, field) → whether the last word on it is yes (workbench/privacy/consents.py)."""
    return {key: word.is_given for key, word in register.standing(bench).items()}


@dataclass(frozen=True, slots=True)
class Others:
    """What other spellings of joined producers say: producer → their names, and their telephones."""

    names: dict[str, set[str]] = field(default_factory=dict)
    phones: dict[str, set[str]] = field(default_factory=dict)


def others(bench: Workbench) -> Others:
    """What stands in any row of a producer that has several spellings, whatever was decided on the row."""
    found = Others()
    for row in bench.rows(_OTHERS):
        names = (row["producer"], row["representative"])
        found.names.setdefault(row["id"], set()).update(n for n in names if n)
        found.phones.setdefault(row["id"], set()).update(json.loads(row["phone"] or "[]"))
    return found


_OTHERS = """
SELECT DISTINCT producer_id AS id, json_extract(facts, '$.producer') AS producer,
       json_extract(facts, '$.representative') AS representative, json_extract(facts, '$.phone') AS phone
  FROM drafts WHERE named_producer_id IN (SELECT id FROM identity_now UNION SELECT now_id FROM identity_now)
   AND producer_id IS NOT NULL
"""


def hidden_of(bench: Workbench, producer: str, may: Consents) -> Hidden:
    """The names of a producer that may not be shown now, also of one that has no product in the release any more."""
    rows = bench.rows(_NAMES, [producer])
    if may.get((producer, "name"), False) or not any(people.is_person(r["kind"] or "unknown", r["name"]) for r in rows):
        return hidden(())
    return hidden(r["name"] for r in rows)


_NAMES = """
SELECT DISTINCT json_extract(facts, '$.producer') AS name, json_extract(facts, '$.producer_kind') AS kind
  FROM drafts WHERE named_producer_id IN (SELECT ?1 UNION SELECT id FROM identity_now WHERE now_id = ?1)
   AND json_extract(facts, '$.producer') IS NOT NULL
"""


@dataclass(slots=True)
class Private:
    """Values that must stand nowhere in a release: last nine digits of telephones, codes, whole names."""

    phones: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    shown_phones: set[str] = field(default_factory=set)
    shown_names: set[str] = field(default_factory=set)

    def note(self, facts: dict[str, Any], *, names: Hidden, shows_phone: bool) -> None:
        """Remembers what of one product's facts is private; names are those that are held back."""
        self.names.update(map(text.key, names.names))
        if facts.get("tax_code"):
            self.phones.add(_tail(facts["tax_code"]))  # of a person only three digits are kept; see checks.py
        if not shows_phone and facts.get("phone"):
            self.phones.update(map(_tail, msgspec.json.decode(facts["phone"])))

    def note_phones(self, phones: Collection[str]) -> None:
        """Remembers telephones that other spellings of a producer have."""
        self.phones.update(map(_tail, phones))

    def holds_number(self, address: str) -> bool:
        """Whether an address holds one of the numbers noted, or a citizen's ID: 0900000012@…, …/zalo/0900-000-012."""
        return any(map(self._holds, markup.seen(address)))

    def _holds(self, address: str) -> bool:
        digits = re.sub(r"\D", "", address)
        return bool(CITIZEN.search(address)) or any(
            phone in digits for phone in self.phones if len(phone) >= SHORTEST_PHONE
        )

    def allow(self, names: Collection[str], phones: Collection[str]) -> None:
        """Remembers what somebody consented to show: two people of one name, or a helper's telephone, are no leak."""
        self.shown_names.update(map(text.key, names))
        self.shown_phones.update(map(_tail, phones))

    @property
    def secret_names(self) -> set[str]:
        """The names, as `text.key` compares them, that nobody consented to show."""
        return self.names - self.shown_names

    @property
    def secret_phones(self) -> set[str]:
        """The last nine digits of the numbers that nobody consented to show."""
        return self.phones - self.shown_phones


def _tail(digits: str) -> str:
    last = digits[-9:]
    return last if last.isdecimal() else re.sub(r"\D", "", digits)[-9:]


def shows_name(kind: str | None, name: str, given: bool) -> bool:
    """Whether a producer's name may be shown: organisations always, a person's with consent."""
    return given or not people.is_person(kind or "unknown", name)


def stand_in(commune_code: str | None, commune: str | None, province: str | None) -> str:
    """What stands in the place of a name that is held back."""
    if commune_code and commune:
        return f"Cơ sở sản xuất tại {units().communes[commune_code].full}, {province}"
    return f"Cơ sở sản xuất tại {province}" if province else "Cơ sở sản xuất"


def without_private(words: str, names: Hidden, *, is_prose: bool | None = True) -> str:
    """A text as it may be published: contact data masked, and names that are held back taken out.

    Where what is private stands between tags or as entities, the text comes back as its readers see it, without those.
    is_prose: None where whoever writes more than a label's few words writes prose.
    """
    is_prose = words.count(" ") > _LABEL if is_prose is None else is_prose
    if markup.may_hold(words):
        read = markup.as_read(words)
        shown = _masked(read, names, is_prose=is_prose)
        if shown != unicodedata.normalize("NFC", read):
            return shown
    return _masked(words, names, is_prose=is_prose)


def _masked(words: str, names: Hidden, *, is_prose: bool) -> str:
    words = claims.without_contacts(words) if claims.may_hold_contacts(words) else unicodedata.normalize("NFC", words)
    return names.mask(without_houses(words, is_prose=is_prose), also_called=is_prose)


@dataclass(frozen=True, slots=True)
class Mask:
    """Masks the texts of one product; see `without_private`. is_needed: whether any of them may hold what is private.

    Most products have no such text, and are looked through once for everything; words that labels repeat not again.
    """

    names: Hidden
    is_needed: bool

    @classmethod
    def of(cls, texts: Iterable[str], names: Hidden) -> Mask:
        """A mask for some texts and no others."""
        said = [seen for words in texts for seen in markup.seen(words)]
        return cls(names, _may_hold(said) or names.may_be_in(_BETWEEN_TEXTS.join(said)))

    def __call__(self, words: str, *, is_prose: bool | None) -> str:
        return without_private(words, self.names, is_prose=is_prose) if self.is_needed else words


def _may_hold(texts: Iterable[str]) -> bool:
    """Whether some texts may hold what is private whoever's product they tell of: contact data, homes, people."""
    new = set(texts) - _HARMLESS
    if any(map(_looked_at, new)):
        return True
    if len(_HARMLESS) > _REMEMBERED:
        _HARMLESS.clear()
    _HARMLESS.update(words for words in new if len(words) <= _REPEATED)
    return False


# Texts that were looked at and hold nothing: labels say the same few thousand words again and again.
_HARMLESS: set[str] = set()
_REMEMBERED = 16_384


def _looked_at(words: str) -> bool:
    return not unicodedata.is_normalized("NFC", words) or claims.may_hold_contacts(words) or may_hold(words)


def is_code(words: str) -> bool:
    """Whether a seller's own code is one: not a telephone, not a citizen's ID, and with no contact in it."""
    return bool(words) and not any(map(_is_contact, markup.seen(words)))


def _is_contact(code: str) -> bool:
    is_number = _NO_CODE.fullmatch(re.sub(r"[\s.()\-]", "", code)) is not None
    return is_number or bool(claims.may_hold_contacts(code) and claims.contacts(code))


def tells(address: str, names: Hidden) -> bool:
    """Whether a web address holds a name that is held back, or a telephone or a citizen's ID, whoever's it is."""
    return names.holds(address) or any(next(disguised.numbers(seen), None) for seen in markup.seen(address))
