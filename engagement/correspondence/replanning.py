"""Letters that move: one that an officer puts off or forward, and all that a new deadline moves."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import deadline_in_words, moment_in_words
from engagement.consultations.models import Consultation, DeadlineChange
from engagement.correspondence import edited, limits, proposals, schedule
from engagement.correspondence.models import MOVABLE, Wave, WaveState
from engagement.errors import Refused
from engagement.outbox import hours
from engagement.outbox.models import MessageKind
from engagement.persistence import rows_changed
from engagement.questionnaires.definition import AudienceName


@dataclass(frozen=True)
class Move:
    """What a new deadline does to one planned letter. `new` is None where no time is left for it; `why` is a sentence.

    `template` is the letter it is then made from. Old and new time are the same where only the words change.
    """

    wave_id: uuid.UUID
    audience: AudienceName
    kind: MessageKind
    old: datetime
    new: datetime | None
    template: str
    why: str


def reschedule(session: Session, wave: Wave, consultation: Consultation, due_at: datetime, now: datetime) -> None:
    """Move one letter to another time, or the next after it at which letters may leave. Raises Refused."""
    if wave.state not in MOVABLE:
        raise Refused("Only a letter that has not begun to leave can be moved.")
    audience, kind = cast(AudienceName, wave.audience), MessageKind(wave.kind)
    if due_at <= now:
        raise Refused("That time has passed. Choose a later one.")
    due_at = hours.next_permitted(due_at)
    limits.refuse_past_limits(
        audience,
        kind,
        due_at,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        standing=[other.due_at for other in standing(session, consultation, audience, kind) if other.id != wave.id],
    )
    wave.due_at = due_at
    wave.template = _template(session, wave, due_at, consultation.closes_at)
    session.flush()


def replan(
    session: Session, consultation: Consultation, *, now: datetime, closes_at: datetime | None = None
) -> list[Move]:
    """What a change of the deadline moves, in order of the old times; changes nothing.

    The deadline has been changed already, or `closes_at` is the one that it would get.
    """
    before = consultation.closes_at if closes_at else _deadline_before(session, consultation)
    after = closes_at or consultation.closes_at
    waves = session.scalars(
        select(Wave)
        .where(Wave.consultation_id == consultation.id, Wave.state != WaveState.CANCELLED)
        .order_by(Wave.due_at, Wave.kind)
    ).all()
    moves: list[Move] = []
    for audience in cast(Sequence[AudienceName], sorted({wave.audience for wave in waves})):
        theirs = [wave for wave in waves if wave.audience == audience]
        moves += _Replanning(session, audience, consultation, before, after, now).of(theirs)
    return sorted(moves, key=lambda move: move.old)


def apply(session: Session, consultation: Consultation, moves: Sequence[Move]) -> int:
    """Move the letters as `replan` said; gives how many. One that somebody changed meanwhile keeps what it got."""
    moved = 0
    for move in moves:
        values = {"state": WaveState.CANCELLED} if move.new is None else {"due_at": move.new, "template": move.template}
        moved += rows_changed(
            session,
            update(Wave)
            .where(
                Wave.id == move.wave_id,
                Wave.consultation_id == consultation.id,
                Wave.due_at == move.old,
                Wave.state.in_(MOVABLE),
            )
            .values(values),
        )
    return moved


def standing(session: Session, consultation: Consultation, audience: AudienceName, kind: MessageKind) -> Sequence[Wave]:
    """The letters of a kind to an audience that went or are planned."""
    return session.scalars(
        select(Wave).where(
            Wave.consultation_id == consultation.id,
            Wave.audience == audience,
            Wave.kind == kind,
            Wave.state != WaveState.CANCELLED,
        )
    ).all()


@dataclass(frozen=True)
class _Replanning:
    """One audience's letters under a new deadline: each takes the place that its own has in the new schedule."""

    session: Session
    audience: AudienceName
    consultation: Consultation
    before: datetime
    after: datetime
    now: datetime

    def of(self, waves: Sequence[Wave]) -> list[Move]:
        called = {
            (proposed.kind, proposed.due_at): proposed.name
            for proposed in proposals.propose(self.consultation, self.audience, self.before)
        }
        places = {
            (proposed.kind, proposed.name): proposed.due_at
            for proposed in proposals.propose(self.consultation, self.audience, self.after)
            if proposed.due_at > self.now
        }
        settled: list[tuple[MessageKind, datetime]] = [
            (MessageKind(wave.kind), wave.due_at) for wave in waves if wave.state not in MOVABLE
        ]
        moves: list[Move] = []
        for wave in (wave for wave in waves if wave.state in MOVABLE):
            kind = MessageKind(wave.kind)
            place = places.get((kind, called.get((kind, wave.due_at), "")))
            new, obstacle = self._first_that_may([place, wave.due_at], kind, settled)
            if new is not None:
                settled.append((kind, new))
            move = self._move(wave, kind, new, obstacle)
            if move is not None:
                moves.append(move)
        return moves

    def _first_that_may(
        self, times: Sequence[datetime | None], kind: MessageKind, settled: Sequence[tuple[MessageKind, datetime]]
    ) -> tuple[datetime | None, str]:
        """The first of some times that no limit stands against, or None and what stands against the last."""
        obstacle = ""
        others = [at for other, at in settled if other == kind]
        for time in (time for time in times if time is not None):
            try:
                limits.refuse_past_limits(
                    self.audience,
                    kind,
                    time,
                    opens_at=self.consultation.opens_at,
                    closes_at=self.after,
                    standing=others,
                )
            except Refused as refusal:
                obstacle = str(refusal)
            else:
                return time, obstacle
        return None, obstacle

    def _move(self, wave: Wave, kind: MessageKind, new: datetime | None, obstacle: str) -> Move | None:
        deadline = deadline_in_words(self.after)
        if new is None:
            return Move(wave.id, self.audience, kind, wave.due_at, None, wave.template, f"It cannot go. {obstacle}")
        template = _template(self.session, wave, new, self.after)
        if new != wave.due_at:
            why = f"It keeps its place in the schedule: {moment_in_words(new)}, now that the deadline is {deadline}."
        elif template != wave.template:
            why = f"It stays, with other words, now that the deadline is {deadline}."
        else:
            return None
        return Move(wave.id, self.audience, kind, wave.due_at, new, template, why)


def _template(session: Session, wave: Wave, due_at: datetime, closes_at: datetime) -> str:
    """What a wave is made from at another time: the words it has, unless another letter is due then."""
    letter = schedule.template_for(cast(AudienceName, wave.audience), MessageKind(wave.kind), due_at, closes_at)
    return (
        wave.template
        if edited.base_of(wave.template) == letter
        else edited.pinned(session, wave.consultation_id, letter)
    )


def _deadline_before(session: Session, consultation: Consultation) -> datetime:
    """The deadline before the latest change, or the present one if it never changed."""
    change = session.scalar(
        select(DeadlineChange.closes_at_before)
        .where(DeadlineChange.consultation_id == consultation.id)
        .order_by(DeadlineChange.changed_at.desc())
        .limit(1)
    )
    return change or consultation.closes_at
