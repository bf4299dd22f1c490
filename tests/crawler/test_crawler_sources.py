"""The cards: who permits what; a card without permission crawls nothing (H74)."""

from __future__ import annotations

from pathlib import Path

import pytest

import crawler
from crawler import BadCard, NoContact, NotPermitted, Refused, UnknownSource, sources

WITHOUT = """
title = "Chợ Khe"
publisher = "Chợ Khe"
start = "https://chokhe.example/"
[permission]
status = "asked"
wording = "Đã hỏi, chưa trả lời."
where = "thư ngày 2 tháng 11"
"""


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    return tmp_path


def test_every_packaged_card_can_be_read_and_says_who_permits() -> None:
    found = sources.all()
    assert [card.name for card in found] == sorted(card.name for card in found)
    assert "demo" in [card.name for card in found]
    assert all(card.title and card.publisher and card.permission.status for card in found)


def test_an_unknown_name_lists_the_cards() -> None:
    with pytest.raises(UnknownSource, match="demo"):
        sources.card("khong-co")


def test_h74_a_card_without_permission_crawls_nothing(cards: Path, tmp_path: Path) -> None:
    (cards / "cho-khe.toml").write_text(WITHOUT, encoding="utf-8")
    for source in ("cho-khe", "https://chokhe.example/san-pham", "http://www.chokhe.example/"):
        with pytest.raises(NotPermitted, match="asked"):
            crawler.crawl(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_words_of_permission_are_needed_not_only_the_status(cards: Path) -> None:
    (cards / "cho-khe.toml").write_text(WITHOUT.replace("asked", "granted").replace("thư ngày 2 tháng 11", ""), "utf-8")
    with pytest.raises(NotPermitted):
        sources.find("cho-khe")


@pytest.mark.parametrize("change", [("title", "titel"), ("asked", "perhaps")])
def test_a_card_with_a_slip_is_refused(cards: Path, change: tuple[str, str]) -> None:
    (cards / "cho-khe.toml").write_text(WITHOUT.replace(*change), encoding="utf-8")
    with pytest.raises(BadCard, match="cho-khe"):
        sources.card("cho-khe")


@pytest.mark.parametrize(
    "source",
    ["http://127.0.0.1/", "http://10.0.0.1/", "http://2130706433/", "http://localhost:8000/", "http://169.254.169.254/",
     "http://a:b@example.vn/", "http://example.vn:25/", "http://[::1]:8000/"],
)  # fmt: skip
def test_h19_private_addresses_are_refused_before_anything_is_asked(source: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nothing was requested"):
        crawler.crawl(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("source", ["demo", "ftp://example.vn/", "file:///etc/passwd", ""])
def test_a_source_without_an_address_is_refused(source: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownSource):
        crawler.crawl(source, tmp_path / "out")


def test_a_public_site_is_not_crawled_without_a_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCOP_CONTACT", raising=False)
    with pytest.raises(NoContact, match="OCOP_CONTACT"):
        crawler.crawl("https://example.vn/", tmp_path / "out")
