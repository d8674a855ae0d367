"""The words of letters: officers write them with fields from a list, see the letter, and save it as a version."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from sqlalchemy import func, select
from wtforms import HiddenField, StringField, TextAreaField

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.correspondence import edited, letters, wording
from engagement.correspondence.models import MOVABLE, Wave
from engagement.correspondence.wording import Words
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.query import whole_number
from engagement.outbox.envelopes import Letter
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

LETTER_NAMES = {
    "invitation": "Invitation",
    "reminder": "Reminder",
    "last_reminder": "Last reminder",
    "note": "Note about young people",
}
ADDRESS = "/consultations/<slug>/letters/<any(schools, families):audience>/<name>/words"


class WordsForm(Form):
    """Subject and text. `based_on` is the number of the newest version that the officer saw."""

    subject = StringField(
        "Subject", widget=GovTextInput(), description="It can hold {council}, {closes_on}, {deadline}."
    )
    text = TextAreaField(
        "Text",
        widget=GovTextArea(),
        description="Leave an empty line between paragraphs. A link stands in a paragraph of its own.",
    )
    based_on = HiddenField()

    @property
    def words(self) -> Words:
        """What was typed, without signs that nobody sees."""
        return wording.tidy(self.subject.data or "", self.text.data or "")


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@needs(May.WRITE)
def letter_words(slug: str, audience: AudienceName, name: str) -> ResponseReturnValue:
    """Write one letter: the form beside what it makes, and the versions so far."""
    session = db.session()
    consultation, letter = consultations.find(session, slug), letter_of(audience, name)
    history = edited.history(session, consultation, letter)
    newest = history[0].number if history else 0
    opened = _opened(consultation, letter)
    form = WordsForm(data={**opened._asdict(), "based_on": newest})
    if form.validate_on_submit():
        _refuse_faults(form, consultation, letter)
        if not form.faults and "save" in request.form and _saved(form, consultation, letter):
            return redirect(url_for("officers.letter_words", slug=slug, audience=audience, name=name), 303)
    return render_template(
        "officers/letter_words.html",
        consultation=consultation,
        audience=audience,
        name=name,
        letter_name=LETTER_NAMES[name],
        form=form,
        errors=form.faults,
        fields=wording.FIELDS,
        preview=_preview(form, consultation, letter),
        history=history,
        restoring=request.method == "GET" and "version" in request.args,
        who=accounts.names_by_actor(session) if history else {},
    )


@blueprint.post(f"{ADDRESS}/ours")
@needs(May.WRITE)
def our_words(slug: str, audience: AudienceName, name: str) -> ResponseReturnValue:
    """Let a letter have our own text again; what officers wrote stays among the versions."""
    consultation, letter = consultations.find(db.session(), slug), letter_of(audience, name)
    with unit_of_work() as session:
        based_on = max((version.number for version in edited.history(session, consultation, letter)), default=0)
        edited.save(session, consultation, letter, None, based_on=based_on, by=current_officer().actor, now=clock.now())
        note(session, "letter returned to our text", consultation, letter=letter)
    flash("The letter has our own text again.", "success")
    return redirect(url_for("officers.letter_words", slug=slug, audience=audience, name=name), 303)


def letter_of(audience: AudienceName, name: str) -> str:
    """The letter at an address. Raises NotFound for one that officers cannot write."""
    if name not in edited.EDITABLE[audience]:
        raise NotFound("There is no such letter.")
    return f"{audience}/{name}"


def _opened(consultation: Consultation, letter: str) -> Words:
    """The words that the page opens with: those of the version asked for, or those that the letter has."""
    asked = whole_number(request.args.get("version", ""))
    if asked is not None:
        version = edited.version(db.session(), consultation, letter, asked)
        return edited.words_in(version) or letters.ours(letter)
    return edited.present_words(db.session(), consultation, letter)


def _refuse_faults(form: WordsForm, consultation: Consultation, letter: str) -> None:
    for fault in edited.check(consultation, letter, form.words):
        form.refuse(form[fault.where], fault.sentence)


def _preview(form: WordsForm, consultation: Consultation, letter: str) -> Letter | None:
    return None if form.faults else letters.preview_of(letter, consultation, form.words)


def _saved(form: WordsForm, consultation: Consultation, letter: str) -> bool:
    """Save the words if nobody else has saved others; then say which planned letters keep what they had."""
    if form.words == edited.present_words(db.session(), consultation, letter):
        flash("The letter has these words already.", "success")
        return True
    try:
        with unit_of_work() as session:
            version = edited.save(
                session,
                consultation,
                letter,
                form.words,
                based_on=whole_number(form.based_on.data or "") or 0,
                by=current_officer().actor,
                now=clock.now(),
            )
            note(session, "letter written", consultation, letter=letter, version=version.number)
            keeping = _planned(consultation, letter)
    except Refused as refusal:
        form.refuse(form.text, str(refusal))
        return False
    kept = {0: "", 1: " 1 planned letter keeps the words it had; open it to give it these."}
    several = f" {keeping} planned letters keep the words they had; open each to give it these."
    flash(
        f"Version {version.number} is saved. Letters planned from now on have it.{kept.get(keeping, several)}",
        "success",
    )
    return True


def _planned(consultation: Consultation, letter: str) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Wave)
            .where(
                Wave.consultation_id == consultation.id,
                (Wave.template == letter) | Wave.template.startswith(f"{letter}@", autoescape=True),
                Wave.state.in_(MOVABLE),
            )
        )
        or 0
    )
