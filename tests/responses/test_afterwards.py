"""What people add after sending is part of the response at once; what is not valid never is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import GRACE, Consultation
from engagement.questionnaires import routing, schema
from engagement.questionnaires.definition import Questionnaire
from engagement.responses import afterwards, drafts, reading, submission
from engagement.responses.afterwards import Sent
from engagement.responses.models import Answer, Channel, DraftAnswer
from tests import factories
from tests.questionnaires.documents import changed

SECRET = "what the browser holds"


def questionnaire() -> Questionnaire:
    """The small questionnaire with its second section after sending."""
    document = changed("sections.1.questions.5")  # an address is asked before sending
    document["sections"][1] |= {"after_sending": True}
    document["sections"][1]["questions"][4] |= {"may_be_confidential": True, "max_length": 10}
    return schema.load(document, "schools.toml")


ASKED = routing.after_sending(questionnaire())


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


@pytest.fixture
def sent(session: Session, consultation: Consultation) -> Sent:
    """Somebody on lot 1 with 12 places, who has sent that."""
    version = factories.version(session, consultation, questionnaire())
    drafts.begin(
        session,
        consultation_id=consultation.id,
        audience="schools",
        version_id=version.id,
        secret=SECRET,
        channel=Channel.OPEN_LINK,
        today=london_day(consultation.opens_at),
    )
    draft = drafts.find(session, consultation_id=consultation.id, audience="schools", secret=SECRET)
    assert draft is not None
    before = routing.before_sending(questionnaire())
    given = reading.given(before.fields(), {"s_status": ["lot_1"], "s_places": ["12"]})
    today = london_day(consultation.opens_at)
    submission.submit(session, draft, given, asked=before, today=today, voice=None, in_grace=False)
    return found(session, consultation)


def found(session: Session, consultation: Consultation) -> Sent:
    """What was sent, as the next request finds it."""
    sent = afterwards.find(session, slug=consultation.slug, audience="schools", secret=SECRET, to_change=True)
    assert sent is not None
    return sent


def save(session: Session, sent: Sent, **typed: list[str]) -> None:
    """Save what was typed on one page."""
    afterwards.save(session, sent, ASKED, afterwards.answers(session, sent), typed)


def answers(session: Session) -> dict[str, Any]:
    session.expire_all()
    return {row.question_key: row.value for row in session.scalars(select(Answer))}


def typed(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DraftAnswer)) or 0


def test_what_is_not_sent_yet_is_not_found(session: Session, consultation: Consultation, sent: Sent) -> None:
    assert afterwards.find(session, slug=consultation.slug, audience="families", secret=SECRET) is None
    assert afterwards.find(session, slug=consultation.slug, audience="schools", secret="another") is None
    sent.draft.submitted = False
    assert afterwards.find(session, slug=consultation.slug, audience="schools", secret=SECRET) is None


def test_every_kind_of_answer_is_added_with_its_measure_and_leaning(session: Session, sent: Sent) -> None:
    save(session, sent, s_term=["well"], s_voice=["badly"], s_reasons=["terms", "other"], s_order=["care"])
    assert answers(session) == {
        "s_status": "lot_1",
        "s_places": 12,
        "s_term": "well",
        "s_voice": "badly",
        "s_reasons": ["terms", "other"],
        "s_order": ["care"],
    }
    voice = session.scalars(select(Answer).where(Answer.question_key == "s_voice")).one()
    assert (voice.measure, voice.leaning) == ("voice", "unfavourable")


def test_what_was_sent_is_read_again_and_what_was_typed_since_stands_over_it(session: Session, sent: Sent) -> None:
    save(session, sent, s_why=["far too long to add"], s_reasons=["terms"])
    assert afterwards.answers(session, sent) == {
        "s_status": ["lot_1"],
        "s_places": ["12"],
        "s_why": ["far too long to add"],
        "s_reasons": ["terms"],
    }
    assert "s_why" not in answers(session)


def test_what_was_sent_decides_what_may_be_added(session: Session, consultation: Consultation, sent: Sent) -> None:
    session.execute(delete(Answer).where(Answer.question_key == "s_status"))
    save(session, sent, s_term=["well"])
    assert "s_term" not in answers(session)


def test_an_answer_taken_out_or_made_invalid_is_no_answer_any_more(session: Session, sent: Sent) -> None:
    save(session, sent, s_why=["Price"], s_term=["well"])
    save(session, sent, s_why=["far too long to add"], s_term=[])
    assert answers(session) == {"s_status": "lot_1", "s_places": 12}


def test_a_mark_and_its_reason_are_kept_with_the_text_and_can_be_taken_off(session: Session, sent: Sent) -> None:
    def reason() -> str | None:
        session.expire_all()
        return session.scalars(select(Answer.confidential_because).where(Answer.question_key == "s_why")).one()

    save(session, sent, **{"s_why": ["Price"], "s_why--mark": ["yes"], "s_why--why": ["Our fees"]})
    assert reason() == "Our fees"
    save(session, sent, **{"s_why--mark": []})
    assert reason() is None


def test_no_and_yes_are_remembered_and_the_end_is_the_end(session: Session, sent: Sent) -> None:
    afterwards.decline(sent)
    assert sent.response.afterwards == "declined"
    save(session, sent, s_term=["well"])
    assert sent.response.afterwards == "begun"
    afterwards.decline(sent)
    assert sent.response.afterwards == "begun"
    afterwards.finish(session, sent)
    afterwards.begin(sent)
    assert (sent.response.afterwards, typed(session)) == ("finished", 0)
    assert answers(session)["s_term"] == "well"


def test_what_is_left_over_is_deleted_when_nothing_can_be_added_any_more(
    session: Session, consultation: Consultation, sent: Sent
) -> None:
    save(session, sent, s_why=["far too long to add"])
    afterwards.forget(session, consultation.closes_at + GRACE - timedelta(seconds=1))
    assert typed(session) == 1
    afterwards.forget(session, consultation.closes_at + GRACE)
    assert typed(session) == 0
