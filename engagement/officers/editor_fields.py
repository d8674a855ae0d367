"""Form fields of the pages for writing questionnaires."""

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovTextArea, GovTextInput
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from engagement.officers.editor import clean
from engagement.officers.fields import AtMost, Filled, OneOf
from engagement.officers.query import whole_number

LONGEST_TEXT, LONGEST_INTRODUCTION = 1_000, 5_000


class WholeNumber:
    """Checks that a whole number was typed, or nothing."""

    def __init__(self, least: int | None = None) -> None:
        self.least = least

    def __call__(self, form: object, field: Field) -> None:
        if not field.data:
            return
        if whole_number(field.data.removeprefix("-")) is None:
            raise ValidationError("Enter a whole number in digits, for example 3, or leave it empty.")
        if self.least is not None and int(field.data) < self.least:
            raise ValidationError(f"Enter {self.least} or more, or leave it empty.")


class _Area(GovTextArea):  # type: ignore[misc]  # govuk_frontend_wtf has no types
    """A text area of a few lines."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        return {"rows": self.rows} | params


def text_field(label: str, missing: str, hint: str = "", rows: int = 2) -> TextAreaField:
    """A text that has to be there."""
    return TextAreaField(
        label,
        widget=_Area(rows),
        description=hint,
        filters=[clean],
        validators=[Filled(missing), AtMost(LONGEST_TEXT)],
    )


def optional_text(label: str, hint: str = "", rows: int = 2, most: int = LONGEST_TEXT) -> TextAreaField:
    """A text that may be left out."""
    return TextAreaField(label, widget=_Area(rows), description=hint, filters=[clean], validators=[AtMost(most)])


def line_field(label: str, missing: str, hint: str = "", most: int = 200) -> StringField:
    """A text of one line that has to be there."""
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        filters=[clean],
        validators=[Filled(missing), AtMost(most)],
    )


def number_field(label: str, hint: str = "", least: int | None = None) -> StringField:
    """A whole number that may be left out."""
    return StringField(label, widget=GovTextInput(), description=hint, filters=[clean], validators=[WholeNumber(least)])


def tick(label: str, hint: str = "") -> BooleanField:
    """One box to tick."""
    return BooleanField(label, widget=GovCheckboxInput(), description=hint)


def list_field(label: str, hint: str = "") -> SelectField:
    """One of a list; `offer` says what is on it."""
    return SelectField(label, widget=GovSelect(), description=hint, validate_choice=False)


def offer(field: SelectField, choices: list[tuple[str, str]], sentence: str = "Choose one from the list.") -> None:
    """What a list offers in this request. What is not on it is refused with a sentence."""
    field.choices = choices
    field.validators = [OneOf({value for value, _ in choices}, sentence)]


def number_of(field: StringField) -> int | None:
    """The number of a field that was found to be in order."""
    return int(field.data) if field.data else None
