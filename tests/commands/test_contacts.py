"""Contacts are taken from a file on the command line as they are on the officers' pages."""

from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engagement.contacts import service
from engagement.contacts.models import Contact
from tests import factories
from tests.clocks import SetClock
from tests.commands.conftest import Run, machine_reads, noted, refused


def contacts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Contact)) or 0


def test_good_rows_are_kept_bad_ones_are_named_and_no_address_is_printed(
    run: Run, session: Session, tmp_path: Path
) -> None:
    slug = factories.consultation(session).slug
    file = tmp_path / "contacts.csv"
    file.write_text("email,name,phone\nhead@one.example,One,1\nnot-an-address,Two,2\n")
    result = run("contacts", "import", slug, "schools", str(file), "--yes")
    assert result.exit_code == 0
    assert "1 added, 0 changed, 0 unchanged, 1 not used." in result.stdout
    assert "1 are mailboxes that several people may read." in result.stdout
    assert "Columns that were not used: phone." in result.stdout
    assert "Line 3: " in result.stdout
    assert "one.example" not in result.output
    assert noted(session) == [("command line", "contact file confirmed"), ("system", "contacts imported")]


def test_it_asks_before_it_adds_and_no_means_no(run: Run, session: Session, tmp_path: Path) -> None:
    slug = factories.consultation(session).slug
    file = tmp_path / "contacts.csv"
    file.write_text("email\nhead@one.example\n")
    result = run("contacts", "import", slug, "schools", str(file), given="n\n")
    assert result.exit_code == 1
    assert contacts(session) == 0
    assert run("contacts", "import", slug, "schools", str(file), given="y\n").exit_code == 0
    assert contacts(session) == 1


def test_a_dry_run_writes_nothing_but_its_report(run: Run, session: Session, tmp_path: Path) -> None:
    slug = factories.consultation(session).slug
    file, saved = tmp_path / "contacts.csv", tmp_path / "report.csv"
    file.write_text("email\nhead@one.example\nnonsense\n")
    result = run("contacts", "import", slug, "schools", str(file), "--dry-run", "--report", str(saved))
    assert "This was a dry run: nothing was written." in result.stdout
    assert contacts(session) == 0
    assert '"2","Added","This contact will be added. Several people' in saved.read_text()
    assert '"3","Not used",' in saved.read_text()


def test_columns_are_named_where_they_cannot_be_guessed(run: Run, session: Session, tmp_path: Path) -> None:
    slug = factories.consultation(session).slug
    file = tmp_path / "contacts.csv"
    file.write_text("A,B\nhead@one.example,jo@two.example\n")
    arguments = ("contacts", "import", slug, "schools", str(file), "--yes")
    assert "column with the email addresses" in refused(run(*arguments))
    assert 'the file has no column "C". It has: A, B.' in refused(run(*arguments, "--column", "email=C"))
    assert "the field must be one of email, name" in refused(run(*arguments, "--column", "phone=A"))
    assert run(*arguments, "--column", "email=b").exit_code == 0
    assert [
        found.email
        for found in service.listing(session, session.scalars(select(Contact)).one().consultation_id).contacts
    ] == ["jo@two.example"]


def test_machines_get_the_same_numbers(run: Run, session: Session, tmp_path: Path) -> None:
    slug = factories.consultation(session).slug
    file = tmp_path / "contacts.csv"
    file.write_text("email\nhead@one.example\n")
    run("contacts", "import", slug, "families", str(file), "--yes")
    again = machine_reads(run("contacts", "import", slug, "families", str(file), "--yes", "--json"))
    assert (again["added"], again["unchanged"], again["refused"]) == (0, 1, [])


def test_a_file_that_cannot_be_read_is_refused(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "contacts.xlsx"
    file.write_bytes(b"PK\x03\x04")
    slug = factories.consultation(session).slug
    assert "damaged or protected" in refused(run("contacts", "import", slug, "schools", str(file), "--yes"))
    assert noted(session) == []


def test_nobody_imports_the_addresses_of_children(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("email\nchild@home.example\n")
    slug = factories.consultation(session).slug
    assert "never write to children" in refused(run("contacts", "import", slug, "young_people", str(file), "--yes"))


def test_contacts_from_before_become_findable_by_name(
    run: Run, session: Session, clock: SetClock, tmp_path: Path
) -> None:
    asked = factories.consultation(session)
    file = tmp_path / "contacts.csv"
    file.write_text("email,name\noffice@one.example,Hope School\n")
    run("contacts", "import", asked.slug, "schools", str(file), "--yes")
    session.execute(update(Contact).values(name_index=None, role_mailbox=False))
    assert "1 contact was given its indexes." in run("contacts", "reindex").stdout
    assert "0 contacts" in run("contacts", "reindex").stdout
    session.expire_all()
    [found] = service.listing(session, asked.id, service.Narrowing(find="hope school")).contacts
    assert found.contact.role_mailbox
