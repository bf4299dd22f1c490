"""A hundred buyers at once while a delivery is imported and a release published: every answer is whole and of one."""

from __future__ import annotations

import asyncio
from pathlib import Path

from benchmarks import sheet
from benchmarks.buyers import Crowd, crowd
from benchmarks.process import OCOP, run
from tests.catalog.web.served import served

BUYERS = 100


async def test_no_buyer_sees_an_error_while_others_import_and_publish(tmp_path: Path) -> None:
    home, first, again = tmp_path / "home", tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    sheet.write(first, 300)
    sheet.write(again, 300, is_again=True)
    ocop = [*OCOP, "--home", str(home)]
    run([*ocop, "import", str(first)])
    run([*ocop, "publish"])

    with served(home) as base:

        async def work(seen: Crowd) -> None:
            await asyncio.to_thread(run, [*ocop, "import", str(again)])
            await asyncio.to_thread(run, [*ocop, "publish"])
            # Until buyers have seen the new release.
            async with asyncio.timeout(120):
                while len(seen.releases) < 2:
                    await asyncio.sleep(0.1)

        seen = await crowd(base, BUYERS, work)
    assert seen.wrong == []
    assert len(seen.releases) == 2
    assert len(seen.seconds) >= BUYERS
