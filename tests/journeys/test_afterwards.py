"""Questions after sending: what was sent is safe, and what people tell about themselves is added page by page."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.jobs import forget
from engagement.responses.models import Answer, DraftAnswer, Response
from tests.clocks import SetClock
from tests.journeys.walking import (
    PATHS,
    SLUG,
    SOME,
    Page,
    answer_all,
    code_on,
    enter_code,
    fill,
    form_of,
    press,
    send,
    start,
    walk,
)
from tests.survey_flow.test_speed import counted
from tests.visitor import Visitor

RECEIPT = f"/{SLUG}/families/receipt"
ABOUT, EQUALITY = f"/{SLUG}/families/more/about_you", f"/{SLUG}/families/more/equality"
ASKED = {"families": "tell us a little about you and your child?", "schools": "about your school and your role?"}


def choose(receipt: Page, go: str) -> Page:
    """Press one of the two buttons of the offer; gives where it leads."""
    form = next(form for form in receipt.forms.values() if form.action.endswith("/more"))
    return form.submit("go", value=go).follow()


@pytest.fixture
def receipt(kent: Consultation, visitor: Visitor) -> Page:
    """The receipt of a parent who has just sent something."""
    return answer_all(visitor, "families", {"f_role": "parent", "f_th_safety": "good"})


@pytest.fixture
def first(receipt: Page) -> Page:
    """The first page after sending, for somebody who said yes."""
    return choose(receipt, "yes")


def sent(session: Session) -> dict[str, object]:
    """What the one response holds, by question."""
    session.expire_all()
    return {row.question_key: row.value for row in session.scalars(select(Answer))}


def state(session: Session) -> str | None:
    """What is noted with the one response."""
    session.expire_all()
    return session.scalars(select(Response.afterwards)).one()


def typed(session: Session) -> int:
    """How many answers are kept as they were typed."""
    return session.scalar(select(func.count()).select_from(DraftAnswer)) or 0


@pytest.mark.parametrize("audience", ASKED)
def test_the_receipt_comes_at_once_and_asks_with_two_buttons_below_what_matters(
    audience: str, kent: Consultation, visitor: Visitor
) -> None:
    receipt = answer_all(visitor, audience)
    assert receipt.html.select_one("h1").text.strip() == "Your answers have been sent"
    offer = receipt.html.select_one(".offer")
    assert ASKED[audience] in offer.h2.text
    assert "changes nothing about your answers" in offer.p.text
    yes, no = offer.select("button")
    assert (yes.text.strip(), no.text.strip()) == ("Yes, go on", "No thanks")
    assert yes["class"] == no["class"]
    assert receipt.text.index("Take my answers back") < receipt.text.index('class="offer')


def test_young_people_are_asked_nothing_after_sending(kent: Consultation, visitor: Visitor) -> None:
    assert not answer_all(visitor, "young_people").html.select(".offer")


def test_whoever_sent_a_blank_form_is_not_asked_about_themselves(kent: Consultation, visitor: Visitor) -> None:
    blank = walk(start(visitor, "families"), {}).forms[0].submit()
    assert not blank.forms[0].submit("blank").follow().html.select(".offer")


def test_no_is_taken_for_an_answer_and_remembered(receipt: Page, visitor: Visitor, session: Session) -> None:
    assert not choose(receipt, "no").html.select(".offer")
    assert not visitor.get(RECEIPT).html.select(".offer")
    assert state(session) == "declined"
    assert visitor.get(ABOUT).location.endswith("/receipt")


def test_what_was_answered_is_added_and_the_receipt_says_so(first: Page, visitor: Visitor, session: Session) -> None:
    assert first.request.path == ABOUT
    fill(first, {"f_setting": "day", "f_need": "semh"})
    second = press(first).follow()
    assert sent(session) == {"f_role": "parent", "f_th_safety": "good", "f_setting": "day", "f_need": "semh"}
    fill(second, {"f_eq_age": "from_35_to_44"})
    end = press(second).follow()
    assert end.html.select_one("h1").text == "Thank you"
    assert sent(session)["f_eq_age"] == "from_35_to_44"
    receipt = choose(end, "done")
    assert "has been added to your answers" in receipt.html.select_one("#offer").text
    assert [row.text.split() for row in receipt.html.select(".govuk-summary-list__value")][-1] == ["5"]
    assert (state(session), typed(session)) == ("finished", 0)
    assert visitor.get(ABOUT).location.endswith("/receipt")


def test_there_is_one_response_however_much_is_added(first: Page, session: Session) -> None:
    reference = session.scalars(select(Response.reference)).one()
    fill(first, {"f_setting": "day"})
    press(first)
    assert session.scalars(select(Response.reference)).one() == reference


def test_whoever_skips_everything_is_thanked_too(first: Page, session: Session) -> None:
    end = press(press(first, "skip").follow(), "skip").follow()
    assert "That is fine" in end
    assert not choose(end, "done").html.select("#offer")
    assert sent(session) == {"f_role": "parent", "f_th_safety": "good"}


@pytest.mark.parametrize(
    ("button", "to"), [("on", EQUALITY), ("skip", EQUALITY), ("back", RECEIPT), ("stop", RECEIPT), ("", EQUALITY)]
)
def test_every_button_saves_and_goes_where_it_says(button: str, to: str, first: Page, session: Session) -> None:
    fill(first, {"f_where": "outside_kent"})
    assert press(first, button).follow().request.path == to
    assert sent(session)["f_where"] == "outside_kent"


def test_whoever_stops_half_way_may_go_on_where_they_were(first: Page, visitor: Visitor) -> None:
    fill(first, {"f_where": "outside_kent"})
    receipt = press(first, "stop").follow()
    assert "part of the answers you sent" in receipt.html.select_one(".offer").text
    assert choose(receipt, "yes").request.path == EQUALITY
    assert visitor.get(ABOUT).forms["page"]["f_where"].value == "outside_kent"


def test_leaving_it_as_it_is_ends_it_and_what_was_saved_counts(first: Page, session: Session) -> None:
    fill(first, {"f_where": "outside_kent"})
    receipt = choose(press(first, "stop").follow(), "done")
    assert "has been added" in receipt.html.select_one("#offer").text
    assert sent(session)["f_where"] == "outside_kent"
    assert typed(session) == 0


def test_pages_before_sending_are_not_pages_after_it(first: Page, kent: Consultation, visitor: Visitor) -> None:
    assert visitor.get(f"/{SLUG}/families/q/about_you").location.endswith("/receipt")
    assert visitor.get(f"/{SLUG}/families/more/what_matters").location.endswith("/more")
    visitor.reset()
    start(visitor, "families")
    assert visitor.get(ABOUT).follow().request.path == f"/{SLUG}/families"
    assert visitor.get(f"/{SLUG}/families/q/equality").location.endswith("/check")


def test_what_is_asked_later_is_not_listed_or_checked_before(kent: Consultation, visitor: Visitor) -> None:
    check = walk(start(visitor, "families"), SOME["families"])
    assert "What is your sex?" not in check
    assert "Then we ask if you want to answer a few questions about you." in check
    assert "About you" not in visitor.get(f"/{SLUG}/families/sections").html.select_one("main").text


def test_what_is_not_valid_is_kept_and_explained_and_not_added(first: Page, visitor: Visitor, session: Session) -> None:
    form = first.forms["page"]
    form["f_where"].force_value("the moon")
    form["f_setting"] = "day"
    page = form.submit("go", value="on", status=422)
    assert "Pick one of the answers on the list" in page.html.select_one(".govuk-error-summary").text
    assert "f_where" not in sent(session)
    assert sent(session)["f_setting"] == "day"
    end = visitor.get(f"/{SLUG}/families/more")
    link = end.html.select_one(".notice a")
    assert link["href"] == f"{ABOUT}#f_where"
    choose(end, "done")
    assert typed(session) == 0
    assert "f_where" not in sent(session)


def test_an_answer_that_is_changed_is_changed_in_what_was_sent(first: Page, visitor: Visitor, session: Session) -> None:
    fill(first, {"f_setting": "day"})
    press(first)
    page = visitor.get(ABOUT)
    fill(page, {"f_setting": "stays"})
    press(page)
    assert sent(session)["f_setting"] == "stays"
    page = visitor.get(ABOUT)
    page.forms["page"]["f_setting"].force_value("the moon")
    page.forms["page"].submit("go", value="on", status=422)
    assert "f_setting" not in sent(session)


def test_two_devices_do_not_overwrite_one_another(first: Page, visitor: Visitor, session: Session) -> None:
    second = visitor.get(ABOUT)
    fill(first, {"f_setting": "day"})
    press(first)
    fill(second, {"f_setting": "stays", "f_where": "in_kent"})
    clash = second.forms["page"].submit("go", value="on", status=409)
    assert (sent(session)["f_setting"], sent(session)["f_where"]) == ("day", "in_kent")
    clash.forms["page"]["keep.f_setting"] = "mine"
    assert clash.forms["page"].submit("go", index=0).location.endswith("/more/equality")
    assert sent(session)["f_setting"] == "stays"


def test_it_is_saved_while_they_write(first: Page, visitor: Visitor, session: Session) -> None:
    fill(first, {"f_setting": "day"})
    form = first.forms["page"]
    saved = visitor.post(ABOUT, [*form.submit_fields(), ("go", "autosave")])
    assert "seen.f_setting" in saved.json["seen"]
    assert sent(session)["f_setting"] == "day"


def test_a_stale_form_loses_nothing_and_asks_to_press_again(first: Page, session: Session) -> None:
    fill(first, {"f_setting": "day"})
    first.forms["page"]["csrf_token"] = "stale"
    again = press(first)
    assert "f_setting" not in sent(session)
    assert "Press the button again" in again.html.select_one("#notice").text
    assert press(again).location.endswith("/more/equality")
    assert sent(session)["f_setting"] == "day"


def test_a_lost_cookie_leaves_what_was_written_on_the_screen(first: Page, visitor: Visitor, session: Session) -> None:
    fill(first, {"f_setting": "day"})
    visitor.reset()
    page = press(first)
    assert "The answers that you sent are safe" in page.html.select_one("#notice").text
    assert page.forms["page"]["f_setting"].value == "day"
    assert press(page).forms["page"]["f_setting"].value == "day"
    assert sent(session) == {"f_role": "parent", "f_th_safety": "good"}


def test_a_stranger_cannot_answer_for_somebody(first: Page, new_visitor: Callable[[], Visitor]) -> None:
    other = new_visitor()
    assert other.get(ABOUT).location.endswith("/families")
    assert other.post(f"/{SLUG}/families/more", {"go": "yes"}).location.endswith("/families")


def test_a_button_of_another_site_decides_nothing(receipt: Page, visitor: Visitor, session: Session) -> None:
    assert visitor.post(f"/{SLUG}/families/more", {"go": "no"}).location.endswith("/receipt")
    assert state(session) is None


def test_in_the_half_hour_after_the_close_it_still_counts(
    first: Page, clock: SetClock, kent: Consultation, session: Session
) -> None:
    clock.set("2025-07-09T23:10:00+00:00")
    fill(first, {"f_setting": "day"})
    assert press(first).location.endswith("/more/equality")
    assert sent(session)["f_setting"] == "day"


def test_later_nothing_is_added_and_nothing_typed_is_taken_away(
    first: Page, visitor: Visitor, clock: SetClock, session: Session
) -> None:
    fill(first, {"f_setting": "day"})
    press(first)
    page = visitor.get(ABOUT)
    clock.set("2025-07-09T23:30:00+00:00")
    fill(page, {"f_where": "in_kent"})
    late = press(page)
    assert "The answers that you sent are safe" in late.html.select_one("#notice").text
    assert late.forms["page"]["f_where"].value == "in_kent"
    assert "f_where" not in sent(session)
    assert visitor.get(ABOUT).html.select_one("h1").text == "Nothing more can be added"
    receipt = visitor.get(RECEIPT)
    assert "has been added" in receipt.html.select_one("#offer").text
    assert not receipt.html.select(".offer")


def test_nobody_is_asked_once_it_is_too_late(receipt: Page, visitor: Visitor, clock: SetClock) -> None:
    clock.set("2025-07-09T23:30:00+00:00")
    assert not visitor.get(RECEIPT).html.select("#offer")
    assert choose(receipt, "yes").request.path == RECEIPT


def test_taking_answers_back_takes_these_too(first: Page, visitor: Visitor, session: Session) -> None:
    form = first.forms["page"]
    form["f_where"].force_value("the moon")
    form["f_setting"] = "day"
    receipt = press(first, "stop").follow()
    enter_code(visitor, code_on(receipt))
    form_of(visitor.get(f"/{SLUG}/withdraw/confirm"), "Delete my answers").submit()
    assert sent(session) == {}
    assert typed(session) == 0
    assert visitor.get(ABOUT).location.endswith("/families")


def test_changing_what_was_sent_leaves_what_was_added(first: Page, visitor: Visitor, session: Session) -> None:
    fill(first, {"f_setting": "day"})
    receipt = press(first, "stop").follow()
    check = form_of(receipt, "Change my answers").submit().follow()
    assert "Does your child go to school for the day" not in check
    page = visitor.get(f"/{SLUG}/families/q/everyday")
    fill(page, {"f_th_safety": "poor"})
    press(page)
    assert visitor.get(ABOUT).location.endswith("/families")
    receipt = form_of(visitor.get(f"/{SLUG}/families/check"), "Send").submit().follow()
    assert sent(session) == {"f_role": "parent", "f_th_safety": "poor", "f_setting": "day"}
    choose(receipt, "yes")
    assert visitor.get(ABOUT).forms["page"]["f_setting"].value == "day"


def test_what_was_typed_and_never_finished_is_deleted_after_the_close(
    first: Page, clock: SetClock, session: Session
) -> None:
    fill(first, {"f_setting": "day"})
    press(first)
    forget()
    assert typed(session) == 1
    clock.set("2025-07-09T23:30:00+00:00")
    forget()
    session.expire_all()
    assert typed(session) == 0
    assert sent(session)["f_setting"] == "day"


def test_a_draft_that_was_never_sent_is_not_deleted_with_it(
    kent: Consultation, visitor: Visitor, clock: SetClock, session: Session
) -> None:
    walk(start(visitor, "families"), {"f_role": "parent"})
    clock.set("2025-07-09T23:30:00+00:00")
    forget()
    assert typed(session) == 1


@pytest.mark.parametrize("audience", ASKED)
def test_a_page_takes_three_queries_and_saving_it_four_with_one_commit(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = choose(answer_all(visitor, audience), "yes")
    with counted(session) as opening:
        page = visitor.get(f"/{SLUG}/{PATHS[audience]}/more/about_you")
    assert len(opening.statements) <= 3, opening.statements
    fill(page, {"f_setting": "day", "s_type": "independent", "s_phase": ["primary"]})
    with counted(session) as saving:
        press(page)
    assert len(saving.statements) <= 4, saving.statements
    assert saving.commits == 1


def test_another_child_is_asked_about_anew(receipt: Page, visitor: Visitor, session: Session) -> None:
    choose(receipt, "no")
    again = next(form for form in visitor.get(RECEIPT).forms.values() if form.action.endswith("/again"))
    first_page = again.submit().follow().click(r"^\s*Start with the first section\s*$")
    assert send(walk(first_page, {"f_role": "parent"})).html.select(".offer")
