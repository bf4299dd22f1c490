"""Tickets: what somebody sends on the page `/gui`, from the first file until officers have it.

A ticket is known by a code that only its sender holds; here stands the code's hash. Its files lie in the home's
`tickets/` until they are sent; then they are a submission like any other.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalog.errors import Conflict, Unknown
from catalog.workbench.home import Home, write_atomically
from catalog.workbench.senders import spoken_codes
from catalog.workbench.store import Workbench, now

Role = Literal["sheet", "picture"]
# What a producer changes on her own page by two taps; "kit" asks for what she posts and uploads herself (desk/kit.py).
Change = Literal["price", "stock", "kit"]

# The report on a ticket's files, and the kit made of them, beside them.
REPORT, KIT = "report.json", "kit"
# The sheet that the page's form writes (desk/typed_form.py): no file that somebody brings bears its name.
FORM = "Biểu mẫu trên trang.xlsx"
# 16 letters are 80 bits: nobody guesses one.
LENGTH = 16


@dataclass(frozen=True, slots=True)
class Who:
    """Who sends: as they call themselves, where from, how officers reach them, and who does it for them."""

    sender: str
    place: str = ""
    contact: str = ""
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket; sent_at is None while it is being prepared.

    invitation  the number of the invitation with which it came, None for a stranger's
    product_id, change  of a change on a producer's own page, else None; of its kit product_id is the producer
    """

    id: str
    made_at: str
    who: Who
    sent_at: str | None
    invitation: int | None = None
    product_id: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One file of a ticket; mended is the hash of the sheet with the answers given on the page, where there are any."""

    id: int
    role: Role
    name: str
    sha256: str
    mended: str | None

    @property
    def now(self) -> str:
        """The hash of what is to be read: the mended sheet, else the file as it came."""
        return self.mended or self.sha256


def id_of(code: str) -> str:
    """The id of the ticket that a code opens, however it is written."""
    return spoken_codes.digest("ticket", code)


def folder(home: Home, ticket: str) -> Path:
    """Where the files of a ticket lie."""
    return home.tickets / ticket


def path_of(home: Home, ticket: str, sha256: str) -> Path:
    """Where the file of a ticket with this hash lies."""
    return folder(home, ticket) / sha256


def keep(home: Home, ticket: str, data: bytes) -> str:
    """Keeps the bytes of a file beside a ticket and gives their hash; twice the same bytes are kept once."""
    sha = hashlib.sha256(data).hexdigest()
    path = path_of(home, ticket, sha)
    if not path.exists():
        write_atomically(path, data)
    return sha


def open_ticket(
    bench: Workbench,
    who: Who,
    invitation: int | None = None,
    product_id: str | None = None,
    change: Change | None = None,
) -> str:
    """A new ticket; gives its code, which is not kept."""
    code = spoken_codes.new(LENGTH)
    names = ("id", "made_at", "sender", "place", "contact", "helper", "invitation_id", "product_id", "change")
    said = (who.sender, who.place, who.contact, who.helper, invitation, product_id, change)
    with bench.writing():
        bench.insert("tickets", names, [(id_of(code), now(), *said)])
    return code


def find(bench: Workbench, ticket: str) -> Ticket:
    """The ticket of an id. Raises Unknown, without naming others."""
    row = bench.one("SELECT * FROM tickets WHERE id = ?", [ticket])
    if row is None:
        raise Unknown("ticket", ticket[:8])
    who = Who(row["sender"], row["place"], row["contact"], row["helper"])
    beside = (row["invitation_id"], row["product_id"], row["change"])
    return Ticket(row["id"], row["made_at"], who, row["sent_at"], *beside)


def files(bench: Workbench, ticket: str) -> list[File]:
    """The files of a ticket in the order in which they came."""
    sql = "SELECT id, role, name, sha256, mended FROM ticket_files WHERE ticket_id = ? ORDER BY id"
    return [File(*row) for row in bench.rows(sql, [ticket])]


def of_role(files: Iterable[File], role: Role) -> list[File]:
    """Those of some files that are sheets, or pictures; a report counts the sheets in this order."""
    return [file for file in files if file.role == role]


def add_files(bench: Workbench, ticket: str, added: Iterable[tuple[Role, str, str]]) -> None:
    """Adds files by role, name and hash; one that is there already is not added again.

    Raises Conflict for a ticket that was sent.
    """
    with bench.writing():
        check_open(bench, ticket)
        before = files(bench, ticket)
        there, names = {(f.role, f.sha256) for f in before}, {FORM.lower(), *(f.name.lower() for f in before)}
        rows = []
        for role, name, sha in added:
            if (role, sha) not in there:
                there.add((role, sha))
                rows.append((ticket, role, _own_name(name, names), sha, now()))
        bench.insert("ticket_files", ("ticket_id", "role", "name", "sha256", "added_at"), rows)


def _own_name(name: str, taken: set[str]) -> str:
    """The name, numbered where another file of the ticket has it: a report tells files by their names."""
    path = Path(name)
    numbered = (f"{path.stem} ({number}){path.suffix}" for number in itertools.count(2))
    free = name if name.lower() not in taken else next(n for n in numbered if n.lower() not in taken)
    taken.add(free.lower())
    return free


def put_form(bench: Workbench, ticket: str, sha256: str | None) -> None:
    """Puts the sheet that the page's form writes in the place of the one that it wrote before; None takes it away.

    Raises Conflict for a ticket that was sent.
    """
    with bench.writing():
        check_open(bench, ticket)
        if sha256 is None:
            bench.db.execute("DELETE FROM ticket_files WHERE ticket_id = ? AND name = ?", [ticket, FORM])
            return
        sql = "UPDATE ticket_files SET sha256 = ?, mended = NULL WHERE ticket_id = ? AND name = ? AND role = 'sheet'"
        if not bench.db.execute(sql, [sha256, ticket, FORM]).rowcount:
            names = ("ticket_id", "role", "name", "sha256", "added_at")
            bench.insert("ticket_files", names, [(ticket, "sheet", FORM, sha256, now())])


def drop_file(bench: Workbench, ticket: str, file: int) -> None:
    """Takes a file out of a ticket. Raises Conflict for a ticket that was sent."""
    with bench.writing():
        check_open(bench, ticket)
        bench.db.execute("DELETE FROM ticket_files WHERE ticket_id = ? AND id = ?", [ticket, file])


def name_photo(bench: Workbench, ticket: str, file: int, product: str) -> None:
    """Says which product a photo shows: it is called after it, as if it had come so named.

    Raises Conflict for a ticket that was sent.
    """
    plain = product.replace("/", " ").replace("\\", " ").strip()
    with bench.writing():
        check_open(bench, ticket)
        for row in bench.rows("SELECT name FROM ticket_files WHERE id = ? AND ticket_id = ?", [file, ticket]):
            sql = "UPDATE ticket_files SET name = ? WHERE id = ?"
            bench.db.execute(sql, [f"{plain}{Path(row['name']).suffix or '.jpg'}", file])


def mend(bench: Workbench, ticket: str, file: int, mended: str) -> None:
    """Records the sheet that has what was answered on the page. Raises Conflict for a ticket that was sent."""
    with bench.writing():
        check_open(bench, ticket)
        sql = "UPDATE ticket_files SET mended = ? WHERE id = ? AND ticket_id = ?"
        bench.db.execute(sql, [mended, file, ticket])


def add_submissions(bench: Workbench, ticket: str, submissions: Iterable[str], *, is_final: bool) -> None:
    """Records what a ticket became; is_final: not a sheet as it came, of which the mended one is sent, too."""
    sql = "INSERT OR IGNORE INTO ticket_submissions VALUES (?, ?, ?)"
    with bench.joining():
        bench.db.executemany(sql, [(ticket, one, int(is_final)) for one in submissions])


def mark_sent(bench: Workbench, ticket: str, submissions: Iterable[str]) -> None:
    """Records that a ticket is with the officers, and the final submissions that it became."""
    with bench.writing():
        add_submissions(bench, ticket, submissions, is_final=True)
        bench.db.execute("UPDATE tickets SET sent_at = coalesce(sent_at, ?) WHERE id = ?", [now(), ticket])


def submissions(bench: Workbench, ticket: str) -> list[str]:
    """The submissions that a ticket became."""
    sql = "SELECT submission_id FROM ticket_submissions WHERE ticket_id = ? ORDER BY is_final, submission_id"
    return [row[0] for row in bench.rows(sql, [ticket])]


def drop_folder(home: Home, ticket: str) -> None:
    """Removes the files of a ticket, which may be gone already."""
    shutil.rmtree(folder(home, ticket), ignore_errors=True)


def drop_sent(home: Home, ticket: str) -> None:
    """Removes the files of a ticket that was sent; a kit that was made of them stays for its sender."""
    if not (folder(home, ticket) / KIT).exists():
        drop_folder(home, ticket)
        return
    for path in folder(home, ticket).glob("*"):
        if path.is_file():
            path.unlink(missing_ok=True)


def drop_kit(home: Home, ticket: str) -> None:
    """Removes the kit of a ticket; it can be made again from what officers have."""
    shutil.rmtree(folder(home, ticket) / KIT, ignore_errors=True)
    with suppress(OSError):  # the files of one that is not sent are still there
        folder(home, ticket).rmdir()


def forget(home: Home, bench: Workbench, is_theirs: Callable[[str], bool]) -> None:
    """Removes tickets that were never sent and speak of somebody; also one that nobody has read yet.

    is_theirs: whether a text, here the report of what was understood, names them.
    """
    unsent = [row[0] for row in bench.rows("SELECT id FROM tickets WHERE sent_at IS NULL")]
    going = [ticket for ticket in unsent if _speaks(folder(home, ticket), is_theirs)]
    drop_unsent(bench, going)
    for ticket in going:
        drop_folder(home, ticket)
    # Whose goods a kit holds does not stand beside it.
    for kit in home.tickets.glob(f"*/{KIT}"):
        drop_kit(home, kit.parent.name)
    with bench.writing():
        bench.db.execute("DELETE FROM jobs WHERE kind = 'kit'")


def _speaks(path: Path, is_theirs: Callable[[str], bool]) -> bool:
    try:
        report = json.loads((path / REPORT).read_bytes())
    except (OSError, ValueError):
        return True
    return is_theirs(json.dumps(report, ensure_ascii=False))


def drop_unsent(bench: Workbench, going: Iterable[str]) -> None:
    """Removes every word on some tickets, except on those that were sent."""
    asked = [json.dumps(list(going))]
    unsent = "SELECT value FROM json_each(?) WHERE value IN (SELECT id FROM tickets WHERE sent_at IS NULL)"
    with bench.joining():
        for table, column in (("jobs", "ticket_id"), ("ticket_files", "ticket_id"), ("tickets", "id")):
            bench.db.execute(f"DELETE FROM {table} WHERE {column} IN ({unsent})", asked)  # noqa: S608


def check_open(bench: Workbench, ticket: str) -> None:
    """Raises Conflict for a ticket that was sent."""
    if find(bench, ticket).sent_at:
        raise Conflict("Danh sách này đã gửi duyệt; mời gửi danh sách mới.")
