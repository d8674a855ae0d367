"""`flask waves`: plan letters to an audience, and see beforehand who gets them and why others do not."""

import uuid
from datetime import datetime
from typing import Any

import click

from engagement.commands.speaking import AUDIENCE, Group, as_json, note, report
from engagement.consultations import service
from engagement.consultations.deadlines import at_london, moment_in_words
from engagement.consultations.models import Consultation
from engagement.correspondence import waves
from engagement.correspondence.models import Wave
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

KIND = click.Choice([kind.value for kind in (MessageKind.INVITATION, MessageKind.REMINDER, MessageKind.NOTE)])

group = Group("waves", help="Letters to an audience, each at one time.")
slug_argument = click.argument("slug")
audience_argument = click.argument("audience", type=AUDIENCE)


@group.command("plan")
@slug_argument
@audience_argument
@click.option("--kind", type=KIND, help="Which letter.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="When, in London, such as 2025-06-26T10:00.")
@as_json
def plan(slug: str, audience: AudienceName, kind: str | None, at: datetime | None, as_json: bool) -> None:
    """Plan one letter with --kind and --at, or without them the whole proposed schedule that is still to come."""
    if (kind is None) != (at is None):
        raise click.UsageError("Give both --kind and --at, or neither.")
    with unit_of_work() as session:
        consultation, now = service.find(session, slug), clock.now()
        letters = (
            [(MessageKind(kind), at_london(at.date(), at.time()))]
            if kind is not None and at is not None
            else [(wave.kind, wave.due_at) for wave in waves.propose(consultation, audience) if wave.due_at > now]
        )
        if not letters:
            raise Refused("There is nothing to plan: no letter of the schedule is still to come.")
        planned = [
            waves.plan(session, consultation=consultation, audience=audience, kind=kind_of, due_at=due_at, now=now)
            for kind_of, due_at in letters
        ]
        for wave in planned:
            note(session, "wave planned", consultation, audience=audience, kind=wave.kind, wave=str(wave.id))
    report(
        as_json,
        [_facts(wave) for wave in planned],
        (
            f"{wave.kind} {wave.occurrence}: {moment_in_words(wave.due_at)}, to {wave.announced_size}"
            for wave in planned
        ),
    )


@group.command("preview")
@slug_argument
@audience_argument
@click.option("--kind", type=KIND, required=True, help="Which letter.")
@as_json
def preview(slug: str, audience: AudienceName, kind: str, as_json: bool) -> None:
    """How many would get a letter if it went now, and how many would not, by reason. Changes nothing."""
    session, now = db.session(), clock.now()
    found = waves.preview(session, _unsaved(service.find(session, slug), audience, kind, now), now)
    report(
        as_json,
        {"will": found.will, "will_not": dict(found.reasons)},
        [f"{found.will} would get it.", *(f"{count} would not: {reason}" for reason, count in found.reasons)],
    )


def _unsaved(consultation: Consultation, audience: AudienceName, kind: str, now: datetime) -> Wave:
    return Wave(id=uuid.uuid4(), consultation_id=consultation.id, audience=audience, kind=kind, due_at=now)


def _facts(wave: Wave) -> dict[str, Any]:
    return {
        "id": wave.id,
        "kind": wave.kind,
        "occurrence": wave.occurrence,
        "due_at": wave.due_at,
        "announced_size": wave.announced_size,
    }
