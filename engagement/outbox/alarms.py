"""What must not go on unnoticed, and what is new about it since officers were last told.

What others keep watch over sounds here too: who asks for the news says so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from engagement.outbox.models import Heartbeat, Message, MessageState, StandingAlarm
from engagement.persistence import insert_unless_there

DUE_TOO_LONG = timedelta(minutes=5)
UNKNOWN_TOO_LONG = timedelta(minutes=15)
SILENT_TOO_LONG = timedelta(minutes=2)
SCHEDULER = "beat"


class Alarm(StrEnum):
    """The sentence of each alarm."""

    LATE = "A message has been due for more than 5 minutes."
    UNKNOWN = "It has not been known for more than 15 minutes whether a message went."
    SILENT = "The scheduler has not been heard for 2 minutes."
    UNREAD = "What somebody wrote has waited too long for a person to read it."


@dataclass(frozen=True)
class News:
    """Alarms that nobody has been told of, and those that are over and of which somebody was."""

    raised: tuple[Alarm, ...]
    over: tuple[Alarm, ...]


def sounding(session: Session, now: datetime, oldest_due: timedelta) -> tuple[Alarm, ...]:
    """The alarms about mail at this moment. `oldest_due` is how long a message that could go has waited."""
    unknown = exists().where(Message.state == MessageState.UNKNOWN, Message.settled_at < now - UNKNOWN_TOO_LONG)
    heard = exists().where(Heartbeat.name == SCHEDULER, Heartbeat.at >= now - SILENT_TOO_LONG)
    is_unknown, is_heard = session.execute(select(unknown, heard)).one()
    found = {Alarm.LATE: oldest_due > DUE_TOO_LONG, Alarm.UNKNOWN: is_unknown, Alarm.SILENT: not is_heard}
    return tuple(alarm for alarm, sounds in found.items() if sounds)


def take_news(session: Session, alarms: Collection[Alarm], now: datetime) -> News:
    """What officers have to be told. Whoever takes it tells it, and gives it back if that fails."""
    for alarm in alarms:
        session.execute(insert_unless_there(session, StandingAlarm).values(name=alarm.name, since=now))
    names = [alarm.name for alarm in alarms]
    raised = session.scalars(
        update(StandingAlarm)
        .where(StandingAlarm.name.in_(names), StandingAlarm.told_at.is_(None))
        .values(told_at=now)
        .returning(StandingAlarm.name)
    ).all()
    over = session.execute(
        delete(StandingAlarm)
        .where(StandingAlarm.name.not_in(names))
        .returning(StandingAlarm.name, StandingAlarm.told_at)
    ).all()
    return News(
        tuple(Alarm[name] for name in sorted(raised)), tuple(Alarm[name] for name, told_at in sorted(over) if told_at)
    )


def give_back(session: Session, news: News, now: datetime) -> None:
    """Nobody could be told: it is news again next time."""
    session.execute(
        update(StandingAlarm).where(StandingAlarm.name.in_([alarm.name for alarm in news.raised])).values(told_at=None)
    )
    for alarm in news.over:
        session.execute(insert_unless_there(session, StandingAlarm).values(name=alarm.name, since=now, told_at=now))
