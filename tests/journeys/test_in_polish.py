"""Whoever reads Polish answers in Polish, from the first page to the receipt; what is missing says it is English."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import translations
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.questionnaires import po_files
from engagement.questionnaires.definition import AUDIENCES, AudienceName
from engagement.responses.models import Answer
from tests.clocks import SetClock
from tests.journeys.walking import PATHS, SLUG, SOME, Page, fill, press, send
from tests.questionnaires.documents import FILES
from tests.survey_flow.test_speed import counted
from tests.visitor import Visitor

# Words that no Polish sentence has.
ENGLISH = re.compile(r"\b(the|you|your|and|with|this|answers?|send|what|which|question|page|here)\b", re.IGNORECASE)
SPOKEN = ("aria-label", "alt", "title", "placeholder")
CHOICE = re.compile(r"^\s*(Zacznij od pierwszej części|Kontynuuj)\s*$")


@pytest.fixture
def polish(session: Session, kent: Consultation, visitor: Visitor) -> Visitor:
    """Somebody who has chosen Polish, where all three surveys are translated."""
    for version in session.scalars(select(QuestionnaireVersion)):
        audience = next(name for name in AUDIENCES if name == version.audience)
        translations.ship(session, kent, version, po_files.beside(FILES[audience]), kent.opens_at)
    session.commit()
    choose(visitor, f"/{SLUG}", "pl")
    return visitor


def choose(visitor: Visitor, address: str, language: str) -> Page:
    """Press the button of a language on a page, and follow it back."""
    return visitor.get(address).forms["languages"].submit("language", value=language).follow()


def english(page: Page) -> list[str]:
    """What a page says in English without saying that it is English."""
    return [words for words in said(page) if ENGLISH.search(words)]


def said(page: Page) -> Iterator[str]:
    """All that a page shows or tells a screen reader in its own language, but for what somebody answered."""
    for element in page.html.body.find_all(True):
        around = [place for place in (element, *element.parents) if place.name != "html"]
        if any(place.get("lang") == "en" or "answer" in place.get("class", []) for place in around):
            continue
        yield from (str(text) for text in element.find_all(string=True, recursive=False) if text.strip())
        yield from (element[name] for name in SPOKEN if element.get(name))
        yield from (
            value
            for name, value in element.attrs.items()
            if name.startswith("data-") and " " in value and "{" not in value
        )


def begin(visitor: Visitor, audience: str) -> Page:
    """The first page of questions."""
    page = visitor.get(f"/{SLUG}/{PATHS[audience]}").forms[0].submit().follow()
    return page.click(CHOICE) if "/sections" in page.request.path else page


@pytest.mark.parametrize("audience", list(PATHS))
def test_every_audience_can_answer_in_polish_to_the_receipt(audience: str, polish: Visitor, session: Session) -> None:
    page = polish.get(f"/{SLUG}/{PATHS[audience]}")
    assert english(page) == []
    page = begin(polish, audience)
    while "/q/" in page.request.path:
        assert english(page) == []
        assert page.html.html["lang"] == "pl"
        assert page.html.find("aside", class_="unchecked")
        fill(page, SOME[audience])
        page = press(page).follow()
    assert english(page) == []
    receipt = send(page)
    assert english(receipt) == []
    assert "/receipt" in receipt.request.path
    kept = {answer.question_key for answer in session.scalars(select(Answer))}
    assert {"schools": "s_model", "families": "f_role", "young_people": "y_who"}[audience] in kept


@pytest.mark.parametrize("audience", list(PATHS))
def test_what_is_wrong_is_said_in_polish(audience: str, polish: Visitor) -> None:
    too_many = {"schools": ("s_priority", 4), "families": ("f_priority", 4), "young_people": ("y_priority", 4)}
    name, count = too_many[audience]
    page = begin(polish, audience)
    while name not in page.forms["page"].fields:
        page = press(page, "skip").follow()
    boxes = page.forms["page"].fields[name]
    for box in boxes[:count]:
        box.checked = True
    refused = page.forms["page"].submit("go", value="on", status=422)
    assert refused.html.select_one(".govuk-error-summary")
    assert refused.html.title.text.startswith("Błąd:")
    assert english(refused) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/families/looks",
        "/families/come-back",
        "/schools/sections",
        "/schools/save",
        "/get-help",
        "/privacy",
        "/withdraw",
        "/other-formats",
    ],
)
def test_every_page_around_the_questions_is_polish_too(address: str, polish: Visitor) -> None:
    begin(polish, "schools")
    assert english(polish.get(f"/{SLUG}{address}")) == []


@pytest.mark.parametrize("address", ["/", "/accessibility", "/credits", "/privacy", "/get-help", "/nowhere"])
def test_pages_of_the_site_are_polish_too(address: str, polish: Visitor) -> None:
    assert english(polish.get(address, expect_errors=True)) == []


def test_how_much_more_can_be_written_is_said_for_every_number(polish: Visitor) -> None:
    begin(polish, "families")
    count = polish.get(f"/{SLUG}/families/q/what_matters").html.select_one(".govuk-character-count")
    for side, text in (("under", "Pozostało liter i spacji: %{count}"), ("over", "Za dużo liter i spacji: %{count}")):
        for form in ("one", "few", "many", "other"):
            assert count[f"data-i18n.characters-{side}-limit.{form}"] == text


@pytest.mark.parametrize("audience", ["families", "young_people"])
def test_questions_that_point_to_help_call_it_as_its_link_is_called(audience: AudienceName) -> None:
    (catalogue,) = po_files.beside(FILES[audience])
    pointing = [text for text in catalogue.entries() if "Get help" in text.id]
    assert pointing
    for text in pointing:
        assert "Pomoc" in str(text.string)
        assert "Get help" not in str(text.string)


def test_after_the_close_everything_is_polish_too(polish: Visitor, clock: SetClock) -> None:
    begin(polish, "families")
    clock.set("2025-07-12T09:00:00+00:00")
    for address in ("", "/families", "/families/check", "/schools", "/young-people"):
        assert english(polish.get(f"/{SLUG}{address}")) == []


def test_the_plain_questions_are_found_to_be_english(kent: Consultation, visitor: Visitor) -> None:
    choose(visitor, f"/{SLUG}", "pl")
    page = begin(visitor, "families")
    questions = page.html.select("#page legend span[lang=en], #page label span[lang=en]")
    assert questions
    assert english(page) == []
    assert "<" not in page.html.title.text


def test_an_english_page_finds_english(kent: Consultation, visitor: Visitor) -> None:
    assert english(visitor.get(f"/{SLUG}/families"))


def test_a_page_in_polish_costs_no_more_than_one_in_english(polish: Visitor, session: Session) -> None:
    page = begin(polish, "families")
    with counted(session) as opening:
        polish.get(page.request.path)
    assert len(opening.statements) <= 3, opening.statements


def test_choosing_keeps_what_was_answered_and_the_place(polish: Visitor) -> None:
    page = begin(polish, "families")
    fill(page, SOME["families"])
    looks = press(page, "looks").follow()
    back = looks.forms["languages"].submit("language", value="en").follow()
    assert back.html.html["lang"] == "en"
    page = back.click("Back")
    assert page.forms["page"]["f_role"].value == "parent"


def test_clearing_a_shared_screen_forgets_the_language(polish: Visitor) -> None:
    begin(polish, "young_people")
    page = polish.get(f"/{SLUG}/young-people")
    form = next(form for form in page.forms.values() if form.action.endswith("/clear"))
    assert form.submit().follow().html.html["lang"] == "en"


def test_a_shared_screen_that_was_left_forgets_the_language(polish: Visitor, clock: SetClock) -> None:
    page = begin(polish, "young_people")
    polish.get(page.request.path)
    clock.set("2025-06-16T10:30:00+00:00")
    assert polish.get(f"/{SLUG}/young-people").html.html["lang"] == "en"


def test_recordings_in_english_are_not_played_over_polish(polish: Visitor) -> None:
    assert not begin(polish, "young_people").html.select("[data-sounds]")


def test_a_link_that_does_not_work_is_explained_in_polish(polish: Visitor) -> None:
    assert english(polish.get(f"/{SLUG}/i/nonsense", status=410)) == []


def test_the_receipt_can_be_kept_as_a_file_in_polish(polish: Visitor) -> None:
    page = begin(polish, "families")
    fill(page, SOME["families"])
    receipt = send(press(page, "overview").follow())
    kept = receipt.click("Zapisz je jako plik tekstowy")
    assert "Odpowiedzi zostały wysłane" in kept.text
    assert not ENGLISH.search(kept.text)
