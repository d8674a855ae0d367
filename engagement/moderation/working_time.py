"""By when a text has to be read: counted in working hours, 9 to 5 in London without weekends and bank holidays."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from engagement.consultations.deadlines import at_london, london_day
from engagement.outbox.hours import CLOSES, next_permitted
from engagement.questionnaires.definition import AudienceName

ONE_HOUR = timedelta(hours=1)
WORKING_DAY = timedelta(hours=8)
FLAGGED_WITHIN = timedelta(hours=4)
WITHIN: Mapping[AudienceName, timedelta] = {
    "families": WORKING_DAY,
    "young_people": WORKING_DAY,
    "schools": 5 * WORKING_DAY,
}


def due(audience: AudienceName, flagged: bool, since: datetime) -> datetime:
    """When a text that waits since an instant has waited too long. A school's text has its days, flagged or not."""
    return after(since, FLAGGED_WITHIN if flagged and audience != "schools" else WITHIN[audience])


def after(start: datetime, working: timedelta) -> datetime:
    """The instant at which so much working time has gone by since `start`."""
    moment = next_permitted(start)
    while (closes := at_london(london_day(moment), CLOSES)) - moment < working:
        working -= closes - moment
        moment = next_permitted(closes)
    return moment + working


def before(now: datetime, working: timedelta) -> datetime:
    """The latest full hour since which so much working time has gone by."""
    hour = to_the_hour(now)
    while after(hour, working) > now:
        hour -= ONE_HOUR
    return hour


def is_late(audience: AudienceName, flagged: bool, since: datetime, now: datetime) -> bool:
    """Whether a text has waited too long by now."""
    return due(audience, flagged, since) <= now


def waits_since(last_look: datetime | None, sent_on: date) -> datetime:
    """From which full hour a text waits that was found just now: it was not there at the last look.

    Before the first look, it waits since the day on which it was sent.
    """
    sent = at_london(sent_on, time())
    return to_the_hour(sent if last_look is None else max(sent, last_look))


def to_the_hour(instant: datetime) -> datetime:
    """The full hour that an instant is in: more precisely nothing is kept."""
    return instant.replace(minute=0, second=0, microsecond=0)
