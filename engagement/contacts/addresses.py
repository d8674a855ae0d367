"""One mailbox, one spelling: how an address is checked, and how its contacts are found again."""

from email_validator import EmailNotValidError, validate_email

from engagement.errors import Refused
from engagement.extensions import vault


def normalise(address: str) -> str:
    """The spelling, in ASCII, under which an address is kept and found. Raises Refused without repeating it."""
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise Refused(str(error)) from error
    assert found.ascii_email is not None
    return found.ascii_email.lower()


def index_of(normalised: str) -> str:
    """The blind index of an address that `normalise` gave."""
    return vault.index("email", normalised)
