"""Two people at one school who answer together, and what they do on the way."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from engagement.consultations.models import Consultation
from tests.journeys.walking import SLUG, Page, fill, press
from tests.visitor import Visitor

SCHOOLS = f"/{SLUG}/schools"
SHARED = f"{SCHOOLS}/q/contract"
FIELD = "s_model_why"


class Team(NamedTuple):
    """Whoever began, and the head of care who was asked to answer two sections."""

    lead: Visitor
    care: Visitor
    link: str


@pytest.fixture
def lead(kent: Consultation, visitor: Visitor) -> Visitor:
    """Somebody at a school who has begun."""
    visitor.get(SCHOOLS).forms[0].submit()
    return visitor


@pytest.fixture
def team(lead: Visitor, new_visitor: Callable[[], Visitor]) -> Team:
    """Two who answer together."""
    link = invite(lead, name="Head of care", own_name="Head teacher", sections=["contract", "performance"])
    care = new_visitor()
    join(care, link)
    return Team(lead, care, link)


def form_of(lead: Visitor, *, sections: list[str] | None = None, **typed: str) -> Page:
    """The form that invites a colleague, filled."""
    form = lead.get(f"{SCHOOLS}/colleagues").forms[0]
    for box in form.fields["sections"]:
        box.checked = box._value in (sections or ["*"])
    for name, value in typed.items():
        form[name] = value
    return form


def invite(lead: Visitor, *, sections: list[str] | None = None, **typed: str) -> str:
    """Make a link for a colleague; gives its path."""
    page = form_of(lead, sections=sections, **typed).submit().follow()
    return str(page.html.select_one("#link")["value"]).replace("http://127.0.0.1:8000", "")


def join(colleague: Visitor, link: str) -> Page:
    """Open a link and press the button; gives the list of sections."""
    return colleague.get(link).follow().forms[0].submit().follow()


def write(visitor: Visitor, text: str, address: str = SHARED, field: str = FIELD) -> Page:
    """Answer one question; gives what comes back."""
    page = visitor.get(address)
    fill(page, {field: text})
    return press(page)


def saved(visitor: Visitor) -> str:
    """What is saved for the question of the tests."""
    return str(visitor.get(SHARED).forms["page"][FIELD].value)
