"""The pages of the figures: the dashboard, the rows behind each number, the annex as files."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote

from datasette import Response

from catalog.publish.lists import inert
from catalog.reports import annex, document, figures, kinds, preflights, words, workbook
from catalog.reports.facts import Facts
from catalog.web.officers.visit import PRIVATE, Visit, render
from catalog.web.reporting import kept, phrases
from catalog.web.submitting import going_back, ticket_work, uploads
from catalog.workbench import days, jobs
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import Scope

ROOT = "/duyet/so-lieu"
PER_PAGE = 100
# How often it is looked whether an officer's work is done (ticket_work.wait).
LOOKS = 16
# Arguments of an address that are no filters.
OTHER = ("noi", "trang", "lang")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
T = TypeVar("T")


def scope_of(visit: Visit) -> Scope:
    """The places that a page is about: an officer's own, or the part that the address names. Raises Unknown."""
    own = scopes.of_officer(visit.me)
    place = visit.arguments.get("noi", "")
    return own.narrowed(place) if place else own


@contextmanager
def facts_of(visit: Visit) -> Iterator[Facts]:
    """The facts of those places today."""
    with kept.of(visit.datasette).facts(visit.home, scope_of(visit), days.today(), visit.me) as found:
        yield found


async def looked_over(visit: Visit) -> None:
    """Asks for the readiness of this release and day where it is not there, and waits a moment for it."""
    if visit.home.catalog.exists() and await asyncio.to_thread(_is_not_looked_over, visit):
        await asyncio.to_thread(_ask, visit)
        await ticket_work.wait(lambda: _is_not_looked_over(visit), LOOKS)


def _is_not_looked_over(visit: Visit) -> bool:
    return not preflights.is_current(visit.home, days.today())


def _ask(visit: Visit) -> None:
    with visit.writing() as bench:
        jobs.ask(bench, "readiness", None, asked_by=visit.me.signature)
    visit.ring()


async def dashboard(visit: Visit) -> Response:
    """All figures of an officer's places."""
    await looked_over(visit)
    return await asyncio.to_thread(_dashboard, visit)


def _dashboard(visit: Visit) -> Response:
    with facts_of(visit) as found:
        tables = [figures.by_commune(found), figures.by_set(found), figures.by_kind(found)]
        return render(
            visit, "report_dashboard.html", here="report", facts=found, place=annex.place(found), words=words,
            whole=figures.whole(found), awards=figures.awards(found), lapsing=figures.lapsing(found),
            ages=figures.ages(found), tables=tables, completeness=figures.completeness(found),
            listed=figures.listed(found), ready=figures.ready(found), months=figures.by_month(found),
            crawls=figures.crawls(found), noi=visit.arguments.get("noi", ""), areas=areas(visit),
            way=lambda figure: way(visit, figure.kind, dict(figure.filters)), say_line=phrases.line,
        )  # fmt: skip


def way(visit: Visit, kind: str, arguments: dict[str, str]) -> str:
    """The address of a list, of the same places."""
    place = visit.arguments.get("noi", "")
    return visit.link(f"{ROOT}/{kind}", arguments | ({"noi": place} if place else {}))


def areas(visit: Visit) -> list[tuple[str, str]]:
    """The communes that an officer may choose among: code and title, by name; none where there is only one."""
    codes = visit.me.communes
    found = sorted(((code, scopes.title(code).rpartition(", ")[0]) for code in codes), key=lambda one: one[1])
    return found if len(found) > 1 else []


async def rows(visit: Visit) -> Response:
    """The rows behind a number, a page at a time."""
    return await asyncio.to_thread(_rows, visit)


def _asked(visit: Visit) -> tuple[kinds.Kind, dict[str, str]]:
    return kinds.kind(visit.request.url_vars["kind"]), {n: v for n, v in visit.arguments.items() if n not in OTHER}


def _rows(visit: Visit) -> Response:
    asked, filters = _asked(visit)
    with facts_of(visit) as found:
        found_number = kinds.count(found, asked, filters)
        pages = max(1, -(-found_number // PER_PAGE))
        page = page_of(visit, pages)
        shown = kinds.rows(found, asked, filters, PER_PAGE, (page - 1) * PER_PAGE)
        return render(
            visit, "report_rows.html", here="report", kind=asked, rows=shown, number=found_number, page=page,
            pages=pages,
            place=annex.place(found), words=words, chosen=phrases.chosen(visit.language, filters),
            cell=lambda name, value: phrases.cell(visit.language, name, value),
            to=lambda p: way(visit, asked.name, filters | {"trang": str(p)}),
            csv_link=way(visit, f"{asked.name}.csv", filters), back=way(visit, "", {}).replace(f"{ROOT}/", ROOT),
        )  # fmt: skip


def page_of(visit: Visit, pages: int) -> int:
    """Which of the pages an address asks for: the first where it says none, the last where there are fewer."""
    return min(max(uploads.number(visit.arguments.get("trang")) or 1, 1), pages)


async def as_csv(visit: Visit) -> Response:
    """The same rows, all of them, for a spreadsheet."""

    def make() -> bytes:
        asked, filters = _asked(visit)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([visit.language.gettext(words.HEADINGS[name]) for name in asked.columns])
        with facts_of(visit) as found:
            for row in kinds.rows(found, asked, filters):
                writer.writerow([inert(phrases.cell(visit.language, name, value)) for name, value in row.items()])
        return out.getvalue().encode("utf-8-sig")

    name = f"{visit.request.url_vars['kind']}.csv"
    return attached(await asyncio.to_thread(make), "text/csv; charset=utf-8", name)


async def as_docx(visit: Visit) -> Response:
    """The annex as a document."""
    return attached(await _annexed(visit, document.write), DOCX, "phu-luc-ocop.docx")


async def as_xlsx(visit: Visit) -> Response:
    """The annex as a workbook."""
    return attached(await _annexed(visit, workbook.write), going_back.XLSX, "phu-luc-ocop.xlsx")


async def _annexed(visit: Visit, write: Callable[[annex.Annex], bytes]) -> bytes:
    def make() -> bytes:
        with facts_of(visit) as found:
            return write(annex.annex(found))

    return await asyncio.to_thread(make)


def attached(data: bytes, media_type: str, name: str) -> Response:
    """A file to be kept, which no browser opens in place of our pages."""
    sent: dict[str, Any] = PRIVATE | {
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": f"attachment; filename=\"tep\"; filename*=UTF-8''{quote(name)}",
    }
    return Response(data, headers=sent, content_type=media_type)
