"""What a chat message says of one product, column by column, in the words as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

# The columns that a message may fill, in the order of their letters.
COLUMNS = (
    "name", "price", "pack", "stars", "stock", "producer", "phone", "address", "description", "delivery_area",
    "ingredients", "shelf_life", "storage", "usage", "note", "decision_number", "province", "commune", "website",
    "wholesale_price", "price_old", "unit", "representative", "tax_code", "email", "category", "brand",
    "certifications", "food_safety", "decision_date", "expires", "output", "season", "gross_weight",
    "dimensions", "packed_dimensions",
)  # fmt: skip
# Said once in a message, they hold for all its products.
SHARED = frozenset(
    {"producer", "phone", "address", "delivery_area", "province", "commune", "website", "representative", "tax_code",
     "email"}
)  # fmt: skip


@dataclass(slots=True)
class Product:
    """The cells of a product that begins on a line; unclear: its name may be more or less than what it is called.

    sized: its prices stand on lines of their own, one for each size.
    """

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    unclear: bool = False
    sized: bool = False

    def add(self, column: str, words: str) -> None:
        words = words.strip(" ,;:-–—.")
        if words:
            before = self.cells.get(column)
            self.cells[column] = f"{before}, {words}" if before else words
