"""The addresses in the frame of every page: those of the consultation it belongs to, or the site's own."""

import re

from flask import request, url_for

OWN_PAGE = re.compile(r"(?:/[A-Za-z0-9_-]+)*/?(?:\?[A-Za-z0-9_=&-]*)?")


def links_for_layout() -> dict[str, str]:
    """What the header and footer link to; a page may pass its own instead."""
    slug = (request.view_args or {}).get("slug")
    return {
        "home_url": url_for("public.landing", slug=slug) if slug else url_for("public.home"),
        "help_url": url_for("public.get_help", slug=slug),
        "privacy_url": url_for("public.privacy", slug=slug),
    }


def own_page(address: str) -> str:
    """The address if it is a page of this site, or else that of the first one."""
    return address if address.startswith("/") and OWN_PAGE.fullmatch(address) else url_for("public.home")
