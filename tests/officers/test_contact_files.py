"""Officers take in files of contacts: what would become of each line is shown before anything is written."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug import formparser

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.contacts.imports.models import ContactImport, ImportPiece
from engagement.contacts.models import Contact
from engagement.officers import contact_files
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import RUNS, Roles
from tests.officers.files import LIST, confirm, figures, lines, send, try_out
from tests.visitor import Visitor

FILE = (
    b"School name,Main e-mail,Phase,Notes\n"
    b"Hope School,office@hope.example,Primary,x\n"
    b"Faith School,nonsense,Secondary,y\n"
    b"Charity School,jo@charity.example,No such phase,z\n"
    b"Patience School,jo@patience.example,All-through,\n"
)


@pytest.fixture
def import_contacts(app: Flask) -> Callable[[], None]:
    """What a worker of this very app does when it is woken: others may have been made since."""
    return cast(Callable[[], None], app.extensions["celery"].tasks["import_contacts"])


def contacts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Contact)) or 0


def test_a_file_is_tried_out_before_anything_is_written_and_then_taken(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    columns = send(officer, FILE)
    assert "First values: office@hope.example; nonsense; jo@charity.example" in columns
    tried = try_out(columns)
    assert figures(tried) == {
        "To be added": "2",
        "To be changed": "0",
        "Unchanged": "0",
        "Gets no letters": "0",
        "Not used": "2",
    }
    assert [row[0] for row in lines(tried)] == ["3", "4"]
    assert "Use one of these, or leave it empty: Primary, Secondary" in tried
    assert "1 of them is a mailbox that several people may read" in tried
    assert contacts(session) == 0
    done = confirm(tried)
    assert figures(done)["Added"] == "2"
    assert contacts(session) == 2
    listed = officer.get(f"{LIST}?audience=schools&phase=several")
    assert "Patience School" in listed
    assert "Hope School" not in listed
    assert "Hope School" in officer.get(f"{LIST}?state=role_mailbox")


def test_an_officer_changes_the_match_and_the_next_file_alike_remembers_it(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    file = b"A,B\nada@home.example,bob@home.example\n"
    columns = send(officer, file, "families")
    assert [columns.forms[1][field].value for field in ("email", "name")] == ["", ""]
    again = columns.forms[1].submit()
    assert "Choose the column with the email addresses." in again
    again.forms[1]["email"], again.forms[1]["name"] = "1", "1"
    twice = again.forms[1].submit()
    assert "The same column is chosen for" in twice
    twice.forms[1]["name"] = "0"
    confirm(twice.forms[1].submit().follow())
    assert "bob@home.example" in officer.get(LIST)
    next_file = send(officer, b"a,b\nx,cy@home.example\n", "families").forms[1]
    assert (next_file["email"].value, next_file["name"].value) == ("1", "0")
    assert send(officer, b"a,b\nx,cy@home.example\n", "schools").forms[1]["name"].value == ""


def test_the_same_file_again_has_nothing_to_import(officer: Visitor, consultation: Consultation) -> None:
    confirm(try_out(send(officer, FILE)))
    again = try_out(send(officer, FILE))
    assert figures(again)["Unchanged"] == "2"
    assert "there is nothing to import" in again


def test_the_report_names_every_line_with_a_sentence_and_no_person(
    officer: Visitor, consultation: Consultation
) -> None:
    done = confirm(try_out(send(officer, FILE)))
    file = done.click("Download the report of every line")
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert [row[:2] for row in rows] == [
        ["Line", "Outcome"],
        ["2", "Added"],
        ["3", "Not used"],
        ["4", "Not used"],
        ["5", "Added"],
    ]
    assert all(row[2] for row in rows)
    assert "hope" not in file.text.lower()


def test_those_who_get_no_letters_are_named_before_and_after(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    factories.contact(session, consultation, "jo@patience.example", audience="schools", do_not_contact=True)
    session.commit()
    tried = try_out(send(officer, FILE))
    assert figures(tried)["Gets no letters"] == "1"
    assert "is marked do not contact. It is kept in the list and gets no letters." in tried


def test_a_file_may_be_deleted_before_it_is_confirmed_and_nothing_is_left(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    tried = try_out(send(officer, FILE))
    gone = tried.forms[2].submit().follow()
    assert "The file is deleted. Nothing of it was added." in gone
    assert contacts(session) == 0
    assert session.scalars(select(ImportPiece.rows_sealed)).all() == [None]
    assert "This file has been deleted." in tried.forms[1].submit(status=409)


def test_a_file_that_nobody_confirms_is_deleted_after_a_day(
    officer: Visitor,
    consultation: Consultation,
    session: Session,
    clock: SetClock,
    import_contacts: Callable[[], None],
) -> None:
    send(officer, FILE)
    clock.set(clock.now() + timedelta(hours=23, minutes=59))
    import_contacts()
    assert session.scalars(select(ImportPiece)).one().rows_sealed is not None
    clock.set(clock.now() + timedelta(minutes=1))
    import_contacts()
    session.expire_all()
    assert session.scalars(select(ImportPiece)).one().rows_sealed is None
    assert session.scalars(select(Entry.actor).where(Entry.action == "contact file deleted")).all() == ["system"]


def test_a_long_file_shows_how_far_it_is_and_renews_itself_until_told_to_stop(
    officer: Visitor,
    consultation: Consultation,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    import_contacts: Callable[[], None],
) -> None:
    monkeypatch.setattr(contact_files, "AT_ONCE_SECONDS", 0)
    busy = try_out(send(officer, FILE))
    assert busy.headers["Refresh"] == "5"
    assert "0% of 4 lines" in busy
    still = busy.click("Stop renewing this page")
    assert "Refresh" not in still.headers
    import_contacts()
    tried = still.click("Renew it every 5 seconds again")
    assert "Refresh" not in tried.headers
    busy = confirm(tried)
    assert "Importing the file" in busy
    import_contacts()
    assert figures(officer.get(busy.request.path))["Added"] == "2"


def test_a_file_is_confirmed_once(officer: Visitor, consultation: Consultation, session: Session) -> None:
    tried = try_out(send(officer, FILE))
    confirm(tried)
    assert "Nothing of this file waits to be confirmed." in tried.forms[1].submit(status=409)
    assert contacts(session) == 2


@pytest.mark.parametrize("missing", ["audience", "file"])
def test_an_import_without_audience_or_file_says_so(officer: Visitor, consultation: Consultation, missing: str) -> None:
    form = officer.get(f"{LIST}/import").forms[1]
    if missing == "file":
        form["audience"] = "schools"
        assert "Choose a CSV file or an Excel workbook." in form.submit()
    else:
        form["file"] = ("contacts.csv", b"email\na@b.example\n", "text/csv")
        assert "Choose schools or families." in form.submit()


def test_a_file_that_is_none_is_refused_in_words(officer: Visitor, consultation: Consultation) -> None:
    assert "This workbook is damaged or protected" in send(officer, b"PK\x03\x04rest")


def test_a_large_file_is_let_in_and_a_larger_one_is_explained(
    officer: Visitor, app: Flask, consultation: Consultation
) -> None:
    padding = (b"x" * 1023 + b"\n") * 7 * 1024
    assert "Match the columns" in send(officer, b"email\n" + padding)
    form = officer.get(f"{LIST}/import").forms[1]
    form["audience"], form["file"] = "schools", ("contacts.csv", padding * 4, "text/csv")
    assert form.submit(status=413)


def test_what_is_sent_never_touches_a_disk_in_the_clear(
    officer: Visitor, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(*_: object, **__: object) -> None:
        raise AssertionError("written to a file")

    monkeypatch.setattr(formparser, "SpooledTemporaryFile", written)
    assert "Match the columns" in send(officer, b"email\n" + (b"x" * 1023 + b"\n") * 2048)


def test_strangers_cannot_send_large_files(visitor: Visitor, consultation: Consultation) -> None:
    visitor.post(f"{LIST}/import", b"x" * (7 * 1024 * 1024), status=413, content_type="multipart/form-data; boundary=x")


def test_a_file_is_not_reached_through_another_consultation(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    send(officer, FILE)
    job = session.scalars(select(ContactImport)).one()
    factories.consultation(session, slug="elsewhere")
    session.commit()
    for page in ("", "/columns", "/report.csv"):
        officer.get(f"/officers/consultations/elsewhere/contacts/import/{job.id}{page}", status=404)


def test_each_step_is_written_down_without_names(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, session: Session
) -> None:
    confirm(try_out(send(sign_in(RUNS), FILE, name="secret.csv")))
    found = session.scalars(select(Entry).where(Entry.action.contains("contact")).order_by(Entry.number)).all()
    assert [entry.action for entry in found] == [
        "contact file sent",
        "contact file read",
        "contact file confirmed",
        "contacts imported",
    ]
    assert "secret" not in str([entry.detail for entry in found])
    assert found[-1].detail["added"] == 2
