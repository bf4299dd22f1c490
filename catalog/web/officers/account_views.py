"""Accounts of a province, looked after by its administrator in the browser."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette import Response

from catalog.errors import OcopError, Refused, Unknown
from catalog.values.places.place_index import index
from catalog.web.language import N_
from catalog.web.officers.visit import Visit, render
from catalog.workbench.officers import accounts
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.store import Workbench

ROLES = {
    "commune": N_("Cán bộ xã"), "province": N_("Cán bộ tỉnh"), "administrator": N_("Quản trị của tỉnh"),
}  # fmt: skip

# Fields of the form that opens an account, shown again where it could not be.
FIELDS = ("lam", "ho-ten", "ten", "vai", "xa")


async def listed(visit: Visit) -> Response:
    """Every account of the province, and the forms."""
    return await asyncio.to_thread(_page, visit)


def _page(visit: Visit, status: int = 200, **said: Any) -> Response:
    with visit.reading() as bench:
        found = accounts.listed(bench, visit.me.province)
    units = index().communes
    communes = sorted((units[code].full, code) for code in accounts.communes_of(visit.me.province))
    values = {"given": None, "wrong": "", "words": dict.fromkeys(FIELDS, "")} | said
    return render(
        visit, "office_accounts.html", status, here="accounts", accounts=found, roles=ROLES, communes=communes,
        names={code: unit.full for code, unit in units.items()}, province=index().provinces[visit.me.province].name,
        days=accounts.GIVEN_DAYS, **values,
    )  # fmt: skip


async def change(visit: Visit) -> Response:
    """Opens, resets, moves, hands on or closes an account; a new password is shown once, on the answer itself."""

    def work() -> Response:
        try:
            with visit.writing() as bench:
                given = _CHANGES[visit.said("lam")](visit, bench)
        except KeyError as error:
            raise Refused("Biểu mẫu này không đúng; mời tải lại trang.", code="form-refused") from error
        except Unknown as error:
            raise error if error.evidence.get("name") == visit.said("ai") else _as_refused(visit) from error
        except OcopError as error:
            if not error.code:
                raise
            return _page(visit, 400, wrong=error.sentence, words={n: visit.said_long(n) for n in FIELDS})
        return _page(visit, given=given)

    return await asyncio.to_thread(work)


def _as_refused(visit: Visit) -> Refused:
    return Refused(visit.language.gettext(N_("Không có xã này trong tỉnh.")), code="officer-scope")


# What an action gives: the log-in name and the password that is to be told, None where there is none to tell.
Given = tuple[str, str] | None


def _theirs(visit: Visit, bench: Workbench) -> Officer:
    """The account that is meant, of the administrator's province and not their own. Raises Unknown or Refused."""
    found = accounts.find(bench, visit.said("ai"))
    if found.province != visit.me.province:
        raise Unknown("officer", visit.said("ai"))
    if found.id == visit.me.id:
        raise Refused("Không tự đổi quyền hay khóa tài khoản của chính mình được.", code="officer-self")
    return found


def _scope(visit: Visit) -> accounts.Scope:
    said = visit.sent.words.get("xa", "").replace(";", "\n").replace(",", "\n").splitlines()
    communes = [word.strip() for word in said if word.strip()]
    return accounts.scope_of(_role(visit), visit.me.province, communes if _role(visit) == "commune" else [])


def _role(visit: Visit) -> accounts.Role:
    said = visit.said("vai")
    found = next((role for role in accounts.ROLES if role == said), None)
    if found is None:
        raise Refused("Hãy chọn vai trò.", code="officer-role")
    return found


def _add(visit: Visit, bench: Workbench) -> Given:
    login = accounts.login_of(visit.said("ten"))
    return login, accounts.add(bench, login, visit.said("ho-ten"), _role(visit), _scope(visit), visit.me.signature)


def _reset(visit: Visit, bench: Workbench) -> Given:
    found = _theirs(visit, bench)
    return found.login, accounts.reset(bench, found.login, visit.me.signature)


def _rescope(visit: Visit, bench: Workbench) -> Given:
    accounts.rescope(bench, _theirs(visit, bench).login, _role(visit), _scope(visit), visit.me.signature)
    return None


def _disable(visit: Visit, bench: Workbench) -> Given:
    accounts.disable(bench, _theirs(visit, bench).login, visit.me.signature)
    return None


def _transfer(visit: Visit, bench: Workbench) -> Given:
    to = accounts.login_of(visit.said("ten"))
    found = _theirs(visit, bench)
    return to, accounts.transfer(bench, found.login, to, visit.said("ho-ten"), visit.me.signature)


_CHANGES = {"mo": _add, "cap-lai": _reset, "doi-quyen": _rescope, "khoa": _disable, "ban-giao": _transfer}
