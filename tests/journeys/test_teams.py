"""A school's team: two at once on one question, who wrote what, sections that are not shared, and one who sends."""

import re
from collections.abc import Callable
from itertools import permutations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.questionnaires.definition import Condition, Option, Question, Questionnaire, Section
from engagement.responses.models import Answer, Draft, Response, TeamMember
from tests import factories
from tests.clocks import SetClock
from tests.journeys.teams import FIELD, SCHOOLS, SHARED, Team, invite, join, saved, write
from tests.journeys.teams import lead as lead  # a fixture
from tests.journeys.teams import team as team  # a fixture
from tests.journeys.walking import SLUG, Page, fill, press
from tests.survey_flow.test_speed import counted
from tests.visitor import Visitor

OTHER = f"{SCHOOLS}/q/quality"
# Each of the two opens the page first and saves it second.
ORDERS = sorted(set(permutations(("lead", "lead", "care", "care"))))


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


@pytest.mark.every_database
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


@pytest.mark.every_database
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


def test_after_the_close_a_colleague_reads_and_changes_nothing(team: Team, clock: SetClock) -> None:
    write(team.care, "Of care")
    clock.set("2025-07-10T12:00:00+00:00")
    page = team.care.get(f"{SCHOOLS}/sections").follow()
    assert "Of care" in page
    assert not page.html.select("main form")
    assert team.lead.get(f"{SCHOOLS}/colleagues").location.endswith("/check")


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
