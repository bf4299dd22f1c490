"""What an export sends, noted product by product while it is written and kept when it stands whole in its place."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.markets.filling.fields import option_code
from catalog.publish.reading import Product
from catalog.workbench import listings
from catalog.workbench.home import Home
from catalog.workbench.listings import Sent
from catalog.workbench.store import Workbench


class Recorder:
    """Notes the products that an export takes, in a file beside memory; `keep` enters them into the workbench.

    Use it as a context manager. Called with each product.
    """

    def __init__(self) -> None:
        self._lines = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (closed by __exit__)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def __call__(self, product: Product) -> None:
        facts = product.facts
        line = [facts["id"], facts["name"], _codes(product), _seller_codes(product)]
        self._lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def keep(self, home: Home, folder: Path, manifest: dict[str, Any]) -> int | None:
        """Keeps what was sent under the manifest's market, without what was left out.

        Gives the export's number; None for an export of nothing, which no market will answer.
        """
        if not manifest["products"]:
            return None
        left = _left_out(folder)
        digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
        with Workbench(home.workbench) as bench:
            return listings.record(bench, manifest, digest, str(folder), len(left), self._sent(left))

    def _sent(self, left: set[str]) -> Iterator[Sent]:
        self._lines.seek(0)
        for line in self._lines:
            product_id, name, codes, seller_codes = json.loads(line)
            if product_id not in left:
                yield Sent(product_id, name, tuple(codes), tuple(seller_codes))


def _left_out(folder: Path) -> set[str]:
    """The ids of the products that an export left out, also those that the market left out while it was writing."""
    with (folder / "left-out.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row[0] for row in itertools.islice(csv.reader(file), 1, None)}


def _codes(product: Product) -> list[str]:
    return [product.facts["slug"], *(option_code(product, offer) for offer in product.offers)]


def _seller_codes(product: Product) -> list[str]:
    codes = (offer.get(name) for offer in product.offers for name in ("sku", "gtin"))
    return list(dict.fromkeys(code for code in codes if code))
