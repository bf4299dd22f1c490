"""What is one and what is two: pairs that are asked, joined, taken apart."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, me, show, to_read, to_write, why
from catalog.cli.deciding import review


@review.command("twins")
@click.option("--all", "every", is_flag=True, help="Every join and question so far, also those taken apart.")
@as_json
@click.pass_obj
def review_twins(home: Any, every: bool, as_json: bool) -> None:
    """Pairs of products or producers that may be one: answer with `review merge` or `review split`."""
    from catalog.workbench.identities import merges

    with to_read(home) as bench:
        found = merges.listed(bench) if every else merges.twins(bench)
    if as_json:
        show(found)
    elif every:
        for j in found:
            undone = f"; taken apart {j['undone_at']} by {j['undone_by']}: {j['undone_why']}" if j["undone_at"] else ""
            how = "joined" if j["is_sure"] else "asked"
            reasons = ", ".join(j["why"]["for"])
            click.echo(
                f"{j['id']:>6}  {j['kind']} {j['from_id']} → {j['into_id']}  {how} {j['decided_at']} "
                f"by {j['decided_by']}: {reasons}{undone}"
            )
    else:
        for t in found:
            click.echo(f"{t['join']:>6}  {t['kind']}  {t['one']['name']}  ·  {t['other']['name']}")
            click.echo(f"        for: {', '.join(t['for']) or '—'}; against: {', '.join(t['against']) or '—'}")
            click.echo(f"        ocop review merge {t['one']['id']} {t['other']['id']}  or  review split {t['join']}")
    if not as_json:
        click.echo(f"{len(found)} {'joins and questions' if every else 'pairs'}")


@review.command("merge")
@click.argument("stays")
@click.argument("goes")
@why
@by_whom
@click.pass_obj
def review_merge(home: Any, stays: str, goes: str, reason: str, who: str | None) -> None:
    """Say that two products, or two producers, are one: ids or addresses of pages; the first one's id stays."""
    from catalog.workbench.identities import merges

    with to_write(home) as bench:
        number = merges.merge(bench, stays, goes, reason, me(who))
    click.echo(
        f"Join {number}: {goes} is {stays}. `ocop review split {number}` takes it apart; `ocop publish` to see it."
    )


@review.command("split")
@click.argument("join", type=int)
@why
@by_whom
@click.pass_obj
def review_split(home: Any, join: int, reason: str, who: str | None) -> None:
    """Take a join apart, or say that a pair that is asked is two."""
    from catalog.workbench.reviewing import asked_again
    from catalog.workbench.rows.policy import from_config

    by = from_config(home.config())
    with to_write(home) as bench:
        still = asked_again.split(bench, join, reason, me(who), by)
    click.echo(f"Join {join} taken apart; `ocop publish` to see it.")
    if still:
        click.echo(f"Other joins still hold the two together as {still}: see `ocop review twins --all`.", err=True)
