"""A letter that has not begun to leave is moved to another time, or sent as a test to the officer."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.deadlines import LONDON, at_london, day_in_words, london_day, moment_in_words
from engagement.consultations.models import Consultation
from engagement.correspondence import edited, trials
from engagement.correspondence import waves as planning
from engagement.correspondence.models import MOVABLE, Wave
from engagement.councils.school_days import closed_days
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Filled, Form, one_of
from engagement.officers.guard import current_officer, needs
from engagement.officers.letter_words import letter_of
from engagement.officers.notes import note
from engagement.officers.waves import find_wave, name_of
from engagement.outbox import hours
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work
from engagement.written_days import read_day

# Each hour at which a letter may begin to leave, in London.
HOURS = {str(hour): f"{(hour - 1) % 12 + 1}{'am' if hour < 12 else 'pm'}" for hour in range(9, 17)}
A_TEST_LEAVES = "A test is on its way to your own address. Its links are nobody's."


class MoveForm(Form):
    """A day and an hour in London."""

    day = StringField(
        "Day", widget=GovTextInput(), description="For example, 2 July 2025", validators=[Filled("Enter a day.")]
    )
    hour = one_of("Time", HOURS.items(), "Choose a time.")


@blueprint.route("/consultations/<slug>/letters/<uuid:wave_id>/move", methods=["GET", "POST"])
@needs(May.RUN)
def move_wave(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Move a letter to another time within its limits."""
    consultation = consultations.find(db.session(), slug)
    wave = find_wave(db.session(), consultation, wave_id)
    if wave.state not in MOVABLE:
        raise Refused("Only a letter that has not begun to leave can be moved.")
    due = wave.due_at.astimezone(LONDON)
    form = MoveForm(data={"day": f"{due.day} {due:%B %Y}", "hour": str(due.hour)})
    if form.validate_on_submit() and _moved(form, consultation, wave):
        return redirect(url_for("officers.wave", slug=slug, wave_id=wave_id), 303)
    return render_template(
        "officers/wave_move.html",
        consultation=consultation,
        wave=wave,
        name=name_of(consultation, wave),
        form=form,
        errors=form.faults,
    )


@blueprint.post("/consultations/<slug>/letters/<uuid:wave_id>/test")
@needs(May.RUN)
def test_wave(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Send the exact letter of a wave to the signed-in officer."""
    consultation = consultations.find(db.session(), slug)
    wave = find_wave(db.session(), consultation, wave_id)
    _send_test(consultation, wave.template)
    return redirect(url_for("officers.wave", slug=slug, wave_id=wave_id))


@blueprint.post("/consultations/<slug>/letters/<any(schools, families):audience>/<name>/test")
@needs(May.WRITE)
def test_words(slug: str, audience: AudienceName, name: str) -> ResponseReturnValue:
    """Send a letter as it was saved last to the signed-in officer."""
    consultation = consultations.find(db.session(), slug)
    _send_test(consultation, edited.pinned(db.session(), consultation.id, letter_of(audience, name)))
    return redirect(url_for("officers.letter_words", slug=slug, audience=audience, name=name))


def _moved(form: MoveForm, consultation: Consultation, wave: Wave) -> bool:
    day = read_day(form.day.data or "")
    if day is None:
        form.refuse(form.day, "Enter a day such as 2 July 2025.")
        return False
    wanted = at_london(day, hours.OPENS.replace(hour=int(form.hour.data)))
    try:
        with unit_of_work() as session:
            session.refresh(wave, with_for_update=True)
            before = wave.due_at
            planning.reschedule(session, wave, consultation, wanted, clock.now())
            note(
                session,
                "wave moved",
                consultation,
                wave=str(wave.id),
                before=before.isoformat(),
                after=wave.due_at.isoformat(),
            )
    except Refused as refusal:
        form.refuse(form.day, str(refusal))
        return False
    sentence = f"The letter leaves at {moment_in_words(wave.due_at)}."
    if wave.due_at != wanted:
        sentence += f" No letter leaves on {day_in_words(day)}."
    closed = next((closed for closed in closed_days(consultation.council) if london_day(wave.due_at) in closed), None)
    if closed is not None and wave.audience == "schools":
        sentence += f" Schools are closed then: {closed.name}."
    flash(sentence, "success")
    return True


def _send_test(consultation: Consultation, template: str) -> None:
    with unit_of_work() as session:
        trials.send_test(session, consultation, template=template, email=current_officer().email, now=clock.now())
        note(session, "test letter sent", consultation, template=template)
    flash(A_TEST_LEAVES, "success")
