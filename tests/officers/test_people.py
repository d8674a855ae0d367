"""Administrators invite, appoint and end; nobody shuts their council out, and links work once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts import codes, inviting
from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import RUNS, Roles, come_in, sign_in_at
from tests.visitor import Visitor

NEW = "amber kettle rainbow"


@pytest.fixture
def bea(session: Session, officer: Visitor) -> Officer:
    """A colleague of the signed-in officer."""
    made = factories.officer(session, (Role.READER,), email="bea@council.example", name="Bea")
    session.commit()
    return made


def actions(session: Session) -> list[str]:
    return [entry.action for entry in session.scalars(select(Entry).order_by(Entry.number))]


def link_for(session: Session, clock: SetClock) -> str:
    """The link in the next letter that leaves."""
    with unit_of_work() as work:
        due = inviting.take_due(work, clock.now())
    assert due is not None
    return f"/officers/invitation/{due.token}"


def test_an_officer_is_invited_and_comes_in_by_the_link_once(
    officer: Visitor, visitor: Visitor, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    form = officer.get("/officers/people/invite").forms[1]
    form["name"], form["email"], form["role"] = "Cy", "Cy@council.example", "reader"
    form["where"] = str(consultation.id)
    assert "The invitation is on its way" in form.submit().follow()
    assert not visitor.get("/officers/welcome").forms.get("password")
    link = link_for(session, clock)
    page = visitor.get(link).follow()
    assert link.rpartition("/")[2] not in page.text
    form = page.forms[0]
    form["password"] = "short"
    form = form.submit().forms[0]
    form["password"] = NEW
    assert "Your password is set" in form.submit().follow()
    assert "Set up a second factor" in sign_in_at(visitor, "cy@council.example", NEW).follow().follow()
    assert "does not work any more" in Visitor(visitor.flask_app).get(link).follow()
    assert actions(session)[-1] == "invitation accepted"


def test_a_link_ends_after_a_week_and_when_a_fresh_one_is_asked_for(
    officer: Visitor, bea: Officer, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    again = officer.get(f"/officers/people/{bea.id}").forms[3]
    again.submit()
    first = link_for(session, clock)
    again.submit()
    second = link_for(session, clock)
    assert "does not work any more" in visitor.get(first).follow()
    assert "Choose a password" in visitor.get(second).follow()
    clock.set(clock.now() + timedelta(days=7))
    assert "does not work any more" in visitor.get(second).follow()


def test_one_address_is_invited_once_and_what_was_typed_stays(officer: Visitor, bea: Officer) -> None:
    form = officer.get("/officers/people/invite").forms[1]
    form["name"], form["email"], form["role"] = "Bea", "bea@council.example", "reader"
    again = form.submit()
    assert "already an officer" in again
    assert again.forms[1]["name"].value == "Bea"


@pytest.mark.every_database
def test_a_sign_that_no_database_keeps_is_left_out_of_what_was_typed(
    officer: Visitor, consultation: Consultation
) -> None:
    form = officer.get("/officers/people/invite").forms[1]
    form["name"], form["email"], form["role"] = "C\0y", "cy@council.example\0", "reader"
    assert form.submit().follow().html.h1.get_text() == "Cy"
    form = officer.get("/officers/people").forms[1]
    form["find"] = "c\0y@"
    assert "cy@council.example" in form.submit()
    form = officer.get("/officers/sending").forms[1]
    form["reason"] = "A wrong\0 date"
    assert "A wrong date" in form.submit().follow()
    officer.get("/officers/consultations/%00/", status=404)


def test_roles_are_given_and_taken_away_and_written_down(
    officer: Visitor, bea: Officer, consultation: Consultation, session: Session
) -> None:
    page = officer.get(f"/officers/people/{bea.id}")
    page.forms[2]["role"], page.forms[2]["where"] = "analyst", str(consultation.id)
    page = page.forms[2].submit().follow()
    assert "Analyst, Your Views" in page
    page = page.forms[1].submit().follow()
    assert "Analyst, Your Views" not in page
    assert actions(session)[-2:] == ["officer appointed", "appointment ended"]


def test_ending_access_ends_sessions_and_giving_it_again_gives_the_roles_back(
    officer: Visitor, bea: Officer, app: Flask
) -> None:
    theirs = Visitor(app)
    come_in(theirs, bea.email)
    page = officer.get(f"/officers/people/{bea.id}").forms[4].submit().follow()
    assert "/officers/sign-in" in theirs.get("/officers/").location
    assert "/officers/sign-in" not in (sign_in_at(theirs, bea.email).location or "")
    page.forms[3].submit()
    come_in(theirs, bea.email)
    assert theirs.get("/officers/").status_int == 200


def test_nobody_takes_their_own_administration_away(officer: Visitor, session: Session) -> None:
    me = session.scalars(select(Officer)).one()
    page = officer.get(f"/officers/people/{me.id}")
    assert "You cannot take your own administrator role away" in page.forms[1].submit().follow()
    page.forms[1].action = f"/officers/people/{me.id}/deactivate"
    assert "You cannot end your own access" in page.forms[1].submit().follow()


def test_a_reset_needs_a_reason_and_has_everything_set_up_anew(
    officer: Visitor, bea: Officer, app: Flask, session: Session, clock: SetClock
) -> None:
    printed = codes.new_recovery_codes(session, bea.id)
    session.commit()
    theirs = Visitor(app)
    come_in(theirs, bea.email)
    form = officer.get(f"/officers/people/{bea.id}/reset").forms[1]
    assert "Give the reason" in form.submit()
    form["reason"] = "Lost the phone, spoke to them"
    form.submit()
    assert "/officers/sign-in" in theirs.get("/officers/").location
    assert codes.prove(bea, printed[0], clock.now()) is None
    assert "Set up a second factor" in sign_in_at(theirs, bea.email).follow().follow()


def test_a_search_finds_by_part_of_a_name_or_address(officer: Visitor, bea: Officer) -> None:
    form = officer.get("/officers/people").forms[1]
    form["find"] = "BEA"
    found = form.submit()
    assert "bea@council.example" in found
    assert "administrator-lead@council.example" not in found
    form["find"] = "%"
    assert "No officer has" in form.submit()


def test_another_councils_officers_are_not_there(officer: Visitor, session: Session) -> None:
    stranger = factories.officer(session, RUNS, "Another Council", email="di@council.example", name="Di")
    session.commit()
    assert "di@council.example" not in officer.get("/officers/people")
    officer.get(f"/officers/people/{stranger.id}", status=404)


def test_who_may_not_appoint_sees_no_officers(sign_in: Callable[[Roles], Visitor]) -> None:
    sign_in((Role.LEAD,)).get("/officers/people", status=403)
