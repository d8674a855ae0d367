"""An officer is added on the command line, and the trail of what was done can be checked there."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from engagement.accounts import service
from engagement.audit.models import Entry
from tests.clocks import SetClock
from tests.commands.conftest import Run, machine_reads, noted, refused

NAMED = ("--email", "jo@council.example", "--name", "Jo", "--council", "Kent County Council")


def lets_in(password: str, clock: SetClock) -> bool:
    """Whether this password opens the officers' door."""
    officer = service.sign_in(email="jo@council.example", password=password, came_from="test", now=clock.now())
    return officer is not None


def test_a_password_is_made_and_shown_once(run: Run, session: Session, clock: SetClock) -> None:
    printed = run("officers", "create", *NAMED, "--role", "analyst").stdout
    assert lets_in(printed.rsplit(" ", 1)[1].strip(), clock)
    assert noted(session)[0] == ("command line", "officer created")


def test_a_password_of_ones_own_comes_from_standard_input_and_is_not_printed(run: Run, clock: SetClock) -> None:
    result = run("officers", "create", *NAMED, "--password-stdin", given="heron lantern quartz\n")
    assert "heron" not in result.output
    assert lets_in("heron lantern quartz", clock)


def test_a_weak_password_is_refused_and_nobody_is_added(run: Run, session: Session) -> None:
    assert "at least 12" in refused(run("officers", "create", *NAMED, "--password-stdin", given="short\n"))
    assert noted(session) == []


def test_the_same_officer_twice_is_refused(run: Run) -> None:
    run("officers", "create", *NAMED)
    assert "already an officer" in refused(run("officers", "create", *NAMED))


def test_a_role_that_is_not_there_is_a_matter_of_usage(run: Run) -> None:
    assert run("officers", "create", *NAMED, "--role", "emperor").exit_code == 2


def test_the_trail_is_found_whole_until_somebody_changes_it(run: Run, session: Session) -> None:
    run("officers", "create", *NAMED)
    assert machine_reads(run("audit", "verify", "--json")) == {"entries": 1, "intact": True, "broken_at": None}
    assert "Entry 2 was changed or is missing" in refused(run("audit", "verify", "--expected", "2"))
    session.execute(update(Entry).values(actor="nobody"))
    session.commit()
    assert "Entry 1 was changed or is missing" in refused(run("audit", "verify"))
