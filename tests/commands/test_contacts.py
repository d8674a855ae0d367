"""Contacts are taken from a file on the command line as they are on the officers' page."""

from pathlib import Path

from sqlalchemy.orm import Session

from tests import factories
from tests.commands.conftest import Run, machine_reads, noted, refused


def test_good_rows_are_kept_bad_ones_are_named_and_no_address_is_printed(
    run: Run, session: Session, tmp_path: Path
) -> None:
    slug = factories.consultation(session).slug
    file = tmp_path / "contacts.csv"
    file.write_text("email,name,phone\nhead@one.example,One,1\nnot-an-address,Two,2\n")
    result = run("contacts", "import", slug, "schools", str(file))
    assert result.exit_code == 0
    assert "1 added, 0 unchanged, 1 not used." in result.stdout
    assert "Columns that were not used: phone." in result.stdout
    assert "Line 3: " in result.stdout
    assert "one.example" not in result.output
    assert noted(session) == [("command line", "contacts imported")]


def test_machines_get_the_same_numbers(run: Run, session: Session, tmp_path: Path) -> None:
    slug = factories.consultation(session).slug
    file = tmp_path / "contacts.csv"
    file.write_text("email\nhead@one.example\n")
    run("contacts", "import", slug, "families", str(file))
    again = machine_reads(run("contacts", "import", slug, "families", str(file), "--json"))
    assert (again["added"], again["unchanged"], again["refused"]) == (0, 1, [])


def test_a_file_that_cannot_be_read_is_refused(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "contacts.xlsx"
    file.write_bytes(b"PK\x03\x04")
    slug = factories.consultation(session).slug
    assert "not a CSV file" in refused(run("contacts", "import", slug, "schools", str(file)))
    assert noted(session) == []


def test_nobody_imports_the_addresses_of_children(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("email\nchild@home.example\n")
    slug = factories.consultation(session).slug
    assert "never write to children" in refused(run("contacts", "import", slug, "young_people", str(file)))
