"""Schools that may have answered more than once, for an officer to ask; nothing is merged or taken out by itself."""

from flask import render_template

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.contacts import repeats
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work


@blueprint.get("/consultations/<slug>/repeats")
@needs(May.CONTACTS)
def repeated_organisations(slug: str) -> str:
    """Organisations whose name was left more than once. Names are opened here, so every look is written down."""
    consultation = consultations.find(db.session(), slug)
    with unit_of_work() as session:
        found = repeats.organisations(session, consultation.id, "schools")
        note(session, "organisations read", consultation, count=len(found))
    return render_template("officers/repeats.html", consultation=consultation, found=found)
