"""The form of one question: the fields that its kind has, and no others."""

from typing import Any

from wtforms import Field

from engagement.officers.editor_fields import (
    list_field,
    number_field,
    number_of,
    offer,
    optional_text,
    text_field,
    tick,
)
from engagement.officers.editor_measures import Elsewhere
from engagement.officers.editor_words import KEPT_APART_NAMES
from engagement.officers.fields import Form
from engagement.questionnaires.answer_kinds import HIGHEST, KINDS, LONGEST, LOWEST
from engagement.questionnaires.editing.document import Document
from engagement.questionnaires.measures import MEASURES, PRIORITY

NUMBERS = ("max_choices", "minimum", "maximum", "max_length")


class QuestionForm(Form):
    """A question's words, its limits and its measure. `form_of` takes out what its kind does not have."""

    text = text_field("Question", "Write the question.", "As people will read it, with a question mark.")
    help = optional_text("Help text", "Shown below the question, if it helps people to answer.")
    max_choices = number_field("Most choices", "How many options people may choose. Empty: as many as there are.", 1)
    minimum = number_field("Smallest number", "Empty: any.")
    maximum = number_field("Largest number", "Empty: any.")
    max_length = number_field("Most characters", least=1)
    measure = list_field(
        "Measure", "Questions with the same measure are compared between schools, families and young people."
    )
    kept_apart = list_field(
        "Does the answer say who somebody is?", "Such an answer is sealed and kept away from the other answers."
    )
    may_be_confidential = tick(
        "People may mark their answer as commercially confidential",
        "Shows a box to tick below the answer, and a place for the reason.",
    )

    @property
    def settings(self) -> dict[str, Any]:
        """What the question will say."""
        present = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        return present | {name: number_of(self._fields[name]) for name in NUMBERS if name in present}


def form_of(asked: Document, elsewhere: Elsewhere) -> QuestionForm:
    """The form with the fields of a question's kind, filled from the question or from what was sent."""
    numbers = {name: str(asked[name]) for name in NUMBERS if name in asked}
    form = QuestionForm(data={**asked, **numbers})
    settings = KINDS[asked["kind"]].settings
    for name in ("measure", "kept_apart", "may_be_confidential", *NUMBERS):
        if name not in settings:
            del form[name]
    if "measure" in settings:
        offer(form.measure, _measures(asked, elsewhere), "Choose a measure from the list.")
        _choose(form.measure, asked.get("measure"))
    if "kept_apart" in settings:
        offer(form.kept_apart, [("", "No"), *KEPT_APART_NAMES.items()])
        _choose(form.kept_apart, asked.get("kept_apart"))
    if "max_length" in settings:
        form.max_length.description = f"Empty: {LONGEST[asked['kind']]:,}."
    if "minimum" in settings:
        form.minimum.description = f"Empty: {LOWEST:,}."
        form.maximum.description = f"Empty: {HIGHEST:,}."
    return form


def _choose(field: Field, value: str | None) -> None:
    """A list without a choice stands at its first entry."""
    if field.data in (None, "None"):
        field.data = value or ""


def _measures(asked: Document, elsewhere: Elsewhere) -> list[tuple[str, str]]:
    """The measures that a kind of question can have, each with who else is asked about it."""
    fitting = [one for one in MEASURES.values() if (one == PRIORITY) == (asked["kind"] == "multi")]
    fitting += [one for one in MEASURES.values() if one not in fitting and one.key == asked.get("measure")]
    return [("", "None"), *((one.key, measure_name(one.key, elsewhere)) for one in fitting)]


def measure_name(key: str, elsewhere: Elsewhere) -> str:
    """A measure's name, with the other audiences that are asked about it."""
    others = list(dict.fromkeys(audience.lower() for audience, _ in elsewhere.get(key, [])))
    return f"{MEASURES[key].label} (also asked of {' and '.join(others)})" if others else MEASURES[key].label
