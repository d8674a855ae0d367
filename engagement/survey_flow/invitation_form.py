"""The form that invites a colleague: what was typed, kept as it was where it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from engagement.contacts.addresses import normalise
from engagement.errors import Refused
from engagement.language import gettext
from engagement.responses import teams
from engagement.survey_flow.forms import printable
from engagement.survey_flow.visits import Visit

# No key of a section.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed to invite somebody. `problems` says what cannot be taken, by the id of its place on the page."""

    own_name: str = ""
    name: str = ""
    email: str = ""
    sections: Sequence[str] = (ALL,)
    problems: Mapping[str, str] = field(default_factory=dict)


def read(here: Visit) -> Wanted:
    """What was typed, with what is the matter with it."""
    problems: dict[str, str] = {}
    names = {place: typed_name(request.form.get(place, "")) for place in ("own_name", "name")}
    for place, name in names.items():
        if problem := name_problem(name):
            problems[place] = problem
    email = request.form.get("email", "").strip()
    if email:
        try:
            email = normalise(email)
        except Refused:
            problems["email"] = here.audience.words.problems["not_an_email"]
    known = {section.key for section in here.asked.sections}
    sections = [key for key in dict.fromkeys(request.form.getlist("sections")) if key == ALL or key in known]
    if not sections:
        problems["sections"] = gettext("Choose what to share")
    elif ALL in sections and len(sections) > 1:
        problems["sections"] = gettext("Choose either all sections or some of them")
    return Wanted(names["own_name"], names["name"], printable(email), sections, problems)


def typed_name(typed: str) -> str:
    """A name or role on one line, with nothing that a page cannot show."""
    return " ".join(printable(typed).split())


def name_problem(name: str) -> str:
    """Why a name cannot be taken; empty where it can."""
    if len(name) <= teams.LONGEST_NAME:
        return ""
    return gettext("Use %(most)s characters or fewer", most=teams.LONGEST_NAME)


def number() -> int | None:
    """The number that the next colleague had when the form was shown, so that a double click is known."""
    typed = request.form.get("number", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None
