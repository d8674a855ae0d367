"""What changed between two questionnaires, in sentences for officers, and which changes may alter what answers mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from engagement.questionnaires.definition import Condition, Option, Question, Questionnaire, Row, Section
from engagement.questionnaires.editing.words import KIND_NAMES, LAYOUT_NAMES, LEANING_NAMES
from engagement.questionnaires.measures import MEASURES

LIMITS = {
    "max_choices": "the most choices",
    "minimum": "the least number",
    "maximum": "the greatest number",
    "max_length": "the longest text",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, tied to the key of a question, matrix row or section; the layout and scales have none.

    `asks`: somebody has to say whether answers still mean the same. `always_new`: they do not, whatever anybody says.
    """

    key: str
    sentence: str
    asks: bool = False
    always_new: bool = False


def between(old: Questionnaire, new: Questionnaire) -> tuple[Difference, ...]:
    """Every change in the order of the new questionnaire, what was taken out last; none only where both are equal."""
    found = [*_whole(old, new), *_sections(old, new), *_questions(old, new)]
    if not found and old != new:
        found.append(Difference("", "A scale that no question uses, or the order of the scales, has changed."))
    return tuple(found)


def of_question(old: Question, new: Question) -> Iterator[Difference]:
    """What changed in one question, apart from its rows and its place."""
    name = _called(old)
    if old.kind != new.kind:
        kinds = f'"{KIND_NAMES[old.kind]}" to "{KIND_NAMES[new.kind]}"'
        yield Difference(new.key, f"The kind of answer to {name} changes from {kinds}.", asks=True, always_new=True)
    if old.text != new.text:
        yield Difference(new.key, f'{_capital(name)} now reads "{new.text}".', asks=True)
    if old.help != new.help:
        now = f'is now "{new.help}"' if new.help else "is taken out"
        now = now if old.help else f'is added: "{new.help}"'
        yield Difference(new.key, f"The help text of {name} {now}.", asks=True)
    yield from _options(old, new, name)
    for setting, words in LIMITS.items():
        before, after = getattr(old, setting), getattr(new, setting)
        if before != after:
            limit = f"is now {after}" if after is not None else "has no limit of its own any more"
            asks = setting != "max_length"
            yield Difference(new.key, f"At {name} {words} {limit}.", asks=asks)
    yield from _settings(old, new, name)


def of_row(old: Row, new: Row, question: Question) -> Iterator[Difference]:
    """What changed in one row of a matrix."""
    if old.label != new.label:
        sentence = f'The row "{old.label}" of {_called(question)} now reads "{new.label}".'
        yield Difference(new.key, sentence, asks=True)
    if old.measure != new.measure:
        yield Difference(new.key, _about_measure(f'the row "{new.label}"', new.measure))


def _whole(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    if old.layout != new.layout:
        yield Difference("", f"The questionnaire now has {LAYOUT_NAMES[new.layout].lower()}.")


def _sections(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before = {section.key: section for section in old.sections}
    after = {section.key: section for section in new.sections}
    moved = _moved([section.key for section in old.sections], [section.key for section in new.sections])
    for key, section in after.items():
        if key not in before:
            yield Difference(key, f'The section "{section.title}" is added.')
            continue
        yield from _section(before[key], section, new)
        if key in moved:
            yield Difference(key, f'The section "{section.title}" has moved.')
    for key, section in before.items():
        if key not in after:
            yield Difference(key, f'The section "{section.title}" is taken out.')


def _section(old: Section, new: Section, whole: Questionnaire) -> Iterator[Difference]:
    name = f'The section "{old.title}"'
    if old.title != new.title:
        yield Difference(new.key, f'{name} is now called "{new.title}".')
    if old.introduction != new.introduction:
        now = f'is now "{new.introduction}"' if new.introduction else "is taken out"
        yield Difference(new.key, f'The introduction of the section "{old.title}" {now}.')
    if old.show_when != new.show_when:
        yield Difference(new.key, f"{name} is now shown {when(new.show_when, whole)}.")
    if old.after_sending != new.after_sending:
        yield Difference(new.key, f"{name} is now asked {'after' if new.after_sending else 'before'} sending.")


def _questions(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before = {question.key: question for question in old.questions()}
    after = {question.key: question for question in new.questions()}
    was_in = {question.key: section.key for section in old.sections for question in section.questions}
    moved = _moved(list(before), list(after))
    for section in new.sections:
        for question in section.questions:
            known = before.get(question.key)
            if known is None:
                yield Difference(question.key, f'{_capital(_called(question))} is added under "{section.title}".')
                continue
            yield from of_question(known, question)
            yield from _rows(known, question)
            if known.show_when != question.show_when:
                shown = when(question.show_when, new)
                yield Difference(question.key, f"{_capital(_called(question))} is now shown {shown}.")
            if was_in[question.key] != section.key:
                sentence = f'{_capital(_called(question))} has moved to the section "{section.title}".'
                yield Difference(question.key, sentence)
            elif question.key in moved:
                yield Difference(question.key, f"{_capital(_called(question))} has moved.")
    for key, question in before.items():
        if key not in after:
            yield Difference(key, f"{_capital(_called(question))} is taken out. Answers given to it are kept.")


def _rows(old: Question, new: Question) -> Iterator[Difference]:
    before = {row.key: row for row in old.rows}
    after = {row.key: row for row in new.rows}
    moved = _moved(list(before), list(after))
    for key, row in after.items():
        if key not in before:
            yield Difference(key, f'The row "{row.label}" is added to {_called(new)}.')
            continue
        yield from of_row(before[key], row, new)
        if key in moved:
            yield Difference(key, f'The row "{row.label}" of {_called(new)} has moved.')
    for key, row in before.items():
        if key not in after:
            yield Difference(
                key, f'The row "{row.label}" is taken out of {_called(new)}. Answers given to it are kept.'
            )


def _options(old: Question, new: Question, name: str) -> Iterator[Difference]:
    before = {option.key: option for option in old.options}
    after = {option.key: option for option in new.options}
    for key, option in after.items():
        if key not in before:
            yield Difference(new.key, f'The option "{option.label}" is added to {name}.', asks=True)
        else:
            yield from _option(before[key], option, new.key, name)
    for key, option in before.items():
        if key not in after:
            sentence = f'The option "{option.label}" is taken out of {name}.'
            yield Difference(new.key, sentence, asks=True, always_new=True)
    if _moved(list(before), list(after)):
        yield Difference(new.key, f"The options of {name} are in another order.")
    if old.scale != new.scale and old.options == new.options:
        yield Difference(new.key, f"{_capital(name)} takes the same options from another place.")


def _option(old: Option, new: Option, key: str, name: str) -> Iterator[Difference]:
    if old.label != new.label:
        yield Difference(key, f'The option "{old.label}" of {name} now reads "{new.label}".', asks=True)
    if old.leaning != new.leaning:
        counts = f'as "{LEANING_NAMES[new.leaning]}"' if new.leaning else "on no side"
        yield Difference(key, f'The option "{new.label}" of {name} now counts {counts}.', asks=True)
    if old.picture != new.picture:
        yield Difference(key, f'The picture of the option "{new.label}" of {name} changes.')
    if old.door != new.door:
        yield Difference(key, f'Where the option "{new.label}" of {name} leads to changes.')


def _settings(old: Question, new: Question, name: str) -> Iterator[Difference]:
    if old.measure != new.measure:
        yield Difference(new.key, _about_measure(name, new.measure))
    if old.kept_apart != new.kept_apart:
        now = "apart from the answers" if new.kept_apart else "with the answers"
        yield Difference(new.key, f"What is typed at {name} is now kept {now}.", asks=True, always_new=True)
    if old.may_be_confidential != new.may_be_confidential:
        now = "can now" if new.may_be_confidential else "can no longer"
        yield Difference(new.key, f"The answer to {name} {now} be marked as commercially confidential.")


def when(condition: Condition | None, whole: Questionnaire) -> str:
    """When something is shown, in words that complete "it is shown"."""
    if condition is None:
        return "to everybody"
    asked = next(question for question in whole.questions() if question.key == condition.question)
    chosen = condition.any_of or condition.none_of
    labels = " or ".join(f'"{option.label}"' for option in asked.options if option.key in chosen)
    return f"{'only' if condition.any_of else 'except'} to those who answer {labels} to {_called(asked)}"


def _about_measure(name: str, measure: str | None) -> str:
    if measure is None:
        return f"{_capital(name)} no longer belongs to a measure."
    return f'{_capital(name)} now belongs to the measure "{MEASURES[measure].label}".'


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The keys in both that stand in another order, as few of them as can be."""
    old = [key for key in before if key in after]
    new = [key for key in after if key in before]
    in_place = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {key for block in in_place for key in new[block.b : block.b + block.size]}


def _called(question: Question) -> str:
    return f'the question "{question.text}"'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
