"""A colleague's link: made, passed on, opened, ended and made anew, and what happens to it once answers are sent."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.outbox.models import Message
from engagement.responses.models import TeamMember
from tests.journeys.teams import FIELD, SCHOOLS, SHARED, Team, form_of, invite, join, saved, write
from tests.journeys.teams import lead as lead  # a fixture
from tests.journeys.teams import team as team  # a fixture
from tests.journeys.walking import SLUG, fill, press
from tests.visitor import Visitor


def test_the_list_of_sections_leads_to_answering_with_colleagues(lead: Visitor) -> None:
    page = lead.get(f"{SCHOOLS}/sections").click("Answer with colleagues")
    assert page.html.h1.text == "Answer with colleagues"
    ticked = [box._value for box in page.forms[0].fields["sections"] if box.checked]
    assert ticked == ["*"]


def test_a_link_says_who_asks_what_and_opening_it_changes_nothing(
    team: Team, new_visitor: Callable[[], Visitor]
) -> None:
    link = invite(team.lead, sections=["fees"])
    somebody = new_visitor()
    response = somebody.get(link)
    assert response.location.endswith(f"{SCHOOLS}/team")
    page = response.follow()
    for words in ("Asked by", "Head teacher", "Fees and value", "11:59pm on Wednesday 9 July 2025"):
        assert words in page
    assert "Contract model" not in page
    assert "Has not opened the link" in team.lead.get(f"{SCHOOLS}/colleagues")
    form = page.forms[0]
    form["name"] = "Bursar"
    form.submit()
    listed = team.lead.get(f"{SCHOOLS}/colleagues")
    assert "Bursar" in listed
    assert "Has not opened the link" not in listed


def test_the_token_is_in_no_page_that_a_colleague_sees(team: Team, new_visitor: Callable[[], Visitor]) -> None:
    token = team.link.rpartition("/")[2]
    page = new_visitor().get(team.link).follow()
    assert token not in page.request.url
    assert token not in page
    assert token not in team.care.get(f"{SCHOOLS}/sections")


@pytest.mark.parametrize("path", ["colleagues", "colleagues/1", "colleagues/1/end"])
def test_a_colleague_invites_and_ends_nobody(team: Team, path: str) -> None:
    assert team.care.get(f"{SCHOOLS}/{path}").location.endswith("/sections")
    token = team.care.get(SHARED).forms["page"]["csrf_token"].value
    team.care.post(f"{SCHOOLS}/{path}", {"csrf_token": token}, expect_errors=True)
    assert "Link ended" not in team.lead.get(f"{SCHOOLS}/colleagues")


def test_the_link_opens_on_another_device_and_says_so_once_sent(team: Team, new_visitor: Callable[[], Visitor]) -> None:
    phone = new_visitor()
    page = phone.get(team.link).follow()
    assert "Head of care" in page
    assert page.forms[0].submit().follow().request.path == f"{SCHOOLS}/sections"
    assert phone.get(team.link).location.endswith("/sections")
    write(team.lead, "All of us")
    team.lead.get(f"{SCHOOLS}/check").forms[0].submit()
    assert new_visitor().get(team.link).follow().html.h1.text == "These answers have been sent"


def test_ending_a_link_asks_first_keeps_what_was_written_and_a_new_link_opens(
    team: Team, new_visitor: Callable[[], Visitor]
) -> None:
    write(team.care, "Of care")
    page = team.care.get(SHARED)
    fill(page, {FIELD: "Typed when the link was ended"})
    confirm = team.lead.get(f"{SCHOOLS}/colleagues/1").click("End this link")
    assert saved(team.care) == "Of care"
    ended = confirm.forms[0].submit().follow()
    kept = press(page)
    assert kept.forms["page"][FIELD].value == "Typed when the link was ended"
    assert saved(team.lead) == "Of care"
    assert team.care.get(SCHOOLS, status=410).html.h1.text == "This link has ended"
    assert new_visitor().get(team.link).follow(status=410).html.h1.text == "This link has ended"
    fresh = ended.forms[0].submit().follow().html.select_one("#link")["value"]
    page = join(new_visitor(), str(fresh).replace("http://127.0.0.1:8000", ""))
    assert page.html.h1.text == "Sections shared with you"


def test_trying_out_a_link_takes_nobodys_own_answers_away(team: Team) -> None:
    page = team.lead.get(team.link).follow().follow()
    assert "This link is for your colleague" in page
    assert page.request.path == f"{SCHOOLS}/colleagues/1"
    write(team.lead, "Still mine")
    assert saved(team.lead) == "Still mine"


def test_somebody_with_other_answers_is_warned_before_they_go_on(
    team: Team, new_visitor: Callable[[], Visitor]
) -> None:
    other = new_visitor()
    other.get(SCHOOLS).forms[0].submit()
    write(other, "Another school")
    page = other.get(team.link).follow()
    assert "This browser already has other answers" in page
    assert saved(other) == "Another school"


def test_a_link_is_mailed_where_an_address_was_typed_and_to_nobody_else(lead: Visitor, session: Session) -> None:
    page = form_of(lead, email=" Colleague@School.Example ").submit().follow()
    assert "we are sending it to the address you gave" in page
    assert "School.Example" not in page
    invite(lead)
    assert session.scalars(select(Message.template)).all() == ["schools/colleague"]


@pytest.mark.parametrize(
    ("typed", "sections", "problem"),
    [
        ({"email": "nobody"}, ["*"], "Enter an email address in the correct format, like name@example.com"),
        ({"name": "n" * 81}, ["*"], "Use 80 characters or fewer"),
        ({}, ["*", "fees"], "Choose either all sections or some of them"),
        ({}, ["none"], "Choose what to share"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_stays(
    typed: dict[str, str], sections: list[str], problem: str, lead: Visitor, session: Session
) -> None:
    page = form_of(lead, sections=sections, own_name="Head teacher", **typed).submit(status=422)
    assert page.html.select_one(".govuk-error-summary a").text == problem
    assert page.html.select_one(page.html.select_one(".govuk-error-summary a")["href"])
    assert page.forms[0]["own_name"].value == "Head teacher"
    for name, value in typed.items():
        assert page.forms[0][name].value == value
    assert session.scalars(select(TeamMember.id)).all() == []


@pytest.mark.every_database
def test_a_double_click_makes_one_link(lead: Visitor, session: Session) -> None:
    form = form_of(lead, name="Head of care")
    first, second = form.submit(), form.submit()
    assert first.location == second.location
    assert len(session.scalars(select(TeamMember.id)).all()) == 1


def test_a_form_from_elsewhere_makes_and_ends_no_link(team: Team, session: Session) -> None:
    form = form_of(team.lead, name="Bursar")
    form["csrf_token"] = "forged"
    page = form.submit()
    assert page.forms[0]["name"].value == "Bursar"
    team.lead.post(f"{SCHOOLS}/colleagues/1/end", {"csrf_token": "forged"})
    assert [member.access_key is None for member in session.scalars(select(TeamMember))] == [False]


def test_a_link_that_was_never_made_opens_nothing(kent: Consultation, visitor: Visitor) -> None:
    assert visitor.get(f"{SCHOOLS}/team/made-up").follow(status=410).html.h1.text == "This link has ended"
    assert visitor.get(f"{SCHOOLS}/team/made-up").location.endswith("/team")
    assert visitor.post(f"{SCHOOLS}/team", {}, status=410)


def test_families_answer_without_colleagues(kent: Consultation, visitor: Visitor) -> None:
    visitor.get(f"/{SLUG}/families/colleagues", status=404)
    visitor.get(f"/{SLUG}/families/team", status=404)
