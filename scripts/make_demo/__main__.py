"""Makes the demo data: `python -m scripts.make_demo sheets shop photos [--out DIR]`.

Sheets and shop come out the same to the byte on any machine; photos need Blender (see `studio.py`) and Chromium.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.make_demo.products import DEMO


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", choices=["sheets", "shop", "photos"])
    parser.add_argument("--out", type=Path, default=DEMO, help="folder instead of catalog/demo")
    parser.add_argument("--only", nargs="*", default=[], help="names of scenes to render, all where none")
    parser.add_argument("--quick", action="store_true", help="small and coarse pictures, to look at a scene")
    chosen = parser.parse_args()
    if "sheets" in chosen.parts:
        from scripts.make_demo import districts, sheets

        sheets.write(chosen.out / "sheets")
        districts.write_register(chosen.out / "register")
    if "shop" in chosen.parts:
        from scripts.make_demo import shop

        shop.write(chosen.out / "shop")
    if "photos" in chosen.parts:
        from scripts.make_demo import photos

        photos.write(chosen.out, chosen.only, chosen.quick)


if __name__ == "__main__":
    main()
