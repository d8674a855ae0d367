"""Inviting at once: everybody of an audience who is not invited yet, after their number has been seen."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.deadlines import moment_in_words
from engagement.consultations.models import Consultation
from engagement.correspondence import edited
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.recipients import ConfirmForm
from engagement.officers.waves import page_of, refuse_if_more_than
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work


@blueprint.route("/consultations/<slug>/letters/<any(schools, families):audience>/invite-now", methods=["GET", "POST"])
@needs(May.RUN)
def invite_now(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """Launch the invitations at the next moment at which letters may leave, once the number has been seen."""
    consultation = consultations.find(db.session(), slug)
    form = ConfirmForm()
    if form.validate_on_submit():
        wave = _plan_now(consultation, audience)
        flash(f"The invitations leave from {moment_in_words(wave.due_at)}.", "success")
        return redirect(url_for("officers.waves", slug=slug))
    wave = Wave(
        consultation_id=consultation.id,
        audience=audience,
        kind=MessageKind.INVITATION,
        due_at=clock.now(),
        template=edited.pinned(db.session(), consultation.id, f"{audience}/{MessageKind.INVITATION}"),
    )
    return page_of(consultation, wave, "officers/invite_now.html", audience=audience)


def _plan_now(consultation: Consultation, audience: AudienceName) -> Wave:
    """Plan the invitations for the next moment, to no more than the page said."""
    now = clock.now()
    with unit_of_work() as session:
        planned = planning.plan(
            session, consultation=consultation, audience=audience, kind=MessageKind.INVITATION, due_at=now, now=now
        )
        refuse_if_more_than(planned.announced_size)
        note(
            session, "wave planned", consultation, wave=str(planned.id), kind=planned.kind, size=planned.announced_size
        )
    return planned
