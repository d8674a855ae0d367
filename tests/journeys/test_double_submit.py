"""Two hundred people press Send twice at the same instant, on a real server with a real database."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from config import Settings
from engagement.extensions import db
from engagement.responses.models import Answer, Draft, Response
from tests.live import SLUG, Live, live_server, own_database

PEOPLE = 200
FAMILIES = f"/{SLUG}/families"


class Browser:
    """Enough of a browser for one person: a cookie, a form token, and no redirects followed."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._cookie = ""
        self._token = ""

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
    ready = Barrier(2 * len(people))

    def do(person: Browser) -> str:
        ready.wait(60)
        return action(person)

    with ThreadPoolExecutor(2 * len(people)) as pool:
        return list(pool.map(do, people * 2))


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
