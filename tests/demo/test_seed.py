"""The demo's history is one that could have happened: everything in it was done by the real services."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from engagement import create_app
from engagement.accounts.roles import Role
from engagement.audit import trail
from engagement.consultations import service
from engagement.consultations.deadlines import days_left
from engagement.consultations.models import Consultation, State
from engagement.contacts import invitations
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.contacts.service import email_of
from engagement.correspondence.models import Wave, WaveState
from engagement.demo import reading, seed
from engagement.demo.letterbox import Letterbox
from engagement.demo.preparing import MIGRATIONS
from engagement.extensions import db
from engagement.moderation import service as moderation
from engagement.moderation.models import FreeText
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.questionnaires.measures import THEME_KEYS
from engagement.responses.models import Answer, Draft, Response
from tests import factories, servers
from tests.clocks import SetClock


@pytest.fixture(scope="module")
def letterbox(tmp_path_factory: pytest.TempPathFactory) -> Letterbox:
    return Letterbox(tmp_path_factory.mktemp("mailbox") / "letters")


@pytest.fixture(scope="module")
def clock() -> SetClock:
    """A working day."""
    return SetClock("2026-03-11T11:00:00+00:00")


@pytest.fixture(scope="module")
def session(
    settings: Settings,
    database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    letterbox: Letterbox,
    clock: SetClock,
) -> Iterator[Session]:
    """The database with the demo in it, loaded once for all who only look at it."""
    empty = servers.empty_database(database_url, tmp_path_factory.mktemp("demo"))
    app = create_app(replace(settings, database_url=empty))
    app.extensions["clock"] = clock
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        assert seed.load(letterbox)
        yield db.session()
        db.session.remove()
        db.engine.dispose()
        shutil.rmtree(letterbox.folder)


@pytest.fixture
def demo(session: Session) -> Consultation:
    """The demo's consultation."""
    return service.find(session, seed.SLUG)


def test_the_demo_is_open_for_another_fourteen_days(demo: Consultation, clock: SetClock) -> None:
    assert demo.state_at(clock.now()) is State.OPEN
    assert days_left(demo.closes_at, clock.now()) == 14


def test_loading_it_again_changes_nothing(demo: Consultation, session: Session, letterbox: Letterbox) -> None:
    before = session.scalar(select(func.count()).select_from(Answer))
    assert seed.load(letterbox) is False
    assert session.scalar(select(func.count()).select_from(Answer)) == before


def test_a_few_hundred_people_of_three_audiences_have_answered_every_theme(
    demo: Consultation, session: Session
) -> None:
    answered = Counter(session.scalars(select(Response.audience)))
    assert set(answered) == {"schools", "families", "young_people"}
    assert answered.total() >= 200
    by_theme = session.execute(
        select(Answer.measure, func.count(Response.audience.distinct()))
        .join(Response, Response.id == Answer.response_id)
        .where(Answer.measure.in_(THEME_KEYS))
        .group_by(Answer.measure)
    )
    assert dict(by_theme.all()) == dict.fromkeys(THEME_KEYS, 3)


def test_some_told_about_themselves_after_sending_and_some_did_not_want_to(
    demo: Consultation, session: Session
) -> None:
    said = Counter(session.scalars(select(Response.afterwards).where(Response.audience != "young_people")))
    assert min(said["finished"], said["declined"], said[None]) > 0
    told = select(Response.afterwards).join(Answer, Answer.response_id == Response.id)
    about_them = told.where(Answer.question_key.in_(["f_eq_age", "s_role"]))
    assert set(session.scalars(about_them)) == {"finished"}


def test_everybody_is_plainly_fictional(demo: Consultation, session: Session) -> None:
    contacts = session.scalars(select(Contact)).all()
    assert len(contacts) >= 200
    assert {email_of(contact).partition("@")[2] for contact in contacts} == {"example.org"}


def test_every_letter_of_a_launched_wave_went_or_says_why_not(demo: Consultation, session: Session) -> None:
    rows = session.execute(select(Message.state, Message.reason).where(Message.wave_id.is_not(None))).all()
    assert {state for state, _ in rows} == {MessageState.SENT, MessageState.SKIPPED, MessageState.FAILED}
    assert all(reason for state, reason in rows if state != MessageState.SENT)
    launched = session.scalars(select(Wave).where(Wave.state == WaveState.LAUNCHED)).all()
    per_wave = Counter(session.scalars(select(Message.wave_id).where(Message.wave_id.is_not(None))))
    contacts = Counter(session.scalars(select(Contact.audience)))
    assert {wave.id: contacts[wave.audience] for wave in launched} == dict(per_wave)


def test_nobody_was_reminded_after_they_answered(demo: Consultation, session: Session) -> None:
    used = (
        select(func.count())
        .select_from(Message)
        .join(Invitation, Invitation.contact_id == Message.contact_id)
        .where(Message.kind == MessageKind.REMINDER, Message.reason == "Already answered")
    )
    assert session.scalar(used.where(Invitation.state == InvitationState.USED))
    assert session.scalar(used.where(Invitation.state != InvitationState.USED)) == 0


def test_there_are_letters_still_to_come(demo: Consultation, session: Session, clock: SetClock) -> None:
    planned = session.scalars(select(Wave).where(Wave.state == WaveState.PLANNED)).all()
    assert planned
    assert all(wave.due_at > clock.now() for wave in planned)


def test_the_letters_of_the_past_are_in_the_mailbox_with_links_that_work(
    demo: Consultation, session: Session, letterbox: Letterbox
) -> None:
    sent = session.scalar(select(func.count()).select_from(Message).where(Message.state == MessageState.SENT))
    assert len(letterbox.names()) == sent
    token = seed.open_link(session, "families")
    assert token is not None
    found = invitations.find(session, demo.id, token)
    assert found is not None
    assert found.invitation.state == InvitationState.UNUSED


def test_some_are_still_writing(demo: Consultation, session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(Draft).where(Draft.submitted.is_(False)))


def test_the_trail_of_the_demo_is_whole(demo: Consultation, session: Session) -> None:
    assert trail.verify(session).intact


def test_most_texts_are_read_some_wait_and_one_redaction_wants_a_second_person(
    session: Session, clock: SetClock
) -> None:
    consultation = service.find(session, seed.SLUG)
    rea, rob = (
        factories.officer(
            session, (Role.SAFEGUARDING,), consultation.council.name, name=name, email=f"{name}@demo.example"
        )
        for name in ("rea", "rob")
    )
    for _ in range(2):
        reading.read(session, consultation, rea, rob, clock.now())
    standing = moderation.standing(session, consultation, clock.now())
    assert standing.late == 0
    assert standing.unread == reading.STILL_UNREAD
    assert standing.states["redacting"] == 1
    assert standing.settled > 100
    assert session.scalars(select(FreeText).where(FreeText.flagged, FreeText.state == "unread")).first() is not None
    session.rollback()
