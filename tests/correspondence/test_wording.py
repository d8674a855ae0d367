"""What officers write becomes a letter only when it is whole, neutral outside, and about nobody."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import edited, letters, wording
from engagement.correspondence.wording import Words
from tests import factories

SUBJECT = "{council}: your views, closes {closes_on}"
TEXT = "We would like your views.\n\n{link}\n\nIt is open until {deadline}."
EVERY = [f"{audience}/{name}" for audience, names in edited.EDITABLE.items() for name in names]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, slug="autumn")


def faults(
    consultation: Consultation, subject: str = SUBJECT, text: str = TEXT, letter: str = "families/reminder"
) -> str:
    """What is wrong, in one string."""
    words = wording.tidy(subject, text)
    return " | ".join(f"{fault.where}: {fault.sentence}" for fault in edited.check(consultation, letter, words))


@pytest.mark.parametrize("letter", EVERY)
def test_our_own_words_pass_the_check_and_make_the_same_letter(consultation: Consultation, letter: str) -> None:
    words = letters.ours(letter)
    assert edited.check(consultation, letter, words) == []
    assert letters.preview_of(letter, consultation, words) == letters.preview_of(letter, consultation)


@pytest.mark.parametrize(
    ("subject", "text", "sentence"),
    [
        ("Hello {first_name}", TEXT, "subject: There is no field {first_name}."),
        (SUBJECT, TEXT + " {Link}", "text: There is no field {Link}."),
        (SUBJECT, TEXT + " {council", "text: A brace stands alone."),
        (SUBJECT, TEXT + " council}", "text: A brace stands alone."),
        (SUBJECT, TEXT + " {{council}}", "text: A brace stands alone."),
        (SUBJECT, TEXT + " {0.__class__}", "text: There is no field {0.__class__}."),
        (SUBJECT, TEXT + " {link!r}", "text: There is no field {link!r}."),
        ("Go to {link}", TEXT, "subject: {link} cannot stand in the subject."),
        ("", TEXT, "subject: Write a subject."),
        (SUBJECT, " \n ", "text: Write the text of the letter."),
        ("x" * 91, TEXT, "subject: Shorten the subject to 90 characters. With its fields it has 91."),
        ("{council} " * 6, TEXT, "With its fields it has 119."),
        (SUBJECT, TEXT + "\n\n" + "y" * 3000, "text: Shorten the text to 3,000 characters."),
        (SUBJECT, "We would like your views.", "text: Put {link} in the text. Without it nobody can answer."),
        (SUBJECT, "Answer here: {link}", "text: Put {link} once, in a paragraph of its own"),
        (SUBJECT, TEXT + "\n\n{link}", "text: Put {link} once, in a paragraph of its own"),
        (SUBJECT, TEXT + "\n\n{sheet_link}", "text: Only schools get the information sheet."),
        (SUBJECT, TEXT + " See https://evil.example", "text: Take the web address out."),
        (SUBJECT, TEXT + " See www.evil.example", "text: Take the web address out."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(consultation: Consultation, subject: str, text: str, sentence: str) -> None:
    assert sentence in faults(consultation, subject, text)


@pytest.mark.parametrize(
    "word",
    ["SEND", "SEMH", "EHCP", "EHC plan", "special needs", "disability", "Autism", "autistic", "your child's needs",
     "ＳＥＮＤ", "au\u200btism", "pupils", "NMISS", "looked-after", "Special School"],
)  # fmt: skip
def test_nothing_that_a_locked_screen_shows_tells_what_it_is_about(consultation: Consultation, word: str) -> None:
    assert "subject: Take " in faults(consultation, f"Views on {word}")
    assert "out of the first lines" in faults(consultation, text=f"About {word}.\n\n{{link}}")


@pytest.mark.parametrize("subject", ["Send us your views", "Your views on a new contract", "Sensible questions"])
def test_everyday_words_are_no_matter(consultation: Consultation, subject: str) -> None:
    assert faults(consultation, subject) == ""


def test_further_down_a_letter_to_schools_may_name_schools(consultation: Consultation) -> None:
    text = f"{'We would like your views. ' * 8}\n\n{{link}}\n\nMany schools have answered."
    assert faults(consultation, text=text) == ""


def test_signs_that_nobody_sees_are_taken_out_and_paragraphs_stay() -> None:
    words = wording.tidy("A\r\nBcc: x\ue000", "One\x00\ue001 two\r\n \r\n\r\n\r\n{link}")
    assert words == Words("A Bcc: x", "One two\n\n{link}")


def test_a_value_is_never_looked_at_again() -> None:
    assert wording.filled("{council}: {link}", {"council": "{link} {council}", "link": "L"}) == "{link} {council}: L"


def test_nothing_that_officers_write_is_run(consultation: Consultation) -> None:
    words = wording.tidy("{council} {%x%}", "{{ 7 * 7 }} <script>alert(1)</script> {% raw %}\n\n{link}")
    assert edited.check(consultation, "families/reminder", words)
    letter = letters.preview_of("families/reminder", consultation, words)
    assert "{{ 7 * 7 }}" in letter.text
    assert "<script>" not in letter.html


def test_an_edited_note_still_promises_nothing_about_replies(consultation: Consultation) -> None:
    note = letters.preview_of("families/note", consultation, Words(SUBJECT, TEXT))
    reminder = letters.preview_of("families/reminder@2", consultation, Words(SUBJECT, TEXT))
    assert "If you have already replied" not in note.text
    assert "If you have already replied" in reminder.text
    assert "/stop/..." in note.text
