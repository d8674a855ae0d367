"""Pages of every kind of question, alone and together, with the pictures they show."""

import pytest
from flask import session as cookie
from sqlalchemy.orm import Session

from engagement.questionnaires.definition import KINDS, Layout, Option, Question, Questionnaire, Row, Scale, Section
from engagement.responses.models import Channel
from engagement.survey_flow import keys
from engagement.survey_flow.keys import Key
from tests import factories
from tests.journeys.conftest import asked
from tests.journeys.conftest import kent as kent  # a fixture
from tests.journeys.walking import SLUG, fill, press, start
from tests.visitor import Visitor

OPTIONS = (Option("a", "First", "favourable"), Option("b", "Second & last", "unfavourable"))
ROWS = (Row("row_1", "the first line"), Row("row_2", "the second line"))
EVERY = tuple(
    Question(
        f"q_{kind}",
        kind,
        f"A question of the kind {kind}?",
        help="Some <help>",
        options=OPTIONS if kind in ("single", "multi", "matrix", "faces", "rank") else (),
        rows=ROWS if kind == "matrix" else (),
        scale="S2" if kind == "matrix" else None,
    )
    for kind in KINDS
)


@pytest.mark.parametrize("layout", ["sections", "one_per_page"])
def test_every_kind_of_question_makes_a_valid_page_with_one_heading(
    layout: Layout, visitor: Visitor, session: Session
) -> None:
    consultation = factories.consultation(session, slug=SLUG)
    sections = (Section("s", "Section", EVERY),)
    factories.version(session, consultation, Questionnaire("schools", layout, sections, (Scale("S2", OPTIONS),)))
    session.commit()
    page = start(visitor, "schools")
    seen = set()
    while "/q/" in page.request.path:
        headings = page.html.select("h1")
        assert len(headings) == 1
        seen.add(headings[0].text.strip())
        assert "Some &lt;help&gt;" in page
        fill(page, {"q_long_text": "<script>alert(1)</script>", "q_single": "b", "q_rank": ["b", "a"]})
        page = press(page).follow()
    assert seen == ({question.text for question in EVERY} if layout == "one_per_page" else {"Section"})
    assert "<script>alert" not in page
    shown = [answer.text for answer in page.html.select(".answer")]
    assert shown == ["Second & last", "1. Second & last; 2. First", "<script>alert(1)</script>"]


def test_every_picture_that_a_question_names_is_served(kent: None, visitor: Visitor) -> None:
    named = {option.picture for question in asked("young_people").questions() for option in question.options}
    pictures = sorted(name for name in named if name)
    assert len(pictures) == 14
    for name in pictures:
        found = visitor.get(f"/{SLUG}/young-people/pictures/{name}.svg")
        assert found.content_type == "image/svg+xml"
        assert "max-age" in found.headers["Cache-Control"]
    visitor.get(f"/{SLUG}/young-people/pictures/../__init__.py", status=404)


def test_a_survey_that_is_not_asked_is_not_offered(visitor: Visitor, session: Session) -> None:
    consultation = factories.consultation(session, slug=SLUG)
    factories.version(session, consultation, asked("families"))
    session.commit()
    fill(page := start(visitor, "families"), {"f_role": "young_person"})
    assert press(page).follow().location.endswith("/q/finding_a_place")


def test_a_survey_that_is_not_asked_is_not_there(visitor: Visitor, session: Session) -> None:
    factories.consultation(session, slug=SLUG)
    session.commit()
    assert "Page not found" in visitor.get(f"/{SLUG}/schools", status=404)


def test_the_cookie_stays_small_however_many_surveys_are_opened(visitor: Visitor) -> None:
    with visitor.app.test_request_context():
        for number in range(50):
            keys.keep(f"consultation-{number}", "families", Key(f"secret-{number}", Channel.OPEN_LINK))
        assert len(cookie[keys.PLACE]) == keys.MOST
        assert keys.found("consultation-49", "families") == Key("secret-49", Channel.OPEN_LINK)
        assert keys.found("consultation-0", "families") is None
