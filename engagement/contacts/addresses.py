"""One mailbox, one spelling: how an address is checked, and how its contacts are found again."""

from email_validator import EmailNotValidError, validate_email

from engagement.errors import Refused
from engagement.extensions import vault


def normalise(address: str) -> str:
    """The spelling under which an address is kept and found. Raises Refused without repeating it."""
    try:
        found = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise Refused(str(error)) from error
    return found.normalized.lower()


def index_of(normalised: str) -> str:
    """The blind index of an address that `normalise` gave."""
    return vault.index("email", normalised)
