"""What can go wrong, in the domain's words. error_pages turns each into a status and a page."""


class EngagementError(Exception):
    """The message is a sentence fit for the person who caused it."""


class NotFound(EngagementError):
    """There is no such thing, or it is not this person's to see: both look the same."""


class LinkNotUsable(NotFound):
    """A personal link that is wrong, used or expired: all three look the same."""


class Refused(EngagementError):
    """The rules do not allow this now; the message says why and what to do next."""


class InvalidDocument(EngagementError):
    """A document that does not hold together; `faults` has one sentence each, with file and place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
