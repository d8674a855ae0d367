"""Somebody who has never seen the workspace is shown the way, and how far they have come on it."""

from sqlalchemy.orm import Session

from engagement.accounts.appointments import appoint
from engagement.accounts.roles import Role
from engagement.consultations.models import Consultation
from tests import factories
from tests.officers.door import come_in
from tests.reporting import survey
from tests.visitor import Visitor

STEPS = "/officers/first-steps"


def states(officer: Visitor) -> dict[str, str]:
    """Each step by name, with the word for how it stands."""
    page = officer.get(STEPS)
    return {
        row.select_one("a").get_text(): row.select_one(".govuk-task-list__status").get_text(strip=True)
        for row in page.html.select(".govuk-task-list__item")
    }


def come_in_for(visitor: Visitor, session: Session, role: Role, consultation: Consultation) -> None:
    """Be an officer whose only role is for one consultation."""
    officer = factories.officer(session, ())
    appoint(session, officer, role, consultation.id)
    session.commit()
    come_in(visitor, officer.email)


def test_with_nothing_there_it_begins_with_a_draft(officer: Visitor) -> None:
    page = officer.get(STEPS)
    assert "There is no consultation yet." in page
    assert "New consultation" in page.click("New consultation", index=0)


def test_steps_are_done_as_they_are_taken(officer: Visitor, consultation: Consultation, session: Session) -> None:
    assert states(officer)["Bring the contacts"] == "To do"
    factories.contact(session, consultation, "ada@home.example")
    version = survey.asked(session, consultation, "families")
    survey.answered(session, version, {"places": 1})
    session.commit()
    found = states(officer)
    assert found.pop("Plan the letters") == "To do"
    assert found.pop("See it as people will") == "Whenever you like"
    assert found["Bring the contacts"] == found["Watch it come along"] == "Done"


def test_a_draft_comes_before_what_runs_already(officer: Visitor, consultation: Consultation, session: Session) -> None:
    factories.consultation(session, published_at=None, title="The next one")
    session.commit()
    page = officer.get(STEPS)
    assert page.html.select_one("main h2").get_text() == "The next one"
    assert consultation.title in page.html.select("main ul")[-1].get_text()


def test_who_leads_one_consultation_only_finds_its_steps_and_its_parts_open(
    visitor: Visitor, consultation: Consultation, session: Session
) -> None:
    factories.consultation(session, title="Somebody else's")
    come_in_for(visitor, session, Role.LEAD, consultation)
    assert "Somebody else's" not in visitor.get("/officers/")
    page = visitor.get(STEPS)
    links = page.html.select(".govuk-task-list__link")
    assert len(links) == len(states(visitor))
    for link in links:
        visitor.get(link["href"], status=200)
    parts = visitor.get("/officers/").click(consultation.title).html.select("nav[aria-label] a")
    assert {"Overview", "Set up", "Letters", "Results"} <= {part.get_text() for part in parts}
    for part in parts:
        visitor.get(part["href"], status=200)


def test_steps_that_somebody_may_not_take_are_not_links(
    visitor: Visitor, consultation: Consultation, session: Session
) -> None:
    come_in_for(visitor, session, Role.READER, consultation)
    names = {link.get_text() for link in visitor.get(STEPS).html.select(".govuk-task-list__link")}
    assert "Watch it come along" in names
    assert "Bring the contacts" not in names
