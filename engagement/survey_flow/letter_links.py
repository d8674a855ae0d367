"""The token of a letter's link, held in the browser's session from the link to the button: out of the address."""

from flask import session

from engagement.errors import LinkNotUsable
from engagement.language import gettext


def hold(place: str, slug: str, token: str) -> None:
    """Have this browser hold the token of a link, for the buttons of one kind and one consultation."""
    session[place] = {**session.get(place, {}), slug: token}


def held(place: str, slug: str) -> str:
    """The token that this browser holds. Raises LinkNotUsable where it came by no link."""
    token: str | None = session.get(place, {}).get(slug)
    if token is None:
        raise LinkNotUsable(gettext("This link cannot be used."))
    return token
