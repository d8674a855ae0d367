"""Messages that may or may not have gone: officers decide, for some or for all, once they have seen what it means."""

import uuid
from collections.abc import Collection

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.officers.ledger import MESSAGE_KINDS
from engagement.officers.notes import note
from engagement.officers.paging import PAGE_SIZE, Page, offset_of
from engagement.officers.query import page_in_query
from engagement.officers.recipients import ConfirmForm
from engagement.outbox import settling
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work

SENT_AGAIN = "An officer decided to send it again"
TREATED_AS_SENT = "An officer decided to treat it as sent"
DONE = {"again": "Messages that go again: {count:,}.", "sent": "Messages that count as sent: {count:,}."}


@blueprint.get("/consultations/<slug>/mail/unknown")
@needs(May.CONTACTS)
def unknown_mail(slug: str) -> str:
    """The messages of one consultation that may or may not have gone, those unknown for longest first."""
    consultation = consultations.find(db.session(), slug)
    unknown = _unknown(consultation)
    total = db.session.scalar(select(func.count()).select_from(unknown.subquery())) or 0
    number, before = offset_of(page_in_query(), total)
    rows = db.session.execute(
        unknown.add_columns(Contact.audience)
        .outerjoin(Contact, Contact.id == Message.contact_id)
        .order_by(Message.settled_at, Message.id)
        .limit(PAGE_SIZE)
        .offset(before)
    ).all()
    return render_template(
        "officers/unknown_mail.html",
        consultation=consultation,
        page=Page(rows, number, total),
        kind_names=MESSAGE_KINDS,
    )


@blueprint.post("/consultations/<slug>/mail/unknown/decide")
@needs(May.RUN)
def decide_unknown(slug: str) -> ResponseReturnValue:
    """Ask once more what is to become of the chosen messages, and then do it."""
    consultation = consultations.find(db.session(), slug)
    decision = request.form.get("decision", "")
    if decision not in DONE:
        raise Refused("Choose whether the messages are sent again or treated as sent.")
    chosen = _chosen(consultation)
    if not chosen:
        flash("Choose at least one message.")
        return redirect(url_for("officers.unknown_mail", slug=slug))
    if request.form.get("confirmed") != "yes" or not ConfirmForm().validate_on_submit():
        return render_template(
            "officers/unknown_decide.html", consultation=consultation, decision=decision, chosen=chosen
        )
    with unit_of_work() as session:
        now = clock.now()
        if decision == "again":
            count = settling.send_again(session, chosen, reason=SENT_AGAIN, now=now)
        else:
            count = settling.treat_as_sent(session, chosen, reason=TREATED_AS_SENT, now=now)
        note(session, "unknown mail decided", consultation, decision=decision, count=count)
    flash(DONE[decision].format(count=count), "success")
    return redirect(url_for("officers.unknown_mail", slug=slug))


def _unknown(consultation: Consultation) -> Select[Message]:
    return select(Message).where(Message.consultation_id == consultation.id, Message.state == MessageState.UNKNOWN)


def _chosen(consultation: Consultation) -> Collection[uuid.UUID]:
    """The messages ticked, or all; whatever is not an unknown message of this consultation is left out."""
    ids = _unknown(consultation).with_only_columns(Message.id)
    if request.form.get("everything") != "yes":
        ids = ids.where(Message.id.in_(request.form.getlist("message", type=uuid.UUID)))
    return db.session.scalars(ids).all()
