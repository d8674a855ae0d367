"""The pages of one consultation as they are at one moment: for the public, and for officers before it is public."""

from collections.abc import Collection
from datetime import datetime

from flask import render_template

from engagement.consultations import question_log, sheets
from engagement.consultations.models import GRACE, Consultation, State
from engagement.consultations.page import page_of, sheet_of
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.paper import library
from engagement.public.dates import key_dates, time_left
from engagement.public.facts import facts_in_words
from engagement.public.finding import sheet_and_last_move
from engagement.questionnaires.definition import AudienceName


def landing(
    consultation: Consultation, state: State, now: datetime, asked: Collection[AudienceName] | None = None
) -> str:
    """What it is about, and the ways in: to what is published, or for those who are `asked`."""
    page, offers = page_of(consultation), library.offered(db.session(), consultation.id)
    has_sheet, moved = sheet_and_last_move(consultation)
    return render_template(
        "public/landing.html",
        consultation=consultation,
        state=state,
        page=page,
        ways_in=[way for way in page.ways_in if way.audience in (offers if asked is None else asked)],
        offers=offers,
        key_dates=key_dates(consultation, page.key_dates),
        time_left=time_left(consultation.closes_at, now),
        grace_ends=consultation.closes_at + GRACE if consultation.in_grace_at(now) else None,
        has_sheet=has_sheet,
        moved=moved,
    )


def information_sheet(consultation: Consultation, state: State, number: int | None = None) -> str:
    """The sheet that holds, or the version with a number. Raises NotFound."""
    versions = sheets.versions_of(db.session(), consultation.id)
    shown = next((version for version in versions if number in (None, version.number)), None)
    if shown is None:
        raise NotFound("This information sheet has not been published.")
    return render_template(
        "public/information_sheet.html",
        consultation=consultation,
        state=state,
        sheet=sheet_of(consultation, shown),
        shown=shown,
        versions=versions,
    )


def questions_and_answers(consultation: Consultation, state: State) -> str:
    """Every question that was answered, the newest first, with what corrections have replaced."""
    return render_template(
        "public/questions_and_answers.html",
        consultation=consultation,
        state=state,
        log=question_log.published(db.session(), consultation.id),
    )


def other_formats(consultation: Consultation, state: State) -> str:
    """How to get all this in another form."""
    return render_template(
        "public/other_formats.html",
        consultation=consultation,
        state=state,
        page=page_of(consultation),
        offers=library.offered(db.session(), consultation.id),
    )


def get_help(consultation: Consultation, state: State) -> str:
    """Whom to turn to, the same for everybody."""
    return render_template("public/get_help.html", consultation=consultation, state=state, page=page_of(consultation))


def privacy(consultation: Consultation, state: State) -> str:
    """What is kept about people and why."""
    return render_template(
        "public/privacy.html",
        consultation=consultation,
        state=state,
        page=page_of(consultation),
        known=facts_in_words(consultation),
    )
