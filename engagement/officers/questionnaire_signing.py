"""Signing off a questionnaire that others wrote, and publishing what was signed off."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import publishing
from engagement.consultations.carrying import LeftBehind
from engagement.consultations.deadlines import london_day
from engagement.consultations.publishing import TRIED_FIRST, Trial
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.day_fields import day_field
from engagement.officers.fields import AtMost, Filled, Form
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.query import whole_number
from engagement.officers.questionnaire_versions import changes_of
from engagement.officers.questionnaires import OF_AUDIENCE, variant
from engagement.questionnaires import wording
from engagement.unit_of_work import unit_of_work

MOST_PEOPLE = 9_999


def how_many(form: Form, field: Field) -> None:
    """Checks that a number of people was typed."""
    if not 0 < (whole_number((field.data or "").strip()) or 0) <= MOST_PEOPLE:
        raise ValidationError("Enter how many young people tried it, in digits, for example 6.")


class SignOffForm(Form):
    """The proof that the button was pressed."""

    @property
    def trial(self) -> Trial | None:
        """What is told of a trial, where one is needed."""
        return None


class TriedForm(SignOffForm):
    """With whom it was tried, and what came of it."""

    tried_by = StringField(
        "Who tried it with them?",
        widget=GovTextInput(),
        description="Their name or role. Do not name any young person.",
        validators=[Filled("Say who tried it with young people."), AtMost(200)],
    )
    tried_with = StringField("How many young people tried it?", widget=GovTextInput(), validators=[how_many])
    tried_on = day_field("On which day?", "For a trial over several days, the last one.")
    changed_after = TextAreaField(
        "What was changed after it?",
        widget=GovTextArea(),
        description='Say so if nothing was: "Nothing, all of them understood it".',
        validators=[Filled("Say what was changed after it, or that nothing was."), AtMost(2_000)],
    )

    def validate_tried_on(self, field: Field) -> None:
        """A trial lies in the past."""
        if field.data is not None and field.data > london_day(clock.now()):
            raise ValidationError("That day has not come yet. Enter the day on which they tried it.")

    @property
    def trial(self) -> Trial | None:
        """What is told of the trial."""
        assert self.tried_on.data is not None
        return Trial(
            str(self.tried_by.data).strip(),
            int(str(self.tried_with.data)),
            self.tried_on.data,
            str(self.changed_after.data).strip(),
        )


@blueprint.route(f"{OF_AUDIENCE}/sign-off", methods=["GET", "POST"])
@needs(May.SIGN_OFF)
def sign_off_questionnaire(slug: str, audience: str) -> ResponseReturnValue:
    """What there is to read before signing off, and the signature."""
    here = variant(db.session(), slug, audience)
    prepared, officer = here.ready, current_officer()
    form = TriedForm() if here.audience in TRIED_FIRST else SignOffForm()
    errors: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                signed = publishing.sign(
                    session,
                    here.written,
                    digest=request.form.get("digest", ""),
                    trial=form.trial,
                    live=here.live,
                    by=officer.actor,
                    now=clock.now(),
                )
                note(
                    session,
                    "questionnaire signed off",
                    here.consultation,
                    audience=audience,
                    content=signed.content_hash,
                    tried_with=signed.tried_with,
                )
        except Refused as refusal:
            errors = [(str(refusal), "#main-content")]
            here = variant(db.session(), slug, audience)
            prepared = here.ready
        else:
            flash("You have signed it off. It can be published as it is.", "success")
            return redirect(url_for("officers.questionnaires", slug=slug), 303)
    texts = dict(wording.texts(prepared.questionnaire))
    return render_template(
        "officers/questionnaire_sign_off.html",
        consultation=here.consultation,
        variant=here,
        copy=here.written,
        prepared=prepared,
        form=form,
        errors=errors or form.faults,
        own=officer.actor in here.written.written_by,
        before=publishing.before_signing(prepared),
        changes=changes_of(here),
        hard=[(texts[place], why) for place, why in wording.hard_to_read(prepared.questionnaire)],
        names=accounts.names_by_actor(db.session()),
    )


@blueprint.route(f"{OF_AUDIENCE}/publish", methods=["GET", "POST"])
@needs(May.SET_UP)
def publish_questionnaire(slug: str, audience: str) -> ResponseReturnValue:
    """What follows, then the next version: exactly what was signed off."""
    here = variant(db.session(), slug, audience)
    form, errors = Form(), list[tuple[str, str]]()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                version, left = publishing.publish(
                    session,
                    here.consultation,
                    here.written,
                    live=here.live,
                    by=current_officer().actor,
                    now=clock.now(),
                )
                note(session, "questionnaire published", here.consultation, audience=audience, version=version.number)
        except Refused as refusal:
            errors = [(str(refusal), "#main-content")]
            here = variant(db.session(), slug, audience)
        else:
            flash(f"Version {version.number} is published. Whoever starts now is asked it.", "success")
            for sentence in _left_behind(left):
                flash(sentence)
            return redirect(url_for("officers.questionnaire_versions", slug=slug, audience=audience), 303)
    return render_template(
        "officers/questionnaire_publish.html",
        consultation=here.consultation,
        variant=here,
        copy=here.written,
        prepared=here.ready,
        errors=errors,
        names=accounts.names_by_actor(db.session()),
    )


def _left_behind(left: LeftBehind) -> Iterable[str]:
    """What has to be made anew, in a sentence each."""
    if left.recordings:
        yield f"These texts have changed and need a new recording: {_quoted(left.recordings)}."
    if left.videos:
        yield f"These questions have changed and need a new video in BSL: {_quoted(left.videos)}."


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)
