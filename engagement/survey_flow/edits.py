"""What a posted page says about its fields: what was typed, what the page had shown, and what was chosen in a clash.

Beside the fields themselves a form carries, for each of them, `seen.<field>` (the mark of what it showed). The page
of a clash adds `asked.<field>` and `keep.<field>`; the script adds `sent.<field>`. Whoever alters these can only
bring a clash upon themselves, or overwrite their own answers, which they may do anyway.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import request

from engagement.questionnaires import routing
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Field, Questionnaire
from engagement.questionnaires.routing import Step
from engagement.responses import merging
from engagement.responses.merging import Choice, Edit
from engagement.responses.models import Draft

Answers = Mapping[str, Sequence[str]]

SEEN, SENT, KEEP, ASKED = "seen.", "sent.", "keep.", "asked."
CHOICES = {choice.value: choice for choice in Choice}
# An untouched group of buttons or boxes posts nothing, so nothing means "none of these"; a text always posts itself.
SILENT_WHEN_EMPTY = frozenset({"single", "multi", "matrix", "faces"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A hidden field that a form carries."""

    name: str
    value: str


def posted() -> Answers:
    """Every value of the form, by name."""
    return request.form.to_dict(flat=False)


def fields_shown(questionnaire: Questionnaire, answers: Answers, step: str, form: Answers) -> list[Field]:
    """The fields of a page that it showed or that were posted with it."""
    found = routing.step_at(questionnaire, answers, step)
    shown = {field.key for question in found.questions for field in question.fields} if found else set()
    fields = routing.fields_at(questionnaire, step)
    return with_marks(field for field in fields if field.key in shown or field.key in form)


def read(fields: Iterable[Field], form: Answers) -> list[Edit]:
    """What a posted form says about these fields. Fields that it does not have are nobody's business here."""
    return [
        Edit(
            field=field,
            typed=list(form.get(field.key, ())),
            mark=_first(form, SEEN + field.key),
            sent=form.get(SENT + field.key),
            choice=CHOICES.get(_first(form, KEEP + field.key)),
            clashed=ASKED + field.key in form,
        )
        for field in fields
        if field.key in form or field.question.kind in SILENT_WHEN_EMPTY
    ]


def seen(step: Step, draft: Draft, answers: Answers) -> list[Carried]:
    """What the form of a page carries to say what it shows."""
    fields = with_marks(field for question in step.questions for field in question.fields)
    return [
        Carried(SEEN + field.key, merging.mark(draft.id, field.key, answers.get(field.key, ()))) for field in fields
    ]


def seen_before(form: Answers) -> list[Carried]:
    """What a posted form carried, for the same page again when nothing could be saved."""
    return [Carried(name, values[0]) for name, values in form.items() if name.startswith(SEEN)]


def _first(form: Answers, name: str) -> str:
    return next(iter(form.get(name, ())), "")
