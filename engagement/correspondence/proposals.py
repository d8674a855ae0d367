"""What the schedule proposes for a consultation, and what of it is still to be planned."""

from collections.abc import Iterable
from datetime import datetime

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.correspondence import schedule
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.schedule import ProposedWave
from engagement.councils.school_days import closed_days
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName

LATE = "Its time has passed: planned now, it leaves as soon as letters may leave."


def propose(
    consultation: Consultation, audience: AudienceName, closes_at: datetime | None = None
) -> list[ProposedWave]:
    """The schedule that suits a consultation, in order of time; some of it may lie in the past.

    `closes_at` is a deadline that the consultation had or may get.
    """
    closed = closed_days(consultation.council)
    return schedule.propose(audience, consultation.opens_at, closes_at or consultation.closes_at, closed)


def still_open(
    consultation: Consultation, audience: AudienceName, existing: Iterable[Wave], now: datetime
) -> list[ProposedWave]:
    """What is proposed, still to come and not among the waves there are; what was cancelled may be planned again."""
    standing = [wave for wave in existing if wave.audience == audience and wave.state != WaveState.CANCELLED]
    taken = {(wave.kind, london_day(wave.due_at)) for wave in standing}
    once = {wave.kind for wave in standing} - {MessageKind.REMINDER}
    reminders_left = schedule.MOST_REMINDERS[audience] - sum(wave.kind == MessageKind.REMINDER for wave in standing)
    proposed = [
        wave
        for wave in propose(consultation, audience)
        if wave.kind not in once
        and (wave.kind, london_day(wave.due_at)) not in taken
        and (wave.due_at > now or wave.kind == MessageKind.INVITATION)
    ]
    reminders = [wave for wave in proposed if wave.kind == MessageKind.REMINDER]
    too_many = reminders[: max(0, len(reminders) - reminders_left)]
    return [wave if wave.due_at > now else wave._replace(why=LATE) for wave in proposed if wave not in too_many]
