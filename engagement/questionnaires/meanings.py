"""The change guard: which questions of a live questionnaire need a decision, and new keys for new meanings.

A key names the same thing in all versions of a consultation. So each question is compared with the newest version
that had its key, also where it was taken out since.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from engagement.questionnaires.confidential import LONGEST_KEY
from engagement.questionnaires.definition import Condition, Question, Questionnaire, Row, Section
from engagement.questionnaires.differences import of_question, of_row
from engagement.questionnaires.editing.keys import unique

# The platform reads these to know whose voice answers are and which help to offer, so they cannot mean something else.
READ_BY_US = frozenset({"y_who", "y_help", "y_age"})
# A number from 2 to 999 fits behind it.
LONGEST_STEM = LONGEST_KEY - len("_999")


@dataclass(frozen=True, slots=True)
class Changed:
    """A question or matrix row whose answers may mean something else now: its key, its words, and what changed."""

    key: str
    words: str
    sentences: tuple[str, ...]
    always_new: bool

    @property
    def only_same(self) -> bool:
        """Whether it cannot mean something new, because the platform reads the answers."""
        return self.key in READ_BY_US

    @property
    def cannot_be(self) -> str | None:
        """Why this change cannot be made at all, where it cannot."""
        if self.always_new and self.only_same:
            return f'"{self.words}": the platform reads the answers to this question. Keep its kind and its options.'
        return None


@dataclass(frozen=True, slots=True)
class Renewed:
    """A questionnaire in which some questions have new keys: `keys` gives the new one of each that has one."""

    questionnaire: Questionnaire
    keys: Mapping[str, str]


def changed(earlier: Sequence[Questionnaire], new: Questionnaire) -> tuple[Changed, ...]:
    """What needs a decision, in the order of the questions. `earlier` is every version so far, the newest first."""
    found: list[Changed] = []
    for question in new.questions():
        found += _of_question(earlier, question)
        found += (one for row in question.rows for one in _of_row(earlier, row, question))
    return tuple(found)


def taken_keys(questionnaires: Iterable[Questionnaire]) -> set[str]:
    """Every key that stands for something in these."""
    keys: set[str] = set()
    for one in questionnaires:
        keys |= {section.key for section in one.sections} | {scale.key for scale in one.scales}
        keys |= {key for question in one.questions() for key in (question.key, *(row.key for row in question.rows))}
    return keys


def renew(questionnaire: Questionnaire, keys: Collection[str], taken: Collection[str]) -> Renewed:
    """Give questions and matrix rows keys that nothing had before, and mend the conditions that refer to them.

    A matrix takes its rows with it. `taken` are the keys of all versions so far.
    """
    used = {*taken, *taken_keys([questionnaire])}
    fresh: dict[str, str] = {}
    for question in questionnaire.questions():
        whole = question.key in keys
        parts = [question.key] if whole else []
        parts += [row.key for row in question.rows if whole or row.key in keys]
        for key in parts:
            fresh[key] = _next_key(key, used)
            used.add(fresh[key])
    sections = tuple(_section(section, fresh) for section in questionnaire.sections)
    return Renewed(replace(questionnaire, sections=sections), MappingProxyType(fresh))


def _of_question(earlier: Sequence[Questionnaire], new: Question) -> list[Changed]:
    old = _newest(earlier, new.key)
    if old is None:
        return []
    if isinstance(old, tuple):
        sentence = f'"{new.text}" has a key that a row of another question had.'
        return [Changed(new.key, new.text, (sentence,), always_new=True)]
    asking = [difference for difference in of_question(old, new) if difference.asks]
    if not asking:
        return []
    sentences = tuple(difference.sentence for difference in asking)
    return [Changed(new.key, new.text, sentences, any(difference.always_new for difference in asking))]


def _of_row(earlier: Sequence[Questionnaire], new: Row, question: Question) -> list[Changed]:
    old = _newest(earlier, new.key)
    if old is None:
        return []
    if not isinstance(old, tuple) or old[0].key != question.key:
        sentence = f'The row "{new.label}" stood under another question, or was a question itself.'
        return [Changed(new.key, new.label, (sentence,), always_new=True)]
    sentences = tuple(difference.sentence for difference in of_row(old[1], new, question) if difference.asks)
    return [Changed(new.key, new.label, sentences, always_new=False)] if sentences else []


def _newest(earlier: Sequence[Questionnaire], key: str) -> Question | tuple[Question, Row] | None:
    """What a key stood for last: a question, or a row of one."""
    for questionnaire in earlier:
        for question in questionnaire.questions():
            if question.key == key:
                return question
            for row in question.rows:
                if row.key == key:
                    return question, row
    return None


def _next_key(key: str, used: Collection[str]) -> str:
    """`y_safe_2` after `y_safe`, then `y_safe_3`."""
    stem = re.sub(r"_\d+\Z", "", key)
    return unique((stem if stem in used else key)[:LONGEST_STEM], used)


def _section(section: Section, fresh: Mapping[str, str]) -> Section:
    questions = tuple(
        replace(
            question,
            key=fresh.get(question.key, question.key),
            rows=tuple(replace(row, key=fresh.get(row.key, row.key)) for row in question.rows),
            show_when=_condition(question.show_when, fresh),
        )
        for question in section.questions
    )
    return replace(section, questions=questions, show_when=_condition(section.show_when, fresh))


def _condition(condition: Condition | None, fresh: Mapping[str, str]) -> Condition | None:
    return condition and replace(condition, question=fresh.get(condition.question, condition.question))
