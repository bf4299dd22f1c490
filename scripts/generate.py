"""Writes the files that are derived from the code: Datasette's metadata and pages of the docs.

python scripts/generate.py            writes them
python scripts/generate.py --check    exits with 1 and names those that are stale
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from catalog import columns, markets
from catalog.markets import docs as market_docs
from catalog.publish.tables import schema
from catalog.registers import issues
from catalog.web import metadata

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"


def generated() -> Iterator[tuple[Path, str]]:
    """Each derived file with the text that it should have."""
    yield (
        ROOT / "datasette_metadata.json",
        json.dumps(metadata.metadata(), ensure_ascii=False, indent=1) + "\n",
    )
    yield ROOT / "docs" / "columns.md", _columns()
    yield ROOT / "docs" / "catalog-db.md", _tables()
    yield ROOT / "docs" / "issues.md", _issues()
    page = ROOT / "docs" / "markets.md"
    yield page, _between(page, market_docs.table(markets.known()))


def _between(page: Path, made: str) -> str:
    """The page with what stands between its two marks replaced."""
    head, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{made.strip()}\n\n{END}{tail}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)])


def _columns() -> str:
    rows = [
        [f"`{c.name}`", c.label, c.english, c.audience, ", ".join(f"`{f.name}`" for f in c.typed)]
        for c in columns.COLUMNS
    ]
    head = "# Columns of a product sheet\n\nGenerated from `catalog/columns.py`; do not edit.\n\n"
    return head + _table(["column", "Vietnamese", "English", "who may see it", "typed fields"], rows) + "\n"


def _tables() -> str:
    parts = ["# Tables of `catalog.db`\n\nGenerated from `catalog/publish/tables/schema.py`; do not edit.\n"]
    for t in schema.TABLES:
        rows = [[f"`{c.name}`", c.type, c.says] for c in (*t.columns, *t.computed)]
        view = f" A view over `{t.stored}`, to which references lead." if t.stored else ""
        parts.append(f"## {t.name}\n\n{t.says}{view}\n\n{_table(['column', 'type', 'says'], rows)}\n")
    return "\n".join(parts)


def _issues() -> str:
    rows = [[f"`{k.code}`", k.severity, k.message, k.fix or ""] for k in issues.kinds().values()]
    head = "# Issue codes\n\nGenerated from `catalog/registers/issues.toml`; do not edit.\n\n"
    return head + _table(["code", "severity", "message", "fix"], rows) + "\n"


def main(arguments: list[str]) -> int:
    stale = []
    for path, wanted in generated():
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale.append(path)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if stale and "--check" in arguments:
        print("stale: " + ", ".join(str(p.relative_to(ROOT)) for p in stale) + "; run `make fix`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
