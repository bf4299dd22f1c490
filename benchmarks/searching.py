"""One search page through the whole site, in this process, beside the bare full-text query it rests on."""

from __future__ import annotations

import sqlite3
import statistics
import time
from pathlib import Path

from catalog.web import serving

WORDS = ["mat ong", "quế", "tra que", "ớt chào mào", "gao nep"]
RUNS = 20


async def search_times(catalog: Path) -> tuple[float, float]:
    """Medians in seconds: our page (search, facets, cards, HTML) and the bare FTS5 query."""
    served = serving.datasette_for(catalog.resolve())
    await served.invoke_startup()
    ours, bare = [], []
    db = sqlite3.connect(f"file:{catalog.resolve()}?mode=ro", uri=True)
    sql = """SELECT p.* FROM products_folded f JOIN products p ON p.number = f.rowid
              WHERE products_folded MATCH ? ORDER BY rank LIMIT 24"""
    for run in range(RUNS):
        word = WORDS[run % len(WORDS)]
        start = time.perf_counter()
        answer = await served.client.get(f"/san-pham?q={word}")
        ours.append(time.perf_counter() - start)
        assert answer.status_code == 200
        folded = {"quế": "que", "ớt chào mào": "ot chao mao"}.get(word, word)
        start = time.perf_counter()
        db.execute(sql, [folded]).fetchall()
        bare.append(time.perf_counter() - start)
    db.close()
    return statistics.median(ours), statistics.median(bare)
