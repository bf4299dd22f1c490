"""A conversation line by line: which product each line begins or continues, and what it says for all of them."""

from __future__ import annotations

import re

from catalog.registers import headers
from catalog.sheets.chats.chatlines import Correction, correction, is_fee, name_and_rest, plain, products_of
from catalog.sheets.chats.chatwords import (
    ANSWER,
    MARK,
    MONEY,
    NOISE,
    PLACE_MARKS,
    POSTAGE,
    PRODUCER,
    PROMOTION,
    SENT_AT,
    SIZE,
    STARS,
    STOCK,
    SURCHARGE,
    UNIT,
)
from catalog.sheets.chats.facts import add_facts, fact_of_line, is_bare_price
from catalog.sheets.chats.names import goods_of, is_doubtful, is_question, is_size, may_be_size, without_offer
from catalog.sheets.chats.products import COLUMNS, SHARED, Product
from catalog.sheets.chats.senders import is_time, without_heading, without_sender
from catalog.sheets.chats.sharing import is_context, share, take_maker, without_contacts, without_maker
from catalog.sheets.model import SheetIssue
from catalog.values.text import clean, fold


class Conversation:
    """The products that the lines read so far tell of, what all of them share, and what is told about them."""

    def __init__(self, speakers: frozenset[str]) -> None:
        self.products: list[Product] = []
        self.shared = Product(0)
        self.issues: list[SheetIssue] = []
        self._speakers = speakers
        self._answering = False  # the line before asked something: an amount without a name is not the last product's

    def take(self, number: int, text: str, following: str) -> bool:
        """Reads one line into the product it begins or continues, or into what all share; False where it is neither."""
        if is_time(text):
            return False
        words = self._opened(text)
        if found := SENT_AT.search(words):
            words = words[: found.start()]
            if not PRODUCER.search(words):
                return False  # a sender's name and the time
        if not words or is_question(words):
            self._answering = self._answering or bool(words)
            return False
        taken = self._take_line(number, words, following)
        self._answering = self._answering and not taken
        return taken

    def _opened(self, text: str) -> str:
        """The line without who sent it, its greeting and what opens its list; producers named there are shared."""
        words, seller = without_sender(clean(text), self._speakers)
        marked = MARK.match(words)
        words = plain(ANSWER.sub("", words))
        words = words if marked else without_offer(words)
        words, opener = without_heading(words)
        for said in (seller, opener):
            if said:
                share(said, self.shared)
        return words

    def _take_line(self, number: int, words: str, following: str) -> bool:
        if self.products and (taken_back := correction(words)):
            self.issues.append(self._correct(number, words, taken_back))
            return True
        if keyed := _keyed(words):
            self._take_keyed(number, *keyed)
            return True
        if fact := fact_of_line(words):
            if self.products:
                self.products[-1].add(*fact)
            return bool(self.products)
        if words.startswith(PLACE_MARKS):
            self.shared.add("address", words.lstrip("".join(PLACE_MARKS)))
            return True
        if is_context(words):
            share(words, self.shared)
            return True
        return self._take_products(number, words, following)

    def _take_products(self, number: int, words: str, following: str) -> bool:
        """Reads a line of goods; what its names stand under ("Gốm Bàu Trúc: bình hoa") makes all of them unclear."""
        before = len(self.products)
        taken = [self._take_part(number, part, following) for part in products_of(words)]
        begun = self.products[before:]
        if any(":" in product.cells["name"] for product in begun):
            for product in begun:
                product.unclear = True
        return any(taken)

    def _take_part(self, number: int, words: str, following: str) -> bool:
        """Reads what a line says of one product; False where it says nothing of any."""
        if SURCHARGE.search(words):
            return False
        if gift := PROMOTION.search(words):
            words = f"{words[: gift.start()]}, {words[gift.end() :].lstrip(' ,')}"
        name, rest = without_maker(*name_and_rest(words))
        if MONEY.search(before := POSTAGE.sub("", rest)):
            rest = before
        name = goods_of(name)
        if name and MONEY.search(rest) and self._is_next_size(name):
            return self._continue(MARK.sub("", words))
        if name and _begins(words, name, rest, following):
            if is_fee(name) or (NOISE.match(fold(name)) and not MARK.match(words)):
                return False
            self._begin(number, name, rest, gift[0] if gift else "")
            return True
        if not name and any(p.search(rest) for p in (MONEY, SIZE, STARS, STOCK)):
            return self._continue(rest)
        return False

    def _is_next_size(self, name: str) -> bool:
        """Whether a name is a size of the last product: "Loại to" is; "Ché nhỏ" where that waits for its prices."""
        if not self.products:
            return False
        last = self.products[-1]
        return is_size(name) or (may_be_size(name) and (last.sized or "price" not in last.cells))

    def _begin(self, number: int, name: str, rest: str, gift: str) -> None:
        owner = None if MONEY.search(rest) else self._named(fold(name))
        if owner is None:
            owner = Product(number, {"name": name}, is_doubtful(name))
            self.products.append(owner)
        rest = take_maker(owner, without_contacts(rest, self.shared))
        add_facts(owner, rest)
        owner.add("note", gift)
        if is_bare_price(SIZE.sub(" ", rest)) and "price" not in owner.cells:
            owner.add("price", SIZE.sub(" ", rest))

    def _continue(self, rest: str) -> bool:
        """Gives the last product what a line without a name says; False where it answers a question about another."""
        if not self.products or (self._answering and MONEY.search(rest)):
            return False
        last = self.products[-1]
        last.sized = last.sized or "price" not in last.cells
        add_facts(last, without_contacts(rest, self.shared))
        return True

    def _named(self, about: str) -> Product | None:
        """The one product whose name holds the folded words, or stands in them; None where none or several do."""
        found = [p for p in self.products if _holds(fold(p.cells.get("name", "")), about)]
        return found[0] if len(found) == 1 else None

    def _correct(self, number: int, words: str, said: Correction) -> SheetIssue:
        """Gives the product a line speaks of its new price; if that is not clear both amounts stand and are asked."""
        last = [p for p in self.products if p.line == self.products[-1].line]
        product = self._named(said.about) if said.about else last[0] if len(last) == 1 else None
        before = product.cells.get("price", "") if product else ""
        line = {"line": str(number)}
        if product and said.price and len(MONEY.findall(before)) <= 1:
            product.cells["price"] = MONEY.sub(lambda _: said.price, before) if before else said.price
            named = {**line, "name": product.cells["name"]}
            return SheetIssue("chat-corrected", column="price", value=words, values=named)
        for doubtful in [product] if product else last:
            old = doubtful.cells.get("price", "")
            doubtful.cells["price"] = f"{old} ? {said.price or _like(old, words)}".strip(" ?")
        return SheetIssue("chat-correction-unclear", column="price", value=words, values=line)

    def _take_keyed(self, number: int, column: str, value: str) -> None:
        if column == "name":
            self.products.append(Product(number))
        if column in ("phone", "producer"):
            share(value, self.shared, column)
            return
        owner = self.shared if column in SHARED or not self.products else self.products[-1]
        owner.add(column, value)


def _begins(words: str, name: str, rest: str, following: str) -> bool:
    """Whether a line that names something begins a product: it is priced or marked, or the next line prices it."""
    if MONEY.search(rest) or STOCK.search(rest):
        return True
    if is_doubtful(name):
        return False  # a sentence: only a price makes it an offer
    if MARK.match(words) or is_bare_price(SIZE.sub(" ", rest)):
        return True
    name, rest = name_and_rest(clean(following))
    return (not name or is_size(goods_of(name)) or may_be_size(goods_of(name))) and bool(MONEY.search(rest))


def _holds(name: str, about: str) -> bool:
    return bool(name and about) and (f" {about} " in f" {name} " or f" {name} " in f" {about} ")


def _like(before: str, words: str) -> str:
    """The bare number of a line in the unit of the amount before: "75" after "70k" may be 75k."""
    number, unit = re.search(r"\d[\d.,]*", words), re.search(rf"\d\s*({UNIT})(?!\w)", before, re.I)
    return (number[0].rstrip(".,") if number else words) + (unit[1] if unit else "đ")


def _keyed(words: str) -> tuple[str, str] | None:
    """The column and value of a line such as "Giá: 350k"; None where what stands before the colon is no header."""
    key, colon, value = MARK.sub("", words).partition(":")
    match = headers.lookup(key) if colon and value.strip() and len(key) < 40 else None
    if match is None:
        return None
    column = "pack" if match.column == "net_content" else match.column
    return (column, value.strip()) if column in COLUMNS else None
