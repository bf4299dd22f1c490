"""The libraries that people use for single values, timed in their own environment (requirements/peers.txt).

    .venv-peers/bin/python -m benchmarks.value_peers NAME < values.json

reads a JSON list of texts from standard input and writes the seconds of CPU that reading each of them once took.
Nothing of this project is imported here, nor is anything of theirs installed beside it.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable


def price_parser() -> Callable[[str], object]:
    from price_parser import Price

    return Price.fromstring


def quantulum3() -> Callable[[str], object]:
    # It warns that its optional classifier is missing, which would make it slower still.
    warnings.simplefilter("ignore")
    from quantulum3 import parser

    return parser.parse


def vietnamadminunits() -> Callable[[str], object]:
    """convert_address without its geocoder, which would ask a server for split communes."""
    from geopy.geocoders import ArcGIS

    ArcGIS.geocode = lambda *_, **__: None
    from vietnamadminunits import convert_address

    def convert(address: str) -> object:
        try:
            return convert_address(address)
        except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
            # What it cannot read it often ends on; that counts as read, too.
            return error

    return convert


PEERS = {"price-parser": price_parser, "quantulum3": quantulum3, "vietnamadminunits": vietnamadminunits}


def main() -> None:
    read = PEERS[sys.argv[1]]()
    values = json.load(sys.stdin)
    read(values[0])  # loads what it loads on first use
    start = time.process_time()
    for value in values:
        read(value)
    print(time.process_time() - start)


if __name__ == "__main__":
    main()
