"""What a producer is told of her products: what is urgent first, on her page and as text to copy into a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from catalog.desk.own import Own

# Products that a notice names; of more it says how many.
MOST_NAMED = 5


def notices(found: Sequence[Own], today: date) -> Iterator[str]:
    """A sentence each: sent back by markets, by officers, stars that lapse; then how many are shown and wait."""
    for told in (_by_markets, _by_officers):
        for one in found:
            yield from told(one)
    for one in found:
        yield from _of_stars(one, today)
    for state, title in (("published", "Đang đăng"), ("held", "Đang chờ cán bộ xem")):
        if names := [one.name for one in found if one.state == state]:
            more = ", …" if len(names) > MOST_NAMED else ""
            yield f"{title}: {len(names)} sản phẩm ({', '.join(names[:MOST_NAMED])}{more})."


def _by_markets(one: Own) -> Iterator[str]:
    for no in one.rejections:
        yield f"{one.name}: sàn {no.title} trả lại. Lý do: {(no.words or 'sàn không nói').rstrip('.')}."


def _by_officers(one: Own) -> Iterator[str]:
    if one.said and one.state in ("held", "rejected"):
        yield f"{one.name}: {'cán bộ trả lại' if one.state == 'rejected' else 'cán bộ hỏi thêm'}. {one.said}"
    for tapped in one.tapped:
        if tapped.state == "rejected":
            yield f"{one.name}: thay đổi vừa báo bị trả lại. {tapped.said}".strip()


def _of_stars(one: Own, today: date) -> Iterator[str]:
    award = one.certificate
    if award is None:
        return
    stars, day = award["stars"], _day(date.fromisoformat(award["expires_on"]))
    if one.stars is None:
        yield f"{one.name}: {stars} sao OCOP đã hết hạn ngày {day}."
    elif one.lapses_soon(today):
        yield f"{one.name}: {stars} sao OCOP hết hạn ngày {day}. Mời làm hồ sơ đánh giá lại."


def message(name: str, found: Sequence[Own], today: date, link: str) -> str:
    """The notices as one message; link: of the public page, blank where there is none."""
    lines = [f"Tin của {name}, ngày {_day(today)}:", *(f"• {said}" for said in notices(found, today))]
    return "\n".join([*lines, *([f"Xem: {link}"] if link else [])])


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
