"""What two officers typed differently, question by question, for somebody who has the form to decide."""

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.entries import ADDRESS
from engagement.officers.entry_typing import PROBLEM_NAMES
from engagement.officers.fields import Form
from engagement.officers.guard import allowed, current_officer, needs
from engagement.officers.notes import note
from engagement.questionnaires.definition import Field
from engagement.responses import comparing
from engagement.responses import entries as typing
from engagement.responses.entry_models import Entry, EntryState
from engagement.survey_flow import entering
from engagement.survey_flow.doors import DOORS
from engagement.unit_of_work import unit_of_work

FIRST, SECOND, NEITHER = "first", "second", "neither"


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>/differences", methods=["GET", "POST"])
@needs(May.ENTER)
def entry_differences(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Each difference with both typings beside one another; what is decided counts."""
    consultation = consultations.find(db.session(), slug)
    entry = typing.find(db.session(), consultation, entry_id)
    if not _may_read(entry):
        abort(403)
    if entry.state != EntryState.DIFFERING:
        return redirect(url_for("officers.entries", slug=slug), 303)
    questionnaire = versions.compiled(db.session(), entry.version_id)
    found = comparing.compare(db.session(), entry, questionnaire)
    given = {pair.field.key: request.form.get(pair.field.key, "") for pair in found}
    token, open_keys = Form(), [key for key, choice in given.items() if choice not in (FIRST, SECOND, NEITHER)]
    if token.validate_on_submit() and not open_keys:
        with unit_of_work() as session:
            held = typing.find(session, consultation, entry_id, to_change=True)
            if held.state == EntryState.DIFFERING:
                chosen = {
                    pair.field.key: {FIRST: pair.first, SECOND: pair.second, NEITHER: []}[given[pair.field.key]]
                    for pair in comparing.compare(session, held, questionnaire)
                }
                apart = [pair.field.key for pair in found if pair.field.question.kept_apart]
                comparing.resolve(session, held, chosen, apart)
                entering.count(session, consultation, held, DOORS[held.audience], clock.now())
                note(session, "entry differences resolved", consultation, entry=str(entry_id), count=len(found))
        flash("The differences are resolved and the answers are counted.", "success")
        return redirect(url_for("officers.entries", slug=slug), 303)
    labels = {pair.field.key: pair.field.label for pair in found}
    return render_template(
        "officers/entry_differences.html",
        consultation=consultation,
        entry=entry,
        rows=[(pair.field, shown(pair.field, pair.first), shown(pair.field, pair.second)) for pair in found],
        given=given,
        notes=typing.notes_of(db.session(), entry),
        problem_names=PROBLEM_NAMES,
        errors=[(f"Choose what is right: {labels[key]}", f"#{key}") for key in open_keys]
        if token.is_submitted()
        else [],
    )


def shown(field: Field, typed: list[str]) -> str:
    """What was typed, with the words of its options; options that there are not stay as they are."""
    words = [option.label if (option := field.question.option(value)) else value for value in typed]
    return ", ".join(words) or "Nothing"


def _may_read(entry: Entry) -> bool:
    return allowed(May.ANSWERS) or current_officer().id in (entry.first_by, entry.second_by)
