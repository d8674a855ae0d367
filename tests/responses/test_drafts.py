"""Drafts: begun once, found by their secret, saved as typed."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import QuestionnaireVersion
from engagement.extensions import vault
from engagement.questionnaires.definition import Option, Question, Questionnaire, Section
from engagement.responses import drafts
from engagement.responses.models import Channel, Draft, DraftAnswer
from engagement.vault import VaultError
from tests import factories

OPTIONS = (Option("a", "A"), Option("b", "B"))
ASKED = Questionnaire(
    "families",
    "sections",
    (
        Section(
            "s",
            "Section",
            (
                Question("some", "multi", "Some?", options=OPTIONS),
                Question("words", "long_text", "Words?"),
                Question("email", "short_text", "Address?", kept_apart="email"),
            ),
        ),
    ),
)


@pytest.fixture
def version(session: Session) -> QuestionnaireVersion:
    """A small questionnaire, published."""
    return factories.version(session, factories.consultation(session), ASKED)


def begin(session: Session, version: QuestionnaireVersion, secret: str = "secret") -> Draft:
    """Begin a draft, or find it begun."""
    drafts.begin(
        session,
        consultation_id=version.consultation_id,
        audience="families",
        version_id=version.id,
        secret=secret,
        channel=Channel.OPEN_LINK,
        today=date(2025, 6, 16),
    )
    found = drafts.find(session, consultation_id=version.consultation_id, audience="families", secret=secret)
    assert found is not None
    return found


def test_beginning_twice_with_one_secret_makes_one_draft(session: Session, version: QuestionnaireVersion) -> None:
    assert begin(session, version).id == begin(session, version).id


def test_a_draft_is_found_by_its_secret_only(session: Session, version: QuestionnaireVersion) -> None:
    begin(session, version)
    here = version.consultation_id
    other = factories.consultation(session).id
    assert drafts.find(session, consultation_id=here, audience="families", secret="guess") is None
    assert drafts.find(session, consultation_id=here, audience="schools", secret="secret") is None
    assert drafts.find(session, consultation_id=other, audience="families", secret="secret") is None


def test_the_database_does_not_hold_the_secret(session: Session, version: QuestionnaireVersion) -> None:
    draft = begin(session, version, "a-personal-token")
    assert "a-personal-token" not in draft.access_key
    assert draft.access_key == vault.index("draft", "a-personal-token")


def test_what_was_typed_comes_back_exactly(session: Session, version: QuestionnaireVersion) -> None:
    draft = begin(session, version)
    typed = {"some": ["b", "a", "b"], "words": ["  Line\r\n\r\nline \0 \t 🌳 \u2028 "], "email": ["ä@b.example", ""]}
    drafts.save(session, draft, typed, sealed=["email"])
    assert drafts.answers(session, draft) == typed


def test_each_change_counts_and_nothing_else_does(session: Session, version: QuestionnaireVersion) -> None:
    draft = begin(session, version)
    drafts.save(session, draft, {"words": ["one"], "some": ["a"]}, sealed=())
    drafts.save(session, draft, {"words": ["two"]}, sealed=())
    drafts.save(session, draft, {}, sealed=())
    session.expire_all()
    revs = {row.field_key: (row.rev, row.raw) for row in session.scalars(select(DraftAnswer))}
    assert revs == {"words": (2, ["two"]), "some": (1, ["a"])}


def test_what_identifies_somebody_is_sealed_to_its_place(session: Session, version: QuestionnaireVersion) -> None:
    draft = begin(session, version)
    drafts.save(session, draft, {"email": ["parent@home.example"]}, sealed=["email"])
    row = session.scalars(select(DraftAnswer)).one()
    assert row.raw == []
    assert row.sealed is not None
    assert b"parent" not in row.sealed
    other = begin(session, version, "another")
    session.add(DraftAnswer(draft_id=other.id, field_key="email", raw=[], sealed=row.sealed))
    session.flush()
    with pytest.raises(VaultError):
        drafts.answers(session, other)
