"""A key means one thing for ever: what a change asks, and the keys that new meanings get."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engagement.questionnaires import meanings, schema
from tests.questionnaires.documents import SMALL, asked, swapped
from tests.questionnaires.generated import documents


def test_a_question_that_comes_back_with_other_words_is_asked_about_though_the_last_version_left_it_out() -> None:
    whole = asked()
    without = asked(SMALL[: SMALL.rindex("[[sections.questions]]")])
    (found,) = meanings.changed([without, whole], swapped("your email address", "your address"))
    assert found.key == "s_email"
    assert not found.always_new
    assert meanings.changed([without, whole], whole) == ()


def test_a_new_meaning_gets_a_key_that_nothing_had_and_conditions_follow_it() -> None:
    renewed = meanings.renew(asked(), ["s_status"], {"s_status", "s_status_2"})
    assert renewed.keys == {"s_status": "s_status_3"}
    first, _, third, *_ = renewed.questionnaire.questions()
    assert first.key == "s_status_3"
    assert third.show_when is not None
    assert third.show_when.question == "s_status_3"


def test_a_question_that_the_platform_reads_cannot_lose_an_option() -> None:
    read = SMALL.replace("s_reasons", "y_who")
    (found,) = meanings.changed([asked(read)], asked(read.replace(' { key = "other", label = "Other" },', "")))
    assert found.cannot_be == (
        '"Why did you join?": the platform reads the answers to this question. Keep its kind and its options.'
    )


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
