"""Lost cookies, strange tokens, Back and clear screens: the typing stays, and the next person sees none of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.responses.models import Draft, DraftAnswer
from tests import factories
from tests.journeys.conftest import asked
from tests.journeys.walking import SLUG, SOME, answer_all, begin, fill, form_of, press, send, start, walk
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"
YOUNG = f"/{SLUG}/young-people"


def drafts(session: Session) -> int:
    """How many drafts there are."""
    return session.scalar(select(func.count()).select_from(Draft)) or 0


@pytest.mark.parametrize("token", ["", "guessed", "ü" * 10, None])
def test_a_strange_token_brings_the_page_back_with_all_that_was_typed(
    token: str | None, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    start(visitor, "families")
    page = visitor.get(f"{FAMILIES}/q/what_matters")
    fill(page, {"f_best": "Three hours of typing", "f_priority": ["safety", "future"]})
    form = page.forms["page"]
    if token is None:
        del form.fields["csrf_token"]
        form.field_order = [(name, field) for name, field in form.field_order if name != "csrf_token"]
    else:
        form["csrf_token"] = token
    back = form.submit("go", value="on", status=200)
    assert "All you wrote is still here" in back
    assert back.forms["page"]["f_best"].value == "Three hours of typing"
    assert [box.checked for box in back.forms["page"].fields["f_priority"]].count(True) == 2
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0
    assert press(back).status_int == 303
    assert "Three hours of typing" in visitor.get(f"{FAMILIES}/check")


def test_a_lost_cookie_brings_the_page_back_and_the_next_press_saves_it(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    start(visitor, "families")
    page = visitor.get(f"{FAMILIES}/q/what_matters")
    fill(page, {"f_best": "Three hours of typing"})
    visitor.reset()
    back = page.forms["page"].submit("go", value="on", status=200)
    assert "lost touch with your saved answers" in back
    assert drafts(session) == 1
    assert press(back).status_int == 303
    assert drafts(session) == 2
    assert "Three hours of typing" in visitor.get(f"{FAMILIES}/check")


def test_a_lost_cookie_and_the_personal_link_again_bring_page_and_draft_together(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    visitor.get(f"/{SLUG}/i/{token}").follow().forms[0].submit()
    page = visitor.get(f"{FAMILIES}/q/about_your_child")
    fill(page, {"f_role": "carer"})
    press(page)
    page = visitor.get(f"{FAMILIES}/q/what_matters")
    fill(page, {"f_best": "Three hours of typing"})
    visitor.reset()
    back = page.forms["page"].submit("go", value="on")
    visitor.get(f"/{SLUG}/i/{token}")
    again = back.forms["page"].submit("go", value="on", status=200)
    press(again)
    check = visitor.get(f"{FAMILIES}/check")
    assert "Carer or guardian" in check
    assert "Three hours of typing" in check
    assert drafts(session) == 1


def test_a_lost_cookie_hides_nothing_that_only_an_earlier_page_had_brought_up(
    kent: Consultation, visitor: Visitor
) -> None:
    page = start(visitor, "schools")
    fill(page, {"s_status": "lot_1"})
    page = press(page).follow()
    fill(page, {"s_why_joined": ["standard_terms"]})
    visitor.reset()
    back = press(page)
    assert "lost its connection" in back
    assert [box._value for box in back.forms["page"].fields["s_why_joined"] if box.checked] == ["standard_terms"]
    press(back)
    page = visitor.get(f"/{SLUG}/schools/q/arrangements")
    fill(page, {"s_status": "lot_1"})
    page = press(page).follow()
    assert [box._value for box in page.forms["page"].fields["s_why_joined"] if box.checked] == ["standard_terms"]


def test_a_rotated_secret_costs_nobody_what_they_typed(
    kent: Consultation, visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(visitor, "families")
    page = visitor.get(f"{FAMILIES}/q/what_matters")
    fill(page, {"f_best": "Three hours of typing"})
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret since the last deploy")
    back = page.forms["page"].submit("go", value="on", status=200)
    assert back.forms["page"]["f_best"].value == "Three hours of typing"
    assert press(back).status_int == 303


def test_a_strange_token_sends_nothing_and_explains(kent: Consultation, visitor: Visitor) -> None:
    page = walk(start(visitor, "families"), {"f_role": "parent"})
    page.forms[0]["csrf_token"] = "guessed"
    again = page.forms[0].submit(status=200)
    assert "Press the button again" in again
    assert "Your answers have been sent" in send(again)


def test_a_browser_without_cookies_is_told_and_asked_again(kent: Consultation, visitor: Visitor) -> None:
    page = visitor.get(FAMILIES)
    visitor.reset()
    again = page.forms[0].submit(status=200)
    assert "Press the button again" in again
    assert begin(again).request.path == f"{FAMILIES}/q/about_your_child"


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [
        ("back", "/q/future"),
        ("skip", "/q/receipt"),
        ("overview", "/check"),
        ("save", "/save"),
        ("no-such-button", "/q/receipt"),
    ],
)
def test_every_button_saves_what_was_typed(button: str, leads_to: str, kent: Consultation, visitor: Visitor) -> None:
    page = start(visitor, "families")
    fill(page, {"f_child_age": "years_3_to_6"})
    press(page)
    page = visitor.get(f"{FAMILIES}/q/what_matters")
    fill(page, {"f_best": "The garden"})
    assert press(page, button).location.endswith(leads_to)
    assert visitor.get(f"{FAMILIES}/q/what_matters").forms["page"]["f_best"].value == "The garden"


@pytest.mark.parametrize("button", ["back", "skip", "overview", "save"])
def test_only_going_on_asks_whether_the_answers_are_right(button: str, kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "families")
    page = visitor.get(f"{FAMILIES}/q/what_matters")
    fill(page, {"f_best": "x" * 2_001})
    assert press(page, button).status_int == 303


def test_skipping_passes_the_rest_of_a_section_in_schools_and_one_question_elsewhere(
    kent: Consultation, visitor: Visitor
) -> None:
    page = start(visitor, "schools")
    fill(page, {"s_status": "lot_2"})
    assert press(page, "skip").location.endswith("/q/contract")
    page = start(visitor, "young_people")
    assert press(page, "skip").location.endswith("/q/y_age")


def test_what_is_saved_is_said_and_how_to_come_back(kent: Consultation, visitor: Visitor, session: Session) -> None:
    page = press(start(visitor, "families"), "save").follow()
    assert "in this browser, until you close the browser" in page
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    visitor.get(f"/{SLUG}/i/{token}").follow().forms[0].submit()
    assert "It works on any device" in visitor.get(f"{FAMILIES}/save")


def test_an_answer_that_belongs_elsewhere_offers_the_other_survey_and_leaves_the_choice(
    kent: Consultation, visitor: Visitor
) -> None:
    page = start(visitor, "families")
    fill(page, {"f_role": "young_person"})
    offered = press(page).follow()
    links = [link["href"] for link in offered.html.select("main .actions a")]
    assert links == [YOUNG, f"{FAMILIES}/q/finding_a_place"]
    page = visitor.get(f"{FAMILIES}/q/about_your_child")
    fill(page, {"f_role": "parent"})
    assert press(page).location.endswith("/q/finding_a_place")


def test_the_next_person_is_never_shown_what_a_young_person_wrote(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, "young_people")
    fill(page, {"y_who": "me"})
    press(page)
    page = visitor.get(YOUNG)
    assert "Carry on with my answers" in page
    (new,) = (form for form in page.forms.values() if "I am someone new" in form.text)
    cleared = new.submit().follow()
    assert "This screen is clear" in cleared
    assert start(visitor, "young_people").forms["page"]["y_who"].value is None
    assert drafts(session) == 2


def test_finish_and_clear_leaves_no_way_back_to_the_receipt(kent: Consultation, visitor: Visitor) -> None:
    receipt = answer_all(visitor, "young_people")
    form_of(receipt, "Finish and clear this screen").submit()
    assert visitor.get(f"{YOUNG}/receipt").location.endswith(YOUNG)
    assert "I want to start" in visitor.get(YOUNG)


def test_the_cookie_ends_with_the_browser_and_scripts_cannot_read_it(kent: Consultation, visitor: Visitor) -> None:
    cookie = visitor.get(YOUNG).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()


def test_one_browser_holds_several_surveys_apart(
    kent: Consultation, visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    for audience, answers in SOME.items():
        fill(page := start(visitor, audience), answers)
        press(page)
    assert "On the DPS, Lot 1" in visitor.get(f"/{SLUG}/schools/check")
    assert "Parent" in visitor.get(f"{FAMILIES}/check")
    assert "On the DPS, Lot 1" not in visitor.get(f"{YOUNG}/check")


def test_no_thanks_leads_to_a_kind_page_and_changes_nothing(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = visitor.get(YOUNG)
    goodbye = page.click("No thanks")
    assert "Nobody will mind" in goodbye
    assert drafts(session) == 0


def test_a_draft_stays_on_the_version_it_was_begun_on(
    kent: Consultation, visitor: Visitor, new_visitor: Callable[[], Visitor], session: Session
) -> None:
    begun = start(visitor, "young_people")
    first = asked("young_people")
    later = replace(first, sections=first.sections[1:])
    factories.version(session, kent, later, number=2)
    session.commit()
    assert press(begun).location.endswith("/q/y_age")
    assert start(new_visitor(), "young_people").request.path.endswith("/q/y_th_attending")
