"""How hard texts are to read, near enough, and which of a questionnaire's are harder than they should be."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engagement.questionnaires.definition import AudienceName, Question, Questionnaire

# The highest Flesch-Kincaid grade of a question, its help and a section's introduction.
HIGHEST_GRADE: Mapping[AudienceName, float] = MappingProxyType({"young_people": 4.0, "families": 9.0})
# The most words of a question, and of a sentence anywhere.
LONGEST_QUESTION: Mapping[AudienceName, int] = MappingProxyType({"young_people": 11})
LONGEST_SENTENCE = 25

END_OF_SENTENCE = re.compile(r"[.?!](?:\s|$)")


def syllables(word: str) -> int:
    """The syllables of an English word, near enough: groups of vowels, less a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee")) and groups > 1
    ing_after_vowel = len(re.findall(r"[aeiouy]ing$", letters))
    return max(1, groups - silent + ing_after_vowel)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: the school year, as Americans count them, that reads it easily."""
    words = text.split()
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences(text: str) -> list[str]:
    """The sentences of a text; one without an end is one too."""
    return [sentence.strip() for sentence in END_OF_SENTENCE.split(text) if sentence.strip()]


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """What is asked and explained, with its place, for example ("f_best.help", "Leave out names")."""
    for section in questionnaire.sections:
        if section.introduction:
            yield f"{section.key}.introduction", section.introduction
        for question in section.questions:
            yield from _of_question(question)


def hard_to_read(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """The place of every text that its readers may find hard, and a sentence that says why."""
    audience = questionnaire.audience
    highest, longest = HIGHEST_GRADE.get(audience), LONGEST_QUESTION.get(audience)
    found = []
    for place, text in texts(questionnaire):
        if highest is not None and grade(text) > highest:
            found.append((place, f"its reading grade is {grade(text):.1f}; aim for {highest:g} or less."))
        if longest is not None and place.endswith(".text") and len(text.split()) > longest:
            found.append((place, f"it has {len(text.split())} words; aim for {longest} or less."))
        lengths = [len(sentence.split()) for sentence in sentences(text)]
        found += [
            (place, f"a sentence has {length} words; aim for {LONGEST_SENTENCE} or less.")
            for length in lengths
            if length > LONGEST_SENTENCE
        ]
    return found


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    yield f"{question.key}.text", question.text
    if question.help:
        yield f"{question.key}.help", question.help
    for row in question.rows:
        yield f"{row.key}.label", row.label
