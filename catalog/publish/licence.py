"""The licence of the open data, as release, metadata, pages and packages name it."""

from __future__ import annotations

NAME = "CC BY 4.0"
# As https://spdx.org/licenses/ and Data Packages spell it.
SPDX = "CC-BY-4.0"
TITLE = "Creative Commons Attribution 4.0 International"
URL = "https://creativecommons.org/licenses/by/4.0/"

# As a Data Package says it (https://datapackage.org/standard/data-package/#licenses).
PACKAGE = [{"name": SPDX, "title": TITLE, "path": URL}]
