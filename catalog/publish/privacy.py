"""What of a producer may be shown, by recorded consent; and texts without private data in them.

By default public: an organisation's name, the commune, the OCOP facts. By default private: a person's name (a household
business usually is one), telephones, addresses below the commune, tax codes. docs/decisions/0005-consent.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from catalog.values import claims, people, text
from catalog.values.place_index import index
from catalog.workbench.store import Workbench

Consents = dict[tuple[str, str], bool]

# Words in front of a person's name in the name of a household or workshop.
_LEGAL_FORM = re.compile(r"^(hộ\s+(kinh doanh|sxkd|gia đình|sản xuất)?|hkd|cơ sở( sản xuất)?|cssx|ông|bà)\s*", re.I)


def consents(bench: Workbench) -> Consents:
    """(producer, field) → whether the last word on it is yes; submissions that were taken back say nothing.

    Of producers that were found to be one the last word of any counts for all.
    """
    sql = """SELECT coalesce(n.now_id, c.subject) AS subject, c.field, c.is_given
               FROM consents c LEFT JOIN identity_now n ON n.id = c.subject
              WHERE c.submission_id IS NULL OR c.submission_id NOT IN (SELECT submission_id FROM taken_back)
              ORDER BY c.id"""
    return {(r["subject"], r["field"]): bool(r["is_given"]) for r in bench.rows(sql)}


@dataclass(slots=True)
class Private:
    """Values that must stand nowhere in a release: last nine digits of telephones, codes, whole names."""

    phones: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def note(self, facts: dict[str, Any], *, shows_name: bool, shows_phone: bool) -> None:
        """Remembers what of one product's facts is private."""
        for name in ("representative", *(() if shows_name else ("producer",))):
            if facts.get(name):
                self.names.add(text.key(bare_name(facts[name])))
        if facts.get("tax_code"):
            self.phones.add(_tail(facts["tax_code"]))  # of a person only three digits are kept; see checks.py
        if not shows_phone:
            self.phones.update(_tail(p) for p in json.loads(facts.get("phone") or "[]"))


def _tail(digits: str) -> str:
    return re.sub(r"\D", "", digits)[-9:]


def bare_name(name: str) -> str:
    """A household's name without the words for its legal form."""
    return _LEGAL_FORM.sub("", text.clean(name)).strip() or text.clean(name)


def shows_name(kind: str | None, name: str, given: bool) -> bool:
    """Whether a producer's name may be shown: organisations always, a person's with consent."""
    return given or not people.is_person(kind or "unknown", name)


def stand_in(commune_code: str | None, commune: str | None, province: str | None) -> str:
    """What stands in the place of a name that is held back."""
    if commune_code and commune:
        return f"Cơ sở sản xuất tại {index().communes[commune_code].full}, {province}"
    return f"Cơ sở sản xuất tại {province}" if province else "Cơ sở sản xuất"


def without_private(words: str, hidden_name: str | None) -> str:
    """A text as it may be published: contact data masked, and a producer's hidden name taken out."""
    words = claims.without_contacts(words)
    if hidden_name and len(hidden_name) > 3:
        words = re.sub(re.escape(hidden_name), "[tên riêng]", words, flags=re.I)
    return words
