"""Conditions in words: when to answer, and where to go on if not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagement.paper.wording import Wording
from engagement.questionnaires.definition import Condition, Question, Questionnaire, Section


@dataclass(frozen=True, slots=True)
class Routes:
    """The sentences of one questionnaire. `numbers` is each question's number on paper, by key."""

    questionnaire: Questionnaire
    numbers: Mapping[str, int]
    wording: Wording

    def to_question(self, question: Question) -> str:
        """When to answer this question; empty if always."""
        condition = question.show_when
        if condition is None:
            return ""
        sentence = self.wording.only_if if condition.any_of else self.wording.not_if
        return self._filled(sentence, condition)

    def to_section(self, section: Section) -> str:
        """When to answer this section, and which question comes next if not; empty if always."""
        condition = section.show_when
        if condition is None:
            return ""
        sentence = self.wording.part_only_if if condition.any_of else self.wording.part_not_if
        return self._filled(sentence, condition, go_on=self._past(section))

    def _filled(self, sentence: str, condition: Condition, **more: str) -> str:
        controlling = next(each for each in self.questionnaire.questions() if each.key == condition.question)
        keys = condition.any_of or condition.none_of
        labels = [f'"{option.label}"' for option in controlling.options if option.key in keys]
        return sentence.format(
            choices=in_words(labels, self.wording.or_word), number=self.numbers[condition.question], **more
        )

    def _past(self, section: Section) -> str:
        """Where the sections end that have the same condition as this one and follow it without a break."""
        sections = self.questionnaire.sections
        after = sections[sections.index(section) :]
        left_out = {question.key for each in _alike(after) for question in each.questions}
        here = min((self.numbers[question.key] for question in section.questions), default=0)
        following = [number for key, number in self.numbers.items() if number > here and key not in left_out]
        return self.wording.go_to.format(number=min(following)) if following else self.wording.go_to_end


def in_words(items: Sequence[str], word: str) -> str:
    """Items as people list them: "a, b or c"."""
    *most, last = items
    return f"{', '.join(most)} {word} {last}" if most else last


def _alike(sections: Sequence[Section]) -> list[Section]:
    alike = []
    for section in sections:
        if section.show_when != sections[0].show_when:
            break
        alike.append(section)
    return alike
