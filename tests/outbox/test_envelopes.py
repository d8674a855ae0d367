"""A message has one recipient and the headers we gave it, whatever anybody typed."""

import email
import uuid
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.outbox.envelopes import ONE_ADDRESS, CannotBeWritten, Envelope, FormLetter, Letter, one_line

AT = datetime(2025, 6, 26, 9, tzinfo=UTC)
ROW = uuid.UUID("5f0c2f9e-6d0e-4c57-9d5b-0d4b0f3b8a11")
STOP = "https://engagement.council.example/kent/stop/token"
HEADERS = [
    "From", "Reply-To", "Subject", "MIME-Version", "Auto-Submitted", "Content-Type", "To", "Date", "Message-ID",
    "List-Unsubscribe", "List-Unsubscribe-Post",
]  # fmt: skip

# What mail headers are attacked with, among anything else that can be typed.
hostile = st.text(
    st.sampled_from('\r\n\u2028\u2029\x0b\x0c\x1c\x85\0\t ,;:<>"@()a') | st.characters(codec="utf-8"), max_size=60
)


def form(
    subject: str = "Kent County Council: your views", text: str = "Hello", page: str = "<p>Hello</p>"
) -> FormLetter:
    return FormLetter(
        Letter(subject, text, page),
        mail_from="Kent County Council <views@council.example>",
        reply_to="inclusion@council.example",
    )


def read(envelope: Envelope) -> EmailMessage:
    message = email.message_from_bytes(envelope.content, policy=default)
    assert message.defects == []
    return message


def words_of(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_message_reads_as_it_was_written() -> None:
    letter = form("Kent County Council: your views, closes 9 July", "Hello, Zoë.\n\n.\n=20 \ue000", "<p>\ue000 é</p>")
    envelope = letter.addressed(ROW, "one@example.org", AT, {"\ue000": "https://a.example/?a=1&b=2"}, STOP)
    message = read(envelope)
    assert message.keys() == HEADERS
    assert message["To"] == "one@example.org"
    assert message["From"] == "Kent County Council <views@council.example>"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == f"<{ROW.hex}@council.example>"
    assert message["List-Unsubscribe"] == f"<{STOP}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert words_of(message, "plain") == "Hello, Zoë.\n\n.\n=20 https://a.example/?a=1&b=2"
    assert words_of(message, "html") == "<p>https://a.example/?a=1&amp;b=2 é</p>"
    assert envelope.sender == "views@council.example"


def test_mail_programs_may_stop_letters_by_a_button_of_their_own_where_there_is_a_way_to_stop() -> None:
    message = read(form().addressed(ROW, "one@example.org", AT, {}, STOP))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    asked_for = read(form().addressed(ROW, "one@example.org", AT, {}, None))
    assert asked_for.keys() == [name for name in HEADERS if not name.startswith("List-")]


def test_a_report_about_a_letter_goes_to_an_address_that_names_it() -> None:
    letter = FormLetter(
        Letter("Hello", "Hello", "<p>Hello</p>"),
        mail_from="Council <views@council.example>",
        reply_to="team@council.example",
        bounces_to="bounces@mail.council.example",
    )
    envelope = letter.addressed(ROW, "one@example.org", AT, {}, STOP)
    assert envelope.sender == f"bounces+{ROW.hex}@mail.council.example"
    assert ONE_ADDRESS.fullmatch(envelope.sender)
    assert read(envelope)["From"] == "Council <views@council.example>"


def test_lines_end_as_mail_wants_and_are_short_enough() -> None:
    content = form(text="long " * 400).addressed(ROW, "one@example.org", AT, {}, STOP).content
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_the_message_id_of_a_row_never_changes() -> None:
    first, second = (read(form().addressed(ROW, "one@example.org", AT, {}, STOP)) for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    "address",
    [
        "", "one", "@example.org", "one@", "one@example", "one@example.org, two@example.org",
        "one@example.org,two@example.org", "one@example.org\r\nBcc: two@example.org", "one@example.org\u2028",
        "one two@example.org", '"one"@example.org', "One <one@example.org>", "zoë@example.org", "one@example.org\n",
        f"{'a' * 65}@example.org", f"one@{'a.' * 130}org",
    ],
)  # fmt: skip
def test_an_address_that_is_not_exactly_one_is_refused(address: str) -> None:
    with pytest.raises(CannotBeWritten, match="address"):
        form().addressed(ROW, address, AT, {}, STOP)


@pytest.mark.parametrize("header", [b"Cc: two@example.org", b"Bcc: two@example.org", b"TO: two@example.org"])
def test_an_envelope_refuses_content_that_names_anybody_else(header: bytes) -> None:
    with pytest.raises(CannotBeWritten, match="exactly one recipient"):
        Envelope("views@council.example", "one@example.org", b"To: one@example.org\r\n" + header + b"\r\n\r\nHello")


def test_a_stop_link_that_could_end_its_header_is_refused() -> None:
    with pytest.raises(CannotBeWritten, match="link"):
        form().addressed(ROW, "one@example.org", AT, {}, "https://a.example/>\r\nBcc: two@example.org")


@given(address=hostile)
def test_whatever_stands_for_an_address_gives_one_recipient_or_nothing(address: str) -> None:
    try:
        envelope = form().addressed(ROW, address, AT, {}, STOP)
    except CannotBeWritten:
        return
    message = read(envelope)
    assert [found.addr_spec for found in message["To"].addresses] == [envelope.recipient]
    assert message.keys() == HEADERS


@given(subject=hostile, text=hostile, mark=hostile)
def test_nothing_that_is_typed_adds_a_header(subject: str, text: str, mark: str) -> None:
    envelope = form(subject, f"{text}\ue000", f"{text}\ue000").addressed(
        ROW, "a@example.org", AT, {"\ue000": mark}, STOP
    )
    message = read(envelope)
    assert message.keys() == HEADERS
    assert len(list(message.iter_parts())) == 2


@given(words=hostile)
def test_one_line_is_one_line(words: str) -> None:
    assert len(one_line(words).splitlines()) <= 1


def test_an_encoded_line_break_in_a_subject_adds_no_header() -> None:
    subject = "Kent =?utf-8?q?=0D=0AX-Added:_yes?= " + "Ż" * 40
    form = FormLetter(Letter(subject, "words", "<p>words</p>"), mail_from="a@council.example", reply_to="b@c.example")
    envelope = form.addressed(uuid.uuid4(), "c@d.example", datetime(2025, 6, 25, tzinfo=UTC), {}, None)
    assert b"\r\nX-Added" not in envelope.content
