"""The scales of a questionnaire that is being written, each begun from one that is there already or from nothing."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from engagement.accounts.roles import May
from engagement.officers import editor
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.editor import ADDRESS, Desk, desk
from engagement.officers.editor_fields import line_field
from engagement.officers.editor_measures import other_documents
from engagement.officers.editor_removing import remove
from engagement.officers.fields import Form, Radios
from engagement.officers.guard import needs
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing import scales
from engagement.questionnaires.editing.document import Document, Table
from engagement.questionnaires.editing.document import scales as every_scale
from engagement.questionnaires.editing.ready_scales import READY

LONGEST_NAME = 60


class ScaleForm(Form):
    """A name and something to begin with."""

    name = line_field(
        "Short name", "Write a short name for the scale.", "Only officers see it, for example: How well", LONGEST_NAME
    )
    start = RadioField("What does it begin with?", widget=Radios(), validate_choice=False)


@blueprint.route(f"{ADDRESS}/scales", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_scales(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """Every scale with the questions that use it, and a form for another one."""
    here = desk(slug, audience)
    offered = _offered(here)
    form = ScaleForm()
    form.start.choices = [
        (name, f"{name}: {_in_a_row(options)}" if options else name) for name, options in offered.items()
    ]
    if form.validate_on_submit():
        if form.start.data not in offered:
            form.refuse(form.start, "Choose what the scale begins with.")
        else:
            return _added(here, form, offered)
    return here.render(
        "editor_scales.html",
        scales=[(scale, scales.used_by(here.document, scale["key"])) for scale in every_scale(here.document)],
        question=request.args.get("question", ""),
        form=form,
        errors=form.faults,
    )


@blueprint.route(f"{ADDRESS}/scales/<key>/remove", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_scale_remove(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """Asks once and says which questions use it, then removes a scale. It can be brought back."""
    here = desk(slug, audience)
    editor.part_of(here, "scale", key)
    return remove(
        here,
        "scale",
        key,
        key,
        lambda document: scales.remove(document, key),
        then=here.url("edit_scales"),
        return_to=here.url("edit_scales"),
        left_without=scales.used_by(here.document, key),
    )


def _added(here: Desk, form: ScaleForm, offered: dict[str, list[Table]]) -> ResponseReturnValue:
    """The scale, and where somebody came from a question that needs one, the question with it."""
    made = ""
    for_question = request.form.get("question", "")

    def edit(document: Document) -> Table:
        nonlocal made
        changed, made = scales.add(document, form.name.data or "", offered[form.start.data], here.earlier)
        return scales.use(changed, for_question, made) if for_question else changed

    if (other := editor.save(here, edit, f'Added the scale "{form.name.data}"', noun="scale")) is not None:
        return other
    if for_question:
        editor.say("The scale is added, and the question uses it.")
        return redirect(here.url("edit_question", key=for_question), 303)
    editor.say("The scale is added. Change its options if they do not fit.")
    return redirect(here.url("edit_scale", key=made), 303)


def _offered(here: Desk) -> dict[str, list[Table]]:
    """What a scale can begin with, by name."""
    offered: dict[str, list[Table]] = {name: [dict(option) for option in options] for name, options in READY.items()}
    for audience, document in other_documents(here).items():
        for scale in every_scale(document):
            # Pictures and doors belong to one audience's pages.
            options = [
                {name: option[name] for name in ("key", "label", "leaning") if name in option}
                for option in scale["options"]
            ]
            offered[f"{AUDIENCE_NAMES[audience]}, {scale['key']}"] = options
    return {**offered, "Nothing: I write the options myself": []}


def _in_a_row(options: list[Table]) -> str:
    return " / ".join(option["label"] for option in options)
