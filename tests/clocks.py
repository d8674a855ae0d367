"""A clock that a test sets."""

from datetime import datetime


class SetClock:
    """Stands where it was set: `clock.set("2025-07-09T22:59:59.999+00:00")`."""

    def __init__(self, instant: str) -> None:
        self.set(instant)

    def set(self, instant: str | datetime) -> None:
        """Move to an instant, which needs a zone."""
        moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        assert moment.tzinfo is not None
        self._now = moment

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._now
