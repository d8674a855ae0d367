"""Results count what was said: silence is not an answer, not knowing is not the middle, few are not shown."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.questionnaires.definition import AudienceName
from engagement.reporting import results
from engagement.reporting.disclosure import HIDDEN_FIGURE, Figure
from engagement.reporting.results import FieldResult
from tests import factories
from tests.reporting import survey


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


@pytest.fixture
def version(session: Session, consultation: Consultation) -> QuestionnaireVersion:
    return survey.asked(session, consultation)


def results_of(
    session: Session, consultation: Consultation, audience: AudienceName = "schools"
) -> dict[str, FieldResult]:
    """The results of everybody in an audience, by field key."""
    found = results.of_audience(session, consultation.id, audience)
    return {result.field.key: result for result in found.fields}


def counts(result: FieldResult) -> dict[str, int | None]:
    return {option.label: option.figure.count for option in result.options}


def send(session: Session, version: QuestionnaireVersion, times: int, given: Mapping[str, Any], **values: Any) -> None:
    for _ in range(times):
        survey.answered(session, version, given, **values)


def test_each_option_is_counted_and_its_share_is_of_those_who_answered(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    send(session, version, 6, {"status": "lot_1"})
    send(session, version, 2, {"status": "lot_2"})
    send(session, version, 3, {"places": 1})
    status = results_of(session, consultation)["status"]
    assert status.base == 8
    assert [(option.label, option.figure.count, option.figure.share) for option in status.options] == [
        ("Lot 1", 6, 75),
        ("Lot 2", 2, 25),
    ]
    assert status.skipped == 3


def test_not_knowing_is_neither_favourable_nor_in_the_middle(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    for value, times in {"well": 4, "neither": 1, "badly": 2, "dont_know": 3}.items():
        send(session, version, times, {"th_safety": value})
    safety = results_of(session, consultation)["th_safety"]
    assert counts(safety) == {"Well": 4, "Neither": 1, "Badly": 2}
    assert (safety.base, safety.unsure, safety.net) == (7, 3, 29)


def test_who_did_not_say_yes_to_the_questions_after_sending_did_not_skip_them(
    session: Session, consultation: Consultation
) -> None:
    version = factories.version(session, consultation, survey.with_questions_after_sending())
    send(session, version, 5, {"status": "lot_1", "role": "head"}, afterwards="finished")
    send(session, version, 2, {"status": "lot_1"}, afterwards="begun")
    send(session, version, 4, {"status": "lot_1"}, afterwards="declined")
    send(session, version, 3, {"status": "lot_1"})
    role = results_of(session, consultation)["role"]
    assert (role.base, role.skipped) == (5, 2)


def test_a_version_that_asked_everybody_still_counts_as_it_did(session: Session, consultation: Consultation) -> None:
    earlier = survey.with_questions_after_sending(after_sending=False)
    send(session, factories.version(session, consultation, earlier), 6, {"role": "head"})
    send(session, factories.version(session, consultation, earlier, 2), 3, {"status": "lot_1"})
    now = factories.version(session, consultation, survey.with_questions_after_sending(), 3)
    send(session, now, 1, {"status": "lot_1"}, afterwards="declined")
    role = results_of(session, consultation)["role"]
    assert (role.base, role.skipped) == (6, 3)


def test_who_was_not_shown_a_question_did_not_skip_it(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    send(session, version, 5, {"status": "lot_1", "why": ["terms", "places"]})
    send(session, version, 2, {"status": "lot_1"})
    send(session, version, 9, {"status": "lot_2"})
    why = results_of(session, consultation)["why"]
    assert counts(why) == {"Terms": 5, "Places": 5}
    assert why.skipped == 2


def test_a_ranking_gives_the_share_that_chose_and_the_mean_of_the_points(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    send(session, version, 3, {"order": ["a", "b"]})
    send(session, version, 2, {"order": ["b"]})
    order = results_of(session, consultation)["order"]
    assert order.base == 5
    assert [(option.figure.share, option.points) for option in order.options] == [(60, 1.2), (100, 1.4), (0, 0.0)]


def test_numbers_are_added_up_and_what_was_written_is_only_counted(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    send(session, version, 5, {"places": 4, "change": "Ours is called Hope School"})
    found = results_of(session, consultation)
    assert (found["places"].total, found["places"].base) == (20, 5)
    assert (found["change"].base, found["change"].options) == (5, ())


def test_a_question_that_too_few_answered_tells_nothing(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    send(session, version, 4, {"status": "lot_1", "th_safety": "badly", "order": ["a"], "places": 9, "change": "x"})
    send(session, version, 9, {"why": ["terms"]})
    for key, result in results_of(session, consultation).items():
        if key != "why":
            assert not result.shown
            assert {result.base, result.unsure, result.skipped, result.net, result.total} == {None}
            assert {option.figure.count for option in result.options} <= {None}
            assert {option.points for option in result.options} <= {None}


def test_blank_responses_and_those_of_another_consultation_do_not_count(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    elsewhere = survey.asked(session, factories.consultation(session))
    send(session, elsewhere, 9, {"status": "lot_1"})
    send(session, version, 6, {"status": "lot_2"})
    send(session, version, 5, {}, blank=True)
    found = results.of_audience(session, consultation.id, "schools")
    assert found.responses == 6
    assert (counts(found.fields[0]), found.fields[0].skipped) == ({"Lot 1": 0, "Lot 2": 6}, 0)


def test_answers_to_an_older_version_still_count(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    send(session, version, 5, {"status": "lot_1", "change": "more"})
    newer = survey.DOCUMENT.replace('{ key = "lot_1", label = "Lot 1" }', '{ key = "lot_9", label = "Lot 9" }').replace(
        'any_of = ["lot_1"]', 'any_of = ["lot_9"]'
    )
    newer = newer.replace('key = "change"', 'key = "wish"')
    second = factories.version(session, consultation, survey.questionnaire("schools", newer), number=2)
    send(session, second, 1, {"status": "lot_9"})
    found = results_of(session, consultation)
    assert counts(found["status"]) == {"Lot 9": 1, "Lot 2": 0, "Lot 1": 5}
    assert found["change"].base == 5
    assert list(found)[-1] == "change"


def test_what_identifies_somebody_is_not_among_the_results(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    assert "org" not in results_of(session, consultation)


def test_a_helpers_answers_are_not_what_young_people_told_us(session: Session, consultation: Consultation) -> None:
    version = survey.asked(session, consultation, "young_people")
    send(session, version, 10, {"th_safety": "well"}, voice="own")
    for voice in ("together", "interpreted", "proxy", "unknown", None):
        send(session, version, 10, {"th_safety": "badly"}, voice=voice)
    found = results.of_audience(session, consultation.id, "young_people")
    assert found.responses == 10
    safety = results_of(session, consultation, "young_people")["th_safety"]
    assert (counts(safety), safety.skipped) == ({"Well": 10, "Neither": 0, "Badly": 0}, 0)
    measure = results.by_measure(session, consultation.id)[0].by_audience["young_people"]
    assert (measure.base, measure["unfavourable"].count) == (10, 0)


def test_a_yes_to_everything_shows_as_a_share_and_its_question_is_not_reported_by_itself(
    session: Session, consultation: Consultation
) -> None:
    document = survey.DOCUMENT.replace('measure = "voice"', 'measure = "check"')
    version = factories.version(session, consultation, survey.questionnaire("young_people", document))
    send(session, version, 3, {"th_safety": "well", "th_voice": "well"}, voice="own")
    send(session, version, 6, {"th_safety": "badly", "th_voice": "well"}, voice="own")
    send(session, version, 3, {"th_voice": "well"}, voice="together")
    assert results.of_audience(session, consultation.id, "young_people").yes_to_all == HIDDEN_FIGURE
    send(session, version, 3, {"th_voice": "badly"}, voice="own")
    found = results.of_audience(session, consultation.id, "young_people")
    assert found.yes_to_all == Figure(3, 25)
    assert "th_voice" not in [result.field.key for result in found.fields]


def test_without_a_question_that_runs_the_other_way_nothing_is_said_of_it(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    assert results.of_audience(session, consultation.id, "schools").yes_to_all is None


def test_the_three_audiences_stand_side_by_side_by_measure_in_one_query(
    session: Session, consultation: Consultation
) -> None:
    sent: dict[AudienceName, tuple[str, int]] = {
        "schools": ("well", 5),
        "families": ("badly", 9),
        "young_people": ("neither", 10),
    }
    for audience, (value, times) in sent.items():
        send(session, survey.asked(session, consultation, audience), times, {"th_safety": value}, voice="own")
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = {result.measure.key: result for result in results.by_measure(session, consultation.id)}
    assert len(statements) == 1
    assert len(found) == 10
    safety = found["safety"]
    assert {audience: distribution.base for audience, distribution in safety.by_audience.items()} == {
        "schools": 5,
        "families": None,
        "young_people": 10,
    }
    assert [safety.net("schools"), safety.net("families"), safety.net("young_people")] == [100, None, 0]


def test_the_number_of_queries_does_not_grow_with_the_answers(
    session: Session, consultation: Consultation, version: QuestionnaireVersion
) -> None:
    def queries() -> int:
        statements: list[str] = []

        def note(*args: Any) -> None:
            statements.append(args[2])

        event.listen(session.get_bind(), "before_cursor_execute", note)
        results.of_audience(session, consultation.id, "schools")
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(statements)

    send(session, version, 1, {"status": "lot_1"})
    results_of(session, consultation)
    few = queries()
    send(session, version, 40, {"status": "lot_1", "why": ["terms"], "places": 3})
    assert queries() == few < 10
