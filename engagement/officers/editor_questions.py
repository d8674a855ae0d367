"""The questions of a questionnaire that is being written: added, worded, made another kind, put elsewhere, removed."""

from typing import cast

from flask import redirect
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.officers import editor
from engagement.officers.blueprint import blueprint
from engagement.officers.editor import ADDRESS, Desk, desk
from engagement.officers.editor_fields import list_field, offer, text_field
from engagement.officers.editor_measures import asked_elsewhere
from engagement.officers.editor_question_form import form_of
from engagement.officers.editor_removing import remove
from engagement.officers.editor_words import KIND_HINTS
from engagement.officers.fields import Form, one_of
from engagement.officers.guard import needs
from engagement.questionnaires.answer_kinds import KINDS
from engagement.questionnaires.definition import AudienceName, KindName
from engagement.questionnaires.editing import conditions, questions
from engagement.questionnaires.editing.document import Document, Table, options_for, question_at
from engagement.questionnaires.editing.document import sections as every_section
from engagement.questionnaires.editing.words import KIND_NAMES, SETTING_NAMES

# What stands below each kind, for the radio buttons.
KIND_ITEMS = [{"hint": {"text": hint}} for hint in KIND_HINTS.values()]


class AddForm(Form):
    """A question to begin with: everything else comes after."""

    kind = one_of("How do people answer it?", KIND_NAMES.items(), "Choose how people answer the question.")
    text = text_field("Question", "Write the question.", "As people will read it, with a question mark.")


class KindForm(Form):
    """Another kind."""

    kind = one_of("How do people answer it?", KIND_NAMES.items(), "Choose how people answer the question.")


class PlaceForm(Form):
    """Another place."""

    place = list_field("Where should it stand?")


@blueprint.route(f"{ADDRESS}/sections/<section_key>/add", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_question_add(slug: str, audience: AudienceName, section_key: str) -> ResponseReturnValue:
    """A new question at the end of a section; its options come next, if it has any."""
    here = desk(slug, audience)
    section = editor.part_of(here, "section", section_key)
    form = AddForm()
    if form.validate_on_submit():
        made = ""

        def edit(document: Document) -> Table:
            nonlocal made
            kind = cast(KindName, form.kind.data)
            changed, made = questions.add(document, section_key, kind, form.text.data or "", here.earlier)
            return changed

        if (other := editor.save(here, edit, f'Added the question "{form.text.data}"', noun="question")) is not None:
            return other
        editor.say("The question is added.")
        kind = KINDS[cast(KindName, form.kind.data)]
        after = "edit_options" if kind.chooses else "edit_rows" if "rows" in kind.settings else "edit_question"
        return redirect(here.url(after, key=made), 303)
    return here.render(
        "editor_question_add.html", section=section, form=form, errors=form.faults, kind_items=KIND_ITEMS
    )


@blueprint.route(f"{ADDRESS}/questions/<key>", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_question(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """The words and limits of a question, what it measures, and ways to everything else about it."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    elsewhere = asked_elsewhere(here)
    form = form_of(asked, elsewhere)
    if form.validate_on_submit():
        did = f'Changed the question "{form.text.data}"'
        other = editor.save(
            here, lambda document: questions.change(document, key, form.settings), did, noun="question", key=key
        )
        if other is not None:
            return other
        editor.say("The question is saved.")
        return redirect(here.url("edit_question", key=key), 303)
    number, _ = question_at(here.document, key)
    return here.render(
        "editor_question.html",
        asked=asked,
        section=every_section(here.document)[number],
        condition=conditions.in_words(here.document, asked),
        options=options_for(here.document, asked),
        settings=KINDS[asked["kind"]].settings,
        elsewhere=elsewhere,
        kind_names=KIND_NAMES,
        form=form,
        errors=form.faults,
    )


@blueprint.route(f"{ADDRESS}/questions/<key>/kind", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_question_kind(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """Another kind; what that kind does not have is left out, and the message says what that was."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    form = KindForm(data=asked)
    if form.validate_on_submit():
        kind = cast(KindName, form.kind.data)
        left_out = [SETTING_NAMES[name].lower() for name in questions.left_out(asked, kind)]
        other = editor.save(
            here,
            lambda document: questions.change_kind(document, key, kind),
            f'Made "{asked["text"]}" a question of the kind "{KIND_NAMES[kind]}"',
            noun="question",
            key=key,
        )
        if other is not None:
            return other
        lost = (
            f" Left out, because this kind has none: {', '.join(left_out)}. You can take this back." if left_out else ""
        )
        editor.say(f'The kind is now "{KIND_NAMES[kind]}".{lost}')
        return redirect(here.url("edit_question", key=key), 303)
    return here.render("editor_question_kind.html", asked=asked, form=form, errors=form.faults, kind_items=KIND_ITEMS)


@blueprint.route(f"{ADDRESS}/questions/<key>/place", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_question_place(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """Another place, in this section or another one."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    form = PlaceForm()
    offer(form.place, _places(here, key), "Choose where the question should stand.")
    if form.validate_on_submit():
        section_key, _, after = form.place.data.partition(":")
        other = editor.save(
            here,
            lambda document: questions.place(document, key, section_key, after or None),
            f'Moved "{asked["text"]}"',
        )
        if other is not None:
            return other
        return redirect(here.url("edit_questionnaire", moved=key, _anchor=f"up-{key}"), 303)
    return here.render("editor_question_place.html", asked=asked, form=form, errors=form.faults)


@blueprint.route(f"{ADDRESS}/questions/<key>/remove", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_question_remove(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """Asks once and says what depends on it, then removes a question. It can be brought back."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    return remove(
        here,
        "question",
        key,
        asked["text"],
        lambda document: questions.remove(document, key),
        then=here.url("edit_questionnaire"),
        return_to=here.url("edit_question", key=key),
        dependants=conditions.lost_with(here.document, key, "question"),
    )


def _places(here: Desk, key: str) -> list[tuple[str, str]]:
    places = []
    for section in every_section(here.document):
        places.append((f"{section['key']}:", f"First in: {section['title']}"))
        places += [
            (f"{section['key']}:{asked['key']}", f"After: {asked['text']}")
            for asked in section.get("questions", [])
            if asked["key"] != key
        ]
    return places
