"""Corrections by officers: edit, pin, unpin; what they changed, and where sources disagree."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.command import as_json, by_whom, me, show, to_read, to_write, value_shown, why
from catalog.cli.deciding import review


@review.command("edit")
@click.argument("said", metavar="DRAFT-PRODUCT-or-PRODUCER")
@click.argument("values", nargs=-1, required=True, metavar="COLUMN=VALUE…")
@why
@click.option("--accept", is_flag=True, help="Accept the draft, too: the values answer its doubts.")
@by_whom
@click.pass_obj
def edit(home: Any, said: str, values: tuple[str, ...], reason: str, accept: bool, who: str | None) -> None:
    """Say what a column is, whatever sources say: `ocop review edit 12 "price=150.000đ/hũ"`. COLUMN= empties it."""
    from catalog.workbench.reviewing import editing

    words = {}
    for value in values:
        column, sign, given = value.partition("=")
        if not sign or column.strip() in words:
            raise click.BadParameter(f"{value!r} is not COLUMN=VALUE, or the column stands twice.", param_hint="VALUES")
        words[column.strip()] = given
    with to_write(home) as bench:
        changes = editing.edit(bench, said, words, me(who), reason, accept=accept)
    _show_changes(changes)
    if accept:
        click.echo(f"draft {said} accepted")


@review.command("pin")
@click.argument("said", metavar="PRODUCT")
@click.argument("column")
@click.option("--value", help="This value; the present one where not given.")
@why
@by_whom
@click.pass_obj
def pin(home: Any, said: str, column: str, value: str | None, reason: str, who: str | None) -> None:
    """Keep the value of a column, whatever sources will say."""
    from catalog.workbench.reviewing import editing

    with to_write(home) as bench:
        _show_changes([editing.pin(bench, said, column, me(who), reason, value)])


def _show_changes(changes: Any) -> None:
    for change in changes:
        for field, value in change.after.items():
            click.echo(f"  {field:18} {value_shown(change.before.get(field))} → {value_shown(value)}")


@review.command("unpin")
@click.argument("said", metavar="PRODUCT")
@click.argument("column")
@why
@by_whom
@click.pass_obj
def unpin(home: Any, said: str, column: str, reason: str, who: str | None) -> None:
    """Withdraw what officers said of a column: the sources count again."""
    from catalog.workbench.reviewing import editing

    with to_write(home) as bench:
        number = editing.unpin(bench, said, column, me(who), reason)
    click.echo(f"{number} withdrawn; the sources count again.")


@review.command("edits")
@click.argument("said", metavar="[PRODUCT]", required=False)
@as_json
@click.pass_obj
def review_edits(home: Any, said: str | None, as_json: bool) -> None:
    """What officers edited and pinned, with who and when, withdrawn ones too."""
    from catalog.workbench.reviewing import editing

    with to_read(home) as bench:
        found = editing.listed(bench, said)
    if as_json:
        show(found)
        return
    for e in found:
        words = "pinned" if e["words"] is None else f"“{e['words']}”"
        end = f"  withdrawn by {e['withdrawn_by']}, {e['withdrawn_at']}" if e["withdrawn_by"] else ""
        click.echo(f"{e['id']:>5}  {e['edited_at']}  {e['subject']} {e['column']} {words} by {e['edited_by']}: "
                   f"{e['reason']}{end}")  # fmt: skip
    click.echo(f"{len(found):,} edits")


@review.command("conflicts")
@click.argument("said", metavar="[PRODUCT]", required=False)
@as_json
@click.pass_obj
def review_conflicts(home: Any, said: str | None, as_json: bool) -> None:
    """Where sources disagree: the word that counts, the rule, and the words that do not."""
    from catalog.workbench.identities import finding
    from catalog.workbench.reviewing import conflicts

    with to_read(home) as bench:
        product = finding.product(bench, said).product_id if said else None
        found = list(conflicts.conflicts(bench, product))
    if as_json:
        show([one.json() for one in found])
        return
    for one in found:
        pack = f" [{one.offer_key}]" if one.offer_key is not None else ""
        click.echo(f"{one.product}  {one.name}  {one.column}{pack}")
        for sign, word in (("=", one.winner), *(("≠", loser) for loser in one.losers)):
            click.echo(f"   {sign} {word.value}  ({word.source}, {word.name}, {word.day}; {word.rule})")
    click.echo(f"{len(found):,} disagreements")
