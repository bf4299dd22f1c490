"""The shape of a home's `config.toml`: what is misspelt is refused with a sentence, never passed over.

A policy that is not read would accept what an officer meant to hold. What values mean is judged where they are used.
To add a setting: a line here, and docs/commands.md.
"""

from __future__ import annotations

from typing import Any

from catalog.errors import Refused

TEXT, LIST, TABLE = "a text in quotes", 'a list of codes like ["price-missing"]', "a table of its own"
# Table → its settings, each with what it is; None where any name may stand: kinds of retention, markets.
SETTINGS: dict[str, dict[str, str] | None] = {
    "review": {"hold": LIST},
    "crawl": {"contact": TEXT},
    "site": {"address": TEXT, "operator": TEXT, "contact": TEXT},
    "fees": None,
    "retention": None,
}


def checked(config: dict[str, Any]) -> dict[str, Any]:
    """The settings as they are. Raises Refused for the first that has no meaning, naming those that have one."""
    for table, said in config.items():
        if table not in SETTINGS:
            raise Refused(f"config.toml: there is no [{table}]. There are: {', '.join(SETTINGS)}.")
        if not isinstance(said, dict):
            raise Refused(f"config.toml: {table} is a table; write [{table}] and its settings below it.")
        known = SETTINGS[table]
        for name, value in said.items():
            if known is not None and name not in known:
                raise Refused(f"config.toml, [{table}]: there is no {name}. There are: {', '.join(known)}.")
            kind = TABLE if table == "fees" else known and known[name]
            if kind and not _is(kind, value):
                raise Refused(f"config.toml, [{table}] {name}: {value!r} is not {kind}.")
    return config


def _is(kind: str, value: object) -> bool:
    if kind == LIST:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, dict if kind == TABLE else str)
