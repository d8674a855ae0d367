"""Addresses of a page in its preview: whatever leads to a page of the consultation leads to the preview of it instead.

Nothing on a previewed page may lead to the real survey, where an answer would be kept.
"""

import re
from dataclasses import dataclass

from flask import request, url_for
from flask_wtf.csrf import generate_csrf

from engagement.consultations.models import State

# Files are what they are: forms on paper and documents to read open as they are.
FILES = ("paper/", "files/")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an officer is in the previews: in which state, and which `source` the questionnaires are taken from.

    `source` is "newest", for the working copy or else the version that is asked now; "copy"; or a version's number.
    """

    slug: str
    state: State
    source: str

    def address(self, rest: str = "") -> str:
        """Where the preview of a page is; `rest` is what its address has after the consultation's."""
        return url_for("officers.preview_page", slug=self.slug, state=self.state, source=self.source, rest=rest)

    def led_here(self, address: str) -> str:
        """The address of a page's preview; any other address as it is."""
        found = re.fullmatch(
            rf"(?:{re.escape(request.host_url.rstrip('/'))})?/{re.escape(self.slug)}(/[^?#]*)?([?#].*)?", address
        )
        if found is None:
            return address
        rest = (found[1] or "").removeprefix("/")
        return address if rest.startswith(FILES) else self.address(rest) + (found[2] or "")

    def in_page(self, page: str, form_token: str) -> str:
        """A page whose links and forms stay within the preview, with the officers' proof for each form."""
        led = re.sub(r'(?<= )(href|action)="([^"]*)"', lambda found: f'{found[1]}="{self.led_here(found[2])}"', page)
        return led.replace(f'name="csrf_token" value="{form_token}"', f'name="csrf_token" value="{generate_csrf()}"')
