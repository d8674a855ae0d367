"""Many people, or many windows of one, press a button at the same instant, on a real server with a real database."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from config import Settings
from engagement.extensions import db
from engagement.responses import codes
from engagement.responses.models import Answer, Draft, DraftAnswer, Response
from tests.live import SLUG, Live, live_server, own_database

pytestmark = pytest.mark.every_database

PEOPLE = 200
WINDOWS = 20
FAMILIES = f"/{SLUG}/families"


class Browser:
    """Enough of a browser for one person: a cookie, a form token, and no redirects followed."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._cookie = ""
        self._token = ""

    def another_window(self) -> "Browser":
        """A copy that holds the same cookie and form token, and sends by itself."""
        return copy(self)

    def get(self, path: str) -> str:
        """The text of a page."""
        return self._ask("GET", path, "")[1]

    def post(self, path: str, **fields: str) -> str:
        """Where the answer to a form leads; raises AssertionError if it leads nowhere."""
        location, page = self._ask("POST", path, urlencode({"csrf_token": self._token, **fields}))
        assert location, page
        return location

    def _ask(self, method: str, path: str, body: str) -> tuple[str, str]:
        connection = HTTPConnection(self._host, timeout=60)
        try:
            headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        assert answer.status in (200, 303), (answer.status, page)
        if found := answer.getheader("Set-Cookie"):
            self._cookie = found.partition(";")[0]
        if token := re.search(r'name="csrf_token" value="(\w+)"', page):
            self._token = token[1]
        return answer.getheader("Location") or "", page


@pytest.fixture
def live(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Live]:
    """A server with several processes and threads, and a database where commits are real."""
    with live_server(settings, own_database(database_url, tmp_path), tmp_path, workers=2, threads=8) as server:
        yield server


def each(people: list[Browser], action: Callable[[Browser], str]) -> list[str]:
    """Everybody does something, a few at a time."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(action, people))


def each_twice_at_once(people: list[Browser], action: Callable[[Browser], str]) -> list[str]:
    """Everybody does something twice, all of it at the same instant."""
    return at_once([partial(action, person) for person in people * 2])


def at_once(actions: list[Callable[[], str]]) -> list[str]:
    """All of it at the same instant."""
    ready = Barrier(len(actions))

    def do(action: Callable[[], str]) -> str:
        ready.wait(60)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(do, actions))


def changing(live: Live) -> Browser:
    """Somebody who has sent "parent" and "The music", and has changed that to "carer" and no text, but not sent it."""
    person = Browser(live.url)
    person.get(FAMILIES)
    person.post(f"{FAMILIES}/start")
    person.post(f"{FAMILIES}/q/about_your_child", f_role="parent")
    person.post(f"{FAMILIES}/q/what_matters", f_best="The music")
    person.post(f"{FAMILIES}/send")
    person.get(f"{FAMILIES}/receipt")
    person.post(f"{FAMILIES}/change")
    seen = re.findall(r'name="(seen\.f_role)" value="(\w+)"', person.get(f"{FAMILIES}/q/about_your_child"))
    person.post(f"{FAMILIES}/q/about_your_child", f_role="carer", **dict(seen))
    seen = re.findall(r'name="(seen\.f_best)" value="(\w+)"', person.get(f"{FAMILIES}/q/what_matters"))
    person.post(f"{FAMILIES}/q/what_matters", f_best="", **dict(seen))
    return person


def test_200_simultaneous_double_submits_make_200_responses_and_the_same_receipts(live: Live) -> None:
    people = [Browser(live.url) for _ in range(PEOPLE)]
    each(people, lambda person: person.get(FAMILIES))
    started = each_twice_at_once(people, lambda person: person.post(f"{FAMILIES}/start"))
    assert set(started) == {f"{FAMILIES}/sections"}
    each(people, lambda person: person.post(f"{FAMILIES}/q/about_your_child", f_role="parent"))
    sent = each_twice_at_once(people, lambda person: person.post(f"{FAMILIES}/send"))
    assert set(sent) == {f"{FAMILIES}/receipt"}
    receipts = each(people, lambda person: person.get(f"{FAMILIES}/receipt"))
    shown = [re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", receipt)[0] for receipt in receipts]
    with live.app.app_context():
        stored = db.session.scalars(select(Response.reference)).all()
        assert sorted(shown) == sorted(stored)
        assert len(set(stored)) == PEOPLE
        for what in (Draft, Answer):
            assert db.session.scalar(select(func.count()).select_from(what)) == PEOPLE


def test_20_windows_that_send_the_same_changes_make_one_change(live: Live) -> None:
    person = changing(live)
    windows = [person.another_window() for _ in range(WINDOWS)]
    sent = at_once([partial(window.post, f"{FAMILIES}/send") for window in windows])
    assert set(sent) == {f"{FAMILIES}/receipt"}
    with live.app.app_context():
        assert db.session.execute(select(Answer.question_key, Answer.value)).all() == [("f_role", "carer")]
        response = db.session.scalars(select(Response)).one()
        assert response.changed_on is not None
        assert response.reference in person.get(f"{FAMILIES}/receipt")


def test_changes_sent_while_they_are_taken_back_leave_all_or_nothing(live: Live) -> None:
    person = changing(live)
    with live.app.app_context():
        code = codes.withdrawal_code(db.session.scalars(select(Draft.id)).one())
        db.session.rollback()
    other = Browser(live.url)
    other.post(f"/{SLUG}/withdraw", code=code)
    other.get(f"/{SLUG}/withdraw/confirm")
    windows = [person.another_window() for _ in range(WINDOWS // 2)]
    at_once(
        [
            *(partial(window.post, f"{FAMILIES}/send") for window in windows),
            partial(other.post, f"/{SLUG}/withdraw/confirm"),
        ]
    )
    with live.app.app_context():
        for what in (Draft, DraftAnswer, Response, Answer):
            assert db.session.scalar(select(func.count()).select_from(what)) == 0
