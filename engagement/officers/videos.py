"""BSL videos: questions in British Sign Language, given by officers for the pages of every audience."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations import videos as kept
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.errors import NotFound, Refused
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.questionnaires.definition import Question
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/videos"
# A little more than the largest video is taken in, so that a form can say what is wrong with it.
LARGEST_REQUEST = kept.LARGEST + 10_000_000


class VideoForm(Form):
    """A video of one question."""

    file = FileField(
        "Video file",
        widget=GovFileInput(),
        description=f"MP4 or WebM, up to {kept.LARGEST // 1_000_000} MB. It is shown as it is, so check that it plays.",
        validators=[FileRequired("Choose a video file.")],
    )


@blueprint.url_value_preprocessor
def make_room(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Take in more than elsewhere where officers, and nobody else, send a video; refuse more than that unread."""
    if endpoint == "officers.video" and current_user.is_authenticated:
        request.max_content_length = LARGEST_REQUEST
        if (request.content_length or 0) > LARGEST_REQUEST:
            raise kept.too_large(request.content_length or 0)


@blueprint.get(ADDRESS)
@needs(May.WRITE)
def videos(slug: str) -> str:
    """Every question that is asked now, and whether it has a video."""
    session = db.session()
    consultation = consultations.find(session, slug)
    asked = [
        versions.current(session, consultation.id, name) for name in versions.audiences_asked(session, consultation.id)
    ]
    return render_template(
        "officers/videos.html",
        consultation=consultation,
        asked=[
            (
                version,
                list(versions.compiled(session, version.id).questions()),
                kept.of_version(consultation, version.id),
            )
            for version in asked
            if version is not None
        ],
    )


@blueprint.route(f"{ADDRESS}/<uuid:version_id>/<question_key>", methods=["GET", "POST"])
@needs(May.WRITE)
def video(slug: str, version_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    """One question: give it a video, or another one."""
    consultation, version, question = _find(slug, version_id, question_key)
    form = VideoForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                kept.keep(session, consultation, version.id, question.key, form.file.data.read())
                note(session, "video added", consultation, version=version.number, question=question.key)
        except Refused as refusal:
            form.refuse(form.file, str(refusal))
        else:
            flash("The video is kept. Watch it once.", "success")
            return redirect(request.url, 303)
    return render_template(
        "officers/video.html",
        consultation=consultation,
        version=version,
        question=question,
        form=form,
        errors=form.faults,
        digest=kept.of_version(consultation, version.id).get(question.key),
    )


@blueprint.route(f"{ADDRESS}/<uuid:version_id>/<question_key>/remove", methods=["GET", "POST"])
@needs(May.WRITE)
def video_remove(slug: str, version_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    """Asks once, then takes the video away."""
    consultation, version, question = _find(slug, version_id, question_key)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            kept.remove(session, consultation, version.id, question.key)
            note(session, "video removed", consultation, version=version.number, question=question.key)
        flash("The video is removed.", "success")
        return redirect(url_for("officers.videos", slug=slug), 303)
    return render_template("officers/video_remove.html", consultation=consultation, version=version, question=question)


def _find(slug: str, version_id: uuid.UUID, question_key: str) -> tuple[Consultation, QuestionnaireVersion, Question]:
    session = db.session()
    consultation = consultations.find(session, slug)
    version = session.get(QuestionnaireVersion, version_id)
    if version is None or version.consultation_id != consultation.id:
        raise NotFound("There is no such version.")
    asked = versions.compiled(session, version.id).questions()
    question = next((question for question in asked if question.key == question_key), None)
    if question is None:
        raise NotFound("There is no such question in this version.")
    return consultation, version, question
