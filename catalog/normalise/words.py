"""Texts: descriptions, label data that stands in them, plain columns, pictures, consent."""

from __future__ import annotations

from catalog import columns
from catalog.normalise.reading import Doubt, Reader, Reading, as_json, said
from catalog.values import claims, labels, markup, papers, text


def prose(words: str) -> str | None:
    """Text with its line breaks kept and everything else cleaned; None where nothing is said."""
    lines = [text.clean(line) for line in words.splitlines()]
    joined = "\n".join(line for line in lines if line)
    return None if text.is_blank(joined) else joined


def prose_reader(column: str) -> Reader:
    def read(words: str) -> Reading:
        shown = prose(words)
        if shown is None:
            return Reading()
        doubts = [Doubt(c.code, column, words, said(words=c.words)) for c in claims.claims(shown)]
        doubts += [
            Doubt("contact-in-text", column, words, said(what=CONTACT_WORDS[c.kind], words=c.words))
            for c in claims.contacts(markup.as_read(shown))
        ]
        return Reading({column: shown}, tuple(doubts))

    return Reader((column,), read)


CONTACT_WORDS = {
    "phone": "số điện thoại", "email": "email", "link": "liên kết", "account": "số tài khoản", "birth": "ngày sinh",
}  # fmt: skip


# Columns of a label that descriptions state under headings, and which of them are papers with a number.
LABELLED = ("ingredients", "usage", "storage", "shelf_life", "warning", "declaration", "food_safety")
PAPERS = {"declaration": papers.DECLARATIONS, "food_safety": papers.FOOD_SAFETY}
# An enumeration that the text states twice in different words belongs to two products, or to none: it is left alone.
STATED_ONCE = ("ingredients", "shelf_life")


def read_label(summary: str, description: str, *own: str) -> Reading:
    """Label data out of the texts, only for the columns in which the row itself says nothing; told to the sender."""
    shown = prose(f"{summary}\n{description}")
    if shown is None:
        return Reading()
    found = labels.label(shown)
    if not (found.items or found.papers):
        return Reading()
    blank = [column for column, words in zip(LABELLED, own, strict=True) if text.is_blank(words)]
    fields = {column: words for column in blank if (words := _label_words(found, column)) and not _heals(words)}
    if not fields:
        return Reading()
    names = ", ".join(columns.BY_NAME[column].label for column in fields)
    where = "summary" if text.is_blank(description) else "description"
    return Reading(fields, (Doubt("label-from-text", where, names, said(names=names)),), tuple(fields))


def _heals(words: str) -> bool:
    """Whether words claim to heal: they stay where they were said, with their own doubt."""
    return any(claim.code == "claim-health" for claim in claims.claims(words))


def _label_words(found: labels.Label, column: str) -> str | None:
    """What a label says for one column, as said; None where it says nothing or two different things."""
    if column in PAPERS:
        stated = dict.fromkeys(text.clean(paper.words) for paper in found.papers if paper.kind in PAPERS[column])
        return "; ".join(stated) or None
    statements = found.said(column)
    if column in STATED_ONCE and len(statements) > 1:
        return None
    return ". ".join(map(text.clean, statements)) or None


def text_reader(column: str) -> Reader:
    def read(words: str) -> Reading:
        words = text.clean(words)
        return Reading() if text.is_blank(words) else Reading({column: words})

    return Reader((column,), read)


def read_images(images: str) -> Reading:
    names = [n.strip() for line in images.splitlines() for n in line.split(";")]
    names = [n for n in names if n and not text.is_blank(n)]
    return Reading({"images": as_json(dict.fromkeys(names))} if names else {})


YES = frozenset("co yes y x dong y 1 true duoc".split()) | {"dong y", "co dong y"}
NO = frozenset({"khong", "no", "n", "0", "false", "khong dong y", "chua", "chua dong y"})


def consent_reader(column: str) -> Reader:
    def read(words: str) -> Reading:
        if not words.strip():
            return Reading()
        answer = text.fold(words)
        if answer in YES:
            return Reading({column: 1})
        return Reading({column: 0}, () if answer in NO else (Doubt("consent-unclear", column, words),))

    return Reader((column,), read)
