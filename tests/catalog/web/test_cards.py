"""The price card: made only under a public address, true to the product, in letters that everybody can read."""

from __future__ import annotations

import io
import itertools
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import lxml.html
import numpy as np
import pypdfium2
import pytest
from datasette.app import Datasette
from PIL import Image

from catalog.publish.tables import build, reading
from catalog.values import vietqr
from catalog.web import language, serving
from catalog.web.cards import card_pictures, card_words, lettering, price_card, qr
from tests.catalog.web import shop

ADDRESS = "https://ocop.example.vn"
STARRED = "/san-pham/que-thanh-van-yen"
LAPSED = "/san-pham/lot-giay-que"
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@pytest.fixture(scope="module")
def public(home: Path) -> Iterator[Datasette]:
    """The site under a permanent address."""
    served = serving.datasette_for(home / "catalog.db", {"today": shop.TODAY, "address": ADDRESS})
    yield served
    served.close()


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    return found


def test_the_fonts_hold_every_vietnamese_letter_composed_or_not() -> None:
    for vowel in VOWELS + VOWELS.upper():
        for tone in TONES:
            letter = vowel + tone
            assert lettering.printable(unicodedata.normalize("NFD", letter)) == unicodedata.normalize("NFC", letter)
    assert lettering.printable("đĐ₫ – “1,5 kg” × 3") == "đĐ₫ – “1,5 kg” × 3"
    assert lettering.printable("Ớt 🌶️ 辣\n chào mào") == "Ớt chào mào"


@pytest.mark.parametrize("size", ["a6", "a5"])
async def test_a_sheet_says_what_the_page_says(public: Datasette, size: str) -> None:
    answer = await public.client.get(f"{STARRED}/bang-gia.pdf?kho={size}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    _, _, across, down = price_card.FORMATS[size]
    words = words_of(answer.content)
    for said in ("Quế thanh Văn Yên", "HTX Quế Văn Yên Xanh", "Túi 200 g", "Bao 5 kg", "(đến 26/04/2027)"):
        assert words.count(said) == across * down, said
    for price in ("60.000", "145.000", "1.250.000"):
        assert price in words
    assert "ocop.example.vn/san-pham/que-thanh-van-yen" in words
    assert answer.content == (await public.client.get(f"{STARRED}/bang-gia.pdf?kho={size}")).content


async def test_a_lapsed_star_is_not_printed(public: Datasette) -> None:
    assert "sao" not in words_of((await public.client.get(f"{LAPSED}/bang-gia.pdf")).content)
    assert "OCOP" not in words_of((await public.client.get(f"{LAPSED}/bang-gia.pdf")).content)


async def test_a_producer_has_all_cards_in_one_file(public: Datasette) -> None:
    answer = await public.client.get("/co-so/htx-que-van-yen-xanh/bang-gia.pdf")
    words = words_of(answer.content)
    mine = [entry[0] for entry in shop.PRODUCTS if entry[1] == "htx-que-van-yen-xanh"]
    assert len(mine) > 1
    assert all(name in words for name in mine)


@pytest.mark.parametrize("size", ["a6", "a5", "letter"])
async def test_the_picture_is_a_picture_and_its_code_leads_to_the_page(public: Datasette, size: str) -> None:
    answer = await public.client.get(f"{STARRED}/bang-gia.png?kho={size}")
    assert answer.status_code == 200
    image = Image.open(io.BytesIO(answer.content))
    image.load()
    wide, high, _, _ = price_card.FORMATS.get(size, price_card.FORMATS["a6"])
    page = lxml.html.document_fromstring((await public.client.get(f"{STARRED}/bang-gia?kho={size}")).text)
    shown = page.xpath("//main//img")[0]
    assert image.size == (int(shown.get("width")), int(shown.get("height")))
    assert (image.width > image.height) == (wide > high)
    assert code_in(image, f"{ADDRESS}{STARRED}") == qr.code(f"{ADDRESS}{STARRED}")


def code_in(image: Image.Image, words: str) -> list[str]:
    """The modules of the one thing on a card that is quite black, read back from the pixels."""
    light = np.asarray(image.convert("RGB")).max(axis=2)
    rows, columns = np.nonzero(light < 8)
    left, top = columns.min(), rows.min()
    count = len(qr.code(words))
    edge = (columns.max() + 1 - left) / count
    at = ((np.arange(count) + 0.5) * edge).astype(int)
    dark = light[np.ix_(top + at, left + at)] < 128
    return ["".join("1" if module else "0" for module in row) for row in dark]


PAID = {"producer_id": "htx-que-van-yen-xanh", "bank_bin": "970405", "bank": "Agribank", "number": "0000000012345",
        "owner": "HTX QUE VAN YEN XANH"}  # fmt: skip
WARNING = "Kiểm tra tên người nhận trước khi chuyển"


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in which one producer's account may be shown."""
    path = tmp_path_factory.mktemp("paid") / "catalog.db"
    tables = shop.rows()
    maker = next(row["id"] for row in tables["producers"] if row["slug"] == PAID["producer_id"])
    build.write_catalog(path, tables | {"bank_accounts": [PAID | {"producer_id": maker}]})
    return path


@pytest.mark.parametrize("size", ["a6", "a5"])
async def test_a_card_carries_the_banks_code_with_its_owner_in_words(paid: Path, size: str) -> None:
    site = serving.datasette_for(paid, {"today": shop.TODAY, "address": ADDRESS})
    words = words_of((await site.client.get(f"{STARRED}/bang-gia.pdf?kho={size}")).content)
    _, _, across, down = price_card.FORMATS[size]
    for said in ("Agribank · 0000000012345", "HTX QUE VAN YEN XANH", WARNING, "ocop.example.vn/san-pham/que-thanh"):
        assert words.count(said) == across * down, said
    image = Image.open(io.BytesIO((await site.client.get(f"{STARRED}/bang-gia.png?kho={size}")).content))
    text = card_words.payment_text(PAID)
    page, bank = halves(image)
    assert code_in(page, f"{ADDRESS}{STARRED}") == qr.code(f"{ADDRESS}{STARRED}")
    assert code_in(bank, text) == qr.code(text)
    assert vietqr.decode(text).transfer == vietqr.Transfer("970405", "0000000012345")
    english = words_of((await site.client.get(f"{STARRED}/bang-gia.pdf?lang=en")).content)
    assert "Check the recipient's name before you pay" in english
    site.close()


def halves(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The parts of a card that hold the left code and the right one: the widest gap of black columns parts them."""
    columns = np.nonzero((np.asarray(image.convert("RGB")).max(axis=2) < 8).any(axis=0))[0]
    at = int(columns[np.diff(columns).argmax()]) + 1
    return image.crop((0, 0, at, image.height)), image.crop((at, 0, image.width, image.height))


async def test_the_account_stands_on_the_card_of_its_producer_alone(paid: Path) -> None:
    site = serving.datasette_for(paid, {"today": shop.TODAY, "address": ADDRESS})
    for path in (STARRED, "/co-so/htx-que-van-yen-xanh", "/san-pham.json?q=que", f"{STARRED}/bang-gia"):
        answer = await site.client.get(path)
        assert answer.status_code == 200
        assert PAID["number"] not in answer.text
        assert PAID["owner"] not in answer.text
    others = {row["producer_id"]: row["slug"] for row in shop.rows()["products"]}
    slug = next(slug for maker, slug in others.items() if maker != PAID["producer_id"])
    assert WARNING not in words_of((await site.client.get(f"/san-pham/{slug}/bang-gia.pdf")).content)
    site.close()
    unaddressed = serving.datasette_for(paid, {"today": shop.TODAY})
    assert (await unaddressed.client.get(f"{STARRED}/bang-gia.pdf")).status_code == 404
    unaddressed.close()


def test_a_bank_that_is_no_longer_in_the_register_is_not_drawn(paid: Path) -> None:
    with closing(reading.connect(paid)) as db:
        product = next(reading.products(db, date(2026, 11, 22)))
    lang = language.language("vi")
    for bank, is_drawn in (("970488", False), ("970405", True)):
        card = card_words.card(lang, product, "", ADDRESS, PAID | {"bank_bin": bank})
        assert bool(card.payment) == is_drawn
    assert card_words.card(lang, product, "", "", PAID).payment is None


@pytest.mark.parametrize("file", ["bang-gia.pdf", "bang-gia.png", "ma-qr.svg"])
async def test_no_code_without_a_permanent_address(site: Datasette, file: str) -> None:
    assert (await site.client.get(f"{STARRED}/{file}")).status_code == 404
    assert (await site.client.get("/co-so/htx-que-van-yen-xanh/bang-gia.pdf")).status_code == 404


async def test_the_operator_is_told_and_the_buyer_is_not(site: Datasette) -> None:
    assert "config.toml" in (await site.client.get(f"{STARRED}/bang-gia")).text
    buyer = (await site.client.get(STARRED)).text
    assert "config.toml" not in buyer
    assert "bang-gia" not in buyer
    assert "QR" not in buyer


async def test_the_buyers_page_offers_code_and_card(public: Datasette) -> None:
    page = lxml.html.document_fromstring((await public.client.get(STARRED)).text)
    (code,) = page.xpath("//img[contains(@src, 'ma-qr.svg')]/@src")
    drawn = await public.client.get(code)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "<script" not in drawn.text
    assert page.xpath("//a[contains(@href, '/bang-gia')]")


@pytest.mark.parametrize("file", ["bang-gia", "bang-gia.pdf", "bang-gia.png", "ma-qr.svg"])
async def test_cards_of_old_and_unknown_addresses(public: Datasette, file: str) -> None:
    moved = await public.client.get(f"/san-pham/Qu%E1%BA%BF-thanh-V%C4%83n-Y%C3%AAn/{file}")
    assert moved.status_code == 301
    assert moved.headers["location"] == f"{STARRED}/{file}"
    assert (await public.client.get(f"/san-pham/keo-lac-xua/{file}")).status_code == 410
    assert (await public.client.get(f"/san-pham/khong-co/{file}")).status_code == 404


def test_long_words_stay_on_the_card_and_above_the_code() -> None:
    """The letters of any card end before the code begins."""
    long = price_card.Card(
        name="Bột ngũ cốc dinh dưỡng mười hai loại hạt rang củi hợp tác xã nông nghiệp hữu cơ " * 3,
        producer="Hợp tác xã sản xuất, chế biến và tiêu thụ nông sản " * 3,
        packs=tuple((f"Thùng {n} hũ thủy tinh lớn 1.500 g", "từ 12.500.000 ₫ – 13.000.000 ₫") for n in range(9)),
        more="và 5 quy cách khác trên trang",
        stars=5, stars_words="OCOP 5 sao", until="(đến 31/12/2027)", price_day=f"Giá ngày {date(2026, 11, 22)}",
        invitation="Quét mã", address="ocop.example.vn/" + "san-pham-" * 20, code=tuple(qr.code(ADDRESS)),
    )  # fmt: skip
    payment = price_card.Payment(
        tuple(qr.code(card_words.payment_text(PAID))), "VietQR: chuyển khoản", "Ngân hàng thử " * 4 + "1" * 19,
        "HOP TAC XA SAN XUAT CHE BIEN VA TIEU THU NONG SAN " * 2, WARNING,
    )  # fmt: skip
    for size, paid in itertools.product(price_card.FORMATS, (None, payment)):
        document = pypdfium2.PdfDocument(price_card.single(replace(long, payment=paid), size))
        wide, high, _, _ = price_card.FORMATS[size]
        page = document[0].get_textpage()
        assert "và 5 quy cách khác trên trang" in page.get_text_range()
        boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1).strip()]
        assert min(box[0] for box in boxes) > 0
        assert max(box[2] for box in boxes) < wide
        assert min(box[1] for box in boxes) > 0
        assert max(box[3] for box in boxes) < high
        page.close()
        document.close()
        assert Image.open(io.BytesIO(card_pictures.png(price_card.single(long, size)))).size[0] > 800
