"""Pictures of the pages for the docs, taken with Chromium of a running demo: `make screens`.

python scripts/screens.py HOME     a home that `ocop demo --no-serve` has filled
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "screens"
# File, address, width and height in pixels, dark mode.
SHOTS = [
    ("product.png", "/san-pham/que-thanh-vien-son", 1200, 860, False),
    ("home.png", "/", 1200, 1100, False),
    ("search-phone.png", "/san-pham?q=mat+ong", 360, 900, False),
    ("product-phone-dark.png", "/san-pham/ga-tien-yen-tha-doi", 360, 1100, True),
]


def main(home: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ocop = str(Path(sys.executable).with_name("ocop"))
    server = subprocess.Popen([ocop, "--home", home, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base)
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            for file, path, width, height, is_dark in SHOTS:
                scheme = "dark" if is_dark else "light"
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.goto(base + path, wait_until="networkidle")
                page.screenshot(path=OUT / file)
                print(f"wrote {file}")
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


def _wait(base: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(base, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the site does not answer")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    main(sys.argv[1])
