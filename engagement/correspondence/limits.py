"""What stands against a letter at a time: who is never written to, the deadline, and the peace between letters."""

from collections.abc import Sequence
from datetime import datetime

from engagement.consultations.deadlines import london_day, moment_in_words
from engagement.correspondence import schedule
from engagement.errors import Refused
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName


def refuse_past_limits(
    audience: AudienceName,
    kind: MessageKind,
    due_at: datetime,
    *,
    opens_at: datetime,
    closes_at: datetime,
    standing: Sequence[datetime],
) -> None:
    """Raise Refused, saying which limit stands against a letter at `due_at`.

    `standing` is when the other letters of this kind to this audience went or are due.
    """
    if audience == "young_people":
        raise Refused("We do not write to young people.")
    if due_at < opens_at:
        raise Refused(f"Nobody can answer before {moment_in_words(opens_at)}. Choose a later time.")
    if due_at >= closes_at:
        raise Refused(f"The letter would leave at {moment_in_words(due_at)}, after the deadline.")
    if due_at >= schedule.latest(audience, kind, closes_at):
        raise Refused("Families are not reminded in the last 24 hours before the deadline.")
    if kind == MessageKind.NOTE and standing:
        raise Refused("The note about young people goes once, and it is planned already.")
    if kind == MessageKind.REMINDER:
        _refuse_reminder(audience, due_at, closes_at, standing)


def _refuse_reminder(
    audience: AudienceName, due_at: datetime, closes_at: datetime, standing: Sequence[datetime]
) -> None:
    if len(standing) >= schedule.MOST_REMINDERS[audience]:
        raise Refused(f"This audience gets at most {schedule.MOST_REMINDERS[audience]} reminders.")
    for other in standing:
        first, second = sorted((other, due_at))
        same_day = london_day(first) == london_day(second)
        last_may_follow = audience == "schools" and schedule.is_final(second, closes_at)
        if same_day or not (schedule.far_enough(first, second) or last_may_follow):
            raise Refused(f"Reminders need 5 days between them, and one is due at {moment_in_words(other)}.")
