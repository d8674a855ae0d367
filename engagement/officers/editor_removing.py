"""Removing a part of a questionnaire that is being written: asked once, with what it takes along, and not for good."""

from collections.abc import Sequence

from flask import redirect
from flask.typing import ResponseReturnValue

from engagement.officers import editor
from engagement.officers.editor import Desk, Edit
from engagement.officers.recipients import ConfirmForm
from engagement.questionnaires.editing.conditions import Dependant
from engagement.questionnaires.editing.document import Noun, Table


def remove(
    here: Desk,
    noun: Noun,
    key: str,
    words: str,
    edit: Edit,
    *,
    then: str,
    return_to: str,
    goes_too: Sequence[Table] = (),
    left_without: Sequence[Table] = (),
    dependants: Sequence[Dependant] = (),
) -> ResponseReturnValue:
    """Ask, naming the questions that go too or lack options then, and what depends on it; or remove and go on."""
    if ConfirmForm().validate_on_submit():
        did = f'Removed the {noun} "{words}"'
        if (other := editor.save(here, edit, did, noun=noun, key=key)) is not None:
            return other
        editor.say(f"{did}. You can take this back.")
        return redirect(then, 303)
    return here.render(
        "editor_remove.html",
        noun=noun,
        words=words,
        goes_too=goes_too,
        left_without=left_without,
        dependants=dependants,
        return_to=return_to,
    )
