"""Nothing that anybody writes is missed, whatever way it comes, and what is taken back is gone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.errors import NotFound, Refused
from engagement.extensions import vault
from engagement.moderation import deciding, gate, intake, reading, service, steps
from engagement.moderation.models import Decision, FreeText, Step, TextState
from engagement.questionnaires.answer_kinds import is_blank
from engagement.responses import afterwards, codes, drafts, reopening, submission, withdrawing
from engagement.responses.models import Answer, Channel, Draft, Response
from tests import factories
from tests.clocks import SetClock
from tests.moderation.readers import queue, reader
from tests.reporting import survey

AFTER_SENDING = """
[[sections]]
key = "more"
title = "More"
after_sending = true

[[sections.questions]]
key = "more_words"
kind = "short_text"
text = "Anything else?"
"""


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


@pytest.fixture
def version(session: Session, consultation: Consultation) -> QuestionnaireVersion:
    document = survey.DOCUMENT.replace(
        'text = "What would you change?"', 'text = "What would you change?"\nmay_be_confidential = true'
    )
    return factories.version(session, consultation, survey.questionnaire("schools", document + AFTER_SENDING))


def begun(session: Session, version: QuestionnaireVersion) -> Draft:
    secret = "s" * 43
    drafts.begin(
        session,
        consultation_id=version.consultation_id,
        audience=version.audience,
        version_id=version.id,
        secret=secret,
        channel=Channel.OPEN_LINK,
        today=date(2025, 6, 16),
    )
    found = drafts.find(session, consultation_id=version.consultation_id, audience=version.audience, secret=secret)
    assert found is not None
    return found


def send(session: Session, draft: Draft, words: str, because: str = "", day: int = 16) -> Response:
    asked = survey.questionnaire("schools")
    field = next(field for field in asked.fields() if field.key == "change")
    return submission.submit(
        session,
        draft,
        [] if is_blank([words]) else [(field, words)],
        asked=asked,
        today=date(2025, 6, day),
        voice=None,
        in_grace=False,
        confidential={"change": because} if because else {},
    )


def test_a_text_is_in_the_queue_whatever_way_it_came(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    draft = begun(session, version)
    response = send(session, draft, "by the survey", "because of prices")
    assert set(queue(session, consultation, clock.now())) == {"by the survey", "because of prices"}
    sent = afterwards.Sent(consultation, draft, response)
    more = survey.questionnaire("schools", survey.DOCUMENT + AFTER_SENDING)
    afterwards.save(session, sent, more, {}, {"more_words": ["after sending"]})
    assert "after sending" in queue(session, consultation, clock.now())
    afterwards.save(session, sent, more, {"more_words": ["after sending"]}, {"more_words": ["put otherwise"]})
    assert "after sending" not in queue(session, consultation, clock.now())
    factories.response(session, version, {"change": ("came late", None, None)}, late=True)
    factories.response(session, version, {"change": ("on paper", None, None)}, channel=Channel.PAPER)
    # Whatever else writes an answer, be it by hand in the database.
    session.execute(update(Answer).where(Answer.confidential_because.is_not(None)).values(value="by hand"))
    assert set(queue(session, consultation, clock.now())) == {
        "by hand", "because of prices", "put otherwise", "came late", "on paper"
    }  # fmt: skip
    texts = session.scalar(select(func.count()).select_from(FreeText))
    written = [value for value in session.scalars(select(Answer.value)) if isinstance(value, str)]
    assert texts == len(written) + 1


def test_another_text_is_unread_again_and_the_same_one_stays_decided(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    officer, draft = reader(session), begun(session, version)
    response = send(session, draft, "first words")
    [text] = queue(session, consultation, clock.now()).values()
    deciding.clear(session, text, by=officer, now=clock.now())
    for words, state in (("first words", TextState.CLEARED), ("other words", TextState.UNREAD)):
        reopening.reopen(session, draft, put_back=None)
        send(session, draft, words, day=17)
        assert [passed.value for passed in gate.answers(session, [response.id], {"change"})] == [
            words if state == TextState.CLEARED else gate.NOT_READ
        ]
        assert queue(session, consultation, clock.now())[words].state == state
    assert [step.step for step in steps.history(session, text.id)] == [Step.CLEARED, Step.CHANGED]
    with pytest.raises(Refused, match="something else meanwhile"):
        deciding.hold(session, consultation, text.id, "the digest of the first words", officer, clock.now())


def test_what_is_withdrawn_leaves_a_count_and_nothing_else(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    officer, draft = reader(session), begun(session, version)
    send(session, draft, "taken back", "a reason")
    for text in queue(session, consultation, clock.now()).values():
        deciding.keep_back(session, text, note="Ask", by=officer, now=clock.now())
    assert withdrawing.withdraw(session, consultation, codes.withdrawal_code(draft.id), clock.now())
    intake.forget_gone(session, consultation.id)
    assert session.scalar(select(func.count()).select_from(FreeText)) == 0
    assert session.scalar(select(func.count()).select_from(Decision)) == 0
    standing = service.standing(session, consultation, clock.now())
    assert (standing.total, standing.gone) == (0, 2)


def test_a_text_that_waited_before_there_was_a_queue_enters_it_with_its_day(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    factories.response(session, version, {"change": ("old", None, None)}, received_on=date(2025, 6, 13))
    consultation.locked_at = clock.now()
    session.flush()
    assert intake.to_look_at(session, clock.now()) == [consultation]
    intake.look_at(session, consultation, clock.now())
    [text] = session.scalars(select(FreeText)).all()
    assert text.waits_since is not None
    assert text.waits_since.isoformat() == "2025-06-12T23:00:00+00:00"
    assert intake.to_look_at(session, clock.now()) == []


def test_what_is_too_much_for_one_look_waits_for_the_next_and_as_long_as_the_rest(
    session: Session,
    consultation: Consultation,
    version: QuestionnaireVersion,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began = clock.now()
    intake.look_at(session, consultation, began)
    for words in ("one", "two", "three"):
        factories.response(session, version, {"change": (words, None, None)})
    monkeypatch.setattr(intake, "AT_ONCE", 2)
    for hours, entered in ((1, 2), (2, 3), (3, 3)):
        clock.set(began + timedelta(hours=hours))
        assert len(queue(session, consultation, clock.now())) == entered
    assert set(session.scalars(select(FreeText.waits_since))) == {began}


def test_the_hour_is_forgotten_once_somebody_has_decided(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    send(session, begun(session, version), "words")
    [text] = queue(session, consultation, clock.now()).values()
    assert text.waits_since is not None
    deciding.keep_back(session, text, note="", by=reader(session), now=clock.now())
    assert text.waits_since is None


def test_children_come_first_then_listed_words_then_what_waits_longest_and_two_readers_get_two_texts(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    families = survey.asked(session, consultation, "families")
    schools = survey.asked(session, consultation)
    survey.answered(session, schools, {"change": "Ring 01632 960 983"})
    survey.answered(session, families, {"change": "plain and early"})
    queue(session, consultation, clock.now())
    clock.set(clock.now() + timedelta(hours=2))
    survey.answered(session, families, {"change": "plain and late"})
    survey.answered(session, families, {"change": "he hits me"})
    queue(session, consultation, clock.now())
    one, two = reader(session), reader(session, "Rob")

    def next_for(officer: Officer) -> str:
        text = reading.take_next(session, consultation.id, officer, clock.now())
        found = reading.read(session, text) if text else None
        return found.words if found else ""

    assert [next_for(one), next_for(two), next_for(one)] == ["he hits me", "plain and early", "he hits me"]
    clock.set(clock.now() + timedelta(minutes=11))
    assert next_for(two) == "he hits me"
    assert next_for(one) == "plain and early"
    standing = service.standing(session, consultation, clock.now())
    assert (standing.unread, standing.late) == (4, 0)
    clock.set(clock.now() + timedelta(hours=4))
    assert service.standing(session, consultation, clock.now()).late == 1
    assert service.any_late(session, clock.now())


def test_a_redaction_takes_two_people_and_the_original_goes_nowhere(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    first, second, now = reader(session), reader(session, "Rob", Role.LEAD), clock.now()
    response = send(session, begun(session, version), "Mr Osei is kind")
    [text] = queue(session, consultation, now).values()

    def seen() -> object:
        return next(gate.answers(session, [response.id], {"change"})).value

    with pytest.raises(Refused, match="square brackets"):
        deciding.propose(session, text, "Mr Osei is kind", "He is kind", deciding.Redacted.NAME, by=first, now=now)
    deciding.propose(session, text, "Mr Osei is kind", "[name] is kind", deciding.Redacted.NAME, by=first, now=now)
    with pytest.raises(Refused, match="Somebody else looks at it"):
        deciding.approve(session, text, by=first, now=now)
    assert seen() == gate.HELD
    deciding.send_back(session, text, note="Take out the rest", by=second, now=now)
    assert seen() == gate.HELD
    deciding.propose(session, text, "Mr Osei is kind", "[all of it]", deciding.Redacted.NAME, by=first, now=now)
    deciding.approve(session, text, by=second, now=now)
    assert seen() == "[all of it]"
    deciding.reopen(session, text, note="Read once more", by=second, now=now)
    assert seen() == gate.NOT_READ


def test_only_what_this_consultations_contact_list_has_is_called_listed(
    session: Session, consultation: Consultation
) -> None:
    for asked, email, name in (
        (consultation, "osei@kent.example", "Abena Osei"),
        (factories.consultation(session, "Medway Council"), "lee@medway.example", "Ann Featherstone"),
    ):
        row, _ = factories.contact(session, asked, email)
        row.name_sealed = vault.seal(name, f"contacts.name:{row.id}")
    session.flush()
    words = "Mrs Osei and Ms Featherstone: Osei@kent.example, lee@medway.example"
    found = [piece for piece in reading.pointed_out(session, consultation.id, words) if piece.what]
    assert found == [
        ("Osei", "name in the contact list"),
        ("Osei@kent.example", "email address in the contact list"),
        ("lee@medway.example", "email address"),
    ]


def test_steps_only_add_up_and_what_officers_wrote_is_sealed(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    officer, now = reader(session), clock.now()
    send(session, begun(session, version), "words")
    [text] = queue(session, consultation, now).values()
    deciding.clear(session, text, by=officer, now=now)
    deciding.undo_clear(session, text, by=officer, now=now)
    deciding.refer(
        session, text, deciding.Worry.WELLBEING, told="Duty social worker", told_on=date(2025, 6, 16),
        reference="R-1", note="Rang at ten", by=officer, now=now,
    )  # fmt: skip
    with pytest.raises(Refused):
        deciding.undo_clear(session, text, by=officer, now=now)
    history = steps.history(session, text.id)
    assert [step.step for step in history] == [Step.CLEARED, Step.UNDONE, Step.REFERRED]
    assert (history[-1].told, history[-1].note) == ("Duty social worker", "Rang at ten")
    sealed = session.scalars(select(Decision).order_by(Decision.number)).all()[-1]
    assert sealed.told_sealed is not None
    assert b"social worker" not in sealed.told_sealed
    assert vault.open(sealed.told_sealed, f"text_decisions.told:{sealed.id}") == "Duty social worker"
    deciding.clear(session, text, by=officer, now=now)
    with pytest.raises(Refused, match="decided about this text meanwhile"):
        deciding.keep_back(session, text, note="", by=officer, now=now)


def test_a_text_of_another_consultation_is_not_there(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, clock: SetClock
) -> None:
    send(session, begun(session, version), "words")
    [text] = queue(session, consultation, clock.now()).values()
    with pytest.raises(NotFound):
        deciding.find(session, factories.consultation(session), text.id)
