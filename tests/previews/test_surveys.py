"""A whole questionnaire can be tried out in its preview, with its conditions, and nothing of it is kept."""

import pytest
import webtest
from flask import Flask
from flask import session as kept
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations import working_copies
from engagement.consultations.models import Consultation
from engagement.persistence import Base
from engagement.survey_flow import keys, looks
from tests import factories
from tests.clocks import SetClock
from tests.visitor import Visitor

PREVIEW = "/officers/consultations/nmiss-engagement/preview"
OPEN = f"{PREVIEW}/open/newest"


def rows(session: Session) -> dict[str, int]:
    """How many rows every table has."""
    counts = {table: select(func.count()).select_from(table) for table in Base.metadata.sorted_tables}
    return {table.name: session.scalar(count) or 0 for table, count in counts.items()}


def pressed(page: webtest.TestResponse, go: str = "on") -> webtest.TestResponse:
    answer = page.forms["page"].submit("go", value=go)
    return answer.follow() if answer.status_code == 303 else answer


def filled(page: webtest.TestResponse) -> webtest.TestResponse:
    """The page with its first choice chosen everywhere, and more text than a cookie could hold."""
    for fields in page.forms["page"].fields.values():
        if fields[0].tag == "textarea":
            fields[0].value = "A long text of an officer. " * 30
        elif isinstance(fields[0], webtest.forms.Radio):
            fields[0].value = fields[0].options[0][0]
    return page


def begun(officer: Visitor, door: str) -> webtest.TestResponse:
    """The first page of questions."""
    page = officer.get(f"{OPEN}/{door}").forms[0].submit().follow()
    first = page.html.select_one("main a[href*='/q/']")
    return page if first is None else officer.get(first["href"])


@pytest.mark.parametrize("door", ["schools", "families", "young-people"])
def test_a_whole_walk_leaves_every_table_as_it_was(
    officer: Visitor, draft: Consultation, session: Session, door: str
) -> None:
    before = rows(session)
    page = begun(officer, door)
    while "page" in page.forms:
        page = pressed(filled(page))
    assert page.request.path == f"{OPEN}/{door}/check"
    send = next(form for form in page.forms.values() if form.action.endswith("/send"))
    receipt = send.submit().follow()
    assert "EXAMPLE" in receipt
    offer = next((form for form in receipt.forms.values() if form.action.endswith("/more")), None)
    if offer is not None:
        page = offer.submit("go", value="yes").follow()
        while "page" in page.forms:
            page = pressed(filled(page))
        assert "What you told us is added" in page
    session.expire_all()
    assert rows(session) == before


def test_no_cookie_of_a_respondent_is_set_and_every_link_stays_in_the_preview(
    officer: Visitor, draft: Consultation, app: Flask
) -> None:
    for page in ("", "/sections", "/q/arrangements", "/check", "/receipt", "/looks"):
        found = officer.get(f"{OPEN}/schools{page}")
        addresses = [element.get("href") or element["action"] for element in found.html.select("[href], [action]")]
        assert not [address for address in addresses if address.startswith("/nmiss-engagement")]
        assert "Preview of version 1: nothing is kept" in found
    pressed(filled(officer.get(f"{OPEN}/schools/q/arrangements")))
    cookies = "; ".join(f"{name}={value}" for name, value in officer.cookies.items())
    assert len(cookies) < 4000
    with app.test_request_context(headers={"Cookie": cookies}):
        assert keys.PLACE not in kept
        assert looks.PLACE not in kept


@pytest.mark.parametrize(("status", "asked"), [("lot_1", "Why did you join"), ("off_with_pupils", "What has kept")])
def test_conditions_work_on_what_the_officer_chose(
    officer: Visitor, draft: Consultation, status: str, asked: str
) -> None:
    page = begun(officer, "schools")
    page.forms["page"]["s_status"] = status
    assert asked in pressed(page)


def test_what_does_not_fit_is_explained_as_it_would_be(officer: Visitor, draft: Consultation) -> None:
    page = officer.get(f"{OPEN}/schools/q/contract")
    page.forms["page"]["s_model_why"] = "x" * 3000
    again = page.forms["page"].submit("go", value="on", status=422)
    assert again.html.select(".govuk-error-summary")
    assert again.forms["page"]["s_model_why"].value == "x" * 3000


def test_every_mode_can_be_looked_at_and_pictures_turned_off(officer: Visitor, draft: Consultation) -> None:
    page = officer.get(f"{OPEN}/young-people")
    for name, chosen in (("Easy Read", "mode-easy-read"), ("Large print", "mode-large-print")):
        page = page.click(name).follow()
        assert chosen in page.html.html["class"]
    page = page.click("Pictures off").follow()
    assert "pictures-off" in page.html.html["class"]
    assert "pictures-off" not in officer.get("/officers/").html.html["class"]


def test_an_older_version_is_shown_as_it_was(officer: Visitor, draft: Consultation, session: Session) -> None:
    found = officer.get(f"{PREVIEW}/open/1/schools/check")
    assert "Preview of version 1: nothing is kept" in found
    officer.get(f"{PREVIEW}/open/7/schools", status=404)


def test_a_working_copy_with_faults_names_them_and_shows_what_can_be_shown(
    officer: Visitor, draft: Consultation, session: Session, clock: SetClock
) -> None:
    by, now = "officer:bob", clock.now()
    copy = working_copies.begin(session, draft, "schools", by=by, now=now)
    first, *others = copy.document["sections"]
    asked = [{**first["questions"][0], "text": "Where do you stand?"}, {"key": "s_new", "kind": "single"}]
    document = {**copy.document, "sections": [{**first, "questions": asked}, *others]}
    working_copies.save(session, copy, document, revision=copy.revision, by=by, now=now)
    session.commit()
    index = officer.get(f"{PREVIEW}?audience=schools")
    assert "Working copy (" in index
    page = officer.get(f"{PREVIEW}/open/copy/schools/q/arrangements")
    assert "Preview of working copy: nothing is kept" in page
    assert "Where do you stand?" in page
    assert "s_new" in page.html.select_one(".preview-bar details").get_text()
    assert "Where do you stand?" not in officer.get(f"{PREVIEW}/open/1/schools/q/arrangements")


def test_without_a_question_there_is_nothing_to_preview(officer: Visitor, session: Session, clock: SetClock) -> None:
    empty = factories.consultation(session, slug="views", published_at=None)
    working_copies.begin(session, empty, "families", by="officer:bob", now=clock.now())
    session.commit()
    page = officer.get("/officers/consultations/views/preview/open/copy/families")
    assert "Nothing of this questionnaire can be shown yet." in page
    assert page.html.select("main li")


def test_what_needs_kept_answers_says_so(officer: Visitor, draft: Consultation) -> None:
    for page in ("come-back", "colleagues", "receipt/file"):
        assert "a preview keeps none" in officer.get(f"{OPEN}/schools/{page}")


def test_after_the_close_and_before_the_opening_nobody_gets_to_the_questions(
    officer: Visitor, draft: Consultation
) -> None:
    for state in ("upcoming", "closed"):
        start = officer.get(f"{PREVIEW}/{state}/newest/families")
        assert not [form for form in start.forms.values() if form.action.endswith("/start")]
        assert officer.get(f"{PREVIEW}/{state}/newest/families/check").location.endswith(f"{state}/newest/families")


def test_strangers_see_no_preview(visitor: Visitor, draft: Consultation) -> None:
    assert "/officers/sign-in" in visitor.get(f"{OPEN}/schools").location
