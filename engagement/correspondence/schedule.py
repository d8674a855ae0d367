"""When letters are due: how the opening and the deadline of a consultation make a schedule for each audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from engagement.consultations.deadlines import at_london, day_in_words, london_day
from engagement.councils.school_days import Closed
from engagement.outbox import hours
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName

TIME_OF_DAY = time(10)
ONE_DAY = timedelta(days=1)
DAYS_BETWEEN_REMINDERS = timedelta(days=5)
# Families are not reminded in the last day before the deadline.
FAMILIES_QUIET = timedelta(hours=24)
STAYS = "Schools are closed for all of the consultation, so it stays."
MOST_REMINDERS: dict[AudienceName, int] = {"schools": 3, "families": 2, "young_people": 0}


class ProposedWave(NamedTuple):
    """One letter to one audience: when it is due, what it is made from and what officers call it.

    `why` says in a sentence why it is not due on the day that the schedule would have it; it is empty where it is.
    """

    kind: MessageKind
    due_at: datetime
    template: str
    name: str
    why: str = ""


def propose(
    audience: AudienceName, opens_at: datetime, closes_at: datetime, closed: Sequence[Closed] = ()
) -> list[ProposedWave]:
    """The letters that suit a consultation open during `[opens_at, closes_at)`, in order of time.

    Short consultations get fewer. Young people get none: nobody writes to a child. Schools get none while they are
    `closed`, unless that is all the time there is.
    """
    if audience == "young_people":
        return []
    last, place = last_day(closes_at), Placing(closed if audience == "schools" else (), opens_at, closes_at)
    invitation = place.first()
    midpoint = place.on(london_day(opens_at) + (last - london_day(opens_at)) // 2)
    with_five_left = place.on(days_left(last, 5))
    if audience == "schools":
        regular = [(midpoint, "Reminder half-way"), (with_five_left, "Reminder with 5 working days left")]
        final = [(place.on(last - ONE_DAY), "Last reminder, the day before the deadline")]
    else:
        with_three_left = place.on(days_left(last, 3))
        regular = [(midpoint, "Reminder half-way"), (with_three_left, "Reminder with 3 working days left")]
        final = []

    chosen: list[tuple[MessageKind, Place, str]] = []
    before = invitation.at
    for found, name in regular:
        if far_enough(before, found.at):
            chosen.append((MessageKind.REMINDER, found, name))
            before = found.at
    chosen += [(MessageKind.REMINDER, at, name) for at, name in final if london_day(at.at) > london_day(before)]
    if london_day(with_five_left.at) > london_day(invitation.at):
        chosen.append((MessageKind.NOTE, with_five_left, "Note about young people"))
    chosen.append((MessageKind.INVITATION, invitation, "Invitation"))
    proposed = (
        ProposedWave(kind, place.at, template_for(audience, kind, place.at, closes_at), name, place.why)
        for kind, place, name in chosen
        if place.at < latest(audience, kind, closes_at)
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


class Place(NamedTuple):
    """A moment for a letter, and why it is not on the day that was wanted."""

    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Placing:
    """Finds days for letters while a consultation is open, on which offices are open and schools not `closed`."""

    closed: Sequence[Closed]
    opens_at: datetime
    closes_at: datetime

    def first(self) -> Place:
        """The first moment at which a letter may leave."""
        moment = hours.next_permitted(self.opens_at)
        found = self.on(london_day(moment))
        return Place(moment, "") if london_day(found.at) == london_day(moment) else found

    def on(self, wanted: date) -> Place:
        """Ten on the day wanted or the first good one after it; where none is left, the last good one before."""
        day = wanted
        while not self._good(day) and day <= last_day(self.closes_at):
            day += ONE_DAY
        if day > last_day(self.closes_at):
            day = wanted
            while not self._good(day) and day > london_day(self.opens_at):
                day -= ONE_DAY
        if not self._good(day) or (day < wanted and self._holiday(wanted) is None):
            stays = on_working_day(wanted)
            return Place(stays, STAYS if self._holiday(london_day(stays)) else "")
        at = at_london(day, TIME_OF_DAY)
        return Place(at, "" if day == wanted else f"Moved to {day_in_words(day)} because of {self._reason(wanted)}.")

    def _good(self, day: date) -> bool:
        return hours.is_working_day(day) and self._holiday(day) is None

    def _holiday(self, day: date) -> Closed | None:
        return next((closed for closed in self.closed if day in closed), None)

    def _reason(self, day: date) -> str:
        if (holiday := self._holiday(day)) is not None:
            return f"the school holidays ({holiday.name})"
        name = hours.bank_holiday(day)
        return f"the bank holiday ({name})" if name else "the weekend"


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
