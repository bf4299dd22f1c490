"""How commands show certificates that are about to lapse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from catalog.cli.command import show

# So many are shown where they stand beside something else.
FEW = 10


def lapses_of(home: Any, commune: str | None) -> Any:
    """The certificates that lapse within six months, of a commune where one is named. Raises Unknown."""
    from catalog.publish import lapsing
    from catalog.workbench import days
    from catalog.workbench.reviewing import scopes

    return lapsing.lapses(home, days.today(), scopes.communes(commune) if commune is not None else None)


def show_lapses(found: Sequence[Any], most: int = FEW) -> None:
    """Prints them by date under their counts; nothing where there are none."""
    from catalog.publish import lapsing

    if not found:
        return
    counts = ", ".join(f"{number} within {within}" for within, number in lapsing.counted(found).items() if number)
    click.echo(f"{'lapsing':24} {counts}")
    for one in found[:most]:
        place = ", ".join(word for word in (one.commune, one.province) if word)
        words = (one.name, one.producer, place or "—", f"{one.decision_number}, {one.decision_date}")
        click.echo(f"  {one.expires_on}  ({one.months} mo)  {one.stars} sao  {'  ·  '.join(words)}")
    if len(found) > most:
        click.echo(f"  … {len(found) - most:,} more: `ocop review list --state lapsing`")


def list_lapses(
    home: Any, grouped: str | None, limit: int, as_json: bool, *, commune: str | None, sender: str | None,
    issue: str | None,
) -> None:  # fmt: skip
    """`ocop review list --state lapsing`."""
    from dataclasses import asdict

    if grouped or sender or issue:
        raise click.UsageError("Certificates that lapse can be chosen by --commune only.")
    found = lapses_of(home, commune)
    if as_json:
        show([asdict(one) for one in found[:limit]])
        return
    show_lapses(found, limit)
    click.echo(f"{len(found):,} lapsing")
