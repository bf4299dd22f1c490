"""Which ids are one product or one producer: pairs that were found or said, and what they come to.

A row's own ids are digests of its own words (identity.py). A pair of ids is recorded once it was found alike, with the
reasons, and answered anew from what living deliveries say whenever something changes; so neither the order of
deliveries nor how they are split counts, and what is taken back counts no more. A person's merge or split of a pair
goes before the rule. `drafts` holds both the own ids (`named_…`) and what they come to; `identity_now` holds the ids
that gave way, for consents, pictures and addresses that were given to them.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from catalog.workbench.identities import alike, cores, identity, succession, wear
from catalog.workbench.identities.alike import Verdict, What, Who
from catalog.workbench.store import Workbench, now

Kind = Literal["producer", "product"]
RULE = "policy"


class Pair(NamedTuple):
    """Two ids of one kind, the smaller first."""

    kind: Kind
    one: str
    other: str


def pair(kind: Kind, a: str, b: str) -> Pair:
    return Pair(kind, *sorted((a, b)))


@dataclass(slots=True)
class Said:
    """What was recorded of a pair.

    answers   what the rule answered, each answer once
    apart     a person split it
    into      the id that stays, where a person or a returned sheet joined it
    since     the number of that join; later than all that are recorded where it is not stored yet
    """

    answers: set[bool] = field(default_factory=set)
    apart: bool = False
    into: str | None = None
    since: float = math.inf


class Known(NamedTuple):
    """What living rows say, by own id; `worn` are marks that stand on too many names.

    answered: what the rule answered on it so far.
    """

    who: dict[str, Who]
    what: dict[str, dict[str, Any]]
    worn: set[str]
    answered: dict[Pair, Verdict]


# Own id → the pair that waits for an answer, and what the rule says of it.
Asked = dict[str, tuple[Pair, Verdict]]


@dataclass(slots=True)
class Now:
    """The ids that gave way, each with the id that stays; any other stays itself."""

    producers: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)


# ── what was recorded ──


def recorded(bench: Workbench, extra: Iterable[tuple[Pair, str]] = ()) -> dict[Pair, Said]:
    """Every pair with what was said of it. extra: pairs that a returned sheet joins, with the id that stays."""
    found: dict[Pair, Said] = defaultdict(Said)
    for row in bench.rows(_RECORDED):
        said = found[pair(row["kind"], row["from_id"], row["into_id"])]
        is_rule = row["decided_by"] == RULE and not row["is_directed"]
        if is_rule:
            said.answers.add(bool(row["is_sure"]))
        elif not row["undone"] and not row["gone"]:
            said.into, said.since = row["into_id"], row["id"]
        said.apart |= bool(row["undone"]) and row["decided_by"] == RULE
    for key, into in extra:
        found[key].into = found[key].into or into
    return dict(found)


_RECORDED = """
SELECT j.*, u.join_id IS NOT NULL AS undone,
       j.is_directed AND j.submission_id IN (SELECT submission_id FROM taken_back) AS gone
  FROM identity_joins j LEFT JOIN joins_undone u ON u.join_id = j.id ORDER BY j.id
"""


def known(bench: Workbench, pairs: Iterable[Pair], names: Mapping[str, str], worn: set[str] | None = None) -> Known:
    """What living rows say of the ids of some pairs.

    names: own id of a product → its key. worn: marks on too many names, where the caller knows them.
    """
    ids: dict[str, set[str]] = {"producer": set(), "product": set()}
    for p in pairs:
        ids[p.kind] |= {p.one, p.other}
    what = living_products(bench, ids["product"], names)
    makers = ids["producer"] | {w["producer"] for w in what.values() if w["producer"]}
    if worn is None:
        worn = wear.worn(bench) if any(ids.values()) else set()
    return Known(living_producers(bench, makers), what, worn, {})


def living_producers(bench: Workbench, ids: set[str]) -> dict[str, Who]:
    """What living rows say of some producers, by own id."""
    found: dict[str, Who] = {}
    for row in bench.rows(_WHO, [json.dumps(sorted(ids))]) if ids else []:
        facts = succession.in_force(dict(row), row["places_on"])
        add_producer(found, row["id"], identity.marks(facts))
    return found


def add_producer(found: dict[str, Who], own: str, marks: identity.Marks) -> None:
    """Lays what one row says over what is known of its producer."""
    name, _, where = (marks.producer or "").removeprefix("producer:").rpartition("|")
    found.setdefault(own, Who(name, where)).said.update(marks.who)


_WHO = """
SELECT DISTINCT named_producer_id AS id, json_extract(facts, '$.producer') AS producer,
       json_extract(facts, '$.producer_kind') AS producer_kind, json_extract(facts, '$.commune_code') AS commune_code,
       json_extract(facts, '$.province_code') AS province_code, json_extract(facts, '$.tax_code') AS tax_code,
       json_extract(facts, '$.phone') AS phone,
       (SELECT places_on FROM submissions WHERE id = drafts.submission_id) AS places_on
  FROM drafts WHERE named_producer_id IN (SELECT value FROM json_each(?))
   AND submission_id NOT IN (SELECT submission_id FROM taken_back)
"""


def living_products(bench: Workbench, ids: set[str], names: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What living rows say of some products, by own id: name, the producer's own id, marks. names: own id → its key."""
    found: dict[str, dict[str, Any]] = {}
    for row in bench.rows(_WHAT, [json.dumps(sorted(ids))]) if ids else []:
        facts = dict(row)
        core = names[facts["id"]].partition("|")[2]
        add_product(found, facts["id"], facts["own_producer"], identity.marks(facts | {"core_name": core}))
    return found


def add_product(found: dict[str, dict[str, Any]], own: str, producer: str | None, marks: identity.Marks) -> None:
    """Lays what one row says over what is known of its product: name, producer's own id, marks."""
    entry = found.setdefault(own, {"name": marks.product, "producer": producer, "marks": set()})
    entry["marks"].update(marks.codes)


_WHAT = """
SELECT DISTINCT named_product_id AS id, named_producer_id AS own_producer,
       json_extract(facts, '$.product_code') AS product_code, json_extract(facts, '$.sku') AS sku,
       json_extract(facts, '$.gtin') AS gtin, json_extract(facts, '$.decision_number') AS decision_number,
       json_extract(facts, '$.decision_date') AS decision_date
  FROM drafts WHERE named_product_id IN (SELECT value FROM json_each(?))
   AND submission_id NOT IN (SELECT submission_id FROM taken_back)
"""


# ── what it comes to ──


def stored_key(mark: str, producer: str | None) -> str:
    """A mark as kept in `identities`: a seller's code together with its producer."""
    return f"sku:{producer}|{mark[4:]}" if mark.startswith("sku:") else mark


def what(entry: Mapping[str, Any], facts: Known) -> What:
    """A product as compared."""
    maker = facts.who.get(entry["producer"])
    marks = frozenset(m for m in entry["marks"] if stored_key(m, entry["producer"]) not in facts.worn)
    return What(cores.core(entry["name"], maker.name if maker else ""), marks)


def verdict(p: Pair, facts: Known) -> Verdict:
    """What the rule answers; different where one of the two is in no living row."""
    if p not in facts.answered:
        facts.answered[p] = _verdict(p, facts)
    return facts.answered[p]


def _verdict(p: Pair, facts: Known) -> Verdict:
    if p.kind == "producer":
        a, b = _sides(p, facts)
        return alike.producers(a, b) if a and b else alike.DIFFERENT
    one, other = facts.what.get(p.one), facts.what.get(p.other)
    return alike.products(what(one, facts), what(other, facts)) if one and other else alike.DIFFERENT


def may_turn(p: Pair, facts: Known) -> bool:
    """Whether two producers that the rule holds for two may be one by a word on what kind they are."""
    a, b = _sides(p, facts) if p.kind == "producer" else (None, None)
    return bool(a and b and alike.but_for_kinds(a, b))


def _sides(p: Pair, facts: Known) -> tuple[Who, Who] | tuple[None, None]:
    a, b = facts.who.get(p.one), facts.who.get(p.other)
    return wear.of_few(a, b, facts.worn) if a and b else (None, None)


def resolve(bench: Workbench, said: Mapping[Pair, Said], facts: Known) -> Now:
    """What ids come to. Of several the one stays that a person chose, else that was published first, else the smallest.

    A product is joined only with one whose producer is the same by now.
    """
    found = Now()
    found.producers = _resolve(bench, {p: s for p, s in said.items() if p.kind == "producer"}, facts)
    makers = {i: found.producers.get(w["producer"], w["producer"]) for i, w in facts.what.items()}
    within = {p: s for p, s in said.items() if p.kind == "product" and makers.get(p.one) == makers.get(p.other)}
    if within and found.producers:
        facts.worn.update(wear.of_joined(bench, found.producers))
    found.products = _resolve(bench, within, facts)
    return found


def _resolve(bench: Workbench, said: Mapping[Pair, Said], facts: Known) -> dict[str, str]:
    groups = _groups(said, facts)
    gave_way = _given_way(groups, said)
    if not groups:
        return {}
    given = {r["id"]: r["at"] for r in bench.rows(_GIVEN, [json.dumps(sorted(groups))])}
    found = {}
    for one, together in groups.items():
        stays = min(together, key=lambda i: (i in gave_way, given.get(i, "~"), i))
        if stays != one:
            found[one] = stays
    return found


def _groups(said: Mapping[Pair, Said], facts: Known) -> dict[str, set[str]]:
    """Own ids that the rule joins, each with all that it is one with; and by themselves those that people join."""
    groups: dict[str, set[str]] = {}
    for p, s in said.items():
        alive = facts.who if p.kind == "producer" else facts.what
        if p.one not in alive or p.other not in alive:
            continue
        if s.into:
            groups.setdefault(p.one, {p.one})
            groups.setdefault(p.other, {p.other})
        elif not s.apart and verdict(p, facts).answer == "same":
            _join(groups, p)
    return groups


def _given_way(groups: dict[str, set[str]], said: Mapping[Pair, Said]) -> set[str]:
    """The ids that people let give way, with all that each stood for; joins in `groups` what people join.

    In the order in which it was said, and after the rule, so that it is all the same when a spelling came.
    """
    gave_way: set[str] = set()
    chosen = [(s.since, s.into, p) for p, s in said.items() if s.into and p.one in groups and p.other in groups]
    for _, stays, p in sorted(chosen):
        goes = p.one if stays == p.other else p.other
        gave_way |= {goes} if groups[goes] is groups[stays] else groups[goes]
        _join(groups, p)
    return gave_way


def _join(groups: dict[str, set[str]], p: Pair) -> None:
    together = groups.get(p.one, {p.one}) | groups.get(p.other, {p.other})
    groups.update(dict.fromkeys(together, together))


_GIVEN = "SELECT id, min(given_at) AS at FROM slugs WHERE id IN (SELECT value FROM json_each(?)) GROUP BY id"


def names_of(bench: Workbench, said: Iterable[Pair]) -> dict[str, str]:
    """The keys of the names of products that stand in some pairs."""
    ids = sorted({i for p in said if p.kind == "product" for i in (p.one, p.other)})
    sql = """SELECT id, min(key) AS key FROM identities WHERE key LIKE 'name:%'
              AND id IN (SELECT value FROM json_each(?)) GROUP BY id"""
    return {r["id"]: r["key"] for r in bench.rows(sql, [json.dumps(ids)])} if ids else {}


def waiting(said: Mapping[Pair, Said], facts: Known, found: Now) -> Iterator[tuple[Pair, Verdict]]:
    """Pairs that the rule is not sure of and nobody answered, also for other spellings of the two."""
    ids = {"producer": found.producers, "product": found.products}
    sides = {p: pair(p.kind, *(ids[p.kind].get(i, i) for i in p[1:])) for p in said}
    answered = {sides[p] for p, s in said.items() if s.apart}
    for p in said:
        if sides[p].one == sides[p].other or sides[p] in answered:
            continue
        if are_of_two(p, facts, found):
            continue
        answer = verdict(p, facts)
        if answer.answer != "different":
            yield p, answer


def asked(said: Mapping[Pair, Said], facts: Known, found: Now, is_ours: Callable[[str], bool]) -> Asked:
    """The pairs that wait for an answer, by the own ids of one delivery that stand in them."""
    return {own: (p, answer) for p, answer in waiting(said, facts, found) for own in p[1:] if is_ours(own)}


def are_of_two(p: Pair, facts: Known, found: Now) -> bool:
    """Whether a pair is of products that have two producers by now: nothing is asked of those."""
    makers = {facts.what[own]["producer"] for own in p[1:] if own in facts.what} if p.kind == "product" else set()
    return len({found.producers.get(maker, maker) for maker in makers}) > 1


def settled(bench: Workbench) -> dict[str, str]:
    """The ids that gave way, as stored, each with the id that stays."""
    return {r["id"]: r["now_id"] for r in bench.rows("SELECT id, now_id FROM identity_now")}


def settled_producers(bench: Workbench) -> dict[str, str]:
    """The producers that gave way, as stored, each with the one that stays."""
    return {r["id"]: r["now_id"] for r in bench.rows(_PRODUCERS)}


_PRODUCERS = """
SELECT id, now_id FROM identity_now WHERE id IN (
  SELECT from_id FROM identity_joins WHERE kind = 'producer'
   UNION SELECT into_id FROM identity_joins WHERE kind = 'producer')
"""


def newly_joined(before: Mapping[str, str], found: Now) -> set[str]:
    """The producers that others came to since `before`: their products were not compared with each other yet."""
    return {stays for one, stays in found.producers.items() if before.get(one) != stays}


def moved(producers: Iterable[str], before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, None]:
    """The producers that lost or got others since `before`, as they were and as they are, in the order of the given."""
    changed = [i for i in producers if before.get(i, i) != after.get(i, i)]
    return dict.fromkeys(now.get(i, i) for i in changed for now in (before, after))


def settle(bench: Workbench, found: Now | None = None) -> Now:
    """Makes `identity_now` and the ids of drafts what the recorded pairs come to; called after any change to them.

    Inside the transaction of the change: a delivery stored or taken back, a merge, a split. found: what they come to,
    where the caller has just found it.
    """
    before = settled(bench)
    if found is None:
        said = recorded(bench)
        found = resolve(bench, said, known(bench, said, names_of(bench, said)))
    after = found.producers | found.products
    bench.db.execute("DELETE FROM identity_now")
    bench.insert("identity_now", ("id", "now_id"), sorted(after.items()))
    changed = [(after.get(i, i), i) for i in sorted(before.keys() | after.keys())]
    for name in ("producer", "product"):
        sql = f"UPDATE statements SET {name}_id = ?1 WHERE named_{name}_id = ?2 AND {name}_id <> ?1"  # noqa: S608
        bench.db.executemany(sql, changed)
    return found


# ── recording ──


def note(bench: Workbench, keys: Iterable[tuple[str, str]], submission_id: str) -> None:
    """Records the keys of names and marks that a delivery brings, each with its own id."""
    if bench.one("SELECT 1 FROM identities WHERE NOT is_living LIMIT 1"):
        keys = list(keys)
        bench.db.executemany("DELETE FROM identities WHERE key = ? AND id = ? AND NOT is_living", keys)
    bench.insert("identities", ("key", "id", "submission_id"), ((key, own, submission_id) for key, own in keys))


NAMES = "kind from_id into_id why is_sure is_directed submission_id decided_by decided_at".split()


def store(bench: Workbench, found: Iterable[tuple[Pair, Verdict]], submission_id: str | None) -> None:
    """Records pairs that the rule found."""
    at = now()
    bench.insert("identity_joins", NAMES, (
        (p.kind, p.other, p.one, _why(v), int(v.answer == "same"), 0, submission_id, RULE, at) for p, v in found
    ))  # fmt: skip


def store_returned(bench: Workbench, found: Iterable[tuple[Pair, str]], submission_id: str) -> None:
    """Records what a sheet that came back mended says: its row is the product that stood there."""
    why = json.dumps({"for": ["đứng cùng dòng trong bảng được sửa"], "against": []}, ensure_ascii=False)
    bench.insert("identity_joins", NAMES, (
        (p.kind, p.one if into == p.other else p.other, into, why, 1, 1, submission_id, RULE, now())
        for p, into in found
    ))  # fmt: skip


def _why(v: Verdict) -> str:
    return json.dumps({"points": v.points, "for": v.speaks_for, "against": v.against}, ensure_ascii=False)


def shown(bench: Workbench, kind: Kind, own: str) -> str:
    """The name that the last living row with an own id has."""
    words = "json_extract(facts, '$.producer')" if kind == "producer" else "name"
    sql = f"""SELECT {words} AS name FROM drafts WHERE named_{kind}_id = ?
               AND submission_id NOT IN (SELECT submission_id FROM taken_back) ORDER BY id DESC LIMIT 1"""  # noqa: S608
    row = bench.one(sql, [own])
    return str(row["name"]) if row else own
