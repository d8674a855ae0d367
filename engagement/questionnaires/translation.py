"""A questionnaire in another language: its texts by their place, their translations, and what is lacking.

A text is known by where it stands, as the context of a PO entry: `contract.title`, `s_term.text`, `s_term.help`,
`s_term.option.years_2`, `s_themes.row.s_th_safety`, `S5.option.very_well`. A translation counts only for the English
that it was made from; where there is none, English is shown.
"""

import html
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from babel.messages.catalog import Message

from engagement.questionnaires.definition import Option, Question, Questionnaire, Scale, Section
from engagement.questionnaires.po_files import Catalogue

FOR_TRANSLATORS = """\
# What {audience} are asked.
# Write each translation after msgstr, in words as plain as the English, and leave msgctxt and msgid as they are.
# Needs checking by a person who speaks the language before use; then write "yes" after X-Human-Checked."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a questionnaire: its context, its English, and where it stands in words."""

    context: str
    source: str
    where_in_words: str


@dataclass(frozen=True, slots=True)
class OutOfDate:
    """A text whose translation is not shown: it was made from other English, or is marked as unfinished (fuzzy)."""

    text: Text
    made_from: str
    translation: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a questionnaire a catalogue translates: `total` is `translated`, missing and out of date together."""

    total: int
    translated: int
    missing: tuple[Text, ...]
    out_of_date: tuple[OutOfDate, ...]


class Untranslated(str):
    """English shown for want of a translation: HTML says so, for screen readers to speak it right."""

    __slots__ = ()

    def __html__(self) -> str:
        return f'<span lang="en" dir="ltr">{html.escape(self)}</span>'


def capitalised(text: str) -> str:
    """The text with a capital letter at its beginning, English still where it was English."""
    return type(text)(text[:1].upper() + text[1:])


def texts(questionnaire: Questionnaire) -> Iterator[Text]:
    """Everything there is to translate: the scales first, then each section from its title to its last option."""
    found: list[Text] = []

    def keep(text: Text) -> str:
        found.append(text)
        return text.source

    _Rewording(questionnaire, keep).questionnaire()
    yield from found


def moved(context: str, keys: Mapping[str, str]) -> str:
    """The context of a text whose question or row has a new key."""
    holder, _, rest = context.partition(".")
    if rest.startswith("row."):
        rest = f"row.{keys.get(rest[4:], rest[4:])}"
    return f"{keys.get(holder, holder)}.{rest}"


def catalogue(questionnaire: Questionnaire, language: str) -> Catalogue:
    """What translators are given: every text with where it stands, and nothing translated."""
    audience = questionnaire.audience.replace("_", " ")
    empty = Catalogue(language, FOR_TRANSLATORS.format(audience=audience))
    for text in texts(questionnaire):
        # Babel takes "50% of" for a placeholder, and translators' tools would then refuse good translations.
        empty.add(text.source, auto_comments=[text.where_in_words], context=text.context).flags.clear()
    return empty


def translate(questionnaire: Questionnaire, catalogue: Catalogue) -> Questionnaire:
    """The same questionnaire in other words, in English where there is no translation of the present English."""

    def word(text: Text) -> str:
        return _translation(catalogue, text) or Untranslated(text.source)

    return _Rewording(questionnaire, word).questionnaire()


def coverage(questionnaire: Questionnaire, catalogue: Catalogue) -> Coverage:
    """What of a questionnaire is translated, what is missing, and what was translated from other English."""
    there: defaultdict[str | None, list[Message]] = defaultdict(list)
    for message in catalogue.entries():
        if _words(message):
            there[message.context].append(message)
    every = list(texts(questionnaire))
    lacking = [text for text in every if not _translation(catalogue, text)]
    return Coverage(
        total=len(every),
        translated=len(every) - len(lacking),
        missing=tuple(text for text in lacking if text.context not in there),
        out_of_date=tuple(
            OutOfDate(text, str(there[text.context][-1].id), _words(there[text.context][-1]))
            for text in lacking
            if text.context in there
        ),
    )


def _translation(catalogue: Catalogue, text: Text) -> str:
    message = catalogue.get(text.source, text.context)
    return "" if message is None or message.fuzzy else _words(message)


def _words(message: Message) -> str:
    return str(message.string or "").strip()


class _Rewording:
    """A questionnaire with every text as `word` says it. What is empty has nothing to say."""

    def __init__(self, questionnaire: Questionnaire, word: Callable[[Text], str]) -> None:
        self._original = questionnaire
        self._word = word
        self._shared: dict[str, tuple[Option, ...]] = {}

    def questionnaire(self) -> Questionnaire:
        scales = tuple(map(self._scale, self._original.scales))
        self._shared = {scale.key: scale.options for scale in scales}
        return replace(self._original, scales=scales, sections=tuple(map(self._section, self._original.sections)))

    def _say(self, context: str, source: str, where_in_words: str) -> str:
        return self._word(Text(context, source, where_in_words)) if source else ""

    def _scale(self, scale: Scale) -> Scale:
        users = [question.text for question in self._original.questions() if question.scale == scale.key]
        where = f'answer to "{users[0]}"' if users else "answer that no question offers"
        also = f" and to {len(users) - 1} more" if users[1:] else ""
        return replace(scale, options=self._options(scale.key, scale.options, where + also))

    def _section(self, section: Section) -> Section:
        key, under = section.key, f'under "{section.title}"'
        return replace(
            section,
            title=self._say(f"{key}.title", section.title, "title of a section"),
            introduction=self._say(f"{key}.introduction", section.introduction, f"text {under}"),
            questions=tuple(self._question(question, under) for question in section.questions),
        )

    def _question(self, question: Question, under: str) -> Question:
        key, asked = question.key, f'"{question.text}"'
        return replace(
            question,
            text=self._say(f"{key}.text", question.text, f"question {under}"),
            help=self._say(f"{key}.help", question.help, f"help under {asked}"),
            rows=tuple(
                replace(row, label=self._say(f"{key}.row.{row.key}", row.label, f"line under {asked}"))
                for row in question.rows
            ),
            options=self._shared[question.scale]
            if question.scale
            else self._options(key, question.options, f"answer to {asked}"),
        )

    def _options(self, key: str, options: tuple[Option, ...], where: str) -> tuple[Option, ...]:
        return tuple(
            replace(option, label=self._say(f"{key}.option.{option.key}", option.label, where)) for option in options
        )
