"""Codes that open something for whoever holds them: nobody guesses one, and it can be read aloud; hashes are kept."""

from __future__ import annotations

import hashlib
import secrets

# Letters and figures that are not mistaken for each other, aloud or in handwriting: 32 of them, five bits each.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz0"
_MEANT = str.maketrans({"o": "0"})
GROUP = 4


def new(length: int) -> str:
    """A code of so many letters, in groups that can be read aloud: k7mf-2x9p-…"""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(length))
    return "-".join(letters[at : at + GROUP] for at in range(0, length, GROUP))


def digest(kind: str, code: str) -> str:
    """What is kept of a code, however it is written: capitals, spaces, the letter o for a nought."""
    return hashlib.sha256(f"{kind} {plain(code)}".encode()).hexdigest()


def plain(code: str) -> str:
    """A code as it is compared, also fit for an address: small letters and figures alone."""
    return "".join(letter for letter in code.lower() if letter.isalnum()).translate(_MEANT)
