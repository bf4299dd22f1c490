"""A ticket becomes submissions that officers review: the sheets as they came, then those with the answers."""

from __future__ import annotations

from catalog.desk import preview
from catalog.workbench import intake, tickets
from catalog.workbench.delivery import Delivery
from catalog.workbench.home import Home
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.store import Workbench
from catalog.workbench.submissions import Sender, Submission
from catalog.workbench.tickets import File, Ticket

# What tells a name typed by a stranger from one that an officer gave: the headers that a sender confirmed are
# remembered by name, and nobody may teach the program what another one's sheets mean.
BY_PAGE = " (trang gửi)"


def sender_of(ticket: Ticket) -> Sender:
    """Who a ticket's submissions are from."""
    helped = f", {ticket.who.helper} gửi giúp" if ticket.who.helper else ""
    return Sender(ticket.who.sender + helped + BY_PAGE, ticket.who.place, is_known=False)


def send(home: Home, ticket: Ticket, files: list[File], progress: Progress = no_progress) -> list[str]:
    """Takes a ticket's files into the workbench and gives the submissions; done again it changes nothing.

    A sheet on which answers were given comes twice: as it was sent, and mended, which goes on from the first.
    """
    sender = sender_of(ticket)
    mended = [f for f in files if f.mended]
    taken: list[tuple[Submission, bool]] = []
    if mended:
        first = preview.delivery_of(home, ticket, mended, first=True)
        taken += [(s, False) for s in intake.receive(home, Delivery(first.sheets), sender, progress=progress)]
    whole = preview.delivery_of(home, ticket, files)
    taken += [(s, True) for s in intake.receive(home, whole, sender, progress=progress)]
    kept = [(s.id, is_final) for s, is_final in taken if s.status != "refused"]
    with Workbench(home.workbench) as bench:
        tickets.mark_sent(bench, ticket.id, kept)
    tickets.drop_folder(home, ticket.id)
    return [one for one, _ in kept]
