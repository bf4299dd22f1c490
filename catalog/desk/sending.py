"""A ticket becomes submissions that officers review: the sheets as they came, then those with the answers."""

from __future__ import annotations

from catalog.desk import preview
from catalog.workbench.home import Home
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.receiving import intake
from catalog.workbench.rows import vouching
from catalog.workbench.rows.delivery import Delivery
from catalog.workbench.rows.submissions import Sender, Submission
from catalog.workbench.senders import invitations, tickets
from catalog.workbench.senders.tickets import File, Ticket
from catalog.workbench.store import Workbench

# What tells a name typed by a stranger from one that an officer gave: the headers that a sender confirmed are
# remembered by name, and nobody may teach the program what another one's sheets mean.
BY_PAGE = " (trang gửi)"


def sender_of(bench: Workbench, ticket: Ticket) -> Sender:
    """Who a ticket's submissions are from: one whom an officer invited is known, everybody else is not.

    An invitation counts on the day on which the ticket was opened; once it is revoked it vouches for nobody.
    """
    helped = f", {ticket.who.helper} gửi giúp" if ticket.who.helper else ""
    name = ticket.who.sender + helped
    invitation = invitations.numbered(bench, ticket.invitation) if ticket.invitation else None
    if invitation is None or invitation.revoked_at:
        return Sender(name + BY_PAGE, ticket.who.place, is_known=False)
    vouched = vouching.of(bench, invitation, ticket.product_id, ticket.change)
    way = "trang riêng" if invitation.kind == "own" else "thư mời"
    # The number tells which officer vouches, for what and until when: `ocop invite list`.
    return Sender(f"{name} ({way} {invitation.id})", ticket.who.place, vouched=vouched)


def send(home: Home, ticket: Ticket, files: list[File], progress: Progress = no_progress) -> list[str]:
    """Takes a ticket's files into the workbench and gives the submissions; done again it changes nothing.

    A sheet on which answers were given comes twice: as it was sent, and mended, which goes on from the first.
    """
    if mended := [f for f in files if f.mended]:
        first = preview.delivery_of(home, ticket, mended, first=True)
        taken = _kept(intake.receive(home, Delivery(first.sheets), _sender(home, ticket), progress=progress))
        with Workbench(home.workbench) as bench:
            tickets.add_submissions(bench, ticket.id, taken, is_final=False)
    whole = preview.delivery_of(home, ticket, files)
    taken = _kept(intake.receive(home, whole, _sender(home, ticket), progress=progress))
    with Workbench(home.workbench) as bench:
        tickets.mark_sent(bench, ticket.id, taken)
        sent = tickets.submissions(bench, ticket.id)
    tickets.drop_sent(home, ticket.id)
    return sent


def _sender(home: Home, ticket: Ticket) -> Sender:
    with Workbench(home.workbench, is_reading=True) as bench:
        return sender_of(bench, ticket)


def _kept(taken: list[Submission]) -> list[str]:
    return [s.id for s in taken if s.status != "refused"]
