"""Writing a questionnaire: the working copy at hand, and how every page saves a change to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from flask import abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts import service as accounts
from engagement.consultations import revisions, versions, working_copies
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.consultations.working_copies import ChangedMeanwhile
from engagement.consultations.working_copy_models import WorkingCopy
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES
from engagement.officers.editor_words import described
from engagement.officers.guard import current_officer
from engagement.officers.notes import note
from engagement.officers.query import sent_along
from engagement.questionnaires import wording
from engagement.questionnaires.definition import AUDIENCES, AudienceName
from engagement.questionnaires.editing.document import Document, Noun, Table, copied, part
from engagement.questionnaires.editing.keys import Earlier, used_in
from engagement.questionnaires.editing.words import by_part
from engagement.unit_of_work import unit_of_work

ADDRESS = f"/consultations/<slug>/questionnaires/<any({', '.join(AUDIENCES)}):audience>/edit"

# Control characters have no place in a Word file, and half a surrogate pair has none in UTF-8.
CANNOT_BE_HELD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Edit = Callable[[Document], Table]
# What travels in a form beside what somebody wrote.
NOT_WRITTEN = frozenset({"csrf_token", "revision"})


@dataclass(frozen=True)
class Desk:
    """A working copy on an officer's desk."""

    consultation: Consultation
    audience: AudienceName
    copy: WorkingCopy

    @property
    def document(self) -> Document:
        """What is written so far."""
        return self.copy.document

    @cached_property
    def earlier(self) -> Earlier:
        """The keys that published versions used."""
        every = versions.of_audience(db.session(), self.consultation.id, self.audience)
        return used_in(version.document for version in every)

    @cached_property
    def faults(self) -> dict[str, list[str]]:
        """What keeps it from being published, by the key of the section, question or scale; "" for the whole."""
        return by_part(self.document)

    def advice(self, text: str | None, *, asks: bool = False) -> list[str]:
        """What may be hard for its readers in a text."""
        return wording.advice(self.audience, text or "", asks=asks)

    def url(self, endpoint: str, **values: Any) -> str:
        """The address of a page for writing this questionnaire."""
        return url_for(f"officers.{endpoint}", slug=self.consultation.slug, audience=self.audience, **values)

    def render(self, template: str, **values: Any) -> str:
        """One of the pages for writing this questionnaire."""
        return render_template(
            f"officers/{template}", consultation=self.consultation, audience=self.audience, desk=self, **values
        )


def desk(slug: str, audience: str) -> Desk:
    """The working copy of one audience's questionnaire. Raises NotFound until somebody has begun one."""
    session = db.session()
    consultation = consultations.find(session, slug)
    name = cast(AudienceName, audience)
    copy = working_copies.find(session, consultation, name)
    if copy is None:
        raise NotFound("Nobody has begun to write this questionnaire yet.")
    return Desk(consultation, name, copy)


def part_of(here: Desk, noun: Noun, key: str) -> Table:
    """The section, question or scale that a page is about. What was written about one that is gone is shown again."""
    try:
        return part(here.document, noun, key)
    except NotFound:
        if request.method == "POST":
            abort(make_response(_both(here, copied, noun, key)))
        raise


def clean(text: str | None) -> str:
    """What somebody typed, without what no page and no file can hold, and without space at its ends."""
    return CANNOT_BE_HELD.sub("", (text or "").replace("\r\n", "\n")).strip()


def written(name: str) -> str:
    """A text of the form, cleaned."""
    return clean(request.form.get(name))


def save(here: Desk, edit: Edit, did: str, *, noun: Noun | None = None, key: str = "") -> ResponseReturnValue | None:
    """Make a change and keep the step, so that it can be taken back. None when that is done.

    `noun` and `key` say what it is about, without a key something new. Where somebody else has changed the same thing
    since the form was opened, nothing is saved and the page comes back that shows both; what they did elsewhere is no
    hindrance.
    """
    if _overtaken(here, noun, key):
        return _both(here, edit, noun, key)
    document = edit(here.document)
    if document == here.document:
        return None
    try:
        with unit_of_work() as session:
            revisions.change(
                session,
                here.copy,
                document,
                revision=here.copy.revision,
                did=did,
                by=current_officer().actor,
                now=clock.now(),
            )
            note(
                session,
                "questionnaire edited",
                here.consultation,
                audience=here.audience,
                revision=here.copy.revision,
                part=key,
            )
    except ChangedMeanwhile:
        return _both(desk(here.consultation.slug, here.audience), edit, noun, key)
    return None


def say(sentence: str) -> None:
    """Tell on the next page what has happened."""
    flash(sentence, "success")


def _described(document: Document, noun: Noun, key: str) -> list[tuple[str, str]] | None:
    """A part in words, or None where it is not there."""
    try:
        return described(document, noun, key)
    except NotFound:
        return None


def _overtaken(here: Desk, noun: Noun | None, key: str) -> bool:
    """Whether somebody else changed the same thing since the form was opened; what is new overwrites nothing."""
    shown = sent_along("revision")
    if shown == here.copy.revision or (noun is not None and not key):
        return False
    then = revisions.document_at(db.session(), here.copy, shown)
    return noun is None or then is None or _described(then, noun, key) != _described(here.document, noun, key)


def meanwhile(here: Desk) -> ResponseReturnValue:
    """The page that says somebody else was quicker, where nothing was written that could be lost."""
    return _both(here, copied, None, "")


def _both(here: Desk, edit: Edit, noun: Noun | None, key: str) -> ResponseReturnValue:
    """What is there now beside what was written, with nothing lost and the choice of either."""
    now = mine = None
    if noun is not None:
        now = _described(here.document, noun, key)
        try:
            mine = _described(edit(here.document), noun, key)
        except NotFound:
            mine = None
    typed: Mapping[str, list[str]] = {name: values for name, values in request.form.lists() if name not in NOT_WRITTEN}
    page = here.render(
        "editor_meanwhile.html",
        noun=noun,
        now=now,
        mine=mine,
        typed=typed,
        changed_by=accounts.names_by_actor(db.session()).get(here.copy.changed_by, here.copy.changed_by),
        audience_name=AUDIENCE_NAMES[here.audience],
    )
    return page, 409
