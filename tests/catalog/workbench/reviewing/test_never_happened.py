"""What was undone never happened: random histories with a delivery, decision or merge and its undo, and without."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import OcopError
from catalog.publish.preparing import facts
from catalog.workbench import store
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import asked_again, editing, review
from catalog.workbench.store import Workbench
from tests.conftest import receive

HEADER = [
    "Tên sản phẩm",
    "Tên cơ sở",
    "Địa chỉ",
    "SĐT",
    "MST",
    "Quy cách",
    "Giá bán",
    "Mã hàng",
    "Đồng ý đăng số điện thoại",
    "Hạng sao",
    "Số quyết định",
]
REGISTER = ["Tên sản phẩm", "Chủ thể", "Hạng sao", "Số quyết định", "Ngày quyết định"]
WORDS = (
    (
        "Trà sen",
        "Chè sen",
        "OCOP Chè sen",
        "Trà hoa sen",
        "Mứt dừa",
        "Mứt dứa",
        "Mứt gừng",
        "Gạo tím đặc sản",
        "Gạo tím",
    ),
    (
        "HTX Tân Quy",
        "HTXNN Tân Qui",
        "Hợp tác xã nông nghiệp Tân Quy",
        "HTX Suối Nhạn",
        "Hộ Trịnh Thị Khuê",
        "HTX Tân Quí",
    ),
    ("xã Viễn Sơn, Văn Yên, Yên Bái", "xã Viễn Sơn, Văn Yên, Yên Bái", "xã Mậu A, Văn Yên, Yên Bái", "Yên Bái"),
    ("", "0900 000 021", "0900 000 022"),
    ("", "", "0100233488"),
    ("Gói 100g", "Gói 200g"),
    ("50k", "60k", "12-15"),
    ("", "T1", "T2"),
    ("", "có", "không"),
    ("", "3", "4"),
    ("", "", "901/QĐ-UBND"),
)
EDITS = ({"price": "99k"}, {"storage": "Nơi mát"}, {"website": "doivai.example.vn"}, {"name": "Trà ướp sen"})
Row = list[str]


@dataclass
class History:
    """A home in which things happen; what refuses is left out in both histories alike."""

    home: Home
    folder: Path
    deliveries: dict[str, str] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)

    def send(self, name: str, rows: list[Row], header: Row = HEADER) -> None:
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        (taken,) = receive(self.home, path, sender="HTX Tân Quy", register=header is REGISTER)
        self.deliveries[name] = taken.id

    def draft(self, bench: Workbench, name: str, number: int) -> Any:
        sql = "SELECT * FROM drafts WHERE submission_id = ? ORDER BY id"
        rows = bench.rows(sql, [self.deliveries[name]])
        return rows[number % len(rows)]

    def do(self, what: str, name: str, *said: Any) -> None:
        with suppress(OcopError), Workbench(self.home.workbench) as bench:
            HAPPENS[what](self, bench, name, *said)


def _decide(h: History, bench: Workbench, name: str, number: int, state: str, key: str) -> None:
    h.made[key] = review.decide(bench, [h.draft(bench, name, number)["id"]], state, "gọi hỏi", "lan")


def _edit(h: History, bench: Workbench, name: str, number: int, words: dict[str, str]) -> None:
    editing.edit(bench, str(h.draft(bench, name, number)["id"]), words, "lan", "gọi hỏi")


def _merge(h: History, bench: Workbench, name: str, number: int, other: str, kind: str, key: str) -> None:
    rows = [h.draft(bench, n, number) for n in (name, other)]
    one, two = (row[f"{kind}_id"] for row in rows)
    own = {row[f"{kind}_id"]: row[f"named_{kind}_id"] for row in rows}
    h.made[key] = [merges.merge(bench, one, two, "gọi hỏi", "lan", of_rows=own)]


def _consent(h: History, bench: Workbench, name: str, number: int, is_given: bool) -> None:
    producer = h.draft(bench, name, number)["producer_id"]
    consents.record(bench, producer, ["phone"], consents.Said(consents.PAPER, "phiếu"), "lan", is_given=is_given)


HAPPENS: dict[str, Callable[..., None]] = {
    "decide": _decide,
    "edit": _edit,
    "merge": _merge,
    "consent": _consent,
    "take back": lambda h, bench, name: review.take_back(bench, h.deliveries[name], "", "lan"),
    "undo": lambda h, bench, key: review.undo(bench, h.made.get(key, ()), "", "lan"),
    "split": lambda h, bench, key: [asked_again.split(bench, n, "", "lan") for n in h.made.get(key, ())],
}


def state(home: Home) -> dict[str, Any]:
    """Everything that counts: products with the source of each word, rows, the queue, ids, consents."""
    with Workbench(home.workbench, is_reading=True) as bench:
        rows = bench.rows(
            """SELECT s.submission_id, r.row, s.state, s.reason, s.product_id, s.producer_id, s.offer_key
                 FROM states s JOIN raw_records r ON r.id = s.draft_id ORDER BY 1, 2"""
        )
        living = {row["producer_id"] for row in rows}
        spoken = consents.standing(bench).values()
        return {
            "products": {p.id: (p.producer_id, p.facts, p.offers, p.source, p.source_id) for p in facts.merged(bench)},
            "rows": [tuple(row) for row in rows],
            "doubts": [tuple(row) for row in bench.rows(DOUBTS)],
            "queue": sorted(str(draft["name"]) for draft in review.queue(bench)),
            "ids": [tuple(row) for row in bench.rows("SELECT * FROM identity_now ORDER BY id")],
            "consents": sorted((w.subject, w.field, w.is_given) for w in spoken if w.subject in living),
        }


DOUBTS = """
SELECT d.submission_id, d.id - (SELECT min(id) FROM delivered_rows WHERE submission_id = d.submission_id) AS row, i.code
  FROM issues i JOIN drafts d ON d.id = i.draft_id
 WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back) ORDER BY 1, 2, 3
"""


def tick(set_now: Callable[[object, Callable[[], str]], None]) -> None:
    """Lets every moment that is written down be a second later than the one before, as people's are."""
    moments = (datetime.now(UTC) + timedelta(seconds=n) for n in range(1_000_000))
    written = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in moments)
    for name, module in list(sys.modules.items()):
        if name.startswith("catalog.") and module is not store and getattr(module, "now", None) is store.now:
            set_now(module, lambda: next(written))


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    tick(lambda module, now: monkeypatch.setattr(module, "now", now))


def written(rng: random.Random) -> list[Row]:
    return [[rng.choice(words) for words in WORDS] for _ in range(rng.randint(1, 3))]


def recognised(rng: random.Random) -> list[Row]:
    """A few lines of an official list."""
    names, makers = WORDS[:2]
    number, day = "901/QĐ-UBND", "26/04/2024"
    return [[rng.choice(names), rng.choice(makers), rng.choice("34"), number, day] for _ in range(rng.randint(2, 6))]


def history(rng: random.Random, deliveries: int) -> list[tuple[Any, ...]]:
    """Deliveries, and after each of them something that somebody does with one of those before."""
    found: list[tuple[Any, ...]] = []
    for number in range(deliveries):
        found.append(("send", f"d{number}", written(rng)))
        if rng.random() < 0.2:
            found.append(("send", f"r{number}", recognised(rng), REGISTER))
        name, at, key = f"d{rng.randrange(number + 1)}", rng.randrange(3), f"k{number}"
        found.append(rng.choice((
            ("decide", name, at, rng.choice(review.STATES), key),
            ("edit", name, at, rng.choice(EDITS)),
            ("merge", name, at, f"d{rng.randrange(number + 1)}", rng.choice(("product", "producer")), key),
            ("consent", name, at, rng.random() < 0.5),
            ("nothing",),
        )))  # fmt: skip
    return found


def lived(folder: Path, events: list[tuple[Any, ...]]) -> dict[str, Any]:
    folder.mkdir()
    h = History(Home(folder / "home"), folder)
    for what, *said in events:
        if what == "send":
            h.send(*said)
        elif what != "nothing":
            h.do(what, *said)
    return state(h.home)


# Of some hundred random histories; one of an import costs a second, so few are told here.
@pytest.mark.parametrize(
    ("what", "seed"),
    [
        ("delivery", 0),
        ("delivery", 1),
        ("delivery", 3),
        ("delivery", 7),
        ("register", 0),
        ("register", 1),
        ("decision", 0),
        ("merge", 1),
    ],
)
def test_what_was_undone_never_happened(tmp_path: Path, what: str, seed: int) -> None:
    rng = random.Random(f"{what} {seed}")
    events = history(rng, 4)
    at = rng.randrange(1, len(events))
    until = rng.randrange(at, len(events) + 1)
    known = [said[0] for name, *said in events[:at] if name == "send" and said[0].startswith("d")]
    done, undone = {
        "delivery": (("send", "X", written(rng)), ("take back", "X")),
        "register": (("send", "X", recognised(rng), REGISTER), ("take back", "X")),
        "decision": (("decide", rng.choice(known), 0, rng.choice(review.STATES), "X"), ("undo", "X")),
        "merge": (("merge", known[0], 0, known[-1], "producer", "X"), ("split", "X")),
    }[what]
    told = [*events[:at], done, *events[at:until], undone, *events[until:]]
    assert lived(tmp_path / "undone", told) == lived(tmp_path / "never", events), told
