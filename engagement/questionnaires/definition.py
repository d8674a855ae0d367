"""A questionnaire as a value: sections of questions, each of one kind, some shown only when another says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

AudienceName = Literal["schools", "families", "young_people"]
AUDIENCES: tuple[AudienceName, ...] = get_args(AudienceName)

KindName = Literal["single", "multi", "matrix", "faces", "rank", "number", "short_text", "long_text"]
KINDS: tuple[KindName, ...] = get_args(KindName)

Leaning = Literal["favourable", "middle", "unfavourable", "unsure"]
LEANINGS: tuple[Leaning, ...] = get_args(Leaning)

# "sections": a page holds a section; "one_per_page": a page holds a question.
Layout = Literal["sections", "one_per_page"]
# What identifies somebody never becomes an answer; it is sealed and kept elsewhere.
KeptApart = Literal["organisation", "email"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `leaning` says where a scale's option stands; `door` names the audience it points to."""

    key: str
    label: str
    leaning: Leaning | None = None
    picture: str | None = None
    door: AudienceName | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Labelled options in a fixed order that several questions share."""

    key: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """When something is shown, decided by one earlier question.

    `any_of`: only if one of these was chosen (a blank hides it). `none_of`: unless one of these was
    chosen (a blank shows it). Exactly one of the two is filled.
    """

    question: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix: answered, stored and measured as a question of its own."""

    key: str
    label: str
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Lengths are characters, numbers are whole, `max_choices` bounds multi and rank."""

    key: str
    kind: KindName
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    scale: str | None = None
    measure: str | None = None
    max_choices: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    show_when: Condition | None = None
    kept_apart: KeptApart | None = None
    may_be_confidential: bool = False

    @property
    def fields(self) -> "tuple[Field, ...]":
        """What is answered: the question itself, or each row of a matrix. Keys are form field names."""
        if self.kind == "matrix":
            return tuple(Field(row.key, row.label, row.measure, self) for row in self.rows)
        return (Field(self.key, self.text, self.measure, self),)

    def option(self, key: str) -> Option | None:
        """The option with this key, if there is one."""
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that takes one answer, and the question it belongs to."""

    key: str
    label: str
    measure: str | None
    question: Question


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading. `after_sending`: they are offered once the answers are sent, and add to them."""

    key: str
    title: str
    questions: tuple[Question, ...]
    introduction: str = ""
    show_when: Condition | None = None
    after_sending: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything one audience is asked, in order."""

    audience: AudienceName
    layout: Layout
    sections: tuple[Section, ...]
    scales: tuple[Scale, ...] = ()

    def questions(self) -> Iterator[Question]:
        """Every question in order, whatever is shown."""
        for section in self.sections:
            yield from section.questions

    def fields(self) -> Iterator[Field]:
        """Everything that takes an answer, in order."""
        for question in self.questions():
            yield from question.fields
