"""When a section or question is shown: first the question that decides, then which of its options."""

from typing import cast

from flask import redirect, request
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.officers import editor
from engagement.officers.blueprint import blueprint
from engagement.officers.editor import ADDRESS, Desk, desk
from engagement.officers.guard import needs
from engagement.officers.recipients import ConfirmForm
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing import conditions
from engagement.questionnaires.editing.conditions import Noun, Way
from engagement.questionnaires.editing.document import Document, Table, called, options_for, part

WAYS: dict[Way, str] = {
    "any_of": "Only to people who chose one of these",
    "none_of": "To everybody except people who chose one of these",
}


@blueprint.route(f"{ADDRESS}/sections/<key>/condition", methods=["GET", "POST"], defaults={"noun": "section"})
@blueprint.route(f"{ADDRESS}/questions/<key>/condition", methods=["GET", "POST"], defaults={"noun": "question"})
@needs(May.WRITE)
def edit_condition(slug: str, audience: AudienceName, noun: Noun, key: str) -> ResponseReturnValue:
    """Shown to everybody, or depending on the answer to an earlier question."""
    here = desk(slug, audience)
    holder = editor.part_of(here, noun, key)
    held = holder.get("show_when") or {}
    offered = {asked["key"]: asked for asked in conditions.may_decide(here.document, noun, key)}
    by = request.values.get("question", held.get("question", ""))
    deciding = offered.get(by)
    errors: list[tuple[str, str]] = []
    way: str | None = "none_of" if "none_of" in held else "any_of"
    chosen = [*held.get("any_of", []), *held.get("none_of", [])] if held.get("question") == by else []
    if request.method == "POST" and ConfirmForm().validate_on_submit():
        way, chosen = request.form.get("way"), request.form.getlist("options")
        if request.form.get("do") == "drop":
            return _saved(here, lambda document: conditions.drop(document, noun, key), noun, key)
        errors = _faults(here.document, deciding, way, chosen)
        if not errors:
            return _saved(
                here,
                lambda document: conditions.decide(document, noun, key, by, cast(Way, way), chosen),
                noun,
                key,
            )
    return here.render(
        "editor_condition.html",
        noun=noun,
        key=key,
        words=called(holder),
        now=conditions.in_words(here.document, holder),
        offered=offered,
        deciding=deciding,
        options=options_for(here.document, deciding) if deciding else [],
        ways=WAYS,
        way=way,
        chosen=chosen,
        return_to=here.url(f"edit_{noun}", key=key),
        errors=errors,
    )


def _faults(document: Document, deciding: Table | None, way: str | None, chosen: list[str]) -> list[tuple[str, str]]:
    if deciding is None:
        return [("Choose the question that decides.", "#question")]
    known = {option["key"] for option in options_for(document, deciding)}
    faults = []
    if way not in WAYS:
        faults.append(("Choose to whom it is shown.", "#way"))
    if not chosen or not set(chosen) <= known:
        faults.append(("Choose at least one option.", "#options"))
    return faults


def _saved(here: Desk, edit: editor.Edit, noun: Noun, key: str) -> ResponseReturnValue:
    did = f'Changed the condition of "{called(part(here.document, noun, key))}"'
    other = editor.save(here, edit, did, noun=noun, key=key)
    if other is not None:
        return other
    said = conditions.in_words(here.document, part(here.document, noun, key))
    editor.say(f"Saved. {said}" if said else "Saved. Everybody sees it.")
    return redirect(here.url(f"edit_{noun}", key=key), 303)
