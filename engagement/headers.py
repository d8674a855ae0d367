"""The security and caching headers that every response carries, error pages and files included."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
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
    )
)
# What officers gave to people to look at runs and loads nothing, wherever it is opened.
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STRICT_TRANSPORT_SECURITY = "max-age=31536000"

# Built files and councils' looks carry a hash of their content in their name; others may change behind theirs.
FOR_EVER = "public, max-age=31536000, immutable"
NAMED_BY_CONTENT = frozenset({"assets.static", "public.look_style", "public.look_logo"})
FOR_AN_HOUR = "public, max-age=3600"
FOR_ONE_BROWSER = "private, max-age=3600"
# A form keeps its address when it is made anew, so whoever has one asks whether it still is the one.
ASK_EACH_TIME = "no-cache"
NEVER = "no-store"
FOUND = (200, 206, 304)


def register(app: Flask) -> None:
    """Add the headers to whatever the app answers."""
    headers = dict(ALWAYS)
    if app.config["PUBLIC_URL"].startswith("https://"):
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(headers)
        if request.endpoint == "public.published_file":
            response.headers["Content-Security-Policy"] = NOTHING_RUNS
        response.headers["Cache-Control"] = cache_control(request.endpoint, response.status_code)
        return response


def cache_control(endpoint: str | None, status: int) -> str:
    """How long a response may be kept: files for long, pages (which may hold somebody's answers) never."""
    if endpoint == "public.paper_form" and status in FOUND:
        return ASK_EACH_TIME
    if (
        endpoint is not None
        and endpoint.endswith((".sound", ".sounds", ".video", ".published_file"))
        and status in FOUND
    ):
        return FOR_ONE_BROWSER
    if endpoint in NAMED_BY_CONTENT and status in (200, 304):
        return FOR_EVER
    if endpoint is None or not endpoint.endswith("static") or status >= 400:
        return NEVER
    return FOR_AN_HOUR
