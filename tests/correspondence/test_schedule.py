"""When letters are due follows from the opening and the deadline."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from engagement.consultations.deadlines import LONDON, end_of_day, start_of_day
from engagement.correspondence import schedule
from engagement.correspondence.schedule import propose
from engagement.councils.school_days import Closed
from engagement.outbox import hours
from engagement.questionnaires.definition import AudienceName

OPENS = start_of_day(date(2025, 6, 13))
CLOSES = end_of_day(date(2025, 7, 9))


def in_words(audience: AudienceName, opens_at: datetime = OPENS, closes_at: datetime = CLOSES) -> list[str]:
    """Such as "Thu 26 June 10:00 families/reminder", in order."""
    return [
        f"{wave.due_at.astimezone(LONDON):%a %-d %B %H:%M} {wave.template}"
        for wave in propose(audience, opens_at, closes_at)
    ]


def test_schools_are_invited_and_reminded_three_times() -> None:
    assert in_words("schools") == [
        "Fri 13 June 09:00 schools/invitation",
        "Thu 26 June 10:00 schools/reminder",
        "Wed 2 July 10:00 schools/reminder",
        "Wed 2 July 10:00 schools/note",
        "Tue 8 July 10:00 schools/last_reminder",
    ]


def test_families_are_invited_and_reminded_twice() -> None:
    assert in_words("families") == [
        "Fri 13 June 09:00 families/invitation",
        "Thu 26 June 10:00 families/reminder",
        "Wed 2 July 10:00 families/note",
        "Fri 4 July 10:00 families/reminder",
    ]


def test_nobody_writes_to_a_child() -> None:
    assert propose("young_people", OPENS, CLOSES) == []


def test_two_weeks_give_fewer_letters() -> None:
    opens_at, closes_at = start_of_day(date(2025, 6, 2)), end_of_day(date(2025, 6, 16))
    assert in_words("schools", opens_at, closes_at) == [
        "Mon 2 June 09:00 schools/invitation",
        "Mon 9 June 10:00 schools/reminder",
        "Mon 9 June 10:00 schools/note",
        "Mon 16 June 10:00 schools/last_reminder",
    ]
    assert in_words("families", opens_at, closes_at) == [
        "Mon 2 June 09:00 families/invitation",
        "Mon 9 June 10:00 families/reminder",
        "Mon 9 June 10:00 families/note",
    ]


def test_three_days_give_the_invitation_and_for_schools_one_reminder() -> None:
    opens_at, closes_at = start_of_day(date(2025, 6, 2)), end_of_day(date(2025, 6, 4))
    assert in_words("schools", opens_at, closes_at) == [
        "Mon 2 June 09:00 schools/invitation",
        "Tue 3 June 10:00 schools/last_reminder",
    ]
    assert in_words("families", opens_at, closes_at) == ["Mon 2 June 09:00 families/invitation"]


def test_a_consultation_over_one_weekend_gets_nothing_that_would_come_too_late() -> None:
    assert propose("schools", start_of_day(date(2025, 6, 14)), end_of_day(date(2025, 6, 15))) == []


def test_bank_holidays_do_not_count_as_working_days() -> None:
    wednesday_after_easter = date(2025, 4, 23)
    assert schedule.days_left(wednesday_after_easter, 3) == date(2025, 4, 16)
    assert in_words("schools", start_of_day(date(2025, 4, 1)), end_of_day(date(2025, 4, 22)))[-1] == (
        "Tue 22 April 10:00 schools/last_reminder"
    )


@pytest.mark.parametrize(
    ("opens_on", "closes_on"),
    [(date(2025, 3, 17), date(2025, 4, 7)), (date(2025, 10, 13), date(2025, 11, 5))],
    ids=["clocks go forward", "clocks go back"],
)
def test_ten_in_the_morning_stays_ten_when_the_clocks_change(opens_on: date, closes_on: date) -> None:
    waves = propose("schools", start_of_day(opens_on), end_of_day(closes_on))
    local = [wave.due_at.astimezone(LONDON) for wave in waves]
    assert {moment.utcoffset() for moment in local} == {local[0].utcoffset(), local[-1].utcoffset()}
    assert local[0].utcoffset() != local[-1].utcoffset()
    assert {(moment.hour, moment.minute) for moment in local[1:]} == {(10, 0)}


@pytest.mark.parametrize("audience", ["schools", "families"])
@pytest.mark.parametrize("length", range(1, 90, 4))
@pytest.mark.parametrize("start", [date(2025, 3, 24), date(2025, 4, 11), date(2025, 8, 23), date(2025, 12, 15)])
def test_every_schedule_keeps_the_limits(audience: AudienceName, length: int, start: date) -> None:
    opens_at = start_of_day(start)
    closes_at = end_of_day(start.fromordinal(start.toordinal() + length))
    waves = propose(audience, opens_at, closes_at)
    assert all(hours.letters_may_leave(wave.due_at) for wave in waves)
    assert all(opens_at <= wave.due_at < closes_at for wave in waves)
    reminders = [wave.due_at for wave in waves if wave.kind == "reminder"]
    assert len(reminders) <= schedule.MOST_REMINDERS[audience]
    assert len([wave for wave in waves if wave.kind == "note"]) <= 1
    if audience == "families":
        assert all(wave < closes_at - schedule.FAMILIES_QUIET for wave in reminders)
    spaced = [wave for wave in reminders if not schedule.is_final(wave, closes_at)]
    assert all(schedule.far_enough(first, second) for first, second in pairwise(spaced))


SUMMER = Closed("Summer holiday", date(2025, 7, 23), date(2025, 8, 31))


def placed(audience: AudienceName, opens: date, last: date, *closed: Closed) -> list[tuple[str, str]]:
    """The day and the explanation of each reminder."""
    return [
        (f"{wave.due_at.astimezone(LONDON):%a %-d %B}", wave.why)
        for wave in propose(audience, start_of_day(opens), end_of_day(last), closed)
        if wave.kind == "reminder"
    ]


def test_schools_are_not_written_to_in_their_holidays_and_the_page_says_why() -> None:
    moved = "Moved to Monday 1 September 2025 because of the school holidays (Summer holiday)."
    assert placed("schools", date(2025, 7, 14), date(2025, 9, 12), SUMMER) == [
        ("Mon 1 September", moved),
        ("Thu 11 September", ""),
    ]
    invitation = propose("schools", start_of_day(date(2025, 7, 25)), end_of_day(date(2025, 9, 30)), [SUMMER])[0]
    assert (invitation.kind, invitation.why) == ("invitation", moved)


def test_families_are_at_home_in_the_school_holidays() -> None:
    assert placed("families", date(2025, 7, 14), date(2025, 9, 12), SUMMER) == [
        ("Wed 13 August", ""),
        ("Tue 9 September", ""),
    ]


def test_a_letter_whose_holiday_lasts_past_the_deadline_goes_before_it() -> None:
    found = placed("schools", date(2025, 7, 1), date(2025, 7, 31), SUMMER)
    assert found[-1] == (
        "Tue 22 July",
        "Moved to Tuesday 22 July 2025 because of the school holidays (Summer holiday).",
    )


def test_a_consultation_all_in_the_holidays_keeps_its_letters() -> None:
    found = placed("schools", date(2025, 7, 28), date(2025, 8, 22), SUMMER)
    assert len(found) == 2
    assert {why for _, why in found} == {schedule.STAYS}


def test_weekends_and_bank_holidays_are_named() -> None:
    explained = dict(placed("families", date(2025, 4, 7), date(2025, 4, 30)))
    assert explained["Tue 22 April"] == "Moved to Tuesday 22 April 2025 because of the bank holiday (Good Friday)."
    assert dict(placed("families", date(2025, 6, 2), date(2025, 6, 27)))["Mon 16 June"] == (
        "Moved to Monday 16 June 2025 because of the weekend."
    )
