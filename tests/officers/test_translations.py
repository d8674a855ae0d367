"""Officers see how far translations go, have them made, take them in and say who checked them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.audit.models import Entry
from engagement.consultations import translations
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.questionnaires.po_files import read_po
from tests import factories
from tests.journeys.conftest import asked
from tests.questionnaires.documents import FILES
from tests.visitor import Visitor

PAGE = "/officers/consultations/views/translations"
POLISH = FILES["families"].with_name("nmiss.pl.po").read_bytes()


@pytest.fixture
def version(session: Session, consultation: Consultation) -> QuestionnaireVersion:
    """Families are asked something."""
    made = factories.version(session, consultation, asked("families"))
    session.commit()
    return made


def upload(officer: Visitor, version: QuestionnaireVersion, content: bytes) -> TestResponse:
    """Send a translator's file; gives what comes back."""
    form = officer.get(f"{PAGE}/{version.id}/pl").forms[1]
    form["file"] = ("families.po", content)
    return form.submit()


def figures(page: TestResponse) -> dict[str, str]:
    """The facts of a page, by their names."""
    return {row.dt.text.strip(): row.dd.text.strip() for row in page.html.select(".govuk-summary-list__row")}


def test_a_version_without_a_translation_shows_all_that_is_missing(
    officer: Visitor, version: QuestionnaireVersion
) -> None:
    assert "Families, version 1" in officer.get(PAGE)
    page = officer.get(PAGE).click("Open")
    assert figures(page)["Checked by a person"] == "No"
    assert figures(page)["Translated"].startswith("0 of ")
    assert "F5.option.very_good" in page


def test_where_nothing_is_asked_there_is_nothing_to_translate(officer: Visitor, consultation: Consultation) -> None:
    assert "Nobody is asked anything yet" in officer.get(PAGE)


def test_a_file_goes_out_comes_back_and_is_accounted_for(officer: Visitor, version: QuestionnaireVersion) -> None:
    page = upload(officer, version, POLISH)
    counts = figures(page)
    assert int(counts["Taken: new or changed"]) > 100
    assert counts["Not in the file"] == "0"
    again = officer.get(f"{PAGE}/{version.id}/pl/file")
    assert "attachment" in again.headers["Content-Disposition"]
    assert read_po(again.body, "again").get("Very good", "F5.option.very_good").string == "Bardzo dobrze"  # type: ignore[union-attr]  # it is there
    assert figures(upload(officer, version, again.body))["Taken: new or changed"] == "0"


def test_the_file_for_the_translator_of_something_new_has_every_text(
    officer: Visitor, version: QuestionnaireVersion
) -> None:
    found = read_po(officer.get(f"{PAGE}/{version.id}/pl/file").body, "new")
    assert {str(message.string) for message in found.entries()} == {""}
    assert found.get("Very good", "F5.option.very_good")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "is not UTF-8"),
        (b"PK not a PO file", "is not PO"),
        (POLISH.replace(b"Language: pl", b"Language: ur"), "and this page is for Polish"),
        (b"", "Choose the file"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained_and_changes_nothing(
    officer: Visitor, version: QuestionnaireVersion, session: Session, content: bytes, said: str
) -> None:
    page = upload(officer, version, content) if content else officer.get(f"{PAGE}/{version.id}/pl").forms[1].submit()
    assert said in page.html.select_one(".govuk-error-summary").text
    assert translations.find(session, version.id, "pl") is None


def test_what_is_checked_is_marked_so_and_written_down(
    officer: Visitor, version: QuestionnaireVersion, session: Session
) -> None:
    upload(officer, version, POLISH)
    page = officer.get(f"{PAGE}/{version.id}/pl").click("Mark as checked by a person").forms[1].submit().follow()
    assert figures(page)["Checked by a person"] == "Yes"
    assert "Mark as checked" not in page
    actions = session.scalars(select(Entry.action)).all()
    assert {"translation taken", "translation checked"} <= set(actions)


def test_a_change_has_to_be_checked_again(officer: Visitor, version: QuestionnaireVersion) -> None:
    upload(officer, version, POLISH)
    officer.get(f"{PAGE}/{version.id}/pl/checked").forms[1].submit()
    upload(officer, version, POLISH.replace(b'"Bardzo dobrze"', b'"Doskonale"'))
    assert figures(officer.get(f"{PAGE}/{version.id}/pl"))["Checked by a person"] == "No"


@pytest.mark.parametrize("language", ["en", "xx", "ur"])
def test_there_is_no_page_for_a_language_that_is_not_offered(
    officer: Visitor, version: QuestionnaireVersion, language: str
) -> None:
    officer.get(f"{PAGE}/{version.id}/{language}", status=404)


def test_there_is_nothing_to_check_where_nothing_is_translated(officer: Visitor, version: QuestionnaireVersion) -> None:
    officer.get(f"{PAGE}/{version.id}/pl/checked", status=404)


def test_a_version_of_another_consultation_is_not_found(
    officer: Visitor, version: QuestionnaireVersion, session: Session
) -> None:
    other = factories.version(session, factories.consultation(session), asked("families"))
    session.commit()
    officer.get(f"{PAGE}/{other.id}/pl", status=404)
