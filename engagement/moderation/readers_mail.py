"""Tells readers by mail that texts wait: how many and for how long, where to read them, and not a word of any."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import cast

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.moderation import duty, working_time
from engagement.moderation.models import FreeText, ReaderTold, TextState
from engagement.outbox.envelopes import Letter
from engagement.outbox.hours import letters_may_leave
from engagement.outbox.notices import Notices
from engagement.persistence import insert_or, rows_changed
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

AT_MOST_EVERY = timedelta(hours=1)
SUBJECT = "Engagement: items are waiting"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The unread texts of a consultation: since when each waits, and when each of those that are late became so."""

    consultation: Consultation
    since: Sequence[datetime]
    late: Sequence[datetime]

    @property
    def line(self) -> str:
        """The counts in words."""
        count = len(self.since)
        late = f", {len(self.late):,} of them for too long" if self.late else ""
        return f"{self.consultation.title}: {count:,} {'waits' if count == 1 else 'wait'} to be read{late}."


@dataclass(slots=True)
class _News:
    """What one officer is told, and the latest instant at which something of it became their business."""

    officer: Officer
    of: list[Waiting] = field(default_factory=list)
    latest: datetime | None = None

    def add(self, waiting: Waiting, since: datetime) -> None:
        self.of.append(waiting)
        self.latest = since if self.latest is None else max(self.latest, since)


def ring(notices: Notices) -> int:
    """Tell readers in working hours what waits for them; gives how many were told.

    The duty officer hears of everything, the deputy and those who lead of what is late: when there is more of it, once
    more each morning, and never twice within an hour.
    """
    now = notices.clock.now()
    if not letters_may_leave(now):
        return 0
    with unit_of_work() as session:
        news = [each for each in _news(session, now) if _take_turn(session, each, now)]
    told = 0
    for each in news:
        if notices.tell(letter_of(each.of, notices.public_url), [each.officer.email]):
            told += 1
        else:
            with unit_of_work() as session:
                session.execute(delete(ReaderTold).where(ReaderTold.officer_id == each.officer.id))
    return told


def letter_of(waiting: Sequence[Waiting], public_url: str) -> Letter:
    """What a reader gets: counts and links."""
    lines = [(each.line, f"{public_url}/officers/consultations/{each.consultation.slug}/texts") for each in waiting]
    text = "\n\n".join(f"{line}\nRead them here: {place}" for line, place in lines) + "\n"
    html = "".join(f'<p>{escape(line)}<br><a href="{escape(place)}">Read them</a></p>' for line, place in lines)
    return Letter(SUBJECT, text, f'<html lang="en"><body>{html}</body></html>')


def _news(session: Session, now: datetime) -> Iterator[_News]:
    """What each officer would be told now."""
    found: dict[uuid.UUID, _News] = {}
    for waiting in _waiting(session, now):
        on_duty = duty.on_duty(session, waiting.consultation)
        leads = duty.leads(session, waiting.consultation)
        # Whoever stands in hears of everything: the deputy for a duty officer, those who lead for both.
        readers = [one for one in (on_duty.officer or on_duty.deputy,) if one] or leads
        for officer in readers:
            # What waits since an hour may have come until its end.
            since = max(waiting.since) + working_time.ONE_HOUR
            found.setdefault(officer.id, _News(officer)).add(waiting, since)
        others = [one for one in (on_duty.deputy, *leads) if one and one not in readers]
        for officer in others if waiting.late else ():
            found.setdefault(officer.id, _News(officer)).add(waiting, max(waiting.late))
    yield from found.values()


def _waiting(session: Session, now: datetime) -> Iterator[Waiting]:
    unread = (
        select(Consultation, FreeText.audience, FreeText.flagged, FreeText.waits_since)
        .join(Consultation, Consultation.id == FreeText.consultation_id)
        .where(FreeText.state == TextState.UNREAD, FreeText.waits_since.is_not(None))
        .where(or_(Consultation.locked_at.is_(None), Consultation.locked_at > now))
        .order_by(Consultation.title, Consultation.id)
    )
    since: dict[uuid.UUID, list[datetime]] = {}
    late: dict[uuid.UUID, list[datetime]] = {}
    consultations: dict[uuid.UUID, Consultation] = {}
    for consultation, audience, flagged, waits_since in session.execute(unread):
        assert waits_since is not None
        consultations[consultation.id] = consultation
        since.setdefault(consultation.id, []).append(waits_since)
        due = working_time.due(cast(AudienceName, audience), flagged, waits_since)
        late.setdefault(consultation.id, []).extend([due] if due <= now else [])
    for key, consultation in consultations.items():
        yield Waiting(consultation, since[key], late[key])


def _take_turn(session: Session, news: _News, now: datetime) -> bool:
    """Whether this officer is to be told now and by this worker: others who look at the same time are not."""
    last = session.scalar(select(ReaderTold.at).where(ReaderTold.officer_id == news.officer.id))
    if last is not None and london_day(last) == london_day(now) and news.latest is not None and news.latest <= last:
        return False
    told = insert_or(session, ReaderTold).values(officer_id=news.officer.id, at=now)
    mine = told.on_conflict_do_update(
        index_elements=[ReaderTold.officer_id], set_={"at": now}, where=ReaderTold.at <= now - AT_MOST_EVERY
    )
    return rows_changed(session, mine) == 1
