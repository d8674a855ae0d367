"""Translations: how far each version goes in each language, files for translators out and in, and what is checked."""

import io
import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput

from engagement import site_texts
from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import translations as kept
from engagement.consultations import versions
from engagement.consultations.models import Consultation, QuestionnaireVersion, VersionTranslation
from engagement.errors import InvalidDocument, NotFound
from engagement.extensions import clock, db
from engagement.language import OFFERED
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.questionnaires import merging_po, po_files, translation
from engagement.questionnaires.languages import ENGLISH, name_in_english
from engagement.questionnaires.merging_po import Outcome, Row
from engagement.questionnaires.translation import Coverage
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/translations"
ONE = f"{ADDRESS}/<uuid:version_id>/<language>"
LANGUAGES = tuple(language for language in OFFERED if language != ENGLISH)
OUTCOMES: dict[Outcome, str] = {
    Outcome.TAKEN: "Taken: new or changed",
    Outcome.SAME: "The same as before",
    Outcome.MISSING: "Not in the file",
    Outcome.OUT_OF_DATE: "Not shown: made from other English, or marked as unfinished",
    Outcome.UNKNOWN: "Not used: this version has no such text",
}


class FileForm(Form):
    """A file that a translator sends back."""

    file = FileField(
        "Translator's file",
        widget=GovFileInput(),
        description="A PO file, as it is downloaded here. What is blank in it changes nothing.",
        validators=[FileRequired("Choose the file that the translator sent back.")],
    )


@dataclass(frozen=True, slots=True)
class InLanguage:
    """One version in one language: `row` is what is kept, if anything is."""

    version: QuestionnaireVersion
    language: str
    row: VersionTranslation | None
    coverage: Coverage

    @property
    def name(self) -> str:
        """The language, as officers call it."""
        return name_in_english(self.language)


@blueprint.get(ADDRESS)
@needs(May.WRITE)
def translations(slug: str) -> str:
    """Every version, newest first, and how far it goes in each language."""
    consultation = consultations.find(db.session(), slug)
    every = versions.every(db.session(), consultation.id)
    rows = kept.of_versions(db.session(), [version.id for version in every])
    found = [
        _in_language(version, language, rows.get((version.id, language))) for version in every for language in LANGUAGES
    ]
    return render_template(
        "officers/translations.html",
        consultation=consultation,
        found=found,
        site=[(name_in_english(language), site_texts.catalogue(language)) for language in LANGUAGES],
    )


@blueprint.route(ONE, methods=["GET", "POST"])
@needs(May.WRITE)
def translation_of(slug: str, version_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """One version in one language: what is missing, and a translator's file to take in."""
    consultation, found = _find(slug, version_id, language)
    form = FileForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                rows = kept.take(session, consultation, found.version, language, form.file.data.read(), clock.now())
                taken = sum(row.outcome is Outcome.TAKEN for row in rows)
                note(session, "translation taken", consultation, **_noted(found), texts=taken)
        except InvalidDocument as error:
            for fault in error.faults:
                form.refuse(form.file, fault)
        else:
            return _report(consultation, found, rows)
    return render_template(
        "officers/translation.html", consultation=consultation, found=found, form=form, errors=_errors(form)
    )


@blueprint.get(f"{ONE}/file")
@needs(May.WRITE)
def translation_file(slug: str, version_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """Every text of a version with what is translated so far, as translators' programs open it."""
    _, found = _find(slug, version_id, language)
    questionnaire = versions.compiled(db.session(), version_id)
    kept_so_far = kept.catalogue_of(found.row, language)
    whole = merging_po.merge(questionnaire, kept_so_far, kept_so_far).catalogue
    return send_file(
        io.BytesIO(po_files.write_po(whole)),
        "text/x-gettext-translation",
        as_attachment=True,
        download_name=f"{found.version.audience}-{found.version.number}.{language}.po",
    )


@blueprint.route(f"{ONE}/checked", methods=["GET", "POST"])
@needs(May.WRITE)
def translation_checked(slug: str, version_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """Asks once, then notes that somebody who speaks the language has checked the translation."""
    consultation, found = _find(slug, version_id, language)
    if found.row is None:
        raise NotFound("There is no translation to check.")
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            kept.mark_checked(session, consultation, found.version, language, clock.now())
            note(session, "translation checked", consultation, **_noted(found))
        flash("The translation is marked as checked by a person.", "success")
        return redirect(url_for("officers.translation_of", slug=slug, version_id=version_id, language=language), 303)
    return render_template("officers/translation_checked.html", consultation=consultation, found=found)


def _find(slug: str, version_id: uuid.UUID, language: str) -> tuple[Consultation, InLanguage]:
    consultation = consultations.find(db.session(), slug)
    version = db.session().get(QuestionnaireVersion, version_id)
    if version is None or version.consultation_id != consultation.id or language not in LANGUAGES:
        raise NotFound("There is no such version or language.")
    return consultation, _in_language(version, language, kept.find(db.session(), version.id, language))


def _in_language(version: QuestionnaireVersion, language: str, row: VersionTranslation | None) -> InLanguage:
    questionnaire = versions.compiled(db.session(), version.id)
    return InLanguage(version, language, row, translation.coverage(questionnaire, kept.catalogue_of(row, language)))


def _report(consultation: Consultation, found: InLanguage, rows: tuple[Row, ...]) -> str:
    return render_template(
        "officers/translation_taken.html",
        consultation=consultation,
        found=found,
        rows=sorted(rows, key=lambda row: list(OUTCOMES).index(row.outcome)),
        counts=[(words, sum(row.outcome is outcome for row in rows)) for outcome, words in OUTCOMES.items()],
        outcomes=OUTCOMES,
    )


def _errors(form: Form) -> list[tuple[str, str]]:
    return [(str(fault), f"#{field.id}") for field in form for fault in field.errors]


def _noted(found: InLanguage) -> dict[str, str | int]:
    return {"audience": found.version.audience, "version": found.version.number, "language": found.language}
