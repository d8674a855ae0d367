"""What a page costs the database: the number of statements, whatever somebody answers."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests.journeys.conftest import kent as kent  # a fixture
from tests.journeys.walking import PATHS, SLUG, SOME, fill, start
from tests.visitor import Visitor


class Count:
    """Statements and commits."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits = 0


@contextmanager
def counted(session: Session) -> Iterator[Count]:
    """Count what goes to the database."""
    count = Count()
    connection = session.get_bind()

    def on_statement(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            count.statements.append(statement)

    def on_release(*rest: object) -> None:
        count.commits += 1

    event.listen(connection, "before_cursor_execute", on_statement)
    event.listen(connection, "release_savepoint", on_release)
    try:
        yield count
    finally:
        event.remove(connection, "before_cursor_execute", on_statement)
        event.remove(connection, "release_savepoint", on_release)


@pytest.mark.parametrize("audience", list(PATHS))
def test_a_page_takes_three_queries_and_saving_it_four_with_one_commit(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = start(visitor, audience)
    with counted(session) as opening:
        page = visitor.get(page.request.path)
    assert len(opening.statements) <= 3, opening.statements
    fill(page, SOME[audience])
    with counted(session) as saving:
        page.forms["page"].submit("go", value="on")
    assert len(saving.statements) <= 4, saving.statements
    assert saving.commits == 1
    assert sum(statement.startswith("INSERT") for statement in saving.statements) == 1


def test_the_page_of_all_answers_costs_no_more_than_any_other(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    fill(page := start(visitor, "schools"), SOME["schools"])
    page.forms["page"].submit("go", value="overview")
    with counted(session) as opening:
        visitor.get(f"/{SLUG}/schools/check")
    assert len(opening.statements) <= 3, opening.statements
