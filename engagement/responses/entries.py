"""Typing answers from paper or a call: begun, typed once or twice, and taken out again."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.deadlines import end_of_day, london_day
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound, Refused
from engagement.questionnaires.definition import AudienceName
from engagement.responses import drafts
from engagement.responses.entry_models import Entry, EntryNote, EntryState, Problem
from engagement.responses.models import Answer, Channel, Draft, DraftAnswer, Response
from engagement.responses.withdrawing import is_locked

TYPED_CHANNELS = (Channel.PAPER, Channel.PHONE, Channel.EMAIL)


class NeedsAReason(Refused):
    """What came late is typed only with the reason for it."""


def begin(
    session: Session,
    consultation: Consultation,
    *,
    audience: AudienceName,
    channel: Channel,
    received_on: date,
    late_because: str,
    typed_twice: bool,
    by: uuid.UUID,
    now: datetime,
) -> Entry:
    """Begin to type one form or call. Raises Refused, as NeedsAReason where only the reason for being late lacks."""
    if consultation.state_at(now) in (State.DRAFT, State.UPCOMING):
        raise Refused("The consultation is not open yet, so nothing can have come.")
    if is_locked(consultation, now):
        raise Refused("The answers are being analysed, so no others can be added.")
    if received_on > london_day(now):
        raise Refused("Enter a day that has come already.")
    if received_on < london_day(consultation.opens_at):
        raise Refused("Enter a day on which the consultation was open, or later.")
    late = is_late(consultation, received_on)
    if late and not late_because.strip():
        raise NeedsAReason("This day is after the last day. Say why the answers came late.")
    version = versions.current(session, consultation.id, audience)
    if version is None:
        raise Refused("This audience is not asked anything.")
    entry = Entry(
        id=uuid.uuid4(),
        consultation_id=consultation.id,
        audience=audience,
        channel=channel,
        version_id=version.id,
        received_on=received_on,
        late_because=late_because.strip() if late else None,
        state=EntryState.TYPING,
        typed_twice=typed_twice,
        first_by=by,
        first_draft_id=_draft(session, consultation.id, audience, version.id, channel, received_on),
    )
    session.add(entry)
    session.flush()
    return entry


def is_late(consultation: Consultation, received_on: date) -> bool:
    """Whether what came on a day came after the last day."""
    return end_of_day(received_on) > consultation.closes_at


def find(session: Session, consultation: Consultation, entry_id: uuid.UUID, *, to_change: bool = False) -> Entry:
    """An entry of this consultation; `to_change` makes others wait. Raises NotFound."""
    query = select(Entry).where(Entry.id == entry_id, Entry.consultation_id == consultation.id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound("There is no such entry in this consultation.")
    return found


def typing_of(entry: Entry, officer_id: uuid.UUID) -> int | None:
    """Which typing an officer does now, 1 or 2; None where it is not theirs or is done."""
    if entry.state == EntryState.TYPING and entry.first_by == officer_id:
        return 1
    return 2 if entry.state == EntryState.WAITING and entry.second_by == officer_id else None


def take_on(session: Session, entry: Entry, by: uuid.UUID) -> None:
    """Begin the second typing. Raises Refused unless it waits for just this officer or for anybody but the first."""
    if entry.state != EntryState.WAITING or entry.second_by not in (None, by):
        raise Refused("Another officer is typing this already.")
    if entry.first_by == by:
        raise Refused("You typed this the first time. Somebody else types it the second time.")
    if entry.second_by is None:
        entry.second_by = by
        entry.second_draft_id = _draft(
            session,
            entry.consultation_id,
            entry.audience,
            entry.version_id,
            Channel(entry.channel),
            entry.received_on,
        )
        session.flush()


def draft_of(session: Session, entry: Entry, typing: int) -> Draft:
    """The draft of one typing."""
    return session.get_one(Draft, entry.first_draft_id if typing == 1 else entry.second_draft_id)


def notes_of(session: Session, entry: Entry) -> dict[int, dict[str, str]]:
    """The problems noted in each typing, by question."""
    found: dict[int, dict[str, str]] = {1: {}, 2: {}}
    for noted in session.scalars(select(EntryNote).where(EntryNote.entry_id == entry.id)):
        found[noted.typing][noted.question_key] = noted.problem
    return found


def keep_notes(session: Session, entry: Entry, typing: int, problems: Mapping[str, Problem | None]) -> None:
    """Keep what is a problem with some questions, and forget what no longer is."""
    here = (EntryNote.entry_id == entry.id, EntryNote.typing == typing, EntryNote.question_key.in_(list(problems)))
    session.execute(delete(EntryNote).where(*here))
    session.add_all(
        EntryNote(entry_id=entry.id, typing=typing, question_key=key, problem=problem)
        for key, problem in problems.items()
        if problem is not None
    )
    session.flush()


def take_out(session: Session, consultation: Consultation, entry: Entry, *, because: str, now: datetime) -> None:
    """Take an entry out, with its answers and whatever was typed. Raises Refused once the answers are analysed."""
    if entry.state == EntryState.TAKEN_OUT:
        raise Refused("This entry was taken out already.")
    if entry.state == EntryState.COUNTED and is_locked(consultation, now):
        raise Refused("The answers are being analysed, so they cannot be taken out any more.")
    for draft_id in (entry.first_draft_id, entry.second_draft_id):
        drop_draft(session, draft_id)
    entry.first_draft_id = entry.second_draft_id = None
    entry.state, entry.taken_out_because = EntryState.TAKEN_OUT, because
    session.execute(delete(EntryNote).where(EntryNote.entry_id == entry.id))
    session.flush()


def drop_draft(session: Session, draft_id: uuid.UUID | None) -> None:
    """Delete a draft that an entry was typed in, with the response it became."""
    if draft_id is None:
        return
    response_ids = select(Response.id).where(Response.draft_id == draft_id)
    session.execute(delete(Answer).where(Answer.response_id.in_(response_ids)))
    session.execute(delete(Response).where(Response.draft_id == draft_id))
    session.execute(delete(DraftAnswer).where(DraftAnswer.draft_id == draft_id))
    session.execute(delete(Draft).where(Draft.id == draft_id))


def _draft(
    session: Session, consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID, channel: Channel, day: date
) -> uuid.UUID:
    """A new draft that no secret opens: the one it is made with is forgotten here."""
    secret = secrets.token_urlsafe(32)
    drafts.begin(
        session,
        consultation_id=consultation_id,
        audience=audience,
        version_id=version_id,
        secret=secret,
        channel=channel,
        today=day,
    )
    made = drafts.find(session, consultation_id=consultation_id, audience=audience, secret=secret)
    assert made is not None
    return made.id
