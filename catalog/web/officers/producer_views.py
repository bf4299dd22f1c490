"""Producers that are one, and producers that are two: what a join changes is shown first, and then it is made.

Whatever reaches beyond an officer's places is the province's; a producer of which nothing lies in them is not there.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from datasette import Response

from catalog.errors import Conflict, OcopError, Refused, Unknown
from catalog.publish.preparing import makers
from catalog.values import text
from catalog.web.language import N_
from catalog.web.officers.visit import Visit, go_to, render
from catalog.web.submitting.uploads import number
from catalog.workbench.identities import finding, joins, merges
from catalog.workbench.reviewing import accepted, asked_again, trials, visibility
from catalog.workbench.rows.policy import from_config
from catalog.workbench.store import Workbench

# Producers that a search shows, and questions that wait.
MOST = 30
LONGEST = 500  # characters of a reason
# As catalog.workbench.privacy.consents.FIELDS, marked for translation.
CONSENTS = {
    "name": N_("tên hộ hoặc cá nhân"), "phone": N_("số điện thoại"), "email": N_("địa chỉ email"),
    "website": N_("trang web"), "photo": N_("ảnh sản phẩm"),
    "bank": N_("tài khoản nhận tiền, để in mã VietQR trên bảng giá"),
}  # fmt: skip
# Kinds of what is joined, as people are told.
KINDS = {"producer": N_("cơ sở"), "product": N_("sản phẩm")}


class Asked(NamedTuple):
    """A change that a page or form is about: what it does, the producers that it reaches, and what it is called.

    kind: join, split, or answer (that a pair that was asked is two). sides: names of the two that are meant. fields:
    what the form carries to say it again.
    """

    kind: str
    change: Callable[[], Any]
    producers: tuple[str, ...]
    sides: tuple[str, str]
    fields: Mapping[str, str]


async def listed(visit: Visit) -> Response:
    """Producers by name, and pairs of them that wait for an answer."""
    found = await asyncio.to_thread(_listed, visit)
    return render(visit, "office_producers.html", here="queue", **found)


def _listed(visit: Visit) -> dict[str, Any]:
    said = visit.sought
    with visit.reading() as bench, bench.reading():
        rows = _named(visit, bench, said) if said else []
        asked = (one for one in merges.twins(bench) if one["kind"] == "producer")
        mine = (one for one in asked if all(_is_mine(visit, bench, one[side]["id"]) for side in ("one", "other")))
        return {"said": said, "rows": rows[:MOST], "more": len(rows) > MOST, "asked": list(islice(mine, MOST))}


class Named(NamedTuple):
    """A producer that a search found: its spellings, where it is, how many products it has."""

    id: str
    names: list[str]
    commune: str
    products: int


def _named(visit: Visit, bench: Workbench, said: str) -> list[Named]:
    """The producers in whose name some words stand, accents optional, of those of which the officer sees something."""
    asked = text.fold(said)
    found: dict[str, list[str]] = defaultdict(list)
    for row in bench.rows(_NAMES):
        if asked in text.fold(row["name"] or ""):
            found[row["id"]].append(row["name"])
    seen = _seen(visit, bench, *found)
    shown = islice(((ident, names) for ident, names in found.items() if seen.get(ident)), MOST + 1)
    return [
        Named(ident, names, _commune(bench, max(seen[ident])), _count(bench, seen[ident])) for ident, names in shown
    ]  # fmt: skip


_NAMES = """
SELECT s.producer_id AS id, json_extract(d.facts, '$.producer') AS name, min(s.draft_id) AS first
  FROM states s JOIN drafts d ON d.id = s.draft_id
 WHERE s.producer_id IS NOT NULL AND s.state <> 'replaced' GROUP BY 1, 2 ORDER BY first
"""


def _seen(visit: Visit, bench: Workbench, *producers: str) -> dict[str, set[int]]:
    """The rows of some producers that the officer sees, by producer."""
    sql = """SELECT draft_id, producer_id FROM states
              WHERE producer_id IN (SELECT value FROM json_each(?)) AND state <> 'replaced'"""
    rows = {row["draft_id"]: row["producer_id"] for row in bench.rows(sql, [json.dumps(producers)])}
    found: dict[str, set[int]] = defaultdict(set)
    for draft in visibility.visible(bench, visit.me, rows):
        found[rows[draft]].add(draft)
    return found


def _commune(bench: Workbench, draft: int) -> str:
    row = bench.one("SELECT json_extract(facts, '$.commune') AS commune FROM drafts WHERE id = ?", [draft])
    return (row["commune"] or "") if row else ""


def _count(bench: Workbench, drafts: set[int]) -> int:
    sql = "SELECT count(DISTINCT product_id) FROM drafts WHERE id IN (SELECT value FROM json_each(?))"
    return int(bench.rows(sql, [json.dumps(sorted(drafts))])[0][0])


def _shown_name(bench: Workbench, products: Collection[str]) -> str:
    """The name under which a release shows the producer of some products; blank where none of them is accepted."""
    merged = list(accepted.products(bench, products))
    return str(makers.facts_of(merged).get("producer") or "") if merged else ""


def _is_mine(visit: Visit, bench: Workbench, producer: str) -> bool:
    return visibility.may_producer(bench, visit.me, producer)


def producer_of(visit: Visit, bench: Workbench) -> str:
    """The producer of the address as it is now. Raises Unknown for one of which the officer sees nothing."""
    ident = finding.id_now(bench, visit.request.url_vars["producer"])
    if not _seen(visit, bench, ident):
        raise Unknown("producer", ident)
    return ident


async def producer(visit: Visit) -> Response:
    """One producer: how it is spelt, its products, whom it may be joined with, what was joined so far."""
    found = await asyncio.to_thread(_producer, visit)
    return render(visit, "office_producer.html", here="queue", kinds=KINDS, **found)


def _producer(visit: Visit) -> dict[str, Any]:
    with visit.reading() as bench, bench.reading():
        ident = producer_of(visit, bench)
        is_mine = _is_mine(visit, bench, ident)
        (maker,) = trials.makers(bench, trials.own_ids(bench, [ident]), _shown_name)
        said = visit.sought
        others = [one for one in _named(visit, bench, said) if one.id != ident] if said and is_mine else []
        return {
            "maker": maker, "goods": _goods(visit, bench, ident), "is_mine": is_mine, "said": said,
            "others": others[:MOST], "history": _history(bench, ident) if is_mine else [],
            "done": number(visit.arguments.get("da-lam")), "still": bool(visit.arguments.get("con")),
        }  # fmt: skip


def _goods(visit: Visit, bench: Workbench, producer: str) -> list[dict[str, Any]]:
    """The products of a producer that the officer sees: name and the row that spoke last."""
    seen = _seen(visit, bench, producer)[producer]
    rows = bench.rows(_GOODS, [json.dumps(sorted(seen))])
    return sorted((dict(row) for row in rows), key=lambda row: text.sort_key(row["name"] or ""))


_GOODS = """
SELECT product_id, max(id) AS draft, name FROM drafts
 WHERE id IN (SELECT value FROM json_each(?)) AND product_id IS NOT NULL GROUP BY product_id
"""


def _history(bench: Workbench, producer: str) -> list[dict[str, Any]]:
    """What was joined, asked and taken apart of a producer and its products, newest first, with the names of both."""
    own = trials.own_ids(bench, [producer])
    sql = """SELECT DISTINCT named_product_id FROM drafts
              WHERE named_producer_id IN (SELECT value FROM json_each(?)) AND named_product_id IS NOT NULL"""
    products = {row[0] for row in bench.rows(sql, [json.dumps(sorted(own))])}
    return [
        one | {"from": joins.shown(bench, one["kind"], one["from_id"]),
               "into": joins.shown(bench, one["kind"], one["into_id"])}
        for one in merges.listed(bench, own | products)
    ]  # fmt: skip


async def joining(visit: Visit) -> Response:
    """What joining this producer with another one would change; a form makes it."""
    return await _previewed(visit, _join)


async def splitting(visit: Visit) -> Response:
    """What taking a join apart would change; a form makes it."""
    return await _previewed(visit, _split)


async def join(visit: Visit) -> Response:
    """Makes the join as it was shown."""
    return await _made(visit, _join)


async def split(visit: Visit) -> Response:
    """Takes the join apart as it was shown."""
    return await _made(visit, _split)


Words = Mapping[str, str]
Asking = Callable[[Visit, Workbench, Words], Asked]


async def _previewed(visit: Visit, asking: Asking) -> Response:
    return await asyncio.to_thread(_preview, visit, asking, visit.arguments)


def _preview(visit: Visit, asking: Asking, words: Words, status: int = 200, wrong: str = "") -> Response:
    with visit.writing() as bench:
        asked = asking(visit, bench, words)
        trial = trials.tried(bench, asked.producers, asked.change, _shown_name)
        there = finding.id_now(bench, visit.request.url_vars["producer"])
    return render(
        visit, "office_trial.html", status, here="queue", asked=asked, trial=trial, producer=there,
        consents=CONSENTS, wrong=wrong, reason=words.get("vi-sao", ""),
    )  # fmt: skip


async def _made(visit: Visit, asking: Asking) -> Response:
    def work() -> Response:
        words = visit.sent.words
        try:
            with visit.writing() as bench, bench.writing():
                asked = asking(visit, bench, words)
                if not visit.said_long("vi-sao"):
                    raise Refused("Hãy ghi vì sao: cán bộ khác đọc lời này về sau.", code="reason-missing")
                given = trials.made(bench, asked.producers, asked.change, _shown_name, visit.said("cua"))
                number = given if asked.kind == "join" else int(asked.fields["lan"])
                still = asked.kind != "join" and given is not None
                there = finding.id_now(bench, visit.request.url_vars["producer"])
        except OcopError as error:
            if error.code not in ("reason-missing", "form-old"):
                raise
            status = 409 if isinstance(error, Conflict) else 400
            return _preview(visit, asking, words, status, error.sentence)
        more = {"con": "1"} if still else {}
        return go_to(visit, f"/duyet/co-so/{there}", **{"da-lam": str(number)}, **more)

    return await asyncio.to_thread(work)


def _join(visit: Visit, bench: Workbench, words: Words) -> Asked:
    """This producer and the one that `voi` names; the one that stays is this one unless `giu` names the other."""
    mine, said = producer_of(visit, bench), words.get("voi", "").strip()
    other = finding.id_now(bench, said)
    if not _seen(visit, bench, other):
        raise Unknown("producer", said)
    _check(visit, bench, mine, other)
    if mine == other:
        raise Refused("Đây đã là một cơ sở.", code="join-one")
    stays, goes = (other, mine) if words.get("giu") == other else (mine, other)
    change = partial(merges.merge, bench, stays, goes, _reason(words), visit.me.signature)
    names = (joins.shown(bench, "producer", stays), joins.shown(bench, "producer", goes))
    return Asked("join", change, (stays, goes), names, {"voi": other, "giu": stays})


def _split(visit: Visit, bench: Workbench, words: Words) -> Asked:
    """The join that `lan` numbers, of this producer or of one of its products."""
    mine, number_said = producer_of(visit, bench), number(words.get("lan"))
    found = next((one for one in _history(bench, mine) if one["id"] == number_said and not one["undone_at"]), None)
    if found is None:
        raise Unknown("join", words.get("lan", ""))
    producers = _producers_of(bench, found)
    _check(visit, bench, *producers)
    by = from_config(visit.home.config())
    change = partial(asked_again.split, bench, found["id"], _reason(words), visit.me.signature, by)
    kind = "split" if found["is_sure"] else "answer"
    return Asked(kind, change, producers, (found["into"], found["from"]), {"lan": str(found["id"])})


def _producers_of(bench: Workbench, found: Mapping[str, Any]) -> tuple[str, ...]:
    """The producers that a join reaches, as they are now."""
    sql = f"""SELECT DISTINCT producer_id FROM drafts
               WHERE named_{found["kind"]}_id IN (?, ?) AND producer_id IS NOT NULL ORDER BY 1"""  # noqa: S608
    return tuple(row[0] for row in bench.rows(sql, [found["from_id"], found["into_id"]]))


def _reason(words: Words) -> str:
    return " ".join(words.get("vi-sao", "").split())[:LONGEST]


def _check(visit: Visit, bench: Workbench, *producers: str) -> None:
    if not all(_is_mine(visit, bench, one) for one in producers):
        raise Refused(
            "Một trong các cơ sở này còn sản phẩm ở địa bàn khác; hãy nhờ cán bộ tỉnh gộp hoặc tách.",
            code="join-elsewhere",
        )
