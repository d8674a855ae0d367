"""A form can be printed or edited by whoever runs the platform, from the version that is published."""

from pathlib import Path

import pikepdf
import pytest
from docx import Document
from sqlalchemy.orm import Session

from engagement import preparing
from engagement.consultations import document, service, versions
from engagement.consultations.models import Consultation
from engagement.paper import library
from engagement.paper.kinds import KINDS
from tests.clocks import SetClock
from tests.commands.conftest import Run, refused
from tests.questionnaires.documents import SHIPPED


@pytest.fixture
def kent(session: Session, clock: SetClock) -> Consultation:
    """The consultation that comes with the platform, with one audience asked."""
    written = document.read_toml(document.DOCUMENTS / "nmiss-engagement.toml")
    consultation = service.create(session, written, now=clock.now())
    versions.publish(session, consultation, SHIPPED["young_people"], clock.now())
    session.commit()
    return consultation


@pytest.mark.parametrize("layout", ["standard", "large_print", "easy_read"])
def test_a_published_questionnaire_becomes_a_form_to_print(
    run: Run, kent: Consultation, tmp_path: Path, layout: str
) -> None:
    form = tmp_path / "form.pdf"
    said = run("paper", "make", kent.slug, "young_people", form, "--layout", layout)
    assert "Young people version 1" in said.stdout
    with pikepdf.open(form) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_a_published_questionnaire_becomes_a_form_to_edit(run: Run, kent: Consultation, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    run("paper", "make", kent.slug, "young_people", form, "--reference", "KQ7F-2MTX")
    words = "\n".join(paragraph.text for paragraph in Document(str(form)).paragraphs)
    assert "Childline" in words
    assert kent.contact_email in words
    assert "Wednesday 9 July 2025" in words


def test_an_audience_that_is_not_asked_has_no_form(run: Run, kent: Consultation, tmp_path: Path) -> None:
    form = tmp_path / "form.pdf"
    assert "not asked" in refused(run("paper", "make", kent.slug, "schools", form))
    assert not form.exists()


def test_only_forms_that_can_be_made_are_promised(run: Run, kent: Consultation, tmp_path: Path) -> None:
    result = run("paper", "make", kent.slug, "young_people", tmp_path / "form.txt")
    assert result.exit_code == 2
    assert ".pdf or .docx" in result.stderr


def test_what_the_pages_offer_can_be_made_at_once_and_is_not_made_twice(
    run: Run, kent: Consultation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "spoken", lambda text: b"ID3")
    said = run("paper", "store", kent.slug).stdout
    assert "young_people, version 1, large-print.pdf: made" in said
    assert "young_people, version 1, voice: made" in said
    forms = library.offered(session, kent.id)["young_people"].forms
    assert [form.kind for form in forms] == [kind.name for kind in KINDS]
    assert all((form.pages or 0) > 5 for form in forms[:3])
    assert "All is made already." in run("paper", "store", kent.slug).stdout


def test_what_cannot_be_made_is_named_and_the_rest_is_made(
    run: Run, kent: Consultation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("paper", "store", kent.slug)
    assert "espeak-ng is not installed" in result.stdout
    assert "1 of 5 could not be made" in refused(result)
    assert len(library.offered(session, kent.id)["young_people"].forms) == 4
