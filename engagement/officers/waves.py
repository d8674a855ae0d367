"""Letters: the proposed schedule, what is planned, and each step only after its numbers have been shown."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.correspondence import edited, letters
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.proposals import still_open
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.officers import recipients
from engagement.officers.blueprint import blueprint
from engagement.officers.contacts import WRITTEN_TO
from engagement.officers.guard import needs
from engagement.officers.letter_words import LETTER_NAMES
from engagement.officers.notes import note
from engagement.officers.overview import waves_of
from engagement.officers.query import agreed_to
from engagement.outbox import holds
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work

KIND_NAMES = {
    MessageKind.INVITATION: "Invitation",
    MessageKind.REMINDER: "Reminder",
    MessageKind.NOTE: "Note about young people",
    MessageKind.NEW_DEADLINE: "Notice of the new deadline",
    MessageKind.NEW_ANSWERS: "Notice of questions and answers",
}


@blueprint.get("/consultations/<slug>/letters")
@needs(May.LOOK)
def waves(slug: str) -> str:
    """What is planned for each audience, and what the schedule proposes besides."""
    consultation = consultations.find(db.session(), slug)
    existing = waves_of(db.session(), consultation)
    asked = versions.audiences_asked(db.session(), consultation.id)
    return render_template(
        "officers/waves.html",
        consultation=consultation,
        audiences=[
            (
                audience,
                [wave for wave in existing if wave.audience == audience],
                still_open(consultation, audience, existing, clock.now()),
            )
            for audience in WRITTEN_TO
            if audience in asked
        ],
        name_of=name_of,
        invited=_audiences_invited(existing),
        editable=edited.EDITABLE,
        held=holds.held(db.session(), [wave.id for wave in existing]),
        letter_names=LETTER_NAMES,
        waiting=_waiting(consultation),
    )


@blueprint.get("/consultations/<slug>/letters/<uuid:wave_id>")
@needs(May.CONTACTS)
def wave(slug: str, wave_id: uuid.UUID) -> str:
    """One letter: its words, who will get it, who will not and why."""
    consultation = consultations.find(db.session(), slug)
    return page_of(consultation, find_wave(db.session(), consultation, wave_id), "officers/wave.html")


@blueprint.route("/consultations/<slug>/letters/<uuid:wave_id>/cancel", methods=["GET", "POST"])
@needs(May.RUN)
def cancel_wave(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel a letter, or as much of it as has not left, once that is confirmed."""
    consultation = consultations.find(db.session(), slug)
    found = find_wave(db.session(), consultation, wave_id)
    if not recipients.ConfirmForm().validate_on_submit():
        _refuse_unless_left(consultation, found)
        return render_template(
            "officers/wave_cancel.html", consultation=consultation, wave=found, name=name_of(consultation, found)
        )
    with unit_of_work() as session:
        session.refresh(found, with_for_update=True)
        _refuse_unless_left(consultation, found)
        stopped = planning.cancel(session, found, clock.now())
        note(session, "wave cancelled", consultation, wave=str(found.id), stopped=stopped)
    flash(f"The letter is cancelled. {stopped:,} that waited will not leave.", "success")
    return redirect(url_for("officers.waves", slug=slug))


@blueprint.post("/consultations/<slug>/letters/<uuid:wave_id>/announce")
@needs(May.RUN)
def announce_wave(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Let a letter that stopped go to as many as would get it now."""
    consultation = consultations.find(db.session(), slug)
    found = find_wave(db.session(), consultation, wave_id)
    with unit_of_work() as session:
        session.refresh(found, with_for_update=True)
        if found.state != WaveState.STOPPED:
            raise Refused("Only a letter that has stopped can be let go.")
        planning.announce(session, found, clock.now())
        refuse_if_more_than(found.announced_size)
        note(session, "wave let go", consultation, wave=str(found.id), size=found.announced_size)
    flash(f"The letter goes to {found.announced_size:,} contacts.", "success")
    return redirect(url_for("officers.waves", slug=slug))


@blueprint.post("/consultations/<slug>/letters/<uuid:wave_id>/words")
@needs(May.RUN)
def renew_words(slug: str, wave_id: uuid.UUID) -> ResponseReturnValue:
    """Give a planned letter the words that officers have written since."""
    consultation = consultations.find(db.session(), slug)
    found = find_wave(db.session(), consultation, wave_id)
    with unit_of_work() as session:
        session.refresh(found, with_for_update=True)
        edited.renew(session, found)
        note(session, "wave given newer words", consultation, wave=str(found.id), template=found.template)
    flash("The letter has the newest words now.", "success")
    return redirect(url_for("officers.wave", slug=slug, wave_id=wave_id))


def name_of(consultation: Consultation, wave: Wave) -> str:
    """What officers call a letter: as the schedule does, or its kind and number."""
    for audience in WRITTEN_TO:
        for proposed in planning.propose(consultation, audience):
            if (audience, proposed.kind, proposed.due_at) == (wave.audience, wave.kind, wave.due_at):
                return proposed.name
    name = KIND_NAMES[MessageKind(wave.kind)]
    return f"{name} {wave.occurrence}" if wave.kind == MessageKind.REMINDER else name


def page_of(consultation: Consultation, wave: Wave, template: str, **values: object) -> str:
    """A page about a letter: its words, and who will get it and who will not."""
    return render_template(
        template,
        consultation=consultation,
        wave=wave,
        name=name_of(consultation, wave),
        letter=letters.preview_of(
            wave.template, consultation, edited.words_of(db.session(), consultation.id, wave.template)
        ),
        version=wave.template.partition("@")[2],
        newer=edited.pinned(db.session(), consultation.id, edited.base_of(wave.template)) != wave.template,
        people=recipients.of(consultation, wave),
        waiting=_waiting(consultation),
        editable=edited.EDITABLE,
        held=wave.id in holds.held(db.session(), [wave.id]),
        **values,
    )


def _waiting(consultation: Consultation) -> dict[uuid.UUID | None, int]:
    """How many messages of each letter have not left, by wave; letters without any are not there."""
    return dict(
        db.session.execute(
            select(Message.wave_id, func.count())
            .where(Message.consultation_id == consultation.id, Message.state == MessageState.PENDING)
            .group_by(Message.wave_id)
        ).all()
    )


def _refuse_unless_left(consultation: Consultation, wave: Wave) -> None:
    if wave.state == WaveState.CANCELLED or (wave.launched_at and wave.id not in _waiting(consultation)):
        raise Refused("Nothing of this letter is left to cancel.")


def refuse_if_more_than(size: int) -> None:
    """An officer agreed to the number on the page, so no more than that may get the letter. Raises Refused."""
    if not agreed_to(size):
        raise Refused("More contacts would get it now than the page said. Go back, look at the number and confirm it.")


def _audiences_invited(existing: list[Wave]) -> set[str]:
    return {
        wave.audience for wave in existing if wave.kind == MessageKind.INVITATION and wave.state != WaveState.CANCELLED
    }


def find_wave(session: Session, consultation: Consultation, wave_id: uuid.UUID) -> Wave:
    """A letter of this consultation. Raises NotFound for any other."""
    found = session.scalar(select(Wave).where(Wave.id == wave_id, Wave.consultation_id == consultation.id))
    if found is None:
        raise NotFound("There is no such letter in this consultation.")
    return found
