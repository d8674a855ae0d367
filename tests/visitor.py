"""A person with a browser but no JavaScript: every page they get must be valid HTML."""

import hashlib
import re
from typing import ClassVar

import html5lib
import webtest
from flask import Flask

# A form token or another secret, which differs from page to page and is a valid value whatever it says.
SECRET = re.compile(r'(?<==")[\w.-]{24,}(?=")', re.ASCII)


class Page(webtest.TestResponse):  # type: ignore[misc]  # WebTest has no types
    """WebTest's response; its first form is what the page is for, and a choice of languages is `forms["languages"]`."""

    def _parse_forms(self) -> None:
        super()._parse_forms()
        found = [form for key, form in self._forms_indexed.items() if isinstance(key, int)]
        found.sort(key=lambda form: form.id == "languages")
        self._forms_indexed.update({**dict(enumerate(found)), **{form.id: form for form in found if form.id}})


class Request(webtest.TestRequest):  # type: ignore[misc]  # WebTest has no types
    """WebTest's request, answered by such a page."""

    ResponseClass = Page


class Visitor(webtest.TestApp):  # type: ignore[misc]  # WebTest has no types
    """WebTest's client, which fills and sends the page's own forms and keeps cookies; strict about HTML.

    `visitor.get("/nmiss-engagement")` raises on an error status unless told `status=404`. `reads` is turned off
    where only the status of very many pages matters.
    """

    RequestClass = Request
    reads = True
    _found_valid: ClassVar[set[bytes]] = set()

    def __init__(self, app: Flask) -> None:
        super().__init__(app, extra_environ={"HTTP_HOST": "127.0.0.1:8000"})
        self.flask_app = app

    def do_request(self, req: webtest.TestRequest, *args: object, **kwargs: object) -> webtest.TestResponse:
        """Send one request, in a context of its own as a server would, and parse the page that comes back."""
        with self.flask_app.app_context():
            response = super().do_request(req, *args, **kwargs)
        if self.reads and response.content_type == "text/html" and response.body:
            self._find_fault(response.text)
        return response

    def _find_fault(self, html: str) -> None:
        """Raise html5lib's ParseError for a fault. The same page is parsed once, however many tests come by it."""
        page = hashlib.sha256(SECRET.sub("", html).encode()).digest()
        if page not in self._found_valid:
            html5lib.HTMLParser(strict=True).parse(html)
            self._found_valid.add(page)
