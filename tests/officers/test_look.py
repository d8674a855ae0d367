"""An officer gives a council its look: seen first, refused in place where nobody could read it, and undone."""

import base64

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.councils.models import Council
from tests import factories
from tests.councils.pictures import png
from tests.visitor import Visitor

PAGE = "/officers/consultations/views/look"


def send(officer: Visitor, button: str = "save", **written: object) -> TestResponse:
    """Fill in the page and press a button; gives what comes back."""
    form = officer.get(PAGE).forms[1]
    for name, value in written.items():
        form[name] = value
    return form.submit(button)


def kept(session: Session, consultation: Consultation) -> Council:
    """The council as it is in the database."""
    asked = select(Council).where(Council.id == consultation.council_id).execution_options(populate_existing=True)
    return session.scalars(asked).one()


def test_a_saved_look_is_on_every_page_of_the_council_and_written_down(
    officer: Visitor, consultation: Consultation, session: Session, visitor: Visitor
) -> None:
    links = "About the council https://www.council.example/about"
    saved = send(officer, colour="#5A1A6B", footer_links=links, logo=("logo.png", png()), name="Kent")
    assert "The look is saved" in saved.follow()
    page = visitor.get("/views")
    council = kept(session, consultation)
    assert council.palette
    sheets = [sheet["href"] for sheet in page.html.select("link[rel=stylesheet]")]
    assert sheets[1:] == [f"/look/{council.id}-{council.palette.version}.css"]
    logo = page.html.select_one(".site-header img")
    assert (logo["alt"], logo["width"], logo["height"]) == ("Kent", "240", "80")
    assert page.html.select_one('.site-footer a[href="https://www.council.example/about"]').text == "About the council"
    entry = session.scalars(select(Entry).where(Entry.action == "council look changed")).one()
    assert entry.detail == {"colour": "#5a1a6b", "on_dark": None, "logo": True}


def test_a_preview_shows_all_papers_and_saves_nothing(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    page = send(officer, "preview", colour="#5a1a6b", logo=("logo.png", png()), name="Kent")
    assert [sample["class"][1:] for sample in page.html.select(".look-preview")] == [
        [], ["paper-cream"], ["paper-blue"], ["paper-dark"]
    ]  # fmt: skip
    sheet = page.html.select("link[rel=stylesheet]")[-1]["href"]
    assert officer.get(sheet).text.startswith(".look-preview{--council-colour:#5a1a6b;")
    council = kept(session, consultation)
    assert (council.name, council.colour, council.logo_hash) == ("Kent County Council", None, None)


def test_a_logo_that_was_previewed_is_saved_without_choosing_it_again(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    page = send(officer, "preview", logo=("logo.png", png()))
    address = page.html.select_one(".look-preview img")["src"]
    assert address == f"data:image/png;base64,{base64.b64encode(png()).decode()}"
    page.forms[1].submit("save").follow()
    assert kept(session, consultation).logo_width == 240


def test_a_colour_that_is_hard_to_see_is_refused_at_its_field_and_nothing_typed_is_lost(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    page = send(officer, colour="#e07a1f", name="Kent", footer_links="About https://council.example")
    assert page.html.title.text.startswith("Error: ")
    said = "#e07a1f on #d9e8f7 has a contrast of 2.41 to 1 and needs 4.5 to 1. The nearest shade that works everywhere"
    assert said in page.html.select_one("#colour-error").text
    assert said in page.html.select_one('.govuk-error-summary a[href="#colour"]').text
    form = page.forms[1]
    assert (form["colour"].value, form["name"].value) == ("#e07a1f", "Kent")
    assert form["footer_links"].value == "About https://council.example"
    assert kept(session, consultation).colour is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a PNG or WebP picture"),
        (png() + b"<script>alert(1)</script>", "damaged or has more in it"),
        (png(1300, 80), "1300 by 80 pixels"),
        (png() + bytes(60_000), "larger than 60 kB"),
    ],
)
def test_a_hostile_or_useless_logo_is_refused_in_words(
    data: bytes, sentence: str, officer: Visitor, consultation: Consultation, session: Session
) -> None:
    page = send(officer, logo=("logo.png", data))
    assert sentence in page.html.select_one("#logo-error").text
    assert kept(session, consultation).logo_hash is None


def test_a_carried_logo_that_was_tampered_with_is_looked_at_again(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    for carried in (base64.b64encode(b"<svg/>").decode(), "no base64", '" onerror=alert(1)'):
        page = send(officer, kept_logo=carried)
        assert page.html.select_one("#logo-error")
        assert page.forms[1]["kept_logo"].value == ""
    assert kept(session, consultation).logo_hash is None


def test_hostile_words_stay_words(officer: Visitor, consultation: Consultation, visitor: Visitor) -> None:
    send(officer, name='<script>alert("Kent")</script>', footer_links='"><b>x</b> https://council.example/"x').follow()
    page = visitor.get("/views")
    assert page.html.select_one(".site-footer__name").text == '<script>alert("Kent")</script>'
    assert page.html.select(".site-footer b, script:not([src])") == []


def test_a_name_that_another_council_has_is_refused_in_place(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    factories.consultation(session, council_name="Surrey")
    session.commit()
    page = send(officer, name="Surrey", colour="#5a1a6b")
    assert "Another council has this name" in page.html.select_one("#name-error").text
    assert kept(session, consultation).colour is None


def test_the_neutral_look_comes_back_after_one_question(
    officer: Visitor, consultation: Consultation, session: Session, visitor: Visitor
) -> None:
    send(officer, colour="#5a1a6b", logo=("logo.png", png())).follow()
    asks = officer.get(PAGE).click("Use the neutral look")
    assert kept(session, consultation).colour == "#5a1a6b"
    assert "neutral look again" in asks.forms[1].submit().follow()
    page = visitor.get("/views")
    assert len(page.html.select("link[rel=stylesheet]")) == 1
    assert page.html.select_one(".site-header__name").text == "Kent County Council"
    assert session.scalars(select(Entry.action).order_by(Entry.number.desc())).first() == "council look made neutral"


def test_pages_of_no_council_stay_neutral(officer: Visitor, consultation: Consultation, visitor: Visitor) -> None:
    send(officer, colour="#5a1a6b", footer_links="About https://council.example").follow()
    for address, status in (("/", 200), ("/accessibility", 200), ("/nowhere", 404)):
        page = visitor.get(address, status=status)
        assert len(page.html.select("link[rel=stylesheet]")) == 1
        assert page.html.select(".site-footer__name, .site-header img") == []


def test_a_sample_of_what_is_no_colour_is_neutral(officer: Visitor, consultation: Consultation) -> None:
    for query in ("", "?colour=red", "?colour=%23fff;}body{}", "?on_dark=%238cc4dc"):
        sheet = officer.get(f"/officers/look-preview.css{query}")
        assert sheet.content_type == "text/css"
        assert "--council-colour:#14506b;" in sheet
        assert sheet.text.count("{") == 1
