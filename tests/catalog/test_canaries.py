"""Private canaries in every column, picture, file name and name of a sender: no byte of what is public has them.

What is public: releases, exports, derived pictures, and every page, feed, table and row of JSON that the site serves.
Where the workbench itself must forget, see publish/removing/test_takedown.py.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from datasette.app import Datasette

from catalog import markets
from catalog.columns import COLUMNS
from catalog.markets import export
from catalog.publish import release
from catalog.publish.tables import schema
from catalog.web import serving
from catalog.workbench.home import Home
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.catalog.markets import templates
from tests.catalog.publish import traces
from tests.catalog.publish.conftest import write_workbook
from tests.catalog.test_cli import OCOP
from tests.conftest import receive
from tests.images.made import encoded, quarters
from tests.images.test_metadata import EVERYTHING

PERSON, OTHER = "Trịnh Thị Khuê", "Lò Văn Nhạn"
PHONE, ID, ACCOUNT, MAIL = "0900 000 077", "022099000077", "19030000771", "khue.trinh@thu.example"
HOME = "thôn Hà Dong"
# Written so that a plain search passes them over.
DISGUISED = (
    "0900,000,077",
    "0900_000_077",
    "O9OO.OOO.O77",
    "0900 không không không 077",
    "022 099 000 077",
    "022.099.000.077",
    "0900<br>000<br>077",
    "0900&#46;000&#46;077",
    "09<b>00</b>000077",
    "022<i>099</i>000077",
    "0900%20000%20077",
    "khue [at] thu.example",
    "sinh ngày 07/07/1977",
    "24B1-123.77",
    "số nhà 77 đường Lê Nhạn",
    "@khue.trinh77",
    "Tr&#7883;nh Th&#7883; Khu&ecirc;",
)
CANARIES = (
    *(PERSON, "Khuê", OTHER, PHONE, "900000077", "900.000.077", ID, ACCOUNT, MAIL, "Hà Dong", "CANARY"),
    *DISGUISED,
)
PROSE = (
    f"Gọi chị Khuê {PHONE} hoặc 0900.000.077, Zalo +84900000077, {MAIL}. Bà {PERSON} và ông {OTHER} ở số 7, {HOME}."
    f" CCCD {ID}. STK {ACCOUNT} MB Bank. {ID}. Hoặc: {'; '.join(DISGUISED)}."
)  # fmt: skip
# What a row needs to be a product at all; every other column holds everything that a person may have typed into it.
NEEDED = {
    "name": f"Bánh gật gù {PERSON}, số nhà 77 đường Lê Nhạn",
    "producer": f"Hộ kinh doanh {PERSON}",
    "producer_kind": "hộ kinh doanh",
    "representative": OTHER,
    "tax_code": ID,
    "phone": PHONE,
    "email": MAIL,
    "website": "https://trinh-thi-khue.example/lien-he",
    "url": "https://cho.example/trinh%2Dthi%2Dkhue/0900%20000%20077",
    "address": f"số 7, {HOME}, thị trấn Tiên Yên, Tiên Yên, Quảng Ninh",
    "commune": "Tiên Yên",
    "district": "",
    "province": "Quảng Ninh",
    "ocop_set": "",
    "stars": "",
    "score": "",
    "decision_number": "",
    "decision_date": "",
    "expires": "",
    "product_code": "",
    "gtin": "",
    "sku": "0900&#46;000&#46;077",
    "price": f"40.000đ (gọi {PHONE})",
    "price_old": "",
    "wholesale_price": "33.000đ",
    "pack": f"Gói 300g, hỏi {PERSON} {PHONE}",
    "net_content": "",
    "stock": f"20 gói, {PHONE}",
    "images": "",
    "consent_name": "",
    "consent_phone": "không",
    "consent_photo": "có",
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose published household and cooperative have canaries in every column."""
    base = tmp_path_factory.mktemp("canaries")
    home = Home(base / "home")
    household = {c.name: NEEDED.get(c.name, PROSE) for c in COLUMNS}
    cooperative = household | {
        "name": "Mắm ruốc Đồi Vải", "producer": f"HTX Đồi Vải (GĐ: {OTHER})", "producer_kind": "HTX",
        "tax_code": "", "sku": PHONE,
        "website": "https://doi-vai.example", "url": "", "representative": OTHER, "pack": "Hũ 250g", "price": "60.000đ",
        "description": f"Gọi {PHONE} ({ID}; {'; '.join(DISGUISED)}). Giám đốc {OTHER} lập HTX.", "stock": "",
    }  # fmt: skip
    cooperative |= {c.name: cooperative["description"] for c in COLUMNS if c.name not in NEEDED}
    header = [c.label for c in COLUMNS]
    sheet = write_workbook(
        base / f"{PERSON} {PHONE}.xlsx", [list(household.values()), list(cooperative.values())], header
    )
    photo = base / f"{household['name']}.jpg"
    photo.write_bytes(encoded(quarters(), **EVERYTHING))
    (taken,) = receive(home, sheet, photo, sender=f"{PERSON} {PHONE}")
    with Workbench(home.workbench) as bench:
        review.decide(bench, [1, 2], "accepted", f"đã gọi {PERSON}", "lan")
        # A consent is recorded and withdrawn again, with the name on the paper.
        for is_given in (True, False):
            said = consents.Said(consents.PAPER, f"phiếu của {PERSON}, {PHONE}")
            consents.record(bench, str(taken.drafts[0].producer_id), ["phone", "bank"], said, "lan", is_given=is_given)
        # Both have a verified account; the household took its consent back, the cooperative was never asked.
        for draft, owner in zip(taken.drafts, (PERSON, OTHER), strict=True):
            seen = accounts.Verified("MB", ACCOUNT, owner, f"thấy tên {owner}", "chị ấy đứng tên")
            accounts.add(bench, str(draft.producer_id), seen, f"lan, hỏi {PERSON}")
    release.publish(home, "test")
    on = date(2026, 11, 22)
    for market in markets.known().values():
        asked = {"base_url": "https://a.example", "template": templates.given(market.name)}
        export.export(market, home.catalog, home.pictures, home.exports, on=on, **asked)
    return home


def test_the_canaries_were_received(seeded: Home) -> None:
    with Workbench(seeded.workbench, is_reading=True) as bench:
        row = bench.rows("SELECT r.cells, d.facts FROM raw_records r JOIN drafts d USING (id)")[0]
    filled = sum(bool(words) for words in json.loads(row["cells"]).values())
    assert filled > len(COLUMNS) - 16
    for canary in (PERSON, OTHER, PHONE, ID, ACCOUNT, MAIL, HOME):
        assert canary in row["cells"]


@pytest.mark.parametrize("folder", ["releases", "exports", "pictures/derived"])
def test_no_byte_of_what_is_published_has_them(seeded: Home, folder: str) -> None:
    assert [p for p in (seeded.root / folder).rglob("*") if p.is_file()]
    assert traces.found(seeded.root / folder, CANARIES) == []


async def addresses(site: Datasette) -> AsyncIterator[str]:
    """Every page of the site that this catalogue has, and Datasette's own."""
    for path in ("/", "/san-pham", "/san-pham?q=banh", "/san-pham?q=khue", "/huong-dan", "/rieng-tu", "/thay-doi.atom",
                 "/sitemap.xml", "/datapackage.json", "/robots.txt", "/san-pham/banh-gat-gu-xyz"):  # fmt: skip
        yield path
    database = next(db for db in site.databases.values() if db.path)
    for kind, table in (("san-pham", "products"), ("co-so", "producers")):
        for row in (await database.execute(f"SELECT slug FROM {table}")).rows:  # noqa: S608
            yield f"/{kind}/{row['slug']}"
    for table in (*(t.name for t in schema.TABLES), "products_folded_content", "products_exact_content"):
        for ending in ("", ".json?_shape=array", ".csv"):
            yield f"/catalog/{table}{ending}"


async def test_no_page_feed_or_table_has_them(seeded: Home, tmp_path: Path) -> None:
    site = serving.datasette_for(seeded.catalog.resolve(), {"today": "2026-11-22"})
    number = 0
    async for path in addresses(site):
        for lang in ("", "lang=en"):
            answer = await site.client.get(path + (("&" if "?" in path else "?") + lang if lang else ""))
            assert answer.status_code in (200, 404), path
            # A page of answers shows what was asked for.
            asked = b"khue" if "q=khue" in path else b"\0"
            (tmp_path / f"{number}").write_bytes(answer.content.replace(asked, b""))
            number += 1
    site.close()
    assert number > 70
    assert traces.found(tmp_path, [c for c in CANARIES if c != "CANARY"]) == []


def test_what_a_page_shows_of_the_household_is_designed(seeded: Home) -> None:
    manifest = json.loads((seeded.catalog.resolve().parent / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["licenses"][0]["name"] == "CC-BY-4.0"
    data = (seeded.exports / f"csv-{release.current(seeded)}" / "catalog.csv").read_text(encoding="utf-8")
    assert "Cơ sở sản xuất tại xã Tiên Yên, Quảng Ninh" in data
    assert "Bánh gật gù" in data
    assert "[số điện thoại]" in data


def test_what_the_commands_of_publication_print_and_log_has_none_of_them(seeded: Home, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    for arguments in (["publish", "--json"], ["status"], ["export", "csv", "--json"], ["check"], ["retention"]):
        done = subprocess.run([*OCOP, "--home", str(seeded.root), *arguments], capture_output=True,
                              env=os.environ | {"TMPDIR": str(logs)}, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        (tmp_path / f"{arguments[0]}.out").write_bytes(done.stdout + done.stderr)
    assert traces.found(tmp_path, CANARIES) == []


def test_a_consent_form_holds_its_producer_and_nobody_else(seeded: Home, tmp_path: Path) -> None:
    out = tmp_path / "phieu.html"
    command = [*OCOP, "--home", str(seeded.root), "consent", "form", "HTX Đồi Vải", "-o", str(out)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert traces.found(tmp_path, [PERSON, ID, ACCOUNT, "Hà Dong"]) == []
    assert traces.found(tmp_path, [MAIL])  # its own, which the form asks about
