"""Real conversations with a GOV.UK Notify of our own, and what is made of each answer."""

import socket
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engagement.outbox.envelopes import Envelope, FormLetter, Letter
from engagement.outbox.gateways import ConnectionTrouble, OutcomeUnknown, Refusal, TemporaryTrouble
from engagement.outbox.gateways.notify import NotifyGateway
from tests.outbox.notify_server import API_KEY, HANG_UP, TEMPLATE, Notify, notify_server

AT = datetime(2025, 6, 26, 9, tzinfo=UTC)
STOP = "https://engagement.council.example/kent/stop/token"
TEXT = "Hello, Zoë.\n\nAnswer here:\n\nhttps://engagement.council.example/kent/i/token\n"


@pytest.fixture
def notify() -> Iterator[Notify]:
    """Notify, which takes everything until it is told otherwise."""
    with notify_server() as server:
        yield server


@pytest.fixture
def gateway(notify: Notify) -> Iterator[NotifyGateway]:
    """Our way to it."""
    opened = NotifyGateway(url=notify.url, api_key=API_KEY, template_id=TEMPLATE)
    yield opened
    opened.close()


def envelope(
    row: uuid.UUID | None = None, recipient: str = "jane.smith@example.org", stop_link: str | None = STOP
) -> Envelope:
    letter = Letter("Kent County Council: your views, closes 9 July – Zoë", TEXT, f"<p>{TEXT}</p>")
    form = FormLetter(letter, mail_from="Council <views@council.example>", reply_to="team@council.example")
    return form.addressed(row or uuid.uuid4(), recipient, AT, {}, stop_link)


def deliver(gateway: NotifyGateway, message: Envelope) -> None:
    gateway.offer(message)
    gateway.send(message, time.monotonic() + 4)


def test_notify_gets_the_words_the_reader_the_reference_and_the_way_to_stop(
    gateway: NotifyGateway, notify: Notify
) -> None:
    row = uuid.uuid4()
    deliver(gateway, envelope(row))
    assert notify.taken == [
        {
            "email_address": "jane.smith@example.org",
            "template_id": TEMPLATE,
            "personalisation": {
                "subject": "Kent County Council: your views, closes 9 July – Zoë",
                "body": TEXT.strip(),
            },
            "reference": row.hex,
            "one_click_unsubscribe_url": STOP,
        }
    ]


def test_what_nobody_can_stop_offers_no_way_to(gateway: NotifyGateway, notify: Notify) -> None:
    deliver(gateway, envelope(stop_link=None))
    assert "one_click_unsubscribe_url" not in notify.taken[0]


def test_several_messages_share_one_connection(gateway: NotifyGateway, notify: Notify) -> None:
    for _ in range(3):
        deliver(gateway, envelope())
    assert len(notify.taken) == 3
    assert len(notify.connections) == 1


def test_what_was_only_offered_never_left(gateway: NotifyGateway, notify: Notify) -> None:
    gateway.offer(envelope())
    assert notify.taken == []


@pytest.mark.parametrize(
    ("answer", "trouble", "sentence"),
    [
        (
            (400, "ValidationError", "email_address Not a valid email address: jane.smith@example.org"),
            Refusal,
            'GOV.UK Notify refused it: "400 email_address Not a valid email address: [address]"',
        ),
        (
            (400, "BadRequestError", "Can't send to this recipient using a team-only API key"),
            ConnectionTrouble,
            'GOV.UK Notify takes nothing for now: "400 Can\'t send to this recipient using a team-only API key"',
        ),
        (
            (403, "AuthError", "Invalid token: API key not found"),
            ConnectionTrouble,
            'GOV.UK Notify takes nothing for now: "403 Invalid token: API key not found"',
        ),
        (
            (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
            ConnectionTrouble,
            "GOV.UK Notify takes nothing for now: "
            '"429 Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"',
        ),
        (
            (500, "Exception", "Internal server error"),
            TemporaryTrouble,
            'GOV.UK Notify did not take it for now: "500 Internal server error"',
        ),
        (
            (503, "Exception", "Service unavailable"),
            TemporaryTrouble,
            'GOV.UK Notify did not take it for now: "503 Service unavailable"',
        ),
        (
            (504, "", ""),
            OutcomeUnknown,
            'What stands before GOV.UK Notify answered in its place: "504 ". It may have gone',
        ),
    ],
)
def test_every_answer_means_something_for_the_message_and_the_next_one_still_goes(
    gateway: NotifyGateway, notify: Notify, answer: tuple[int, str, str], trouble: type[Exception], sentence: str
) -> None:
    notify.answers = [answer]
    with pytest.raises(trouble) as caught:
        deliver(gateway, envelope())
    assert type(caught.value) is trouble
    assert str(caught.value) == sentence
    deliver(gateway, envelope())
    assert len(notify.taken) == 1


def test_a_connection_lost_after_the_request_leaves_it_unknown(gateway: NotifyGateway, notify: Notify) -> None:
    notify.answers = [(HANG_UP, "", "")]
    with pytest.raises(OutcomeUnknown, match="it may have gone"):
        deliver(gateway, envelope())
    deliver(gateway, envelope())
    assert len(notify.taken) == 1


def test_a_silent_server_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engagement.outbox.gateways.notify.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        gateway = NotifyGateway(
            url=f"http://127.0.0.1:{silent.getsockname()[1]}", api_key=API_KEY, template_id=TEMPLATE
        )
        with pytest.raises(OutcomeUnknown):
            deliver(gateway, envelope())


def test_a_server_that_is_not_there_certainly_has_nothing() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        gateway = NotifyGateway(
            url=f"http://127.0.0.1:{reserved.getsockname()[1]}", api_key=API_KEY, template_id=TEMPLATE
        )
        with pytest.raises(ConnectionTrouble, match="could not be reached"):
            gateway.offer(envelope())


def test_nothing_is_handed_over_once_it_is_too_late(gateway: NotifyGateway, notify: Notify) -> None:
    gateway.offer(envelope())
    with pytest.raises(ConnectionTrouble):
        gateway.send(envelope(), time.monotonic() - 0.001)
    assert notify.taken == []


def test_notify_says_afterwards_what_it_has(gateway: NotifyGateway, notify: Notify) -> None:
    went, lost, long_ago = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    notify.answers, notify.takes_anyway = [(HANG_UP, "", "")], True
    with pytest.raises(OutcomeUnknown):
        deliver(gateway, envelope(went))
    asked = {went: AT, lost: AT, long_ago: AT - timedelta(days=6, minutes=1)}
    assert gateway.traces(asked, AT + timedelta(minutes=1)) == {went: True, lost: False}


def test_a_notify_that_does_not_know_us_says_nothing_about_any_message(notify: Notify) -> None:
    stranger = NotifyGateway(url=notify.url, api_key=API_KEY[:-1] + "1", template_id=TEMPLATE)
    with pytest.raises(ConnectionTrouble, match="403"):
        stranger.traces({uuid.uuid4(): AT}, AT)


@pytest.mark.parametrize(
    ("wrong", "setting"),
    [
        ({"api_key": "secret"}, "NOTIFY_API_KEY"),
        ({"api_key": ""}, "NOTIFY_API_KEY"),
        ({"template_id": "letter"}, "NOTIFY_TEMPLATE_ID"),
        ({"url": "notify.example"}, "NOTIFY_URL"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(wrong: dict[str, str], setting: str) -> None:
    with pytest.raises(ValueError, match=setting):
        NotifyGateway(**({"url": "https://notify.example", "api_key": API_KEY, "template_id": TEMPLATE} | wrong))
