"""Whatever is changed, in whatever order: keys stay apart, and nothing dangles without a fault that says so."""

import copy
from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.questionnaires import schema
from engagement.questionnaires.definition import KINDS
from engagement.questionnaires.editing import choices, conditions, questions, scales, sections
from engagement.questionnaires.editing.choices import Entry
from engagement.questionnaires.editing.document import Table, options_for
from engagement.questionnaires.editing.document import questions as every_question
from engagement.questionnaires.editing.document import sections as every_section
from engagement.questionnaires.editing.keys import Earlier, used_in
from tests.questionnaires.generated import documents

words = st.text(min_size=1, max_size=15).filter(str.strip)
Edit = Callable[[st.DrawFn, Table, Earlier], Table]


def _add_section(draw: st.DrawFn, document: Table, earlier: Earlier) -> Table:
    return sections.add(document, draw(words), earlier, after_sending=draw(st.booleans()))[0]


def _change_section(draw: st.DrawFn, document: Table, earlier: Earlier) -> Table:
    key = draw(st.sampled_from(every_section(document)))["key"]
    return draw(
        st.sampled_from(
            [
                sections.remove(document, key),
                sections.move(document, key, draw(st.sampled_from([-1, 1]))),
                sections.change(document, key, {"title": draw(words), "introduction": draw(st.text())}),
                questions.add(document, key, draw(st.sampled_from(KINDS)), draw(words), earlier)[0],
            ]
        )
    )


def _change_question(draw: st.DrawFn, document: Table, earlier: Earlier) -> Table:
    asked = draw(st.sampled_from(list(every_question(document))))
    key = asked["key"]
    entries = [Entry(line["key"], draw(st.text(max_size=3))) for line in asked.get("options", [])]
    new = [Entry("", label) for label in draw(st.lists(st.text(max_size=5), max_size=3))]
    return draw(
        st.sampled_from(
            [
                questions.remove(document, key),
                questions.move(document, key, draw(st.sampled_from([-1, 1]))),
                questions.change_kind(document, key, draw(st.sampled_from(KINDS))),
                questions.change(document, key, {"text": draw(words), "help": draw(st.text())}),
                choices.set_options(document, key, draw(st.permutations([*entries, *new])), earlier),
                choices.set_rows(document, key, new, earlier),
                scales.leave(document, key),
            ]
        )
    )


def _condition(draw: st.DrawFn, document: Table, earlier: Earlier) -> Table:
    key = draw(st.sampled_from(list(every_question(document))))["key"]
    offered = conditions.may_decide(document, "question", key)
    if not offered:
        return conditions.drop(document, "question", key)
    by = draw(st.sampled_from(offered))
    options = [option["key"] for option in options_for(document, by)]
    return conditions.decide(document, "question", key, by["key"], "any_of", options)


def _change_scales(draw: st.DrawFn, document: Table, earlier: Earlier) -> Table:
    kept = document.get("scales", [])
    if kept and draw(st.booleans()):
        return scales.remove(document, draw(st.sampled_from(kept))["key"])
    return scales.add(document, draw(words), [{"key": "yes", "label": "Yes"}], earlier)[0]


@settings(max_examples=60)
@given(st.data())
def test_keys_stay_apart_nothing_dangles_in_silence_and_every_step_can_be_taken_back(data: st.DataObject) -> None:
    document = data.draw(documents())
    earlier = used_in([document])
    for _ in range(data.draw(st.integers(1, 8))):
        edits: list[Edit] = [_add_section, _change_scales]
        edits += [_change_section] if every_section(document) else []
        edits += [_change_question, _condition] if list(every_question(document)) else []
        edit = data.draw(st.sampled_from(edits))
        before = copy.deepcopy(document)
        changed = data.draw(st.composite(edit)(document, earlier))
        assert document == before
        _holds_together(changed)
        document = changed


def _holds_together(document: Table) -> None:
    asked = list(every_question(document))
    fields = [part["key"] for part in (*asked, *document.get("scales", []))]
    fields += [row["key"] for question in asked for row in question.get("rows", [])]
    assert not [key for key, count in Counter(fields).items() if count > 1]
    for holder in (*asked, *document.get("scales", [])):
        keys = [option["key"] for option in holder.get("options", [])]
        assert len(set(keys)) == len(keys)
    faulty = {path for path, _ in schema.faults(document)}
    for number, section in enumerate(every_section(document)):
        for place, question in enumerate(section["questions"]):
            condition = question.get("show_when")
            decides = {other["key"]: other for other in conditions.may_decide(document, "question", question["key"])}
            if condition is None or not (by := decides.get(condition["question"])):
                assert condition is None or any(_within(path, number, place) for path in faulty)
                continue
            offered = {option["key"] for option in options_for(document, by)}
            named = {*condition.get("any_of", []), *condition.get("none_of", [])}
            if not named or (offered and named - offered):
                assert any(_within(path, number, place) for path in faulty)


def _within(path: tuple[str | int, ...], number: int, place: int) -> bool:
    return path[:4] == ("sections", number, "questions", place)
