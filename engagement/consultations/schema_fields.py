"""The kinds of settings that a consultation's documents are made of, and what is said of a wrong one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from engagement.consultations import placeholders
from engagement.errors import InvalidDocument
from engagement.questionnaires.definition import AUDIENCES
from engagement.questionnaires.faults import sentences, suggestion
from engagement.questionnaires.schema import FILLED, NOT_EMPTY, DocumentSchema


class ValueSchema(DocumentSchema):
    """One table of a document, loaded as the value it describes."""

    makes: type

    @post_load
    def make(self, data: dict[str, Any], **kwargs: object) -> Any:
        return self.makes(**data)


def load_with(schema: ValueSchema, document: Mapping[str, Any], source: str) -> Any:
    """What a schema makes of a document. Raises InvalidDocument; each fault begins with `source`."""
    try:
        return schema.load(document)
    except ValidationError as error:
        faults = sentences(error.messages_dict, document)
        raise InvalidDocument([f"{source}: {fault}" for fault in faults]) from error


def messages(wanted: str) -> dict[str, Any]:
    """What to say of a setting that is not there, or not what it should be."""
    return {"required": "is missing; add it.", **dict.fromkeys(("null", "invalid", "type"), f"must be {wanted}.")}


def words(required: bool = False, check: Any = (FILLED, placeholders.refuse_unknown)) -> fields.String:
    """A text."""
    return fields.String(required=required, validate=check, error_messages=messages("text in quotes"))


def at_most(length: int) -> validate.Length:
    """A bound in characters."""
    return validate.Length(max=length, error="is longer than {max} characters; shorten it.")


def audience() -> fields.String:
    """The name of an audience."""

    def known(name: str) -> None:
        if name not in AUDIENCES:
            raise ValidationError(f'is "{name}", which is not known; {suggestion(name, AUDIENCES)}')

    return words(required=True, check=known)


def table(schema: type[DocumentSchema], required: bool = False) -> fields.Nested:
    """One table."""
    return fields.Nested(schema, required=required, error_messages=messages("a table"))


def tables(schema: type[ValueSchema], required: bool = False) -> fields.List[Any]:
    """Tables of one kind, as a tuple of what they describe."""
    return Tuple(
        fields.Nested(schema), required=required, validate=NOT_EMPTY, error_messages=messages("a list of tables")
    )


class Tuple(fields.List[Any]):
    """A list that cannot change once it is loaded."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))


class Day(fields.Date):
    """A day as TOML writes it (`2025-07-09`) or as JSON keeps it (the same in quotes)."""

    def __init__(self) -> None:
        super().__init__(required=True, error_messages=messages("a day such as 2025-07-09"))

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return super()._deserialize(value, *args, **kwargs)
