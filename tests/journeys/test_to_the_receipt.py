"""From a link to the receipt, for each audience, with what lies in the database afterwards."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, InformationSheet
from engagement.contacts.models import FollowUp, Invitation
from engagement.outbox.models import Message
from engagement.responses.models import Answer, Draft, DraftAnswer, Response
from tests import factories
from tests.journeys.walking import PATHS, SLUG, SOME, answer_all, begin, send, start, walk
from tests.visitor import Visitor

AUDIENCES = list(PATHS)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_from_the_open_link_to_the_receipt(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, audience)
    response = session.scalars(select(Response)).one()
    assert receipt.request.path == f"/{SLUG}/{PATHS[audience]}/receipt"
    assert response.reference in receipt
    assert "Monday 16 June 2025" in receipt
    assert (response.audience, response.channel, response.in_grace, response.blank) == (
        audience,
        "open_link",
        False,
        False,
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_from_a_personal_link_to_the_receipt(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    _, token = factories.contact(session, kent, "somebody@example.org", audience)
    session.commit()
    opened = visitor.get(f"/{SLUG}/i/{token}")
    assert opened.location.endswith(f"/{SLUG}/{PATHS[audience]}")
    page = opened.follow()
    assert token not in page
    send(walk(begin(page), SOME[audience]))
    assert session.scalars(select(Response.channel)).one() == "personal_link"
    assert session.scalars(select(Invitation.state)).one() == "used"


@pytest.mark.every_database
def test_answers_of_all_three_audiences_are_found_by_measure_in_one_query(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    for audience in AUDIENCES:
        answer_all(visitor, audience)
    rows = session.execute(
        select(Response.audience, Answer.question_key, Answer.leaning)
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.consultation_id == kent.id, Answer.measure == "safety")
        .order_by(Response.audience)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("families", "f_th_safety", "favourable"),
        ("schools", "s_th_safety", "unfavourable"),
        ("young_people", "y_th_safety", "middle"),
    ]


@pytest.mark.every_database
def test_every_kind_of_answer_is_kept_as_its_own_type(kent: Consultation, visitor: Visitor, session: Session) -> None:
    answer_all(visitor, "schools")
    kept = {row.question_key: row.value for row in session.scalars(select(Answer))}
    assert kept == {
        "s_status": "lot_1",
        "s_why_joined": ["standard_terms", "other"],
        "s_model": "no_preference",
        "s_th_safety": "very_badly",
        "s_th_learning": "dont_know",
        "s_priority": ["safety", "future"],
        "s_kpi_rank": ["stability", "progress"],
        "s_kpi_text": "Fewer,\nbut better.",
        "s_cap_places": 12,
    }


def test_who_somebody_is_stays_apart_from_what_they_said(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = walk(start(visitor, "schools"), SOME["schools"])
    typed = session.scalars(select(DraftAnswer).where(DraftAnswer.field_key.in_(["s_org", "s_email"]))).all()
    assert [(row.raw, row.sealed is not None) for row in typed] == [([], True), ([], True)]
    assert "Oak Tree School" in page
    send(page)
    answered = set(session.scalars(select(Answer.question_key)))
    assert not {"s_org", "s_email"} & answered
    follow_up = session.scalars(select(FollowUp)).one()
    assert follow_up.organisation_sealed is not None
    assert session.scalars(select(Message.kind)).all() == ["acknowledgement"]


def test_a_parent_who_leaves_an_address_is_thanked_and_not_followed_up(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    answer_all(visitor, "families")
    assert session.scalars(select(Message.kind)).all() == ["acknowledgement"]
    assert session.scalar(select(func.count()).select_from(FollowUp)) == 0


def test_nobody_without_an_address_is_written_to(kent: Consultation, visitor: Visitor, session: Session) -> None:
    answer_all(visitor, "families", {"f_role": "parent"})
    answer_all(visitor, "young_people")
    assert session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.every_database
def test_answering_stops_the_letters_that_wait(kent: Consultation, visitor: Visitor, session: Session) -> None:
    contact, token = factories.contact(session, kent, "parent@example.org")
    other, _ = factories.contact(session, kent, "other@example.org")
    for whom in (contact, other):
        factories.message(session, whom)
    session.commit()
    page = visitor.get(f"/{SLUG}/i/{token}").follow()
    send(walk(begin(page), {"f_role": "parent"}))
    states = {row.contact_id: row.state for row in session.execute(select(Message.contact_id, Message.state))}
    assert states == {contact.id: "cancelled", other.id: "pending"}


@pytest.mark.every_database
def test_sending_leaves_nothing_of_the_draft_but_that_it_was_sent(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    answer_all(visitor, "families")
    assert session.scalars(select(Draft.submitted)).one() is True
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0


def test_the_receipt_counts_questions_and_shows_no_answer(kent: Consultation, visitor: Visitor) -> None:
    receipt = answer_all(visitor, "families")
    assert "Questions answered" in receipt
    assert [row.text.split() for row in receipt.html.select(".govuk-summary-list__value")][-1] == ["6"]
    assert "O'Neill" not in receipt.html.text


@pytest.mark.parametrize("audience", ["schools", "families"])
def test_the_receipt_names_the_contact_other_formats_and_for_schools_the_version_of_the_sheet(
    kent: Consultation, visitor: Visitor, session: Session, audience: str
) -> None:
    session.add(
        InformationSheet(
            consultation_id=kent.id, number=3, content_hash="0" * 64, document={}, published_at=factories.OPENS_AT
        )
    )
    session.commit()
    receipt = answer_all(visitor, audience)
    assert receipt.html.select_one(f'main a[href="mailto:{kent.contact_email}"]') is not None
    assert receipt.html.select_one(f'main a[href="/{SLUG}/other-formats"]') is not None
    assert ("The information sheet is at version 3." in receipt) == (audience == "schools")


def test_back_and_reload_after_sending_show_the_same_receipt(kent: Consultation, visitor: Visitor) -> None:
    receipt = answer_all(visitor, "young_people")
    here = f"/{SLUG}/young-people"
    for address in (f"{here}/q/y_who", f"{here}/check", here, f"{here}/receipt"):
        again = visitor.get(address)
        again = again.follow() if again.status_int == 303 else again
        assert again.html.select_one("main").text == receipt.html.select_one("main").text


def test_only_the_browser_that_sent_sees_the_receipt(
    kent: Consultation, visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    answer_all(visitor, "families")
    assert new_visitor().get(f"/{SLUG}/families/receipt").location.endswith(f"/{SLUG}/families")


def test_a_young_persons_voice_is_classed_when_they_send(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    answer_all(visitor, "young_people")
    answer_all(visitor, "families")
    voices = {row.audience: row.voice for row in session.execute(select(Response.audience, Response.voice))}
    assert voices == {"young_people": "together", "families": None}


def test_answers_to_questions_that_are_hidden_now_are_not_sent(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = walk(start(visitor, "schools"), {"s_status": "lot_1", "s_dps_value": "very", "s_kpi_freq": "each_term"})
    page = visitor.get(f"/{SLUG}/schools/q/arrangements")
    page.forms["page"]["s_status"] = "off_with_pupils"
    page.forms["page"].submit("go", value="overview")
    page = visitor.get(f"/{SLUG}/schools/check")
    assert "How worthwhile has being on the DPS been" not in page
    send(page)
    assert set(session.scalars(select(Answer.question_key))) == {"s_status", "s_kpi_freq"}


def test_an_empty_send_asks_once_and_counts_as_blank(kent: Consultation, visitor: Visitor, session: Session) -> None:
    page = walk(start(visitor, "families"), {})
    asked = page.forms[0].submit()
    assert "You have not answered anything" in asked
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    receipt = asked.forms[0].submit("blank").follow()
    assert "None: you sent it blank" in receipt
    assert session.scalars(select(Response.blank)).one() is True


@pytest.mark.every_database
def test_sending_twice_gives_one_response_and_the_same_receipt(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = walk(start(visitor, "families"), {"f_role": "parent"})
    first, second = page.forms[0].submit(), page.forms[0].submit()
    assert first.location == second.location
    assert first.follow().html.select_one("main").text == second.follow().html.select_one("main").text
    assert session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.every_database
def test_starting_twice_makes_one_draft(kent: Consultation, visitor: Visitor, session: Session) -> None:
    page = visitor.get(f"/{SLUG}/schools")
    page.forms[0].submit()
    page.forms[0].submit()
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


def test_opening_pages_changes_nothing(kent: Consultation, visitor: Visitor, session: Session) -> None:
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    here = f"/{SLUG}/families"
    for address in (
        f"/{SLUG}/i/{token}",
        here,
        f"{here}/q/journey",
        f"{here}/check",
        f"{here}/save",
        f"{here}/receipt",
    ):
        visitor.get(address)
    for address in (f"{here}/start", f"{here}/send", f"{here}/clear"):
        assert visitor.get(address).status_int == 303
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert session.scalars(select(Invitation.state)).one() == "unused"
