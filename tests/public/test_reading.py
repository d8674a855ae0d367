"""What there is to read beside the landing page, and the frame round every page."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests import factories
from tests.visitor import Visitor

OF_KENT = ["", "/information-sheet", "/questions-and-answers", "/get-help", "/privacy", "/other-formats"]
OF_THE_SITE = ["/", "/get-help", "/privacy", "/accessibility", "/credits"]


@pytest.mark.parametrize("address", [*(f"/nmiss-engagement{rest}" for rest in OF_KENT), *OF_THE_SITE])
def test_get_help_stands_in_the_same_place_on_every_page(visitor: Visitor, kent: Consultation, address: str) -> None:
    page = visitor.get(address).html
    links = [link.string for link in page.select("header a")]
    assert links[1:] == ["Get help"]
    assert [link.string for link in page.select("footer a")] == ["Privacy", "Accessibility", "Get help", "Credits"]


@pytest.mark.parametrize("address", [*(f"/nmiss-engagement{rest}" for rest in OF_KENT), *OF_THE_SITE])
def test_every_page_has_one_heading_and_nothing_inline(visitor: Visitor, kent: Consultation, address: str) -> None:
    page = visitor.get(address).html
    assert len(page.select("h1")) == 1
    assert not page.select("[style], style, script:not([src])")
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_the_frame_leads_to_the_pages_of_the_consultation_it_is_about(visitor: Visitor, kent: Consultation) -> None:
    page = visitor.get("/nmiss-engagement/information-sheet").html
    assert [link["href"] for link in page.select("header a")] == ["/nmiss-engagement", "/nmiss-engagement/get-help"]
    assert page.select("footer a")[0]["href"] == "/nmiss-engagement/privacy"


def test_the_site_lists_consultations_by_state_and_keeps_drafts_to_itself(visitor: Visitor, session: Session) -> None:
    opens, closes = factories.OPENS_AT, factories.CLOSES_AT
    factories.consultation(session, title="An open one")
    factories.consultation(session, title="A coming one", opens_at=closes, closes_at=closes.replace(month=8))
    factories.consultation(session, title="A closed one", opens_at=opens.replace(month=4), closes_at=opens)
    factories.consultation(session, title="A draft", published_at=None)
    session.commit()
    headings = [heading.get_text(strip=True) for heading in visitor.get("/").html.select("h2, h3")]
    assert headings == ["Open now", "An open one", "Opening soon", "A coming one", "Closed", "A closed one"]


def test_the_site_says_so_when_nothing_is_asked(visitor: Visitor) -> None:
    assert "There are no consultations at the moment." in visitor.get("/").text


def test_the_information_sheet_shows_its_version_and_date_and_can_be_printed(
    visitor: Visitor, kent: Consultation
) -> None:
    page = visitor.get("/nmiss-engagement/information-sheet")
    assert "Version 1, published at 12am on Friday 13 June 2025" in page.text
    assert "Non-maintained special school" in page.text
    [button] = page.html.select("[data-print]")
    assert button.has_attr("hidden")


def test_the_log_is_linked_from_the_landing_page_and_the_information_sheet(
    visitor: Visitor, kent: Consultation
) -> None:
    for page in ("", "/information-sheet"):
        found = visitor.get(f"/nmiss-engagement{page}").click("Questions and answers")
        assert found.request.path == "/nmiss-engagement/questions-and-answers"


def test_a_consultation_without_an_information_sheet_has_no_such_page(visitor: Visitor, session: Session) -> None:
    row = factories.consultation(session)
    session.commit()
    visitor.get(f"/{row.slug}/information-sheet", status=404)
    assert "information-sheet" not in visitor.get(f"/{row.slug}").text


def test_everybody_is_shown_the_same_people_to_turn_to(visitor: Visitor, kent: Consultation) -> None:
    page = visitor.get("/nmiss-engagement/get-help").html
    assert [link["href"] for link in page.select("main a[href^='tel:']")] == [
        "tel:999",
        "tel:08001111",
        "tel:03000411111",
        "tel:03000419191",
    ]
    assert page.select("main a[href='https://www.kscmp.org.uk']")


def test_the_site_itself_names_somebody_to_turn_to(visitor: Visitor) -> None:
    links = visitor.get("/get-help").html.select("main a[href^='tel:']")
    assert [link["href"] for link in links] == ["tel:999", "tel:08001111"]


def test_each_audience_finds_its_own_privacy_notice(visitor: Visitor, kent: Consultation) -> None:
    page = visitor.get("/nmiss-engagement/privacy").html
    assert [heading["id"] for heading in page.select("h2")] == ["schools", "families", "young_people"]
    for told in ("controller", "Data Protection Officer", "Information Commissioner"):
        assert told in page.text


def test_the_privacy_page_of_the_site_leads_to_those_of_its_consultations(visitor: Visitor, kent: Consultation) -> None:
    assert visitor.get("/privacy").html.select("main a[href='/nmiss-engagement/privacy']")


def test_other_formats_can_be_asked_for_even_where_the_page_names_nobody(visitor: Visitor, session: Session) -> None:
    row = factories.consultation(session, contact_email="ask@council.example")
    session.commit()
    assert "ask@council.example" in visitor.get(f"/{row.slug}/other-formats").text


def test_a_label_that_changes_changes_on_every_page(visitor: Visitor, kent: Consultation, session: Session) -> None:
    kent.label = "INMSS"
    session.commit()
    for address in ("", "/information-sheet"):
        text = visitor.get(f"/nmiss-engagement{address}").text
        assert "INMSS" in text
        assert "NMISS" not in text
