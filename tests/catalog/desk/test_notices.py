"""What a producer is told: what is urgent first, stars that lapse, what markets sent back."""

from __future__ import annotations

from datetime import date

from catalog.desk.notices import message, notices
from catalog.desk.own import Own, State, Tapped
from catalog.publish.tables.reading import Product
from catalog.workbench.listings.listed import Rejection

TODAY = date(2026, 11, 22)


def product(name: str, state: State = "published", expires_on: str = "", **said: object) -> Own:
    award = {"stars": 4, "expires_on": expires_on} if expires_on else None
    in_force = award if expires_on >= TODAY.isoformat() else None
    published = Product({}, {}, (), (), in_force, None if in_force else award, None) if state == "published" else None
    given = {"said": "", "rejections": (), "tapped": []} | said
    return Own("id", name, state, packs=[], sha256=None, published=published, markets=(), **given)  # type: ignore[arg-type]


def test_what_is_urgent_stands_first() -> None:
    found = [
        product("Trà dây", expires_on="2027-03-01"),
        product("Trà sen", expires_on="2028-03-01"),
        product("Mật ong", expires_on="2026-11-21"),
        product("Chả mực", rejections=(Rejection("Haravan", "Ảnh mờ.", None, None),)),
        product("Bánh gai", "rejected", said="Thiếu nhãn."),
        product("Bánh nhãn", "held", said="Giá là bao nhiêu?"),
        product("Quế", tapped=[Tapped("price", "9.000đ", "Túi", "rejected", "Gõ nhầm?")]),
    ]
    assert list(notices(found, TODAY)) == [
        "Chả mực: sàn Haravan trả lại. Lý do: Ảnh mờ.",
        "Bánh gai: cán bộ trả lại. Thiếu nhãn.",
        "Bánh nhãn: cán bộ hỏi thêm. Giá là bao nhiêu?",
        "Quế: thay đổi vừa báo bị trả lại. Gõ nhầm?",
        "Trà dây: 4 sao OCOP hết hạn ngày 01/03/2027. Mời làm hồ sơ đánh giá lại.",
        "Mật ong: 4 sao OCOP đã hết hạn ngày 21/11/2026.",
        "Đang đăng: 5 sản phẩm (Trà dây, Trà sen, Mật ong, Chả mực, Quế).",
        "Đang chờ cán bộ xem: 1 sản phẩm (Bánh nhãn).",
    ]


def test_a_message_names_whose_news_it_is_and_where_to_look() -> None:
    said = message("HTX Thử", [product("Trà dây", "held")], TODAY, "https://ocop.example.vn/co-so/htx-thu")
    assert said.splitlines() == [
        "Tin của HTX Thử, ngày 22/11/2026:",
        "• Đang chờ cán bộ xem: 1 sản phẩm (Trà dây).",
        "Xem: https://ocop.example.vn/co-so/htx-thu",
    ]
    assert message("HTX Thử", [], TODAY, "") == "Tin của HTX Thử, ngày 22/11/2026:"
