"""A person with a browser but no JavaScript: every page they get must be valid HTML."""

import html5lib
import webtest
from flask import Flask


class Visitor(webtest.TestApp):  # type: ignore[misc]  # WebTest has no types
    """WebTest's client, which fills and sends the page's own forms and keeps cookies; strict about HTML.

    `visitor.get("/nmiss-engagement")` raises on an error status unless told `status=404`. `reads` is turned off
    where only the status of very many pages matters.
    """

    reads = True

    def __init__(self, app: Flask) -> None:
        super().__init__(app, extra_environ={"HTTP_HOST": "127.0.0.1:8000"})
        self.flask_app = app

    def do_request(self, req: webtest.TestRequest, *args: object, **kwargs: object) -> webtest.TestResponse:
        """Send one request, in a context of its own as a server would, and parse the page that comes back."""
        with self.flask_app.app_context():
            response = super().do_request(req, *args, **kwargs)
        if self.reads and response.content_type == "text/html" and response.body:
            html5lib.HTMLParser(strict=True).parse(response.text)
            _put_languages_last(response)
        return response


def _put_languages_last(response: webtest.TestResponse) -> None:
    """Have `page.forms[0]` be what a page is for; the choice of a language, if it has one, is `forms["languages"]`."""
    found = [form for key, form in response.forms.items() if isinstance(key, int)]
    found.sort(key=lambda form: form.id == "languages")
    response.forms.update({**dict(enumerate(found)), **{form.id: form for form in found if form.id}})
