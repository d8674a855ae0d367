"""Marking a text as commercially confidential: two fields beside its own, which are never answers themselves."""

from collections.abc import Iterable, Mapping, Sequence

from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.definition import Field, Option, Question

TICK, REASON = "--mark", "--why"
TICKED = Option("yes", "This is commercially confidential")
NO_REASON = "No reason given"
# A field's key has at most 40 characters.
LONGEST_KEY = 40 - max(len(TICK), len(REASON))


def marks(field: Field) -> tuple[Field, ...]:
    """What stands below a text that may be marked: a tick and a reason; nothing for any other field."""
    if not field.question.may_be_confidential:
        return ()
    tick = Question(field.key + TICK, "multi", "Commercially confidential", options=(TICKED,))
    reason = Question(field.key + REASON, "short_text", "Why is it commercially confidential?")
    return (*tick.fields, *reason.fields)


def with_marks(fields: Iterable[Field]) -> list[Field]:
    """The fields in order, each followed by its marks."""
    return [one for field in fields for one in (field, *marks(field))]


def is_marked(field: Field, raw: Mapping[str, Sequence[str]]) -> bool:
    """Whether the tick of a text is set. A reason alone marks nothing: it may be left from a tick taken back."""
    return field.question.may_be_confidential and TICKED.key in raw.get(field.key + TICK, ())


def as_typed(key: str, because: str | None) -> dict[str, list[str]]:
    """What a form would post for the marks of the text with this key, from the reason that was kept for it."""
    if because is None:
        return {}
    return {key + TICK: [TICKED.key], key + REASON: [] if because == NO_REASON else [because]}


def reasons(fields: Iterable[Field], raw: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Why each marked text is confidential, by field key."""
    marked = [field for field in fields if is_marked(field, raw)]
    typed = {field.key: raw.get(field.key + REASON, ()) for field in marked}
    return {key: NO_REASON if is_blank(why) else " ".join(why).strip() for key, why in typed.items()}
