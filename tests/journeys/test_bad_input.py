"""Whatever is posted, nobody gets an error of ours, and what is good among it is kept."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import is_blank
from engagement.responses.models import Answer, DraftAnswer, Response
from tests.journeys.conftest import asked
from tests.journeys.walking import PATHS, SLUG, Page, fill, press, start, walk
from tests.visitor import Visitor

SCHOOLS = f"/{SLUG}/schools"


def token_of(page: Page) -> str:
    """The token that the forms of this page carry."""
    token: str = page.html.select_one("input[name=csrf_token]")["value"]
    return token


def raw(session: Session) -> dict[str, list[str]]:
    """What the only draft holds."""
    return {row.field_key: row.raw for row in session.scalars(select(DraftAnswer))}


def sent(session: Session) -> dict[str, object]:
    """What the only response holds."""
    return {row.question_key: row.value for row in session.scalars(select(Answer))}


def test_a_missing_group_is_cleared_and_a_missing_text_is_left_alone(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, "schools")
    token = token_of(page)
    first = {"csrf_token": token, "s_kpi_freq": "each_term", "s_kpi_text": "Fewer", "s_kpi_rank": "progress"}
    visitor.post(f"{SCHOOLS}/q/performance", first)
    shown = visitor.get(f"{SCHOOLS}/q/performance").forms["page"]["seen.s_kpi_freq"].value
    visitor.post(f"{SCHOOLS}/q/performance", {"csrf_token": token, "seen.s_kpi_freq": shown})
    assert raw(session) == {"s_kpi_freq": [], "s_kpi_text": ["Fewer"], "s_kpi_rank": ["progress"]}


def test_unknown_fields_and_other_pages_fields_are_ignored(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    token = token_of(start(visitor, "schools"))
    posted = {"csrf_token": token, "s_model": "closed_framework", "s_other": "from another page", "is_admin": "yes"}
    visitor.post(f"{SCHOOLS}/q/contract", posted)
    assert raw(session) == {"s_model": ["closed_framework"]}


def test_repeated_fields_are_all_kept_and_explained(kent: Consultation, visitor: Visitor, session: Session) -> None:
    token = token_of(start(visitor, "schools"))
    posted = [("csrf_token", token), ("s_model", "closed_framework"), ("s_model", "not_sure"), ("s_term", "years_2")]
    posted += [("s_model_why", "One text"), ("s_model_why", "and another")]
    page = visitor.post(f"{SCHOOLS}/q/contract", posted, status=422)
    assert raw(session)["s_model"] == ["closed_framework", "not_sure"]
    assert page.forms["page"]["s_model_why"].value == "One text\nand another"
    assert page.forms["page"]["s_term"].value == "years_2"
    assert page.html.text.count("There are 2 answers here. Give one") == 4


def test_text_that_is_too_long_is_kept_whole_and_explained(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, "families")
    visitor.post(f"/{SLUG}/families/q/what_matters", {"csrf_token": token_of(page), "f_best": "ü" * 40_000}, status=422)
    page = visitor.get(f"/{SLUG}/families/q/what_matters")
    assert page.forms["page"]["f_best"].value == "ü" * 40_000
    assert "You have written 40000 letters and spaces. There is room for 2000." in page
    assert page.html.title.text.startswith("Error: ")
    assert raw(session) == {"f_best": ["ü" * 40_000]}


def test_what_cannot_be_sent_is_explained_with_links_and_nothing_is_lost(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, "schools")
    page = visitor.get(f"{SCHOOLS}/q/capacity")
    fill(page, {"s_cap_places": "lots", "s_other": "Thank you"})
    explained = page.forms["page"].submit("go", value="on", status=422)
    assert "Enter a whole number in figures" in explained
    page = visitor.get(f"{SCHOOLS}/check")
    refused = page.forms[0].submit(status=422)
    href = refused.html.select_one(".govuk-error-summary a")["href"]
    assert href == f"{SCHOOLS}/q/capacity#s_cap_places"
    page = visitor.get(href)
    assert page.forms["page"]["s_cap_places"].value == "lots"
    fill(page, {"s_cap_places": ""})
    page = press(page, "overview").follow()
    assert "reference" in page.forms[0].submit().follow()
    assert sent(session) == {"s_other": "Thank you"}


@pytest.mark.parametrize(
    "address", ["no address", "a@", "head@school..example", "head@school.example\r\nBcc: x@y.example"]
)
def test_an_address_that_is_none_gets_a_kind_sentence_on_its_page(
    address: str, kent: Consultation, visitor: Visitor
) -> None:
    token = token_of(start(visitor, "schools"))
    page = visitor.post(f"{SCHOOLS}/q/contact", {"csrf_token": token, "s_email": address}, status=422)
    assert "Enter an email address in the correct format" in page.html.select_one("#s_email-error").text
    assert visitor.get(f"{SCHOOLS}/check").forms[0].submit(status=422)


@pytest.mark.every_database
def test_characters_that_cannot_be_kept_are_taken_out_of_the_page_and_not_sent(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    token = token_of(start(visitor, "families"))
    address = f"/{SLUG}/families/q/what_matters"
    page = visitor.post(address, {"csrf_token": token, "f_best": "Good\0 \x07school"}, status=422)
    assert page.forms["page"]["f_best"].value == "Good school"
    assert raw(session) == {"f_best": ["Good\0 \x07school"]}
    assert visitor.get(f"/{SLUG}/families/check").forms[0].submit(status=422)
    press(page)
    assert raw(session) == {"f_best": ["Good school"]}


@pytest.mark.every_database
def test_bytes_that_are_no_text_lose_nothing_that_was_saved(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, "families")
    address = f"/{SLUG}/families/q/what_matters"
    visitor.post(address, {"csrf_token": token_of(page), "f_best": "Good", "f_priority": "safety"})
    for body in (b"f_best=\xff\xfe", b"\xff" * 50, b"f_best=%FF%FE&csrf_token=%00", b"=&&=&;"):
        page = visitor.post(address, body, content_type="application/x-www-form-urlencoded")
        assert "not saved yet" in page
        assert page.html.select_one("#page") is not None
    assert raw(session) == {"f_best": ["Good"], "f_priority": ["safety"]}


def test_three_thousand_fields_are_no_trouble(kent: Consultation, visitor: Visitor, session: Session) -> None:
    token = token_of(start(visitor, "schools"))
    posted = [("csrf_token", token), ("s_model", "closed_framework"), *((f"x{n}", "y") for n in range(3_000))]
    visitor.post(f"{SCHOOLS}/q/contract", posted, status=303)
    many = [("csrf_token", token), *(("s_lots", "area") for _ in range(3_000))]
    visitor.post(f"{SCHOOLS}/q/contract", many, status=303)
    assert len(raw(session)["s_lots"]) == 3_000
    assert visitor.get(f"{SCHOOLS}/check").forms[0].submit().follow()
    assert sent(session)["s_lots"] == ["area"]


def test_a_page_that_does_not_exist_leads_to_one_that_does(kent: Consultation, visitor: Visitor) -> None:
    page = start(visitor, "young_people")
    assert visitor.get(f"/{SLUG}/young-people/q/no-such-page").location.endswith("/check")
    posted = {"csrf_token": token_of(page), "y_who": "me"}
    assert visitor.post(f"/{SLUG}/young-people/q/no-such-page", posted).location.endswith("/check")


@pytest.mark.parametrize("path", ["schools", "families", "young-people"])
def test_an_unknown_consultation_is_a_kind_404(path: str, kent: Consultation, visitor: Visitor) -> None:
    for address in ("", "/q/y_who", "/check", "/receipt", "/save", "/cleared"):
        assert "Page not found" in visitor.get(f"/no-such-thing/{path}{address}", status=404)


FIELD_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.every_database
@pytest.mark.parametrize("audience", list(PATHS))
@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_is_posted_to_whichever_page_valid_fields_are_kept(
    audience: str, data: st.DataObject, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    questionnaire = routing.before_sending(asked(audience))
    step = data.draw(st.sampled_from(routing.path(questionnaire, {})))
    fields = [field for question in step.questions for field in question.fields]
    keys = [option.key for question in step.questions for option in question.options] or ["yes"]
    posted = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from([field.key for field in fields]) | FIELD_TEXT, FIELD_TEXT | st.sampled_from(keys)
            ),
            max_size=8,
        )
    )
    session.execute(delete(DraftAnswer))
    session.commit()
    token = token_of(start(visitor, audience))
    body = urlencode([("csrf_token", token), *((name, value) for name, value in posted if name != "csrf_token")])
    address = f"/{SLUG}/{PATHS[audience]}/q/{step.key}"
    visitor.post(address, body, content_type="application/x-www-form-urlencoded", status=[303, 422])
    kept = raw(session)
    for field in fields:
        typed = [value for name, value in posted if name == field.key]
        if not is_blank(typed) and field.question.kept_apart is None:
            assert kept[field.key] == typed
    assert visitor.get(address, status="*").status_int < 400
    assert visitor.get(f"/{SLUG}/{PATHS[audience]}/check").status_int == 200


def test_a_value_that_is_no_option_is_explained_and_never_an_answer(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, "young_people")
    address = f"/{SLUG}/young-people/q/y_who"
    page = visitor.post(address, {"csrf_token": token_of(page), "y_who": "president"}, status=422)
    assert "Pick one of the answers" in page
    page = walk(visitor.get(f"/{SLUG}/young-people/q/y_age"), {})
    page.forms[0].submit(status=422)
    assert session.scalar(select(func.count()).select_from(Response)) == 0
