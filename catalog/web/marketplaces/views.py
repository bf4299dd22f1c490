"""Putting goods on a market: which market, what is ready, the package, its confirmation."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette import Response
from datasette.utils.asgi import AsgiFileDownload

from catalog import markets
from catalog.desk import packaging
from catalog.errors import Refused, Unknown
from catalog.markets.export import takes_changes
from catalog.markets.filling import remembering
from catalog.markets.market import Market
from catalog.reports import annex, figures, kinds, preflights, words
from catalog.reports.facts import Facts
from catalog.values.sets import sets
from catalog.web import pictures
from catalog.web.language import N_
from catalog.web.marketplaces import shown
from catalog.web.officers.visit import PRIVATE, Visit, go_to, render
from catalog.web.reporting import views as reporting
from catalog.web.reporting.views import facts_of, looked_over, scope_of
from catalog.web.submitting import ticket_work
from catalog.workbench import jobs
from catalog.workbench.listings import holdings
from catalog.workbench.reviewing import scopes

ROOT = "/len-san"
PER_PAGE = 50
FILTERS = ("muc", "ma", "bo")
KINDS = {
    "feed": N_("Tệp tải lên được ngay"),
    "template": N_("Điền vào mẫu tải từ gian hàng"),
    "worksheet": N_("Bảng để nhập tay từng sản phẩm"),
    "posts": N_("Bài đăng kèm ảnh"),
}


def market_of(visit: Visit) -> Market:
    """The market that the address names. Raises Unknown, also for what is no market but a dump of the data."""
    found = markets.get(visit.request.url_vars["market"])
    if found not in preflights.asked():
        raise Unknown("market", found.name)
    return found


def way(visit: Visit, path: str = "", **arguments: str) -> str:
    """The address of a page of markets, of the same places."""
    place = visit.arguments.get("noi", "")
    return visit.link(f"{ROOT}{path}", {k: v for k, v in (arguments | {"noi": place}).items() if v})


def back_to(visit: Visit, path: str, **arguments: str) -> Response:
    """On to such a page after a form."""
    place = visit.arguments.get("noi", "")
    return go_to(visit, f"{ROOT}{path}", **arguments, **({"noi": place} if place else {}))


async def choose(visit: Visit) -> Response:
    """Every market with how many products are ready for it, and on it."""
    await looked_over(visit)

    def show() -> Response:
        with facts_of(visit) as found:
            ready = kinds.grouped(found, kinds.KINDS["san-sang"], {}, "san", "muc")
            listed = kinds.grouped(found, kinds.KINDS["len-san"], {}, "san", "tra-loi")
            return render(
                visit, "market_list.html", here="markets", facts=found, markets=preflights.asked(), ready=ready,
                listed=listed, states=preflights.STATES, answers=figures.LISTING_STATES, words=words, titles=KINDS,
                way=lambda path="": way(visit, path), **_about(visit, found),
            )  # fmt: skip

    return await asyncio.to_thread(show)


def _about(visit: Visit, found: Facts) -> dict[str, Any]:
    return {"place": annex.place(found), "noi": visit.arguments.get("noi", ""), "areas": reporting.areas(visit)}


async def market(visit: Visit) -> Response:
    """One market: what is ready, what is not and why, how listings will look, the package.

    A package that is made within moments is waited for; while a longer one is made, the page loads itself again.
    """
    await looked_over(visit)
    await ticket_work.wait(lambda: _is_being_made(visit), reporting.LOOKS)
    return await asyncio.to_thread(_market, visit)


def _is_being_made(visit: Visit) -> bool:
    with visit.reading() as bench:
        found = shown.package(bench, market_of(visit).name, scope_of(visit))
    return found is not None and not found.job.is_over


def _market(visit: Visit) -> Response:
    chosen, scope = market_of(visit), scope_of(visit)
    filters = {n: v for n, v in visit.arguments.items() if n in FILTERS and v}
    asked = kinds.KINDS["san-sang"]
    with visit.reading() as bench:
        package = shown.package(bench, chosen.name, scope)
        standing = holdings.standing(bench, holdings.shelf(chosen.name, scope.key))
    with facts_of(visit) as found:
        of_market = {"san": chosen.name}
        number = kinds.count(found, asked, of_market | filters)
        pages = max(1, -(-number // PER_PAGE))
        page = reporting.page_of(visit, pages)
        rows = kinds.rows(found, asked, of_market | filters, PER_PAGE, (page - 1) * PER_PAGE)
        return render(
            visit, "market_page.html", here="markets", facts=found, market=chosen, words=words, titles=KINDS,
            counted=kinds.grouped(found, asked, of_market, "muc"), states=preflights.STATES,
            reasons=shown.reasons(found, chosen, "not_ready"), chosen={n: filters.get(n, "") for n in FILTERS},
            number=number, rows=rows, page=page,
            pages=pages, readings=shown.readings(visit.home, found, chosen, [row["product"] for row in rows]),
            samples=shown.samples(visit.home, found, chosen), picture=pictures.name, package=package,
            standing=standing, takes_changes=takes_changes(chosen), sets=_sets(found),
            lacks_address=chosen.needs_address and not visit.home.site_address(),
            way=lambda path="", **more: way(visit, f"/{chosen.name}{path}", **more),
            is_working=package is not None and not package.job.is_over, **_about(visit, found),
        )  # fmt: skip


def _sets(found: Facts) -> list[tuple[str, str]]:
    there = {key for (key,) in kinds.grouped(found, kinds.KINDS["san-pham"], {}, "bo")}
    return [(one.key, one.title) for one in sets.sets() if one.key in there]


async def ask_package(visit: Visit) -> Response:
    """Asks the worker for a package."""

    def ask() -> str:
        chosen, scope = market_of(visit), scope_of(visit)
        template, columns = "", {}
        if chosen.kind == "template":
            if not visit.sent.files:
                raise Refused("Hãy chọn tệp mẫu .xlsx tải từ gian hàng rồi bấm làm gói.", code="template-needed")
            columns = _columns(visit.sent.words.get("cot", ""))
            template = packaging.keep_template(visit.home, *visit.sent.files[0])
        wanted = packaging.Wanted(
            chosen.name, scope.key, template, bool(visit.said("thay-doi")), bool(visit.said("cho-go")), columns
        )
        with visit.writing() as bench:
            jobs.ask(bench, "package", None, asked_by=visit.me.signature, words=wanted.words)
        visit.ring()
        return chosen.name

    return back_to(visit, f"/{await asyncio.to_thread(ask)}")


def _columns(words: str) -> dict[str, str]:
    """What lines say of a template's columns, each `HEADER=FIELD`. Raises Refused or Unknown."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    for line in lines:
        if "=" not in line:
            raise Refused(f'Dòng “{line[:60]}” chưa có dấu =. Viết như: Cân nặng="500".', code="template-column")
    pairs = {header.strip(): said.strip() for header, _, said in (line.rpartition("=") for line in lines)}
    try:
        return remembering.checked(pairs)
    except Unknown as error:
        raise Refused(
            f"Không có thông tin nào tên như vậy: {error.evidence.get('name', '')}".rstrip(": ") + ".",
            code="template-column",
        ) from error


async def package(visit: Visit) -> Any:
    """A package to keep: only of the officer's own places."""

    def find() -> Any:
        chosen, folder = market_of(visit), visit.request.url_vars["folder"]
        with visit.reading() as bench:
            is_theirs = shown.may_have(bench, chosen.name, folder, scopes.of_officer(visit.me))
        path = packaging.package_of(visit.home, folder) if is_theirs else None
        if path is None:
            raise Unknown("package", folder)
        return path

    path = await asyncio.to_thread(find)
    name = f"{visit.request.url_vars['folder']}.zip"
    sent = dict(PRIVATE) | {"content-security-policy": "default-src 'none'; sandbox"}
    return AsgiFileDownload(str(path), filename=name, content_type="application/zip", headers=sent)


async def confirm(visit: Visit) -> Response:
    """Records that the newest package was uploaded: changes are counted from it on."""

    def record() -> str:
        chosen, scope = market_of(visit), scope_of(visit)
        with visit.writing() as bench:
            holdings.confirm(bench, holdings.shelf(chosen.name, scope.key), visit.said("lan"))
        return chosen.name

    return back_to(visit, f"/{await asyncio.to_thread(record)}")
