"""Tells readers by mail that texts wait: how many and for how long, where to read them, and not a word of any."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import cast

from sqlalchemy import delete, func, or_, select
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


@dataclass(slots=True)
class Waiting:
    """The unread texts of a consultation: how many, how many of them too long, and the latest instants of either kind.

    `since` is when the last of them came, `late_since` when the last of those that are late became so.
    """

    consultation: Consultation
    since: datetime
    count: int = 0
    late: int = 0
    late_since: datetime | None = None

    @property
    def line(self) -> str:
        """The counts in words."""
        late = f", {self.late:,} of them for too long" if self.late else ""
        return f"{self.consultation.title}: {self.count:,} {'waits' if self.count == 1 else 'wait'} to be read{late}."


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
            since = waiting.since + working_time.ONE_HOUR
            found.setdefault(officer.id, _News(officer)).add(waiting, since)
        others = [one for one in (on_duty.deputy, *leads) if one and one not in readers]
        if waiting.late_since is not None:
            for officer in others:
                found.setdefault(officer.id, _News(officer)).add(waiting, waiting.late_since)
    yield from found.values()


def _waiting(session: Session, now: datetime) -> Iterable[Waiting]:
    alike = (FreeText.audience, FreeText.flagged, FreeText.waits_since)
    unread = (
        select(Consultation, *alike, func.count(FreeText.id))
        .join(Consultation, Consultation.id == FreeText.consultation_id)
        .where(FreeText.state == TextState.UNREAD, FreeText.waits_since.is_not(None))
        .where(or_(Consultation.locked_at.is_(None), Consultation.locked_at > now))
        .group_by(Consultation.id, *alike)
        .order_by(Consultation.title, Consultation.id)
    )
    found: dict[uuid.UUID, Waiting] = {}
    for consultation, audience, flagged, since, count in session.execute(unread):
        assert since is not None
        waiting = found.setdefault(consultation.id, Waiting(consultation, since))
        waiting.since = max(waiting.since, since)
        waiting.count += count
        due = working_time.due(cast(AudienceName, audience), flagged, since)
        if due <= now:
            waiting.late += count
            waiting.late_since = max(waiting.late_since or due, due)
    return found.values()


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
