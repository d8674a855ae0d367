"""What an address asks for: filters and page numbers, with anything unknown taken as not asked."""

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


def page_in_query() -> int:
    """The page asked for, from 1; whatever is no number of a page is the first."""
    digits = request.args.get("page", "1")
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 1


def row_in_query(name: str) -> uuid.UUID | None:
    """The row that a page of a list begins or ends beside, if one is named."""
    try:
        return uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None


def kept(**filters: str | None) -> dict[str, str]:
    """The filters in use, for links that keep them."""
    return {name: value for name, value in filters.items() if value}
