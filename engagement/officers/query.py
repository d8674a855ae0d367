"""What an address or a field that nobody sees asks for, with anything unknown taken as not asked."""

import uuid
from collections.abc import Container
from typing import cast

from flask import request

from engagement.questionnaires.definition import AUDIENCES, AudienceName


def chosen(name: str, allowed: Container[str]) -> str | None:
    """The value of a filter if it is one we offer."""
    value = request.args.get(name, "")
    return value if value in allowed else None


def audience_in_query() -> AudienceName | None:
    """The audience asked for, if any."""
    return cast(AudienceName | None, chosen("audience", AUDIENCES))


def whole_number(digits: str) -> int | None:
    """The number that up to nine digits stand for; None for anything else."""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def page_in_query() -> int:
    """The page asked for, from 1; whatever is no number of a page is the first."""
    return max(1, whole_number(request.args.get("page", "")) or 1)


def sent_along(name: str) -> int:
    """The number that a page put into its form unseen, such as a revision; 0 for anything else."""
    return whole_number(request.form.get(name, "")) or 0


def agreed_to(size: int) -> bool:
    """Whether the page on which an officer pressed the button showed this number or a larger one."""
    shown = whole_number(request.form.get("shown", ""))
    return shown is not None and size <= shown


def row_in_query(name: str) -> uuid.UUID | None:
    """The row that a page of a list begins or ends beside, if one is named."""
    try:
        return uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None


def kept(**filters: str | None) -> dict[str, str]:
    """The filters in use, for links that keep them."""
    return {name: value for name, value in filters.items() if value}
