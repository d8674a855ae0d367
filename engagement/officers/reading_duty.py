"""Who reads what people write: the duty officer of a consultation and the deputy."""

from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.errors import Refused
from engagement.extensions import db
from engagement.moderation import duty
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work


class DutyForm(Form):
    """Two officers who are appointed for safeguarding."""

    officer = SelectField("Duty officer", widget=GovSelect(), validate_choice=False)
    deputy = SelectField("Deputy", widget=GovSelect(), validate_choice=False)


@blueprint.route("/consultations/<slug>/reading-duty", methods=["GET", "POST"])
@needs(May.SET_UP)
def reading_duty(slug: str) -> ResponseReturnValue:
    """Name who reads, and who steps in."""
    consultation = consultations.find(db.session(), slug)
    readers = {str(officer.id): officer for officer in duty.may_read(db.session(), consultation)}
    named = duty.on_duty(db.session(), consultation)
    form = DutyForm(
        officer=str(named.officer.id) if named.officer else "", deputy=str(named.deputy.id) if named.deputy else ""
    )
    form.officer.choices = form.deputy.choices = [("", "Choose")] + [
        (key, officer.name) for key, officer in readers.items()
    ]
    if form.validate_on_submit():
        for field in (form.officer, form.deputy):
            if field.data not in readers:
                form.refuse(field, "Choose an officer.")
        if not form.faults:
            officer, deputy = (readers[cast(str, field.data)] for field in (form.officer, form.deputy))
            try:
                with unit_of_work() as session:
                    duty.name(session, consultation, officer, deputy)
                    note(session, "reading duty named", consultation, officer=officer.actor, deputy=deputy.actor)
            except Refused as error:
                form.refuse(form.deputy, str(error))
            else:
                flash("The duty officer and the deputy are named.", "success")
                return redirect(url_for("officers.reading_duty", slug=slug), 303)
    return render_template(
        "officers/reading_duty.html", consultation=consultation, form=form, errors=form.faults, readers=len(readers)
    )
