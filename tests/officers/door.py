"""The officers' door, as somebody with a browser meets it."""

import webtest

from tests.visitor import Visitor

PASSWORD = "violet anchor teapot"


def sign_in_at(
    visitor: Visitor, email: str, password: str = PASSWORD, address: str = "/officers/sign-in"
) -> webtest.TestResponse:
    """Fill in the sign-in page and send it; gives what comes back, without following it."""
    form = visitor.get(address).forms[0]
    form["email"], form["password"] = email, password
    return form.submit()
