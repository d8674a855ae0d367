"""A questionnaire as it stands on paper: numbered, conditions in words, what is optional and what is apart last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engagement.paper.routes import Routes
from engagement.paper.wording import OTHER_FORM, WORDING, Wording
from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import LONGEST, length_limit
from engagement.questionnaires.definition import KindName, Option, Question, Questionnaire, Section

# Characters that a ruled line takes in most people's handwriting, with room to spare.
CHARACTERS_A_LINE = 280
FEWEST_LINES, MOST_LINES = 3, 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick or number. `note` says what follows from choosing it."""

    label: str
    picture: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a matrix, lettered; `key` is what an officer keys it in under."""

    letter: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """One question. `condition` and `instruction` are sentences or empty; `lines` is how many to rule."""

    number: int
    key: str
    kind: KindName
    text: str
    help: str
    condition: str
    instruction: str
    choices: tuple[Choice, ...]
    rows: tuple[Line, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one section."""

    title: str
    introduction: str
    condition: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form: `optional` is about people themselves and `apart` is torn off, both numbered on from `parts`."""

    parts: tuple[Part, ...]
    optional: tuple[Part, ...]
    apart: tuple[Part, ...]

    @property
    def picture_names(self) -> set[str]:
        """The pictures that the form would like to show."""
        blocks = (block for part in (*self.parts, *self.optional, *self.apart) for block in part.blocks)
        return {choice.picture for block in blocks for choice in block.choices if choice.picture}


def form_of(questionnaire: Questionnaire) -> Form:
    """What goes on paper, in order."""
    wording = WORDING[questionnaire.audience]
    numbers = _numbers(questionnaire)
    routes = Routes(questionnaire, numbers, wording)
    before, after = routing.before_sending(questionnaire), routing.after_sending(questionnaire)
    return Form(
        parts=tuple(_parts(before, routes, apart=False)),
        optional=tuple(_parts(after, routes, apart=False)),
        apart=tuple(_parts(before, routes, apart=True)),
    )


def _numbers(questionnaire: Questionnaire) -> Mapping[str, int]:
    """What is kept apart comes last, so it is numbered last."""
    in_order = sorted(questionnaire.questions(), key=lambda question: question.kept_apart is not None)
    return {question.key: number for number, question in enumerate(in_order, start=1)}


def _parts(questionnaire: Questionnaire, routes: Routes, *, apart: bool) -> Iterator[Part]:
    for section in questionnaire.sections:
        blocks = tuple(
            _block(question, routes) for question in section.questions if (question.kept_apart is not None) == apart
        )
        if blocks:
            yield _part(section, blocks, routes)


def _part(section: Section, blocks: tuple[Block, ...], routes: Routes) -> Part:
    return Part(section.title, section.introduction, routes.to_section(section), blocks)


def _block(question: Question, routes: Routes) -> Block:
    return Block(
        number=routes.numbers[question.key],
        key=question.key,
        kind=question.kind,
        text=question.text,
        help=question.help,
        condition=routes.to_question(question),
        instruction=_instruction(question, routes.wording),
        choices=tuple(_choice(option) for option in question.options),
        rows=tuple(Line(_letter(place), row.key, row.label) for place, row in enumerate(question.rows)),
        lines=_lines(question),
    )


def _choice(option: Option) -> Choice:
    return Choice(option.label, option.picture or "", OTHER_FORM[option.door] if option.door else "")


def _letter(place: int) -> str:
    """a to z, then aa to az, and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def _lines(question: Question) -> int:
    if question.kind not in LONGEST:
        return 0
    if question.kind == "short_text":
        return 1
    return max(FEWEST_LINES, min(MOST_LINES, length_limit(question) // CHARACTERS_A_LINE))


def _instruction(question: Question, wording: Wording) -> str:
    """How to answer on paper, unless the question's own help says so already."""
    limit = question.max_choices
    if question.kind in ("multi", "rank") and _says_how_many(question.help, limit):
        return ""
    if question.kind == "multi":
        return wording.tick_up_to.format(limit=limit) if limit else wording.tick_any
    if question.kind == "rank":
        return wording.rank_up_to.format(limit=limit) if limit else wording.rank
    if question.kind == "number":
        bounded = question.minimum is not None and question.maximum is not None
        sentence = wording.number_between if bounded else wording.number
        return sentence.format(minimum=question.minimum, maximum=question.maximum)
    return {
        "single": wording.tick_one,
        "faces": wording.tick_one,
        "matrix": wording.tick_rows,
        "short_text": wording.write,
        "long_text": wording.write,
    }[question.kind]


def _says_how_many(said: str, limit: int | None) -> bool:
    words = said.lower().replace(".", " ").replace(",", " ").split()
    return "all" in words if limit is None else str(limit) in words
