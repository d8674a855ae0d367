"""Documents into questionnaires and back, with every fault of a document in words.

A document is a mapping, as TOML or JSON gives it. At its top stand `audience`, `layout`, any `[[scales]]`
(`key`, `options`) and the `[[sections]]` (`key`, `title`, `introduction`, `show_when`, `after_sending`), each with
its `[[sections.questions]]`. The settings of a question are named as in `definition.Question`. It takes its
options from `options = [{ key = "yes", label = "Yes" }]` or from `scale = "S5"`, and a condition reads
`show_when = { question = "s_status", any_of = ["lot_1"] }`, or has `none_of` instead.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, get_args

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_dump, validate, validates_schema

from engagement.errors import InvalidDocument
from engagement.questionnaires.checks import check
from engagement.questionnaires.definition import (
    AUDIENCES,
    KINDS,
    LEANINGS,
    Condition,
    KeptApart,
    Layout,
    Option,
    Question,
    Questionnaire,
    Row,
    Scale,
    Section,
)
from engagement.questionnaires.faults import Fault, place, placed, suggestion

KEY = validate.Regexp(
    r"[a-z][a-z0-9_]{0,39}\Z",
    error='is "{input}"; use lower-case letters, digits and underscores, a letter first, at most 40 characters.',
)
SCALE_KEY = validate.Regexp(
    r"[A-Za-z][A-Za-z0-9_]{0,39}\Z",
    error='is "{input}"; use letters, digits and underscores, a letter first, at most 40 characters.',
)
PICTURE = validate.Regexp(
    r"[a-z][a-z0-9-]{0,39}\Z",
    error='is "{input}"; use lower-case letters, digits and hyphens, a letter first, at most 40 characters.',
)
FILLED = validate.Regexp(r"(?s).*\S", error="is empty; fill it in.")
NOT_EMPTY = validate.Length(min=1, error="is empty; fill it in.")


def load(document: Mapping[str, Any], source: str) -> Questionnaire:
    """The questionnaire that a document describes. Raises InvalidDocument; each fault begins with `source`."""
    loaded, found = _read(document)
    if found:
        raise InvalidDocument([f"{source}: {place(document, path)}: {fault}" for path, fault in found])
    return _questionnaire(loaded)


def faults(document: Mapping[str, Any]) -> list[Fault]:
    """Everything that is wrong in a document, each with the path that leads to it; empty when `load` takes it."""
    return _read(document)[1]


def dump(questionnaire: Questionnaire) -> dict[str, Any]:
    """The canonical document of a questionnaire, fit for JSON: what is left at its default is left out."""
    document: dict[str, Any] = QuestionnaireSchema().dump(questionnaire)
    return document


def read_toml(path: Path) -> Questionnaire:
    """The questionnaire in a TOML file. Raises InvalidDocument, also where the file is not TOML, and OSError."""
    return load(parse_toml(path.read_bytes(), str(path)), str(path))


def parse_toml(content: bytes, source: str) -> dict[str, Any]:
    """The document in a file, whatever it says. Raises InvalidDocument where the file is not TOML."""
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidDocument([f"{source}: this is not TOML; correct it here: {error}."]) from error
    except UnicodeDecodeError as error:
        raise InvalidDocument([f"{source}: byte {error.start + 1} is not UTF-8; save the file as UTF-8."]) from error


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 in hex of a document's canonical JSON; give it what `dump` made, so that equal questionnaires agree."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """What is well formed in a document, and everything that is wrong in it."""
    found: list[Fault] = []
    try:
        loaded: dict[str, Any] = QuestionnaireSchema().load(document)
    except ValidationError as error:
        loaded = error.valid_data if isinstance(error.valid_data, dict) else {}
        found += placed(error.messages_dict)
    return loaded, [*found, *check(document, loaded)]


def _messages(wanted: str) -> dict[str, Any]:
    return {"required": "is missing; add it.", **dict.fromkeys(("null", "invalid", "type"), f"must be {wanted}.")}


def _text(holds: Callable[[str], Any] = FILLED, required: bool = False) -> fields.String:
    return fields.String(required=required, validate=holds, error_messages=_messages("text in quotes"))


def _choice(names: Collection[str], required: bool = False) -> fields.String:
    def known(name: str) -> None:
        if name not in names:
            raise ValidationError(f'is "{name}", which is not known; {suggestion(name, names)}')

    return _text(known, required)


def _whole_number(least: int | None = None) -> fields.Integer:
    return WholeNumber(
        validate=validate.Range(min=least, error="is {input}; use {min} or more."),
        error_messages=_messages("a whole number"),
    )


def _list_of(schema: type[Schema], required: bool = False) -> fields.List[Any]:
    return fields.List(
        fields.Nested(schema), required=required, validate=NOT_EMPTY, error_messages=_messages("a list of tables")
    )


def _keys() -> fields.List[Any]:
    return fields.List(_text(), validate=NOT_EMPTY, error_messages=_messages("a list of option keys"))


class WholeNumber(fields.Integer):
    """An integer and nothing that could pass for one: no text, no true or false."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class YesOrNo(fields.Boolean):
    """True or false and nothing that could pass for one: no text, no number."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class DocumentSchema(Schema):
    """One table of a document: refuses settings it does not know and leaves out what says nothing."""

    error_messages = {"type": "this must be a table of settings."}  # noqa: RUF012  # how marshmallow takes them

    class Meta:
        # Unknown settings are refused below, in words that suggest the right one.
        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_unknown(self, data: object, original: object, **kwargs: object) -> None:
        unknown = [name for name in original if name not in self.fields] if isinstance(original, Mapping) else []
        if unknown:
            raise ValidationError(
                {name: [f"is not a known setting; {suggestion(name, self.fields)}"] for name in unknown}
            )

    @post_dump
    def leave_out_defaults(self, data: dict[str, Any], **kwargs: object) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not False and value not in (None, "", [])}


class OptionSchema(DocumentSchema):
    key = _text(KEY, required=True)
    label = _text(required=True)
    leaning = _choice(LEANINGS)
    picture = _text(PICTURE)
    door = _choice(AUDIENCES)


class ScaleSchema(DocumentSchema):
    key = _text(SCALE_KEY, required=True)
    options = _list_of(OptionSchema, required=True)


class ConditionSchema(DocumentSchema):
    question = _text(required=True)
    any_of = _keys()
    none_of = _keys()


class RowSchema(DocumentSchema):
    key = _text(KEY, required=True)
    label = _text(required=True)
    measure = _text()


class QuestionSchema(DocumentSchema):
    key = _text(KEY, required=True)
    kind = _choice(KINDS, required=True)
    text = _text(required=True)
    help = _text()
    options = _list_of(OptionSchema)
    rows = _list_of(RowSchema)
    scale = _text()
    measure = _text()
    max_choices = _whole_number(1)
    minimum = _whole_number()
    maximum = _whole_number()
    max_length = _whole_number(1)
    show_when = fields.Nested(ConditionSchema, error_messages=_messages("a table"))
    kept_apart = _choice(get_args(KeptApart))
    may_be_confidential = YesOrNo(error_messages=_messages("true or false"))

    @post_dump
    def leave_options_to_the_scale(self, data: dict[str, Any], **kwargs: object) -> dict[str, Any]:
        if data.get("scale"):
            data.pop("options", None)
        return data


class SectionSchema(DocumentSchema):
    key = _text(KEY, required=True)
    title = _text(required=True)
    introduction = _text()
    show_when = fields.Nested(ConditionSchema, error_messages=_messages("a table"))
    after_sending = YesOrNo(error_messages=_messages("true or false"))
    questions = _list_of(QuestionSchema, required=True)


class QuestionnaireSchema(DocumentSchema):
    audience = _choice(AUDIENCES, required=True)
    layout = _choice(get_args(Layout), required=True)
    scales = _list_of(ScaleSchema)
    sections = _list_of(SectionSchema, required=True)


def _questionnaire(loaded: Mapping[str, Any]) -> Questionnaire:
    scales = tuple(Scale(scale["key"], _options(scale)) for scale in loaded.get("scales", ()))
    options_of = {scale.key: scale.options for scale in scales}
    sections = tuple(
        Section(
            **{
                **section,
                "questions": tuple(_question(question, options_of) for question in section["questions"]),
                "show_when": _condition(section),
            }
        )
        for section in loaded["sections"]
    )
    return Questionnaire(loaded["audience"], loaded["layout"], sections, scales)


def _question(loaded: Mapping[str, Any], options_of: Mapping[str, tuple[Option, ...]]) -> Question:
    return Question(
        **{
            **loaded,
            "options": options_of[loaded["scale"]] if "scale" in loaded else _options(loaded),
            "rows": tuple(Row(**row) for row in loaded.get("rows", ())),
            "show_when": _condition(loaded),
        }
    )


def _options(loaded: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(Option(**option) for option in loaded.get("options", ()))


def _condition(loaded: Mapping[str, Any]) -> Condition | None:
    found = loaded.get("show_when")
    if found is None:
        return None
    return Condition(found["question"], tuple(found.get("any_of", ())), tuple(found.get("none_of", ())))
