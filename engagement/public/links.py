"""The addresses in the frame of every page: those of the consultation it belongs to, or the site's own."""

import re

from flask import request, url_for

REST_OF_ADDRESS = re.compile(r"(?:/[A-Za-z0-9_-]+)*")


def links_for_layout() -> dict[str, str]:
    """What the header and footer link to; a page may pass its own instead."""
    slug = (request.view_args or {}).get("slug")
    return {
        "home_url": url_for("public.landing", slug=slug) if slug else url_for("public.home"),
        "help_url": url_for("public.get_help", slug=slug),
        "privacy_url": url_for("public.privacy", slug=slug),
    }


def within(slug: str, page: str) -> str:
    """The address of a page of this consultation if `page` is one, or else of its landing page."""
    landing = url_for("public.landing", slug=slug)
    return page if page.startswith(landing) and REST_OF_ADDRESS.fullmatch(page.removeprefix(landing)) else landing
