"""Answers are sent or a link ends while somebody still types: every typed character stays on screen or is saved."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.responses.models import Answer, DraftAnswer
from tests.clocks import SetClock
from tests.journeys.teams import FIELD, SCHOOLS, SHARED, Team
from tests.journeys.teams import lead as lead  # a fixture
from tests.journeys.teams import team as team  # a fixture
from tests.journeys.test_afterwards import ABOUT, EQUALITY, choose
from tests.journeys.test_changing import MATTERS, change, change_elsewhere, retype
from tests.journeys.walking import SLUG, Page, answer_all, code_on, fill, form_of, press, send
from tests.visitor import Visitor

pytestmark = pytest.mark.every_database

FAMILIES = f"/{SLUG}/families"
TYPED = "Three hours of typing:\r\n\r\n  a list, “quotes” & <tags>, Żółć 🌳\r\nand a last line"
NewVisitor = Callable[[], Visitor]


def on_screen(page: Page, field: str) -> str:
    """The text that a page shows in a field, with the line ends of a browser."""
    return str(page.forms["page"][field].value).replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")


def sent(session: Session) -> dict[str, object]:
    """What counts now, by field key."""
    return dict(session.execute(select(Answer.question_key, Answer.value)).all())


@pytest.fixture
def left_open(kent: Consultation, visitor: Visitor, new_visitor: NewVisitor) -> tuple[Page, Page]:
    """A page on which sent answers were being changed when another device sent its changes; and its receipt."""
    receipt = answer_all(visitor, "families")
    change(receipt)
    page = visitor.get(MATTERS)
    fill(page, {"f_best": TYPED})
    library = new_visitor()
    change_elsewhere(library, code_on(receipt))
    return page, send_changes(retype(library, "The pond"))


def send_changes(check: Page) -> Page:
    """Send what was changed; gives the receipt."""
    return form_of(check, "Send the changed answers").submit().follow()


def test_what_was_typed_when_changes_were_sent_elsewhere_stays_and_goes_on_after_pressing_change(
    left_open: tuple[Page, Page], visitor: Visitor, session: Session
) -> None:
    kept = press(left_open[0])
    assert on_screen(kept, "f_best") == TYPED
    assert "What is new on it was not sent" in kept.html.select_one("#notice").text
    assert sent(session)["f_best"] == "The pond"
    assert on_screen(press(kept), "f_best") == TYPED
    change(visitor.get(f"{FAMILIES}/receipt"))
    clash = kept.forms["page"].submit("go", value="on", status=409)
    clash.forms["page"]["keep.f_best"] = "both"
    clash.forms["page"].submit("go", index=0, status=303)
    send_changes(visitor.get(f"{FAMILIES}/check"))
    assert "The pond" in str(sent(session)["f_best"])
    assert "Żółć 🌳" in str(sent(session)["f_best"])


def test_a_page_with_nothing_new_leads_to_the_receipt(kent: Consultation, visitor: Visitor) -> None:
    answer = press(page := visitor_at(visitor, "The garden"), "overview")
    send(answer.follow())
    assert press(page).location.endswith("/receipt")


def test_after_the_close_it_stays_to_be_copied(
    left_open: tuple[Page, Page], kent: Consultation, clock: SetClock
) -> None:
    clock.set(kent.closes_at.isoformat())
    kept = press(left_open[0])
    assert on_screen(kept, "f_best") == TYPED
    assert "still here to copy" in kept.html.select_one("#notice").text


def visitor_at(visitor: Visitor, text: str) -> Page:
    """A page with a text, for somebody who has just begun."""
    visitor.get(FAMILIES).forms[0].submit()
    fill(page := visitor.get(MATTERS), {"f_best": text})
    return page


def test_what_a_colleague_typed_when_the_team_sent_stays_to_be_copied(team: Team, session: Session) -> None:
    fill(page := team.care.get(SHARED), {FIELD: TYPED})
    fill(other := team.lead.get(f"{SCHOOLS}/q/quality"), {"s_th_safety": "very_badly"})
    send(press(other, "overview").follow())
    kept = press(page)
    assert on_screen(kept, FIELD) == TYPED
    assert "still here to copy" in kept.html.select_one("#notice").text
    assert FIELD not in sent(session)


def test_what_a_colleague_typed_when_their_link_ended_goes_on_with_a_new_link(team: Team) -> None:
    fill(page := team.care.get(SHARED), {FIELD: TYPED})
    ended = team.lead.get(f"{SCHOOLS}/colleagues/1").click("End this link").forms[0].submit().follow()
    kept = press(page)
    assert on_screen(kept, FIELD) == TYPED
    fresh = ended.forms[0].submit().follow().html.select_one("#link")["value"]
    team.care.get(str(fresh).replace("http://127.0.0.1:8000", "")).follow().forms[0].submit().follow()
    again = press(kept)
    assert on_screen(again, FIELD) == TYPED
    assert press(again).status_int == 303
    assert on_screen(team.lead.get(SHARED), FIELD) == TYPED


@pytest.fixture
def added(kent: Consultation, visitor: Visitor) -> Page:
    """The first page after sending."""
    return choose(answer_all(visitor, "families", {"f_role": "parent"}), "yes")


def test_a_stale_page_after_sending_keeps_everything_and_the_next_press_adds_it(added: Page, session: Session) -> None:
    fill(added, {"f_setting": "day", "f_where": "in_kent"})
    added.forms["page"]["csrf_token"] = "stale"
    kept = press(added)
    assert [kept.forms["page"][field].value for field in ("f_setting", "f_where")] == ["day", "in_kent"]
    assert press(kept).location.endswith(EQUALITY)
    assert sent(session)["f_where"] == "in_kent"


@pytest.mark.parametrize("ends_by", ["Send the changed answers", "Keep what I sent"])
def test_what_was_typed_after_sending_and_is_not_valid_outlives_a_change(
    ends_by: str, added: Page, visitor: Visitor, session: Session
) -> None:
    added.forms["page"]["f_where"].force_value("the moon")
    receipt = press(added, "stop").follow()
    change(receipt)
    check = retype(visitor, "The garden")
    if ends_by == "Keep what I sent":
        check = check.click(ends_by)
    form_of(check, ends_by).submit().follow()
    assert session.scalars(select(DraftAnswer.field_key)).all() == ["f_where"]
    choose(visitor.get(f"{FAMILIES}/receipt"), "yes")
    assert "Pick one of the answers on the list" in visitor.get(ABOUT)


def test_nothing_is_left_of_what_was_typed_before_sending(left_open: tuple[Page, Page], session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0
