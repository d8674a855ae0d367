"""A consultation can be led from draft to closed on the command line, and every step is written down."""

from pathlib import Path

from sqlalchemy.orm import Session

from engagement.consultations import document, service
from engagement.consultations.models import State
from tests import factories
from tests.clocks import SetClock
from tests.commands.conftest import Run, machine_reads, noted, refused

KENT = str(document.DOCUMENTS / "nmiss-engagement.toml")
SLUG = "nmiss-engagement"


def test_from_the_document_to_an_extended_deadline(run: Run, session: Session, clock: SetClock) -> None:
    assert "is a draft" in run("consultation", "create", KENT).stdout
    assert "Nothing is asked" in refused(run("consultation", "open", SLUG))
    assert machine_reads(run("questionnaires", "publish", SLUG, "--json")) == {
        "schools": 1,
        "families": 1,
        "young_people": 1,
    }
    assert "reference of the data protection impact" in refused(run("consultation", "open", SLUG))
    run("consultation", "dpia", SLUG, "DPIA-2025-014")
    assert run("consultation", "open", SLUG).stdout == (
        "nmiss-engagement: open, closes at 11:59pm on Wednesday 9 July 2025\n"
    )
    run("consultation", "extend", SLUG, "--last-day", "2025-07-16", "--reason", "Schools asked for it")
    shown = machine_reads(run("consultation", "show", SLUG, "--json"))
    assert shown["state"] == State.OPEN
    assert shown["closes_at"] == "2025-07-16T23:00:00+00:00"
    assert shown["questionnaires"] == {"schools": 1, "families": 1, "young_people": 1}
    assert [(move["by"], move["reason"]) for move in shown["deadline_changes"]] == [
        ("command line", "Schools asked for it")
    ]
    assert noted(session)[0] == ("command line", "consultation created")
    assert noted(session)[-1] == ("command line", "deadline extended")


def test_publishing_the_same_documents_again_makes_no_new_version(run: Run) -> None:
    run("consultation", "create", KENT)
    first = machine_reads(run("questionnaires", "publish", SLUG, "--json"))
    assert machine_reads(run("questionnaires", "publish", SLUG, "--json")) == first


def test_opening_at_once_does_not_wait_for_the_opening_day(run: Run, session: Session, clock: SetClock) -> None:
    clock.set("2025-06-01T09:00:00+00:00")
    run("consultation", "create", KENT)
    run("questionnaires", "publish", SLUG)
    run("consultation", "dpia", SLUG, "DPIA-2025-014")
    assert "open, closes" in run("consultation", "open", SLUG, "--now").stdout
    assert service.find(session, SLUG).state_at(clock.now()) is State.OPEN


def test_closing_needs_a_reason_and_takes_effect_at_once(run: Run, session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    assert run("consultation", "close", asked.slug).exit_code == 2
    assert "closed at" in run("consultation", "close", asked.slug, "--reason", "Court order").stdout
    assert asked.state_at(clock.now()) is State.CLOSED
    assert "Only an open consultation" in refused(run("consultation", "close", asked.slug, "--reason", "Again"))


def test_the_list_names_every_state(run: Run, session: Session) -> None:
    factories.consultation(session, slug="one")
    factories.consultation(session, slug="two", published_at=None)
    listed = machine_reads(run("consultation", "list", "--json"))
    assert {row["slug"]: row["state"] for row in listed} == {"one": "open", "two": "draft"}
    assert "two: draft, to open at" in run("consultation", "list").stdout


def test_a_consultation_that_is_not_there_is_said_plainly(run: Run) -> None:
    assert "There is no consultation" in refused(run("consultation", "show", "nothing-here"))


def test_a_document_with_faults_is_refused_with_each_of_them(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('slug = "Not A Slug"\n')
    said = refused(run("consultation", "create", str(broken)))
    assert "broken.toml" in said
    assert "title" in said
    assert "slug" in said


def test_usage_that_makes_no_sense_ends_with_status_2(run: Run, session: Session) -> None:
    slug = factories.consultation(session).slug
    assert run("consultation", "extend", slug, "--last-day", "soon", "--reason", "x").exit_code == 2
    assert run("consultation", "create", "no-such-file.toml").exit_code == 2
