"""An invented reform of administrative units: lines of the registers, written as `docs/registers.md` says.

On 1 January 2030 (nothing of it was ever decided): two communes of Quảng Ninh become one under the code of one of them;
one of Lào Cai is split in two, of which one keeps its code and name; one of Quảng Ninh is renamed; and Quảng Ninh
itself becomes a part of Hải Phòng.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from catalog.registers import places

EVE, DAY = "2029-12-31", "2030-01-01"
TIEN_YEN, DIEN_XA, RENAMED, SPLIT = "06862", "06874", "06841", "04441"
Lines = list[list[str]]


def _after(name: str, lines: Lines) -> Lines:
    """The lines of one register, as they would be written then."""
    if name == "provinces":
        return [[*line[:4], EVE, "31"] if line[0] == "22" and not line[4] else line for line in lines]
    if name == "communes":
        return [new for line in lines for new in _commune(line)]
    if name == "successions":
        return [*lines, *_successions()]
    return lines


def _commune(line: list[str]) -> Lines:
    code, name, rank, province, since, _ = line
    if province != "22" and code != SPLIT:
        return [line]
    ended = [code, name, rank, province, since, EVE]
    if code == SPLIT:
        return [ended, [code, name, rank, province, DAY, ""], ["99001", f"{name} Hạ", rank, province, DAY, ""]]
    if code == DIEN_XA:
        return [ended]
    new_name = {RENAMED: "Tên Mới"}.get(code, name)
    return [ended, [code, new_name, rank, "31", DAY, ""]]


def _successions() -> Lines:
    found = [[SPLIT, SPLIT, "1", "1", DAY], [SPLIT, "99001", "1", "0", DAY]]
    for line in _packaged("communes"):
        if line[3] == "22":
            into = TIEN_YEN if line[0] == DIEN_XA else line[0]
            found.append([line[0], into, "0", "1", DAY])
    return found


_packaged = places._lines


def _forget() -> None:
    """Whatever was worked out of the registers so far."""
    for name, module in list(sys.modules.items()):
        if name.startswith("catalog."):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


@contextmanager
def reformed() -> Iterator[None]:
    """The registers as they would be after the invented reform."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_lines", lambda name: _after(name, _packaged(name)))
        _forget()
        try:
            yield
        finally:
            patch.undo()
            _forget()
