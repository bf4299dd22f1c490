"""Accounts of officers: opened, listed, given other rights or a new password, closed, handed to a successor."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, show, to_read, to_write

_ROLES = click.Choice(["commune", "province", "administrator"])


@cli.group()
def officers() -> None:
    """Who may log in at `/duyet`, and what each may decide about."""


def _scoped(command: Any) -> Any:
    """The options that say what an account is for."""
    for option in (
        click.option("--commune", "communes", multiple=True, metavar="CODE-or-NAME", help="One of theirs; repeat it."),
        click.option("--province", default="", metavar="CODE-or-NAME", help="The province."),
        click.option("--role", type=_ROLES, required=True, help="What they do."),
    ):
        command = option(command)
    return command


def _scope(role: Any, province: str, communes: tuple[str, ...]) -> Any:
    from catalog.workbench.officers import accounts

    return accounts.scope_of(role, accounts.province_of(province), communes)


def _say_password(login: str, password: str) -> None:
    from catalog.workbench.officers import accounts

    click.echo(f"{login}  password: {password}")
    click.echo(f"Tell it to them alone; it opens for {accounts.GIVEN_DAYS} days and is then replaced.", err=True)


@officers.command("add")
@click.argument("login")
@click.option("--name", required=True, metavar="NAME", help="As decisions are signed.")
@_scoped
@by_whom
@click.pass_obj
def officers_add(
    home: Any, login: str, name: str, role: Any, province: str, communes: tuple[str, ...], who: str | None
) -> None:
    """Open an account and print its first password, which is kept nowhere."""
    from catalog.workbench.officers import accounts

    scope = _scope(role, province, communes)
    with to_write(home) as bench:
        password = accounts.add(bench, login, name, role, scope, me(who))
    _say_password(login, password)


@officers.command("list")
@as_json
@click.pass_obj
def officers_list(home: Any, as_json: bool) -> None:
    """Every account and what it is for today; closed ones last."""
    from catalog.workbench.officers import accounts

    with to_read(home) as bench:
        found = accounts.listed(bench)
    if as_json:
        show([accounts.as_json(one) for one in found])
        return
    for one in found:
        state = "closed" if one.is_disabled else "has not logged in" if one.is_given else ""
        places = " ".join(sorted(one.communes)) if one.role == "commune" else one.province
        click.echo(f"{one.login:20} {one.role:14} {places:20} {one.name}  {state}".rstrip())
    click.echo(f"{len(found)} accounts")


@officers.command("reset")
@click.argument("login")
@by_whom
@click.pass_obj
def officers_reset(home: Any, login: str, who: str | None) -> None:
    """Give a new password, end all sessions; opens a closed account again."""
    from catalog.workbench.officers import accounts

    with to_write(home) as bench:
        password = accounts.reset(bench, login, me(who))
    _say_password(login, password)


@officers.command("scope")
@click.argument("login")
@_scoped
@by_whom
@click.pass_obj
def officers_scope(
    home: Any, login: str, role: Any, province: str, communes: tuple[str, ...], who: str | None
) -> None:  # fmt: skip
    """Say anew what an account is for."""
    from catalog.workbench.officers import accounts

    scope = _scope(role, province, communes)
    with to_write(home) as bench:
        accounts.rescope(bench, login, role, scope, me(who))
    click.echo(f"{login} is {role} of {' '.join(scope.communes) or scope.province} from the next page on.")


@officers.command("disable")
@click.argument("login")
@by_whom
@click.pass_obj
def officers_disable(home: Any, login: str, who: str | None) -> None:
    """Close an account and end its sessions; its decisions stay."""
    from catalog.workbench.officers import accounts

    with to_write(home) as bench:
        accounts.disable(bench, login, me(who))
    click.echo(f"{login} is closed; `ocop officers reset {login}` opens it again.")


@officers.command("transfer")
@click.argument("login")
@click.argument("to")
@click.option("--name", required=True, metavar="NAME", help="Of the successor.")
@by_whom
@click.pass_obj
def officers_transfer(home: Any, login: str, to: str, name: str, who: str | None) -> None:
    """Hand what an account is for to a successor under a log-in name of their own, and close it."""
    from catalog.workbench.officers import accounts

    with to_write(home) as bench:
        password = accounts.transfer(bench, login, to, name, me(who))
    _say_password(to, password)
