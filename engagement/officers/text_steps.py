"""What else a reader does about a text: redact it, hold it back, pass a worry on, note something, reopen it."""

import uuid
from typing import Literal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from sqlalchemy.orm import Session
from wtforms import HiddenField, StringField, TextAreaField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.moderation import deciding
from engagement.moderation.deciding import REDACTED_NAMES, WORRY_NAMES, Redacted, Worry
from engagement.moderation.models import FreeText
from engagement.moderation.reading import Reading
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import AtMost, Filled, Form, one_of
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.texts import ADDRESS, opened, shown
from engagement.unit_of_work import unit_of_work
from engagement.written_days import read_day

LONGEST_NOTE = 2_000
StepName = Literal["redact", "hold", "refer", "note", "reopen"]
# What stands over the page of each step, on its button, and what is said once it is done.
WORDS: dict[StepName, tuple[str, str, str]] = {
    "redact": ("Take out what identifies somebody", "Send it to a second person", "A second person looks at it now."),
    "hold": ("Hold this text back", "Hold it back", "The text is held back."),
    "refer": ("Write down that you passed it on", "Save", "It is written down."),
    "note": ("Add a note", "Add the note", "The note is added."),
    "reopen": ("Have this text read again", "Reopen it", "The text is in the queue again."),
}


def _note_field(label: str, *, needed: bool) -> TextAreaField:
    validators = [Filled("Write something."), AtMost(LONGEST_NOTE)] if needed else [AtMost(LONGEST_NOTE)]
    return TextAreaField(label, widget=GovTextArea(), validators=validators)


class StepForm(Form):
    """Something that is done about a text as it was read."""

    digest = HiddenField()


class NoteForm(StepForm):
    """Words for those who read the queue after you."""

    note = _note_field("What should others who read the queue know?", needed=True)


class ReopenForm(StepForm):
    """Why a text is read anew."""

    note = _note_field("Why should it be read again?", needed=True)


class HoldForm(StepForm):
    """Words about a text that nobody else sees."""

    note = _note_field("Why do you hold it back? (optional)", needed=False)


class RedactForm(StepForm):
    """The text with parts taken out."""

    redacted = TextAreaField(
        "The text without what identifies somebody",
        widget=GovTextArea(),
        description="Put a word in square brackets in place of what you take out: [name], [place], [school], [number], "
        "[condition]. Leave everything else as it was written.",
        validators=[Filled("Enter what may be seen of the text.")],
    )
    because = one_of("Why do you take it out?", REDACTED_NAMES.items(), "Choose why you take it out.")


class ReferForm(StepForm):
    """Who was told, and when. The system tells nobody."""

    worry = one_of("What is it about?", WORRY_NAMES.items(), "Choose what it is about.")
    told = StringField(
        "Who did you tell?",
        widget=GovTextInput(),
        description="Their name and post. It is kept sealed.",
        validators=[Filled("Enter who you told."), AtMost(200)],
    )
    told_on = StringField("On which day?", widget=GovTextInput(), description="For example 27 June 2025, or 27/6/2025.")
    reference = StringField(
        "Reference there (optional)",
        widget=GovTextInput(),
        description="The number of the referral, no names.",
        validators=[AtMost(60)],
    )
    note = _note_field("Anything else (optional)", needed=False)


FORMS: dict[StepName, type[StepForm]] = {
    "redact": RedactForm,
    "hold": HoldForm,
    "refer": ReferForm,
    "note": NoteForm,
    "reopen": ReopenForm,
}


@blueprint.route(f"{ADDRESS}/<uuid:text_id>/<any(redact, hold, refer, note, reopen):step>", methods=["GET", "POST"])
@needs(May.READ_TEXTS)
def text_step(slug: str, text_id: uuid.UUID, step: StepName) -> ResponseReturnValue:
    """One step about a text, which stands above the form."""
    consultation = consultations.find(db.session(), slug)
    text, found, _ = opened(consultation, text_id)
    form = FORMS[step]()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                held = deciding.hold(
                    session, consultation, text_id, form.digest.data or "", current_officer(), clock.now()
                )
                _do(session, consultation, held, found, step, form)
        except Refused as error:
            form.refuse(next(field for field in form if field.type != "HiddenField"), str(error))
        else:
            flash(WORDS[step][2], "success")
            return redirect(url_for("officers.read_text", slug=slug, text_id=text_id), 303)
    if isinstance(form, RedactForm) and not form.is_submitted():
        form.redacted.data = found.words
    title, button, _ = WORDS[step]
    return render_template(
        "officers/text_step.html",
        consultation=consultation,
        step=step,
        title=title,
        button=button,
        form=form,
        errors=form.faults,
        **shown(consultation, text, found),
    )


def _do(
    session: Session, consultation: Consultation, text: FreeText, found: Reading, step: StepName, form: StepForm
) -> None:
    by, now = current_officer(), clock.now()
    detail: dict[str, str | None] = {}
    if isinstance(form, RedactForm):
        detail["because"] = form.because.data
        because = Redacted(form.because.data)
        deciding.propose(session, text, found.words, form.redacted.data or "", because, by=by, now=now)
    elif isinstance(form, HoldForm):
        deciding.keep_back(session, text, note=form.note.data or "", by=by, now=now)
    elif isinstance(form, NoteForm):
        deciding.note(session, text, note=form.note.data or "", by=by, now=now)
    elif isinstance(form, ReopenForm):
        deciding.reopen(session, text, note=form.note.data or "", by=by, now=now)
    elif isinstance(form, ReferForm):
        _refer(session, text, form)
        detail |= {"worry": form.worry.data, "reference": (form.reference.data or "").strip() or None}
    note(session, f"text: {step}", consultation, text=str(text.id), **detail)


def _refer(session: Session, text: FreeText, form: ReferForm) -> None:
    told_on = read_day(form.told_on.data or "")
    if told_on is None:
        raise Refused("Enter the day on which you told them, for example 27 June 2025.")
    deciding.refer(
        session,
        text,
        Worry(form.worry.data),
        told=(form.told.data or "").strip(),
        told_on=told_on,
        reference=(form.reference.data or "").strip(),
        note=form.note.data or "",
        by=current_officer(),
        now=clock.now(),
    )
