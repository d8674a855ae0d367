"""What people typed is only ever text on officers' pages and in their files."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from engagement.consultations import question_log, sheets
from engagement.consultations.models import Consultation
from engagement.contacts import changes
from engagement.reporting.spreadsheet import BEGINS_A_FORMULA
from tests.clocks import SetClock
from tests.moderation.readers import clear_all, reader
from tests.officers.door import READS_ANSWERS, Roles
from tests.officers.files import send, try_out
from tests.reporting import survey
from tests.visitor import Visitor

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '=HYPERLINK("http://evil.example")',
    "＝1+1",
    "<!--",
    "]]>",
]
TAGS = ("script:not([src])", "img", "svg[onload]", "style", "[onerror]", "a[href^=javascript]")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_contacts_name_is_shown_as_it_was_typed_and_does_nothing(
    officer: Visitor, consultation: Consultation, session: Session, clock: SetClock, text: str
) -> None:
    added = changes.add(
        session, consultation, audience="families", email="ada@home.example", name=text, now=clock.now()
    )
    session.commit()
    for address in ("contacts", f"contacts/{added.id}"):
        page = officer.get(f"/officers/consultations/views/{address}")
        assert text in page.html.select_one("#main-content").get_text()
        assert not [tag for tag in TAGS if page.html.select(tag)]


@pytest.mark.parametrize("text", HOSTILE)
def test_reasons_and_titles_are_text_wherever_they_are_shown(
    officer: Visitor, consultation: Consultation, session: Session, text: str
) -> None:
    consultation.title = text
    session.commit()
    form = officer.get("/officers/sending").forms[1]
    form["reason"] = text
    form.submit()
    places = (
        "",
        "sending",
        "sending/resume",
        "audit",
        *(f"consultations/views/{part}" for part in ("", "mail", "set-up")),
    )
    for address in places:
        page = officer.get(f"/officers/{address}")
        assert text in page.html.select_one("#main-content").get_text()
        assert not [tag for tag in TAGS if page.html.select(tag)]


def test_answers_come_whole_into_the_file_and_none_is_a_formula(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, session: Session, clock: SetClock
) -> None:
    version = survey.asked(session, consultation, "families")
    for text in HOSTILE:
        survey.answered(session, version, {"change": text})
    clear_all(session, consultation, reader(session), clock.now())
    session.commit()
    form = sign_in(READS_ANSWERS).get("/officers/consultations/views/download").forms[1]
    form["audience"], form["reason"] = "families", "A test"
    rows = list(csv.reader(io.StringIO(form.submit().text.removeprefix("\ufeff"))))
    written = [row[-1] for row in rows[1:]]
    assert sorted(cell.removeprefix("'") for cell in written) == sorted(text.removeprefix("'") for text in HOSTILE)
    assert not [cell for row in rows for cell in row if cell.startswith(BEGINS_A_FORMULA)]


def test_headings_values_and_names_of_files_are_text(officer: Visitor, consultation: Consultation) -> None:
    for text in HOSTILE:
        file = io.StringIO()
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["email", "name", text], ["nobody", text, text]])
        columns = send(officer, file.getvalue().encode(), "families", "<script>.csv")
        assert text in columns.html.select_one("#main-content").get_text()
        tried = try_out(columns)
        for page in (columns, tried, officer.get("/officers/consultations/views/contacts/import")):
            assert not [tag for tag in TAGS if page.html.select(tag)]


def test_the_log_and_the_sheet_are_text_to_officers_and_to_everybody(
    officer: Visitor, visitor: Visitor, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    words, now = "\n\n".join(HOSTILE), clock.now()
    sheets.publish(session, consultation, {"heading": words, "sections": [{"heading": words, "text": words}]}, now)
    entry = question_log.write(session, consultation, question=words, answer=words, by="officer:ada", now=now)
    question_log.publish(session, consultation, entry, revision=1, by="officer:ada", now=now)
    session.commit()
    workspace = (
        "questions-and-answers",
        f"questions-and-answers/{entry.id}",
        f"questions-and-answers/{entry.id}/publish",
    )
    for address in (*workspace, "information-sheet/edit", "preview/open/newest/questions-and-answers"):
        page = officer.get(f"/officers/consultations/views/{address}")
        assert not [tag for tag in TAGS if page.html.select(tag)]
    for address in ("questions-and-answers", "information-sheet", "information-sheet/1"):
        page = visitor.get(f"/views/{address}")
        assert HOSTILE[0] in page.html.select_one("#main-content").get_text()
        assert not [tag for tag in TAGS if page.html.select(tag)]
