"""Photos that nothing matched are given to products in the browser, wrong ones taken away; within one's places."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.photos import pictures
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import HEAD, ROWS, draft_of, page_of, send, words
from tests.conftest import receive
from tests.images.made import jpeg

HONEY, TEA, QUE = "Mật ong hoa nhãn Thử", "Trà dây Thử", "Quế thanh Thử"


@pytest.fixture
def photos(home: Home, tmp_path: Path) -> dict[str, str]:
    """Name → hash of a photo that is called like the honey and of one that is called like nothing.

    The first two rows lie in Mậu A; a delivery of their own, so that its photos are that commune's.
    """
    taken = {f"{HONEY}.jpg": jpeg(size=(480, 480)), "z5123.jpg": jpeg(size=(520, 480))}
    for name, data in taken.items():
        (tmp_path / name).write_bytes(data)
    sheets = {"một.csv": ROWS[:2], "hai.csv": ROWS[2:]}
    for name, rows in sheets.items():
        (tmp_path / name).write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    receive(home, tmp_path / "một.csv", *(tmp_path / name for name in taken), sender="chị Thử")
    receive(home, tmp_path / "hai.csv", sender="anh Thử")
    return {name: hashlib.sha256(data).hexdigest() for name, data in taken.items()}


def product_of(home: Home, name: str) -> str:
    with Workbench(home.workbench, is_reading=True) as bench:
        return str(bench.rows("SELECT product_id FROM drafts WHERE name = ?", [name])[0][0])


def shown_by(home: Home, sha256: str) -> list[str]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return pictures.shown_by(bench, sha256)


async def test_a_photo_is_tapped_and_then_its_product(photos, home: Home, log_in) -> None:
    client, tea = await log_in("mau.a"), product_of(home, TEA)
    page = page_of(await client.get("/duyet/anh"))
    (photo,) = page.xpath("//ul[contains(@class, 'photos')]//a/@href")
    assert photo == f"/duyet/anh/{photos['z5123.jpg']}"
    image = await client.get(page.xpath("//ul[contains(@class, 'photos')]//img/@src")[0])
    assert image.headers["content-type"] == "image/jpeg"
    one = page_of(await client.get(photo))
    assert one.xpath("//form[contains(@class, 'choices')]/button/@value") == [product_of(home, HONEY), tea]
    found = page_of(await client.get(f"{photo}?q=tra"))
    assert found.xpath("//form[contains(@class, 'choices')]/button/@value") == [tea]

    given = await send(client, photo, lam="gan", sp=tea)
    assert given.status_code == 303
    assert shown_by(home, photos["z5123.jpg"]) == [tea]
    told = page_of(await client.get(given.headers["location"]))
    assert f"Đã gắn ảnh cho {TEA}" in words(told)
    assert "Ảnh nào cũng đã có sản phẩm." in words(told)
    item = page_of(await client.get(f"/duyet/{draft_of(home, TEA)}"))
    assert "Cán bộ gắn thêm" in words(item)
    assert (await client.get(item.xpath("//ul[contains(@class, 'photos')]//img/@src")[0])).status_code == 200
    await send(client, photo, lam="bo", sp=tea)
    assert shown_by(home, photos["z5123.jpg"]) == []


async def test_a_wrong_picture_is_taken_away_and_put_back(photos, home: Home, log_in) -> None:
    client, draft, honey = await log_in("mau.a"), draft_of(home, HONEY), product_of(home, HONEY)
    at = f"/duyet/anh/{photos[f'{HONEY}.jpg']}"
    gone = await send(client, at, lam="bo", sp=honey, muc=str(draft))
    assert gone.headers["location"] == f"/duyet/{draft}"
    assert "Đã bỏ, không đăng" in words(page_of(await client.get(f"/duyet/{draft}")))
    release.publish(home, "thử")
    with Workbench(home.workbench, is_reading=True) as bench:
        assert [row["decided_by"] for row in bench.rows("SELECT * FROM picture_assignments")] == [
            "Cán bộ Mậu A (mau.a)"
        ]
    await send(client, at, lam="gan", sp=honey, muc=str(draft))
    assert shown_by(home, photos[f"{HONEY}.jpg"]) == [honey]


async def test_photos_of_other_places_are_not_there(photos, home: Home, log_in) -> None:
    other, at = await log_in("xa.khac"), f"/duyet/anh/{photos['z5123.jpg']}"
    assert "z5123" not in (await other.get("/duyet/anh")).text
    for path in (at, f"{at}/xem", f"/duyet/anh/{'0' * 64}", f"/duyet/anh/{'0' * 64}/xem"):
        assert (await other.get(path)).status_code == 404, path
    assert (await send(other, at, lam="gan", sp=product_of(home, QUE))).status_code == 404
    own = await log_in("mau.a")
    assert (await send(own, at, lam="gan", sp=product_of(home, QUE))).status_code == 404
    assert (await send(own, at, lam="gan", sp="khong")).status_code == 404
    assert (await send(own, at, lam="khac", sp=product_of(home, TEA))).status_code == 400
    assert shown_by(home, photos["z5123.jpg"]) == []
    assert "z5123" in (await (await log_in("tinh")).get("/duyet/anh")).text
