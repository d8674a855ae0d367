"""Taking in a questionnaire: from a file, from an earlier consultation or from those that come with the platform."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput

from engagement.accounts.roles import May
from engagement.consultations import revisions, versions, working_copies
from engagement.consultations.working_copies import ChangedMeanwhile
from engagement.errors import InvalidDocument, Refused
from engagement.extensions import clock, db
from engagement.officers import scope
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import Form, one_of
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.query import sent_along
from engagement.officers.questionnaires import OF_AUDIENCE, Variant, variant
from engagement.questionnaires import schema, toml_file
from engagement.questionnaires.definition import AudienceName, Questionnaire
from engagement.unit_of_work import unit_of_work

SHIPPED = "shipped"
PACKAGE = Path(__file__).parents[1]
LARGEST = 1_000_000


class QuestionnaireFileForm(Form):
    """A file with a whole questionnaire."""

    file = FileField(
        "Questionnaire file",
        widget=GovFileInput(),
        description="A TOML file, as it is downloaded here.",
        validators=[FileRequired("Choose the file with the questionnaire.")],
    )


@blueprint.route(f"{OF_AUDIENCE}/take-in", methods=["GET", "POST"])
@needs(May.WRITE)
def take_in_questionnaire(slug: str, audience: str) -> ResponseReturnValue:
    """Put the questionnaire of a file in place of the working copy; a file with faults changes nothing."""
    here = variant(db.session(), slug, audience)
    form = QuestionnaireFileForm()

    def read() -> tuple[Questionnaire, str]:
        content = form.file.data.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Refused("The file is larger than 1 MB. A questionnaire is much smaller.")
        return toml_file.read(content, "The file"), "Took in a file"

    return _answer(here, form, "file", "officers/questionnaire_take_in.html", read)


@blueprint.route(f"{OF_AUDIENCE}/take-from", methods=["GET", "POST"])
@needs(May.WRITE)
def take_from_questionnaire(slug: str, audience: str) -> ResponseReturnValue:
    """Put the questionnaire of an earlier consultation, or one that comes with the platform, in its place."""
    here = variant(db.session(), slug, audience)
    sources = _sources(here)

    class SourceForm(Form):
        source = one_of(
            "Which questionnaire do you want to begin with?",
            [(key, name) for key, (name, _) in sources.items()],
            "Choose the questionnaire to begin with.",
        )

    form = SourceForm()

    def read() -> tuple[Questionnaire, str]:
        name, questionnaire = sources[form.source.data]
        return questionnaire(), f"Took over: {name}"

    return _answer(here, form, "source", "officers/questionnaire_take_from.html", read)


def _answer(
    here: Variant, form: Form, field: str, template: str, read: Callable[[], tuple[Questionnaire, str]]
) -> ResponseReturnValue:
    """Take in what `read` gives, with the words for what was done; or show the page with all that stands in the way."""
    errors: list[str] = []
    if form.validate_on_submit():
        try:
            _take(here, *read())
        except InvalidDocument as invalid:
            errors = invalid.faults
        except Refused as refusal:
            errors = [str(refusal)]
        else:
            flash(
                "The questionnaire is taken in as the working copy. Nobody is asked it until it is published.",
                "success",
            )
            return redirect(url_for("officers.questionnaires", slug=here.consultation.slug), 303)
    return render_template(
        template,
        consultation=here.consultation,
        variant=here,
        form=form,
        errors=[(sentence, f"#{field}") for sentence in errors] or form.faults,
    )


def _sources(here: Variant) -> dict[str, tuple[str, Callable[[], Questionnaire]]]:
    """What can be taken over, by key, with its name: the officer's own consultations, then what is shipped."""
    session = db.session()
    others = [one for one in scope.consultations(session, current_officer()) if one.id != here.consultation.id]
    newest = versions.newest(session, [one.id for one in others], here.audience)
    found: dict[str, tuple[str, Callable[[], Questionnaire]]] = {}
    for consultation in others:
        if consultation.id in newest:
            version_id, number = newest[consultation.id]
            name = f"{consultation.title}, version {number}"
            found[str(version_id)] = name, partial(versions.compiled, session, version_id)
    for path in shipped_for(here.audience):
        name = f"The example that comes with this service ({path.stem})"
        found[f"{SHIPPED}-{path.stem}"] = name, partial(schema.read_toml, path)
    return found


def shipped_for(audience: AudienceName) -> list[Path]:
    """The files that come with the platform for one audience."""
    return sorted((PACKAGE / audience / "questionnaires").glob("*.toml"))


def _take(here: Variant, questionnaire: Questionnaire, did: str) -> None:
    """Keep it as the working copy. Raises Refused for another audience's and ChangedMeanwhile."""
    if questionnaire.audience != here.audience:
        theirs, ours = AUDIENCE_NAMES[questionnaire.audience].lower(), AUDIENCE_NAMES[here.audience].lower()
        raise Refused(f"That questionnaire is for {theirs}, and this page is for {ours}. Nothing was changed.")
    by, now = current_officer().actor, clock.now()
    shown = sent_along("revision")
    with unit_of_work() as session:
        copy = here.copy or working_copies.begin(session, here.consultation, here.audience, by=by, now=now)
        # A page shown before anybody had begun names no revision: what it brings replaces only what is begun here.
        revision = shown if here.copy else shown or copy.revision
        revisions.change(session, copy, schema.dump(questionnaire), revision=revision, did=did, by=by, now=now)
        note(session, "questionnaire taken in", here.consultation, audience=here.audience)


@blueprint.route(f"{OF_AUDIENCE}/throw-away", methods=["GET", "POST"])
@needs(May.WRITE)
def throw_away_questionnaire(slug: str, audience: str) -> ResponseReturnValue:
    """Ask once, then delete the working copy as it was when the page was opened."""
    here = variant(db.session(), slug, audience)
    copy = here.written
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            working_copies.hold(session, copy)
            if sent_along("revision") != copy.revision:
                raise ChangedMeanwhile
            working_copies.discard(session, copy)
            note(session, "working copy thrown away", here.consultation, audience=audience)
        flash("The working copy is thrown away. What is published stays as it is.", "success")
        return redirect(url_for("officers.questionnaires", slug=slug), 303)
    return render_template(
        "officers/questionnaire_throw_away.html", consultation=here.consultation, variant=here, copy=copy
    )
