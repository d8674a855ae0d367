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

# Words of offices that people at home do not use, and what to write instead.
PLAIN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "accommodate": "find room for",
        "ascertain": "find out",
        "beneficial": "helpful",
        "commence": "start",
        "commissioning": "buying places",
        "consult": "ask",
        "facilitate": "help",
        "implement": "do",
        "in respect of": "about",
        "outcomes": "what changes",
        "placement": "place at a school",
        "prior to": "before",
        "procurement": "buying",
        "provision": "help",
        "regarding": "about",
        "robust": "strong",
        "stakeholders": "people",
        "utilise": "use",
        "with regard to": "about",
    }
)
# Short forms that everybody reads as words.
KNOWN_SHORT_FORMS = frozenset({"BSL", "GP", "ID", "NHS", "OK", "PE", "TV", "UK"})
SHORT_FORM = re.compile(r"\b[A-Z]{2,}s?\b")

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
    if not words or not sentences(text):
        return 0.0
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
    return [
        (place, said)
        for place, text in texts(questionnaire)
        for said in advice(questionnaire.audience, text, asks=place.endswith(".text"))
    ]


def advice(audience: AudienceName, text: str, *, asks: bool = False) -> list[str]:
    """What may be hard for its readers in a text, one sentence each; `asks` says that it is a question."""
    highest, longest = HIGHEST_GRADE.get(audience), LONGEST_QUESTION.get(audience)
    found = []
    if highest is not None and grade(text) > highest:
        found.append(f"its reading grade is {grade(text):.1f}; aim for {highest:g} or less.")
    if asks and longest is not None and len(text.split()) > longest:
        found.append(f"it has {len(text.split())} words; aim for {longest} or less.")
    lengths = [len(sentence.split()) for sentence in sentences(text)]
    found += [
        f"a sentence has {length} words; aim for {LONGEST_SENTENCE} or less."
        for length in lengths
        if length > LONGEST_SENTENCE
    ]
    return found + (_jargon(text) if highest is not None else [])


def _jargon(text: str) -> list[str]:
    short_forms = dict.fromkeys(found for found in SHORT_FORM.findall(text) if found not in KNOWN_SHORT_FORMS)
    words = " ".join(re.findall(r"[a-z]+", text.lower()))
    return [
        *(
            f'"{word}" is a word of offices; try "{plain}".'
            for word, plain in PLAIN_WORDS.items()
            if _holds(words, word)
        ),
        *(f'"{short}" is short for something; write it in full.' for short in short_forms),
    ]


def _holds(words: str, wanted: str) -> bool:
    return f" {wanted} " in f" {words} "


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    yield f"{question.key}.text", question.text
    if question.help:
        yield f"{question.key}.help", question.help
    for row in question.rows:
        yield f"{row.key}.label", row.label
