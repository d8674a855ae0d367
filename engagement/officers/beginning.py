"""A new consultation: from words that suit any council, or as a copy of an earlier one."""

import re
import unicodedata
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import Email, ValidationError

from engagement.accounts.roles import May
from engagement.consultations import beginning, service
from engagement.consultations.beginning import Beginning
from engagement.consultations.deadlines import end_of_day
from engagement.consultations.document import SLUG
from engagement.consultations.models import Consultation
from engagement.councils import service as councils
from engagement.extensions import clock, db
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.day_fields import day_field
from engagement.officers.fields import AtMost, Filled, Form, line, typed
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

LONGEST_SLUG = 60


class GoodAddress:
    """Checks that an address on the site is well formed, if one was typed."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and SLUG.regex.fullmatch(field.data.strip()) is None:
            raise ValidationError("Use lower-case letters and digits, with single hyphens between, such as views-2027.")


class About(Form):
    """What every consultation is called, and where people write to."""

    title = line("Title", Filled("Give the title."), AtMost(200), hint="What it is about.")
    slug = line(
        "Address (optional)",
        GoodAddress(),
        AtMost(LONGEST_SLUG),
        hint="The last part of the public address: lower-case letters, digits and hyphens. If you leave it empty, we "
        "make it from the title. It cannot change once it is public.",
    )
    label = line(
        "Short label",
        Filled("Give a short label."),
        AtMost(40),
        hint="What it is about in a word or two, such as NMISS. Texts can name it as {label}.",
    )
    contact_email = line(
        "Email address for questions",
        Filled("Give an email address."),
        Email("Give an email address, such as us@council.gov.uk."),
        AtMost(254),
        hint="A mailbox that somebody reads every working day. It is shown to everybody.",
    )


class DaysForm(Form):
    """When a draft is to be open."""

    opens_on = day_field("Opening day", "People can answer from the first minute of this day, once it is published.")
    closes_on = day_field("Last day for answers", "Answers count until 11:59pm on this day.")

    @property
    def days(self) -> tuple[date, date]:
        """The days of a form that was found to be in order."""
        assert self.opens_on.data is not None
        assert self.closes_on.data is not None
        return self.opens_on.data, self.closes_on.data


class BeginningForm(About, DaysForm):
    """All that has to be said before there is a draft."""


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@needs(May.SET_UP)
def new_consultation() -> ResponseReturnValue:
    """Ask what it is about and when it is open, and make a draft of that, or of an earlier one."""
    earlier = scope.consultations(db.session(), current_officer())
    origin = _origin(earlier)
    form = BeginningForm(data={"label": origin.label, "contact_email": origin.contact_email} if origin else None)
    if form.validate_on_submit() and days_are_good(form):
        slug = typed(form.slug) or slug_from(typed(form.title))
        fault = (
            service.fault_of_slug(db.session(), slug) if slug else "Give an address: the title has no letters for one."
        )
        if fault:
            form.refuse(form.slug, fault)
        else:
            made = _make(form, slug, origin)
            flash("The draft is made. Nobody else can see it yet.", "success")
            return redirect(url_for("officers.check_list", slug=made.slug), 303)
    return render_template(
        "officers/new_consultation.html", form=form, errors=form.faults, origin=origin, earlier=earlier
    )


def days_are_good(form: DaysForm) -> bool:
    """Whether the last day is not before the opening day and still to come; if not, its field says why."""
    opens_on, closes_on = form.days
    if closes_on < opens_on:
        form.refuse(form.closes_on, "The last day is before the opening day.")
    elif _is_over(closes_on):
        form.refuse(form.closes_on, "This day is over. Choose one that is still to come.")
    return not form.faults


def slug_from(title: str) -> str:
    """An address made from a title, as far as it has letters for one."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")


def _is_over(day: date) -> bool:
    return end_of_day(day) <= clock.now()


def _origin(earlier: list[Consultation]) -> Consultation | None:
    wanted = request.args.get("copy", "")
    return next((row for row in earlier if row.slug == wanted), None)


def _make(form: BeginningForm, slug: str, origin: Consultation | None) -> Consultation:
    said = Beginning(
        slug=slug,
        title=typed(form.title),
        label=typed(form.label),
        contact_email=typed(form.contact_email),
        opens_on=form.days[0],
        closes_on=form.days[1],
    )
    officer = current_officer()
    with unit_of_work() as session:
        if origin is None:
            made = beginning.begin(session, councils.find(session, officer.council_id), said)
            note(session, "consultation created", made)
        else:
            made = beginning.begin_from(session, origin, said, by=officer.actor, now=clock.now())
            note(session, "consultation copied", made, origin=origin.slug)
    return made
