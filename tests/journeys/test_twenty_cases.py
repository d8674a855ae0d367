"""All the ways in which a page, a cookie, a key or a server grows old: every typed character is kept each time."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.extensions import db
from tests import factories
from tests.clocks import SetClock
from tests.journeys.conftest import asked
from tests.journeys.walking import SLUG, Page, fill, press, start
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"
ADDRESS = f"{FAMILIES}/q/what_matters"
TYPED = "Three hours of typing:\r\n\r\n  a list, “quotes” & <tags>, Żółć 🌳\r\nand a last line"


@dataclass
class Case:
    """One person with a page of questions open, on which they have typed."""

    app: Flask
    visitor: Visitor
    page: Page
    clock: SetClock
    session: Session
    kent: Consultation
    patch: pytest.MonkeyPatch

    def post(self, go: str = "on", **extra: str) -> Page:
        """Press a button of the page as it was opened, however old it is."""
        fields = [*self.page.forms["page"].submit_fields(), ("go", go), *extra.items()]
        return self.visitor.post(ADDRESS, fields, status="*")


def lose_the_cookie(case: Case) -> None:
    case.visitor.reset()


def spoil_the_cookie(case: Case) -> None:
    case.visitor.set_cookie("session", "eyJyZXNwb25kZW50Ijp7fX0.spoilt.cookie")


def rotate_the_secret(case: Case) -> None:
    case.patch.setitem(case.app.config, "SECRET_KEY", "another secret since the last deploy")


def rotate_the_secret_twice(case: Case) -> None:
    rotate_the_secret(case)
    case.post()
    case.patch.setitem(case.app.config, "SECRET_KEY", "and another one")


def restart_the_server(case: Case) -> None:
    db.session.remove()


def guess_the_token(case: Case) -> None:
    case.page.forms["page"]["csrf_token"] = "guessed"


def empty_the_token(case: Case) -> None:
    case.page.forms["page"]["csrf_token"] = ""


def spoil_the_marks(case: Case) -> None:
    for name in [name for name in case.page.forms["page"].fields if name and name.startswith("seen.")]:
        case.page.forms["page"][name] = "spoilt"


def wait_three_weeks(case: Case) -> None:
    case.clock.set("2025-07-07T09:00:00+00:00")


def wait_into_the_half_hour(case: Case) -> None:
    case.clock.set("2025-07-09T23:20:00+00:00")


def wait_until_it_is_too_late(case: Case) -> None:
    case.clock.set("2025-07-09T23:40:00+00:00")


def publish_another_version(case: Case) -> None:
    factories.version(case.session, case.kent, asked("families"), number=2)
    case.session.commit()


def press_twice(case: Case) -> None:
    case.post()


def go_back_and_press_again(case: Case) -> None:
    case.post("back")
    case.visitor.get(ADDRESS)


def open_another_tab(case: Case) -> None:
    other = case.visitor.get(f"{FAMILIES}/q/about_your_child")
    fill(other, {"f_role": "parent"})
    press(other)


def refresh_another_tab(case: Case) -> None:
    case.visitor.get(ADDRESS)


def start_again_in_another_tab(case: Case) -> None:
    case.visitor.get(FAMILIES).forms[0].submit()


def answer_as_another_audience(case: Case) -> None:
    start(case.visitor, "schools")


def save_while_writing(case: Case) -> None:
    case.post("autosave")


def lose_the_cookie_and_begin_anew(case: Case) -> None:
    case.visitor.reset()
    start(case.visitor, "families")


def read_on_in_polish_in_another_tab(case: Case) -> None:
    languages = case.visitor.get(FAMILIES).forms["languages"]
    languages.submit("language", value="pl")


CASES: tuple[Callable[[Case], None], ...] = (
    lose_the_cookie,
    spoil_the_cookie,
    rotate_the_secret,
    rotate_the_secret_twice,
    restart_the_server,
    guess_the_token,
    empty_the_token,
    spoil_the_marks,
    wait_three_weeks,
    wait_into_the_half_hour,
    wait_until_it_is_too_late,
    publish_another_version,
    press_twice,
    go_back_and_press_again,
    open_another_tab,
    refresh_another_tab,
    start_again_in_another_tab,
    answer_as_another_audience,
    save_while_writing,
    lose_the_cookie_and_begin_anew,
    read_on_in_polish_in_another_tab,
)


@pytest.mark.parametrize("happens", CASES, ids=lambda happens: happens.__name__)
def test_every_typed_character_is_kept(
    happens: Callable[[Case], None],
    app: Flask,
    kent: Consultation,
    visitor: Visitor,
    clock: SetClock,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start(visitor, "families")
    page = visitor.get(ADDRESS)
    fill(page, {"f_best": TYPED, "f_priority": ["safety", "future"]})
    case = Case(app, visitor, page, clock, session, kent, monkeypatch)
    happens(case)
    answer = case.post()
    if answer.status_int != 303:
        assert answer.status_int == 200
        kept = answer.forms["page"]
        assert kept["f_best"].value.replace("\r\n", "\n").removeprefix("\n") == TYPED.replace("\r\n", "\n")
        answer = press(answer)
    assert answer.status_int == 303
    check = visitor.get(f"{FAMILIES}/check")
    said = [shown.text.replace("\r\n", "\n") for shown in check.html.select(".answer")]
    for line in TYPED.split("\r\n"):
        assert any(line.strip() in shown for shown in said)
    assert any("safe" in shown or "bezpiecz" in shown.lower() for shown in said)


def test_there_are_more_than_twenty_different_cases() -> None:
    assert len(set(CASES)) > 20
