"""A team that presses Continue at the same instant, on a real server: one answer is saved, and nobody's is lost."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from sqlalchemy import select

from config import Settings
from engagement.extensions import db
from engagement.responses.models import DraftAnswer
from tests.live import SLUG, Live, live_server, own_database

pytestmark = pytest.mark.every_database

ROUNDS = 8
COLLEAGUES = 4
SCHOOLS = f"/{SLUG}/schools"
CONTRACT = f"{SCHOOLS}/q/contract"


class Person:
    """Enough of a browser for one of the team: cookies, redirects and the hidden fields of the page they are on."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._hidden: dict[str, str] = {}

    def get(self, address: str) -> str:
        """The text of a page."""
        return self._ask(address)[1]

    def post(self, address: str, **fields: str) -> tuple[int, str]:
        """The status and text that a form comes to, with the hidden fields of the last page."""
        return self._ask(address, urlencode({**self._hidden, **fields}).encode())

    def _ask(self, address: str, body: bytes | None = None) -> tuple[int, str]:
        whole = address if address.startswith("http") else f"{self._url}{address}"
        try:
            with self._opener.open(whole, body, timeout=60) as answer:
                status, page = answer.status, answer.read().decode()
        except HTTPError as refused:
            status, page = refused.code, refused.read().decode()
        self._hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return status, unescape(page)


@pytest.fixture
def live(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Live]:
    """A server with several processes and threads, and a database where commits are real."""
    with live_server(settings, own_database(database_url, tmp_path), tmp_path, workers=2, threads=8) as server:
        yield server


@pytest.fixture
def team(live: Live) -> list[Person]:
    """Whoever began, and the colleagues they invited."""
    lead = Person(live.url)
    lead.get(SCHOOLS)
    lead.post(f"{SCHOOLS}/start")
    team = [lead]
    for _ in range(COLLEAGUES):
        lead.get(f"{SCHOOLS}/colleagues")
        _, page = lead.post(f"{SCHOOLS}/colleagues", sections="*")
        link = re.search(r'value="(http[^"]+/team/[^"]+)"', page)
        assert link
        colleague = Person(live.url)
        colleague.get(link[1])
        colleague.post(f"{SCHOOLS}/team")
        team.append(colleague)
    return team


def at_once(team: list[Person], fields: list[dict[str, str]]) -> list[tuple[int, str]]:
    """Everybody opens the page, and then all press Continue at the same instant."""
    for person in team:
        person.get(CONTRACT)
    ready = Barrier(len(team))

    def press(person: Person, typed: dict[str, str]) -> tuple[int, str]:
        ready.wait()
        return person.post(CONTRACT, go="on", **typed)

    with ThreadPoolExecutor(len(team)) as pool:
        return list(pool.map(press, team, fields))


def saved(live: Live) -> dict[str, list[str]]:
    """What is in the database, by field key."""
    with live.app.app_context():
        rows = db.session.execute(select(DraftAnswer.field_key, DraftAnswer.raw))
        return {row.field_key: row.raw for row in rows}


def test_of_answers_to_one_question_one_is_saved_and_everybody_else_is_shown_both(
    live: Live, team: list[Person]
) -> None:
    for number in range(ROUNDS):
        texts = [f"Round {number}, person {place}" for place in range(len(team))]
        answers = at_once(team, [{"s_model_why": text} for text in texts])
        winners = [text for text, (status, _) in zip(texts, answers, strict=True) if status == 200]
        assert len(winners) == 1
        assert saved(live)["s_model_why"] == winners
        for text, (status, page) in zip(texts, answers, strict=True):
            if text not in winners:
                assert status == 409
                assert text in page
                assert winners[0] in page


def test_answers_to_different_questions_are_all_kept(live: Live, team: list[Person]) -> None:
    fields = [
        {"s_model": "no_preference"},
        {"s_term": "years_2"},
        {"s_lots": "no_lots"},
        {"s_block": "no"},
        {"s_model_why": "Why not"},
    ]
    assert [status for status, _ in at_once(team, fields)] == [200] * len(team)
    kept = saved(live)
    assert {name: kept[name] for one in fields for name in one} == {
        name: [value] for one in fields for name, value in one.items()
    }
