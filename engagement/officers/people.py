"""The officers of a council: inviting them, appointing them, and ending what they may do."""

import uuid
from collections.abc import Callable, Mapping
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from sqlalchemy.orm import Session
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it

from engagement.accounts import appointments, inviting, people
from engagement.accounts.door_models import InvitationState
from engagement.accounts.models import Appointment
from engagement.accounts.people import Person
from engagement.accounts.roles import IN_WORDS, May, Role
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import AtMost, Filled, Form, one_of, reason_field
from engagement.officers.guard import confirmed, current_officer, needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

EVERYWHERE = "all"
INVITATION_STATES = {
    InvitationState.WAITING: "The letter is about to be sent",
    InvitationState.SENDING: "The letter was handed over; whether it arrived is not known",
    InvitationState.SENT: "Invited by mail",
    InvitationState.FAILED: "The letter could not be sent",
    InvitationState.USED: "Has chosen a password",
}


def role_field() -> RadioField:
    """Which role, each with what it does."""
    names = [(role.value, f"{name}: {does}") for role, (name, does) in IN_WORDS.items()]
    return one_of("Role", names, "Choose a role.")


class FindForm(Form):
    """A name or an address to look for. Posted, so that neither is ever in a link or a log."""

    find = StringField("Find an officer", widget=GovTextInput(), description="Part of a name or an email address.")


class AppointForm(Form):
    """A role, and for what."""

    role = role_field()
    where = SelectField("For which consultation?", widget=GovSelect(), validate_choice=False)

    def offer(self, titles: Mapping[uuid.UUID, str]) -> None:
        """Fill in the consultations that can be chosen."""
        offered = {EVERYWHERE: "All consultations of the council"} | {str(key): titles[key] for key in titles}
        self.where.choices = [SelectChoice(key, title) for key, title in offered.items()]
        self.offered = frozenset(offered)

    @property
    def consultation_id(self) -> uuid.UUID | None:
        """The consultation that was chosen; None for all. Raises NotFound for one that was not offered."""
        if self.where.data not in self.offered:
            raise NotFound("There is no such consultation.")
        return None if self.where.data == EVERYWHERE else uuid.UUID(self.where.data)


class InviteForm(AppointForm):
    """Who, and as what."""

    name = StringField("Name", widget=GovTextInput(), validators=[Filled("Enter a name."), AtMost(120)])
    email = EmailField("Email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")])


class ReasonForm(Form):
    """Why."""

    reason = reason_field("Why?")


@blueprint.route("/people", methods=["GET", "POST"])
@needs(May.OFFICERS)
def officers() -> str:
    """Every officer of the council, or those that were looked for."""
    form = FindForm()
    find = (form.find.data or "").strip() if form.validate_on_submit() else ""
    return render_template(
        "officers/officers.html",
        form=form,
        people=people.listing(db.session(), current_officer().council_id, find),
        find=find,
        in_words=partial(_in_words, _titles()),
    )


@blueprint.route("/people/invite", methods=["GET", "POST"])
@needs(May.OFFICERS)
@confirmed
def invite_officer() -> ResponseReturnValue:
    """Add an officer, who gets a link by mail."""
    form = InviteForm()
    form.offer(_titles())
    if form.validate_on_submit():
        role, where = Role(form.role.data), form.consultation_id
        try:
            with unit_of_work() as work:
                officer = people.invite(
                    work,
                    current_officer().council_id,
                    email=form.email.data or "",
                    name=(form.name.data or "").strip(),
                    role=role,
                    consultation_id=where,
                    now=clock.now(),
                )
                note(work, "officer invited", officer=str(officer.id), role=role, where=str(where or EVERYWHERE))
        except Refused as error:
            form.refuse(form.email, str(error))
        else:
            flash("The invitation is on its way. Its link works for 7 days.", "success")
            return redirect(url_for("officers.officer", officer_id=officer.id))
    return render_template("officers/officer_invite.html", form=form, errors=form.faults)


@blueprint.route("/people/<uuid:officer_id>", methods=["GET", "POST"])
@needs(May.OFFICERS)
@confirmed
def officer(officer_id: uuid.UUID) -> ResponseReturnValue:
    """One officer, and a further role for them."""
    form, titles = AppointForm(), _titles()
    form.offer(titles)
    if form.validate_on_submit():
        role, where = Role(form.role.data), form.consultation_id

        def appoint(work: Session, person: Person) -> None:
            appointments.appoint(work, person.officer, role, where)
            note(work, "officer appointed", officer=str(officer_id), role=role, where=str(where or EVERYWHERE))

        return _change(officer_id, appoint, "The role is given.")
    return render_template(
        "officers/officer.html",
        person=people.one(db.session(), current_officer().council_id, officer_id),
        form=form,
        errors=form.faults,
        in_words=partial(_in_words, titles),
        invitation_states=INVITATION_STATES,
        me=current_officer().id,
    )


@blueprint.post("/people/<uuid:officer_id>/appointments/<uuid:appointment_id>/end")
@needs(May.OFFICERS)
@confirmed
def end_appointment(officer_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role away."""

    def end(work: Session, person: Person) -> None:
        ended = people.end_appointment(work, person, appointment_id, by=current_officer())
        where = str(ended.consultation_id or EVERYWHERE)
        note(work, "appointment ended", officer=str(officer_id), role=ended.role, where=where)

    return _change(officer_id, end, "The role is taken away.")


@blueprint.post("/people/<uuid:officer_id>/invite-again")
@needs(May.OFFICERS)
@confirmed
def invite_again(officer_id: uuid.UUID) -> ResponseReturnValue:
    """Send a fresh link, for somebody whose link is lost or who forgot the password."""

    def invite(work: Session, person: Person) -> None:
        inviting.ask(work, person.officer, clock.now())
        note(work, "officer invited again", officer=str(officer_id))

    return _change(officer_id, invite, "A fresh link is on its way. It works for 7 days. Older links have ended.")


@blueprint.post("/people/<uuid:officer_id>/deactivate")
@needs(May.OFFICERS)
@confirmed
def deactivate_officer(officer_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody in no more, at once."""

    def deactivate(work: Session, person: Person) -> None:
        people.deactivate(work, person, by=current_officer())
        note(work, "officer deactivated", officer=str(officer_id))

    return _change(officer_id, deactivate, "Their access is ended and they are signed out everywhere.")


@blueprint.post("/people/<uuid:officer_id>/reactivate")
@needs(May.OFFICERS)
@confirmed
def reactivate_officer(officer_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody in again."""

    def reactivate(work: Session, person: Person) -> None:
        people.reactivate(work, person)
        note(work, "officer reactivated", officer=str(officer_id))

    return _change(officer_id, reactivate, "They may sign in again, with the roles that they had.")


@blueprint.route("/people/<uuid:officer_id>/reset", methods=["GET", "POST"])
@needs(May.OFFICERS)
@confirmed
def reset_factors(officer_id: uuid.UUID) -> ResponseReturnValue:
    """Take away the second factors of somebody who lost them."""
    form = ReasonForm()
    if form.validate_on_submit():

        def reset(work: Session, person: Person) -> None:
            people.reset_factors(work, person)
            note(work, "second factors reset", officer=str(officer_id), reason=form.reason.data)

        return _change(officer_id, reset, "They set up a new second factor when they next sign in.")
    person = people.one(db.session(), current_officer().council_id, officer_id)
    return render_template("officers/officer_reset.html", person=person, form=form, errors=form.faults)


def _change(officer_id: uuid.UUID, change: Callable[[Session, Person], None], done: str) -> ResponseReturnValue:
    """Change something about one officer of the council and say so, or say why not."""
    try:
        with unit_of_work() as work:
            change(work, people.one(work, current_officer().council_id, officer_id))
    except Refused as error:
        flash(str(error), "error")
    else:
        flash(done, "success")
    return redirect(url_for("officers.officer", officer_id=officer_id))


def _in_words(titles: Mapping[uuid.UUID, str], held: Appointment) -> str:
    """What somebody is appointed as, and for what."""
    where = "all consultations" if held.consultation_id is None else titles[held.consultation_id]
    return f"{IN_WORDS[Role(held.role)][0]}, {where}"


def _titles() -> dict[uuid.UUID, str]:
    return {row.id: row.title for row in scope.consultations(db.session(), current_officer())}
