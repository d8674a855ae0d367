"""Translations of published versions: taken from files, shown to whoever wants them, kept when files have gaps."""

from datetime import timedelta

import pytest
from markupsafe import escape
from sqlalchemy.orm import Session

from engagement.consultations import translations
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.errors import InvalidDocument
from engagement.questionnaires import schema
from engagement.questionnaires.merging_po import Outcome
from engagement.questionnaires.po_files import read_po
from tests import factories
from tests.questionnaires.documents import small

SMALL = schema.load(small(), "schools.toml")
NOW = factories.OPENS_AT
HEADER = 'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"X-Human-Checked: {checked}\\n"\n\n'


@pytest.fixture
def kent(session: Session) -> Consultation:
    """A consultation that asks the small questionnaire."""
    return factories.consultation(session)


@pytest.fixture
def version(session: Session, kent: Consultation) -> QuestionnaireVersion:
    """The small questionnaire, published."""
    return factories.version(session, kent, SMALL)


def file(*entries: tuple[str, str, str], language: str = "pl", checked: str = "no") -> bytes:
    """A translator's file; each entry is (context, English, translation)."""
    lines = (f'msgctxt "{context}"\nmsgid "{source}"\nmsgstr "{words}"\n' for context, source, words in entries)
    return (HEADER.format(language=language, checked=checked) + "\n".join(lines)).encode()


def title(session: Session, kent: Consultation, version: QuestionnaireVersion, language: str) -> str:
    """What one section is called in a language."""
    sections = translations.worded(session, kent, version.id, language).sections
    return next(section.title for section in sections if section.key == "contract")


TITLE = ("contract.title", "The contract", "Umowa")
WELL = ("S3.option.well", "Well", "Dobrze")


def test_a_version_is_shown_in_the_words_of_its_translation(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.take(session, kent, version, "pl", file(TITLE), NOW)
    assert title(session, kent, version, "pl") == "Umowa"
    assert title(session, kent, version, "en") == "The contract"


def test_what_is_not_translated_is_english_and_says_so_in_html(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.take(session, kent, version, "pl", file(TITLE), NOW)
    question = translations.worded(session, kent, version.id, "pl").sections[0].questions[0]
    assert question.text == SMALL.sections[0].questions[0].text
    assert str(escape(question.text)).startswith('<span lang="en" dir="ltr">')


def test_a_version_without_a_translation_is_shown_in_english(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    assert title(session, kent, version, "pl") == "The contract"
    assert not translations.is_unchecked(kent, version.id, "pl")


def test_a_change_is_shown_at_once(session: Session, kent: Consultation, version: QuestionnaireVersion) -> None:
    for words in ("Umowa", "Kontrakt"):
        translations.take(session, kent, version, "pl", file(("contract.title", "The contract", words)), NOW)
        assert title(session, kent, version, "pl") == words


def test_a_file_with_gaps_loses_nothing_that_is_kept(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.take(session, kent, version, "pl", file(TITLE), NOW)
    rows = {row.context: row for row in translations.take(session, kent, version, "pl", file(WELL), NOW)}
    assert rows["S3.option.well"].outcome is Outcome.TAKEN
    assert (rows["contract.title"].outcome, rows["contract.title"].translation) == (Outcome.MISSING, "Umowa")
    assert title(session, kent, version, "pl") == "Umowa"


def test_every_text_of_a_file_is_accounted_for(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.take(session, kent, version, "pl", file(TITLE), NOW)
    sent = file(TITLE, ("S3.option.well", "Very well", "Bardzo dobrze"), ("gone.title", "Gone", "Nie ma"))
    rows = {row.context: row.outcome for row in translations.take(session, kent, version, "pl", sent, NOW)}
    assert rows["contract.title"] is Outcome.SAME
    assert rows["S3.option.well"] is Outcome.OUT_OF_DATE
    assert rows["gone.title"] is Outcome.UNKNOWN
    assert rows["S3.option.badly"] is Outcome.MISSING


def test_a_translation_of_other_english_is_kept_for_the_translator_and_not_shown(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.take(session, kent, version, "pl", file(("contract.title", "The old contract", "Stara umowa")), NOW)
    assert title(session, kent, version, "pl") == "The contract"
    row = translations.find(session, version.id, "pl")
    assert row is not None
    entry = read_po(row.po.encode(), "kept").get("The contract", "contract.title")
    assert entry is not None
    assert (entry.string, entry.fuzzy) == ("Stara umowa", True)


def test_a_translation_is_unchecked_until_somebody_says_so_and_again_after_a_change(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.take(session, kent, version, "pl", file(TITLE, checked="yes"), NOW)
    assert translations.is_unchecked(kent, version.id, "pl")
    translations.mark_checked(session, kent, version, "pl", NOW + timedelta(hours=1))
    assert not translations.is_unchecked(kent, version.id, "pl")
    translations.take(session, kent, version, "pl", file(TITLE), NOW)
    assert not translations.is_unchecked(kent, version.id, "pl")
    translations.take(session, kent, version, "pl", file(WELL), NOW)
    assert translations.is_unchecked(kent, version.id, "pl")


def test_nothing_to_check_is_not_marked_as_checked(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.mark_checked(session, kent, version, "pl", NOW)
    assert translations.find(session, version.id, "pl") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file(TITLE, language="ur"), "The file is in Urdu, and this page is for Polish."),
        (b"\xff", "is not UTF-8"),
        (b"", "the file is empty"),
        (file(("contract.title", "The contract", "{count} umów")), "is not in the English text"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    session: Session, kent: Consultation, version: QuestionnaireVersion, content: bytes, said: str
) -> None:
    with pytest.raises(InvalidDocument, match=said):
        translations.take(session, kent, version, "pl", content, NOW)
    assert translations.find(session, version.id, "pl") is None


def test_what_ships_with_a_document_never_replaces_what_officers_have(
    session: Session, kent: Consultation, version: QuestionnaireVersion
) -> None:
    translations.ship(session, kent, version, [read_po(file(TITLE, checked="yes"), "shipped")], NOW)
    assert not translations.is_unchecked(kent, version.id, "pl")
    translations.take(session, kent, version, "pl", file(("contract.title", "The contract", "Kontrakt")), NOW)
    translations.ship(session, kent, version, [read_po(file(TITLE), "shipped")], NOW)
    assert title(session, kent, version, "pl") == "Kontrakt"


def test_two_versions_are_translated_apart(session: Session, kent: Consultation, version: QuestionnaireVersion) -> None:
    second = factories.version(session, kent, SMALL, number=2)
    translations.take(session, kent, version, "pl", file(TITLE), NOW)
    translations.take(session, kent, second, "pl", file(("contract.title", "The contract", "Kontrakt")), NOW)
    assert title(session, kent, version, "pl") == "Umowa"
    assert title(session, kent, second, "pl") == "Kontrakt"
