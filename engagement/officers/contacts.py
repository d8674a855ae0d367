"""Contacts: the list, adding some, correcting one. Addresses are opened here, and every look is written down."""

import uuid
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextInput
from wtforms import EmailField, RadioField, StringField

from engagement.consultations import service as consultations
from engagement.contacts import changes, importing, invitations, service
from engagement.contacts.models import Invitation
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import Filled, Form, one_of
from engagement.officers.notes import note
from engagement.officers.query import audience_in_query, chosen, kept, page_in_query
from engagement.outbox import service as outbox
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

STATE_NAMES = {
    "unused": "Not answered",
    "used": "Answered",
    "opted_out": "Asked us to stop",
    "bounced": "Address bounced",
    "do_not_contact": "Do not contact",
}
STOPPED_BY_US = "Marked do not contact"
# We never write to children, so nobody is a contact for young people.
WRITTEN_TO: tuple[AudienceName, ...] = ("schools", "families")


def _audience_field() -> RadioField:
    names = [(name, AUDIENCE_NAMES[name]) for name in WRITTEN_TO]
    return one_of("Schools or families?", names, "Choose schools or families.")


class ImportForm(Form):
    """A file of contacts of one audience."""

    audience = _audience_field()
    file = FileField(
        "CSV file",
        widget=GovFileInput(),
        description="The first line names the columns: email,name. Up to 5 MB.",
        validators=[FileRequired("Choose a CSV file.")],
    )


class ContactForm(Form):
    """One contact."""

    audience = _audience_field()
    email = EmailField("Email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")])
    name = StringField("Name of the school or person (optional)", widget=GovTextInput())


class AddressForm(Form):
    """Another address for one contact."""

    email = EmailField("New email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")])


class FindForm(Form):
    """One exact address to look for. Posted, so that no address is ever in a link or a log."""

    email = EmailField(
        "Find a whole email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")]
    )


@blueprint.route("/consultations/<slug>/contacts", methods=["GET", "POST"])
def contacts(slug: str) -> str:
    """One page of contacts, narrowed by audience and state, or the one with an address that was asked for."""
    consultation = consultations.find(db.session(), slug)
    audience, state = audience_in_query(), chosen("state", service.STATES)
    form, email = FindForm(), ""
    if form.validate_on_submit():
        email = form.email.data or ""
    with unit_of_work() as session:
        try:
            found = service.listing(
                session, consultation.id, audience=audience, state=state, email=email, number=page_in_query()
            )
        except Refused as error:
            form.refuse(form.email, str(error))
            found = service.listing(session, consultation.id, audience=audience, state=state)
        note(session, "contacts read", consultation, count=len(found.contacts), page=found.number)
    return render_template(
        "officers/contacts.html",
        consultation=consultation,
        found=found,
        form=form,
        errors=form.faults,
        searched=bool(email),
        filters=kept(audience=audience, state=state),
        state_names=STATE_NAMES,
        written_to={name: AUDIENCE_NAMES[name] for name in WRITTEN_TO},
    )


@blueprint.route("/consultations/<slug>/contacts/import", methods=["GET", "POST"])
def import_contacts(slug: str) -> str:
    """Take in a file: good rows are kept, the others are named by line and reason."""
    consultation = consultations.find(db.session(), slug)
    form = ImportForm(audience=audience_in_query())
    report = None
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                report = importing.import_csv(
                    session, consultation, audience=form.audience.data, stream=form.file.data.stream, now=clock.now()
                )
                note(
                    session,
                    "contacts imported",
                    consultation,
                    audience=form.audience.data,
                    added=report.added,
                    refused=len(report.refused),
                )
        except Refused as error:
            form.refuse(form.file, str(error))
    return render_template(
        "officers/contacts_import.html", consultation=consultation, form=form, errors=form.faults, report=report
    )


@blueprint.route("/consultations/<slug>/contacts/add", methods=["GET", "POST"])
def add_contact(slug: str) -> ResponseReturnValue:
    """Add one contact."""
    consultation = consultations.find(db.session(), slug)
    form = ContactForm(audience=audience_in_query())
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                added = changes.add(
                    session,
                    consultation,
                    audience=cast(AudienceName, form.audience.data),
                    email=form.email.data or "",
                    name=form.name.data or "",
                    now=clock.now(),
                )
                note(session, "contact added", consultation, contact=str(added.id))
        except Refused as error:
            form.refuse(form.email, str(error))
        else:
            flash("The contact is added.", "success")
            return redirect(url_for("officers.contact", slug=slug, contact_id=added.id))
    return render_template("officers/contact_add.html", consultation=consultation, form=form, errors=form.faults)


@blueprint.route("/consultations/<slug>/contacts/<uuid:contact_id>", methods=["GET", "POST"])
def contact(slug: str, contact_id: uuid.UUID) -> ResponseReturnValue:
    """One contact, and its address to correct."""
    consultation = consultations.find(db.session(), slug)
    row = changes.find(db.session(), consultation, contact_id)
    form = AddressForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                changes.correct_address(session, row, form.email.data or "")
                note(session, "address corrected", consultation, contact=str(row.id))
        except Refused as error:
            form.refuse(form.email, str(error))
        else:
            flash("The address is corrected.", "success")
            return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
    with unit_of_work() as session:
        note(session, "contact read", consultation, contact=str(row.id))
    invitation = db.session.query(Invitation).filter_by(contact_id=row.id).one()
    return render_template(
        "officers/contact.html",
        consultation=consultation,
        contact=row,
        email=service.email_of(row),
        name=service.name_of(row),
        invitation=invitation,
        asked_to_stop=invitations.asked_to_stop(db.session(), row),
        state_names=STATE_NAMES,
        form=form,
        errors=form.faults,
    )


@blueprint.route("/consultations/<slug>/contacts/<uuid:contact_id>/do-not-contact", methods=["GET", "POST"])
def do_not_contact(slug: str, contact_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a contact so that nobody writes to it, or take the mark away, once that is confirmed."""
    consultation = consultations.find(db.session(), slug)
    row = changes.find(db.session(), consultation, contact_id)
    if request.method == "GET":
        return render_template("officers/do_not_contact.html", consultation=consultation, contact=row)
    with unit_of_work() as session:
        row.do_not_contact = request.form.get("mark") == "yes"
        if row.do_not_contact:
            outbox.cancel_waiting(session, contact_id=row.id, reason=STOPPED_BY_US, now=clock.now())
        note(session, "do not contact", consultation, contact=str(row.id), marked=row.do_not_contact)
    flash("We will not write to this contact." if row.do_not_contact else "The mark is taken away.", "success")
    return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
