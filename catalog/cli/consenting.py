"""Consents: what producers allow to be shown, who wrote it down, and the paper on which they say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.command import as_json, by_whom, cli, me, show, to_read, to_write


@cli.group()
def consent() -> None:
    """What producers allow to be shown: give, withdraw, list, the paper form."""


_producer = click.argument("producer")
_paper = click.option("--paper", metavar="WORDS", help="On paper: which one, and where it is kept.")
_helper = click.option("--helper", metavar="NAME", help="Told to this person, who helps them.")
_day = click.option("--date", "day", metavar="YYYY-MM-DD", help="The day on which it was said; else today.")
_fields = click.option(
    "--field", "fields", multiple=True, help="name, phone, email, website, photo or bank; again for another."
)
_purpose = click.option("--purpose", default="publish", show_default=True, help="What for.")


@consent.command()
@_producer
@_fields
@_paper
@_helper
@_day
@_purpose
@click.option("--others-no", is_flag=True, help="The other fields were asked and not allowed: empty boxes.")
@by_whom
@click.pass_obj
def give(home: Any, producer: str, fields: tuple[str, ...], who: str | None, **said: Any) -> None:
    """Record that a producer (id, address or name) allows fields to be shown; on paper, or told to a helper."""
    if not fields:
        raise click.UsageError("Name each field that they consent to with --field; silence is no consent.")
    if not (said["paper"] or said["helper"]):
        raise click.UsageError("Say how they consented: --paper WORDS or --helper NAME.")
    _record(home, producer, fields, me(who), is_given=True, **said)


@consent.command()
@_producer
@_fields
@_paper
@_helper
@_day
@_purpose
@by_whom
@click.pass_obj
def withdraw(home: Any, producer: str, fields: tuple[str, ...], who: str | None, **said: Any) -> None:
    """Record that a producer takes a consent back: of the named fields, else of everything that is given."""
    _record(home, producer, fields, me(who), is_given=False, others_no=False, **said)


def _record(home: Any, producer: str, fields: tuple[str, ...], who: str, *, paper: str | None, helper: str | None,
            day: str | None, purpose: str, is_given: bool, others_no: bool) -> None:  # fmt: skip
    from catalog.publish.removing import withdrawn
    from catalog.workbench.identities import subjects
    from catalog.workbench.privacy import consents

    if day:
        consents.check_day(day)
    source = paper or helper or who
    said = consents.Said(consents.PAPER if paper else consents.HELPER, source, day, purpose)
    with to_write(home) as bench:
        found = subjects.producer(bench, producer)
        chosen = consents.record(bench, found, fields, said, who, is_given=is_given, others_no=others_no)
    click.echo(f"{found}: {', '.join(chosen)} {'given' if is_given else 'withdrawn'}; recorded by {who}.")
    still = [s.field for s in withdrawn.still_shown(home) if s.producer == found]
    if still:
        click.echo(f"The current release still shows {', '.join(still)}: run `ocop publish`, then export again.")
    elif is_given:
        click.echo("`ocop publish` shows it.")


@consent.command("list")
@click.argument("producer", required=False)
@as_json
@click.pass_obj
def consent_list(home: Any, producer: str | None, as_json: bool) -> None:
    """Every word of the register, of one producer or of all: what counts is marked with a star."""
    from catalog.workbench.identities import subjects
    from catalog.workbench.privacy import consent_values

    with to_read(home) as bench:
        found = consent_values.listed(bench, subjects.producer(bench, producer) if producer else None)
    if as_json:
        show(found)
        return
    for word in found:
        answer = "yes" if word["is_given"] else "no"
        end = f" until {word['withdrawn']}" if word["withdrawn"] else ""
        click.echo(
            f"{'*' if word['counts'] else ' '} {word['from']}  {word['producer']}  {word['field']:7} {answer:4}{end}"
            f"  {word['how']}: {word['source']}; recorded by {word['recorded_by'] or '—'}  ·  {word['name'] or '—'}"
        )
    click.echo(f"{len(found)} words, {sum(w['counts'] for w in found)} count")


@consent.command("form")
@click.argument("producer", required=False)
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), default="phieu-dong-y.html", show_default=True,
    help="Where to write it; an existing file is replaced only with --force.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.pass_obj
def consent_form(home: Any, producer: str | None, out: Path, force: bool) -> None:
    """Write the paper form, one page ready to print: with what is known of a producer, else blank."""
    from catalog.forms import consent_form as forms
    from catalog.workbench.home import write_atomically
    from catalog.workbench.identities import subjects
    from catalog.workbench.privacy import consent_values

    if out.exists() and not force:
        raise click.UsageError(f"{out} is there already; give another name with -o, or --force to replace it.")
    site = home.config().get("site", {})
    asked, known = forms.Asked(operator=site.get("operator", ""), contact=site.get("contact", "")), {}
    if producer:
        with to_read(home) as bench:
            found = subjects.producer(bench, producer)
            known = consent_values.known_of(bench, found)
        asked = forms.Asked(known["name"], known["place"], found, asked.operator, asked.contact)
    write_atomically(out, forms.make(asked, known).encode())
    click.echo(f"{out}: print it (one page of A4). Signed, it is recorded with")
    click.echo(f"  ocop consent give {asked.code or 'PRODUCER'} --field … --others-no --paper 'signed on …, kept in …'")
