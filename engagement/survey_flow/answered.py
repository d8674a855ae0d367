"""Saying that one has answered already, so that no reminder comes. Opening the link changes nothing."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engagement.contacts import invitations
from engagement.contacts.models import InvitationState
from engagement.correspondence.eligibility import TOLD_US
from engagement.extensions import clock
from engagement.outbox.service import cancel_asking
from engagement.survey_flow import keys, letter_links, stopping
from engagement.unit_of_work import unit_of_work

ANSWERED = "answered"


def register(links: Blueprint) -> None:
    """Add the pages of answers that we did not see, which are the same for everybody."""
    links.add_url_rule("/answered/<token>", "answered_link", answered_link)
    links.add_url_rule("/answered", "answered_page", answered_page)
    links.add_url_rule("/answered", "answered", answered, methods=["POST"])
    links.add_url_rule("/answered/undo", "not_answered", not_answered, methods=["POST"])


def answered_link(slug: str, token: str) -> Response:
    """The way to the button: a mail program that opens every link presses no buttons."""
    stopping.find(slug, token)
    letter_links.hold(ANSWERED, slug, token)
    return redirect(url_for("survey_flow.answered_page", slug=slug), 303)


def answered_page(slug: str) -> str:
    """Asks once more, or says that it is done and how to undo it."""
    token = letter_links.held(ANSWERED, slug)
    consultation, invited = stopping.find(slug, token)
    return render_template(
        "survey_flow/answered.html",
        consultation=consultation,
        state=invited.invitation.state,
        states=InvitationState,
        form_token=keys.form_token(token),
    )


def answered(slug: str) -> Response:
    """No reminders for this contact, and none of those that wait."""
    return _tell(slug, answered=True)


def not_answered(slug: str) -> Response:
    """Reminders again, for whoever pressed the button by mistake."""
    return _tell(slug, answered=False)


def _tell(slug: str, *, answered: bool) -> Response:
    token = letter_links.held(ANSWERED, slug)
    if keys.is_own_form(token):
        with unit_of_work() as work:
            _, invited = stopping.find(slug, token)
            invitations.tell(work, invited, answered=answered)
            if answered:
                cancel_asking(work, contact_id=invited.contact.id, reason=TOLD_US, now=clock.now())
    return redirect(url_for("survey_flow.answered_page", slug=slug), 303)
