"""JSON and JSON Lines as tables: a list of objects is a sheet, its keys the header. Runs in the child process only.

The keys stand in row 1, the first object in row 2. Objects within an object give columns of their own ("producer
name"), lists of words one cell, a line each. A product with a list of priced sizes takes a row for each of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from catalog.registers import headers
from catalog.sheets.opening.cells import Cells, as_text

DEPTH = 6  # objects within objects that are looked into
SIZE = "Option1 value"  # the column of what tells the sizes of a product apart, as shop programs call it
_OF_SIZE = frozenset(
    {"price", "price_old", "wholesale_price", "unit", "pack", "net_content", "gross_weight", "stock", "sku", "gtin"}
)
_ONLY_SIZE = frozenset({"default title", "default"})  # what shop programs write where there are no sizes
_Object = dict[str, Any]


def object_sheets(text: str) -> list[Cells] | None:
    """A sheet for each list of objects in the text; None where the text is no JSON or holds no such list."""
    if text.lstrip()[:1] not in ("[", "{"):
        return None
    lists = [found for found in _lists(_parsed(text)) if found]
    return [_sheet(objects) for objects in lists] or None


def _parsed(text: str) -> Any:
    """The value of the text, or the list of the values of its lines; None where it is neither."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def _lists(value: Any, depth: int = 0) -> Iterator[list[_Object]]:
    """The lists of objects in a value, out of wrappers such as {"data": [...]}; a lone product is a list of one."""
    if isinstance(value, list):
        yield [item for item in value if isinstance(item, dict)]
    elif isinstance(value, dict) and _is_product(value):
        yield [value]
    elif isinstance(value, dict) and depth < DEPTH:
        # Beside a list of products a lone object is the shop they are of.
        for part in list(filter(_lists_products, value.values())) or value.values():
            yield from _lists(part, depth + 1)


def _is_product(item: _Object) -> bool:
    """Whether a lone object is a product: it has a name and no list of objects that have one (a shop has one)."""
    if "name" not in map(_meaning, item):
        return False
    sizes = _sizes_key(item)
    return not any(_lists_products(value) for key, value in item.items() if key != sizes)


def _lists_products(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and "name" in map(_meaning, first)


def _sheet(objects: list[_Object]) -> Cells:
    """The sheet of a list of objects, which is emptied: flat copies of all would double the memory."""
    if any(map(_sizes_key, objects)):
        objects = [one for item in objects for one in _sized(item)]
    keys = _flatten(objects)
    cells = Cells()
    cells.add(1, keys)
    cells.add_all(enumerate(_rows(objects, keys), 2))
    return cells


def _sizes_key(item: _Object) -> str | None:
    """The key of the list of priced objects in an object that is a product; None where there is none."""
    for key, value in item.items():
        if type(value) is list and value and type(value[0]) is dict and "price" in map(_meaning, value[0]):
            return key
    return None


def _meaning(key: str) -> str | None:
    match = headers.lookup(key)
    return match.column if match else None


def _sized(item: _Object) -> Iterator[_Object]:
    """A product once for each of its sizes: what a size says of itself counts before what the product says."""
    key = _sizes_key(item)
    if key is None:
        yield item
        return
    shared = {name: value for name, value in item.items() if name != key}
    for size in item[key]:
        if not isinstance(size, dict):
            continue
        own = {name: value for name, value in size.items() if _meaning(name) in _OF_SIZE and value not in (None, "")}
        meant = set(map(_meaning, own)) - {None}
        rest = {name: value for name, value in shared.items() if name in own or _meaning(name) not in meant}
        yield {**rest, **own, SIZE: _size_words(size)}


def _size_words(size: _Object) -> str:
    """What a size is called: by its options, else by its title or name."""
    options = [str(size[key]) for key in ("option1", "option2", "option3") if size.get(key)]
    named = next((str(size[key]) for key in size if key == "title" or _meaning(key) == "name"), "")
    words = " ".join(options) or named
    return "" if words.lower() in _ONLY_SIZE else words


def _rows(objects: list[_Object], keys: list[str]) -> Iterator[list[str]]:
    objects.reverse()
    while objects:
        said = map(objects.pop().get, keys, repeat(""))
        yield [value if type(value) is str else _words(value) for value in said]


def _flatten(objects: list[_Object]) -> list[str]:
    """Makes every object flat, in place; the names of all columns in the order in which they are met."""
    names: dict[str, None] = {}
    plain: set[str] = set()  # keys that are names of columns as they stand
    for place, item in enumerate(objects):
        if not item.keys() <= plain:
            plain.update(key for key in item if key == key.strip())
        if dict in map(type, item.values()) or not item.keys() <= plain:
            objects[place] = item = dict(_flat(item))
        if not item.keys() <= names.keys():
            names.update(dict.fromkeys(item))
    return list(names)


def _flat(item: _Object, above: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        name = _named(above, key) if above else key.strip()
        if isinstance(value, dict) and depth < DEPTH:
            yield from _flat(value, name, depth + 1)
        else:
            yield name, _words(value)


def _named(above: str, key: str) -> str:
    """A key within an object called `above`: "ten" in "chuThe" is "ten chuThe", as a header would have it."""
    return said if headers.lookup(said := f"{key} {above}") else f"{above} {key}"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, list) and not any(isinstance(part, dict | list) for part in value):
        return "\n".join(filter(None, map(_words, value)))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else as_text(value)
