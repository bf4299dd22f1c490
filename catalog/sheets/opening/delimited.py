"""Opens text: its encoding, its delimiter, its records. Runs in the child process only.

A record counts as one row, also where a quoted field runs over several lines. Text without a delimiter becomes one
column, a line a row: `messages` looks for products in it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

import charset_normalizer

from catalog.registers import headers
from catalog.sheets.opening.cells import Cells
from catalog.sheets.opening.encodings import is_vietnamese, repair
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.objects import object_sheets
from catalog.sheets.prices import is_size

DELIMITERS = ",;\t|"
SAMPLE = 200  # lines that decide the delimiter
_SEP = re.compile(r"sep=([,;\t|])\r?\n", re.I)


def open_sheets(data: bytes) -> list[Cells]:
    """One sheet without a name, of JSON one for each list of objects.

    Raises NotOpened("csv-broken") where a quotation mark is never closed.
    """
    csv.field_size_limit(1 << 30)  # the child's memory is the limit
    text = decode(data).replace("\x00", "")
    if (sheets := object_sheets(text)) is not None:
        return sheets
    if found := _SEP.match(text):  # a line for Excel, which does not show it
        delimiter, text = found[1], text[found.end() :]
    else:
        delimiter = find_delimiter(text)
    cells = Cells()
    cells.add_all(enumerate(_records(text, delimiter) if delimiter else _lines(text), 1))
    return [cells]


def _lines(text: str) -> Iterator[list[str]]:
    for line in re.split(r"\r\n|\r|\n", text):
        yield [line]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, row = 0, [""]
    for row in reader:
        start, line = line + 1, reader.line_num
        yield row
    # An open quotation mark swallows all that follows it into one field.
    if row and "\n" in row[-1] and not text.rstrip().endswith('"'):
        raise NotOpened("csv-broken", line=str(start))


def find_delimiter(text: str) -> str | None:
    """The delimiter that cuts some early line into two known headers or more; None for prose and messages."""
    sample = "".join(text[:200_000].splitlines(keepends=True)[:SAMPLE])
    best, most = None, 1
    for delimiter in DELIMITERS:
        known = max(map(_known, csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)), default=0)
        if known > most:
            best, most = delimiter, known
    return best or _cuts_questions(sample)


def _cuts_questions(sample: str) -> str | None:
    """The delimiter that cuts the first line into four beginnings of known headers: a form asks in sentences."""
    for delimiter in DELIMITERS:
        first = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        matches = [headers.lookup(field) or headers.closest(field) for field in first]
        if len({match.column for match in matches if match}) >= 4:
            return delimiter
    return None


def _known(row: list[str]) -> int:
    """How many different columns the fields of a record name as headers; several sizes are one."""
    matches = [headers.lookup(repair(field).text) for field in row if len(field) < 100]
    return len({match.column for match in matches if match}) + (sum(map(is_size, row)) > 1)


def decode(data: bytes) -> str:
    """The text of a file in NFC where it came in an old code."""
    code = encoding_of(data)
    text = data.decode(code, "replace")
    return text if code.startswith("utf") else unicodedata.normalize("NFC", text)


def encoding_of(data: bytes) -> str:
    """The code of a file: UTF-8, UTF-16 with or without a mark, or the one that makes its words Vietnamese."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if data[:1000].count(b"\x00") > len(data[:1000]) // 5:
        return "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _old_encoding(data)
    return "utf-8-sig"


def _old_encoding(data: bytes) -> str:
    """A one-byte code of Vietnam, or UTF-8 with a few broken bytes, whichever has the most Vietnamese words.

    TCVN3 and VNI are read as windows-1252 here and repaired column by column later. charset-normalizer decides
    where there are no Vietnamese words at all.
    """
    shares = {code: _vietnamese(data[:100_000].decode(code, "replace")) for code in ("utf-8", "cp1258", "cp1252")}
    best = max(shares, key=shares.__getitem__)
    if shares[best] < 0.3:
        guess = charset_normalizer.from_bytes(data[:100_000]).best()
        best = guess.encoding if guess else "cp1252"
    return best


def _vietnamese(text: str) -> float:
    """The share of Vietnamese syllables among the words that are not plain ASCII, after repair."""
    words = [w for line in text.splitlines()[:SAMPLE] for w in re.findall(r"[^\W\d_]+", repair(line).text)]
    words = [w for w in words if not w.isascii()]
    return sum(map(is_vietnamese, words)) / max(len(words), 1)
