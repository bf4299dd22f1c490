"""What the pages of figures say of lines, filters and cells, in the reader's language."""

from __future__ import annotations

from typing import Any

from catalog import markets
from catalog.reports import annex, words
from catalog.reports.figures import Line
from catalog.web.language import N_, Language
from catalog.web.phrases import set_of
from catalog.workbench.reviewing import scopes

YES_OR_NO = {
    "con-sao": (N_("có sao còn hiệu lực"), N_("không có sao còn hiệu lực")),
    "du-bat-buoc": (N_("đủ các ô bắt buộc"), N_("thiếu ô bắt buộc")),
    "len-san": (N_("đã lên sàn"), N_("chưa lên sàn")),
    "tot": (words.CRAWLS["good-1"], words.CRAWLS["good-0"]),
}
WORDS = {
    "sao": words.AWARDS,
    "loai": words.PRODUCER_KINDS,
    "lau": words.AGES,
    "sap-het": words.MONTHS,
    "tra-loi": words.LISTINGS,
    "muc": words.READINESS,
    "nguon": words.SOURCES,
}
HAS, LACKS = N_("đã có: %(what)s"), N_("còn thiếu: %(what)s")


def line(language: Language, table: str, one: Line) -> str:
    """What a line of a table is called."""
    if language.code == "en" and one.title_en:
        return one.title_en
    return one.title if one.title and table != "months" else language.gettext(words.line(table, one.key, one.title))


def chosen(language: Language, filters: dict[str, str]) -> list[str]:
    """What a list was chosen by, a phrase for each filter."""
    return [_chosen(language, name, value) for name, value in filters.items()]


def _chosen(language: Language, name: str, value: str) -> str:
    say = language.gettext
    if name in ("thieu", "du"):
        return say(LACKS if name == "thieu" else HAS, what=say(words.LACKS.get(value, value)))
    if name in YES_OR_NO:
        return say(YES_OR_NO[name][value != "1"])
    if name in WORDS:
        return say(WORDS[name].get(value, value))
    if name in ("xa", "tinh"):
        return scopes.title(value) if value else say(words.LINES["communes" if name == "xa" else "provinces"][1])
    if name == "bo":
        return (set_of(language, value) or value) if value else say(words.LINES["sets"][1])
    if name == "san":
        return markets.known()[value].title if value in markets.known() else value
    return words.month(value) if name == "thang" else value


def cell(language: Language, name: str, value: Any) -> str | int:
    """A cell of a list; words of ours in the reader's language, words of the data as they are."""
    if name == "market" and value in markets.known():
        return markets.known()[value].title
    if isinstance(value, str) and name == "lacks":
        return "; ".join(language.gettext(words.LACKS[code]) for code in value.split())
    if isinstance(value, str) and name in ("expires_on", "since", "received_on", "run_on"):
        return language.day(value)
    return language.gettext(shown) if isinstance(shown := annex.shown(name, value), str) else shown
