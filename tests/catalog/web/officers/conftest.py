"""A home with officers of every role, and browsers that are logged in as each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx2
import lxml.html
import pytest
from argon2 import PasswordHasher

from catalog.web import serving
from catalog.web.serving import Switch
from catalog.workbench.home import Home
from catalog.workbench.officers import accounts, passwords, sessions
from catalog.workbench.store import Workbench
from tests.conftest import receive
from tests.images.made import jpeg

# Văn Yên of before is several communes of Lào Cai today; these two stand in its register.
MAU_A, OTHER, PROVINCE, ELSEWHERE = "04375", "04441", "15", "22"
PASSWORD = "mot cau de nho 12"
Client = httpx2.AsyncClient
LogIn = Callable[[str], Awaitable[Client]]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same way of hashing with little work, so that tests are quick."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with four officers."""
    home = Home(tmp_path / "home")
    with Workbench(home.workbench) as bench:
        open_account(bench, "mau.a", "Cán bộ Mậu A", "commune", PROVINCE, MAU_A)
        open_account(bench, "xa.khac", "Cán bộ Xã Khác", "commune", PROVINCE, OTHER)
        open_account(bench, "tinh", "Cán bộ Tỉnh", "province", PROVINCE)
        open_account(bench, "quan.tri", "Quản Trị", "administrator", PROVINCE)
        open_account(bench, "tinh.khac", "Quản Trị Tỉnh Khác", "administrator", ELSEWHERE)
    return home


def open_account(bench: Workbench, login: str, name: str, role: accounts.Role, province: str, *communes: str) -> None:
    """An account whose owner has chosen PASSWORD."""
    accounts.add(bench, login, name, role, accounts.scope_of(role, province, communes), "thử")
    accounts.choose(bench, accounts.find(bench, login), PASSWORD)


@pytest.fixture
async def site(home: Home) -> AsyncIterator[Switch]:
    """The whole server of the home; long work waits."""
    app = serving.make_app(home.catalog, {}, home)
    assert app.desk is not None
    app.desk.worker.ring = lambda: None  # type: ignore[method-assign]
    yield app
    await app.close()


@pytest.fixture
async def visitor(site: Switch) -> AsyncIterator[Client]:
    """Somebody without an account."""
    async with browser(site) as client:
        yield client


def browser(site: Switch, address: str = "203.0.113.7") -> Client:
    transport = httpx2.ASGITransport(app=site, client=(address, 1234))
    return httpx2.AsyncClient(transport=transport, base_url="http://localhost")


@pytest.fixture
async def log_in(site: Switch, home: Home) -> AsyncIterator[LogIn]:
    """A browser logged in under a name."""
    opened: list[Client] = []

    async def open_one(login: str) -> Client:
        client = browser(site)
        opened.append(client)
        with Workbench(home.workbench) as bench:
            token = sessions.log_in(bench, login, PASSWORD, "203.0.113.8")
        assert token
        client.cookies.set("ocop_can_bo", token, domain="localhost.local")
        return client

    yield open_one
    for client in opened:
        await client.aclose()


def page_of(answer: httpx2.Response) -> lxml.html.HtmlElement:
    """A page that came, parsed."""
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def words(element: lxml.html.HtmlElement) -> str:
    """What a page says, in one line."""
    return " ".join(element.text_content().split())


async def send(client: Client, address: str, **form: str) -> httpx2.Response:
    """Sends a form as the page that has it would: with the token of the session."""
    token = client.cookies.get("ocop_can_bo") or client.cookies.get("ocop_vao") or ""
    return await client.post(address, data={"so": sessions.form_token(token), **form})


HEAD = "STT,Tên sản phẩm,Tên HTX,Địa chỉ,Quy cách,Giá bán"
HERE, THERE = "xã Mậu A, tỉnh Lào Cai", "xã Xuân Ái, tỉnh Lào Cai"
ROWS = [
    f'1,Mật ong hoa nhãn Thử,HTX Thử Một,"{HERE}",Chai 500ml,12-15',
    f'2,Trà dây Thử,HTX Thử Một,"{HERE}",Túi 100g,85k',
    f'3,Quế thanh Thử,HTX Thử Hai,"{THERE}",Túi 500g,200-22',
    "4,Măng khô Thử,HTX Thử Ba,,Túi 300g,90-95",
    '5,Tương ớt Thử,HTX Thử Bốn,"xã Tiên Yên, tỉnh Quảng Ninh",Chai 200ml,40-45',
]


def deliver(
    home: Home, folder: Path, *rows: str, name: str = "bảng.csv", photo: str = "", sender: str = "chị Thử"
) -> None:
    """Imports rows as somebody sends them, with a photo of that name."""
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    photos = []
    if photo:
        (folder / f"{photo}.jpg").write_bytes(jpeg(size=(480, 480)))
        photos = [folder / f"{photo}.jpg"]
    receive(home, path, *photos, sender=sender)


@pytest.fixture
def busy(home, tmp_path):
    """A home in which something waits in two communes, in none, and in another province."""
    deliver(home, tmp_path, *ROWS, photo="Mật ong hoa nhãn Thử")
    return home


def draft_of(home, name: str) -> int:
    with Workbench(home.workbench, is_reading=True) as bench:
        return bench.rows("SELECT max(id) FROM drafts WHERE name LIKE ?", [f"{name}%"])[0][0]


def state_of(home, draft: int) -> str:
    with Workbench(home.workbench, is_reading=True) as bench:
        return bench.one("SELECT state FROM states WHERE draft_id = ?", [draft])["state"]


async def stamp(client, draft: int) -> str:
    return page_of(await client.get(f"/duyet/{draft}")).xpath("//input[@name='cua']/@value")[0]
