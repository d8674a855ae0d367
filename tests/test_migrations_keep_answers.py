"""Whatever people have typed or sent is still there after migrating up from the first tables, and back down."""

import json
import uuid

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from engagement.extensions import db
from tests.test_migrations import MIGRATIONS, empty  # noqa: F401  # a fixture that pytest finds by its name

CONSULTATION, VERSION, DRAFT, RESPONSE = (uuid.uuid4().hex for _ in range(4))
BELONGS = {"consultation_id": CONSULTATION, "audience": "families"}
# As the tables were before people could answer with colleagues, each after those that it refers to.
ROWS: dict[str, dict[str, object]] = {
    "consultations": {
        "id": CONSULTATION,
        "slug": "views",
        "title": "Views",
        "council_name": "Kent",
        "label": "NMISS",
        "contact_email": "a@council.example",
        "page": "{}",
        "opens_at": "2025-06-01",
        "closes_at": "2025-07-01",
    },
    "questionnaire_versions": {
        "id": VERSION,
        **BELONGS,
        "number": 1,
        "content_hash": "hash",
        "document": "{}",
        "published_at": "2025-06-01",
    },
    "contacts": {
        "id": uuid.uuid4().hex,
        **BELONGS,
        "email_sealed": b"sealed",
        "email_index": "one",
        "do_not_contact": False,
        "added_at": "2025-06-01",
    },
    "drafts": {
        "id": DRAFT,
        **BELONGS,
        "version_id": VERSION,
        "access_key": "key",
        "channel": "open_link",
        "started_on": "2025-06-02",
        "submitted": True,
        "words_key": "words",
    },
    "draft_answers": {"draft_id": DRAFT, "field_key": "f_best", "raw": '["The garden"]', "rev": 3},
    "responses": {
        "id": RESPONSE,
        **BELONGS,
        "version_id": VERSION,
        "draft_id": DRAFT,
        "reference": "K7QF-3MWD",
        "channel": "open_link",
        "received_on": "2025-06-03",
        "in_grace": False,
        "blank": False,
        "withdrawal_key": "code",
    },
    "answers": {
        "response_id": RESPONSE,
        "question_key": "f_role",
        "value": '"parent"',
        "confidential_because": "A small school",
    },
}
KEPT = ("contacts", "drafts", "draft_answers", "responses", "answers")
MEMBER = """INSERT INTO team_members (id, draft_id, number, state) VALUES (:id, :draft, 1, 'answering')"""

pytestmark = pytest.mark.usefixtures("empty")


def add(table: str, row: dict[str, object]) -> None:
    """Write one row, whatever the models say of its table today."""
    with db.engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"), row
        )


def kept() -> dict[str, list[dict[str, object]]]:
    """All rows that hold what people said, with the columns that they began with."""
    with db.engine.connect() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(text(f"SELECT {', '.join(ROWS[table])} FROM {table}")).mappings()
            ]
            for table in KEPT
        }


@pytest.fixture
def before() -> dict[str, list[dict[str, object]]]:
    """The tables of before, with one row in each."""
    upgrade(directory=MIGRATIONS, revision="0002")
    for table, row in ROWS.items():
        add(table, row)
    rows = kept()
    assert [len(found) for found in rows.values()] == [1] * len(KEPT)
    return rows


def test_what_people_typed_and_sent_is_whole_after_every_migration_and_back(
    before: dict[str, list[dict[str, object]]],
) -> None:
    upgrade(directory=MIGRATIONS)
    assert kept() == before
    downgrade(directory=MIGRATIONS, revision="0002")
    assert kept() == before


def test_what_colleagues_wrote_and_what_was_changed_since_stays_when_its_columns_go(
    before: dict[str, list[dict[str, object]]],
) -> None:
    upgrade(directory=MIGRATIONS)
    member = uuid.uuid4().hex
    with db.engine.begin() as connection:
        connection.execute(text(MEMBER), {"id": member, "draft": DRAFT})
        connection.execute(text("UPDATE draft_answers SET written_by = :id"), {"id": member})
        connection.execute(text("UPDATE drafts SET reopened_from = '2025-06-03'"))
        connection.execute(text("UPDATE responses SET afterwards = 'begun', changed_on = '2025-06-04'"))
    downgrade(directory=MIGRATIONS, revision="0002")
    assert kept() == before


def test_going_back_takes_out_what_came_late_with_its_answers_and_nothing_else(
    before: dict[str, list[dict[str, object]]],
) -> None:
    upgrade(directory=MIGRATIONS)
    draft, response = uuid.uuid4().hex, uuid.uuid4().hex
    add("drafts", {**ROWS["drafts"], "id": draft, "access_key": "other", "words_key": None})
    late = {"draft_id": draft, "reference": "LATE-LATE", "withdrawal_key": "other", "late": True}
    add("responses", {**ROWS["responses"], "id": response, **late})
    add("answers", {**ROWS["answers"], "response_id": response})
    downgrade(directory=MIGRATIONS, revision="0013")
    found = kept()
    assert (found["responses"], found["answers"]) == (before["responses"], before["answers"])


def test_going_back_leaves_pages_that_name_no_file_which_is_gone(
    before: dict[str, list[dict[str, object]]],
) -> None:
    upgrade(directory=MIGRATIONS)
    page = {
        "why": "Because.",
        "picture": {"uploaded": "0123456789ab.webp", "alternative": "A field"},
        "documents": [{"title": "The plan", "file": "0123456789ab.pdf", "size": 9}],
    }
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE consultations SET page = :page"), {"page": json.dumps(page)})
    downgrade(directory=MIGRATIONS, revision="0019")
    with db.engine.connect() as connection:
        left = connection.scalar(text("SELECT CAST(page AS TEXT) FROM consultations"))
    assert json.loads(left or "") == {"why": "Because."}
    assert kept() == before
