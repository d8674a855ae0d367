"""Who answers together, how far they are and who wrote what: shown to them, and to nobody else."""

from collections.abc import Iterable

from engagement.language import gettext, lazy_gettext
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Field
from engagement.responses import teams
from engagement.responses.models import MemberState, TeamMember
from engagement.survey_flow.visits import Visit

STATES = {
    MemberState.INVITED: lazy_gettext("Has not opened the link"),
    MemberState.ANSWERING: lazy_gettext("Answering"),
    MemberState.FINISHED: lazy_gettext("Finished"),
    MemberState.ENDED: lazy_gettext("Link ended"),
}


def name_of(member: TeamMember) -> str:
    """A colleague's name or role; their number where nobody gave one."""
    return teams.name_of(member) or gettext("Colleague %(number)s", number=member.number)


def state_of(member: TeamMember) -> str:
    """How far a colleague has come, in words."""
    return str(STATES[MemberState(member.state)])


def unfinished(here: Visit) -> list[tuple[str, str]]:
    """The colleagues who may still be answering, each with their state in words."""
    waiting = (MemberState.INVITED, MemberState.ANSWERING)
    return [(name_of(member), state_of(member)) for member in here.team if member.state in waiting]


def lead_of(here: Visit) -> str:
    """The name or role of whoever began and will send the answers."""
    assert here.draft is not None
    return teams.lead_name_of(here.draft) or gettext("the colleague who began the answers")


def others(here: Visit, fields: Iterable[Field]) -> str:
    """Who last changed these answers besides whoever is here, as a list of names; empty where nobody did."""
    if not here.team:
        return ""
    mine = here.member.id if here.member else None
    keys = [field.key for field in with_marks(fields)]
    found = dict.fromkeys(here.written_by[key] for key in keys if key in here.written_by)
    by_id = {member.id: member for member in here.team}
    return ", ".join(name_of(by_id[one]) if one else lead_of(here) for one in found if one != mine)
