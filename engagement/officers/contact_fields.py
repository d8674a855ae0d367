"""The fields by which contacts are grouped: those that all have, and a consultation's own."""

import uuid
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms import StringField, TextAreaField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.contacts import groups
from engagement.contacts.standard_fields import STANDARD
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.contacts import WRITTEN_TO, audience_field
from engagement.officers.fields import Filled, Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work


class FieldForm(Form):
    """A field with all its choices."""

    audience = audience_field()
    name = StringField(
        "Name of the field",
        widget=GovTextInput(),
        description="For example: District",
        validators=[Filled("Give the field a name.")],
    )
    choices = TextAreaField(
        "Choices",
        widget=GovTextArea(),
        description="One on each line. They cannot be changed afterwards, so that numbers stay comparable.",
        validators=[Filled("Give the choices, each on a line of its own.")],
    )


@blueprint.route("/consultations/<slug>/contacts/fields", methods=["GET", "POST"])
@needs(May.CONTACTS)
def contact_fields(slug: str) -> ResponseReturnValue:
    """Every field with its choices, and a form for another one."""
    consultation = consultations.find(db.session(), slug)
    form = FieldForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                added = groups.add_field(
                    session,
                    consultation,
                    audience=cast(AudienceName, form.audience.data),
                    name=form.name.data or "",
                    choices=(form.choices.data or "").splitlines(),
                    now=clock.now(),
                )
                note(session, "contact field added", consultation, field=str(added.id))
        except Refused as error:
            form.refuse(form.name, str(error))
        else:
            flash("The field is added. It can be matched in the next file and set on each contact.", "success")
            return redirect(url_for("officers.contact_fields", slug=slug))
    return render_template(
        "officers/contact_fields.html",
        consultation=consultation,
        form=form,
        errors=form.faults,
        standard=[(AUDIENCE_NAMES[audience], STANDARD[audience]) for audience in WRITTEN_TO],
        own=[
            (AUDIENCE_NAMES[audience], field)
            for audience in WRITTEN_TO
            for field in groups.own_fields(db.session(), consultation.id, audience)
        ],
    )


@blueprint.post("/consultations/<slug>/contacts/fields/<uuid:field_id>/remove")
@needs(May.CONTACTS)
def remove_field(slug: str, field_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a field that no contact has a value in."""
    consultation = consultations.find(db.session(), slug)
    try:
        with unit_of_work() as session:
            groups.remove_field(session, consultation, field_id)
            note(session, "contact field removed", consultation, field=str(field_id))
        flash("The field is removed.", "success")
    except Refused as error:
        flash(str(error))
    return redirect(url_for("officers.contact_fields", slug=slug))
