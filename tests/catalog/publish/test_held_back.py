"""A household's name is found however it is written, and nothing else is taken for it."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.publish import release
from catalog.values.hidden import MASK, bare_name, hidden
from catalog.values.houses import without_houses
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.catalog.publish.test_release import query
from tests.catalog.test_cli import ocop
from tests.conftest import CHILLI, HEADER, receive

Write = Callable[..., Path]
PLACE = "thị trấn Tiên Yên, Tiên Yên, Quảng Ninh"


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("Bánh của Trịnh Thị Khuê làm", f"Bánh của {MASK} làm"),
        ("TRỊNH THỊ KHUÊ", MASK),
        ("banh trinh thi khue lam", f"banh {MASK} lam"),
        ("trinh-thi-khue", MASK),
        ("facebook.com/trinhthikhue", f"facebook.com/{MASK}"),
        (unicodedata.normalize("NFD", "Trịnh Thị Khuê"), MASK),
        ("Trịnh  Thị\nKhuê", MASK),
        ("Hỏi chị Khuê nhé", f"Hỏi chị {MASK} nhé"),
        ("HỎI CHỊ KHUÊ", f"HỎI CHỊ {MASK}"),
        ("cô khuê các", "cô khuê các"),
        ("trịnh thị khuên", "trịnh thị khuên"),
        ("Khuê Văn Các", "Khuê Văn Các"),
        ("", ""),
    ],
)
def test_a_name_is_masked_in_every_spelling(words: str, masked: str) -> None:
    assert hidden(["Hộ kinh doanh Trịnh Thị Khuê"]).mask(words) == masked


def test_a_name_of_two_words_is_compared_with_its_accents() -> None:
    found = hidden(["Cơ sở Lê Mận"])
    assert found.mask("mứt của Lê Mận, cà phê lẻ mân") == f"mứt của {MASK}, cà phê lẻ mân"
    assert found.mask("le man") == MASK


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("Nghệ nhân Lò Văn Nhạn dạy nghề", f"Nghệ nhân {MASK} dạy nghề"),
        ("do bà Nguyễn Thị Mận và Trần Văn Đậu làm", f"do bà {MASK} và {MASK} làm"),
        ("anh Lê Nhạn giao hàng", f"anh {MASK} giao hàng"),
        ("bán ở đường Nguyễn Văn Linh, chợ Nguyễn Thị Định", "bán ở đường Nguyễn Văn Linh, chợ Nguyễn Thị Định"),
        ("Công ty TNHH Nguyễn Văn Mận", "Công ty TNHH Nguyễn Văn Mận"),
        ("đền Bà Chúa Xứ, ông Hoàng Mười, chị em phụ nữ", "đền Bà Chúa Xứ, ông Hoàng Mười, chị em phụ nữ"),
    ],
)
def test_people_in_prose_are_held_back_until_the_producer_consents(words: str, masked: str) -> None:
    assert hidden(()).mask(words) == masked
    assert hidden((), shows_people=True).mask(words) == words


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("Làm ở thôn Hà Dong, xã Tiên Yên", "Làm ở [địa chỉ], xã Tiên Yên"),
        ("lam o thon ha dong", "lam o [địa chỉ]"),
        ("thôn Hà Dương", "thôn Hà Dương"),
        ("Xưởng số 12 ngõ 5 đường Lê Nhạn, mở cửa cả tuần", "Xưởng [địa chỉ], mở cửa cả tuần"),
        ("Số 12, thôn Khe Mo", "[địa chỉ]"),
        ("số 12 trong danh sách", "số 12 trong danh sách"),
        ("SN 12 đường Lê Nhạn", "[địa chỉ]"),
        ("Ghé nhà 12/5 đường Lê Nhạn nhé", "Ghé [địa chỉ] nhé"),
        ("12/5 đường Lê Nhạn", "[địa chỉ]"),
        ("ngõ 5, tổ 7", "[địa chỉ]"),
        ("nấu với 1/2 đường phèn", "nấu với 1/2 đường phèn"),
        ("nhà 3 tầng, có 2 ngõ", "nhà 3 tầng, có 2 ngõ"),
    ],
)
def test_a_home_is_masked_in_prose(words: str, masked: str) -> None:
    home = hidden(["Hộ Trịnh Thị Khuê"], ["số 7, thôn Hà Dong, xã Tiên Yên, Quảng Ninh"])
    assert without_houses(home.mask(words)) == masked


def test_a_hamlet_is_known_without_commas_and_a_commune_is_none() -> None:
    home = hidden(["Hộ Trịnh Thị Khuê"], ["số 7 ngõ 5 thôn Hà Dong, xã Bản Phiệt, Bảo Thắng, Lào Cai"])
    assert home.mask("Nhà ở thôn Hà Dong, xã Bản Phiệt") == "Nhà ở [địa chỉ], xã Bản Phiệt"


@pytest.mark.parametrize("name", ["Hộ Trịnh Thị Khuê", "Hộ kinh doanh bà Trịnh Thị Khuê", "HKD Trịnh Thị Khuê",
                                  "Cơ sở sản xuất Trịnh Thị Khuê", "nông hộ Trịnh Thị Khuê"])  # fmt: skip
def test_the_legal_form_is_no_part_of_the_name(name: str) -> None:
    assert bare_name(name) == "Trịnh Thị Khuê"


def made_of(home: Home) -> bytes:
    return b"".join(p.read_bytes() for p in home.catalog.resolve().parent.iterdir())


def test_other_spellings_of_a_joined_household_are_masked_too(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Mô tả"]
    one = ["1", "Bánh gật gù", "Hộ Trịnh Thị Khuê", PLACE, "0900 000 014", "Gói 300g", "40k", ""]
    other = ["1", "Mắm ruốc", "Hộ Trịnh Thị Khoê", PLACE, "0900 000 015", "Hũ 300g", "60k", ""]
    told = "Trịnh Thị Khoê nấu, Trịnh Thị Khuê bán, gọi 0900000015."
    (a,) = receive(home, write_sheet([[*one, told]], "a.xlsx", header=header))
    (b,) = receive(home, write_sheet([[*other, ""]], "b.xlsx", header=header))
    with Workbench(home.workbench) as bench:
        merges.merge(bench, str(a.drafts[0].producer_id), str(b.drafts[0].producer_id), "một nhà", "lan")
    release.publish(home, "test")
    data = made_of(home)
    for canary in ("Khuê", "Khoê", "khue", "khoe", "900000014", "900000015"):
        assert canary.encode() not in data, canary
    assert {n for (n,) in query(home, "SELECT name FROM producers")} == {
        "Cơ sở sản xuất tại xã Tiên Yên, Quảng Ninh"
    }  # fmt: skip


def test_a_person_in_the_story_of_a_cooperative_is_masked_until_it_consents(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Người đại diện", "Câu chuyện sản phẩm"]
    row = [*CHILLI, "Trịnh Thị Khuê", "Bà Trịnh Thị Khuê lập HTX năm 2015; chị Khuê vẫn làm."]
    (taken,) = receive(home, write_sheet([row], header=header))
    release.publish(home, "test")
    assert query(home, "SELECT story FROM products") == [(f"Bà {MASK} lập HTX năm 2015; chị {MASK} vẫn làm.",)]
    with Workbench(home.workbench) as bench:
        said = consents.Said(consents.PAPER, "tủ 3")
        consents.record(bench, str(taken.drafts[0].producer_id), ["name"], said, "lan", is_given=True)
    release.publish(home, "test")
    assert "Trịnh Thị Khuê" in query(home, "SELECT story FROM products")[0][0]


def test_a_name_in_address_name_and_codes_of_a_product_goes_when_consent_goes(home: Home, write_sheet: Write) -> None:
    """Also out of addresses given before, and of what the list of changes says of a product that left."""
    header = [*HEADER, "Mã hàng", "Trang web", "Liên kết", "Nhãn hiệu"]
    link = "https://dac-san.example/trinh-thi-khue/banh"
    row = ["1", "Bánh Trịnh Thị Khuê", "Hộ Trịnh Thị Khuê", PLACE, "0900 000 014", "Gói 300g, gọi 0900 000 016", "40k"]
    more = ["", "0900000014", "https://trinhthikhue.example", link, "Trịnh Thị Khuê"]
    (taken,) = receive(home, write_sheet([[*row, *more], [*CHILLI, "", "", "", ""]], header=header))
    producer = str(next(d.producer_id for d in taken.drafts if "Khuê" in str(d.name)))
    said = consents.Said(consents.PAPER, "tủ 3")
    with Workbench(home.workbench) as bench:
        consents.record(bench, producer, ["name"], said, "lan", is_given=True)
    release.publish(home, "test")
    assert "banh-trinh-thi-khue" in {s for (s,) in query(home, "SELECT slug FROM products")}
    with Workbench(home.workbench) as bench:
        consents.record(bench, producer, ["name"], said, "lan", is_given=False)
    release.publish(home, "test")
    assert_clean(home)
    assert {s for (s,) in query(home, "SELECT slug FROM products")} == {"banh", "ot-chao-mao"}
    with Workbench(home.workbench) as bench:
        consents.record(bench, producer, ["name"], said, "lan", is_given=True)
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        consents.record(bench, producer, ["name"], said, "lan", is_given=False)
        review.decide(bench, [1], "rejected", "ngừng bán", "lan")
    release.publish(home, "test", force="x")
    assert query(home, "SELECT kind FROM changes") == [("withdrawn",)]
    assert_clean(home)


def assert_clean(home: Home) -> None:
    data = made_of(home)
    for canary in ("Khuê", "khuê", "khue", "900000014", "900000016", "0900 000 016"):
        assert canary.encode() not in data, canary


def test_a_place_in_a_product_s_name_stays(home: Home, write_sheet: Write) -> None:
    name = "Chè xanh cổ thụ bản Khe Mo loại đặc biệt hái tay"
    place = "bản Khe Mo, xã Viễn Sơn, Văn Yên, Yên Bái"
    receive(home, write_sheet([["1", name, "Hộ Trịnh Thị Khuê", place, "0900 000 014", "Hộp 300g", "140k", ""]]))
    release.publish(home, "test")
    assert query(home, "SELECT name FROM products") == [(name,)]


@pytest.mark.parametrize("page", ["trinh-thi-khue/banh", "Tr%E1%BB%8Bnh-Th%E1%BB%8B-Khu%C3%AA", "banh"])
def test_a_link_to_a_market_does_not_tell_it(home: Home, write_sheet: Write, page: str) -> None:
    receive(home, write_sheet([["1", "Bánh", "Hộ Trịnh Thị Khuê", PLACE, "0900 000 014", "Gói 300g", "40k", ""]]))
    release.publish(home, "test")
    url = f"https://buudien.example.vn/{page}"
    assert ocop(home, "receipt", "postmart", "--link", "banh", url).returncode == 0
    release.publish(home, "test")
    assert query(home, "SELECT url FROM listings") == ([(url,)] if page == "banh" else [])


def test_two_people_of_one_name_do_not_stop_each_other(home: Home, write_sheet: Write) -> None:
    rows = [
        ["1", "Bánh gật gù", "Hộ Trịnh Thị Khuê", PLACE, "0900 000 014", "Gói 300g", "40k", "có"],
        ["2", "Mắm ruốc", "Hộ Trịnh Thị Khuê", "xã Viễn Sơn, Văn Yên, Yên Bái", "0900 000 014", "Hũ 300g", "60k", ""],
    ]
    (taken,) = receive(home, write_sheet(rows))
    with Workbench(home.workbench) as bench:
        said = consents.Said(consents.PAPER, "tủ 3")
        consents.record(bench, str(taken.drafts[0].producer_id), ["name"], said, "lan", is_given=True)
    release.publish(home, "test")
    shown = query(home, "SELECT name, phone IS NOT NULL FROM producers ORDER BY is_name_shown DESC")
    assert shown[0] == ("Hộ Trịnh Thị Khuê", 1)
    assert shown[1][0].startswith("Cơ sở sản xuất tại xã")
    assert shown[1][1] == 0


def test_the_file_says_so_to_any_sql(home: Home, write_sheet: Write) -> None:
    """Search indexes and their shadow tables hold the stand-in, too."""
    receive(home, write_sheet([["1", "Bánh", "Hộ Trịnh Thị Khuê", PLACE, "0900 000 014", "Gói 300g", "40k", ""]]))
    release.publish(home, "test")
    with sqlite3.connect(f"file:{home.catalog.resolve()}?mode=ro", uri=True) as db:
        assert "khue" not in "\n".join(db.iterdump()).lower()
