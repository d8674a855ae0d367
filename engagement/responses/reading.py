"""From what was typed to what it means, for one field and for all that a person may answer."""

from collections.abc import Iterable, Mapping, Sequence

from email_validator import EmailNotValidError, validate_email

from engagement.questionnaires import answer_kinds
from engagement.questionnaires.answer_kinds import AnswerProblem, Value
from engagement.questionnaires.definition import Field, KeptApart

Raw = Mapping[str, Sequence[str]]


def read(raw: Sequence[str], field: Field) -> Value:
    """The value of one field; an e-mail address comes back in its normal form.

    Raises AnswerProblem, with the code `not_an_email` besides those of the answer kinds.
    """
    value = answer_kinds.read(raw, field)
    if field.question.kept_apart != "email":
        return value
    try:
        return validate_email(str(value), check_deliverability=False).normalized
    except EmailNotValidError:
        raise AnswerProblem("not_an_email") from None


def problem(raw: Sequence[str], field: Field) -> AnswerProblem | None:
    """Why this cannot be taken as it is; None where it can, also for a blank."""
    if answer_kinds.is_blank(raw):
        return None
    try:
        read(raw, field)
    except AnswerProblem as found:
        return found
    return None


def problems(fields: Iterable[Field], raw: Raw) -> list[tuple[Field, AnswerProblem]]:
    """Every field that cannot be sent as it is, in order, and why."""
    found = ((field, problem(raw.get(field.key, ()), field)) for field in fields)
    return [(field, fault) for field, fault in found if fault is not None]


def given(fields: Iterable[Field], raw: Raw) -> list[tuple[Field, Value]]:
    """The answers among these fields, in order: no blanks, and nothing that identifies somebody."""
    return [
        (field, read(raw[field.key], field))
        for field in fields
        if field.question.kept_apart is None and not answer_kinds.is_blank(raw.get(field.key, ()))
    ]


def kept_apart(fields: Iterable[Field], raw: Raw) -> dict[KeptApart, str]:
    """What identifies somebody, by what it is."""
    return {
        field.question.kept_apart: str(read(raw[field.key], field))
        for field in fields
        if field.question.kept_apart is not None and not answer_kinds.is_blank(raw.get(field.key, ()))
    }
