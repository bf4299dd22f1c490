"""What decides how words are read: our code and registers, and the libraries that they call."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.resources.abc import Traversable

# Below `catalog`: readers, what they read by, and what is made of a reading. test_readings.py finds what is missing.
PARTS = (
    "columns.py",
    "normalise",
    "registers",
    "values",
    "workbench/identities/identity.py",
    "workbench/rows/encoded.py",
    "workbench/rows/statements.py",
)
LIBRARIES = ("msgspec", "pandas", "phonenumbers", "python-stdnum", "rapidfuzz")


def _edition() -> bytes:
    found = hashlib.blake2b(digest_size=16)
    for name in LIBRARIES:
        found.update(f"{name} {metadata.version(name)}\n".encode())
    found.update(f"Python {platform.python_version()}\n".encode())
    home = resources.files("catalog")
    for part in PARTS:
        for name, file in _files(home.joinpath(part), part):
            found.update(f"{name}\n".encode() + hashlib.blake2b(file.read_bytes()).digest())
    return found.digest()


def _files(at: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """The files at or below a place, by name; what Python compiled of them left out."""
    if at.is_file():
        yield name, at
        return
    for inside in sorted(at.iterdir(), key=lambda found: found.name):
        if inside.name != "__pycache__":
            yield from _files(inside, f"{name}/{inside.name}")


# A digest that changes with every change to how words are read; equal installations have equal ones. It is taken as
# the program starts: a server that goes on while a newer one is put in its place reads as the older one.
EDITION = _edition()
