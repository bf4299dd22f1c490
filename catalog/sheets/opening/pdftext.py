"""Letters of a page put together again: words, lines, and where a line was only wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.sheets.opening.encodings import repair
from catalog.sheets.opening.pdfpage import Letter

GAP = 0.18  # of the height of a letter: a wider gap is a space
WIDE = 1.0  # of the height: a wider gap parts two columns
SAME = 0.35  # of the height: letters that stand nearer to one line are on it


def lines(letters: Iterable[Letter]) -> list[list[Letter]]:
    """The letters line by line from top to bottom, each line from left to right."""
    found: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: letter.base):
        if found and letter.base - found[-1][0].base < SAME * found[-1][0].size:
            found[-1].append(letter)
        else:
            found.append([letter])
    return [sorted(line, key=lambda letter: letter.left) for line in found]


def parts(line: Sequence[Letter], gap: float = GAP) -> list[list[Letter]]:
    """A line cut at every gap that is wider than a share of the height of its letters; its words unless told else."""
    found: list[list[Letter]] = []
    for letter in line:
        near = found and letter.left - found[-1][-1].right <= gap * letter.size
        if near and not (letter.spaced and gap == GAP):
            found[-1].append(letter)
        else:
            found.append([letter])
    return found


def chunks(line: Sequence[Letter]) -> list[str]:
    """The texts of a line that wide gaps keep apart."""
    return [words(part) for part in parts(line, WIDE)]


def words(line: Sequence[Letter]) -> str:
    """The text of one line, spaces where gaps are; letters in a font of an old encoding are read by it."""
    text, font = " ".join("".join(letter.text for letter in part) for part in parts(line)), line[0].font
    return repair(text, font).text if all(letter.font == font for letter in line) else text


def cell(letters: Sequence[Letter], width: float) -> str:
    """The text of a cell of that width: a line that the next word could not have joined was only wrapped."""
    said = lines(letters)
    text = ""
    for before, line in zip([[], *said], said, strict=False):
        wrapped = before and before[-1].right - before[0].left + _first_word(line) > width - 2 * line[0].size
        text += (" " if wrapped else "\n" if text else "") + words(line)
    return text


def _first_word(line: Sequence[Letter]) -> float:
    """How wide the first word of a line is, with the space before it."""
    first = parts(line)[0]
    return first[-1].right - first[0].left + GAP * first[0].size
