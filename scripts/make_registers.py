"""Makes the registers of places from their source: `make registers`, or with a wheel that is there already.

    python scripts/make_registers.py [vietnamadminunits-1.0.4-py3-none-any.whl]

Without an argument the wheel is downloaded with `pip download --no-deps` into a temporary folder. It is read as
data and never imported. The files written are sorted and carry no day of making: same source, same bytes.
What people keep by hand (aliases.tsv, province_ranks.tsv) is not touched. See docs/registers.md.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE, VERSION, RELEASED = "vietnamadminunits", "1.0.4", "2025-10-08"
HOME = "https://github.com/tranngocminhhieu/vietnamadminunits"
FOLDER = Path(__file__).parents[1] / "catalog" / "registers" / "places"
# Resolution 202/2025/QH15 and one NQ/UBTVQH15 per province: in force on 1 July 2025.
REFORM, EVE = "2025-07-01", "2025-06-30"

HEADER = f"""\
# {{title}}
# Source: {PACKAGE} {VERSION} of {RELEASED} ({HOME}).
# Its tables follow the statistics office; licence MIT, Copyright (c) 2025 Tran Ngoc Minh Hieu (LICENSE-{PACKAGE}.txt).
# Written by scripts/make_registers.py; do not edit, see docs/registers.md.
"""

# How the source writes a rank in its glued keys; the longer ones first.
RANK_KEYS = {
    "thanhpho": "thành phố",
    "thitran": "thị trấn",
    "phuong": "phường",
    "district": "quận",
    "thixa": "thị xã",
    "huyen": "huyện",
    "quan": "quận",
    "ward": "phường",
    "tinh": "tỉnh",
    "xa": "xã",
    "tt": "thị trấn",
    "tx": "thị xã",
    "tp": "thành phố",
    "p": "phường",
    "q": "quận",
    "f": "phường",
}

Row = dict[str, Any]


def main(arguments: list[str]) -> None:
    """Reads the wheel and writes every register; prints how many lines each has."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(arguments[0]) if arguments else download(Path(folder))
        source = read_wheel(wheel, Path(folder))
    write("provinces.tsv", "Provinces and cities under the centre", PROVINCE_COLUMNS, provinces(source))
    write("districts.tsv", "Districts, abolished on 1 July 2025", DISTRICT_COLUMNS, districts(source))
    write("communes_old.tsv", "Communes until 30 June 2025", OLD_COLUMNS, old_communes(source))
    write("communes.tsv", "Communes since 1 July 2025", NEW_COLUMNS, new_communes(source))
    write("successions.tsv", "Which land went where on 1 July 2025", SUCCESSION_COLUMNS, successions(source))
    (FOLDER / f"LICENSE-{PACKAGE}.txt").write_text(source["licence"], encoding="utf-8")


def download(folder: Path) -> Path:
    """The wheel of the version named above, fetched by pip."""
    wanted = f"{PACKAGE}=={VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), wanted]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def read_wheel(wheel: Path, folder: Path) -> dict[str, Any]:
    """The tables `old` and `new`, the mappings `converter` and `parser`, and the text of the licence."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        database = archive.extract(f"{PACKAGE}/data/dataset.db", folder)
        licence = next(name for name in names if name.endswith("licenses/LICENSE"))
        source = {
            "converter": json.loads(archive.read(f"{PACKAGE}/data/converter_2025.json")),
            "parser": json.loads(archive.read(f"{PACKAGE}/data/parser_legacy.json")),
            "licence": archive.read(licence).decode("utf-8"),
        }
    with sqlite3.connect(database) as db:
        db.row_factory = sqlite3.Row
        for key, table in (("old", "admin_units_legacy"), ("new", "admin_units")):
            # The two table names are the literals above.
            source[key] = [dict(row) for row in db.execute(f"SELECT * FROM {table}")]  # noqa: S608
    return source


# ── the units ──

PROVINCE_COLUMNS = ("code", "name", "rank", "valid_from", "valid_to", "into")
DISTRICT_COLUMNS = ("code", "name", "rank", "province", "valid_from", "valid_to", "aliases")
OLD_COLUMNS = ("code", "name", "rank", "district", "valid_from", "valid_to", "aliases")
NEW_COLUMNS = ("code", "name", "rank", "province", "valid_from", "valid_to")
SUCCESSION_COLUMNS = ("old", "new", "partly", "main", "on")


def provinces(source: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Old and new provinces; `into` is the province that an old one belongs to since."""
    new = {row["provinceKey"]: row for row in source["new"]}
    into = {old: new[key]["provinceCode"] for key, olds in source["converter"]["DICT_PROVINCE"].items() for old in olds}
    for row in {row["provinceKey"]: row for row in source["old"]}.values():
        name, rank = split_rank(row["province"])
        yield row["provinceCode"], name, rank, "", EVE, into[row["provinceKey"]]
    for row in new.values():
        name, rank = split_rank(row["province"])
        yield row["provinceCode"], name, rank, REFORM, "", row["provinceCode"]


def districts(source: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The districts with the names of earlier ones that became part of them."""
    rows = {row["districtCode"]: row for row in source["old"]}
    divided = _divided_districts(source)
    for code, row in rows.items():
        name, rank = split_rank(row["district"])
        given = json.loads(row["districtAlias"] or "[]") + divided[row["provinceKey"], row["districtKey"]]
        aliases = clean_aliases(given, fold(name))
        yield code, name, rank, row["provinceCode"], "", EVE, "; ".join(aliases)


def _divided_districts(source: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    """(province, district) → keys of earlier districts that lost communes to it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for province, divided in source["parser"]["DICT_PROVINCE_DISTRICT_DIVIDED"].items():
        for earlier in divided.values():
            for district in earlier["districts"]:
                found[province, district] += earlier["dividedDistrictKeywords"]
    return found


def old_communes(source: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The communes with the names of earlier ones that became part of them; five islands had no commune."""
    for row in source["old"]:
        if not row["wardCode"]:
            continue
        name, rank = split_rank(row["ward"])
        aliases = clean_aliases(json.loads(row["wardAlias"] or "[]"), fold(name))
        yield row["wardCode"], name, rank, row["districtCode"], "", EVE, "; ".join(aliases)


def new_communes(source: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The communes in force."""
    for row in source["new"]:
        name, rank = split_rank(row["ward"])
        yield row["wardCode"], name, rank, row["provinceCode"], REFORM, ""


def successions(source: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Old code (of the district where an island had no commune) → new code.

    partly  1 where the old unit was split: the land went to this and to other communes
    main    1 where it went wholly there, or where the source takes this for the larger part
    """
    old = {_old_key(row): row["wardCode"] or row["districtCode"] for row in source["old"]}
    new = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in source["new"]}
    for province, wards in source["converter"]["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for key in olds:
                yield old[key], new[province, ward], "0", "1", REFORM
    for province, olds in source["converter"]["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, targets in olds.items():
            for target in targets:
                main = str(int(target["isDefaultNewWard"]))
                yield old[key], new[province, target["newWardKey"]], "1", main, REFORM


def _old_key(row: Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


# ── names ──


def fold(name: str) -> str:
    """The name as the source glues it: a–z and 0–9 only."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", plain)


def split_rank(full: str) -> tuple[str, str]:
    """Name and rank of “Thị trấn Mậu A”: (“Mậu A”, “thị trấn”)."""
    full = unicodedata.normalize("NFC", full)
    for rank in ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã"):
        if full.lower().startswith(rank + " "):
            return full[len(rank) + 1 :], rank
    raise ValueError(f"no rank in {full!r}")


def clean_aliases(keys: Iterable[str], own: str) -> list[str]:
    """Earlier names as “rank:glued key” (rank blank where the source does not say), without the unit's own name."""
    folded = {fold(key) for key in keys} - {""}
    found: dict[str, str] = {}
    ranked = {prefix + name for prefix in RANK_KEYS for name in folded} & folded
    bare = {key for key in folded if any(prefix + key in ranked for prefix in RANK_KEYS)}
    for key in sorted(folded - bare):
        rank, name = _alias(key, bare | {own})
        if name != own and (name not in found or not found[name]):
            found[name] = rank
    return [f"{rank}:{name}" for name, rank in sorted(found.items())]


def _alias(key: str, known: set[str]) -> tuple[str, str]:
    for prefix, rank in RANK_KEYS.items():
        rest = key.removeprefix(prefix)
        if rest == key:
            continue
        if rest.isdecimal():
            return rank, str(int(rest))
        if rest in known or len(prefix) > 2:
            return rank, rest
    return "", key


def write(name: str, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Writes one sorted register with its header."""
    lines = sorted({"\t".join(row) for row in rows})
    text = HEADER.format(title=title) + "\n".join(["\t".join(columns), *lines]) + "\n"
    (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(lines)}")


if __name__ == "__main__":
    main(sys.argv[1:])
