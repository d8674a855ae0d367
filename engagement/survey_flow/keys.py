"""The secret that opens a draft: in the browser's session cookie, one for each survey, gone when the browser closes."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request, session

from engagement.extensions import vault
from engagement.responses.models import Channel

PLACE = "respondent"
CHANGING = "changing"
# A cookie holds 4 kB; whoever opens more surveys than this in one browser keeps the latest.
MOST = 8
# On a device that people share, a key that was not used for so long opens nothing any more.
IDLE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Key:
    """A personal link's or a colleague's token, or a random secret of the same strength."""

    secret: str
    channel: Channel


def found(slug: str, audience: str) -> Key | None:
    """The key of one survey that this browser holds."""
    kept = session.get(PLACE, {}).get(f"{slug}/{audience}")
    return Key(kept[0], Channel(kept[1])) if kept else None


def keep(slug: str, audience: str, key: Key) -> Key:
    """Have this browser hold the key of one survey, instead of any other key of it."""
    kept = _others(slug, audience)
    kept[f"{slug}/{audience}"] = [key.secret, key.channel]
    session[PLACE] = dict(list(kept.items())[-MOST:])
    return key


def seen(slug: str, audience: str, now: datetime) -> None:
    """Note when the person who holds the key of one survey last asked for a page."""
    if kept := session.get(PLACE, {}).get(f"{slug}/{audience}"):
        session[PLACE] = {**session[PLACE], f"{slug}/{audience}": [*kept[:2], int(now.timestamp())]}


def is_idle(slug: str, audience: str, now: datetime) -> bool:
    """Whether the key of one survey has lain unused so long that somebody else may be at the screen by now."""
    last = session.get(PLACE, {}).get(f"{slug}/{audience}", [])[2:]
    return bool(last) and now.timestamp() - last[0] >= IDLE.total_seconds()


def forget(slug: str, audience: str) -> None:
    """Have this browser hold no key of one survey."""
    session[PLACE] = _others(slug, audience)


def _others(slug: str, audience: str) -> dict[str, list[Any]]:
    return {name: kept for name, kept in session.get(PLACE, {}).items() if name != f"{slug}/{audience}"}


def note_change(secret: str) -> None:
    """Remember that this browser changes sent answers, to say what happened should they be taken back meanwhile."""
    session[CHANGING] = form_token(secret)


def was_changing(secret: str | None) -> bool:
    """Whether the answers of this secret were being changed in this browser."""
    return secret is not None and session.get(CHANGING) == form_token(secret)


def fresh() -> Key:
    """A new key for somebody who came by an open link."""
    return Key(secrets.token_urlsafe(32), Channel.OPEN_LINK)


def form_token(secret: str) -> str:
    """What the forms of one secret carry, to show that they are its own. It lasts as long as the secret."""
    return vault.index("form", secret)


def is_own_form(secret: str | None) -> bool:
    """Whether the form that was posted came from a page of this secret."""
    posted = request.form.get("csrf_token", "")
    return secret is not None and hmac.compare_digest(form_token(secret).encode(), posted.encode(errors="replace"))
