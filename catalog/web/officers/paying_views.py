"""Where a producer is paid: the account whose owner an officer verified, for the VietQR on its price cards."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette import Response

from catalog.errors import Refused
from catalog.values.banks import banks
from catalog.web.officers.producer_views import producer_of
from catalog.web.officers.visit import Visit, go_to, render
from catalog.workbench.identities import joins
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.reviewing import visibility
from catalog.workbench.store import Workbench

# Field of the form → what it says of an account.
FIELDS = {"ngan-hang": "bank", "so-tai-khoan": "number", "chu": "owner", "thay": "evidence", "khac": "differs"}


async def page(visit: Visit) -> Response:
    """The account as it stands, whether the producer consents, and forms to verify another or to withdraw it."""
    return await asyncio.to_thread(_page, visit)


def _page(visit: Visit, status: int = 200, wrong: str = "") -> Response:
    with visit.reading() as bench, bench.reading():
        producer = _mine(visit, bench)
        word = consents.standing(bench, producer).get((producer, "bank"))
        found: dict[str, Any] = {
            "producer": producer, "name": joins.shown(bench, "producer", producer),
            "known": accounts.verified(bench).get(producer, []), "consent": word,
        }  # fmt: skip
    said = {name: visit.said(name) for name in FIELDS} if status != 200 else dict.fromkeys(FIELDS, "")
    in_use = sorted((bank for bank in banks().values() if not bank.until), key=lambda bank: bank.name.lower())
    names = {bank.bin: bank.name for bank in banks().values()}
    return render(
        visit, "office_account.html", status, here="queue", wrong=wrong, said=said, banks=in_use, names=names,
        done=visit.arguments.get("da") == "1", **found,
    )  # fmt: skip


def _mine(visit: Visit, bench: Workbench) -> str:
    """The producer of the address. Raises Unknown for one of other places, Refused for one that reaches beyond."""
    producer = producer_of(visit, bench)
    if not visibility.may_producer(bench, visit.me, producer):
        raise Refused(
            "Cơ sở này còn sản phẩm ở địa bàn khác: tài khoản của nó là việc của cán bộ tỉnh.", code="account-elsewhere"
        )
    return producer


async def change(visit: Visit) -> Response:
    """Records the account of the form, or withdraws the one that stands; the page again where that is refused."""

    def work() -> Response:
        with visit.writing() as bench, bench.writing():
            producer = _mine(visit, bench)
            try:
                _record(visit, bench, producer)
            except Refused as error:
                wrong = error.sentence
            else:
                return go_to(visit, f"/duyet/co-so/{producer}/tai-khoan", da="1")
        return _page(visit, 400, wrong)

    return await asyncio.to_thread(work)


def _record(visit: Visit, bench: Workbench, producer: str) -> None:
    """Raises Refused before anything is written."""
    if visit.said("lam") == "go":
        if not visit.said("vi-sao"):
            raise Refused("Hãy ghi vì sao: cán bộ khác đọc lời này về sau.", code="reason-missing")
        accounts.remove(bench, producer, visit.said("vi-sao"), visit.me.signature)
    else:
        said = {name: visit.said(field) for field, name in FIELDS.items()}
        accounts.add(bench, producer, accounts.Verified(**said), visit.me.signature)
