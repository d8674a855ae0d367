"""The officers' way into the previews, and every previewed page with a bar above it that says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation, State
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.officers.query import whole_number
from engagement.previews import questionnaires, standing, surveys, typed
from engagement.previews.addresses import Place
from engagement.previews.questionnaires import NothingToShow
from engagement.previews.surveys import NotPreviewed, Trial
from engagement.public import pages
from engagement.public.links import links_for_layout
from engagement.questionnaires.definition import AUDIENCES
from engagement.survey_flow import keys, looks
from engagement.survey_flow.doors import DOORS
from engagement.survey_flow.visits import Visit
from engagement.survey_flow.ways import Answer

ADDRESS = "/consultations/<slug>/preview"
STATES = {State.UPCOMING: "Before it opens", State.OPEN: "While it is open", State.CLOSED: "After it has closed"}
PUBLIC_PAGES = {
    "": "The page of the consultation",
    "information-sheet": "Information sheet",
    "questions-and-answers": "Questions and answers",
    "get-help": "Get help",
    "privacy": "Privacy",
    "other-formats": "Other formats",
}
PUBLIC: Mapping[str, Callable[[Consultation, State], str]] = {
    "questions-and-answers": pages.questions_and_answers,
    "get-help": pages.get_help,
    "privacy": pages.privacy,
    "other-formats": pages.other_formats,
}
MODES = {"standard": "Standard", "easy_read": "Easy Read", "large_print": "Large print"}


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above a previewed page. `name` is that of the questionnaire on it, if there is one."""

    place: Place
    rest: str
    name: str = ""
    faults: tuple[str, ...] = ()
    shows_pictures: bool = False


@blueprint.get(ADDRESS)
@needs(May.LOOK)
def preview(slug: str) -> str:
    """Every page and every questionnaire that can be looked at."""
    session = db.session()
    consultation = consultations.find(session, slug)
    chosen = request.args.get("audience")
    audiences = [audience for audience in AUDIENCES if chosen in (None, audience)] or list(AUDIENCES)
    return render_template(
        "previews/index.html",
        consultation=consultation,
        questionnaires=[(audience, questionnaires.sources(session, consultation, audience)) for audience in audiences],
        doors=DOORS,
        states=STATES,
        public_pages=PUBLIC_PAGES,
        address=lambda state, source, rest="": Place(slug, State(state), source).address(rest),
    )


@blueprint.route(
    f"{ADDRESS}/<any(upcoming, open, closed):state>/<source>/", defaults={"rest": ""}, methods=["GET", "POST"]
)
@blueprint.route(f"{ADDRESS}/<any(upcoming, open, closed):state>/<source>/<path:rest>", methods=["GET", "POST"])
@needs(May.LOOK)
def preview_page(slug: str, state: str, source: str, rest: str) -> ResponseReturnValue:
    """One page as it would be, in a state of the consultation. What is typed stays in the officer's own browser."""
    place = Place(slug, State(state), source)
    wanted = {name: request.args[name] for name in looks.CHOICES if name in request.args}
    if wanted and request.method == "GET":
        typed.choose_looks(wanted)
        return redirect(place.address(rest), 303)
    try:
        answer = _answer(place, consultations.find(db.session(), slug), rest)
    except (NotPreviewed, NothingToShow) as reason:
        g.pop("preview_bar", None)
        return render_template(
            "previews/not_shown.html",
            consultation=consultations.find(db.session(), slug),
            place=place,
            reason=str(reason),
            faults=reason.faults if isinstance(reason, NothingToShow) else (),
        )
    if isinstance(answer, Response):
        return redirect(place.led_here(str(answer.location)), 303) if answer.location else answer
    page, status = answer if isinstance(answer, tuple) else (answer, 200)
    return place.in_page(page, keys.form_token(surveys.KEY.secret)), status


@blueprint.context_processor
def of_the_preview() -> dict[str, object]:
    """On a previewed page the frame is the public's, not the officers'."""
    if "preview_bar" not in g:
        return {}
    return {
        **links_for_layout(),
        "preview_bar": g.preview_bar,
        "preview_states": STATES,
        "preview_modes": MODES,
        "looks_for": lambda here=None: looks.fitted(typed.chosen_looks(), here),
    }


def _answer(place: Place, consultation: Consultation, rest: str) -> Answer:
    shown, now = standing.as_if(consultation, place.state, clock.now())
    path, *steps = rest.split("/")
    for door in DOORS.values():
        if door.path == path:
            return _survey(place, rest, Visit(door, shown, now, surveys.KEY), steps)
    g.preview_bar = Bar(place, rest)
    match path, *steps:
        case ("",):
            asked = questionnaires.audiences(db.session(), consultation)
            return pages.landing(shown, place.state, now, asked)
        case ("information-sheet",):
            return pages.information_sheet(shown, place.state)
        case "information-sheet", digits:
            return pages.information_sheet(shown, place.state, whole_number(digits) or 0)
    page = PUBLIC.get(rest)
    if page is None:
        raise NotPreviewed
    return page(shown, place.state)


def _survey(place: Place, rest: str, here: Visit, steps: list[str]) -> Answer:
    audience = here.audience
    shown = questionnaires.shown(db.session(), here.consultation, audience.name, place.source)
    g.preview_bar = Bar(place, rest, shown.name, tuple(shown.faults), shows_pictures=audience.cards)
    return surveys.answer(Trial(here, shown, f"{place.slug}/{audience.name}/{shown.name}"), *steps)
