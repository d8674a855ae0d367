"""Mail can be watched, stopped and sent from the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy.orm import Session

from engagement.consultations import service, versions
from engagement.consultations.models import Consultation
from engagement.correspondence.acknowledgements import acknowledge
from engagement.demo.letterbox import Letterbox
from engagement.demo.mailbox import Sink
from engagement.outbox import sending_domain
from tests import factories, servers
from tests.clocks import SetClock
from tests.commands.conftest import Run, machine_reads, noted, refused
from tests.outbox.name_server import name_server
from tests.questionnaires.documents import SHIPPED


@pytest.fixture
def letterbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    """Where mail arrives."""
    box = Letterbox(tmp_path / "mailbox")
    port = servers.free_port()
    sink = Controller(Sink(box), hostname="127.0.0.1", port=port)
    sink.start()
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    yield box
    sink.stop()


@pytest.fixture
def kent(session: Session, clock: SetClock) -> Consultation:
    """The consultation that comes with the platform, open, with a school and a family to write to."""
    consultation = service.create(session, factories.kent_document(), now=clock.now())
    versions.publish(session, consultation, SHIPPED["schools"], clock.now())
    service.publish(session, consultation, now=clock.now())
    factories.contact(session, consultation, "head@one.example", audience="schools")
    factories.contact(session, consultation, "family@home.example")
    session.commit()
    return consultation


def test_what_is_due_is_sent_once(
    run: Run, session: Session, clock: SetClock, kent: Consultation, letterbox: Letterbox
) -> None:
    acknowledge(session, consultation=kent, audience="families", email="family@home.example", now=clock.now())
    session.commit()
    assert machine_reads(run("outbox", "drain", "--json")) == {"claimed": 1, "sent": 1}
    assert machine_reads(run("outbox", "drain", "--json")) == {"claimed": 0, "sent": 0}
    (name,) = letterbox.names()
    letter = letterbox.read(name)
    assert letter is not None
    assert letter["To"] == "family@home.example"
    assert machine_reads(run("outbox", "status", "--json"))["counts"][kent.slug]["sent"] == 1


def test_a_pause_holds_mail_back_until_it_is_lifted(
    run: Run, session: Session, clock: SetClock, kent: Consultation, letterbox: Letterbox
) -> None:
    acknowledge(session, consultation=kent, audience="families", email="family@home.example", now=clock.now())
    session.commit()
    run("outbox", "pause", "--reason", "Restored from a backup")
    assert "Paused: Restored from a backup" in run("outbox", "status").stdout
    run("outbox", "drain")
    assert letterbox.names() == []
    run("outbox", "resume")
    run("outbox", "drain")
    assert len(letterbox.names()) == 1
    assert noted(session) == [("command line", "outbox paused"), ("command line", "outbox resumed")]


def test_a_pause_needs_a_reason(run: Run) -> None:
    assert run("outbox", "pause").exit_code == 2


def test_who_would_get_a_letter_is_counted_before_it_goes(run: Run, session: Session, kent: Consultation) -> None:
    factories.contact(session, kent, "quiet@home.example", do_not_contact=True)
    session.commit()
    found = machine_reads(run("waves", "preview", kent.slug, "families", "--kind", "invitation", "--json"))
    assert found == {"will": 1, "will_not": {"Marked do not contact": 1}}


def test_the_proposed_schedule_is_planned_in_one_go(run: Run, session: Session, kent: Consultation) -> None:
    planned = machine_reads(run("waves", "plan", kent.slug, "schools", "--json"))
    assert {wave["announced_size"] for wave in planned} == {1}
    assert [wave["kind"] for wave in planned].count("reminder") == 3
    assert {action for _, action in noted(session)} == {"wave planned"}


def test_one_letter_is_planned_for_a_time_in_london(run: Run, kent: Consultation) -> None:
    (wave,) = machine_reads(
        run("waves", "plan", kent.slug, "families", "--kind", "reminder", "--at", "2025-06-26T10:00", "--json")
    )
    assert wave["due_at"] == "2025-06-26T09:00:00+00:00"


def test_a_letter_that_no_rule_allows_is_refused(run: Run, kent: Consultation) -> None:
    late = ("--kind", "reminder", "--at", "2025-07-09T10:00")
    assert "24 hours" in refused(run("waves", "plan", kent.slug, "families", *late))
    assert "nothing to plan" in refused(run("waves", "plan", kent.slug, "young_people"))
    assert run("waves", "plan", kent.slug, "families", "--kind", "reminder").exit_code == 2


def test_reports_are_read_from_the_mailbox_that_is_set(
    run: Run, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "there is no mailbox to read" in refused(run("outbox", "read-reports"))
    monkeypatch.setitem(app.config, "REPORTS_FROM", f"maildir://{tmp_path}")
    assert "is no maildir" in refused(run("outbox", "read-reports"))
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    assert "No report was waiting." in run("outbox", "read-reports").stdout
    (tmp_path / "new" / "1").write_bytes(b"Subject: Hello\r\n\r\nA question")
    assert "Not understood, set aside: 1" in run("outbox", "read-reports").stdout
    assert machine_reads(run("outbox", "read-reports", "--json"))["hard"] == 0


def test_what_is_missing_for_the_sending_domain_is_said_and_fails_a_script(run: Run) -> None:
    with name_server({"council.example": {"TXT": ['"v=spf1 -all"'], "A": ["192.0.2.1"]}}) as port:
        found = run("outbox", "check-domain", "--name-server", f"127.0.0.1:{port}")
    assert found.exit_code == 1
    assert "well    SPF is published at council.example" in found.stdout
    assert "MISSING DMARC is missing" in found.stdout


def test_offline_nothing_is_said_about_the_domain(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_domain, "PATIENCE_SECONDS", 0.3)
    said = refused(run("outbox", "check-domain", "--name-server", f"127.0.0.1:{servers.free_port()}"))
    assert "No name server answered, so nothing could be checked." in said


def test_with_notify_there_is_no_domain_to_check(run: Run, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAIL_GATEWAY", "notify")
    assert "nothing to check" in run("outbox", "check-domain").stdout
