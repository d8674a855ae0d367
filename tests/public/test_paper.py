"""The same questions on paper: listed with what they are, handed out under a name that says what they are."""

import io
import zipfile

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.paper import library
from tests import factories
from tests.clocks import SetClock
from tests.questionnaires.documents import SHIPPED
from tests.visitor import Visitor

PLACE = "/nmiss-engagement"
PDF = b"%PDF-1.7 /Type /Page /Type /Page /Type /Pages" + b" " * 209_960
FAMILIES = f"{PLACE}/paper/families"


def word() -> bytes:
    """Something that is a Word file as far as anybody looks here."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", "x")
    return file.getvalue()


@pytest.fixture
def made(session: Session, kent: Consultation, clock: SetClock) -> None:
    """Workers have made two forms for families, and nothing for others yet."""
    version = library.offered(session, kent.id)["families"].version_id
    library.keep(session, version, "large-print.pdf", PDF, clock.now())
    library.keep(session, version, "word.docx", word(), clock.now())
    session.commit()


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("address", [PLACE, f"{PLACE}/families", f"{PLACE}/other-formats"])
def test_people_see_which_forms_there_are_how_large_and_where_to_send_them(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)
    said = " ".join(page.html.get_text().split())
    assert "PDF, 2 pages, 210 KB" in said
    assert "Word, to type in" in said
    assert "ersion 1" in said
    assert "Email your form to inclusion@kent.gov.uk by 11:59pm on Wednesday 9 July 2025" in said
    assert page.click("Large print").body == PDF


@pytest.mark.parametrize("address", [PLACE, f"{PLACE}/schools", f"{PLACE}/young-people", f"{PLACE}/other-formats"])
def test_until_they_are_made_people_are_told_to_look_again_or_to_write(
    visitor: Visitor, kent: Consultation, address: str
) -> None:
    said = " ".join(visitor.get(address).html.get_text().split())
    assert "We are making this form now. Look again in a few minutes, or write to inclusion@kent.gov.uk" in said


@pytest.mark.usefixtures("made")
def test_after_the_close_no_forms_are_offered(visitor: Visitor, kent: Consultation, clock: SetClock) -> None:
    clock.set(kent.closes_at.isoformat())
    assert "Large print" not in visitor.get(PLACE)
    assert "Large print" not in visitor.get(f"{PLACE}/other-formats")


@pytest.mark.usefixtures("made")
def test_a_form_comes_under_a_name_that_says_what_it_is(visitor: Visitor) -> None:
    form = visitor.get(f"{FAMILIES}/large-print.pdf")
    assert form.content_type == "application/pdf"
    assert form.headers["Content-Disposition"] == (
        "inline; filename=nmiss-engagement-families-version-1-large-print.pdf"
    )
    typed = visitor.get(f"{FAMILIES}/word.docx")
    assert typed.content_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert typed.headers["Content-Disposition"] == "attachment; filename=nmiss-engagement-families-version-1-word.docx"


@pytest.mark.usefixtures("made")
def test_whoever_has_a_form_already_is_sent_nothing_until_it_is_made_anew(
    visitor: Visitor, session: Session, kent: Consultation, clock: SetClock
) -> None:
    first = visitor.get(f"{FAMILIES}/large-print.pdf")
    assert first.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    again = visitor.get(f"{FAMILIES}/large-print.pdf", headers=known, status=304)
    assert again.body == b""
    version = library.offered(session, kent.id)["families"].version_id
    library.keep(session, version, "large-print.pdf", PDF + b" ", clock.now())
    session.commit()
    assert visitor.get(f"{FAMILIES}/large-print.pdf", headers=known).body == PDF + b" "


@pytest.mark.usefixtures("made")
def test_a_form_of_an_older_version_is_not_handed_out_as_the_present_one(
    visitor: Visitor, session: Session, kent: Consultation
) -> None:
    factories.version(session, kent, SHIPPED["families"], number=2)
    session.commit()
    assert visitor.get(f"{FAMILIES}/large-print.pdf", status=404)
    assert "We are making this form now" in visitor.get(f"{PLACE}/families")


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    "address",
    [
        f"{FAMILIES}/standard.pdf",
        f"{FAMILIES}/large-print.docx",
        f"{PLACE}/paper/nobody/large-print.pdf",
        f"{PLACE}/paper/young_people/large-print.pdf",
        "/nowhere/paper/families/large-print.pdf",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(visitor: Visitor, address: str) -> None:
    assert visitor.get(address, status=404).content_type == "text/html"


@pytest.mark.usefixtures("made")
def test_the_forms_of_a_draft_are_not_public(visitor: Visitor, session: Session, kent: Consultation) -> None:
    kent.published_at = None
    session.commit()
    assert visitor.get(f"{FAMILIES}/large-print.pdf", status=404)
