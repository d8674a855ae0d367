"""An officer's file of contacts: good rows are kept, bad ones are named, and nobody who opted out is written to."""

import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import invitations, service
from engagement.contacts.imports import at_once, report, rows, upload
from engagement.contacts.imports.models import ContactImport
from engagement.contacts.imports.outcomes import Outcome
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.errors import Refused
from tests import factories

NOW = datetime(2025, 6, 16, 9, tzinfo=UTC)


@pytest.fixture
def asked(session: Session) -> Consultation:
    return factories.consultation(session)


def take(session: Session, asked: Consultation, content: str | bytes) -> ContactImport:
    """Import a file of schools."""
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return at_once.take(session, asked, audience="schools", stream=stream, now=NOW)


def counts(job: ContactImport) -> dict[str, int]:
    """How many lines came to what, role mailboxes left aside."""
    return {outcome: count for outcome, count in job.counts.items() if outcome != "role_mailboxes"}


def refused(session: Session, job: ContactImport) -> dict[int, str]:
    """The sentence of each line that was not used."""
    return {line: sentence for line, _, sentence in report.lines(session, job, {Outcome.REFUSED})}


def mailboxes(session: Session, asked: Consultation) -> dict[str, str]:
    """The names that are kept, by address."""
    return {found.email: found.name for found in service.listing(session, asked.id).contacts}


def test_each_good_row_becomes_a_contact_with_a_personal_link(session: Session, asked: Consultation) -> None:
    job = take(session, asked, "email,name\nhead@one.example,School One\noffice@two.example,\n")
    assert counts(job) == {"added": 2}
    assert mailboxes(session, asked) == {"head@one.example": "School One", "office@two.example": ""}
    for invitation in session.scalars(select(Invitation)):
        found = invitations.find(session, asked.id, invitations.token_of(invitation))
        assert found is not None
        assert found.contact.id == invitation.contact_id


def test_bad_rows_are_named_by_line_and_reason_and_good_ones_are_kept(session: Session, asked: Consultation) -> None:
    job = take(
        session,
        asked,
        "email,name\n"
        "head@one.example,One\n"
        "not an address,Two\n"
        "\n"
        ",No address\n"
        "HEAD@ONE.example,One again\n"
        f"long@name.example,{'n' * 201}\n"
        "nul@name.example,a\0b\n"
        "head@commas.example,Smith, Jo\n"
        "office@last.example,Last\n",
    )
    assert counts(job) == {"added": 2, "refused": 6}
    reasons = refused(session, job)
    assert list(reasons) == [3, 5, 6, 7, 8, 9]
    assert reasons[5] == "There is no email address here. Add one, or delete the line."
    assert reasons[6] == "The same address is on line 2, which is used. Delete one of the two lines."
    assert "longer than 200" in reasons[7]
    assert "cannot be shown" in reasons[8]
    assert "quotation marks" in reasons[9]


def test_no_reason_repeats_an_address(session: Session, asked: Consultation) -> None:
    job = take(session, asked, "email\nsecret.person@@x.example\nsecret person@x.example\nsecret@x\nsecret@-x.org\n")
    reasons = refused(session, job)
    assert len(reasons) == 4
    assert "secret" not in str(reasons)


def test_importing_the_same_file_again_changes_nothing(session: Session, asked: Consultation) -> None:
    content = "email,name\nhead@one.example,One\noffice@two.example,Two\n"
    take(session, asked, content)
    before = session.scalars(select(Invitation.token_hash).order_by(Invitation.token_hash)).all()
    assert counts(take(session, asked, content)) == {"unchanged": 2}
    assert session.scalars(select(Invitation.token_hash).order_by(Invitation.token_hash)).all() == before


def test_a_file_that_knows_more_changes_what_is_kept_and_its_gaps_change_nothing(
    session: Session, asked: Consultation
) -> None:
    take(session, asked, "email,name,phase\nhead@one.example,One,Primary\noffice@two.example,Two,Primary\n")
    job = take(session, asked, "email,name,phase\nhead@one.example,Uno,\noffice@two.example,,Secondary\n")
    assert counts(job) == {"changed": 2}
    assert mailboxes(session, asked) == {"head@one.example": "Uno", "office@two.example": "Two"}
    groups = {found.email: found.contact.groups for found in service.listing(session, asked.id).contacts}
    assert groups == {"head@one.example": {"phase": "primary"}, "office@two.example": {"phase": "secondary"}}


def test_an_address_that_opted_out_stays_opted_out_when_it_is_imported_again(
    session: Session, asked: Consultation
) -> None:
    _, token = factories.contact(session, asked, "parent@home.example", audience="families")
    invited = invitations.find(session, asked.id, token)
    assert invited is not None
    invitations.opt_out(session, invited, date(2025, 6, 15))
    assert counts(take(session, asked, "email\nparent@home.example\nhead@one.example\n")) == {
        "suppressed": 1,
        "added": 1,
    }
    schools = service.listing(session, asked.id, service.Narrowing("schools")).contacts
    states = {found.email: found.invitation for found in schools}
    assert states == {
        "parent@home.example": InvitationState.OPTED_OUT,
        "head@one.example": InvitationState.UNUSED,
    }


def test_the_same_mailbox_may_belong_to_two_consultations(session: Session, asked: Consultation) -> None:
    take(session, asked, "email\nhead@one.example\n")
    assert counts(take(session, factories.consultation(session), "email\nhead@one.example\n")) == {"added": 1}


@pytest.mark.parametrize(
    "content",
    [
        "email,name\nhead@one.example,École Ünique\n".encode(),
        "\ufeffEmail,NAME\r\nhead@one.example,École Ünique\r\n".encode(),
        "name;email\nÉcole Ünique;head@one.example\n".encode("cp1252"),
        'email\tname\n"head@one.example"\t" École\u00a0Ünique "\n'.encode(),
        "\n\nemail,name\rhead@one.example,École Ünique\r".encode(),
    ],
)
def test_files_as_spreadsheets_save_them_are_understood(session: Session, asked: Consultation, content: bytes) -> None:
    assert counts(take(session, asked, content)) == {"added": 1}
    assert mailboxes(session, asked) == {"head@one.example": "École Ünique"}


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(session: Session, asked: Consultation) -> None:
    job = take(session, asked, 'email,name\nhead@one.example,One\noffice@two.example,"Two\nhead@three.example,Three\n')
    assert counts(job) == {"added": 1, "refused": 1}
    assert refused(session, job) == {3: "The quotation marks here do not pair up. What follows may not have been read."}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "first line must name the columns"),
        (b"head@one.example,One\n", "first line must name the columns"),
        (b"name\nOne\n", "column with the email addresses"),
        (b"email,name\n\n , \n", "no line below the headings"),
        (b"email,x,X\n", "names the same column twice"),
        (",".join(f"c{number}" for number in range(61)).encode(), "more than 60 columns"),
        (b"email" + b"," * 1_000_000, "Line 1 is too long to be read"),
        (b"email,name\n" + b'"a\n",' * 100_000, "Line 2 is too long to be read"),
        (b"PK\x03\x04 a workbook", "damaged or protected"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "old kind, or one with a password"),
        ("email\nhead@one.example".encode("utf-16"), "not a CSV file"),
        (b"email\n\x81\x8d\n", "not text that we can read"),
        (b"email\n" + b"x" * rows.MOST_BYTES, "larger than 20 MB"),
        (b"email\n" + b"x\n" * (rows.MOST_ROWS + 1), "more than 100,000 rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole_with_a_reason(
    session: Session, asked: Consultation, content: bytes, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        take(session, asked, content)
    assert session.scalar(select(func.count()).select_from(Contact)) == 0


def test_addresses_of_children_are_not_taken(session: Session, asked: Consultation) -> None:
    with pytest.raises(Refused, match="never write to children"):
        at_once.take(session, asked, audience="young_people", stream=io.BytesIO(b"email\na@b.example\n"), now=NOW)


def test_a_large_file_is_taken_in_few_statements(session: Session, asked: Consultation) -> None:
    count = upload.PIECE * 3
    statements: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
    job = take(session, asked, "email\n" + "".join(f"school{number}@s.example\n" for number in range(count)))
    assert counts(job) == {"added": count}
    assert len(statements) < 100
