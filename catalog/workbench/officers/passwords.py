"""Passwords: kept as a slow hash with a salt of its own, given and chosen by rule.

Argon2id with 32 MB and three passes on one thread: above the least that OWASP's password storage cheat sheet has, and
little enough that guesses do not take the machine's memory. The work stands in front of each hash.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from catalog.errors import Refused

HASHER = PasswordHasher(time_cost=3, memory_cost=32 << 10, parallelism=1)
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
    """What is kept of a password: the way, its work, the salt and the hash, parted by `$`."""
    return HASHER.hash(_plain(password)[:LONGEST])


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which `kept` was made; as slow where there is none to compare with."""
    try:
        HASHER.verify(kept or _nobody(), _plain(password)[:LONGEST])
    except VerifyMismatchError:
        return False
    return kept is not None


@cache
def _nobody() -> str:
    """A hash with which a password for an account that does not exist is compared, so that time tells nothing."""
    return hashed(secrets.token_hex(16))


def _plain(password: str) -> str:
    """As one is hashed: a keyboard may give a letter with its accent as one character or as two."""
    return unicodedata.normalize("NFKC", password)
