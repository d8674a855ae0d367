"""Forms of the officers' pages: what every form has, and GOV.UK widgets without their faults."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it
from wtforms.validators import ValidationError

LONGEST_REASON = 500


def without_nul(value: Any) -> Any:
    """A text without NUL, which nobody types and PostgreSQL cannot keep; anything else as it is."""
    return value.replace("\0", "") if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A form whose faults the layout can list."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf has no types
        """What is done to every field."""

        def bind_field(self, form: "Form", unbound_field: Any, options: Mapping[str, Any]) -> Field:
            """Have what was typed cleaned before the field's own filters see it."""
            own = unbound_field.kwargs.get("filters", ())
            bound: Field = unbound_field.bind(form=form, **options, filters=[without_nul, *own])
            return bound

    @property
    def faults(self) -> list[tuple[str, str]]:
        """The first fault of each field, with a link to it."""
        fields: list[Field] = list(self)
        return [(str(field.errors[0]), f"#{field.id}") for field in fields if field.errors]

    def refuse(self, field: Field, sentence: str) -> None:
        """Say at a field why what was typed will not do."""
        field.errors = [*field.errors, sentence]


def typed(field: Field) -> str:
    """What was typed into a field, without the space round it."""
    return str(field.data or "").replace("\r\n", "\n").strip()


class Radios(GovRadioInput):  # type: ignore[misc]  # govuk_frontend_wtf has no types
    """Radio buttons without the empty hint that theirs would be described by."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        if not field.description:
            params.pop("hint")
        return params


class Filled:
    """Checks that something was typed; says what is missing instead of a browser's bubble."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if not str(field.data or "").strip():
            raise ValidationError(self.sentence)


class OneOf:
    """Checks that one of the choices offered was chosen."""

    def __init__(self, allowed: Container[str], sentence: str) -> None:
        self.allowed = allowed
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if field.data not in self.allowed:
            raise ValidationError(self.sentence)


class AtMost:
    """Checks the length of a text in characters; what was typed stays in the form."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Form, field: Field) -> None:
        if len(field.data or "") > self.limit:
            raise ValidationError(f"Use at most {self.limit} characters. You have used {len(field.data)}.")


def line(label: str, *checks: object, hint: str = "") -> StringField:
    """A text of one line."""
    return StringField(label, widget=GovTextInput(), description=hint, validators=list(checks))


def lines(label: str, *checks: object, hint: str = "") -> TextAreaField:
    """A text of several lines."""
    return TextAreaField(label, widget=GovTextArea(), description=hint, validators=list(checks))


def one_of(label: str, names: Iterable[tuple[str, str]], sentence: str) -> RadioField:
    """Radio buttons for pairs of key and name; the sentence says what to choose when none was."""
    choices = [SelectChoice(key, name) for key, name in names]
    return RadioField(
        label,
        choices=choices,
        widget=Radios(),
        validate_choice=False,
        validators=[OneOf({choice.value for choice in choices}, sentence)],
    )


def reason_field(label: str, hint: str = "Keep names and addresses out of it.") -> TextAreaField:
    """Why an officer does something; it is kept in the audit trail."""
    return lines(label, Filled("Give the reason."), AtMost(LONGEST_REASON), hint=hint)
