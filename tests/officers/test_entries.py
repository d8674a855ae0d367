"""Answers from paper and the phone are typed, once or twice, count like others, and can be taken out."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry as AuditEntry
from engagement.consultations import late
from engagement.consultations.models import Consultation
from engagement.contacts.models import Invitation
from engagement.outbox.models import Message
from engagement.reporting.export import response_rows
from engagement.reporting.progress import progress
from engagement.responses.entry_models import Entry, EntryNote
from engagement.responses.models import Answer, Draft, Response
from tests import factories
from tests.clocks import SetClock
from tests.journeys.conftest import asked
from tests.officers.door import READS_ANSWERS, Roles, come_in
from tests.visitor import Visitor

ENTRIES = "/officers/consultations/views/entries"


@pytest.fixture(autouse=True)
def questionnaires(consultation: Consultation, session: Session) -> None:
    """What families and schools are asked in Kent."""
    for audience in ("families", "schools", "young_people"):
        factories.version(session, consultation, asked(audience))
    session.commit()


def begin(officer: Visitor, **given: str):  # type: ignore[no-untyped-def]  # WebTest's response has no type
    """Fill in what is known of a form; gives what comes back, not followed."""
    form = officer.get(f"{ENTRIES}/new").forms[1]
    known = {"audience": "families", "channel": "paper", "received": "16 June 2025", "typed_twice": "no"} | given
    for name, value in known.items():
        form[name] = value
    return form.submit()


def type_all(officer: Visitor, page, answers: dict[str, str]):  # type: ignore[no-untyped-def]  # as above
    """Type through every section and finish; gives the list of entries."""
    while "/type/" in page.request.path:
        form = page.forms[1]
        for key, value in answers.items():
            if key in form.fields:
                form[key] = value
        page = form.submit("go", value="on").follow()
    return page.forms[1].submit().follow()


def typed_once(officer: Visitor, answers: dict[str, str], **given: str):  # type: ignore[no-untyped-def]  # as above
    return type_all(officer, begin(officer, **given).follow().follow(), answers)


def answers_in(session: Session) -> dict[str, object]:
    return dict(session.execute(select(Answer.question_key, Answer.value)).all())


SAID = {"f_role": "parent", "f_best": "The people", "f_child_age": "years_9_to_11"}


def test_a_paper_form_counts_at_once_and_says_how_it_came(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    page = typed_once(officer, SAID)
    assert "Counted" in page
    response = session.scalars(select(Response)).one()
    assert (response.channel, response.mode, response.late, response.received_on.isoformat()) == (
        "paper",
        "paper",
        False,
        "2025-06-16",
    )
    assert answers_in(session)["f_best"] == "The people"
    heading, row = response_rows(session, consultation.id, "families")
    assert row[heading.index("Channel")] == "paper"
    assert progress(session, consultation.id)["families"].answered == 1


def test_who_typed_it_is_on_the_list_and_not_with_the_answers(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    page = typed_once(officer, SAID)
    assert "Ada of the council" in page
    exported = str(list(response_rows(session, consultation.id, "families")))
    assert "Ada" not in exported
    assert {"entry begun", "entry counted"} <= set(session.scalars(select(AuditEntry.action)))


def test_an_empty_form_is_a_blank_answer(officer: Visitor, session: Session) -> None:
    typed_once(officer, {})
    assert session.scalars(select(Response.blank)).all() == [True]


def test_young_peoples_forms_keep_the_rule_whose_voice_it_is(officer: Visitor, session: Session) -> None:
    typed_once(officer, {"y_who": "adult_own_view"}, audience="young_people")
    assert session.scalars(select(Response.voice)).all() == ["proxy"]


def test_a_thank_you_goes_to_an_address_that_was_written_for_it(officer: Visitor, session: Session) -> None:
    typed_once(officer, SAID | {"f_email": "parent@home.example"})
    assert session.scalars(select(Message.kind)).all() == ["acknowledgement"]


def test_typing_is_saved_with_every_button_and_goes_on_another_day(officer: Visitor, session: Session) -> None:
    page = begin(officer).follow().follow()
    page.forms[1]["f_role"] = "parent"
    page.forms[1]["noted.f_role"] = "illegible"
    page.forms[1].submit("go", value="on")
    again = officer.get(ENTRIES).click("Go on typing").follow()
    assert again.forms[1]["f_role"].value == "parent"
    assert again.forms[1]["noted.f_role"].value == "illegible"
    assert session.scalars(select(EntryNote.problem)).all() == ["illegible"]


def test_what_cannot_be_counted_is_kept_and_explained_before_it_counts(officer: Visitor, session: Session) -> None:
    page = begin(officer, audience="schools").follow().follow()
    while "s_cap_places" not in page.forms[1].fields:
        page = page.forms[1].submit("go", value="on").follow()
    page.forms[1]["s_cap_places"] = "a dozen"
    done = page.forms[1].submit("go", value="done").follow()
    assert "cannot be counted as they were typed" in done
    assert len(done.forms) == 1
    assert session.scalar(select(func.count()).select_from(Response)) == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"received": "soon"}, "Enter the day they came"),
        ({"received": "31 June 2025"}, "Enter the day they came"),
        ({"received": "17 June 2025"}, "Enter a day that has come already"),
        ({"received": "12 June 2025"}, "Enter a day on which the consultation was open"),
        ({"reference": "K7QF3-MWD8T"}, "We do not know this reference"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_begun(
    officer: Visitor, session: Session, given: dict[str, str], sentence: str
) -> None:
    page = begin(officer, **given)
    assert sentence in page
    assert session.scalar(select(func.count()).select_from(Entry)) == 0
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.parametrize("day", ["16/6/2025", "16.06.2025", "Monday 16 June 2025", "16 jun 2025", "2025-06-16"])
def test_a_day_may_be_written_as_people_write_it(officer: Visitor, session: Session, day: str) -> None:
    begin(officer, received=day)
    assert session.scalars(select(Entry.received_on)).one().isoformat() == "2025-06-16"


def test_late_answers_need_a_reason_and_count_only_when_that_is_decided(
    officer: Visitor, session: Session, consultation: Consultation, clock: SetClock
) -> None:
    clock.set("2025-07-11T09:00:00+00:00")
    officer.get("/officers/")
    officer.reset()
    come_in(officer, "administrator-lead@council.example")
    assert "Say why the answers came late" in begin(officer, received="10 July 2025")
    assert "Late" in typed_once(officer, SAID, received="10 July 2025", late_because="Post was slow")
    numbers = progress(session, consultation.id)["families"]
    assert (numbers.answered, numbers.late) == (0, 1)
    late.decide(session, consultation, included=True, reason="A strike", by="officer", now=clock.now())
    numbers = progress(session, consultation.id)["families"]
    assert (numbers.answered, numbers.late) == (1, 0)


def test_the_reference_stops_reminders_at_once_and_is_not_kept(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    reference = reminded(session, consultation)
    begin(officer, reference=reference.lower())
    reminder = session.execute(select(Message.state, Message.reason)).one()
    assert tuple(reminder) == ("cancelled", "Answered on paper or by phone")
    assert session.scalars(select(Invitation.state)).one() == "used"
    kept = repr(session.execute(select(*Entry.__table__.columns)).all())
    assert reference not in kept


def test_an_entry_is_taken_out_with_its_answers_and_the_contact_may_be_written_to_again(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    reference = reminded(session, consultation)
    typed_once(officer, SAID, reference=reference)
    form = officer.get(ENTRIES).click("Take out").forms[1]
    assert "Give the reason." in form.submit()
    form["reason"], form["reference"] = "Typed for the wrong consultation", reference
    page = form.submit().follow()
    assert "Taken out" in page
    assert "Typed for the wrong consultation" in page
    for table in (Response, Answer, Draft):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert session.scalars(select(Invitation.state)).one() == "unused"


def reminded(session: Session, consultation: Consultation) -> str:
    """A contact for whom a reminder waits; gives the reference of its letters."""
    contact, _ = factories.contact(session, consultation, "parent@example.org")
    session.add(
        Message(
            consultation_id=consultation.id,
            contact_id=contact.id,
            kind="reminder",
            occurrence=1,
            template="families/reminder",
            due_at=consultation.closes_at,
        )
    )
    session.commit()
    return session.scalars(select(Invitation.reference)).one()


@pytest.mark.every_database
def test_two_typings_that_agree_count_once(
    officer: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    assert "Waiting for the second typing" in typed_once(officer, SAID, typed_twice="yes")
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    other = sign_in(READS_ANSWERS)
    section = second(other)
    assert not section.forms[1]["f_role"].value
    page = type_all(other, section, SAID)
    assert "Counted" in page
    assert "3 of 3" in page
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


def test_differences_are_listed_and_only_what_a_person_decided_counts(
    officer: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    typed_once(officer, SAID, typed_twice="yes")
    other = sign_in(READS_ANSWERS)
    page = type_all(other, second(other), SAID | {"f_best": "The place"})
    assert "Differences to resolve" in page
    question = page.click("Resolve the differences")
    assert "agree on 2 of 3 answers" in question
    assert "The people" in question
    assert "The place" in question
    assert "Choose what is right" in question.forms[1].submit()
    question.forms[1]["f_best"] = "second"
    assert "Counted" in question.forms[1].submit().follow()
    assert answers_in(session)["f_best"] == "The place"
    assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_nobody_types_the_same_form_twice_or_sees_what_another_typed(
    officer: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    typed_once(officer, SAID, typed_twice="yes")
    assert "Type it the second time" not in officer.get(ENTRIES)
    entry_id = session.scalars(select(Entry.id)).one()
    form = officer.get(f"{ENTRIES}/new").forms[1]
    officer.post(f"{ENTRIES}/{entry_id}/second", {"csrf_token": form["csrf_token"].value})
    assert session.scalars(select(Entry.second_by)).one() is None
    officer.get(f"{ENTRIES}/{entry_id}", status=404)
    sign_in(READS_ANSWERS).get(f"{ENTRIES}/{entry_id}", status=404)


def second(officer: Visitor):  # type: ignore[no-untyped-def]  # WebTest's response has no type
    """Take on the second typing; gives its first section."""
    forms = officer.get(ENTRIES).forms
    return next(form for form in forms.values() if "Type it" in form.text).submit().follow().follow()
