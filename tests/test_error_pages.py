"""When something goes wrong: plain words for people, JSON for machines, and nothing personal in the log."""

import json
import logging

import html5lib
import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from engagement import assets, error_pages, language, presentation, public, survey_flow
from engagement.errors import EngagementError, InvalidDocument, LinkNotUsable, NotFound, Refused

DOMAIN_ERRORS: dict[str, EngagementError] = {
    "missing": NotFound("There is no draft 7 of Ada."),
    "used": LinkNotUsable("This link was used on Monday."),
    "expired": LinkNotUsable("This link is too old."),
    "refused": Refused("The surveys closed at 11:59pm on Wednesday 9 July 2025."),
    "document": InvalidDocument(["a.toml: first fault.", "a.toml: second fault."]),
}
HTTP_STATUSES = [400, 401, 403, 404, 405, 410, 413, 418, 429, 500, 502, 503]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A browser on an app that has nothing but ways to fail: no database and nobody signed in."""
    app = Flask("engagement", static_folder=None)
    app.config["SECRET_KEY"] = "for sessions"
    for part in (presentation, language, assets, error_pages):
        part.register(app)
    app.register_blueprint(public.blueprint)
    app.register_blueprint(survey_flow.links, url_prefix="/<slug>")

    @app.get("/fail/<name>")
    def fail(name: str) -> str:
        raise DOMAIN_ERRORS[name]

    @app.get("/status/<int:status>")
    def answer_with(status: int) -> str:
        abort(status)

    @app.get("/unexpected/<words>")
    def unexpected(words: str) -> str:
        raise ZeroDivisionError(words)

    return app.test_client()


def page(client: FlaskClient, address: str, status: int) -> str:
    """The page at an address, which must be valid HTML and have the status."""
    response = client.get(address)
    assert response.status_code == status
    html5lib.HTMLParser(strict=True).parse(response.text)
    return response.text


@pytest.mark.parametrize("status", HTTP_STATUSES)
def test_every_error_has_a_page_that_offers_help(client: FlaskClient, status: int) -> None:
    text = page(client, f"/status/{status}", status)
    assert "Get help" in text
    assert "<h1" in text


@pytest.mark.parametrize(
    ("name", "status", "heading"),
    [
        ("missing", 404, "Page not found"),
        ("used", 410, "This link cannot be used"),
        ("refused", 409, "That cannot be done now"),
        ("document", 422, "The document needs attention"),
    ],
)
def test_the_errors_of_the_domain_become_pages(client: FlaskClient, name: str, status: int, heading: str) -> None:
    text = page(client, f"/fail/{name}", status)
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in text
    assert f"<title>{heading} – Council consultations</title>" in text


def test_links_that_do_not_work_all_look_the_same(client: FlaskClient) -> None:
    assert page(client, "/fail/used", 410) == page(client, "/fail/expired", 410)


def test_a_page_that_is_not_there_does_not_say_what_was_looked_for(client: FlaskClient) -> None:
    assert page(client, "/fail/missing", 404) == page(client, "/no/such/address", 404)


@pytest.mark.parametrize("address", ["/%00", "/views%00/privacy", "/fail/%00missing"])
def test_what_no_database_can_look_for_is_an_address_without_a_page(client: FlaskClient, address: str) -> None:
    assert page(client, address, 404) == page(client, "/no/such/address", 404)


def test_a_refusal_says_why(client: FlaskClient) -> None:
    assert "The surveys closed at 11:59pm on Wednesday 9 July 2025." in page(client, "/fail/refused", 409)


def test_every_fault_of_a_document_is_shown(client: FlaskClient) -> None:
    text = page(client, "/fail/document", 422)
    assert "first fault" in text
    assert "second fault" in text


def test_an_unexpected_error_is_a_kind_page_without_a_trace(client: FlaskClient) -> None:
    text = page(client, "/unexpected/secret", 500)
    assert "Sorry, something went wrong" in text
    assert "secret" not in text
    assert "Traceback" not in text


def test_the_log_says_where_an_error_arose_but_not_what_somebody_typed(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        client.get("/unexpected/my-name-is-Ada")
    assert "builtins.ZeroDivisionError in unexpected" in caplog.text
    assert "test_error_pages.py" in caplog.text
    assert "Ada" not in caplog.text


def test_a_way_in_that_is_closed_says_which_are_open(client: FlaskClient) -> None:
    response = client.post("/status/404")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_redirect_stays_a_redirect(client: FlaskClient) -> None:
    assert client.get("//status//404").status_code == 308


@pytest.mark.parametrize(
    ("address", "accept"), [("/health/nothing", "text/html"), ("/no/such/address", "application/json")]
)
def test_machines_get_json(client: FlaskClient, address: str, accept: str) -> None:
    response = client.get(address, headers={"Accept": accept})
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert json.loads(response.data) == {"status": 404, "title": "Page not found", "detail": ""}


def test_machines_are_told_why_they_were_refused(client: FlaskClient) -> None:
    response = client.get("/fail/refused", headers={"Accept": "application/json"})
    assert json.loads(response.data)["detail"] == "The surveys closed at 11:59pm on Wednesday 9 July 2025."


def test_a_browser_that_takes_anything_gets_a_page(client: FlaskClient) -> None:
    assert client.get("/no/such/address", headers={"Accept": "*/*"}).mimetype == "text/html"
