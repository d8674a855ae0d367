"""One contact: what is known of it, its letters, its names and groups. Every look is written down."""

import uuid
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.contacts import changes, groups, invitations, service, suppression
from engagement.contacts.models import Contact, Invitation
from engagement.correspondence import resending
from engagement.errors import Refused
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.contacts import STATE_NAMES
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.ledger import MESSAGE_KINDS
from engagement.officers.ledger import STATE_NAMES as MESSAGE_STATES
from engagement.officers.notes import note
from engagement.officers.suppressions import REASON_NAMES
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work


class DetailsForm(Form):
    """The names of one contact; its groups stand beside them."""

    name = StringField("Name of the person (optional)", widget=GovTextInput())
    organisation = StringField("Organisation (optional)", widget=GovTextInput())


@blueprint.get("/consultations/<slug>/contacts/<uuid:contact_id>")
@needs(May.CONTACTS)
def contact(slug: str, contact_id: uuid.UUID) -> str:
    """One contact, with its letters."""
    consultation, row = find_contact(slug, contact_id)
    with unit_of_work() as session:
        note(session, "contact read", consultation, contact=str(row.id))
    session = db.session()
    fields = groups.fields_of(session, consultation.id, cast(AudienceName, row.audience))
    return render_template(
        "officers/contact.html",
        consultation=consultation,
        contact=row,
        email=service.email_of(row),
        name=service.name_of(row),
        organisation=service.organisation_of(row),
        because=service.because_of(row),
        groups=[(field.name, field.choices.get(row.groups.get(field.key, ""), "Not known")) for field in fields],
        invitation=session.query(Invitation).filter_by(contact_id=row.id).one(),
        standing=suppression.of(session, row.email_index, consultation.id),
        reason_names=REASON_NAMES,
        asked_to_stop=invitations.asked_to_stop(session, row),
        letters=resending.history(session, row),
        state_names=STATE_NAMES,
        message_kinds=MESSAGE_KINDS,
        message_states=MESSAGE_STATES,
    )


@blueprint.route("/consultations/<slug>/contacts/<uuid:contact_id>/details", methods=["GET", "POST"])
@needs(May.CONTACTS)
def contact_details(slug: str, contact_id: uuid.UUID) -> ResponseReturnValue:
    """The names and groups of one contact, to correct."""
    consultation, row = find_contact(slug, contact_id)
    fields = groups.fields_of(db.session(), consultation.id, cast(AudienceName, row.audience))
    form = DetailsForm(name=service.name_of(row), organisation=service.organisation_of(row))
    given = {field.key: request.form.get(field.key, row.groups.get(field.key, "")) for field in fields}
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                changes.correct_details(
                    session,
                    row,
                    name=form.name.data or "",
                    organisation=form.organisation.data or "",
                    groups=given,
                )
                note(session, "contact details corrected", consultation, contact=str(row.id))
        except Refused as error:
            form.refuse(form.name, str(error))
        else:
            flash("The details are corrected.", "success")
            return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
    else:
        with unit_of_work() as session:
            note(session, "contact read", consultation, contact=str(row.id))
    return render_template(
        "officers/contact_details.html",
        consultation=consultation,
        contact=row,
        form=form,
        errors=form.faults,
        fields=fields,
        given=given,
    )


def find_contact(slug: str, contact_id: uuid.UUID) -> tuple[Consultation, Contact]:
    """A consultation and a contact of it. Raises NotFound."""
    consultation = consultations.find(db.session(), slug)
    return consultation, changes.find(db.session(), consultation, contact_id)
