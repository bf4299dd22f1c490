"""Accounts of producers for the payment code on price cards: added once the owner was verified, removed, listed."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, show, to_read, to_write


@cli.group()
def account() -> None:
    """Where producers are paid, for the VietQR on price cards: add, remove, list."""


@account.command()
@click.argument("producer")
@click.option("--bank", required=True, metavar="NAME", help="BIN of six digits, or the bank's name.")
@click.option("--number", required=True, metavar="DIGITS", help="Number of the account.")
@click.option("--owner", required=True, metavar="NAME", help="Its owner, as the bank's own program shows the name.")
@click.option("--evidence", required=True, metavar="WORDS", help="What you saw when you verified the owner.")
@click.option("--differs", default="", metavar="WORDS", help="Why the owner is not called as the producer.")
@by_whom
@click.pass_obj
def add(home: Any, producer: str, who: str | None, **said: str) -> None:
    """Record the account of a producer (id, address or name), in the place of the one before."""
    from catalog.workbench.identities import subjects
    from catalog.workbench.privacy import accounts, consents

    with to_write(home) as bench:
        found = subjects.producer(bench, producer)
        made = accounts.add(bench, found, accounts.Verified(**said), me(who))
        word = consents.standing(bench, found).get((found, "bank"))
    click.echo(f"{found}: account at {made.bank_bin} of {made.owner}; verified by {made.recorded_by}.")
    if word and word.is_given:
        click.echo("`ocop publish` puts it on the price cards.")
    else:
        click.echo(f"No card shows it before `ocop consent give {found} --field bank`.")


@account.command()
@click.argument("producer")
@click.option("--reason", required=True, metavar="WORDS", help="Why.")
@by_whom
@click.pass_obj
def remove(home: Any, producer: str, reason: str, who: str | None) -> None:
    """Withdraw the account of a producer; it is gone with the next release."""
    from catalog.publish.removing import withdrawn
    from catalog.workbench.identities import subjects
    from catalog.workbench.privacy import accounts

    with to_write(home) as bench:
        found = subjects.producer(bench, producer)
        accounts.remove(bench, found, reason, me(who))
    click.echo(f"{found}: account withdrawn.")
    if any(s.producer == found and s.field == "bank" for s in withdrawn.still_shown(home)):
        click.echo("The current release still shows it: run `ocop publish`, and take printed cards away.")


@account.command("list")
@click.argument("producer", required=False)
@as_json
@click.pass_obj
def account_list(home: Any, producer: str | None, as_json: bool) -> None:
    """Every word on accounts, the older first, of one producer or of all: what counts is marked with a star."""
    from catalog.workbench.identities import subjects
    from catalog.workbench.privacy import accounts

    with to_read(home) as bench:
        only = subjects.producer(bench, producer) if producer else None
        found = [one for one in accounts.words(bench) if only in (None, one.producer)]
        counting = {one.id for one in accounts.standing(bench).values()}
    if as_json:
        show([one._asdict() | {"is_given": bool(one.is_given), "counts": one.id in counting} for one in found])
        return
    for one in found:
        what = f"{one.bank_bin} {one.number} {one.owner}" if one.is_given else "withdrawn"
        differs = f" (differs: {one.differs})" if one.differs else ""
        click.echo(
            f"{'*' if one.id in counting else ' '} {one.recorded_at}  {one.producer}  {what}{differs}: {one.evidence};"
            f" {one.recorded_by}"
        )
    click.echo(f"{len(found)} words, {sum(one.id in counting for one in found)} count")
