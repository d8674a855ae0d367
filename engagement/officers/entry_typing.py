"""Typing one entry: a section a page, saved with every button, every question optional."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.entries import ADDRESS, CHANNEL_NAMES
from engagement.officers.fields import Form
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.questionnaires.answer_kinds import length_limit
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Questionnaire, Section
from engagement.questionnaires.routing import Step
from engagement.responses import drafts
from engagement.responses import entries as typing
from engagement.responses.entry_models import Entry, EntryState, Problem
from engagement.survey_flow import entering
from engagement.survey_flow.doors import DOORS
from engagement.survey_flow.forms import form_for
from engagement.unit_of_work import unit_of_work

PROBLEM_NAMES = {Problem.ILLEGIBLE: "Cannot be read", Problem.MORE_THAN_ONE: "More than one ticked"}
# Before the key of a question: what is noted about it.
NOTED = "noted."
LOOK_OVER = "done"


@blueprint.get(f"{ADDRESS}/<uuid:entry_id>")
@needs(May.ENTER)
def type_entry(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with the typing that is this officer's."""
    consultation, entry, _ = _mine(slug, entry_id)
    sections = versions.compiled(db.session(), entry.version_id).sections
    return _to(consultation, entry, sections[0].key)


@blueprint.post(f"{ADDRESS}/<uuid:entry_id>/second")
@needs(May.ENTER)
def second_typing(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take on the second typing of an entry."""
    consultation = consultations.find(db.session(), slug)
    try:
        with unit_of_work() as session:
            entry = typing.find(session, consultation, entry_id, to_change=True)
            typing.take_on(session, entry, current_officer().id)
            note(session, "second typing begun", consultation, entry=str(entry_id))
    except Refused as error:
        flash(str(error), "notice")
        return redirect(url_for("officers.entries", slug=slug), 303)
    return redirect(url_for("officers.type_entry", slug=slug, entry_id=entry_id), 303)


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>/type/<section_key>", methods=["GET", "POST"])
@needs(May.ENTER)
def type_section(slug: str, entry_id: uuid.UUID, section_key: str) -> ResponseReturnValue:
    """One section as it stands on the form. Whatever is typed is saved, then looked at."""
    consultation, entry, turn = _mine(slug, entry_id)
    questionnaire = versions.compiled(db.session(), entry.version_id)
    keys = [section.key for section in questionnaire.sections]
    if section_key not in keys:
        raise NotFound("There is no such section.")
    place = keys.index(section_key)
    section = questionnaire.sections[place]
    token = Form()
    if token.validate_on_submit():
        with unit_of_work() as session:
            entry = typing.find(session, consultation, entry_id, to_change=True)
            if typing.typing_of(entry, current_officer().id) == turn:
                _save(session, entry, turn, section)
        following = {"back": keys[max(place - 1, 0)], "done": LOOK_OVER}
        onward = keys[place + 1] if place + 1 < len(keys) else LOOK_OVER
        return _to(consultation, entry, following.get(request.form.get("go", ""), onward))
    return _page(consultation, entry, turn, questionnaire, section)


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>/done", methods=["GET", "POST"])
@needs(May.ENTER)
def finish_typing(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Says what cannot be counted as it was typed, then finishes this typing."""
    consultation, entry, turn = _mine(slug, entry_id)
    audience = DOORS[entry.audience]
    draft = typing.draft_of(db.session(), entry, turn)
    faults = entering.problems(db.session(), draft, audience)
    token = Form()
    if token.validate_on_submit() and not faults:
        with unit_of_work() as session:
            entry = typing.find(session, consultation, entry_id, to_change=True)
            if typing.typing_of(entry, current_officer().id) == turn:
                entering.finish(session, consultation, entry, audience, clock.now())
                note(session, f"entry {entry.state}", consultation, entry=str(entry_id), typing=turn)
        flash(_finished(EntryState(entry.state)), "success")
        return redirect(url_for("officers.entries", slug=slug), 303)
    sections = versions.compiled(db.session(), entry.version_id).sections
    where = {field.key: section.key for section in sections for field in _fields(section)}
    return render_template(
        "officers/entry_done.html",
        consultation=consultation,
        entry=entry,
        turn=turn,
        last=sections[-1].key,
        faults=[(field, sentence, where[field.key]) for field, sentence in faults],
    )


def _mine(slug: str, entry_id: uuid.UUID) -> tuple[Consultation, Entry, int]:
    """An entry and which typing of it is this officer's. Raises NotFound where none is."""
    consultation = consultations.find(db.session(), slug)
    entry = typing.find(db.session(), consultation, entry_id)
    turn = typing.typing_of(entry, current_officer().id)
    if turn is None:
        raise NotFound("This is not yours to type just now.")
    return consultation, entry, turn


def _save(session: Any, entry: Entry, turn: int, section: Section) -> None:
    posted = request.form.to_dict(flat=False)
    fields = _fields(section)
    apart = [field.key for field in fields if field.question.kept_apart]
    typed: Mapping[str, list[str]] = {field.key: list(posted.get(field.key, [])) for field in fields}
    drafts.save(session, typing.draft_of(session, entry, turn), typed, sealed=apart)
    known = {problem.value: problem for problem in Problem}
    problems = {question.key: known.get(request.form.get(NOTED + question.key, "")) for question in section.questions}
    typing.keep_notes(session, entry, turn, problems)


def _page(consultation: Consultation, entry: Entry, turn: int, questionnaire: Questionnaire, section: Section) -> str:
    session, audience = db.session(), DOORS[entry.audience]
    form = form_for(
        Step(section.key, section.title, section, section.questions),
        drafts.answers(session, typing.draft_of(session, entry, turn)),
        audience,
    )
    form.validate()
    labels = {field.key: field.label for field in _fields(section)}
    return render_template(
        "officers/entry_section.html",
        consultation=consultation,
        entry=entry,
        turn=turn,
        section=section,
        place=questionnaire.sections.index(section) + 1,
        count=len(questionnaire.sections),
        first_section=section == questionnaire.sections[0],
        form=form,
        audience=audience,
        words=audience.words,
        length_limit=length_limit,
        noted=typing.notes_of(session, entry)[turn],
        before=NOTED,
        problem_names=PROBLEM_NAMES,
        channel_names=CHANNEL_NAMES,
        errors=[(f"{labels[field.name]}: {field.errors[0]}", f"#{field.name}") for field in form if field.errors],
    )


def _fields(section: Section) -> Any:
    return with_marks(field for question in section.questions for field in question.fields)


def _to(consultation: Consultation, entry: Entry, key: str) -> Response:
    if key == LOOK_OVER:
        return redirect(url_for("officers.finish_typing", slug=consultation.slug, entry_id=entry.id), 303)
    address = url_for("officers.type_section", slug=consultation.slug, entry_id=entry.id, section_key=key)
    return redirect(address, 303)


def _finished(state: EntryState) -> str:
    return {
        EntryState.WAITING: "Your typing is done. Another officer types it a second time.",
        EntryState.DIFFERING: "Your typing is done. The two typings differ, so somebody decides what is right.",
    }.get(state, "The answers are counted.")
