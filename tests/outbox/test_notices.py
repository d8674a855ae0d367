"""Officers are written to one by one: whoever cannot be reached keeps nobody else from hearing."""

import pytest

from engagement.outbox.envelopes import Letter
from engagement.outbox.gateways import ConnectionTrouble, OutcomeUnknown, Refusal
from engagement.outbox.notices import Notices, letter_with_link
from tests.clocks import SetClock
from tests.outbox.scripted import SENT, ScriptedGateway

LETTER = Letter("Something waits", "Look at it\n", "<p>Look at it</p>")
TWO = ("ada@council.example", "bob@council.example")


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def notices(gateway: ScriptedGateway) -> Notices:
    clock = SetClock("2025-06-16T09:00:00+00:00")
    return Notices(gateway, clock, "Council <views@council.example>", "https://engagement.council.example")


@pytest.mark.parametrize("trouble", [Refusal("No such mailbox"), OutcomeUnknown("cut off")])
def test_after_one_who_is_not_reached_comes_the_next(
    notices: Notices, gateway: ScriptedGateway, trouble: Exception
) -> None:
    gateway.trouble[SENT] = [trouble]
    assert notices.tell(LETTER, TWO)
    assert gateway.recipients == ["bob@council.example"]


def test_an_address_that_mail_cannot_go_to_keeps_nobody_else_from_hearing(
    notices: Notices, gateway: ScriptedGateway
) -> None:
    assert notices.tell(LETTER, ("ad\u00e4@council.example", "bob@council.example"))
    assert gateway.recipients == ["bob@council.example"]


def test_without_a_connection_nobody_counts_as_told(notices: Notices, gateway: ScriptedGateway) -> None:
    gateway.trouble[SENT] = [ConnectionTrouble("away")]
    assert not notices.tell(LETTER, TWO)
    assert gateway.recipients == []


def test_what_somebody_wrote_into_a_letter_is_text_in_it() -> None:
    letter = letter_with_link("Hello", ["Dear <b>Ada</b>,"], "https://council.example/?a=1&b=2", "Go on")
    assert "Dear <b>Ada</b>,\n\nGo on: https://council.example/?a=1&b=2" in letter.text
    assert "Dear &lt;b&gt;Ada&lt;/b&gt;," in letter.html
    assert 'href="https://council.example/?a=1&amp;b=2"' in letter.html
