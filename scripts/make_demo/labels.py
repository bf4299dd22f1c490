"""The labels in the pictures: set by Chromium in the words of products.toml, one image for each product.

A label is a design of ours: a ground, an ornament, the product's name, its producer and what the pack holds.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image

from scripts.make_demo.products import HERE, PRODUCTS, Product

CHROMIUM = shutil.which("chromium") or "chromium"
QUIETLY = "--headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars".split()
# Leaves room for what Chromium keeps for itself at the lower edge of a headless window.
MARGIN = 160


@dataclass(frozen=True, slots=True)
class Design:
    """Colours of one label and its ornament; size in pixels."""

    ground: str
    ink: str
    accent: str
    ornament: str
    width: int = 900
    height: int = 520


PALETTES = {
    "bark": ("#f3e6d2", "#4a2c1a", "#a4562a"),
    "forest": ("#24402f", "#f2ead8", "#d9b469"),
    "cream": ("#faf5ea", "#2e2a25", "#8c6b3f"),
    "clay": ("#b4552f", "#fff3e2", "#f4cf94"),
    "night": ("#22262e", "#f0e6d4", "#c99a4a"),
    "leaf": ("#e6edd8", "#2f4a2b", "#6f8f3c"),
    "sun": ("#f6cf6b", "#4a2e10", "#b4532a"),
    "red": ("#a3261d", "#fff1df", "#f3c46b"),
    "sea": ("#dfeaec", "#1d4450", "#3d7f8c"),
    "rose": ("#f7e3de", "#6a2a3a", "#c2667a"),
    "kraft": ("#c9a77c", "#38261a", "#7a3f1e"),
    "white": ("#fffdf8", "#33302c", "#b98b3a"),
}

ORNAMENTS: dict[str, str] = tomllib.loads((HERE / "ornaments.toml").read_text(encoding="utf-8"))

# Sizes that stand in a name have their own line on the label.
SIZE = re.compile(r"( túi| chai| hũ| hộp| gói| bát| chục)?[ (]*(\d+ ?(g|kg|ml|lít|quả|gói)\b|bộ \d).*$", re.IGNORECASE)


def html(product: Product, design: Design, size: str) -> str:
    """One label as a fixed box; long names are set smaller."""
    name = SIZE.sub("", product.name.title() if product.name.isupper() else product.name)
    tall = design.height > design.width
    big = (86 if tall else 92) - max(0, len(name) - 14) * (1.1 if tall else 1.3)
    look = f"width:{design.width}px;height:{design.height}px;background:{design.ground};color:{design.ink}"
    return f"""<section style="{look}">
<i style="border-color:{design.accent}"></i>
<svg viewBox="0 0 100 40" style="stroke:{design.accent}">{ORNAMENTS[design.ornament]}</svg>
<b style="font-size:{big:.0f}px">{escape(name)}</b>
<u style="background:{design.accent}"></u>
<p>{escape(product.producer.name)}</p>
<p style="color:{design.accent};font-weight:700">{escape(size)}</p>
</section>"""


STYLE = """* { margin: 0; box-sizing: border-box } body { background: #888 }
section { position: relative; overflow: hidden; display: flex; flex-direction: column; align-items: center;
  justify-content: center; gap: 16px; padding: 44px; text-align: center; font-family: "Noto Sans Display", "Noto Sans" }
section i { position: absolute; inset: 16px; border: 4px solid; border-radius: 6px }
svg { height: 21%; max-width: 60%; fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
b { font-family: "Noto Serif Display", "Noto Serif"; line-height: 1.16; max-width: 92% }
u { width: 90px; height: 4px } p { font-size: 29px; line-height: 1.25; max-width: 88% }"""


# Where the drawn labels lie while pictures are made; `photos.write` sets it.
FOLDER = Path()


def make(key: str, palette: str, ornament: str, tall: bool = False, pack: str = "") -> Path:
    """The label of a product as a PNG in FOLDER; Chromium draws it once."""
    product = PRODUCTS[key]
    design = Design(*PALETTES[palette], ornament, *((640, 900) if tall else (900, 520)))
    path = FOLDER / f"{key}-{palette}-{'tall' if tall else 'wide'}.png"
    if path.exists():
        return path
    source = path.with_suffix(".html")
    text = html(product, design, pack or str(product["pack"]))
    source.write_text(f'<meta charset="utf-8"><style>{STYLE}</style>{text}', encoding="utf-8")
    size = f"--window-size={design.width},{design.height + MARGIN}"
    command = [CHROMIUM, *QUIETLY, size, f"--screenshot={path}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(path) as drawn:
        drawn.crop((0, 0, design.width, design.height)).convert("RGB").save(path)
    return path
