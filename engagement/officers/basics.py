"""What a consultation is called, when it is open, and the facts of data protection that it cannot open without."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField

from engagement.accounts.roles import May
from engagement.consultations import facts as known
from engagement.consultations import service as consultations
from engagement.consultations.deadlines import end_of_day, london_day, start_of_day
from engagement.consultations.facts import BASES, DATASETS, Facts
from engagement.consultations.models import Consultation, State
from engagement.consultations.readiness import must_stay_known
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.beginning import About, DaysForm, days_are_good
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import AtMost, Form, line, lines, one_of, typed
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.page_forms import GoodLinks
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/set-up"
NOT_CHOSEN = ("", "Not decided yet")
SPECIAL_CATEGORY = "Substantial public interest (Data Protection Act 2018, Schedule 1, paragraph 6)"


def _basis(label: str) -> RadioField:
    names = [*BASES.items(), NOT_CHOSEN]
    return one_of(label, names, "Choose a lawful basis, or that it is not decided yet.")


def _line(label: str, hint: str) -> StringField:
    return line(label, AtMost(known.SHORT), hint=hint)


def _lines(label: str, hint: str) -> TextAreaField:
    return lines(label, AtMost(known.LONG), GoodLinks(), hint=hint)


class FactsForm(Form):
    """Who is responsible for people's data, and what may be done with them."""

    controller = _line("Controller", "Who decides why and how data are used.")
    data_protection_officer = _line("How to reach the Data Protection Officer", "For example an email address.")
    contacts = _basis("Lawful basis for contacts, to whom letters go")
    schools = _basis("Lawful basis for answers of schools")
    families = _basis("Lawful basis for answers of families")
    young_people = _basis("Lawful basis for answers of young people")
    law = _line("What the basis rests on", "For example: Children and Families Act 2014, sections 19 and 27")
    special_category = _line(
        "Condition for special category data",
        "Answers can show that a child has special educational needs. Ask your Data Protection Officer.",
    )
    retention = _lines(
        "How long data are kept",
        "Begin a line with - for each kind of data, such as: - Answers that were not sent: 14 days after the close.",
    )
    recipients = _lines("Who receives the data", "Where there are several, begin a line with - for each.")
    dpia_reference = _line(
        "Reference of the data protection impact assessment (DPIA)",
        "It has to be done before the public is asked. Your Data Protection Officer gives the reference.",
    )


@blueprint.route(f"{ADDRESS}/basics", methods=["GET", "POST"])
@needs(May.SET_UP)
def basics(slug: str) -> ResponseReturnValue:
    """Title, address, label and the mailbox for questions."""
    consultation = consultations.find(db.session(), slug)
    is_draft = consultation.published_at is None
    form = About(obj=consultation)
    if not is_draft:
        del form.slug
    if form.validate_on_submit():
        wanted = typed(form.slug) if is_draft else consultation.slug
        fault = None if wanted in ("", slug) else consultations.fault_of_slug(db.session(), wanted)
        if fault:
            form.refuse(form.slug, fault)
        else:
            with unit_of_work() as session:
                session.refresh(consultation, with_for_update=True)
                consultation.title, consultation.label = typed(form.title), typed(form.label)
                consultation.contact_email = typed(form.contact_email)
                if consultation.published_at is None:
                    consultation.slug = wanted or slug
                note(session, "basics changed", consultation)
            flash("Saved: Title, address and contact.", "success")
            return redirect(url_for("officers.check_list", slug=consultation.slug), 303)
    return render_template(
        "officers/basics.html", consultation=consultation, form=form, errors=form.faults, is_draft=is_draft
    )


@blueprint.route(f"{ADDRESS}/days", methods=["GET", "POST"])
@needs(May.SET_UP)
def days(slug: str) -> ResponseReturnValue:
    """The opening day and the last day, while it is a draft; later the deadline has rules of its own."""
    consultation = consultations.find(db.session(), slug)
    form = DaysForm(
        data={
            "opens_on": london_day(consultation.opens_at),
            "closes_on": london_day(consultation.closes_at - timedelta(microseconds=1)),
        }
    )
    is_draft = consultation.state_at(clock.now()) is State.DRAFT
    if is_draft and form.validate_on_submit() and days_are_good(form):
        with unit_of_work() as session:
            session.refresh(consultation, with_for_update=True)
            if consultation.published_at is not None:
                raise Refused("It was published meanwhile. Look at its deadline instead.")
            consultation.opens_at = start_of_day(form.days[0])
            consultation.closes_at = end_of_day(form.days[1])
            note(session, "days changed", consultation)
        flash("Saved: Opening and closing.", "success")
        return redirect(url_for("officers.check_list", slug=slug), 303)
    return render_template(
        "officers/days.html", consultation=consultation, form=form, errors=form.faults, is_draft=is_draft
    )


@blueprint.route(f"{ADDRESS}/facts", methods=["GET", "POST"])
@needs(May.SET_UP)
def facts(slug: str) -> ResponseReturnValue:
    """The facts of data protection; what is public already cannot be emptied."""
    consultation = consultations.find(db.session(), slug)
    form = FactsForm(data=_shown(consultation))
    errors: list[tuple[str, str | None]] = []
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                session.refresh(consultation, with_for_update=True)
                consultation.facts = known.for_storing(_said(form))
                session.flush()
                must_stay_known(session, consultation, clock.now())
                note(session, "facts changed", consultation)
        except Refused as refusal:
            errors.append((str(refusal), None))
        else:
            flash("Saved: Facts of data protection.", "success")
            return redirect(url_for("officers.check_list", slug=slug), 303)
    return render_template(
        "officers/facts.html",
        consultation=consultation,
        form=form,
        errors=[*errors, *form.faults],
        datasets=DATASETS,
        names=AUDIENCE_NAMES,
    )


def _shown(consultation: Consultation) -> dict[str, str]:
    """What the form begins with: what is known, and what most councils choose where nothing is known at all."""
    found = known.facts_known(consultation)
    if not consultation.facts:
        found = Facts(
            controller=consultation.council_name,
            lawful_basis=dict.fromkeys(DATASETS, "public_task"),
            special_category=SPECIAL_CATEGORY,
        )
    values = {name: getattr(found, name) for name in Facts.__dataclass_fields__ if name != "lawful_basis"}
    return values | {dataset: found.lawful_basis.get(dataset, "") for dataset in DATASETS}


def _said(form: FactsForm) -> Facts:
    values = {name: typed(form[name]) for name in Facts.__dataclass_fields__ if name != "lawful_basis"}
    return Facts(**values, lawful_basis={name: form[name].data for name in DATASETS if form[name].data})
