"""A key means one thing for ever: what a change asks, and the keys that new meanings get."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engagement.questionnaires import meanings, schema
from tests.questionnaires.generated import documents
from tests.questionnaires.test_differences import OLD, questionnaire, swapped


def test_a_question_that_comes_back_with_other_words_is_asked_about_though_the_last_version_left_it_out() -> None:
    with_days = questionnaire()
    without = questionnaire(OLD[: OLD.rindex("[[sections.questions]]")])
    (found,) = meanings.changed([without, with_days], swapped("How many days", "How many hours"))
    assert found.key == "y_days"
    assert not found.always_new
    assert meanings.changed([without, with_days], with_days) == ()


def test_a_new_meaning_gets_a_key_that_nothing_had_and_conditions_follow_it() -> None:
    renewed = meanings.renew(questionnaire(), ["y_safe"], {"y_safe", "y_safe_2"})
    assert renewed.keys == {"y_safe": "y_safe_3"}
    first, second, _ = renewed.questionnaire.questions()
    assert first.key == "y_safe_3"
    assert second.show_when is not None
    assert second.show_when.question == "y_safe_3"


def test_a_question_that_the_platform_reads_cannot_lose_an_option() -> None:
    old = questionnaire(OLD.replace("y_why", "y_who"))
    new = questionnaire(OLD.replace("y_why", "y_who").replace(', { key = "friends", label = "Frends" }', ""))
    (found,) = meanings.changed([old], new)
    assert found.cannot_be == '"Why?": the platform reads the answers to this question. Keep its kind and its options.'


@given(documents(), st.data())
def test_whatever_gets_a_new_key_the_questionnaire_still_holds_together(
    document: dict[str, Any], data: st.DataObject
) -> None:
    old = schema.load(document, "old")
    keys = sorted({*(question.key for question in old.questions()), *(field.key for field in old.fields())})
    chosen = data.draw(st.sets(st.sampled_from(keys)))
    renewed = meanings.renew(old, chosen, meanings.taken_keys([old]))
    assert schema.load(schema.dump(renewed.questionnaire), "new") == renewed.questionnaire
    assert set(renewed.keys.values()).isdisjoint(meanings.taken_keys([old]))
    assert {question.key for question in renewed.questionnaire.questions()}.isdisjoint(chosen)
