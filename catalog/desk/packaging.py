"""The package of a market: its files for some places as one zip, made as `ocop export` makes them.

A package is asked for by an officer (`Wanted`, kept in the words of a job), made by the worker, and lies as PACKAGE in
the export's own folder, so that whatever removes the export removes it, too.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from catalog import markets
from catalog.errors import Blocked, OcopError, Refused
from catalog.markets import export as exporting
from catalog.markets.export import Exported
from catalog.markets.filling import remembering
from catalog.markets.listing import fees
from catalog.markets.market import Given, Market
from catalog.workbench import days
from catalog.workbench.home import Home, atomic_file, write_atomically
from catalog.workbench.jobs import Job
from catalog.workbench.progress import Progress
from catalog.workbench.reviewing import scopes

PACKAGE = "tat-ca.zip"
# Where the seller's workbook waits until the package is made; its name in the home's exports.
TEMPLATES = ".mau"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the market, the key of a scope, and how.

    template        the name of the seller's workbook below the home's exports; blank for none
    is_changed_only only what differs from what was confirmed
    allows_removals also what takes values or many products off the market
    columns         what columns of the template take, as `ocop export --column` has it; remembered for the market
    """

    market: str
    scope: str
    template: str = ""
    is_changed_only: bool = False
    allows_removals: bool = False
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """As a job keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(words: str) -> Wanted:
    """What a job was asked for."""
    return Wanted(**json.loads(words))


def keep_template(home: Home, name: str, data: bytes) -> str:
    """Keeps a seller's workbook until its package is made; gives where, for `Wanted.template`."""
    plain = Path(name).name.lstrip(".") or "mau.xlsx"
    where = Path(TEMPLATES) / hashlib.sha256(data).hexdigest()[:16] / plain
    write_atomically(home.exports / where, data)
    return str(where)


def make(home: Home, job: Job, progress: Progress) -> str:
    """Makes the package that a job asks for; gives as JSON its folder, and how many products it lists and leaves out.

    Raises Refused with a Vietnamese sentence where that cannot be.
    """
    wanted = read(job.words)
    market = markets.get(wanted.market)
    try:
        made = _export(home, market, wanted, job.asked_by, progress)
    except OcopError as error:
        _drop_template(home, wanted)
        raise Refused(_sentence(market, error), code="package") from error
    _pack(made.folder)
    if wanted.template:
        remembering.remember(home, market, wanted.columns, job.asked_by)
    _drop_template(home, wanted)
    said = {"folder": made.folder.name, "products": made.products, "rows": made.rows, "left_out": made.left_out_count}
    return json.dumps(said | {"id": made.manifest["id"]})


def _drop_template(home: Home, wanted: Wanted) -> None:
    """The seller's workbook does not stay, whatever came of it; a worker that dies leaves it for the next one."""
    if wanted.template:
        shutil.rmtree((home.exports / wanted.template).parent, ignore_errors=True)


def _export(home: Home, market: Market, wanted: Wanted, who: str, progress: Progress) -> Exported:
    config = home.config()
    return exporting.export(
        market,
        home.catalog,
        home.pictures,
        home.exports,
        on=days.today(),
        on_progress=progress,
        base_url=config.get("site", {}).get("address"),
        workbench=home.workbench,
        changed=wanted.is_changed_only,
        allow_removals=wanted.allows_removals,
        fee=fees.of(config, market.name),
        template=_given(home, market, wanted),
        scope=scopes.read(wanted.scope),
        who=who,
    )


def _given(home: Home, market: Market, wanted: Wanted) -> Given | None:
    if not wanted.template:
        return None
    return remembering.given(home, market, home.exports / wanted.template, wanted.columns)


def _sentence(market: Market, error: OcopError) -> str:
    """What the officer is told; the program's own words for operators are English."""
    if isinstance(error, Blocked) and error.code == "removals":
        removals, gone = error.evidence["removals"], error.evidence["withdrawn"]
        assert isinstance(removals, list)
        return (
            f"Gói này sẽ xóa {len(removals)} giá trị và gỡ {gone} sản phẩm khỏi {market.title}."
            " Nếu đúng ý, đánh dấu “Cho phép xóa và gỡ” rồi làm lại."
        )
    if error.code == "nothing-confirmed":
        return f"Chưa lần nào xác nhận đã tải lên {market.title}; hãy làm gói đủ trước."
    return error.sentence if error.code else f"Chưa làm được gói cho {market.title}: {error.sentence}"


def _pack(folder: Path) -> None:
    """All files of an export as one zip beside them; pictures are not compressed twice."""
    with atomic_file(folder / PACKAGE) as draft, zipfile.ZipFile(draft, "w", allowZip64=True) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p not in (draft, folder / PACKAGE)):
            how = zipfile.ZIP_STORED if path.suffix in (".jpg", ".webp", ".xlsx") else zipfile.ZIP_DEFLATED
            packed.write(path, str(path.relative_to(folder)), how)


def result(job: Job) -> dict[str, Any]:
    """What came of a package: folder, id, products, rows, left_out; empty where it is not made."""
    found: dict[str, Any] = json.loads(job.result) if job.result else {}
    return found


def package_of(home: Home, folder: str) -> Path | None:
    """The zip in a folder of the home's exports, by its name; None where it is not there (any more)."""
    path = home.exports / folder / PACKAGE
    return path if Path(folder).name == folder and path.is_file() else None
