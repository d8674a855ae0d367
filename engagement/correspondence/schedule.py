"""When letters are due: how the opening and the deadline of a consultation make a schedule for each audience."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from engagement.consultations.deadlines import at_london, london_day
from engagement.outbox import hours
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName

TIME_OF_DAY = time(10)
ONE_DAY = timedelta(days=1)
DAYS_BETWEEN_REMINDERS = timedelta(days=5)
# Families are not reminded in the last day before the deadline.
FAMILIES_QUIET = timedelta(hours=24)
MOST_REMINDERS: dict[AudienceName, int] = {"schools": 3, "families": 2, "young_people": 0}


class ProposedWave(NamedTuple):
    """One letter to one audience: when it is due, what it is made from and what officers call it."""

    kind: MessageKind
    due_at: datetime
    template: str
    name: str


def propose(audience: AudienceName, opens_at: datetime, closes_at: datetime) -> list[ProposedWave]:
    """The letters that suit a consultation open during `[opens_at, closes_at)`, in order of time.

    Short consultations get fewer. Young people get none: nobody writes to a child.
    """
    if audience == "young_people":
        return []
    last = last_day(closes_at)
    invitation = hours.next_permitted(opens_at)
    midpoint = on_working_day(london_day(opens_at) + (last - london_day(opens_at)) // 2)
    with_five_left = at_london(days_left(last, 5), TIME_OF_DAY)
    if audience == "schools":
        regular = [(midpoint, "Reminder half-way"), (with_five_left, "Reminder with 5 working days left")]
        final = [(on_working_day(last - ONE_DAY), "Last reminder, the day before the deadline")]
    else:
        with_three_left = at_london(days_left(last, 3), TIME_OF_DAY)
        regular = [(midpoint, "Reminder half-way"), (with_three_left, "Reminder with 3 working days left")]
        final = []

    chosen: list[tuple[MessageKind, datetime, str]] = []
    before = invitation
    for due_at, name in regular:
        if far_enough(before, due_at):
            chosen.append((MessageKind.REMINDER, due_at, name))
            before = due_at
    chosen += [(MessageKind.REMINDER, at, name) for at, name in final if london_day(at) > london_day(before)]
    if london_day(with_five_left) > london_day(invitation):
        chosen.append((MessageKind.NOTE, with_five_left, "Note about young people"))
    chosen.append((MessageKind.INVITATION, invitation, "Invitation"))
    proposed = (
        ProposedWave(kind, due_at, template_for(audience, kind, due_at, closes_at), name)
        for kind, due_at, name in chosen
        if due_at < latest(audience, kind, closes_at)
    )
    return sorted(proposed, key=lambda wave: wave.due_at)


def template_for(audience: AudienceName, kind: MessageKind, due_at: datetime, closes_at: datetime) -> str:
    """Which letter it is: schools get another one at the very end."""
    is_last = audience == "schools" and kind == MessageKind.REMINDER and is_final(due_at, closes_at)
    return f"{audience}/last_reminder" if is_last else f"{audience}/{kind}"


def far_enough(before: datetime, after: datetime) -> bool:
    """Whether two letters that ask for the same thing leave people in peace for 5 days."""
    return london_day(after) - london_day(before) >= DAYS_BETWEEN_REMINDERS


def latest(audience: AudienceName, kind: MessageKind, closes_at: datetime) -> datetime:
    """The instant before which a letter must go."""
    return closes_at - FAMILIES_QUIET if (audience, kind) == ("families", MessageKind.REMINDER) else closes_at


def is_final(due_at: datetime, closes_at: datetime) -> bool:
    """Whether an instant is on the last day or the one before."""
    return last_day(closes_at) - london_day(due_at) <= ONE_DAY


def last_day(closes_at: datetime) -> date:
    """The last day in London on which answers count."""
    return london_day(closes_at - timedelta(microseconds=1))


def on_working_day(day: date) -> datetime:
    """Ten in the morning of this day, or of the first working day after it."""
    while not hours.is_working_day(day):
        day += ONE_DAY
    return at_london(day, TIME_OF_DAY)


def days_left(last: date, count: int) -> date:
    """The working day on which `count` working days are still to come, the last day among them."""
    day = last
    while count or not hours.is_working_day(day):
        count -= hours.is_working_day(day)
        day -= ONE_DAY
    return day
