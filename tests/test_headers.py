"""The headers of every answer: a strict content policy, no caching of pages, no leaking of addresses."""

import pytest
from flask import Flask

from engagement import headers
from tests.visitor import Visitor

ANSWERS = [("/", 200), ("/nowhere-to-be-found", 404), ("/assets/manifest.json", 200)]


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_pages_errors_and_files_all_carry_the_security_headers(visitor: Visitor, address: str, status: int) -> None:
    sent = visitor.get(address, status=status).headers
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["X-Frame-Options"] == "DENY"
    assert sent["Referrer-Policy"] == "no-referrer"
    assert sent["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_nothing_inline_and_nothing_from_elsewhere_may_run(visitor: Visitor, address: str, status: int) -> None:
    policy = visitor.get(address, status=status).headers["Content-Security-Policy"]
    assert policy.split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]


@pytest.mark.parametrize(("address", "status"), ANSWERS[:2])
def test_no_page_is_kept_where_the_next_person_could_find_it(visitor: Visitor, address: str, status: int) -> None:
    assert visitor.get(address, status=status).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("endpoint", "status", "expected"),
    [
        ("assets.static", 200, "public, max-age=31536000, immutable"),
        ("assets.static", 304, "public, max-age=31536000, immutable"),
        ("assets.static", 404, "no-store"),
        ("young_people.static", 200, "public, max-age=3600"),
        ("families.sound", 200, "private, max-age=3600"),
        ("families.sound", 404, "no-store"),
        ("families.video", 206, "private, max-age=3600"),
        ("families.video", 416, "no-store"),
        ("public.paper_form", 200, "no-cache"),
        ("public.paper_form", 304, "no-cache"),
        ("public.paper_form", 404, "no-store"),
        ("public.landing", 200, "no-store"),
        (None, 404, "no-store"),
    ],
)
def test_only_files_that_were_found_are_kept(endpoint: str | None, status: int, expected: str) -> None:
    assert headers.cache_control(endpoint, status) == expected


@pytest.mark.parametrize(
    ("public_url", "expected"), [("https://engage.example", "max-age=31536000"), ("http://127.0.0.1:8000", None)]
)
def test_browsers_are_held_to_https_where_the_site_has_it(public_url: str, expected: str | None) -> None:
    app = Flask("engagement", static_folder=None)
    app.config["PUBLIC_URL"] = public_url
    headers.register(app)
    assert app.test_client().get("/").headers.get("Strict-Transport-Security") == expected
