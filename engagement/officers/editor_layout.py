"""How much of a questionnaire that is being written stands on one page."""

from flask import redirect
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.officers import editor
from engagement.officers.blueprint import blueprint
from engagement.officers.editor import ADDRESS, desk
from engagement.officers.fields import Form, one_of
from engagement.officers.guard import needs
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing import sections
from engagement.questionnaires.editing.words import LAYOUT_NAMES


class LayoutForm(Form):
    """One of the two ways."""

    layout = one_of("What stands on a page?", LAYOUT_NAMES.items(), "Choose what stands on a page.")


@blueprint.route(f"{ADDRESS}/pages", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_layout(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """A page for each section or for each question."""
    here = desk(slug, audience)
    form = LayoutForm(data=here.document)
    if form.validate_on_submit():
        said = LAYOUT_NAMES[form.layout.data]
        other = editor.save(
            here, lambda document: sections.lay_out(document, form.layout.data), f"Changed the pages: {said.lower()}"
        )
        if other is not None:
            return other
        editor.say(f"{said} from now on.")
        return redirect(here.url("edit_questionnaire"), 303)
    return here.render("editor_layout.html", form=form, errors=form.faults)
