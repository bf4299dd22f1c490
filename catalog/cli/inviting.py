"""Invitations: links and codes with which producers and their helpers send, and the keys of producers' own pages."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, show, to_read, to_write


class _Inviting(click.Group):
    """`ocop invite PRODUCER` makes one: what is none of the commands is given to `new`."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        own = {*self.commands, "-h", "--help"}
        return super().parse_args(context, args if not args or args[0] in own else ["new", *args])


@cli.group(cls=_Inviting)
def invite() -> None:
    """Say who sends: `ocop invite PRODUCER…` makes a link and a code; own, list, revoke."""


@invite.command("new")
@click.argument("producers", nargs=-1)
@click.option("--name", "names", multiple=True, help="A producer of which nothing is there yet; again for another.")
@click.option("--place", default="", help="Commune and province of the new ones.")
@click.option("--helper", default="", metavar="NAME", help="Who sends for them.")
@click.option("--days", default=30, show_default=True, metavar="N", help="How many days it is open.")
@as_json
@by_whom
@click.pass_obj
def new(home: Any, producers: tuple[str, ...], names: tuple[str, ...], place: str, helper: str, days: int,
        as_json: bool, who: str | None) -> None:  # fmt: skip
    """Invite producers (ids, addresses or names), or a helper for several, to send on the page /gui."""
    from catalog.workbench.senders import invitations

    with to_write(home) as bench:
        invited = [invitations.known(bench, p) for p in producers] + [invitations.new(n, place) for n in names]
        made = invitations.invite(bench, invited, me(who), helper, days)
        found = invitations.numbered(bench, made.id)
    _tell(home, found, made, f"/gui/moi/{made.link}", as_json)


@invite.command("own")
@click.argument("producer")
@as_json
@by_whom
@click.pass_obj
def own(home: Any, producer: str, as_json: bool, who: str | None) -> None:
    """Make the link of a producer's own page; the one before ends. It holds until it is revoked."""
    from catalog.workbench.senders import invitations

    with to_write(home) as bench:
        made = invitations.own_page(bench, invitations.known(bench, producer), me(who))
        found = invitations.numbered(bench, made.id)
    _tell(home, found, made, f"/cua-toi/{made.link}", as_json)


def _tell(home: Any, found: Any, made: Any, path: str, as_json: bool) -> None:
    from catalog.workbench.senders import invitations

    link = (home.site_address() or "").rstrip("/") + path
    if as_json:
        show(invitations.json(found, 0) | {"link": link, "code": made.spoken or None})
        return
    names = ", ".join(p.name for p in found.producers)
    click.echo(f"{found.id}  {names}{f'; sent by {found.helper}' if found.helper else ''}")
    click.echo(f"  link  {link}")
    if made.spoken:
        click.echo(f"  code  {made.spoken}   (to be said or written down: /gui asks for it)")
    click.echo(f"  until {found.ends_on or 'it is revoked'}; neither is kept here: pass them on now.")


@invite.command("list")
@as_json
@click.pass_obj
def invite_list(home: Any, as_json: bool) -> None:
    """Every invitation and own page's key, the newest first, and how often something was sent with it."""
    from catalog.workbench.senders import invitations

    with to_read(home) as bench:
        found = invitations.listed(bench)
    if as_json:
        show([invitations.json(one, sent) for one, sent in found])
        return
    for one, sent in found:
        names = ", ".join(p.name for p in one.producers)
        state = "open" if one.is_open else "revoked" if one.revoked_at else "over"
        helper = f"; sent by {one.helper}" if one.helper else ""
        click.echo(f"{one.id:>5}  {one.kind:4}  {state:7}  until {one.ends_on or '—':10}  {sent} sent  {names}{helper}"
                   f"; made by {one.made_by}")  # fmt: skip
    click.echo(f"{len(found):,} invitations")


@invite.command("revoke")
@click.argument("number", type=int)
@by_whom
@click.pass_obj
def invite_revoke(home: Any, number: int, who: str | None) -> None:
    """End an invitation, or the key of an own page: its link and code open nothing any more."""
    from catalog.workbench.senders import invitations

    with to_write(home) as bench:
        invitations.revoke(bench, number, me(who))
    click.echo(f"Invitation {number} is revoked.")
