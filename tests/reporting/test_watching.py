"""Officers see how it comes along, in counts that tell of nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.contacts.models import Invitation, InvitationState
from engagement.contacts.standard_fields import STANDARD
from engagement.reporting import watching
from engagement.reporting.disclosure import HIDDEN_FIGURE
from engagement.responses.models import Draft, DraftAnswer
from tests import factories
from tests.reporting import survey

MONDAY = date(2025, 6, 16)
AREA = next(field for field in STANDARD["schools"] if field.key == "area")


@pytest.fixture
def asked(session: Session) -> Consultation:
    """An open consultation."""
    return factories.consultation(session)


def unsent(session: Session, asked: Consultation, count: int, *keys: str) -> None:
    """People who answered these questions and have not sent."""
    version_id = session.scalar(select(QuestionnaireVersion.id)) or survey.asked(session, asked).id
    for number in range(count):
        draft = Draft(
            consultation_id=asked.id,
            audience="schools",
            version_id=version_id,
            access_key=f"{'-'.join(keys)}-{number}",
            channel="open_link",
            started_on=MONDAY,
        )
        session.add(draft)
        session.flush()
        session.add_all(DraftAnswer(draft_id=draft.id, field_key=key, raw=["1"]) for key in keys)
    session.flush()


def test_answers_grow_day_by_day_and_a_day_without_any_is_there(session: Session, asked: Consultation) -> None:
    version = survey.asked(session, asked)
    for days in (0, 0, 0, 2, 2):
        survey.answered(session, version, {"places": 1}, received_on=MONDAY + timedelta(days=days))
    survey.answered(session, version, {}, blank=True)
    survey.answered(session, version, {"places": 1}, late=True)
    found = watching.arrivals(session, asked.id, "schools", MONDAY + timedelta(days=3))
    assert found is not None
    assert [total for _, total in found] == [3, 3, 5, 5]
    assert found[0][0] == MONDAY


def test_four_schools_are_too_few_to_draw(session: Session, asked: Consultation) -> None:
    version = survey.asked(session, asked)
    for _ in range(4):
        survey.answered(session, version, {"places": 1})
    assert watching.arrivals(session, asked.id, "schools", MONDAY) is None


def test_people_stop_where_their_last_answer_is(session: Session, asked: Consultation) -> None:
    unsent(session, asked, 4, "status")
    unsent(session, asked, 2, "status", "role")
    unsent(session, asked, 1, "gone_since")
    everything = survey.with_questions_after_sending(after_sending=False)
    found = watching.stopping_places(session, asked.id, "schools", everything)
    assert (found.base, found["start"].count, found["about_them"].count) == (6, 4, 2)


def test_where_few_stop_nothing_is_shown(session: Session, asked: Consultation) -> None:
    unsent(session, asked, 4, "status")
    found = watching.stopping_places(session, asked.id, "schools", survey.questionnaire())
    assert not found.shown
    assert found["start"] == HIDDEN_FIGURE


def test_a_group_that_lags_far_behind_is_called_thin(session: Session, asked: Consultation) -> None:
    for area, contacts, answered in (("kent", 10, 6), ("medway", 6, 1), ("london", 2, 0)):
        for number in range(contacts):
            contact, _ = factories.contact(
                session, asked, f"{area}{number}@school.example", "schools", groups={"area": area}
            )
            if number < answered:
                invitation = session.query(Invitation).filter_by(contact_id=contact.id).one()
                invitation.state = (InvitationState.USED, InvitationState.TOLD)[number % 2]
    factories.contact(session, asked, "somewhere@school.example", "schools", groups={})
    session.flush()
    found = watching.coverage(session, asked.id, "schools", AREA)
    assert {group.label: (group.contacts, group.answered, group.thin) for group in found} == {
        AREA.choices["kent"]: (10, 6, False),
        AREA.choices["medway"]: (6, 1, True),
        AREA.choices["london"]: (2, 0, False),
        watching.NOT_KNOWN: (1, 0, False),
    }
