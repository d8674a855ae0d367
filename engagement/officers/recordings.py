"""Recordings: somebody's own voice for the texts that young people are asked, instead of a device's."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput

from engagement import preparing
from engagement.accounts.roles import May
from engagement.consultations import recordings as kept
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.consultations.preparations import VOICE
from engagement.errors import NotFound, Refused
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.questionnaires.translation import Text
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/recordings"


class RecordingForm(Form):
    """A sound file of one text."""

    file = FileField(
        "Sound file",
        widget=GovFileInput(),
        description="MP3, OGG or WAV, up to 1 MB. Read only the words above, slowly and calmly.",
        validators=[FileRequired("Choose a sound file.")],
    )


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@needs(May.WRITE)
def recordings(slug: str) -> ResponseReturnValue:
    """Every text of the version that young people are given now, and whether it can be heard."""
    consultation = consultations.find(db.session(), slug)
    version = versions.current(db.session(), consultation.id, "young_people")
    form = Form()
    if version and form.validate_on_submit():
        with unit_of_work() as session:
            kept.remove_prepared(session, version.id)
            note(session, "prepared voice asked for again", consultation, version=version.number)
        flash("The voice will be prepared again within a few minutes.", "success")
        return redirect(url_for("officers.recordings", slug=slug), 303)
    return render_template(
        "officers/recordings.html",
        consultation=consultation,
        version=version,
        texts=_texts(version) if version else [],
        heard=kept.of_version(db.session(), version.id) if version else {},
        voice=next((each for each in preparing.progress(Consultation.slug == slug) if each.thing.name == VOICE), None),
        form=form,
    )


@blueprint.route(f"{ADDRESS}/<text_key>", methods=["GET", "POST"])
@needs(May.WRITE)
def recording(slug: str, text_key: str) -> ResponseReturnValue:
    """One text: give it a recording, or another one."""
    consultation, version, text = _find(slug, text_key)
    form = RecordingForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                kept.keep(session, version.id, text_key, form.file.data.read())
                note(session, "recording added", consultation, version=version.number, text=text_key)
        except Refused as refusal:
            form.refuse(form.file, str(refusal))
        else:
            flash("The recording is kept. Listen to it once.", "success")
            return redirect(url_for("officers.recording", slug=slug, text_key=text_key), 303)
    return render_template(
        "officers/recording.html",
        consultation=consultation,
        version=version,
        text=text,
        form=form,
        errors=form.faults,
        prepared=kept.of_version(db.session(), version.id).get(text_key),
    )


@blueprint.route(f"{ADDRESS}/<text_key>/remove", methods=["GET", "POST"])
@needs(May.WRITE)
def recording_remove(slug: str, text_key: str) -> ResponseReturnValue:
    """Asks once, then takes the recording away."""
    consultation, version, text = _find(slug, text_key)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            kept.remove(session, version.id, text_key)
            note(session, "recording removed", consultation, version=version.number, text=text_key)
        flash("The recording is removed.", "success")
        return redirect(url_for("officers.recordings", slug=slug), 303)
    return render_template("officers/recording_remove.html", consultation=consultation, text=text)


def _find(slug: str, text_key: str) -> tuple[Consultation, QuestionnaireVersion, Text]:
    consultation = consultations.find(db.session(), slug)
    version = versions.current(db.session(), consultation.id, "young_people")
    text = next((text for text in _texts(version) if text.context == text_key), None) if version else None
    if version is None or text is None:
        raise NotFound("There is no such text in the present version.")
    return consultation, version, text


def _texts(version: QuestionnaireVersion) -> list[Text]:
    return kept.texts_heard(versions.compiled(db.session(), version.id))
