"""The register of recognitions: what decisions say of products and stars, and which draft each confirms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from catalog.values import certificates, text
from catalog.values.packs import quantity
from catalog.workbench.identities import identity
from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    from catalog.workbench.rows.drafts import Draft

NEEDED = ("name", "producer", "stars", "decision_number", "decision_date")


@dataclass(frozen=True, slots=True)
class Recognition:
    """One line of a decision: this product of this holder has so many stars until that day (inclusive)."""

    id: str
    product: str
    holder: str
    stars: int
    decision_number: str
    decision_issuer: str | None
    decision_date: str
    expires_on: str


Register = dict[str, list[Recognition]]


class Known(Protocol):
    """What `match` asks of a register: whether it holds anything, and what it holds under a key."""

    def get(self, match: str, default: list[Recognition], /) -> list[Recognition]: ...


def match_key(facts: dict[str, Any]) -> str:
    """What a draft and a recognition share: the product without its pack, and the holder, accents counting."""
    product = facts.get("core_name") or quantity.without_pack(facts["name"]) or facts["name"]
    return f"{text.key(product)}|{text.key(facts['producer'])}"


def load(bench: Workbench) -> Register:
    """The whole register by match key, without lists that were taken back; the latest decision first.

    Of a line that several lists have, what the one says that came first.
    """
    found: Register = defaultdict(list)
    for r in bench.rows(_STANDING):
        found[r["match_key"]].append(Recognition(**{n: r[n] for n in Recognition.__dataclass_fields__}))
    return found


_STANDING = """
SELECT r.*, min(u.number) FROM recognitions r JOIN submissions u ON u.id = r.submission_id
 WHERE u.id NOT IN (SELECT submission_id FROM taken_back) GROUP BY r.id ORDER BY r.decision_date DESC, r.id
"""


def match(facts: dict[str, Any], register: Known) -> Recognition | None:
    """The recognition of a draft's product and producer, of the decision that the draft names where it names one.

    A number alone is not unique: of two decisions of one number the one that was signed on the draft's day counts.
    """
    if not register or not facts.get("name") or not facts.get("producer"):
        return None
    found = [r for r in register.get(match_key(facts), []) if _is_named(facts, r)]
    signed = facts.get("decision_date")
    return next((r for r in found if r.decision_date == signed), found[0] if found else None)


def _is_named(facts: dict[str, Any], found: Recognition) -> bool:
    number = facts.get("decision_number")
    return number is None or text.fold(number) == text.fold(found.decision_number)


def by_product(register: Register) -> Register:
    """The register by product alone, to find what was recognised under another holder's name."""
    found: Register = defaultdict(list)
    for key, recognised in register.items():
        found[key.partition("|")[0]] += recognised
    return found


def of_another_holder(facts: dict[str, Any], products: Register) -> Recognition | None:
    """The recognition of a draft's product by the decision that it names, whoever holds it; products: `by_product`."""
    if not products or not facts.get("decision_number") or not facts.get("name") or not facts.get("producer"):
        return None
    return next((r for r in products.get(match_key(facts).partition("|")[0], []) if _is_named(facts, r)), None)


def judge(drafts: list[Draft]) -> None:
    """Accepts the rows of an official list that are complete; the others are held with an issue each.

    Who signed is a question, not a condition: a decision of an unusual level stays in the list and is marked.
    """
    for draft in drafts:
        day = draft.facts.get("decision_date") or ""
        is_complete = all(draft.facts.get(n) for n in NEEDED) and len(day) == len("2024-04-26")
        draft.state, draft.reason = ("accepted", "register") if is_complete else ("held", "register-incomplete")
        if is_complete:
            _judge_signature(draft, date.fromisoformat(day))
        else:
            draft.doubt("register-incomplete", "name", draft.facts.get("name"))


def _judge_signature(draft: Draft, day: date) -> None:
    """Marks a decision of a level that could not recognise so many stars on its day, or of a day left open."""
    number, stars = draft.facts["decision_number"], draft.facts["stars"]
    due = certificates.certifier(stars, day)
    signed = certificates.signed_by(number, draft.facts.get("decision_issuer"), day)
    is_local = signed == "local" and due is not None and due.level in ("district", "province")
    if due is None or due.ask or (signed is not None and signed != due.level and not is_local):
        title = due.title if due else "không cơ quan nào"
        draft.doubt("certifier-unusual", "decision_number", number, stars=stars, other=title)


def save(bench: Workbench, submission_id: str, drafts: list[Draft]) -> None:
    """Stores the accepted rows of a list, also those that another one brought: it may be taken back."""
    rows = (_row(submission_id, draft) for draft in drafts if draft.state == "accepted")
    names = (
        "id submission_id row product holder stars decision_number decision_issuer decision_date expires_on match_key"
    )
    bench.insert("recognitions", names.split(), {row[0]: row for row in rows}.values())


def _row(submission_id: str, draft: Draft) -> tuple[Any, ...]:
    f = draft.facts
    key, issuer = match_key(f), f.get("decision_issuer")
    rid = identity.digest(issuer or "", f["decision_number"], f["decision_date"], key)
    decision = (f["stars"], f["decision_number"], issuer, f["decision_date"], f["expires_on"])
    return (rid, submission_id, draft.row, f["name"], f["producer"], *decision, key)
