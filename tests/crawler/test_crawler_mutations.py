"""H24, K4: a sample shop is broken in every way that shops break, and each is noticed in the first bad run.

The good run is made once; every mutation is crawled on top of a copy of it. Noticed means: one stated reason that is
not good, a sentence that names what was seen, and the good records as they were.
"""

from __future__ import annotations

import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import crawler
from crawler import Reason, Run
from crawler.run import load
from tests.crawler.conftest import Shop, serving
from tests.crawler.shops import PNG

NAMES = ("Mật ong", "Trà Shan", "Quế thanh", "Măng khô", "Gạo nếp", "Thảo quả", "Nấm hương", "Chuối khô", "Mắc khén",
         "Rượu ngô", "Cam sành", "Vải khô")  # fmt: skip
PICTURES = tuple(PNG + bytes([n]) for n in range(len(NAMES)))
Pages = dict[str, str]


def product(number: int, name: str) -> str:
    price = 40_000 + 15_000 * number
    text = f"{name} của bà con Khe Sim, mẻ số {number}, làm theo lối cũ và đóng gói tại xưởng của hợp tác xã."
    stated = {"@type": "Product", "name": f"{name} Khe Sim", "sku": f"KS-{number:02}", "image": f"/anh/{number}.png",
              "description": text, "brand": "Khe Sim", "offers": {"price": str(price), "priceCurrency": "VND",
              "availability": "https://schema.org/" + ("OutOfStock" if number == 3 else "InStock")}}  # fmt: skip
    return (
        f"<html><head><title>{name} Khe Sim</title><script type='application/ld+json'>"
        f"{json.dumps(stated, ensure_ascii=False)}</script></head><body><h1>{name} Khe Sim</h1>"
        f"<a href='/'>Trang chủ</a><p>{text}</p></body></html>"
    )


def good_shop() -> Pages:
    pages = {f"/san-pham/{number}.html": product(number, name) for number, name in enumerate(NAMES)}
    links = "".join(f"<a href='{path}'>x</a>" for path in pages)
    return pages | {"/": f"<html><head><title>Khe Sim</title></head><body><h1>Chợ Khe Sim</h1>{links}</body></html>"}


def each_product(change: Callable[[str, int], str]) -> Callable[[Pages], Pages]:
    return lambda pages: {
        path: change(page, int(re.sub(r"\D", "", path))) if path != "/" else page for path, page in pages.items()
    }


def put(name: str, value: str) -> Callable[[Pages], Pages]:
    return each_product(lambda page, _: re.sub(rf'("{name}": )"[^"]*"', rf'\g<1>"{value}"', page))


def half_gone(pages: Pages) -> Pages:
    return {path: page for n, (path, page) in enumerate(sorted(pages.items())) if path == "/" or n % 2}


def rotated(name: str) -> Callable[[Pages], Pages]:
    def turn(pages: Pages) -> Pages:
        paths = [path for path in pages if path != "/"]
        values = [json.loads(re.findall(r"json'>(.*?)</script>", pages[path])[0])[name] for path in paths]
        return pages | {path: pages[path].replace(values[n], values[n - 1]) for n, path in enumerate(paths)}

    return turn


def everywhere(page: str) -> Callable[[Pages], Pages]:
    return lambda pages: dict.fromkeys(pages, page)


def without_statements(page: str, number: int) -> str:
    """The template draws its products with a script: nothing is left to read but a heading."""
    return re.sub(r"<script.*?</script>|<p>.*?</p>", "", page)


LOGIN = "<title>Đăng nhập</title><h1>Đăng nhập</h1><form><input name='u'><input type='password' name='p'></form>"
CHALLENGE = "<title>khesim.example</title><p>Vui lòng chờ</p><script src='/cdn-cgi/challenge-platform/x.js'></script>"
MUTATIONS: dict[str, tuple[Callable[[Pages], Pages], Reason, str]] = {
    "prices x1000": (
        each_product(lambda p, _: re.sub(r'("price": "\d+)', r"\g<1>000", p)),
        Reason.CHANGED,
        "1000 times",
    ),
    "prices /100": (each_product(lambda p, _: re.sub(r'("price": "\d+)00"', r'\1"', p)), Reason.CHANGED, "0.01 times"),
    "half the pages gone": (half_gone, Reason.CHANGED, "there were 12 products"),
    "one picture everywhere": (put("image", "/anh/0.png"), Reason.CHANGED, "one and the same picture"),
    "one picture under many names": (lambda pages: pages, Reason.CHANGED, "one and the same picture"),
    "all sold out": (put("availability", "OutOfStock"), Reason.CHANGED, "sold out"),
    "currency dropped": (put("priceCurrency", ""), Reason.CHANGED, "state currency"),
    "currency changed": (put("priceCurrency", "USD"), Reason.CHANGED, "USD (before VND)"),
    "names all equal": (put("name", "Sản phẩm"), Reason.CHANGED, "same name"),
    "descriptions swapped": (rotated("description"), Reason.CHANGED, "description that another one had"),
    "names swapped": (rotated("name"), Reason.CHANGED, "name that another one had"),
    "one description everywhere": (put("description", "Giao hàng toàn quốc."), Reason.CHANGED, "same description"),
    "login wall": (everywhere(LOGIN), Reason.BLOCKED, "login"),
    "challenge page 200": (everywhere(CHALLENGE), Reason.BLOCKED, "challenge"),
    "template changed": (each_product(without_statements), Reason.EMPTY, "none of them is a product"),
    "prices on request": (put("price", "0"), Reason.CHANGED, "state price"),
}


class Breakable:
    """A served shop whose pages and pictures can be exchanged."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.show(good_shop())

    def show(self, pages: Pages, pictures: tuple[bytes, ...] = PICTURES) -> None:
        self.shop.answers = {path: self._page(page) for path, page in pages.items()}
        for number, picture in enumerate(pictures):
            self.shop.answers[f"/anh/{number}.png"] = self._picture(picture)

    @staticmethod
    def _page(page: str) -> Callable:
        return lambda handler: handler.answer(200, page.encode(), "text/html; charset=utf-8")

    @staticmethod
    def _picture(picture: bytes) -> Callable:
        return lambda handler: handler.answer(200, picture, "image/png", ETag=f'"{zlib.crc32(picture)}"')

    def crawl(self, folder: Path, **how: str) -> Run:
        return crawler.crawl(self.shop.origin + "/", folder, allow_loopback=True, **how)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Breakable, Path]]:
    folder = tmp_path_factory.mktemp("good")
    with serving(tmp_path_factory.mktemp("nothing")) as shop:
        breakable = Breakable(shop)
        run = breakable.crawl(folder)
        assert (run.reason, run.products) == (Reason.COMPLETE, len(NAMES))
        yield breakable, folder


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_broken_site_is_noticed_in_the_first_bad_run(site, tmp_path: Path, mutation: str) -> None:
    breakable, good = site
    folder = shutil.copytree(good, tmp_path / "out")
    before = (folder / "records.jsonl").read_bytes()
    change, reason, words = MUTATIONS[mutation]
    one_picture = (PICTURES[0],) * len(NAMES)
    breakable.show(change(good_shop()), one_picture if mutation == "one picture under many names" else PICTURES)
    run = breakable.crawl(folder)
    assert (run.reason, run.good) == (reason, False)
    assert words in run.detail
    assert "stays" in run.detail
    assert run.records_at == load(good).finished_at
    assert (folder / "records.jsonl").read_bytes() == before


def test_an_ordinary_week_is_no_alarm(site, tmp_path: Path) -> None:
    """Some new goods, some gone, some sold out, prices up by a fifth: the run is good."""
    breakable, good = site
    folder = shutil.copytree(good, tmp_path / "out")
    pages = good_shop()
    del pages["/san-pham/11.html"]
    pages["/san-pham/12.html"] = product(12, "Hạt dổi")
    pages["/"] = pages["/"].replace("/san-pham/11.html", "/san-pham/12.html")
    pages = each_product(lambda p, n: p.replace("InStock", "OutOfStock") if n % 3 == 0 else p)(pages)
    pages = each_product(lambda p, n: re.sub(r'"price": "\d+"', f'"price": "{48_000 + 18_000 * n}"', p))(pages)
    breakable.show(pages)
    run = breakable.crawl(folder)
    assert (run.reason, run.good, run.products) == (Reason.COMPLETE, True, 12), run.detail


def test_what_an_operator_accepts_becomes_the_good_run(site, tmp_path: Path) -> None:
    breakable, good = site
    folder = shutil.copytree(good, tmp_path / "out")
    breakable.show(half_gone(good_shop()))
    assert not breakable.crawl(folder).good
    run = breakable.crawl(folder, accept="the cooperative has given up half of its goods")
    assert (run.reason, run.good) == (Reason.COMPLETE, True)
    assert "given up half" in run.detail
    assert len(list(run.records)) == run.products < len(NAMES)
    assert breakable.crawl(folder).good, "what was accepted is what the next run is held against"
