"""The questions and answers log: written as a draft, looked at once more, then read by everybody at the same moment."""

import uuid
from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import question_log as log
from engagement.consultations import service as consultations
from engagement.consultations import sheets
from engagement.consultations.log_models import LogEntry
from engagement.consultations.models import Consultation
from engagement.correspondence import new_answers
from engagement.correspondence.notices import Notice
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.moderation.suppliers import Mention, mentions
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import AtMost, Filled, Form, lines
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.page_forms import GoodLinks
from engagement.officers.query import agreed_to, sent_along
from engagement.officers.recipients import ConfirmForm
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/questions-and-answers"
LONGEST_QUESTION, LONGEST_ANSWER = 1000, 5000


class EntryForm(Form):
    """A question in words that do not tell who asked, and its answer."""

    question = lines(
        "Question",
        Filled("Write the question."),
        AtMost(LONGEST_QUESTION),
        hint="In your own words, without who asked: no name, no address, no phone number, no school.",
    )
    answer = lines(
        "Answer",
        AtMost(LONGEST_ANSWER),
        GoodLinks(),
        hint="An empty line begins a paragraph. Lines that begin with - are a list. You can write it later.",
    )


@blueprint.get(ADDRESS)
@needs(May.LOOK)
def question_log(slug: str) -> str:
    """Everything in the log: what is being written, and what everybody reads."""
    session = db.session()
    consultation = consultations.find(session, slug)
    published = log.published(session, consultation.id)
    read_by_all = {(entry.number, entry.now.question, entry.now.answer) for entry in published}
    written = log.written(session, consultation)
    return render_template(
        "officers/question_log.html",
        consultation=consultation,
        drafts=[entry for entry in written if entry.number is None],
        published=published,
        entries={entry.number: entry for entry in written if entry.number},
        waiting={row.number for row in written if (row.number, row.question, row.answer) not in read_by_all},
        untold=new_answers.untold(session, consultation),
        names=accounts.names_by_actor(session),
    )


@blueprint.route(f"{ADDRESS}/add", methods=["GET", "POST"])
@needs(May.RUN)
def log_entry_add(slug: str) -> ResponseReturnValue:
    """Write a question down, for officers only so far."""
    consultation = consultations.find(db.session(), slug)
    form = EntryForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            entry = log.write(
                session,
                consultation,
                question=form.question.data or "",
                answer=form.answer.data or "",
                by=current_officer().actor,
                now=clock.now(),
            )
            note(session, "question written", consultation, entry=str(entry.id))
        return redirect(url_for("officers.log_entry_publish", slug=slug, entry_id=entry.id), 303)
    return render_template(
        "officers/log_entry.html", consultation=consultation, entry=None, form=form, errors=form.faults
    )


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>", methods=["GET", "POST"])
@needs(May.RUN)
def log_entry(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Change the words of an entry. What everybody reads stays until they are published."""
    consultation = consultations.find(db.session(), slug)
    entry = log.find(db.session(), consultation, entry_id)
    form = EntryForm(obj=entry)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                log.rewrite(
                    session,
                    entry,
                    question=form.question.data or "",
                    answer=form.answer.data or "",
                    revision=sent_along("revision"),
                    by=current_officer().actor,
                    now=clock.now(),
                )
                note(session, "question changed", consultation, entry=str(entry.id))
        except Refused as refusal:
            form.refuse(form.question, str(refusal))
        else:
            return redirect(url_for("officers.log_entry_publish", slug=slug, entry_id=entry.id), 303)
    return render_template(
        "officers/log_entry.html",
        consultation=consultation,
        entry=entry,
        revision=sent_along("revision") if request.method == "POST" else entry.revision,
        form=form,
        errors=form.faults,
    )


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>/publish", methods=["GET", "POST"])
@needs(May.RUN)
def log_entry_publish(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Look once more at what everybody will read, and at what in it may say who somebody is; then publish."""
    consultation = consultations.find(db.session(), slug)
    entry = log.find(db.session(), consultation, entry_id)
    found = _pointed_at(consultation, entry)
    form = ConfirmForm()
    errors: list[tuple[str, str]] = []
    if form.validate_on_submit():
        if found and "looked" not in request.form:
            errors = [("Look at the words listed, then tick the box.", "#looked")]
        else:
            return _published(consultation, entry)
    return render_template(
        "officers/log_entry_publish.html",
        consultation=consultation,
        state=consultation.state_at(clock.now()),
        entry=entry,
        found=found,
        errors=errors,
    )


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>/discard", methods=["GET", "POST"])
@needs(May.RUN)
def log_entry_discard(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Asks once, then takes away an entry that was never published."""
    consultation = consultations.find(db.session(), slug)
    entry = log.find(db.session(), consultation, entry_id)
    if ConfirmForm().validate_on_submit():
        with unit_of_work() as session:
            log.discard(session, entry)
            note(session, "question thrown away", consultation, entry=str(entry_id))
        flash("The question is thrown away. Nobody else has seen it.", "success")
        return redirect(url_for("officers.question_log", slug=slug), 303)
    return render_template("officers/log_entry_discard.html", consultation=consultation, entry=entry)


@blueprint.route(f"{ADDRESS}/tell", methods=["GET", "POST"])
@needs(May.RUN)
def log_tell(slug: str) -> ResponseReturnValue:
    """Write to all schools that there is something new to read, once for all that is new."""
    consultation = consultations.find(db.session(), slug)
    back = redirect(url_for("officers.question_log", slug=slug), 303)
    try:
        if not ConfirmForm().validate_on_submit():
            notice = new_answers.rehearse(db.session(), consultation, now=clock.now())
            return render_template("officers/log_tell.html", consultation=consultation, notice=notice)
        with unit_of_work() as session:
            notice = new_answers.tell(session, consultation, now=clock.now())
            _refuse_if_more_than_shown(notice)
            note(session, "schools told of answers", consultation, told=notice.will)
    except Refused as refusal:
        flash(str(refusal))
        return back
    flash("The notice is planned. It is among the letters, where you can still stop it.", "success")
    return back


def _published(consultation: Consultation, entry: LogEntry) -> ResponseReturnValue:
    try:
        with unit_of_work() as session:
            version = log.publish(
                session,
                consultation,
                entry,
                revision=sent_along("revision"),
                by=current_officer().actor,
                now=clock.now(),
            )
            note(session, "question published", consultation, number=entry.number or 0, version=version.number)
    except Refused as refusal:
        flash(str(refusal))
        return redirect(url_for("officers.log_entry_publish", slug=consultation.slug, entry_id=entry.id), 303)
    flash(f"Question {entry.number} is published. Everybody can read it now.", "success")
    return redirect(url_for("officers.question_log", slug=consultation.slug), 303)


def _refuse_if_more_than_shown(notice: Notice) -> None:
    """An officer agreed to the number on the page, so no more than that may be told."""
    if not agreed_to(notice.will):
        raise Refused("More schools would be told now than the page said. Look at it once more.")


def _pointed_at(consultation: Consultation, entry: LogEntry) -> list[Mention]:
    """What may say who somebody is, except what the consultation's own public pages say anyway."""
    sheet = sheets.current(db.session(), consultation.id)
    public = [consultation.council_name, consultation.contact_email, consultation.title, consultation.label]
    known = [*public, *_texts(consultation.page), *_texts(sheet.document if sheet else {})]
    return mentions(f"{entry.question}\n{entry.answer}", known)


def _texts(document: object) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from _texts(value)
    elif isinstance(document, list):
        for value in document:
            yield from _texts(value)
