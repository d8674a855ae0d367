"""A school's team: links for all or some sections, two at once on one question, who wrote what, and one who sends."""

import re
from collections.abc import Callable
from itertools import permutations
from typing import NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.outbox.models import Message
from engagement.questionnaires.definition import Condition, Option, Question, Questionnaire, Section
from engagement.responses.models import Answer, Draft, Response, TeamMember
from tests import factories
from tests.clocks import SetClock
from tests.journeys.walking import SLUG, Page, fill, press
from tests.survey_flow.test_speed import counted
from tests.visitor import Visitor

SCHOOLS = f"/{SLUG}/schools"
SHARED = f"{SCHOOLS}/q/contract"
OTHER = f"{SCHOOLS}/q/quality"
FIELD = "s_model_why"
# Each of the two opens the page first and saves it second.
ORDERS = sorted(set(permutations(("lead", "lead", "care", "care"))))


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
        box.checked = box._value in (sections or ["all"])
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


def test_the_list_of_sections_leads_to_answering_with_colleagues(lead: Visitor) -> None:
    page = lead.get(f"{SCHOOLS}/sections").click("Answer with colleagues")
    assert page.html.h1.text == "Answer with colleagues"
    ticked = [box._value for box in page.forms[0].fields["sections"] if box.checked]
    assert ticked == ["all"]


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


def test_a_colleague_sees_and_answers_their_sections_in_the_same_draft(team: Team, session: Session) -> None:
    write(team.lead, "From the head")
    page = team.care.get(f"{SCHOOLS}/sections")
    assert [link.text.strip() for link in page.html.select(".govuk-task-list a")] == [
        "Contract model and lots",
        "Measuring performance (KPIs)",
    ]
    page = team.care.get(SHARED)
    assert page.forms["page"][FIELD].value == "From the head"
    assert "Last changed by: Head teacher" in page
    write(team.care, "From care")
    assert "Last changed by: Head of care" in team.lead.get(SHARED)
    assert "Answers by: Head of care" in team.lead.get(f"{SCHOOLS}/sections")
    assert "Last changed by: Head of care" in team.lead.get(f"{SCHOOLS}/check")
    assert "Last changed" not in team.care.get(SHARED)
    assert len(session.scalars(select(Draft.id)).all()) == 1


def test_other_sections_lead_back_to_the_list_with_a_sentence_and_save_nothing(team: Team) -> None:
    write(team.lead, "For us alone", OTHER, "s_spec_change")
    page = team.care.get(OTHER).follow()
    assert page.request.path == f"{SCHOOLS}/sections"
    assert "That section is not shared with you" in page
    form = team.care.get(SHARED).forms["page"]
    posted = {"csrf_token": form["csrf_token"].value, "s_spec_change": "Sneaked in", "go": "on"}
    team.care.post(OTHER, posted)
    assert team.lead.get(OTHER).forms["page"]["s_spec_change"].value == "For us alone"
    assert "For us alone" not in team.care.get(f"{SCHOOLS}/check")


def test_a_question_that_hangs_on_another_section_is_asked_as_it_should_be(team: Team) -> None:
    address = f"{SCHOOLS}/q/performance"
    assert "s_kpi_useful" not in team.care.get(address).forms["page"].fields
    page = team.lead.get(f"{SCHOOLS}/q/arrangements")
    fill(page, {"s_status": "lot_1"})
    press(page)
    assert "s_kpi_useful" in team.care.get(address).forms["page"].fields


def test_a_section_with_nothing_to_ask_just_now_says_so(
    session: Session, visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    options = (Option("yes", "Yes"), Option("no", "No"))
    sections = (
        Section("all", "For all", (Question("q_all", "single", "All?", options=options),)),
        Section("some", "For some", (Question("q_some", "long_text", "Why?", show_when=Condition("q_all", ("yes",))),)),
    )
    factories.version(
        session, factories.consultation(session, slug=SLUG), Questionnaire("schools", "sections", sections)
    )
    session.commit()
    visitor.get(SCHOOLS).forms[0].submit()
    colleague = new_visitor()
    page = join(colleague, invite(visitor, sections=["some"]))
    assert "there is nothing to answer in them" in page
    assert page.click("Look over my part").html.h1.text == "Look over your part"
    page = visitor.get(f"{SCHOOLS}/q/all")
    fill(page, {"q_all": "yes"})
    press(page)
    assert colleague.get(f"{SCHOOLS}/sections").click("For some").forms["page"]["q_some"].value == ""


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_two_at_once_never_overwrite_each_other_however_their_steps_fall(order: tuple[str, ...], team: Team) -> None:
    visitors, texts = {"lead": team.lead, "care": team.care}, {"lead": "Of the head", "care": "Of care"}
    pages: dict[str, Page] = {}
    shown_first: dict[str, str] = {}
    last = ""
    for who in order:
        if who not in pages:
            pages[who] = visitors[who].get(SHARED)
            shown_first[who] = pages[who].forms["page"][FIELD].value
            continue
        before = saved(team.lead)
        fill(pages[who], {FIELD: texts[who]})
        answer = pages[who].forms["page"].submit("go", value="on", expect_errors=True)
        if before == shown_first[who]:
            assert answer.status_int == 303
            last = texts[who]
        else:
            assert answer.status_int == 409
            assert [one.text for one in answer.html.select(".answer")] == [before, texts[who]]
    assert saved(team.lead) == last


def test_a_clash_names_who_wrote_what_and_the_leads_choice_is_kept(team: Team) -> None:
    page = team.lead.get(SHARED)
    write(team.care, "Of care")
    fill(page, {FIELD: "Of the head"})
    clash = page.forms["page"].submit("go", value="on", status=409)
    assert [title.text for title in clash.html.select("h3")] == ["What Head of care wrote", "What you wrote"]
    assert "Keep what Head of care wrote" in clash
    assert saved(team.care) == "Of care"
    clash.forms["page"][f"keep.{FIELD}"] = "mine"
    clash.forms["page"].submit("go", index=0, status=303)
    assert saved(team.care) == "Of the head"
    assert "Last changed by: Head teacher" in team.care.get(SHARED)


def test_a_colleague_finishes_and_may_come_back_and_cannot_send(team: Team, session: Session) -> None:
    write(team.care, "Of care")
    unfinished = team.lead.get(f"{SCHOOLS}/check")
    assert "Head of care: Answering" in unfinished
    assert "sign them off" in unfinished
    page = team.care.get(f"{SCHOOLS}/check")
    assert page.html.h1.text == "Look over your part"
    assert not page.html.select(f'form[action="{SCHOOLS}/send"]')
    done = page.forms[0].submit().follow()
    assert "Thank you" in done.html.h1.text
    assert "may still be answering" not in team.lead.get(f"{SCHOOLS}/check")
    write(team.care, "Of care, again")
    assert saved(team.lead) == "Of care, again"
    team.care.post(f"{SCHOOLS}/send", {"csrf_token": page.forms[0]["csrf_token"].value})
    assert session.scalars(select(Response.id)).all() == []


@pytest.mark.parametrize("path", ["colleagues", "colleagues/1", "colleagues/1/end"])
def test_a_colleague_invites_and_ends_nobody(team: Team, path: str) -> None:
    assert team.care.get(f"{SCHOOLS}/{path}").location.endswith("/sections")
    token = team.care.get(SHARED).forms["page"]["csrf_token"].value
    team.care.post(f"{SCHOOLS}/{path}", {"csrf_token": token}, expect_errors=True)
    assert "Link ended" not in team.lead.get(f"{SCHOOLS}/colleagues")


def test_a_colleague_is_given_no_come_back_words(team: Team, session: Session) -> None:
    page = press(team.care.get(SHARED), "save").follow()
    assert "open your own link again" in page
    assert "come-back words" not in page
    team.care.post(f"{SCHOOLS}/save", {"csrf_token": team.care.get(SHARED).forms["page"]["csrf_token"].value})
    assert session.scalars(select(Draft.words_key)).all() == [None]


def test_once_sent_a_colleague_reads_that_and_no_answers_and_no_names_are_left(team: Team, session: Session) -> None:
    write(team.care, "Of care")
    receipt = team.lead.get(f"{SCHOOLS}/check").forms[0].submit().follow()
    assert receipt.html.select_one(".govuk-panel__title").text.strip() == "Your answers have been sent"
    assert session.scalars(select(Answer.value)).all() == ["Of care"]
    for path in ("sections", "check", "receipt", "q/contract", "finished"):
        page = team.care.get(f"{SCHOOLS}/{path}").maybe_follow()
        assert page.html.h1.text == "These answers have been sent"
        assert "Of care" not in page
    assert "code" not in page.html.main.text
    members = session.scalars(select(TeamMember)).all()
    assert [(member.name_sealed, member.secret_sealed) for member in members] == [(None, None)]
    assert session.scalars(select(Draft.lead_sealed)).all() == [None]


def test_answers_that_are_taken_back_leave_nothing_of_the_team(team: Team, session: Session) -> None:
    write(team.lead, "All of us")
    receipt = team.lead.get(f"{SCHOOLS}/check").forms[0].submit().follow()
    code = re.search("Your code is ([a-z-]+)", receipt.html.main.get_text(" ", strip=True))
    assert code
    form = team.lead.get(f"/{SLUG}/withdraw").forms[0]
    form["code"] = code[1]
    confirm = form.submit().follow()
    next(one for one in confirm.forms.values() if one.action.endswith("/withdraw/confirm")).submit()
    assert session.scalars(select(TeamMember.id)).all() == []
    assert team.care.get(SCHOOLS, status=410).html.h1.text == "This link has ended"


def test_whoever_changes_what_was_sent_does_so_alone(team: Team) -> None:
    write(team.lead, "All of us")
    receipt = team.lead.get(f"{SCHOOLS}/check").forms[0].submit().follow()
    page = next(form for form in receipt.forms.values() if "change" in form.action).submit().follow()
    assert "Answer with colleagues" not in page
    assert team.lead.get(f"{SCHOOLS}/colleagues").location.endswith("/check")
    team.lead.get(f"{SCHOOLS}/check", status=200)
    assert team.care.get(SHARED).follow().html.h1.text == "These answers have been sent"


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
        ({"email": "nobody"}, ["all"], "Enter an email address in the correct format, like name@example.com"),
        ({"name": "n" * 81}, ["all"], "Use 80 characters or fewer"),
        ({}, ["all", "fees"], "Choose either all sections or some of them"),
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


def test_after_the_close_a_colleague_reads_and_changes_nothing(team: Team, clock: SetClock) -> None:
    write(team.care, "Of care")
    clock.set("2025-07-10T12:00:00+00:00")
    page = team.care.get(f"{SCHOOLS}/sections").follow()
    assert "Of care" in page
    assert not page.html.select("main form")
    assert team.lead.get(f"{SCHOOLS}/colleagues").location.endswith("/check")


def test_families_answer_without_colleagues(kent: Consultation, visitor: Visitor) -> None:
    visitor.get(f"/{SLUG}/families/colleagues", status=404)
    visitor.get(f"/{SLUG}/families/team", status=404)


def test_a_team_costs_no_page_more_than_three_queries_and_no_save_more_than_four(team: Team, session: Session) -> None:
    write(team.lead, "Of the head")
    for person, paths in (
        (team.lead, ("colleagues", "colleagues/1", "sections", "check", "q/contract")),
        (team.care, ("sections", "check", "q/contract")),
    ):
        for path in paths:
            with counted(session) as opening:
                person.get(f"{SCHOOLS}/{path}", status=200)
            assert len(opening.statements) <= 3, opening.statements
        page = person.get(SHARED)
        fill(page, {FIELD: f"Changed by {id(person)}"})
        with counted(session) as saving:
            assert press(page).status_int == 303
        assert len(saving.statements) <= 4, saving.statements
        assert saving.commits == 1
