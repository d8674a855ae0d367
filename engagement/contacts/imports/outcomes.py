"""What may become of a line of a file, in words: before it is confirmed, and afterwards."""

from enum import StrEnum

from engagement.contacts.models import SuppressionReason


class Outcome(StrEnum):
    """What becomes of a line."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SUPPRESSED = "suppressed"
    REFUSED = "refused"


# Counted beside the outcomes: it stands in nobody's way.
ROLE_MAILBOXES = "role_mailboxes"

WILL_BE = {
    Outcome.ADDED: "This contact will be added.",
    Outcome.CHANGED: "This contact is there, and what the line tells will replace what is kept.",
    Outcome.UNCHANGED: "This contact is there and stays as it is.",
}
IS = {
    Outcome.ADDED: "This contact was added.",
    Outcome.CHANGED: "This contact was there, and what the line tells replaced what was kept.",
    Outcome.UNCHANGED: "This contact was there and stays as it was.",
}
NO_LETTERS = {
    SuppressionReason.ASKED: "This address asked us not to write. It is kept in the list and gets no letters.",
    SuppressionReason.COMPLAINT: "This address complained about a letter. It is kept in the list and gets no letters.",
    SuppressionReason.OFFICER: "An officer stopped letters to this address. It is kept in the list and gets none.",
}
DO_NOT_CONTACT = "This contact is marked do not contact. It is kept in the list and gets no letters."
ROLE_MAILBOX = "Several people may read this mailbox."


def same_address(line: int) -> str:
    """Why the second of two lines with one address is not used."""
    return f"The same address is on line {line}, which is used. Delete one of the two lines."
