"""The queue of what people wrote: how far it is read, one text at a time, and clearing it."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.moderation import deciding, duty, intake, reading, service, steps, working_time
from engagement.moderation.deciding import REDACTED_NAMES, WORRY_NAMES
from engagement.moderation.models import FreeText, Step, TextState
from engagement.moderation.reading import Filters, Reading
from engagement.officers.blueprint import blueprint
from engagement.officers.entries import CHANNEL_NAMES
from engagement.officers.fields import Form
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.paging import PAGE_SIZE, Page, offset_of
from engagement.officers.query import audience_in_query, chosen, kept, page_in_query
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/texts"
STATE_NAMES = {
    TextState.UNREAD: ("Not read", "blue"),
    TextState.HELD: ("Held back", "orange"),
    TextState.REFERRED: ("Passed on", "purple"),
    TextState.REDACTING: ("Waits for a second person", "yellow"),
    TextState.CLEARED: ("Cleared", "green"),
    TextState.REDACTED: ("Redacted", "green"),
}
STEP_NAMES = {
    Step.CLEARED: "Cleared",
    Step.PROPOSED: "Redacted, for a second person to look at",
    Step.APPROVED: "Redaction approved",
    Step.SENT_BACK: "Redaction sent back",
    Step.HELD: "Held back",
    Step.REFERRED: "Passed on",
    Step.NOTED: "Note",
    Step.REOPENED: "Reopened",
    Step.UNDONE: "Clearing undone",
    Step.CHANGED: "Its person wrote something else",
}
WAITING: Mapping[str, tuple[str, timedelta]] = {
    "hours": ("More than 4 working hours", timedelta(hours=4)),
    "day": ("More than 1 working day", working_time.WORKING_DAY),
}
VOICE_NAMES = {
    "own": "A young person's own words",
    "together": "Talked through with somebody",
    "interpreted": "Somebody says what they saw or understood",
    "proxy": "An adult's view",
    None: "Not known whose words they are",
}
WHY_NAMES: Mapping[str, str] = {str(key): name for key, name in (*REDACTED_NAMES.items(), *WORRY_NAMES.items())}
# The last text that was cleared in this browser, so that it can be undone.
CLEARED = "cleared_text"


class DecideForm(Form):
    """A decision about a text as it was read."""

    digest = HiddenField()


@blueprint.get(ADDRESS)
@needs(May.READ_TEXTS)
def texts(slug: str) -> str:
    """How the queue stands, and a list of its texts that shows none of them."""
    consultation, now = consultations.find(db.session(), slug), clock.now()
    with unit_of_work() as work:
        # What came since the workers' last look is in the list too.
        intake.look_at(work, consultation, now)
    state, age, audience = chosen("state", set(TextState)), chosen("age", WAITING), audience_in_query()
    since = working_time.before(now, WAITING[age][1]) if age else None
    page = _page(consultation, Filters(state, audience, since))
    return render_template(
        "officers/texts.html",
        consultation=consultation,
        page=page,
        standing=service.standing(db.session(), consultation, now),
        on_duty=duty.on_duty(db.session(), consultation),
        labels=reading.labels(db.session(), consultation.id),
        filters=kept(state=state, audience=audience, age=age),
        state_names=STATE_NAMES,
        states_in_words={state: words for state, (words, _) in STATE_NAMES.items()},
        ages={key: name for key, (name, _) in WAITING.items()},
        cleared=_cleared(consultation),
        now=now,
        late=working_time.is_late,
    )


@blueprint.post(f"{ADDRESS}/next")
@needs(May.READ_TEXTS)
def next_text(slug: str) -> Response:
    """Takes the text that is to be read next and leads to it."""
    consultation = consultations.find(db.session(), slug)
    with unit_of_work() as work:
        return _onward(work, consultation)


@blueprint.route(f"{ADDRESS}/<uuid:text_id>", methods=["GET", "POST"])
@needs(May.READ_TEXTS)
def read_text(slug: str, text_id: uuid.UUID) -> ResponseReturnValue:
    """One text, with what was done about it; the form clears it."""
    consultation, form = consultations.find(db.session(), slug), DecideForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as work:
                text = deciding.hold(
                    work, consultation, text_id, form.digest.data or "", current_officer(), clock.now()
                )
                deciding.clear(work, text, by=current_officer(), now=clock.now())
                note(work, "text cleared", consultation, text=str(text_id))
                session[CLEARED] = [slug, str(text_id)]
                return _onward(work, consultation)
        except Refused as error:
            flash(str(error), "notice")
            return redirect(url_for("officers.read_text", slug=slug, text_id=text_id), 303)
    text, found, mine = opened(consultation, text_id)
    return render_template(
        "officers/text.html",
        consultation=consultation,
        form=form,
        cleared=_cleared(consultation, but=text_id),
        mine=mine,
        is_open=text.state in deciding.OPEN,
        is_settled=text.state in deciding.SETTLED,
        **shown(consultation, text, found),
    )


@blueprint.post(f"{ADDRESS}/<uuid:text_id>/undo")
@needs(May.READ_TEXTS)
def undo_clear(slug: str, text_id: uuid.UUID) -> Response:
    """Takes back the last clearing in this browser."""
    consultation = consultations.find(db.session(), slug)
    session.pop(CLEARED, None)
    try:
        with unit_of_work() as work:
            text = deciding.find(work, consultation, text_id)
            deciding.undo_clear(work, text, by=current_officer(), now=clock.now())
            note(work, "text clearing undone", consultation, text=str(text_id))
    except Refused as error:
        flash(str(error), "notice")
    else:
        flash("The text is not cleared any more. Decide about it.", "success")
    return redirect(url_for("officers.read_text", slug=slug, text_id=text_id), 303)


def opened(consultation: Consultation, text_id: uuid.UUID) -> tuple[FreeText, Reading, bool]:
    """A text and what it says, with whether this officer has it now; that they open it is written down."""
    with unit_of_work() as work:
        text = deciding.find(work, consultation, text_id)
        found = reading.read(work, text)
        if found is None:
            raise NotFound("This text is not there. Its person may have taken it back.")
        if found.digest != text.digest:
            # Its person wrote something else since the last look: then it is unread again.
            intake.look_at(work, consultation, clock.now())
            work.refresh(text)
        mine = text.state not in deciding.OPEN or reading.claim(work, text, current_officer(), clock.now())
        if request.method == "GET":
            note(work, "text read", consultation, text=str(text_id))
    return text, found, mine


def shown(consultation: Consultation, text: FreeText, found: Reading) -> dict[str, object]:
    """What a page needs to show a text and its history."""
    return {
        "text": text,
        "found": found,
        "pieces": reading.pointed_out(db.session(), consultation.id, found.words),
        "history": steps.history(db.session(), text.id),
        "names": accounts.names_by_actor(db.session()),
        "state_names": STATE_NAMES,
        "step_names": STEP_NAMES,
        "why_names": WHY_NAMES,
        "voice_names": VOICE_NAMES,
        "channel_names": CHANNEL_NAMES,
    }


def _page(consultation: Consultation, filters: Filters) -> Page[FreeText]:
    total = reading.count(db.session(), consultation.id, filters)
    number, before = offset_of(page_in_query(), total)
    return Page(reading.listed(db.session(), consultation.id, filters, before, PAGE_SIZE), number, total)


def _onward(work: Session, consultation: Consultation) -> Response:
    text = reading.take_next(work, consultation.id, current_officer(), clock.now())
    if text is None:
        flash("There is nothing more to read just now.", "success")
        return redirect(url_for("officers.texts", slug=consultation.slug), 303)
    return redirect(url_for("officers.read_text", slug=consultation.slug, text_id=text.id), 303)


def _cleared(consultation: Consultation, but: uuid.UUID | None = None) -> str | None:
    """The text that was cleared last in this browser, if it can be undone."""
    slug, text_id = session.get(CLEARED) or (None, None)
    return text_id if slug == consultation.slug and text_id != str(but) else None
