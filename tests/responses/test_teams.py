"""Teams: colleagues find the draft by links of their own, and names are gone when nobody needs them."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import QuestionnaireVersion
from engagement.errors import Refused
from engagement.questionnaires.definition import Question, Questionnaire, Section
from engagement.responses import drafts, teams
from engagement.responses.models import Channel, Draft, DraftAnswer, MemberState, TeamMember
from engagement.responses.teams import Opened
from tests import factories

SECRET = "of whoever began"
ASKED = Questionnaire(
    "schools", "sections", tuple(Section(key, key, (Question(f"q_{key}", "long_text", "Why?"),)) for key in ("a", "b"))
)


@pytest.fixture
def version(session: Session) -> QuestionnaireVersion:
    """A small questionnaire for schools, published."""
    return factories.version(session, factories.consultation(session), ASKED)


@pytest.fixture
def draft(session: Session, version: QuestionnaireVersion) -> Draft:
    """A draft that somebody has begun."""
    drafts.begin(
        session,
        consultation_id=version.consultation_id,
        audience="schools",
        version_id=version.id,
        secret=SECRET,
        channel=Channel.OPEN_LINK,
        today=date(2025, 6, 16),
    )
    opened = open_draft(session, version, SECRET, by_team_link=False)
    assert opened is not None
    return opened.draft


def open_draft(session: Session, version: QuestionnaireVersion, secret: str, *, by_team_link: bool) -> Opened | None:
    return teams.open_draft(
        session,
        consultation_id=version.consultation_id,
        audience="schools",
        secret=secret,
        by_team_link=by_team_link,
        to_change=True,
    )


def invite(session: Session, draft: Draft, name: str = "", sections: list[str] | None = None) -> tuple[TeamMember, str]:
    """A new colleague and the secret of their link."""
    team = session.scalars(select(TeamMember).where(TeamMember.draft_id == draft.id)).all()
    member = teams.invite(session, draft, team, name=name, sections=sections)
    secret = teams.secret_of(member)
    assert secret is not None
    return member, secret


def test_a_colleagues_link_opens_the_same_draft_and_says_who_is_here(
    session: Session, version: QuestionnaireVersion, draft: Draft
) -> None:
    head, secret = invite(session, draft, "Head of care", ["b"])
    bursar, _ = invite(session, draft)
    opened = open_draft(session, version, secret, by_team_link=True)
    assert opened == Opened(draft, [head, bursar], head)
    assert (head.sections, bursar.sections) == (["b"], None)
    assert [member.number for member in opened.team] == [1, 2]
    assert open_draft(session, version, SECRET, by_team_link=False) == Opened(draft, [head, bursar], None)


def test_a_colleagues_secret_is_none_of_the_drafts_and_the_other_way_round(
    session: Session, version: QuestionnaireVersion, draft: Draft
) -> None:
    _, secret = invite(session, draft)
    assert open_draft(session, version, secret, by_team_link=False) is None
    assert open_draft(session, version, SECRET, by_team_link=True) is None


def test_names_are_sealed_and_a_name_given_first_stays(session: Session, draft: Draft) -> None:
    member, _ = invite(session, draft, "Head of care")
    assert member.name_sealed is not None
    assert b"care" not in member.name_sealed
    teams.join(session, member, "Somebody else")
    assert (teams.name_of(member), member.state) == ("Head of care", MemberState.ANSWERING)
    unnamed, _ = invite(session, draft)
    teams.join(session, unnamed, "Bursar")
    assert teams.name_of(unnamed) == "Bursar"
    teams.name_lead(session, draft, "Head teacher")
    assert teams.lead_name_of(draft) == "Head teacher"


def test_an_ended_link_opens_nothing_and_a_new_one_does_while_what_was_written_stays(
    session: Session, version: QuestionnaireVersion, draft: Draft
) -> None:
    member, secret = invite(session, draft, "Head of care")
    drafts.save(session, draft, {"q_a": ["Ours"]}, sealed=(), written_by=member.id)
    teams.end_link(session, member)
    assert open_draft(session, version, secret, by_team_link=True) is None
    assert teams.secret_of(member) is None
    typed = drafts.typed(session, draft)
    assert (typed.answers, typed.written_by) == ({"q_a": ["Ours"]}, {"q_a": member.id})
    assert teams.name_of(member) == "Head of care"
    teams.new_link(session, member)
    fresh = teams.secret_of(member)
    assert fresh not in (None, secret)
    assert open_draft(session, version, secret, by_team_link=True) is None
    assert open_draft(session, version, str(fresh), by_team_link=True) is not None


def test_the_last_to_change_an_answer_is_its_writer(session: Session, draft: Draft) -> None:
    member, _ = invite(session, draft)
    drafts.save(session, draft, {"q_a": ["One"], "q_b": ["Two"]}, sealed=())
    drafts.save(session, draft, {"q_b": ["Three"]}, sealed=(), written_by=member.id)
    assert drafts.typed(session, draft).written_by == {"q_a": None, "q_b": member.id}


def test_once_sent_nobody_is_named_and_links_still_say_so(
    session: Session, version: QuestionnaireVersion, draft: Draft
) -> None:
    member, secret = invite(session, draft, "Head of care")
    teams.name_lead(session, draft, "Head teacher")
    teams.close(session, draft)
    session.flush()
    opened = open_draft(session, version, secret, by_team_link=True)
    assert opened is not None
    assert opened.member is member
    assert (member.state, teams.name_of(member), teams.secret_of(member)) == (MemberState.SENT, "", None)
    assert teams.lead_name_of(draft) == ""


def test_a_draft_that_goes_takes_its_team_along(session: Session, draft: Draft) -> None:
    member, _ = invite(session, draft, "Head of care")
    drafts.save(session, draft, {"q_a": ["Ours"]}, sealed=(), written_by=member.id)
    session.delete(draft)
    session.flush()
    assert session.scalars(select(TeamMember.id)).all() == []
    assert session.scalars(select(DraftAnswer.field_key)).all() == []


def test_there_is_an_end_to_inviting(session: Session, draft: Draft) -> None:
    for _ in range(teams.MOST):
        invite(session, draft)
    with pytest.raises(Refused, match="20 colleagues"):
        invite(session, draft)
