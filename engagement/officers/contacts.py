"""The list of contacts and adding one. Addresses are opened here, and every look is written down."""

from collections.abc import Iterable
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import EmailField, RadioField, StringField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.contacts import changes, groups, service
from engagement.contacts.standard_fields import STANDARD, GroupField
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import Filled, Form, one_of
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.query import audience_in_query, chosen, kept, row_in_query
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

STATE_NAMES = {
    "unused": "Not answered",
    "used": "Answered",
    "told": "Told us they have answered",
    "opted_out": "Asked us to stop",
    "bounced": "Address bounced",
    "soft_bounced": "Letters keep coming back",
    "do_not_contact": "Do not contact",
    "role_mailbox": "Shared mailbox",
}
# We never write to children, so nobody is a contact for young people.
WRITTEN_TO: tuple[AudienceName, ...] = ("schools", "families")


def audience_field() -> RadioField:
    """Schools or families."""
    names = [(name, AUDIENCE_NAMES[name]) for name in WRITTEN_TO]
    return one_of("Schools or families?", names, "Choose schools or families.")


class ContactForm(Form):
    """One contact; its groups are asked for on its own page, once it is known whose they are."""

    audience = audience_field()
    email = EmailField("Email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")])
    name = StringField("Name of the person (optional)", widget=GovTextInput())
    organisation = StringField("Organisation (optional)", widget=GovTextInput(), description="For schools.")


class FindForm(Form):
    """One address or name to look for. Posted, so that neither is ever in a link or a log."""

    find = StringField(
        "Find a contact",
        widget=GovTextInput(),
        description="The whole email address, or the whole name of the school or person.",
        validators=[Filled("Enter an email address or a name.")],
    )


@blueprint.route("/consultations/<slug>/contacts", methods=["GET", "POST"])
@needs(May.CONTACTS)
def contacts(slug: str) -> str:
    """One page of contacts, narrowed by what is asked for, or those that were looked for."""
    consultation = consultations.find(db.session(), slug)
    audience, state = audience_in_query(), chosen("state", service.STATES)
    fields = fields_shown(consultation, audience)
    picked = {field.key: choice for field in fields if (choice := chosen(field.key, field.choices))}
    form, find = FindForm(), ""
    if form.validate_on_submit():
        find = form.find.data or ""
    wanted = service.Narrowing(audience, state, picked, find.strip())
    with unit_of_work() as session:
        try:
            found = service.listing(
                session, consultation.id, wanted, before=row_in_query("before"), after=row_in_query("after")
            )
        except Refused as error:
            form.refuse(form.find, str(error))
            found = service.listing(session, consultation.id, service.Narrowing(audience, state, picked))
        note(session, "contacts read", consultation, count=len(found.contacts))
    return render_template(
        "officers/contacts.html",
        consultation=consultation,
        found=found,
        form=form,
        errors=form.faults,
        searched=bool(find),
        fields=fields,
        labels=labels_of(consultation, found.contacts),
        filters=kept(audience=audience, state=state, **picked),
        state_names=STATE_NAMES,
        written_to={name: AUDIENCE_NAMES[name] for name in WRITTEN_TO},
        on_page=request.method == "GET" and bool(request.args.get("before") or request.args.get("after")),
    )


@blueprint.route("/consultations/<slug>/contacts/add", methods=["GET", "POST"])
@needs(May.CONTACTS)
def add_contact(slug: str) -> ResponseReturnValue:
    """Add one contact."""
    consultation = consultations.find(db.session(), slug)
    form = ContactForm(audience=audience_in_query())
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                added = changes.add(
                    session,
                    consultation,
                    audience=cast(AudienceName, form.audience.data),
                    email=form.email.data or "",
                    name=form.name.data or "",
                    organisation=form.organisation.data or "",
                    now=clock.now(),
                )
                note(session, "contact added", consultation, contact=str(added.id))
        except Refused as error:
            form.refuse(form.email, str(error))
        else:
            flash("The contact is added.", "success")
            return redirect(url_for("officers.contact", slug=slug, contact_id=added.id))
    return render_template("officers/contact_add.html", consultation=consultation, form=form, errors=form.faults)


def fields_shown(consultation: Consultation, audience: AudienceName | None) -> list[GroupField]:
    """The fields to narrow a list by: those of its audience, or those that both audiences have."""
    if audience is not None and audience in WRITTEN_TO:
        return groups.fields_of(db.session(), consultation.id, audience)
    families = {field.key for field in STANDARD["families"]}
    return [field for field in STANDARD["schools"] if field.key in families]


def labels_of(consultation: Consultation, listed: Iterable[service.ListedContact]) -> dict[str, list[str]]:
    """The groups of each contact in words, by its id."""
    rows = list(listed)
    known = {
        audience: groups.fields_of(db.session(), consultation.id, cast(AudienceName, audience))
        for audience in {row.contact.audience for row in rows}
    }
    return {
        str(row.contact.id): [
            field.choices[choice]
            for field in known[row.contact.audience]
            if (choice := row.contact.groups.get(field.key, "")) in field.choices
        ]
        for row in rows
    }
