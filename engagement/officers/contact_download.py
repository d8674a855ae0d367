"""Contacts as a file, for those who may take them, with a reason that is written down first."""

from collections.abc import Iterator, Sequence
from typing import cast

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.contacts import groups, service
from engagement.contacts.models import Contact
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.contacts import STATE_NAMES, audience_field
from engagement.officers.downloads import csv_file
from engagement.officers.fields import Form, reason_field
from engagement.officers.guard import confirmed, needs
from engagement.officers.notes import note
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

COLUMNS = ("Email address", "Name", "Organisation", "State", "Bounced on", "Do not contact", "Shared mailbox", "Added")


class ContactsForm(Form):
    """Whose addresses, and why."""

    audience = audience_field()
    reason = reason_field("What do you need them for?", "This is kept with your name. Keep other names out of it.")


@blueprint.route("/consultations/<slug>/contacts/download", methods=["GET", "POST"])
@needs(May.TAKE_CONTACTS)
@confirmed
def download_contacts(slug: str) -> ResponseReturnValue:
    """All contacts of one audience. Why some are marked do not contact stays here."""
    consultation = consultations.find(db.session(), slug)
    form = ContactsForm()
    if form.validate_on_submit():
        audience = cast(AudienceName, form.audience.data)
        with unit_of_work() as session:
            note(session, "contacts downloaded", consultation, audience=audience, reason=form.reason.data)
        return csv_file(f"{slug}-{audience}-contacts.csv", _rows(db.session(), consultation, audience))
    return render_template("officers/contacts_download.html", consultation=consultation, form=form, errors=form.faults)


def _rows(session: Session, consultation: Consultation, audience: AudienceName) -> Iterator[Sequence[str]]:
    fields = groups.fields_of(session, consultation.id, audience)
    yield [*COLUMNS, *(field.name for field in fields)]
    wanted = service.Narrowing(audience).of(consultation.id)
    for listed in service.opened(session, wanted.order_by(Contact.added_at, Contact.id)):
        contact = listed.contact
        yield [
            listed.email,
            listed.name,
            listed.organisation,
            STATE_NAMES[listed.invitation],
            contact.bounced_on.isoformat() if contact.bounced_on else "",
            "Yes" if contact.do_not_contact else "No",
            "Yes" if contact.role_mailbox else "No",
            london_day(contact.added_at).isoformat(),
            *(field.choices.get(contact.groups.get(field.key, ""), "") for field in fields),
        ]
