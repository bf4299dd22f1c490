"""What the pages of one market show: counts, reasons, products with what they lack, listings as they will look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.desk import packaging
from catalog.markets import readiness, rules, sampling
from catalog.markets.market import Job as ExportJob
from catalog.markets.market import Market
from catalog.markets.readiness import Readiness
from catalog.markets.sampling import Sample
from catalog.publish.tables import reading
from catalog.reports.facts import Facts
from catalog.workbench import jobs
from catalog.workbench.home import Home
from catalog.workbench.jobs import Job
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import Scope
from catalog.workbench.store import Workbench

SAMPLES = 3


def reasons(facts: Facts, market: Market, state: str) -> list[tuple[str, str, int]]:
    """Why products stand as they do at a market: code, sentence and number of products, the most first."""
    counted: Counter[str] = Counter()
    sql = "SELECT codes, count(*) AS n FROM readiness WHERE market = :market AND state = :state GROUP BY codes"
    for row in facts.rows(sql, {"market": market.name, "state": state}):
        counted.update(dict.fromkeys(row["codes"].split(), row["n"]))
    sentences = {rule.code: rule.sentence() for rule in rules.of(market.name)}
    return [(code, sentences.get(code, code), number) for code, number in counted.most_common()]


def readings(home: Home, facts: Facts, market: Market, ids: Sequence[str]) -> dict[str, Readiness]:
    """How ready some products are, in sentences, by id."""
    if not ids:
        return {}
    with closing(reading.connect(home.catalog)) as db:
        return {p.facts["id"]: readiness.of(market, p) for p in reading.products(db, facts.on, ids)}


def samples(home: Home, facts: Facts, market: Market) -> list[Sample]:
    """The first listings as the market's file will have them."""
    sql = """SELECT s.product_id AS id FROM readiness s JOIN products p ON p.id = s.product_id
              WHERE s.market = :market AND s.state <> 'not_ready' ORDER BY p.name_sort, p.id LIMIT :most"""
    ids = [row["id"] for row in facts.rows(sql, {"market": market.name, "most": SAMPLES})]
    if not ids:
        return []
    address = home.site_address()
    # Nothing is written: the folder is where an export's files would go.
    job = ExportJob(Path(), home.pictures, facts.on, address.rstrip("/") if address else None)
    with closing(reading.connect(home.catalog)) as db:
        found = {p.facts["id"]: sampling.sample(market, p, job) for p in reading.products(db, facts.on, ids)}
    return [found[one] for one in ids]


@dataclass(frozen=True, slots=True)
class Package:
    """The newest package of a market and scope: the job that makes or made it, and what came of it."""

    job: Job
    result: dict[str, Any]


def package(bench: Workbench, market: str, scope: Scope) -> Package | None:
    """The package that was asked for last; None where none was."""
    for job in jobs.newest(bench, "package"):
        wanted = packaging.read(job.words)
        if (wanted.market, wanted.scope) == (market, scope.key):
            return Package(job, packaging.result(job))
    return None


def may_have(bench: Workbench, market: str, folder: str, own: Scope) -> bool:
    """Whether a folder is of a package that was made for places of an officer."""
    for job in jobs.newest(bench, "package"):
        wanted = packaging.read(job.words)
        if wanted.market == market and packaging.result(job).get("folder") == folder:
            return scopes.read(wanted.scope).lies_within(own)
    return False
