"""What people said about the columns of a market's templates, remembered with a version as headers of senders are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from catalog.columns import BY_NAME
from catalog.errors import Unknown, Unreadable
from catalog.markets.filling.fields import FIELDS, PICTURE
from catalog.markets.filling.filling import fill
from catalog.markets.market import Given, Market
from catalog.registers import headers
from catalog.workbench.home import Home
from catalog.workbench.rows import mappings
from catalog.workbench.store import Workbench


def given(home: Home, market: Market, template: Path, pairs: dict[str, str], only: Iterable[str] = ()) -> Given:
    """The seller's workbook with everything that is known about it. Raises Unreadable or Unknown."""
    try:
        data = template.read_bytes()
    except OSError as error:
        raise Unreadable(f"{template} cannot be read: {error.strerror}.", code="file-missing") from error
    with Workbench(home.workbench, is_reading=True) as bench:
        known = mappings.remembered(bench, _owner(market))
        version = mappings.version(bench, _owner(market))
    is_new = any(known.get(header, "") != field for header, field in checked(pairs).items())
    told = {header: field for header, field in (known | pairs).items() if field}
    return Given(market.name, market.title, template.name, data, told, version + is_new, frozenset(only), fill=fill)


def remember(home: Home, market: Market, pairs: Mapping[str, str], who: str) -> None:
    """Keeps what was said, for the next template of this market; the same again changes nothing."""
    if pairs:
        with Workbench(home.workbench) as bench, bench.writing():
            mappings.confirm(bench, _owner(market), pairs, who)


def checked(pairs: Mapping[str, str]) -> dict[str, str]:
    """The pairs as given. Raises Unknown where one names no field of ours, nor words in quotes, "-" or nothing."""
    for field in pairs.values():
        is_words = len(field) > 1 and field[0] == field[-1] == '"'
        name = field.partition(":")[0]
        if not is_words and name not in (*FIELDS, *BY_NAME, PICTURE, headers.IGNORED, ""):
            raise Unknown("field", field, {*FIELDS, PICTURE})
    return dict(pairs)


def _owner(market: Market) -> str:
    """Under whose name the headers of a market's templates are kept; no sender is called so."""
    return f"market:{market.name}"
