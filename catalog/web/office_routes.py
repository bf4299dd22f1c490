"""The addresses of the officers' pages: one line per page, with who may see it.

A page of another part of the site stands here, too: a line below, its first folder in `ROOTS` of officers/app.py (and
in the way back of door.py, where it does not stand there yet), and its place in the navigation of office_base.html.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from datasette import Response

from catalog.web.marketplaces import answer_views
from catalog.web.marketplaces import views as market_views
from catalog.web.officers import (
    account_views,
    bulk_views,
    deciding_views,
    door,
    entry_views,
    item_views,
    paying_views,
    picture_views,
    producer_views,
    publishing_views,
    queue_views,
)
from catalog.web.officers.door import Test, View
from catalog.web.officers.visit import Visit
from catalog.web.reporting import views as report_views

# Regular expression → views by method, and the test of who may.
PAGES: tuple[tuple[str, Mapping[str, View], Test], ...] = (
    (r"/duyet/?$", {"GET": queue_views.queue_page}, door.anybody),
    (r"/duyet/(?P<draft>[0-9]{1,15})/?$", {"GET": item_views.item}, door.anybody),
    (r"/duyet/(?P<draft>[0-9]{1,15})/anh/(?P<position>[0-9]{1,4})$", {"GET": item_views.picture}, door.anybody),
    (r"/duyet/(?P<draft>[0-9]{1,15})/quyet-dinh/?$", {"POST": deciding_views.decide}, door.anybody),
    (r"/duyet/(?P<draft>[0-9]{1,15})/sua/?$", {"POST": deciding_views.edit}, door.anybody),
    (r"/duyet/(?P<draft>[0-9]{1,15})/gop/?$", {"POST": deciding_views.join}, door.anybody),
    (r"/duyet/hoan-tac/?$", {"POST": deciding_views.undo}, door.anybody),
    (r"/duyet/anh/?$", {"GET": picture_views.unmatched}, door.anybody),
    (
        r"/duyet/anh/(?P<sha256>[0-9a-f]{64})/?$",
        {"GET": picture_views.one, "POST": picture_views.say},
        door.anybody,
    ),
    (r"/duyet/anh/(?P<sha256>[0-9a-f]{64})/xem$", {"GET": picture_views.image}, door.anybody),
    (r"/duyet/co-so/?$", {"GET": producer_views.listed}, door.anybody),
    (r"/duyet/co-so/(?P<producer>[a-z0-9]{1,20})/?$", {"GET": producer_views.producer}, door.anybody),
    (
        r"/duyet/co-so/(?P<producer>[a-z0-9]{1,20})/gop$",
        {"GET": producer_views.joining, "POST": producer_views.join},
        door.anybody,
    ),
    (
        r"/duyet/co-so/(?P<producer>[a-z0-9]{1,20})/tach$",
        {"GET": producer_views.splitting, "POST": producer_views.split},
        door.anybody,
    ),
    (
        r"/duyet/co-so/(?P<producer>[a-z0-9]{1,20})/tai-khoan/?$",
        {"GET": paying_views.page, "POST": paying_views.change},
        door.anybody,
    ),
    (r"/duyet/nhieu/?$", {"POST": bulk_views.preview}, door.anybody),
    (r"/duyet/nhieu/lam/?$", {"POST": bulk_views.decide}, door.anybody),
    (r"/duyet/dang/?$", {"GET": publishing_views.page, "POST": publishing_views.ask}, door.province),
    (r"/duyet/can-bo/?$", {"GET": account_views.listed, "POST": account_views.change}, door.administrator),
    (r"/duyet/ra/?$", {"POST": entry_views.leave}, door.anybody),
    (r"/duyet/mat-khau/?$", {"GET": entry_views.own_password, "POST": entry_views.choose_password}, door.anybody),
    (r"/duyet/so-lieu/?$", {"GET": report_views.dashboard}, door.anybody),
    (r"/duyet/so-lieu/phu-luc\.docx$", {"GET": report_views.as_docx}, door.anybody),
    (r"/duyet/so-lieu/phu-luc\.xlsx$", {"GET": report_views.as_xlsx}, door.anybody),
    (r"/duyet/so-lieu/(?P<kind>[a-z-]+)\.csv$", {"GET": report_views.as_csv}, door.anybody),
    (r"/duyet/so-lieu/(?P<kind>[a-z-]+)/?$", {"GET": report_views.rows}, door.anybody),
    (r"/len-san/?$", {"GET": market_views.choose}, door.anybody),
    (r"/len-san/(?P<market>[a-z]+)/?$", {"GET": market_views.market}, door.anybody),
    (r"/len-san/(?P<market>[a-z]+)/goi$", {"POST": market_views.ask_package}, door.anybody),
    (r"/len-san/(?P<market>[a-z]+)/goi/(?P<folder>[A-Za-z0-9-]+)\.zip$", {"GET": market_views.package}, door.anybody),
    (r"/len-san/(?P<market>[a-z]+)/xac-nhan$", {"POST": market_views.confirm}, door.anybody),
    (
        r"/len-san/(?P<market>[a-z]+)/tra-loi$",
        {"GET": answer_views.answers, "POST": answer_views.take_answer},
        door.anybody,
    ),
    (r"/len-san/(?P<market>[a-z]+)/lien-ket$", {"POST": answer_views.take_link}, door.anybody),
)


async def _nothing(visit: Visit) -> Response:
    return door.not_found(visit)


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """Every page as Datasette wants it; the last one answers every other address below."""
    behind = [(pattern, door.served(views, may)) for pattern, views, may in PAGES]
    nothing = door.served({"GET": _nothing, "POST": _nothing})
    return [(r"/duyet/vao/?$", entry_views.entry), *behind, (r"/", nothing)]
