"""Paper forms: which are made of each questionnaire, when, and having them made again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engagement import preparing
from engagement.accounts.roles import May
from engagement.consultations import preparations
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.paper import library
from engagement.paper.kinds import BY_NAME
from engagement.unit_of_work import unit_of_work

FORM_NAMES = {
    "standard.pdf": "To print (PDF)",
    "large-print.pdf": "Large print (PDF)",
    "easy-read.pdf": "Easy Read (PDF)",
    "word.docx": "Word, to type in",
}


@blueprint.route("/consultations/<slug>/paper", methods=["GET", "POST"])
@needs(May.WRITE)
def paper(slug: str) -> ResponseReturnValue:
    """Every form of the versions that people are given now, and how far workers have come with them."""
    consultation = consultations.find(db.session(), slug)
    progress = [each for each in preparing.progress(Consultation.slug == slug) if each.thing.name in BY_NAME]
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            preparations.ask_again(session, {each.thing.version.id for each in progress}, set(BY_NAME))
            note(session, "paper forms asked for again", consultation)
        flash("The forms will be made again within a few minutes. Until then people get those made before.", "success")
        return redirect(url_for("officers.paper", slug=slug), 303)
    return render_template(
        "officers/paper.html",
        consultation=consultation,
        progress=progress,
        offers=library.offered(db.session(), consultation.id),
        form_names=FORM_NAMES,
        settled=sum(each.settled for each in progress),
        over=consultation.closes_at <= clock.now(),
    )
