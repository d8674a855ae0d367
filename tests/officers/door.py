"""The officers' door, as somebody with a browser meets it."""

import webtest

from engagement.accounts.roles import Role
from tests.factories import PASSWORD
from tests.visitor import Visitor

__all__ = ["PASSWORD", "READS_ANSWERS", "RUNS", "Roles", "sign_in_at"]

Roles = tuple[Role, ...]
# Who runs consultations, and who may read answers and take contacts besides.
RUNS = (Role.ADMINISTRATOR, Role.LEAD)
READS_ANSWERS = (*RUNS, Role.ANALYST, Role.DATA_PROTECTION)


def sign_in_at(
    visitor: Visitor, email: str, password: str = PASSWORD, address: str = "/officers/sign-in"
) -> webtest.TestResponse:
    """Fill in the sign-in page and send it; gives what comes back, without following it."""
    form = visitor.get(address).forms[0]
    form["email"], form["password"] = email, password
    return form.submit()
