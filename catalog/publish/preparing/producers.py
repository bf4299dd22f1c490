"""The row of one producer, of what its products say of it: only what may be shown; and what has to stay private."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from catalog.publish.preparing import makers, privacy
from catalog.publish.preparing.facts import Merged
from catalog.publish.tables import schema
from catalog.publish.tables.slugs import Wishes
from catalog.values import people, text
from catalog.values.banks import banks
from catalog.workbench.privacy.accounts import Account

Row = dict[str, Any]

PLACE = tuple(name for name, _, _ in schema.PLACE)


def row_of(
    products: Sequence[Merged],
    consents: privacy.Consents,
    private: privacy.Private,
    slugs: Wishes,
    others: privacy.Others,
) -> tuple[Row, privacy.Hidden]:
    """The row of the producer of some products, all that it has, and its names that may not be shown.

    Notes what of it stays private.
    """
    pid = products[0].producer_id
    facts = makers.facts_of(products)
    row = _producer(pid, facts, consents, slugs) | {"products": len(products)}
    hidden = _hidden(_names(products) | others.names.get(pid, set()), _homes(products), row,
                     is_given=consents.get((pid, "name"), False))  # fmt: skip
    private.note_phones(others.phones.get(pid, ()))
    for product in products:
        private.note(product.facts, names=hidden, shows_phone=row["phone"] is not None)
    row |= _links(pid, facts, consents, hidden, private)
    private.allow([row["name"]], json.loads(row["phone"]) if row["phone"] else ())
    return row, hidden


def paid(producer: Row, account: Account | None, consents: privacy.Consents, private: privacy.Private) -> list[Row]:
    """The row of a producer's account: one where it consents to that and nothing else is told by it, else none.

    The owner would be the name, where that is held back, and many a number is a telephone.
    """
    may = bool(producer["is_name_shown"]) and consents.get((producer["id"], "bank"), False)
    bank = banks().get(account.bank_bin) if account else None
    if account is None or bank is None or bank.until or not may or private.holds_number(account.number):
        return []
    return [{"producer_id": producer["id"], "bank_bin": bank.bin, "bank": bank.name, "number": account.number,
             "owner": account.owner}]  # fmt: skip


def _names(products: Sequence[Merged]) -> set[str]:
    said = (product.facts.get(name) for product in products for name in ("producer", "representative"))
    return {name for name in said if name}


def _homes(products: Sequence[Merged]) -> set[str]:
    return {product.facts.get("address") or "" for product in products}


def _producer(pid: str, f: Row, consents: privacy.Consents, slugs: Wishes) -> Row:
    """One producer as it may be shown."""
    is_shown = privacy.shows_name(f.get("producer_kind"), f["producer"], consents.get((pid, "name"), False))
    place = {n: f.get(n) for n in PLACE}
    name = f["producer"] if is_shown else privacy.stand_in(f.get("commune_code"), f.get("commune"), f.get("province"))
    return place | {
        "id": pid,
        "slug": slugs.of(pid, name) if is_shown else slugs.without_name(pid),
        "name": name,
        "is_name_shown": int(is_shown),
        "name_sort": text.sort_key(name),
        "producer_kind": f.get("producer_kind"),
        "phone": f.get("phone") if consents.get((pid, "phone"), False) else None,
    }


def _links(pid: str, f: Row, consents: privacy.Consents, hidden: privacy.Hidden, private: privacy.Private) -> Row:
    """The e-mail address and the website, as far as they may be shown and do not tell what may not.

    An organisation's site is public unless it says no; whatever else leads to somebody needs a yes.
    """
    is_person = people.is_person(f.get("producer_kind") or "unknown", f["producer"])
    allowed = {"email": consents.get((pid, "email"), False), "website": consents.get((pid, "website"), not is_person)}
    said = {name: f[name] for name in allowed if f.get(name) and allowed[name]}
    if "email" in said:
        said["email"] = people.email(said["email"])
    shown = {name: words for name, words in said.items() if words}
    return {name: words for name, words in shown.items() if not (hidden.holds(words) or private.holds_number(words))}


def _hidden(names: set[str], homes: set[str], producer: Row, *, is_given: bool) -> privacy.Hidden:
    """All names of a producer that is held back, and its home; of an organisation people who are not in its name."""
    if not producer["is_name_shown"]:
        return privacy.hidden(names, homes)
    if is_given:  # of the name: nobody is asked for a home
        is_person = people.is_person(producer["producer_kind"] or "unknown", producer["name"])
        return privacy.hidden((), homes if is_person else (), shows_people=True)
    own = text.key(producer["name"])
    others = (n for n in names if text.key(privacy.bare_name(n)) not in own and people.is_person("unknown", n))
    return privacy.hidden(others)
