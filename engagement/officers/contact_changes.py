"""What hurts if it goes wrong about one contact: its address, and the mark that nobody writes to it."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import EmailField, HiddenField

from engagement.accounts.roles import May
from engagement.consultations.deadlines import moment_in_words
from engagement.consultations.models import Consultation
from engagement.contacts import changes, service
from engagement.contacts.models import Contact
from engagement.correspondence import resending
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.contact import find_contact
from engagement.officers.fields import Filled, Form, reason_field
from engagement.officers.guard import needs
from engagement.officers.ledger import MESSAGE_KINDS
from engagement.officers.notes import note
from engagement.outbox import service as outbox
from engagement.unit_of_work import unit_of_work

STOPPED_BY_US = "Marked do not contact"
NO_LETTER = "none"


class AddressForm(Form):
    """Another address for one contact; once it is shown what follows, `confirmed` comes with it."""

    email = EmailField("New email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")])
    confirmed = HiddenField()


class DoNotContactForm(Form):
    """Why nobody shall write to a contact."""

    reason = reason_field(
        "Why does nobody write to this contact?",
        "Officers see this on the contact's page. It is sealed like the address, and is not in the audit trail.",
    )


@blueprint.route("/consultations/<slug>/contacts/<uuid:contact_id>/address", methods=["GET", "POST"])
@needs(May.CONTACTS)
def correct_address(slug: str, contact_id: uuid.UUID) -> ResponseReturnValue:
    """Another address, and the one letter that goes to it, each only after both have been shown."""
    consultation, row = find_contact(slug, contact_id)
    form, address = AddressForm(), ""
    if form.validate_on_submit():
        try:
            address = changes.new_address(db.session(), row, form.email.data or "")
            if form.confirmed.data:
                with unit_of_work() as session:
                    changes.correct_address(session, row, address)
                    note(session, "address corrected", consultation, contact=str(row.id))
                    sentence = _send_chosen(consultation, row)
                flash(f"The address is corrected. {sentence}", "success")
                return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
        except Refused as error:
            db.session.refresh(row)
            form.refuse(form.email, str(error))
    else:
        with unit_of_work() as session:
            note(session, "contact read", consultation, contact=str(row.id))
    return render_template(
        "officers/contact_address.html",
        consultation=consultation,
        contact=row,
        form=form,
        errors=form.faults,
        email=service.email_of(row),
        address=address,
        **_letters_to_choose(row),
    )


@blueprint.route("/consultations/<slug>/contacts/<uuid:contact_id>/do-not-contact", methods=["GET", "POST"])
@needs(May.CONTACTS)
def do_not_contact(slug: str, contact_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a contact with a reason so that nobody writes to it; waiting letters are cancelled."""
    consultation, row = find_contact(slug, contact_id)
    if row.do_not_contact:
        return redirect(url_for("officers.write_again", slug=slug, contact_id=contact_id))
    form = DoNotContactForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            changes.mark_do_not_contact(session, row, form.reason.data or "")
            stopped = outbox.cancel_waiting(session, contact_id=row.id, reason=STOPPED_BY_US, now=clock.now())
            note(session, "do not contact", consultation, contact=str(row.id), marked=True, stopped=stopped)
        letters = {0: "No letter was waiting.", 1: "1 waiting letter is cancelled."}
        sentence = letters.get(stopped, f"{stopped} waiting letters are cancelled.")
        flash(f"We will not write to this contact. {sentence} You can undo this below.", "success")
        return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
    return render_template(
        "officers/do_not_contact.html", consultation=consultation, contact=row, form=form, errors=form.faults
    )


@blueprint.route("/consultations/<slug>/contacts/<uuid:contact_id>/write-again", methods=["GET", "POST"])
@needs(May.CONTACTS)
def write_again(slug: str, contact_id: uuid.UUID) -> ResponseReturnValue:
    """Take the mark away, and send one of the letters that it stopped, if an officer says so."""
    consultation, row = find_contact(slug, contact_id)
    if not row.do_not_contact:
        return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
    form = Form()
    errors: list[tuple[str, str | None]] = []
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                changes.unmark_do_not_contact(session, row)
                note(session, "do not contact", consultation, contact=str(row.id), marked=False)
                sentence = _send_chosen(consultation, row)
            flash(f"The mark is taken away. {sentence}", "success")
            return redirect(url_for("officers.contact", slug=slug, contact_id=contact_id))
        except Refused as error:
            db.session.refresh(row)
            errors.append((str(error), "#letter"))
    return render_template(
        "officers/write_again.html",
        consultation=consultation,
        contact=row,
        because=service.because_of(row),
        errors=errors,
        **_letters_to_choose(row),
    )


def _letters_to_choose(row: Contact) -> dict[str, object]:
    letters = resending.past_letters(db.session(), row)
    proposed = resending.proposed(letters)
    chosen = request.form.get("letter") or (str(proposed.message.id) if proposed else NO_LETTER)
    return {"letters": letters, "chosen": chosen, "fates": resending.Fate, "message_kinds": MESSAGE_KINDS}


def _send_chosen(consultation: Consultation, row: Contact) -> str:
    """Let the chosen letter go, in the present unit of work; gives what is said about it."""
    session, chosen = db.session(), request.form.get("letter", NO_LETTER)
    if chosen == NO_LETTER:
        return "No letter is sent again."
    try:
        message_id = uuid.UUID(chosen)
    except ValueError:
        raise NotFound("There is no such letter.") from None
    due_at = resending.send_again(session, row, message_id, clock.now())
    note(session, "letter sent again", consultation, contact=str(row.id), message=str(message_id))
    return f"The letter goes at {moment_in_words(due_at)}."
