"""Accounts of officers: who may decide about which communes; made, handed on, given a new password, closed.

Nothing is erased: a decision stays signed by who made it, and every change of an account is kept with who and when.
Rights name communes by the codes of a day and follow their land through reforms (values/places/place_heirs.py).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from catalog.errors import Conflict, Refused, Unknown
from catalog.registers.places import edition
from catalog.values import text
from catalog.values.places import place_heirs
from catalog.values.places.place_index import index
from catalog.workbench.officers import passwords
from catalog.workbench.store import Workbench, now

Role = Literal["commune", "province", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
# A password that somebody else gave opens for so many days.
GIVEN_DAYS = 7
_LOGIN = re.compile(r"[a-z0-9]([a-z0-9._-]{0,38}[a-z0-9])?")


class Scope(NamedTuple):
    """What an account is for: communes by code, all in one province; none of them for the whole province."""

    province: str
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Officer:
    """One account as it is today.

    province, communes: codes in force; communes holds every one of the province for who has the whole of it.
    is_given: the password came from somebody else and is to be replaced before anything else is done.
    """

    id: int
    login: str
    name: str
    role: Role
    province: str
    communes: frozenset[str]
    is_given: bool
    is_disabled: bool

    @property
    def signature(self) -> str:
        """How decisions are signed."""
        return f"{self.name} ({self.login})"

    @property
    def is_administrator(self) -> bool:
        """Whether they look after the accounts of their province."""
        return self.role == "administrator"

    @property
    def has_province(self) -> bool:
        """Whether the whole province is theirs, with what is in no commune yet; who has it may publish."""
        return self.role != "commune"

    def may(self, commune: str | None) -> bool:
        """Whether they decide about what is in a commune in force; None stands for what is in no commune yet."""
        return self.has_province if commune is None else commune in self.communes

    def may_all(self, communes: Collection[str]) -> bool:
        """Whether they decide about what may be in any of these communes: all parts of a split one see it."""
        return any(map(self.may, communes)) if communes else self.may(None)


def find(bench: Workbench, login: str) -> Officer:
    """The account of a log-in name. Raises Unknown."""
    row = bench.one(f"{_OFFICERS} WHERE login = ?", [login_of(login)])
    if row is None:
        raise Unknown("officer", login)
    return officer(row)


def listed(bench: Workbench, province: str | None = None) -> list[Officer]:
    """Every account by name, closed ones last; of a province in force where one is given."""
    found = [officer(row) for row in bench.rows(f"{_OFFICERS} ORDER BY disabled_at IS NOT NULL, name, id")]
    return [one for one in found if province in (None, one.province)]


_OFFICERS = "SELECT * FROM officers"


def officer(row: sqlite3.Row) -> Officer:
    """The account of a row, its places as they are called today."""
    on = row["places_on"]
    province = place_heirs.province_heir(row["province_code"], on) or row["province_code"]
    named = json.loads(row["communes"])
    communes = {heir.commune_code for code in named for heir in place_heirs.heirs(code, on)}
    if row["role"] != "commune":
        communes = communes_of(province)
    return Officer(
        row["id"], row["login"], row["name"], row["role"], province, frozenset(communes),
        row["password_until"] is not None, row["disabled_at"] is not None,
    )  # fmt: skip


def communes_of(province: str) -> set[str]:
    """The codes of the communes in force of a province in force."""
    return {code for code, unit in index().communes.items() if unit.parent == province}


def scope_of(role: Role, province: str, communes: Sequence[str] = ()) -> Scope:
    """The scope that codes in force or names say. Raises Refused or Unknown where they are none for this role."""
    if role not in ROLES:
        raise Unknown("role", role, ROLES)
    if province and province not in index().provinces:
        raise Unknown("province", province)
    if (role == "commune") != bool(communes):
        raise Refused("Cán bộ xã cần ít nhất một xã; cán bộ tỉnh và quản trị phụ trách cả tỉnh.", code="officer-scope")
    codes = tuple(dict.fromkeys(_commune(said, province) for said in communes))
    provinces = {index().communes[code].parent for code in codes} | ({province} if province else set())
    if len(provinces) != 1:
        raise Refused("Mỗi tài khoản thuộc về một tỉnh.", code="officer-scope")
    return Scope(provinces.pop(), codes)


def province_of(said: str) -> str:
    """The code of the province in force that a code or a name means; blank for none. Raises Unknown."""
    there = index().provinces
    found = [code for code, unit in there.items() if said == code or text.fold(said) == text.fold(unit.name)]
    if said and not found:
        raise Unknown("province", said)
    return found[0] if said else ""


def _commune(said: str, province: str) -> str:
    """The code of the one commune of a province that a code or a name means. Raises Unknown or Refused."""
    there = index().communes
    if said in there:
        return said
    asked = text.fold(said)
    units = [unit for unit in there.values() if asked in (text.fold(unit.name), text.fold(unit.full))]
    found = [unit.code for unit in units if not province or unit.parent == province]
    if not found:
        raise Unknown("commune", said)
    if len(found) > 1:
        raise Refused(f"Có nhiều xã tên “{said}”: {', '.join(sorted(found))}; ghi mã.", code="officer-scope")
    return found[0]


def add(bench: Workbench, login: str, name: str, role: Role, scope: Scope, by: str) -> str:
    """Opens an account and gives its first password, which is not kept. Raises Refused; Conflict for a taken name."""
    password = passwords.given()
    with bench.writing():
        _insert(bench, login, name, role, scope, password, by)
    return password


def _insert(bench: Workbench, login: str, name: str, role: Role, scope: Scope, password: str, by: str) -> None:
    login, name = login_of(login), text.clean(name)
    if not _LOGIN.fullmatch(login):
        raise Refused(
            "Tên đăng nhập gồm chữ không dấu, số, dấu chấm hoặc gạch, nhiều nhất 40 ký tự.", code="officer-login"
        )
    if not name:
        raise Refused("Hãy ghi họ tên cán bộ.", code="officer-name")
    if bench.one("SELECT 1 FROM officers WHERE login = ?", [login]):
        raise Conflict(f"Tên đăng nhập “{login}” đã có người dùng.", code="officer-taken")
    names = "login name role province_code communes places_on password password_until made_at".split()
    row = (login, name, role, scope.province, json.dumps(scope.communes), edition(), passwords.hashed(password),
           _until(), now())  # fmt: skip
    bench.insert("officers", names, [row])
    _record(bench, find(bench, login).id, f"opened as {role} of {scope.province} {' '.join(scope.communes)}", by)


def reset(bench: Workbench, login: str, by: str) -> str:
    """Gives an account a new password for its owner to replace, and ends its sessions; opens a closed one again."""
    password = passwords.given()
    with bench.writing():
        found = find(bench, login)
        sql = "UPDATE officers SET password = ?, password_until = ?, disabled_at = NULL WHERE id = ?"
        bench.db.execute(sql, [passwords.hashed(password), _until(), found.id])
        _end_sessions(bench, found.id)
        bench.db.execute("DELETE FROM guesses WHERE login = ?", [found.login])
        _record(bench, found.id, "password reset", by)
    return password


def choose(bench: Workbench, officer: Officer, password: str) -> None:
    """Records the password that an officer chose, and ends all their sessions. Raises Refused for an easy one."""
    passwords.check(password, officer.login)
    kept = passwords.hashed(password)
    with bench.writing():
        bench.db.execute("UPDATE officers SET password = ?, password_until = NULL WHERE id = ?", [kept, officer.id])
        _end_sessions(bench, officer.id)
        _record(bench, officer.id, "password chosen", officer.signature)


def rescope(bench: Workbench, login: str, role: Role, scope: Scope, by: str) -> None:
    """Says anew what an account is for; it counts from the next page on. Raises Unknown."""
    with bench.writing():
        found = find(bench, login)
        sql = "UPDATE officers SET role = ?, province_code = ?, communes = ?, places_on = ? WHERE id = ?"
        bench.db.execute(sql, [role, scope.province, json.dumps(scope.communes), edition(), found.id])
        _record(bench, found.id, f"made {role} of {scope.province} {' '.join(scope.communes)}", by)


def disable(bench: Workbench, login: str, by: str) -> None:
    """Closes an account and ends its sessions; what it decided stays. Raises Unknown."""
    with bench.writing():
        _close(bench, find(bench, login), "closed", by)


def transfer(bench: Workbench, login: str, to: str, name: str, by: str) -> str:
    """Hands what an account is for to a new person under a name of their own, and closes it; gives the password.

    Nobody goes on under another one's name: decisions say who made them. Raises Unknown, Refused or Conflict.
    """
    password = passwords.given()
    with bench.writing():
        found = find(bench, login)
        communes = tuple(sorted(found.communes)) if found.role == "commune" else ()
        _insert(bench, to, name, found.role, Scope(found.province, communes), password, by)
        _close(bench, found, f"handed to {login_of(to)}", by)
    return password


def _close(bench: Workbench, found: Officer, what: str, by: str) -> None:
    bench.db.execute("UPDATE officers SET disabled_at = coalesce(disabled_at, ?) WHERE id = ?", [now(), found.id])
    _end_sessions(bench, found.id)
    _record(bench, found.id, what, by)


def _end_sessions(bench: Workbench, officer_id: int) -> None:
    bench.db.execute("DELETE FROM officer_sessions WHERE officer_id = ?", [officer_id])


def _record(bench: Workbench, officer_id: int, what: str, by: str) -> None:
    bench.insert(
        "officer_changes", ("officer_id", "what", "done_by", "done_at"), [(officer_id, what.strip(), by, now())]
    )


def _until() -> str:
    return (datetime.now(UTC) + timedelta(days=GIVEN_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_json(one: Officer) -> dict[str, object]:
    """An account as `ocop officers list --json` prints it."""
    return {
        "login": one.login, "name": one.name, "role": one.role, "province_code": one.province,
        "commune_codes": sorted(one.communes) if one.role == "commune" else [],
        "is_disabled": one.is_disabled, "must_choose_password": one.is_given,
    }  # fmt: skip


def login_of(said: str) -> str:
    """A log-in name as it is kept, however it was typed."""
    return text.clean(said).casefold()
