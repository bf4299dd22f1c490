"""Passwords: kept as a slow hash with a salt of its own, compared in constant time, given and chosen by rule.

scrypt of the standard library with 32 MB and three passes, as OWASP's password storage cheat sheet has it. The name of
the way stands in front of each hash, so that another way can come beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from functools import cache

from catalog.errors import Refused

# Work: 2**15 blocks of 1 KB, three times over.
LOG_N, R, P = 15, 8, 3
SALT, KEY = 16, 32  # bytes
SHORTEST, LONGEST = 10, 200  # characters
FEWEST_LETTERS = 5  # that differ: 1111111111 is none
# Letters and figures that are not mistaken for each other; 12 of them are 60 bits.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz0"
_GIVEN, _GROUP = 12, 4


def given() -> str:
    """A password for somebody else, in groups that can be read aloud; its owner replaces it at the first log-in."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_GIVEN))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _GIVEN, _GROUP))


def check(password: str, login: str) -> None:
    """Raises Refused, with a sentence in Vietnamese, for a password that is too easy for this account."""
    if not SHORTEST <= len(_plain(password)) <= LONGEST:
        raise Refused(f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự.", code="password-length")
    if len(set(_plain(password))) < FEWEST_LETTERS or login in _plain(password).casefold():
        raise Refused(
            "Mật khẩu này dễ đoán: đừng lặp một ký tự, đừng dùng tên đăng nhập.", code="password-easy"
        )  # fmt: skip


def hashed(password: str) -> str:
    """What is kept of a password: way, work, salt and hash, parted by `$`."""
    salt = secrets.token_bytes(SALT)
    key = _scrypt(password, salt, LOG_N, R, P)
    return "$".join(("scrypt", str(LOG_N), str(R), str(P), b64encode(salt).decode(), b64encode(key).decode()))


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which `kept` was made; as slow where there is none to compare with."""
    way, log_n, r, p, salt, key = (kept or _nobody()).split("$")
    if way != "scrypt":
        raise ValueError(f"a password was hashed in a way that this program does not know: {way}")
    found = _scrypt(password, b64decode(salt), int(log_n), int(r), int(p))
    return hmac.compare_digest(found, b64decode(key)) and kept is not None


@cache
def _nobody() -> str:
    """A hash with which a password for an account that does not exist is compared, so that time tells nothing."""
    return hashed(secrets.token_hex(SALT))


def _plain(password: str) -> str:
    """As one is compared: a keyboard may give a letter with its accent as one character or as two."""
    return unicodedata.normalize("NFKC", password)


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    words = _plain(password)[:LONGEST].encode()
    return hashlib.scrypt(words, salt=salt, n=2**log_n, r=r, p=p, maxmem=2 * 128 * r * 2**log_n, dklen=KEY)
