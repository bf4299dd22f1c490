"""Who is logged in: sessions known by the hash of a token, and limits on guessing that outlive the server.

A guess is counted before the password is looked at, and within the transaction that looks at the count: a hundred
guesses at once are a hundred guesses.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from datetime import UTC, datetime, timedelta

from catalog.errors import Refused
from catalog.workbench.officers import accounts, passwords
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.store import Workbench, now

# A working day; who forgets to log out on a shared machine is logged out by the next morning.
SESSION_HOURS = 10
# So many wrong passwords within so many minutes: of one account from anywhere, and from one address for any account.
MOST_PER_LOGIN, MOST_PER_ADDRESS, WITHIN_MINUTES = 10, 40, 15
# Of an IPv6 address the part that a household or an office has to itself.
_NETWORK_BITS = 64


def log_in(bench: Workbench, login: str, password: str, address: str) -> str | None:
    """The token of a new session; None where name and password do not go together, whichever of them is wrong.

    address: of the machine that asks. Raises Refused where too much was guessed.
    """
    login = accounts.login_of(login)[:100]
    guess = _count(bench, login, network_of(address))
    row = bench.one("SELECT * FROM officers WHERE login = ? AND disabled_at IS NULL", [login])
    is_right = passwords.is_right(password, row["password"] if row else None)
    if row is None or not is_right or (row["password_until"] or "9") < now():
        return None
    token = secrets.token_urlsafe(32)
    with bench.writing():
        # The password may have been reset, or the account closed, while the old one was being hashed.
        same = "SELECT 1 FROM officers WHERE id = ? AND password = ? AND disabled_at IS NULL"
        if not bench.one(same, [row["id"], row["password"]]):
            return None
        bench.db.execute("DELETE FROM guesses WHERE login = ? OR id = ?", [login, guess])
        bench.db.execute("DELETE FROM officer_sessions WHERE expires_at < ?", [now()])
        names = ("id", "officer_id", "made_at", "expires_at")
        bench.insert("officer_sessions", names, [(_id(token), row["id"], now(), _later(hours=SESSION_HOURS))])
    return token


def _count(bench: Workbench, login: str, network: str) -> int:
    """Notes one try as a wrong guess, and gives its number; it is taken back where it was right."""
    since = _later(minutes=-WITHIN_MINUTES)
    with bench.writing():
        bench.db.execute("DELETE FROM guesses WHERE at < ?", [since])
        of_login, of_network = bench.rows(_GUESSED, [login, network])[0]
        if of_login >= MOST_PER_LOGIN or of_network >= MOST_PER_ADDRESS:
            raise Refused(
                f"Đã thử sai quá nhiều lần; mời thử lại sau {WITHIN_MINUTES} phút, hoặc nhờ quản trị cấp lại mật khẩu.",
                code="log-in-many",
            )
        bench.insert("guesses", ("login", "address", "at"), [(login, network, now())])
        return int(bench.rows("SELECT max(id) FROM guesses")[0][0])


_GUESSED = """
SELECT coalesce(sum(login = ?1), 0), coalesce(sum(address = ?2), 0) FROM guesses WHERE login = ?1 OR address = ?2
"""


def officer_of(bench: Workbench, token: str) -> Officer | None:
    """Who holds the token of a session that is not over; None for nobody."""
    sql = """SELECT o.* FROM officer_sessions s JOIN officers o ON o.id = s.officer_id
              WHERE s.id = ? AND s.expires_at >= ? AND o.disabled_at IS NULL"""
    row = bench.one(sql, [_id(token), now()])
    return accounts.officer(row) if row else None


def log_out(bench: Workbench, token: str) -> None:
    """Ends a session; one that is over already stays so."""
    with bench.writing():
        bench.db.execute("DELETE FROM officer_sessions WHERE id = ?", [_id(token)])


def form_token(token: str) -> str:
    """What a form of this session carries, so that no other site can send it."""
    return hashlib.sha256(f"form {token}".encode()).hexdigest()


def network_of(address: str) -> str:
    """What limits count by: the address, of the long kind its network; other words as they are."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), _NETWORK_BITS), strict=False))
    return str(found)


def _id(token: str) -> str:
    return hashlib.sha256(f"session {token}".encode()).hexdigest()


def _later(**length: float) -> str:
    return (datetime.now(UTC) + timedelta(**length)).strftime("%Y-%m-%dT%H:%M:%SZ")
