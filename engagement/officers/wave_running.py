"""A letter while it runs: how far it has come, and its own pause."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.correspondence import running
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.running import Progress
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, needs
from engagement.officers.ledger import STATE_NAMES
from engagement.officers.mail_status import status_for
from engagement.officers.notes import note
from engagement.officers.recipients import ConfirmForm
from engagement.officers.waves import find_wave, name_of, refuse_if_more_than
from engagement.outbox import holds, hours
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/letters/<uuid:wave_id>"
SECONDS = 10


@blueprint.get(f"{ADDRESS}/progress")
@needs(May.LOOK)
def wave_progress(slug: str, wave_id: uuid.UUID) -> str:
    """How far a letter has come. The page keeps itself up to date only where that is asked for."""
    consultation, wave = _found(slug, wave_id)
    now = clock.now()
    progress = running.progress(db.session(), wave, now)
    return render_template(
        "officers/wave_progress.html",
        consultation=consultation,
        wave=wave,
        name=name_of(consultation, wave),
        progress=progress,
        state_names=STATE_NAMES,
        held=_is_held(wave),
        paused=status_for(db.session(), current_officer(), now).paused,
        goes_on_at=None if hours.letters_may_leave(now) else hours.next_permitted(now),
        seconds=SECONDS if "refresh" in request.args and progress.waiting else None,
        at=now,
    )


@blueprint.post(f"{ADDRESS}/pause")
@needs(May.RUN)
def pause_wave(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Let nothing more of a letter leave until somebody resumes it."""
    consultation, wave = _found(slug, wave_id)
    with unit_of_work() as session:
        session.refresh(wave, with_for_update=True)
        if wave.state == WaveState.CANCELLED:
            raise Refused("This letter is cancelled, so there is nothing to pause.")
        if holds.hold(session, wave.id, clock.now()):
            note(session, "wave paused", consultation, wave=str(wave.id))
    flash("The letter is paused. What waits stays where it is; what is at the mail server already goes.", "success")
    return redirect(url_for("officers.wave", slug=slug, wave_id=wave_id))


@blueprint.route(f"{ADDRESS}/resume", methods=["GET", "POST"])
@needs(May.RUN)
def resume_wave(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Let a letter leave again, to no more than the page said would get it now."""
    consultation, wave = _found(slug, wave_id)
    if not _is_held(wave):
        raise Refused("This letter is not paused.")
    if not ConfirmForm().validate_on_submit():
        return render_template(
            "officers/wave_resume.html",
            consultation=consultation,
            wave=wave,
            name=name_of(consultation, wave),
            size=_size(wave),
        )
    with unit_of_work() as session:
        session.refresh(wave, with_for_update=True)
        size = _size(wave)
        refuse_if_more_than(size)
        if wave.state in (WaveState.PLANNED, WaveState.STOPPED):
            planning.announce(session, wave, clock.now())
        holds.let_go(session, wave.id)
        note(session, "wave resumed", consultation, wave=str(wave.id), size=size)
    flash(f"The letter goes on, to {size:,} {'contact' if size == 1 else 'contacts'}.", "success")
    return redirect(url_for("officers.wave", slug=slug, wave_id=wave_id))


def _found(slug: str, wave_id: uuid.UUID) -> tuple[Consultation, Wave]:
    consultation = consultations.find(db.session(), slug)
    return consultation, find_wave(db.session(), consultation, wave_id)


def _is_held(wave: Wave) -> bool:
    return wave.id in holds.held(db.session(), [wave.id])


def _size(wave: Wave) -> int:
    """How many would get it if it went on now: those who wait, or all who are wanted if none has a message yet."""
    if wave.launched_at is None:
        return planning.preview(db.session(), wave, clock.now()).will
    progress: Progress = running.progress(db.session(), wave, clock.now())
    return progress.waiting + progress.later
