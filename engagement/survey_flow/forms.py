"""How each kind of answer looks: one form field a question (one a row in a matrix), filled with what was typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its stubs are behind WTForms 3.3
from wtforms.fields.core import Field as FormField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Field, KindName
from engagement.questionnaires.routing import Step
from engagement.responses.reading import problem
from engagement.survey_flow.audience import Audience

# No HTML page may hold these characters, so what is shown leaves them out; what is kept has them.
NOT_IN_HTML = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

Settings = dict[str, Any]


class TypedField(StringField):
    """One line, shown as it was typed, were it twice."""

    def _value(self) -> str:
        return " ".join(self.raw_data or ())


class LongField(TextAreaField):
    """Several lines, shown as they were typed, were they posted twice."""

    def _value(self) -> str:
        return "\n".join(self.raw_data or ())


class RankField(SelectMultipleField):
    """One list for each place, all with the question's name: the order posted is the order ranked."""

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def chosen(self) -> list[str]:
        """What stands in each place, blank where nothing does; every value posted keeps a place."""
        posted = list(self.raw_data or ())
        return posted + [""] * (self.places - len(posted))


def _choices(field: Field) -> list[SelectChoice]:
    return [SelectChoice(option.key, option.label) for option in field.question.options]


def _one_of(field: Field, settings: Settings) -> Any:
    return RadioField(field.label, choices=_choices(field), validate_choice=False, **settings)


def _several_of(field: Field, settings: Settings) -> Any:
    return SelectMultipleField(field.label, choices=_choices(field), validate_choice=False, **settings)


def _ranked(field: Field, settings: Settings) -> Any:
    places = field.question.max_choices or len(field.question.options)
    return RankField(field.label, choices=_choices(field), validate_choice=False, places=places, **settings)


def _typed(field: Field, settings: Settings) -> Any:
    return TypedField(field.label, **settings)


def _long(field: Field, settings: Settings) -> Any:
    return LongField(field.label, **settings)


FIELDS: Mapping[KindName, Callable[[Field, Settings], Any]] = MappingProxyType(
    {
        "single": _one_of,
        "multi": _several_of,
        "matrix": _one_of,
        "faces": _one_of,
        "rank": _ranked,
        "number": _typed,
        "short_text": _typed,
        "long_text": _long,
    }
)


def form_for(step: Step, answers: Mapping[str, Sequence[str]], audience: Audience) -> BaseForm:
    """The form of one page, filled; `validate()` finds what cannot be sent as it is, and never a blank."""
    fields = with_marks(field for question in step.questions for field in question.fields)
    form = BaseForm([(field.key, _field(field, answers.get(field.key, ()), audience)) for field in fields])
    shown = {field.key: [printable(value) for value in answers.get(field.key, ())] for field in fields}
    form.process(MultiDict(shown))
    return form


def printable(text: str) -> str:
    """A text without the characters that no page can show."""
    return NOT_IN_HTML.sub("", text)


def _field(field: Field, typed: Sequence[str], audience: Audience) -> Any:
    def check(form: BaseForm, shown: FormField) -> None:
        found = problem(typed, field)
        if found is not None:
            raise StopValidation(audience.explain(found))

    return FIELDS[field.question.kind](field, {"validators": [check]})
