"""Asking for no more letters, by our button or a mail program's own. Opening a link changes nothing."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engagement.consultations import service
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation, State
from engagement.contacts import invitations, suppression
from engagement.contacts.invitations import Invited
from engagement.contacts.models import Suppression, SuppressionReason
from engagement.errors import LinkNotUsable, NotFound
from engagement.extensions import clock, db
from engagement.language import gettext
from engagement.outbox.service import cancel_waiting
from engagement.survey_flow import keys, letter_links
from engagement.unit_of_work import unit_of_work

STOP = "stop"
ASKED_TO_STOP = "Asked for no more letters"
# What RFC 8058 has a mail program post when its own button is pressed.
ONE_CLICK = ("List-Unsubscribe", "One-Click")


def register(links: Blueprint) -> None:
    """Add the pages of stopping, which are the same for everybody."""
    links.add_url_rule("/stop/<token>", "stop_link", stop_link)
    links.add_url_rule("/stop/<token>", "one_click", one_click, methods=["POST"])
    links.add_url_rule("/stop", "stop_page", stop_page)
    links.add_url_rule("/stop", "stop", stop, methods=["POST"])
    links.add_url_rule("/stop/undo", "write_again", write_again, methods=["POST"])


def stop_link(slug: str, token: str) -> Response:
    """The way to the button: a mail program that opens every link presses no buttons."""
    find(slug, token)
    letter_links.hold(STOP, slug, token)
    return redirect(url_for("survey_flow.stop_page", slug=slug), 303)


def one_click(slug: str, token: str) -> Response:
    """No more letters, at once: a mail program has no cookies of ours and follows no redirects."""
    name, value = ONE_CLICK
    if request.form.get(name) != value:
        return stop_link(slug, token)
    with unit_of_work() as work:
        _stop(work, find(slug, token)[1])
    return Response("We will not write to this address about this consultation again.\n", mimetype="text/plain")


def stop_page(slug: str) -> str:
    """Asks once more, or says that it is done and how to undo it."""
    token = letter_links.held(STOP, slug)
    consultation, invited = find(slug, token)
    standing = suppression.of(db.session(), invited.contact.email_index, consultation.id)
    return render_template(
        "survey_flow/stop.html",
        consultation=consultation,
        done=bool(standing),
        can_undo=_own(standing, consultation) == standing,
        form_token=keys.form_token(token),
    )


def stop(slug: str) -> Response:
    """No more letters to this address about this consultation."""
    token = letter_links.held(STOP, slug)
    if keys.is_own_form(token):
        with unit_of_work() as work:
            _stop(work, find(slug, token)[1])
    return redirect(url_for("survey_flow.stop_page", slug=slug), 303)


def write_again(slug: str) -> Response:
    """Letters again, for whoever asked us to stop. What an officer or a complaint has stopped stays so."""
    token = letter_links.held(STOP, slug)
    if keys.is_own_form(token):
        with unit_of_work() as work:
            consultation, invited = find(slug, token)
            standing = suppression.of(work, invited.contact.email_index, consultation.id)
            suppression.lift(work, _own(standing, consultation))
    return redirect(url_for("survey_flow.stop_page", slug=slug), 303)


def find(slug: str, token: str) -> tuple[Consultation, Invited]:
    """The consultation and the contact of a personal link. Raises NotFound or LinkNotUsable."""
    consultation = service.find(db.session(), slug)
    if consultation.state_at(clock.now()) is State.DRAFT:
        raise NotFound("This consultation is not published.")
    invited = invitations.find(db.session(), consultation.id, token)
    if invited is None:
        raise LinkNotUsable(gettext("This link cannot be used."))
    return consultation, invited


def _stop(work: Session, invited: Invited) -> None:
    now = clock.now()
    invitations.opt_out(work, invited, london_day(now))
    cancel_waiting(work, contact_id=invited.contact.id, reason=ASKED_TO_STOP, now=now)


def _own(standing: list[Suppression], consultation: Consultation) -> list[Suppression]:
    """What the person asked for themselves, about this consultation."""
    return [row for row in standing if row.reason == SuppressionReason.ASKED and row.consultation_id == consultation.id]
