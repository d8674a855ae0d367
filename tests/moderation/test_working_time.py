"""By when a text has to be read, over weekends, a bank holiday and a clock change."""

from datetime import date, datetime

import pytest

from engagement.consultations.deadlines import LONDON
from engagement.moderation.working_time import due, waits_since
from engagement.questionnaires.definition import AudienceName


def london(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("audience", "flagged", "since", "until"),
    [
        ("families", True, "2025-06-16 10:00", "2025-06-16 14:00"),
        ("families", False, "2025-06-16 10:00", "2025-06-17 10:00"),
        ("young_people", True, "2025-06-16 15:00", "2025-06-17 11:00"),
        ("young_people", False, "2025-06-16 21:00", "2025-06-17 17:00"),
        # Friday night before the bank holiday weekend: the clock begins on Tuesday.
        ("families", True, "2025-08-22 20:00", "2025-08-26 13:00"),
        ("families", False, "2025-08-22 16:00", "2025-08-26 16:00"),
        ("schools", False, "2025-08-22 10:00", "2025-09-01 10:00"),
        ("schools", True, "2025-06-16 10:00", "2025-06-23 10:00"),
        # The clocks go back on Sunday 26 October and forward on Sunday 30 March.
        ("families", False, "2025-10-24 15:00", "2025-10-27 15:00"),
        ("families", True, "2025-03-28 16:00", "2025-03-31 12:00"),
    ],
)
def test_only_working_hours_count(audience: AudienceName, flagged: bool, since: str, until: str) -> None:
    assert due(audience, flagged, london(since)) == london(until)


def test_a_text_waits_since_the_hour_of_the_last_look_that_did_not_see_it() -> None:
    look, sent = london("2025-06-16 10:42"), date(2025, 6, 16)
    assert waits_since(look, sent) == london("2025-06-16 10:00")
    assert waits_since(look, date(2025, 6, 17)) == london("2025-06-17 00:00")
    assert waits_since(None, sent) == london("2025-06-16 00:00")
