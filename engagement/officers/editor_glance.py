"""A questionnaire that is being written, whole: every section and question, what is wrong and what may be hard."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import revisions, working_copies
from engagement.consultations import service as consultations
from engagement.extensions import clock, db
from engagement.officers import editor
from engagement.officers.blueprint import blueprint
from engagement.officers.editor import ADDRESS, Desk, desk
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.query import chosen, sent_along
from engagement.officers.recipients import ConfirmForm
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing import conditions, questions, sections
from engagement.questionnaires.editing.document import Document, Table, called, options_for, part
from engagement.questionnaires.editing.document import sections as every_section
from engagement.questionnaires.editing.words import KIND_NAMES
from engagement.questionnaires.measures import MEASURES
from engagement.unit_of_work import unit_of_work

WAYS = {"up": -1, "down": 1}
# What a filter can be about besides a kind.
STATES = {
    "faults": "To put right",
    "advice": "With advice",
    "condition": "With a condition",
    "measure": "With a measure",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page lists it. `first` and `last` say that it cannot move further up or down."""

    asked: Table
    number: int
    condition: str
    measures: list[str]
    options: list[str]
    faults: list[str]
    advice: list[str]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the page lists it, with those of its questions that are wanted."""

    section: Table
    condition: str
    faults: list[str]
    advice: list[str]
    questions: list[Shown]


@blueprint.get(f"{ADDRESS}/")
@needs(May.WRITE)
def edit_questionnaire(slug: str, audience: AudienceName) -> str:
    """The whole questionnaire, or an offer to begin it."""
    consultation = consultations.find(db.session(), slug)
    copy = working_copies.find(db.session(), consultation, audience)
    if copy is None:
        return render_template("officers/editor_begin.html", consultation=consultation, audience=audience)
    here = Desk(consultation, audience, copy)
    filters = {
        "find": request.args.get("find", "").strip()[:100],
        "kind": chosen("kind", KIND_NAMES),
        "state": chosen("state", STATES),
    }
    whole = list(_shown(here))
    wanted = [
        ShownSection(
            one.section,
            one.condition,
            one.faults,
            one.advice,
            [question for question in one.questions if _wanted(question, filters)],
        )
        for one in whole
    ]
    steps = revisions.steps(db.session(), here.copy, most=1)
    return here.render(
        "editor_glance.html",
        sections=wanted,
        total=sum(len(one.questions) for one in whole),
        found=sum(len(one.questions) for one in wanted),
        filters=filters,
        filtered=any(filters.values()),
        advice_count=sum(len(one.advice) + sum(len(shown.advice) for shown in one.questions) for one in whole),
        undo=steps[0] if steps and steps[0].revision == here.copy.revision - 1 else None,
        moved=request.args.get("moved", ""),
        kind_names=KIND_NAMES,
        states=STATES,
    )


@blueprint.post(f"{ADDRESS}/begin")
@needs(May.WRITE)
def edit_begin(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """Begin to write: from the version that is asked now, or from nothing."""
    consultation = consultations.find(db.session(), slug)
    if ConfirmForm().validate_on_submit() and working_copies.find(db.session(), consultation, audience) is None:
        with unit_of_work() as session:
            working_copies.begin(session, consultation, audience, by=current_officer().actor, now=clock.now())
            note(session, "questionnaire begun", consultation, audience=audience)
    return redirect(desk(slug, audience).url("edit_questionnaire"), 303)


@blueprint.post(f"{ADDRESS}/move")
@needs(May.WRITE)
def edit_move(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """Move a section or question one place up or down; the browser stays at its button."""
    here = desk(slug, audience)
    noun, _, rest = request.form.get("move", "").partition(":")
    way, _, key = rest.partition(":")
    if ConfirmForm().validate_on_submit() and noun in ("section", "question") and way in WAYS:
        moving = sections.move if noun == "section" else questions.move
        words = called(part(here.document, "section" if noun == "section" else "question", key))
        other = editor.save(here, lambda document: moving(document, key, WAYS[way]), f'Moved "{words}" {way}')
        if other is not None:
            return other
        return redirect(here.url("edit_questionnaire", moved=key, _anchor=f"{way}-{key}"), 303)
    return redirect(here.url("edit_questionnaire"), 303)


@blueprint.get(f"{ADDRESS}/steps")
@needs(May.WRITE)
def edit_steps(slug: str, audience: AudienceName) -> str:
    """The last steps of whoever wrote, each of which can be taken back."""
    here = desk(slug, audience)
    return here.render(
        "editor_steps.html",
        steps=revisions.steps(db.session(), here.copy),
        names=accounts.names_by_actor(db.session()),
    )


@blueprint.post(f"{ADDRESS}/steps/<int(max=999999999):revision>/take-back")
@needs(May.WRITE)
def edit_take_back(slug: str, audience: AudienceName, revision: int) -> ResponseReturnValue:
    """Have the questionnaire as it was before a step."""
    here = desk(slug, audience)
    if not ConfirmForm().validate_on_submit():
        return redirect(here.url("edit_steps"), 303)
    if sent_along("revision") != here.copy.revision:
        return editor.meanwhile(here)
    with unit_of_work() as session:
        step = revisions.before(session, here.copy, revision)
        said = revisions.take_back(
            session, here.copy, step, revision=here.copy.revision, by=current_officer().actor, now=clock.now()
        )
        note(session, "questionnaire step taken back", here.consultation, audience=audience, revision=revision)
    editor.say(said)
    return redirect(here.url("edit_questionnaire"), 303)


def _shown(here: Desk) -> Iterator[ShownSection]:
    document = here.document
    every = every_section(document)
    last = len(every) - 1
    number = 0
    for place, section in enumerate(every):
        listed = []
        held = section.get("questions", [])
        for position, asked in enumerate(held):
            number += 1
            listed.append(
                Shown(
                    asked,
                    number,
                    conditions.in_words(document, asked),
                    _measures(asked),
                    [option["label"] for option in options_for(document, asked)],
                    here.faults.get(asked["key"], []),
                    _advice(here, asked),
                    first=place == 0 and position == 0,
                    last=place == last and position == len(held) - 1,
                )
            )
        yield ShownSection(
            section,
            conditions.in_words(document, section),
            here.faults.get(section["key"], []),
            here.advice(section.get("introduction")),
            listed,
        )


def _advice(here: Desk, asked: Document) -> list[str]:
    return [
        *(f"Question: {said}" for said in here.advice(asked["text"], asks=True)),
        *(f"Help text: {said}" for said in here.advice(asked.get("help"))),
        *(f'Row "{row["label"]}": {said}' for row in asked.get("rows", []) for said in here.advice(row["label"])),
    ]


def _measures(asked: Document) -> list[str]:
    keys = [part["measure"] for part in (asked, *asked.get("rows", [])) if "measure" in part]
    return [MEASURES[key].label if key in MEASURES else key for key in keys]


def _wanted(shown: Shown, filters: dict[str, str | None]) -> bool:
    words = " ".join([shown.asked["text"], shown.asked["key"], shown.asked.get("help", ""), *shown.options]).casefold()
    holds = {
        "faults": bool(shown.faults),
        "advice": bool(shown.advice),
        "condition": bool(shown.condition),
        "measure": bool(shown.measures),
    }
    return (
        (filters["find"] or "").casefold() in words
        and filters["kind"] in (None, shown.asked["kind"])
        and (filters["state"] is None or holds[filters["state"]])
    )
