"""QR codes of pages: only under the permanent public address, for what is printed cannot be called back."""

from __future__ import annotations

import io

import segno

from catalog.web.pages import Visit

# Of one module in points when drawn on its own; the quiet zone of the standard around it, in modules.
QUIET = 4


def address(visit: Visit, path: str) -> str:
    """The whole address of a page for a code; blank while no permanent public address is configured."""
    return visit.catalogue.address + visit.link_in("vi", path) if visit.catalogue.address else ""


def code(words: str) -> list[str]:
    """The modules of the code row by row, "1" is dark, without the quiet zone; a sixth of it may be scratched."""
    made = segno.make(words, error="m", micro=False)
    return ["".join("1" if module else "0" for module in row) for row in made.matrix]


def svg(words: str) -> str:
    """The code as a drawing with its quiet zone, dark on white in either mode of the page."""
    out = io.BytesIO()
    segno.make(words, error="m", micro=False).save(out, kind="svg", border=QUIET, light="#fff", scale=4)
    return out.getvalue().decode()
