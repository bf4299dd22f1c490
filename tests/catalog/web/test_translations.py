"""Nothing untranslated, nothing translated in vain."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir

from catalog.reports import words
from catalog.web import language

WEB = Path(language.__file__).parent
# Words that pages of figures share with the annex.
REPORTS = Path(words.__file__).parent
# What officers alone read; they say “chủ thể”.
OFFICES = ("officers/", "reporting/", "marketplaces/", "templates/ocop/office_", "templates/ocop/report_",
           "templates/ocop/market_")  # fmt: skip
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
NAMED = re.compile(r"%\((\w+)\)s")


def messages(*, of_offices: bool = True) -> set[str]:
    """Every message of templates and code; of a plural the first form. of_offices: also of officers' pages."""
    found = [*extract_from_dir(WEB, METHODS, keywords=KEYWORDS)]
    kept = [one for one in found if of_offices or not str(one[0]).startswith(OFFICES)]
    kept += extract_from_dir(REPORTS, METHODS, keywords=KEYWORDS) if of_offices else []
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in kept}


def test_every_message_has_its_english_and_no_english_is_left_over() -> None:
    assert messages() == set(language.language("en").messages)


def test_translations_name_the_same_values() -> None:
    for message, forms in language.language("en").messages.items():
        for form in forms:
            assert set(NAMED.findall(form)) == set(NAMED.findall(message)), message


def test_words_of_the_house() -> None:
    """Words that people must not meet on buyers' pages (docs: Words)."""
    for message in messages(of_offices=False):
        for word in ("công bố", "xuất khẩu", "nộp", "chủ thể", "Postmart"):
            assert word not in message.lower()


def test_numbers_money_and_days() -> None:
    vi, en = language.language("vi"), language.language("en")
    assert (vi.money(150000), en.money(150000)) == ("150.000\xa0₫", "₫150,000")
    assert (vi.number(1250), en.number(1250)) == ("1.250", "1,250")
    assert (vi.day("2026-11-02"), en.day("2026-11-02T03:00:00Z")) == ("02/11/2026", "2 November 2026")
    assert vi.day("2026-11-02T17:30:00Z") == "03/11/2026", "half past midnight in Vietnam"
    assert vi.day("khoảng tháng 3") == "khoảng tháng 3"
    assert vi.day("Tháng 3") == "Tháng 3"
    assert language.language("fr").code == "vi"
