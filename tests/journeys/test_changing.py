"""Changing what was sent: on the same device or with the code on any, and nothing that was sent is ever lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import FollowUp
from engagement.outbox.models import Message
from engagement.reporting import export
from engagement.reporting.progress import progress
from engagement.responses import submission
from engagement.responses.models import Answer, Draft, DraftAnswer, Response
from tests import factories
from tests.clocks import SetClock
from tests.journeys.walking import PATHS, SLUG, SOME, Page, answer_all, code_on, enter_code, fill, form_of, press, walk
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"
MATTERS = f"{FAMILIES}/q/what_matters"
NewVisitor = Callable[[], Visitor]


def change(receipt: Page) -> Page:
    """Press the button on the receipt; gives the page that it leads to."""
    return form_of(receipt, "Change my answers").submit().follow()


def change_elsewhere(visitor: Visitor, code: str) -> Page:
    """Type the code on another device and press the button there."""
    return form_of(enter_code(visitor, code).follow(), "Change my answers").submit().follow()


def sent(session: Session) -> dict[str, object]:
    """What counts now, by field key."""
    return dict(session.execute(select(Answer.question_key, Answer.value)).all())


def retype(visitor: Visitor, text: str) -> Page:
    """Change one answer; gives the page of all answers."""
    fill(page := visitor.get(MATTERS), {"f_best": text})
    return press(page, "overview").follow()


def taken_back_elsewhere(visitor: Visitor, other: Visitor) -> Page:
    """Open a page to change what was sent, which another device then takes back; gives the page as it was."""
    receipt = answer_all(visitor, "families")
    change(receipt)
    page = visitor.get(MATTERS)
    form_of(enter_code(other, code_on(receipt)).follow(), "Delete my answers").submit()
    return page


@pytest.mark.parametrize("audience", ["schools", "families"])
def test_everything_that_was_sent_is_put_back_and_sent_again_unchanged(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, audience)
    before = sent(session)
    check = change(receipt)
    assert check.request.path.endswith("/check")
    form_of(check, "Send the changed answers").submit().follow()
    assert sent(session) == before
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0


def test_until_they_send_again_what_was_sent_counts_and_every_page_says_so(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    change(answer_all(visitor, "families"))
    before = sent(session)
    check = retype(visitor, "The garden")
    said = "You are changing answers that you sent on Monday 16 June 2025. Until you send again, we keep what you sent."
    for page in (check, visitor.get(MATTERS), visitor.get(f"{FAMILIES}/sections"), visitor.get(f"{FAMILIES}/save")):
        assert said in page
    assert sent(session) == before
    assert visitor.get(f"{FAMILIES}/receipt").location.endswith("/check")


def test_sent_again_it_is_the_same_response_with_the_same_reference_and_code(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    receipt = answer_all(visitor, "families")
    change(receipt)
    check = retype(visitor, "The garden")
    clock.set("2025-06-18T09:00Z")
    again = form_of(check, "Send the changed answers").submit().follow()
    response = session.scalars(select(Response)).one()
    assert str(response.reference) in receipt
    assert str(response.reference) in again
    assert code_on(again) == code_on(receipt)
    assert sent(session)["f_best"] == "The garden"
    assert (str(response.received_on), str(response.changed_on)) == ("2025-06-16", "2025-06-18")
    assert "Wednesday 18 June 2025" in again
    assert "that you sent on Wednesday 18 June 2025" in change(again)


@pytest.mark.every_database
def test_pressing_send_twice_changes_once(kent: Consultation, visitor: Visitor, session: Session) -> None:
    change(answer_all(visitor, "families"))
    form = form_of(retype(visitor, "The garden"), "Send the changed answers")
    for _ in range(2):
        assert "Your answers have been sent" in form.submit().follow()
    assert sent(session)["f_best"] == "The garden"
    assert session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.every_database
def test_a_send_that_breaks_off_half_way_loses_neither_what_was_sent_nor_the_changes(
    kent: Consultation, visitor: Visitor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(answer_all(visitor, "families"))
    before = sent(session)
    form = form_of(retype(visitor, "The garden"), "Send the changed answers")
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(submission, "answer_row", lambda *_: 1 / 0)
        form.submit()
    assert sent(session) == before
    assert "The garden" in visitor.get(f"{FAMILIES}/check")
    form.submit()
    assert sent(session)["f_best"] == "The garden"


def test_an_answer_that_is_taken_out_is_gone(kent: Consultation, visitor: Visitor, session: Session) -> None:
    change(answer_all(visitor, "families"))
    fill(page := visitor.get(MATTERS), {"f_best": "", "f_priority": []})
    form_of(press(page, "overview").follow(), "Send the changed answers").submit()
    assert {"f_best", "f_priority"}.isdisjoint(sent(session))
    assert sent(session)["f_role"] == "parent"


def test_whoever_keeps_what_they_sent_is_asked_once_more_and_loses_only_the_changes(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    change(answer_all(visitor, "families"))
    before = sent(session)
    asked = retype(visitor, "The garden").click("Keep what I sent")
    assert sent(session) == before
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) != 0
    form = form_of(asked, "Keep what I sent")
    for _ in range(2):
        assert "Your answers have been sent" in form.submit().follow()
    assert sent(session) == before
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0
    assert "Changed" not in visitor.get(f"{FAMILIES}/receipt").html.select_one("dl").text


@pytest.mark.every_database
def test_the_code_opens_the_answers_on_another_device_and_both_go_on(
    kent: Consultation, visitor: Visitor, new_visitor: NewVisitor, session: Session
) -> None:
    receipt = answer_all(visitor, "families")
    library = new_visitor()
    assert "The people." in change_elsewhere(library, code_on(receipt))
    change(receipt)
    fill(page := visitor.get(MATTERS), {"f_priority": ["voice"]})
    press(page)
    check = retype(library, "The garden")
    form_of(check, "Send the changed answers").submit()
    assert sent(session)["f_best"] == "The garden"
    assert sent(session)["f_priority"] == ["voice"]
    assert "Your answers have been sent" in visitor.get(f"{FAMILIES}/receipt")


def test_who_came_by_a_personal_link_changes_with_the_code_too(
    kent: Consultation, visitor: Visitor, new_visitor: NewVisitor, session: Session
) -> None:
    _, token = factories.contact(session, kent, "parent@home.example")
    session.commit()
    page = visitor.get(f"/{SLUG}/i/{token}").follow().forms[0].submit().follow()
    page = walk(page.click("Start with the first section"), SOME["families"])
    receipt = page.forms[0].submit().follow()
    assert "The people." in change_elsewhere(new_visitor(), code_on(receipt))
    assert "type the code of your receipt" in visitor.get(f"{FAMILIES}/save")


def test_what_a_young_person_sent_is_not_shown_again_and_new_answers_take_its_place(
    kent: Consultation, visitor: Visitor, new_visitor: NewVisitor, session: Session
) -> None:
    receipt = answer_all(visitor, "young_people")
    for page in (change(receipt), change_elsewhere(new_visitor(), code_on(receipt))):
        assert "/q/" in page.request.path
        assert "We keep them until you send again." in page
    assert "More trees" not in visitor.get(f"/{SLUG}/young-people/check")
    check = walk(visitor.get(f"/{SLUG}/young-people/q/y_who"), {"y_who": "me", "y_th_safety": "yes"})
    assert "Send my new answers" in check
    form_of(check, "Send my new answers").submit()
    assert sent(session) == {"y_who": "me", "y_th_safety": "yes"}
    assert session.scalars(select(Response.voice)).one() == "own"


def test_who_they_are_is_not_asked_again_and_nobody_is_written_to_twice(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    check = change(answer_all(visitor, "schools"))
    assert "Oak Tree School" not in check
    assert "we keep it apart from your answers" in check
    assert "s_email" not in str([list(visitor.get(page).forms["page"].fields) for page in question_pages(check)])
    form_of(check, "Send the changed answers").submit()
    assert session.scalar(select(func.count()).select_from(Message)) == 1
    assert session.scalar(select(func.count()).select_from(FollowUp)) == 1


def question_pages(check: Page) -> set[str]:
    """Every page of questions that the page of all answers leads to."""
    links = (link["href"].partition("#")[0] for link in check.html.select("main a[href]"))
    return {link for link in links if "/q/" in link}


def test_changes_count_once_in_progress_and_in_the_download(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    def counted() -> tuple[object, int]:
        return progress(session, kent.id)["families"], len(list(export.response_rows(session, kent.id, "families")))

    receipt = answer_all(visitor, "families")
    before = counted()
    change(receipt)
    assert counted() == before
    form_of(retype(visitor, "The garden"), "Send the changed answers").submit()
    assert counted() == before


def test_sent_again_with_nothing_in_it_it_is_blank_after_asking_once(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, "young_people")
    change(receipt)
    asked = form_of(visitor.get(f"/{SLUG}/young-people/check"), "Send my new answers").submit()
    assert "You have not answered anything" in asked
    assert sent(session) != {}
    form_of(asked, "Send with no answers").submit("blank", value="yes")
    assert sent(session) == {}
    assert session.scalars(select(Response.blank)).one()


@pytest.mark.parametrize("audience", list(PATHS))
def test_after_the_close_nothing_can_be_changed_and_what_was_sent_counts(
    audience: str, kent: Consultation, visitor: Visitor, new_visitor: NewVisitor, session: Session, clock: SetClock
) -> None:
    receipt = answer_all(visitor, audience)
    before = sent(session)
    confirm = enter_code(other := new_visitor(), code_on(receipt)).follow()
    clock.set(kent.closes_at.isoformat())
    assert "Change my answers" not in visitor.get(f"/{SLUG}/{PATHS[audience]}/receipt")
    assert form_of(receipt, "Change my answers").submit().location.endswith("/receipt")
    assert form_of(confirm, "Change my answers").submit().location.endswith("/withdraw/confirm")
    late = other.get(f"/{SLUG}/withdraw/confirm")
    assert "answers cannot be changed any more" in late
    assert "Delete my answers" in late
    assert sent(session) == before


def test_changes_begun_before_the_close_can_be_sent_in_the_half_hour_after_it_and_not_later(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    change(answer_all(visitor, "families"))
    check = retype(visitor, "The garden")
    before = sent(session)
    clock.set((kent.closes_at + timedelta(minutes=30)).isoformat())
    late = form_of(check, "Send the changed answers").submit().follow()
    assert "answers cannot be changed any more" in late
    assert "What was sent on Monday 16 June 2025 counts" in late
    assert "The garden" in late
    assert sent(session) == before
    clock.set((kent.closes_at + timedelta(minutes=29)).isoformat())
    form_of(check, "Send the changed answers").submit()
    assert sent(session)["f_best"] == "The garden"
    assert session.scalars(select(Response.in_grace)).one()


def test_after_the_close_changes_can_be_given_up(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    change(answer_all(visitor, "families"))
    retype(visitor, "The garden")
    clock.set((kent.closes_at + timedelta(days=1)).isoformat())
    form_of(visitor.get(f"{FAMILIES}/check").click("Keep what I sent"), "Keep what I sent").submit()
    assert "Your answers have been sent" in visitor.get(f"{FAMILIES}/receipt")


def test_once_the_analysis_has_begun_changes_are_refused_even_while_the_survey_is_open(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    receipt = answer_all(visitor, "families")
    change(receipt)
    check = retype(visitor, "The garden")
    before = sent(session)
    kent.locked_at = clock.now()
    session.commit()
    late = form_of(check, "Send the changed answers").submit().follow()
    assert "has begun to analyse what everybody said" in late
    assert sent(session) == before
    assert "cannot be changed or taken out any more" in visitor.get(f"/{SLUG}/withdraw")


def test_answers_taken_back_on_another_device_are_gone_and_what_is_typed_since_is_kept(
    kent: Consultation, visitor: Visitor, new_visitor: NewVisitor, session: Session
) -> None:
    page = taken_back_elsewhere(visitor, new_visitor())
    gone = visitor.get(f"{FAMILIES}/check").follow()
    assert "These answers have been taken back" in gone
    assert "What you wrote on the last page is saved here" not in gone
    fill(page, {"f_best": "The garden"})
    assert "What you wrote on the last page is saved here" in press(page).follow()
    assert sent(session) == {}
    assert "The garden" in visitor.get(f"{FAMILIES}/check")


def test_a_script_that_saves_does_not_begin_new_answers_unasked(
    kent: Consultation, visitor: Visitor, new_visitor: NewVisitor, session: Session
) -> None:
    page = taken_back_elsewhere(visitor, new_visitor())
    visitor.post(MATTERS, [*page.forms["page"].submit_fields(), ("go", "autosave")], status=403)
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.parametrize("endpoint", ["change", "change-with-code", "keep"])
def test_a_form_of_another_site_changes_nothing(
    endpoint: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, "families")
    if endpoint == "keep":
        change(receipt)
    enter_code(visitor, code_on(receipt))
    state = session.execute(select(Draft.submitted, Draft.reopened_from)).one()
    visitor.post(f"{FAMILIES}/{endpoint}", {"csrf_token": "guessed"}, status=303)
    assert session.execute(select(Draft.submitted, Draft.reopened_from)).one() == state


def test_opening_the_addresses_of_the_buttons_changes_nothing(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    answer_all(visitor, "families")
    for address in ("change", "change-with-code", "keep", "taken-back"):
        visitor.get(f"{FAMILIES}/{address}", status=303)
    assert session.scalars(select(Draft.submitted)).one()


def test_a_code_opens_no_other_audiences_door(kent: Consultation, visitor: Visitor, session: Session) -> None:
    code = code_on(answer_all(visitor, "schools"))
    form = form_of(enter_code(visitor, code).follow(), "Change my answers")
    form.action = f"{FAMILIES}/change-with-code"
    assert form.submit().location.endswith("/withdraw/confirm")
    assert session.scalars(select(Draft.submitted)).one()


def test_whoever_has_other_answers_begun_here_is_told_before_they_lose_sight_of_them(
    kent: Consultation, visitor: Visitor, new_visitor: NewVisitor
) -> None:
    code = code_on(answer_all(new_visitor(), "families"))
    assert "already has other answers" not in enter_code(visitor, code).follow()
    answer_all(visitor, "families")
    assert "already has other answers" not in enter_code(visitor, code).follow()
    form_of(visitor.get(f"{FAMILIES}/receipt"), "Answer again for another child").submit()
    assert "already has other answers" in enter_code(visitor, code).follow()
