"""`flask consultation`: make one, look at it, open it, move its deadline, close it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from engagement.commands.speaking import ACTOR, Group, as_json, note, report
from engagement.consultations import document, facts, service, versions
from engagement.consultations.deadlines import deadline_in_words, moment_in_words
from engagement.consultations.models import Consultation, State
from engagement.correspondence import new_deadlines
from engagement.extensions import clock, db
from engagement.reporting.progress import progress
from engagement.unit_of_work import unit_of_work

group = Group("consultation", help="Consultations, from draft to closed.")
slug_argument = click.argument("slug")
reason_option = click.option("--reason", required=True, help="Why; it is kept and shown.")


@group.command("create")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def create(file: Path) -> None:
    """Make a draft from a TOML document; engagement/consultations/documents has one to begin from."""
    described = document.read_toml(file)
    with unit_of_work() as session:
        made = service.create(session, described, now=clock.now())
        note(session, "consultation created", made)
    click.echo(f"{made.slug} is a draft. Publish its questionnaires next, name its DPIA, then open it:")
    click.echo(f"  flask questionnaires publish {made.slug}")
    click.echo(f"  flask consultation dpia {made.slug} REFERENCE")
    click.echo(f"  flask consultation open {made.slug}")


@group.command("list")
@as_json
def list_all(as_json: bool) -> None:
    """All consultations with their state and deadline."""
    now = clock.now()
    found = service.every(db.session())
    report(as_json, [_facts(row, now) for row in found], (_line(row, now) for row in found))


@group.command("show")
@slug_argument
@as_json
def show(slug: str, as_json: bool) -> None:
    """One consultation: its dates, what is asked, how far it has come, and every move of its deadline."""
    session, now = db.session(), clock.now()
    found = service.find(session, slug)
    asked = {
        audience: version.number
        for audience in versions.audiences_asked(session, found.id)
        if (version := versions.current(session, found.id, audience)) is not None
    }
    answered = {audience: counts.answered for audience, counts in progress(session, found.id).items()}
    moves = [
        {
            "at": move.changed_at,
            "by": move.changed_by,
            "reason": move.reason,
            "from": move.closes_at_before,
            "to": move.closes_at_after,
        }
        for move in service.deadline_history(session, found)
    ]
    facts = _facts(found, now) | {"questionnaires": asked, "answered": answered, "deadline_changes": moves}
    report(as_json, facts, _in_words(found, facts, now))


@group.command("dpia")
@slug_argument
@click.argument("reference")
def dpia(slug: str, reference: str) -> None:
    """Name the data protection impact assessment; without one a consultation cannot be opened."""
    with unit_of_work() as session:
        found = service.find(session, slug)
        found.facts = facts.for_storing(replace(facts.facts_known(found), dpia_reference=reference.strip()))
        note(session, "facts changed", found)
    click.echo(f"{found.slug}: DPIA {reference.strip()}")


@group.command("open")
@slug_argument
@click.option("--now", "at_once", is_flag=True, help="Do not wait for its opening day.")
def open_it(slug: str, at_once: bool) -> None:
    """Publish a draft: people may answer from its opening day on."""
    with unit_of_work() as session:
        found, now = service.find(session, slug), clock.now()
        (service.open_now if at_once else service.publish)(session, found, now=now)
        note(session, "consultation opened" if at_once else "consultation published", found)
    click.echo(_line(found, now))


@group.command("close")
@slug_argument
@reason_option
def close(slug: str, reason: str) -> None:
    """Close an open consultation at this moment, in an emergency: officers do it in the workspace, and need two."""
    with unit_of_work() as session:
        found, now = service.find(session, slug), clock.now()
        _, cancelled = new_deadlines.close_early(session, found, closes_at=now, reason=reason, by=ACTOR, now=now)
        note(session, "consultation closed early", found, reason=reason, letters_cancelled=len(cancelled))
    click.echo(_line(found, now))


@group.command("extend")
@slug_argument
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The new last day, for answers.")
@reason_option
def extend(slug: str, last_day: datetime, reason: str) -> None:
    """Give people until the end of a later day; a closed consultation opens again.

    Letters that are planned move with the deadline, and those who were invited and have not answered get one notice.
    """
    with unit_of_work() as session:
        found, now = service.find(session, slug), clock.now()
        done = new_deadlines.extend(session, found, last_day=last_day.date(), reason=reason, by=ACTOR, now=now)
        note(session, "deadline extended", found, reason=reason, last_day=last_day.date().isoformat(), told=done.told)
    click.echo(_line(found, now))
    for move in done.moves:
        click.echo(f"{move.kind} to {move.audience}, {moment_in_words(move.old)}: {move.why}")
    click.echo(f"The notice of the new deadline goes to {done.told:,}.")


def _facts(consultation: Consultation, now: datetime) -> dict[str, Any]:
    return {
        "slug": consultation.slug,
        "title": consultation.title,
        "state": consultation.state_at(now),
        "opens_at": consultation.opens_at,
        "closes_at": consultation.closes_at,
    }


def _line(consultation: Consultation, now: datetime) -> str:
    state = consultation.state_at(now)
    moment = {
        State.DRAFT: f"to open at {moment_in_words(consultation.opens_at)}",
        State.UPCOMING: f"opens at {moment_in_words(consultation.opens_at)}",
        State.OPEN: f"closes at {deadline_in_words(consultation.closes_at)}",
        State.CLOSED: f"closed at {deadline_in_words(consultation.closes_at)}",
    }[state]
    return f"{consultation.slug}: {state}, {moment}"


def _in_words(consultation: Consultation, facts: Mapping[str, Any], now: datetime) -> list[str]:
    asked, answered, moves = facts["questionnaires"], facts["answered"], facts["deadline_changes"]
    return [
        consultation.title,
        _line(consultation, now),
        *(f"{name}: questionnaire {number}, {answered.get(name, 0)} answered" for name, number in asked.items()),
        *(
            f"{moment_in_words(move['at'])}: {move['by']} moved the deadline from "
            f"{deadline_in_words(move['from'])} to {deadline_in_words(move['to'])}: {move['reason']}"
            for move in moves
        ),
    ]
