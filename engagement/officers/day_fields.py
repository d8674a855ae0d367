"""Days and times as officers type them, in the browser's own fields; without one, as plain text."""

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import DateField, TimeField
from wtforms.validators import ValidationError

NO_DAY = "Enter a day, for example 2025-07-16."
NO_TIME = "Enter a time, for example 17:00."


class _Typed(GovTextInput):  # type: ignore[misc]  # govuk_frontend_wtf has no types
    """A field of one of the browser's own kinds, as wide as what is typed into it."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        return params | {"type": self.kind, "classes": "govuk-input--width-10"}


class Given:
    """Checks that there is a value, also where a form came without the field; what was typed wrong is told already."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None and not field.process_errors:
            raise ValidationError(self.sentence)


class DayField(DateField):
    """A day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NO_DAY) from None


class ClockField(TimeField):
    """A time of day, to the minute."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NO_TIME) from None


def day_field(label: str, hint: str = "", checks: tuple[Any, ...] = ()) -> DayField:
    """A day that has to be given, unless `checks` allow none."""
    return DayField(label, widget=_Typed("date"), description=hint, validators=checks or (Given(NO_DAY),))


def clock_field(label: str, hint: str = "") -> ClockField:
    """A time of day that has to be given."""
    return ClockField(label, widget=_Typed("time"), description=hint, validators=(Given(NO_TIME),))
