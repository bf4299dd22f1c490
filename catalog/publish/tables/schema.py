"""The tables of `catalog.db`: what anybody may rely on, and nothing that is private.

Columns that come of a product sheet are taken from COLUMNS (`Column.table`); only what publishing itself adds
is written here. Datasette's metadata, `docs/catalog-db.md` and the builder read this list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.columns import COLUMNS, Field

# Raised by one with every change of the tables below; readers refuse a file from a newer program.
# With each step a line of publish/tables/older.py says how a release of before it is read.
SCHEMA_VERSION = 5


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table: its columns in order, the primary key, and references as (column, table, column).

    stored   the table that holds the rows where `name` is a view over it, which adds `computed`
    """

    name: str
    says: str
    columns: tuple[Field, ...]
    key: str
    references: tuple[tuple[str, str, str], ...] = ()
    stored: str = ""
    computed: tuple[Field, ...] = ()

    @property
    def rows_in(self) -> str:
        """The table that rows are written to and references lead to."""
        return self.stored or self.name

    def ddl(self) -> str:
        """The CREATE TABLE statement; names are ours alone, so nothing is escaped."""
        lines = [f"  {c.name} {c.type}{' PRIMARY KEY' if c.name == self.key else ''}" for c in self.columns]
        lines += [f"  FOREIGN KEY ({a}) REFERENCES {_STORED.get(table, table)}({b})" for a, table, b in self.references]
        return f"CREATE TABLE {self.rows_in} (\n" + ",\n".join(lines) + "\n)"


def _from_sheet(table: str) -> Iterator[Field]:
    for column in COLUMNS:
        if column.table == table:
            yield from column.typed


def _table(
    name: str, says: str, key: str, own: list[tuple[str, str, str]], *references: tuple[str, str, str]
) -> PublicTable:
    mine = {n for n, _, _ in own}
    columns = [Field(n, t, s) for n, t, s in own]  # type: ignore[arg-type]
    columns += [f for f in _from_sheet(name) if f.name not in mine]
    stored = _STORED.get(name, "")
    return PublicTable(name, says, tuple(columns), key, references, stored, _COMPUTED if stored else ())


TEXT, WHOLE = "TEXT", "INTEGER"

# View → the table below it. What depends on the day of looking cannot stand in a file that lies still.
_STORED = {"products": "product_facts"}
_COMPUTED = (
    Field("stars", "INTEGER", "Stars that a certificate in force confirms today in Vietnam; null where none does"),
    Field("expires_on", "TEXT", "Last day on which they do"),
    Field("number", "INTEGER", "Rowid of the product in products_folded and products_exact; another in each release"),
)

PLACE: list[tuple[str, str, str]] = [
    ("province", TEXT, "Province in force since July 2025"),
    ("province_code", TEXT, "Its code of the statistics office, two digits"),
    ("commune", TEXT, "Commune in force since July 2025"),
    ("commune_code", TEXT, "Its code of the statistics office, five digits"),
]

TABLES: tuple[PublicTable, ...] = (
    _table(
        "release",
        "This release: what it was made of, and when.",
        "id",
        [
            ("id", TEXT, "Digest of what the release holds; equal content has an equal id"),
            ("schema_version", WHOLE, "Version of these tables"),
            ("as_of", TEXT, "Moment (UTC) of the last decision in it"),
            ("previous", TEXT, "Id of the release before it, which `changes` compares with"),
            ("products", WHOLE, "Number of products"),
            ("producers", WHOLE, "Number of producers"),
            ("licence", TEXT, "Licence of the data"),
        ],
    ),
    _table(
        "sets",
        "The 26 product sets of Decision 148/QĐ-TTg.",
        "ocop_set",
        [
            ("ocop_set", TEXT, "Key, I.1.a to VI.1"),
            ("title", TEXT, "Name of the set in Vietnamese"),
            ("title_en", TEXT, "Name of the set in English"),
            ("group_title", TEXT, "Name of its group in Vietnamese"),
            ("group_title_en", TEXT, "Name of its group in English"),
            ("position", WHOLE, "Place in the Decision's list, 1 to 26"),
        ],
    ),
    _table(
        "places",
        "Communes that occur in the catalogue, as in force since July 2025, with their former names.",
        "commune_code",
        [
            ("commune_code", TEXT, "Code of the statistics office, five digits"),
            ("commune", TEXT, "Name without the word for its rank"),
            ("commune_rank", TEXT, "xã, phường or đặc khu"),
            ("province", TEXT, "Province"),
            ("province_code", TEXT, "Code of the province, two digits"),
            (
                "former",
                TEXT,
                "Former communes, districts and provinces whose land it took, as text for searching",
            ),
        ],
    ),
    _table(
        "sources",
        "Where facts come from, as far as this may be said in public.",
        "id",
        [
            ("id", TEXT, "Id of the delivery"),
            ("kind", TEXT, "sheet, message, form or crawl"),
            ("title", TEXT, "Title of the source; a file's name is not shown"),
            ("received_on", TEXT, "Day it was received"),
            ("evidence", TEXT, "own: the producer's alone; list: of several, or sent by others; crawl; register"),
        ],
    ),
    _table(
        "producers",
        "Producers. A person's name stands here only with consent.",
        "id",
        [
            ("id", TEXT, "Stable id"),
            ("slug", TEXT, "Last part of its page's address"),
            ("name", TEXT, "Name as shown"),
            ("is_name_shown", WHOLE, "0 where the name is held back and a description stands in its place"),
            ("name_sort", TEXT, "Key that sorts names in Vietnamese order"),
            (
                "producer_kind",
                TEXT,
                "cooperative, company, household …: docs/columns.md lists the kinds",
            ),
            *PLACE,
            ("products", WHOLE, "Number of its products in this release"),
        ],
        ("commune_code", "places", "commune_code"),
    ),
    _table(
        "bank_accounts",
        "Where to pay a producer: only with its consent, and after an officer verified the owner.",
        "producer_id",
        [
            ("producer_id", TEXT, "Producer"),
            ("bank_bin", TEXT, "Bank, as a VietQR names it: six digits"),
            ("bank", TEXT, "Name of the bank"),
            ("number", TEXT, "Number of the account"),
            ("owner", TEXT, "Its owner, as the bank shows it"),
        ],
        ("producer_id", "producers", "id"),
    ),
    # The rows of this table stand in `product_facts`; `products` is the view below.
    _table(
        "products",
        "Published products, with the stars that count today. Prices and packs are those of the first offer; "
        "`offers` has them all.",
        "id",
        [
            ("id", TEXT, "Stable id, the same for ever"),
            ("slug", TEXT, "Last part of its page's address"),
            ("name", TEXT, "Name as shown"),
            ("name_sort", TEXT, "Key that sorts names in Vietnamese order"),
            ("producer_id", TEXT, "Producer"),
            *PLACE,
            ("old_place", TEXT, "Unit of before July 2025 that the source names, at commune level"),
            ("price_low", WHOLE, "Lowest price of its offers in whole đồng"),
            ("price_high", WHOLE, "Highest price of its offers in whole đồng"),
            ("price_per", TEXT, "What the first offer's price is for"),
            ("price_none", TEXT, "Why there is no price: contact or missing"),
            ("pack_words", TEXT, "Pack of the first offer, as written"),
            ("unit_price", WHOLE, "Price of a kilogram or litre in whole đồng, lowest of its offers"),
            ("unit_price_per", TEXT, "kg or lít"),
            ("source_id", TEXT, "Delivery that its facts come from"),
            (
                "origins",
                TEXT,
                "JSON where facts are of several sources, else null: list of {source_id, columns}, and of "
                "{edited_on, columns} for what an officer set right",
            ),
            ("source_words", TEXT, "JSON: column → the words as the source wrote them"),
            ("updated_on", TEXT, "Day of the last accepted change"),
        ],
        ("producer_id", "producers", "id"),
        ("ocop_set", "sets", "ocop_set"),
        ("commune_code", "places", "commune_code"),
        ("source_id", "sources", "id"),
    ),
    _table(
        "offers",
        "Packs in which a product is sold, each with its price.",
        "id",
        [
            ("id", TEXT, "Stable id"),
            ("product_id", TEXT, "Product"),
            ("position", WHOLE, "Order on the page, 1 is first"),
            ("unit_price", WHOLE, "Price of a kilogram or litre in whole đồng"),
            ("unit_price_per", TEXT, "kg or lít"),
        ],
        ("product_id", "products", "id"),
    ),
    _table(
        "pictures",
        "Pictures of products; the files lie in the home's pictures/derived by this hash.",
        "id",
        [
            ("id", TEXT, "product id, hyphen, position"),
            ("product_id", TEXT, "Product"),
            ("position", WHOLE, "Order on the page, 1 is first"),
            ("sha256", TEXT, "Hash of the original picture; names the derived files"),
            ("width_px", WHOLE, "Width of the upright original"),
            ("height_px", WHOLE, "Height of the upright original"),
        ],
        ("product_id", "products", "id"),
    ),
    _table(
        "certificates",
        "Recognitions that the register of decisions confirms. A star shows while today is not after expires_on.",
        "id",
        [
            ("id", TEXT, "Id in the register of recognitions"),
            ("product_id", TEXT, "Product"),
            ("stars", WHOLE, "Stars, 3 to 5"),
            ("decision_number", TEXT, "Number of the decision"),
            ("decision_issuer", TEXT, "Who signed it"),
            ("decision_date", TEXT, "Day it was signed"),
            ("expires_on", TEXT, "Last day of validity: 36 months from the signature"),
            ("holder", TEXT, "Producer it was given to, where its name may be shown"),
        ],
        ("product_id", "products", "id"),
    ),
    _table(
        "listings",
        "Where a product can be bought, as far as a marketplace or the producer said so.",
        "id",
        [
            ("id", TEXT, "product id, hyphen, market"),
            ("product_id", TEXT, "Product"),
            ("market", TEXT, "Name of the market in `ocop markets`"),
            ("title", TEXT, "The market as people call it"),
            ("url", TEXT, "Address of the listing"),
        ],
        ("product_id", "products", "id"),
    ),
    _table(
        "addresses",
        "Addresses that pages had before; the site leads from each to the page of today.",
        "slug",
        [
            ("slug", TEXT, "Last part of the earlier address"),
            ("kind", TEXT, "product or producer"),
            ("id", TEXT, "Product or producer that it leads to"),
            ("given_to", TEXT, "Id that it was given to, where that one gave way to `id`"),
        ],
    ),
    _table(
        "changes",
        "What this release changed against the one before it.",
        "id",
        [
            ("id", WHOLE, "Running number"),
            ("product_id", TEXT, "Product; withdrawn ones are no longer in products"),
            ("slug", TEXT, "Last part of its page's address"),
            ("name", TEXT, "Name as shown"),
            ("kind", TEXT, "added, changed or withdrawn"),
            ("fields", TEXT, "JSON list of the columns that changed"),
            ("changed_at", TEXT, "Moment (UTC) of the decision behind it"),
        ],
    ),
)

BY_NAME: dict[str, PublicTable] = {table.name: table for table in TABLES}
# What travels as lists, under the licence of the data: an account was given for price cards, to be paid at the stall.
OPEN_DATA: dict[str, PublicTable] = {name: table for name, table in BY_NAME.items() if name != "bank_accounts"}

# Full-text search in two indexes, both with `products.number` as rowid. `products_folded` holds folded words (no
# accents, đ as d) and finds whatever is typed; `products_exact` holds NFC lower-case words with their accents and ranks
# first. Columns of both: name, producer, place, other.
SEARCH_DDL: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE products_folded "
    "USING fts5(name, producer, place, other, tokenize='unicode61 remove_diacritics 2',"
    " prefix='2 3')",
    "CREATE VIRTUAL TABLE products_exact "
    "USING fts5(name, producer, place, other, tokenize='unicode61 remove_diacritics 0')",
)

# Vietnam's clocks are seven hours before UTC all year, and have been since 1975. SQLite's `now` is UTC whatever the
# zone of the machine or of the connection, so this is the day in Vietnam for everybody who asks.
TODAY = "date('now', '+7 hours')"


def award(column: str, day: str) -> str:
    """A column of the certificate that counts on a day for the product `p`, as an expression; day is one, too.

    That is the one in force with the most stars, then the longest, as `reading` has it.
    """
    return f"""(SELECT c.{column} FROM certificates c WHERE c.product_id = p.id AND c.expires_on >= {day}
           ORDER BY c.stars DESC, c.expires_on DESC LIMIT 1)"""  # noqa: S608


def products_view(create: str, table: str) -> str:
    """The statement that makes `products` over a table of products: `create` is CREATE VIEW or CREATE TEMP VIEW."""
    # Looked up row by row through certificates_of, and only by who asks for stars: a facet of provinces costs nothing.
    return f"""{create} products AS
    SELECT p.*, {award("stars", TODAY)} AS stars,
           {award("expires_on", TODAY)} AS expires_on, p.rowid AS number FROM {table} p"""  # noqa: S608


INDEX_DDL: tuple[str, ...] = (
    "CREATE UNIQUE INDEX products_slug ON product_facts(slug)",
    # Datasette counts provinces by name, our pages by code with a name: neither has to read the rows.
    "CREATE INDEX products_province ON product_facts(province_code, province)",
    "CREATE INDEX products_province_name ON product_facts(province)",
    "CREATE INDEX products_set ON product_facts(ocop_set)",
    "CREATE INDEX products_producer ON product_facts(producer_id)",
    "CREATE INDEX products_price ON product_facts(price_low)",
    "CREATE INDEX products_name ON product_facts(name_sort)",
    "CREATE INDEX products_updated ON product_facts(updated_on)",
    "CREATE INDEX offers_product ON offers(product_id, position)",
    "CREATE INDEX pictures_product ON pictures(product_id, position)",
    "CREATE INDEX pictures_sha256 ON pictures(sha256)",
    "CREATE INDEX listings_product ON listings(product_id)",
    "CREATE INDEX certificates_of ON certificates(product_id, stars, expires_on)",
    "CREATE UNIQUE INDEX producers_slug ON producers(slug)",
)


def ddl() -> list[str]:
    """Every statement that makes an empty `catalog.db`, in order."""
    views = [products_view("CREATE VIEW", "product_facts")]
    return [*(table.ddl() for table in TABLES), *views, *SEARCH_DDL]
