"""Pictures of a listing: links to the public site, or files with stable names, in a market's number and order.

Every market is given the square JPEG (images/sizes.py), which keeps to the limits of all of them.
"""

from __future__ import annotations

import shutil

import images
from catalog.markets.market import Job
from catalog.publish.tables.reading import Product, Record

# Sentences of one summary; `ocop check` names every picture that is missing.
MOST_TOLD = 100
# The last part of the product's address and the position: stable as long as the address is.
FLAT, FOLDERS = "{slug}-{position}.jpg", "{slug}/{position}.jpg"


def links(product: Product, job: Job, most: int | None = None) -> list[str]:
    """Public addresses of the first `most` pictures; none while the site has no address."""
    return [url for p in product.pictures[:most] if (url := job.picture_url(p))]


def names(product: Product, most: int | None = None, pattern: str = FLAT) -> list[str]:
    """What the files of `copy` are called below `anh/`."""
    return [name(product, p, pattern) for p in product.pictures[:most]]


def name(product: Product, picture: Record, pattern: str = FLAT) -> str:
    """What the file of one picture is called below `anh/`."""
    return pattern.format(slug=product.facts["slug"], position=picture["position"])


def copy(product: Product, job: Job, most: int | None = None, pattern: str = FLAT) -> None:
    """Puts the first `most` pictures into `anh/` under `names`; one that cannot be made is told in the job's log."""
    for picture in product.pictures[:most]:
        put(picture, job, f"anh/{name(product, picture, pattern)}")


def put(picture: Record, job: Job, path: str) -> bool:
    """Writes one picture to a place of the export; whether it could be made."""
    source = job.picture(picture)
    try:
        if not source.exists():
            images.derive(picture["sha256"], job.pictures)
    except images.PictureError as error:
        if len(job.log) < MOST_TOLD:
            job.log.append(f"Ảnh {path}: {error.why}.")
        return False
    place = job.folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
    return True
