"""200 answers, then a typo corrected and a meaning changed: nothing answered moves, and the file lines up."""

from sqlalchemy.orm import Session

from engagement.consultations import publishing, versions, working_copies
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.questionnaires import schema
from engagement.reporting import export, results
from engagement.reporting.disclosure import Figure
from engagement.responses.live import is_live
from tests import factories
from tests.clocks import SetClock
from tests.reporting import survey

WRITER, SECOND = "officer:1", "officer:2"


def publish_changed(
    session: Session, consultation: Consultation, clock: SetClock, document: str, said: dict[str, str]
) -> QuestionnaireVersion:
    """Write, decide, sign off and publish, each by whoever may."""
    now = clock.now()
    live = is_live(session, consultation, "schools", now)
    copy = working_copies.begin(session, consultation, "schools", by=WRITER, now=now)
    changed = schema.dump(survey.questionnaire(document=document))
    working_copies.save(session, copy, changed, revision=copy.revision, by=WRITER, now=now)
    publishing.decide(session, copy, said, revision=copy.revision, by=WRITER, now=now)
    digest = publishing.prepare(session, copy, live=live).digest
    publishing.sign(session, copy, digest=digest, trial=None, live=live, by=SECOND, now=now)
    return publishing.publish(session, consultation, copy, live=live, by=WRITER, now=now)[0]


def test_a_typo_keeps_its_column_a_new_meaning_gets_one_and_earlier_answers_stay_in_place(
    session: Session, clock: SetClock
) -> None:
    consultation = factories.consultation(session)
    old = survey.DOCUMENT.replace("Which lot are you on?", "Which lott are you on?")
    first = factories.version(session, consultation, survey.questionnaire(document=old))
    for number in range(200):
        lot = "lot_1" if number % 2 else "lot_2"
        survey.answered(session, first, {"status": lot, "places": number, "th_safety": "well", "order": ["a", "b"]})
    before = list(export.response_rows(session, consultation.id, "schools"))

    rewritten = survey.DOCUMENT.replace("How many places?", "How many places do you have free?")
    version = publish_changed(session, consultation, clock, rewritten, {"status": "same", "places": "new"})
    survey.answered(session, version, {"status": "lot_1", "places_2": 3})

    after = list(export.response_rows(session, consultation.id, "schools"))
    keys = [[name.rsplit("(", 1)[-1] for name in heading] for heading in (before[0], after[0])]
    width = len(before[0])
    assert keys[1][:width] == keys[0]
    assert after[0][width:] == ["How many places do you have free? (places_2)"]
    assert "Which lot are you on? (status)" in after[0]
    earlier = sorted(row for row in after[1:] if row[0] == "1")
    assert [row[:width] for row in earlier] == sorted(before[1:])
    assert {row[width] for row in earlier} == {""}
    (new,) = (row for row in after[1:] if row[0] == "2")
    assert new[width] == "3"
    assert new[after[0].index("How many places? (places)")] == ""
    sections = {one.field.key: one.section for one in results.of_audience(session, consultation.id, "schools").fields}
    assert sections["places_2"] == "To start with"
    assert sections["places"] == "No longer asked"


def test_a_question_that_decides_what_is_shown_keeps_deciding_it_under_its_new_key(
    session: Session, clock: SetClock
) -> None:
    consultation = factories.consultation(session)
    survey.asked(session, consultation)
    rewritten = survey.DOCUMENT.replace("Which lot are you on?", "Which lot do you want to be on?")
    version = publish_changed(session, consultation, clock, rewritten, {"status": "new"})
    asked = {question.key: question for question in versions.compiled(session, version.id).questions()}
    condition = asked["why"].show_when
    assert condition is not None
    assert condition.question == "status_2"
    assert "status" not in asked
    (change,) = publishing.decisions(session, consultation)[version.id]
    assert (change.question_key, change.old_key, change.meaning) == ("status_2", "status", "new")
    assert change.decided_by == WRITER


def test_what_nobody_has_seen_yet_asks_for_no_decision(session: Session, clock: SetClock) -> None:
    consultation = factories.consultation(session, opens_at=factories.CLOSES_AT.replace(day=1))
    survey.asked(session, consultation)
    rewritten = survey.DOCUMENT.replace("Which lot are you on?", "Which lot do you want to be on?")
    version = publish_changed(session, consultation, clock, rewritten, {})
    assert "status" in {question.key for question in versions.compiled(session, version.id).questions()}


def test_a_yes_to_everything_is_judged_by_the_questions_of_each_ones_version(session: Session, clock: SetClock) -> None:
    consultation = factories.consultation(session)
    old = survey.DOCUMENT.replace('measure = "voice"', 'measure = "check"')
    new = old.replace('"th_safety"', '"th_safety_2"')
    for number, document in enumerate((old, new), start=1):
        version = factories.version(session, consultation, survey.questionnaire("young_people", document), number)
        safety = "th_safety" if number == 1 else "th_safety_2"
        for leaning in ("well", "badly"):
            for _ in range(6):
                survey.answered(session, version, {safety: leaning, "th_voice": "well"}, voice="own")
    assert results.of_audience(session, consultation.id, "young_people").yes_to_all == Figure(12, 50)
