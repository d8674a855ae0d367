"""The calendar of letters: every day of a consultation on which something happens, and proposals to plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations.deadlines import day_in_words, deadline_in_words, london_day, moment_in_words
from engagement.consultations.models import Consultation
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave
from engagement.correspondence.proposals import still_open
from engagement.correspondence.schedule import ProposedWave
from engagement.councils.school_days import closed_days
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.contacts import WRITTEN_TO
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.overview import waves_of
from engagement.officers.waves import name_of
from engagement.outbox import holds, hours
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work


@dataclass(frozen=True)
class Happening:
    """What happens on a day: a wave, a proposal, or in words what else matters for letters."""

    at: datetime | None
    day: date
    words: str
    audience: AudienceName | None = None
    wave: Wave | None = None
    proposed: ProposedWave | None = None


@blueprint.get("/consultations/<slug>/letters/calendar")
@needs(May.LOOK)
def letter_calendar(slug: str) -> str:
    """All letters to all audiences in order of time, with what is proposed besides."""
    consultation = consultations.find(db.session(), slug)
    happenings = sorted(
        [*_letters(consultation), *_around(consultation)],
        key=lambda found: (found.day, found.at is not None, found.at or clock.now()),
    )
    days: dict[date, list[Happening]] = {}
    for found in happenings:
        days.setdefault(found.day, []).append(found)
    return render_template(
        "officers/letter_calendar.html",
        consultation=consultation,
        days=days,
        proposals=sum(found.proposed is not None for found in happenings),
        closed=closed_days(consultation.council),
        key_of=key_of,
        held=holds.held(db.session(), [found.wave.id for found in happenings if found.wave]),
    )


@blueprint.post("/consultations/<slug>/letters/plan")
@needs(May.RUN)
def plan_proposals(slug: str) -> ResponseReturnValue:
    """Plan every letter to every audience that the schedule proposes."""
    consultation = consultations.find(db.session(), slug)
    for audience in _asked(consultation):
        _plan(consultation, audience, _open(consultation, audience))
    return redirect(url_for("officers.letter_calendar", slug=slug))


@blueprint.post("/consultations/<slug>/letters/<any(schools, families):audience>/plan")
@needs(May.RUN)
def plan_all(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """Plan the letters that the schedule proposes for an audience, or the one that is named by kind and time."""
    consultation = consultations.find(db.session(), slug)
    wanted, back = (
        request.form.get("letter"),
        "officers.letter_calendar" if "letter" in request.form else "officers.waves",
    )
    found = [letter for letter in _open(consultation, audience) if wanted in (None, key_of(letter))]
    if not found:
        raise Refused("This letter is planned already, or is proposed no more. Look at the calendar again.")
    _plan(consultation, audience, found)
    return redirect(url_for(back, slug=slug))


def key_of(letter: ProposedWave) -> str:
    """What names a proposal in a form: its kind and time."""
    return f"{letter.kind}@{letter.due_at:%Y%m%dT%H%M}"


def _asked(consultation: Consultation) -> list[AudienceName]:
    asked = versions.audiences_asked(db.session(), consultation.id)
    return [audience for audience in WRITTEN_TO if audience in asked]


def _open(consultation: Consultation, audience: AudienceName) -> list[ProposedWave]:
    return still_open(consultation, audience, waves_of(db.session(), consultation), clock.now())


def _plan(consultation: Consultation, audience: AudienceName, letters: list[ProposedWave]) -> None:
    planned = 0
    for letter in letters:
        try:
            with unit_of_work() as session:
                wave = planning.plan(
                    session,
                    consultation=consultation,
                    audience=audience,
                    kind=letter.kind,
                    due_at=letter.due_at,
                    now=clock.now(),
                )
                note(session, "wave planned", consultation, wave=str(wave.id), kind=wave.kind, size=wave.announced_size)
            planned += 1
        except Refused as error:
            flash(f"{letter.name}: {error}")
    if planned:
        flash(
            f"{AUDIENCE_NAMES[audience]}: {'1 letter is' if planned == 1 else f'{planned} letters are'} planned.",
            "success",
        )


def _letters(consultation: Consultation) -> Iterator[Happening]:
    existing = waves_of(db.session(), consultation)
    for wave in existing:
        name = name_of(consultation, wave)
        yield Happening(wave.due_at, london_day(wave.due_at), name, _audience(wave), wave=wave)
    for audience in _asked(consultation):
        for letter in still_open(consultation, audience, existing, clock.now()):
            yield Happening(letter.due_at, london_day(letter.due_at), letter.name, audience, proposed=letter)


def _around(consultation: Consultation) -> Iterator[Happening]:
    """What else matters: the opening, the deadline, bank holidays and school holidays."""
    first, last = london_day(consultation.opens_at), london_day(consultation.closes_at - timedelta(microseconds=1))
    yield Happening(None, first, f"Opens at {moment_in_words(consultation.opens_at)}")
    yield Happening(None, last, f"Closes at {deadline_in_words(consultation.closes_at)}")
    for closed in closed_days(consultation.council):
        if closed.first <= last and closed.last >= first:
            yield Happening(
                None, max(first, closed.first), f"{closed.name}: schools are closed until {day_in_words(closed.last)}"
            )
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if (name := hours.bank_holiday(day)) is not None:
            yield Happening(None, day, f"Bank holiday: {name}. No letter leaves.")


def _audience(wave: Wave) -> AudienceName:
    return next(audience for audience in WRITTEN_TO if audience == wave.audience)
