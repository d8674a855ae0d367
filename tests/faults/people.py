"""People who answer on a real web server while things break, and remember what they were shown as saved."""

import http.client
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import webtest
from flask import Flask
from sqlalchemy import select

from engagement.extensions import db
from engagement.responses.models import DraftAnswer
from tests.journeys.walking import SLUG, form_of

FIELD = "f_best"


@dataclass(frozen=True)
class Elsewhere:
    """A WSGI app that asks a web server, so that WebTest can fill in forms there."""

    url: str

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        path = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else "")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {"Host": environ["HTTP_HOST"], "Cookie": environ.get("HTTP_COOKIE", "")}
        if body:
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        connection.request(environ["REQUEST_METHOD"], path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in ("connection", "date")]
        start_response(f"{answer.status} {answer.reason}", kept)
        return [content]


@dataclass
class People:
    """So many people, each changing one answer again and again."""

    url: str
    count: int
    pages: int = 0
    saves: int = 0
    errors: int = 0
    shown: dict[int, int] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    @contextmanager
    def answering(cls, url: str, count: int) -> Iterator["People"]:
        """They answer while the block runs."""
        people = cls(url, count)
        threads = [threading.Thread(target=people._answer, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield people
        finally:
            people._ended.set()
            for thread in threads:
                thread.join()

    def __str__(self) -> str:
        return f"{self.count} people saw {self.pages} pages, {self.saves} answers saved, {self.errors} server errors"

    def lost(self, app: Flask) -> list[str]:
        """Answers shown as saved of which neither they nor a later one by the same person is there."""
        with app.app_context():
            raws = db.session.scalars(select(DraftAnswer.raw).where(DraftAnswer.field_key == FIELD))
            said = [raw[0].split(" says ") for raw in raws]
        there = {int(who): int(number) for who, number in said}
        return [f"{who}: {number}" for who, number in self.shown.items() if there.get(who, -1) < number]

    def _answer(self, who: int) -> None:
        browser = webtest.TestApp(Elsewhere(self.url), extra_environ={"HTTP_HOST": urlsplit(self.url).netloc})
        page = self._page_with_the_question(browser)
        number = 0
        while page is not None and not self._ended.wait(0.2):
            number += 1
            page.forms["page"][FIELD] = f"{who} says {number}"
            answer = self._looked(page.forms["page"].submit("go", value="on", status="*"))
            if answer.status_int == 303:
                with self._lock:
                    self.saves += 1
                    self.shown[who] = number
            again = self._looked(browser.get(page.request.path, status="*"))
            page = again if again.status_int == 200 else page

    def _page_with_the_question(self, browser: webtest.TestApp) -> Any:
        """Walk to the page with the question; begins again while the server cannot."""
        while not self._ended.is_set():
            self._ended.wait(0.2)
            browser.reset()
            page = self._looked(browser.get(f"/{SLUG}/families", status="*"))
            if page.status_int == 200:
                page = self._looked(form_of(page, "Start now").submit(status="*"))
            while page.status_int in (200, 303):
                if page.status_int == 303:
                    page = self._looked(page.follow(status="*"))
                elif "/sections" in page.request.path:
                    page = self._looked(browser.get(page.html.select_one('main a[href*="/q/"]')["href"], status="*"))
                elif FIELD in page.forms["page"].fields:
                    return page
                else:
                    page = self._looked(page.forms["page"].submit("go", value="on", status="*"))
        return None

    def _looked(self, page: Any) -> Any:
        with self._lock:
            self.pages += 1
            self.errors += page.status_int >= 500
        return page
