"""Answering with colleagues, for whoever began the answers: links for all or some sections, made, shown and ended."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, flash, url_for

from engagement.correspondence.colleagues import write_to_colleague
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.language import gettext
from engagement.responses import teams
from engagement.responses.models import TeamMember
from engagement.survey_flow import invitation_form, keys, pages, writers
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.invitation_form import Wanted
from engagement.survey_flow.visits import Visit, visit
from engagement.survey_flow.ways import Answer, elsewhere, to
from engagement.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class Listed:
    """One colleague as the lead sees them."""

    number: int
    name: str
    sections: str
    state: str
    href: str


def add_pages(door: Blueprint, audience: Audience) -> None:
    """Add the pages of whoever began the answers."""
    door.add_url_rule("/colleagues", "colleagues", partial(colleagues, audience))
    door.add_url_rule("/colleagues", "invite", partial(invite, audience), methods=["POST"])
    for rule, endpoint, of_one, methods in (
        ("", "colleague", colleague, ["GET"]),
        ("/end", "end_link_page", end_page, ["GET"]),
        ("/end", "end_link", end_link, ["POST"]),
        ("/link", "new_link", new_link, ["POST"]),
        ("/link", "new_link_opened", colleague, ["GET"]),
    ):
        door.add_url_rule(f"/colleagues/<int:number>{rule}", endpoint, partial(of_one, audience), methods=methods)


def colleagues(audience: Audience, slug: str) -> Answer:
    """Who was invited, how far they are, and the form to invite one more."""
    here = visit(db.session(), audience, slug)
    if other := _not_theirs(here):
        return other
    assert here.draft is not None
    return _page(here, Wanted(own_name=teams.lead_name_of(here.draft)))


def invite(audience: Audience, slug: str) -> Answer:
    """Make a colleague's link, and mail it where an address was typed."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if other := _not_theirs(here):
            return other
        assert here.draft is not None
        wanted = invitation_form.read(here)
        if not keys.is_own_form(here.secret):
            return _page(here, wanted, audience.words.lost_touch)
        if wanted.problems:
            return _page(here, wanted), pages.NOT_TAKEN
        number = invitation_form.number()
        if any(member.number == number for member in here.team):
            return to(here, "colleague", number=number)  # a double click
        teams.name_lead(session, here.draft, wanted.own_name)
        sections = None if invitation_form.ALL in wanted.sections else wanted.sections
        member = teams.invite(session, here.draft, here.team, name=wanted.name, sections=sections)
        mailed = bool(wanted.email) and write_to_colleague(
            session,
            consultation=here.consultation,
            audience=audience.name,
            member=member,
            email=wanted.email,
            now=here.now,
        )
    if mailed:
        flash(gettext("The link is made, and we are sending it to the address you gave."), "success")
    elif wanted.email:
        flash(gettext("The link is made. We cannot write to the address you gave, so pass the link on yourself."))
    else:
        flash(gettext("The link is made. Copy it and pass it on."), "success")
    return to(here, "colleague", number=member.number)


def colleague(audience: Audience, slug: str, number: int) -> Answer:
    """One colleague's link, to pass it on again or to end it."""
    here = visit(db.session(), audience, slug)
    if other := _not_theirs(here):
        return other
    member = _member(here, number)
    secret = teams.secret_of(member)
    address = url_for(f"{audience.name}.team_link", slug=slug, token=secret, _external=True) if secret else ""
    return pages.render(here, "colleague", one=_listed(here, member), address=address)


def end_page(audience: Audience, slug: str, number: int) -> Answer:
    """Asks once more before a link is ended."""
    here = visit(db.session(), audience, slug)
    if other := _not_theirs(here):
        return other
    member = _member(here, number)
    if member.secret_sealed is None:
        return to(here, "colleague", number=number)
    return pages.render(here, "colleague_end", one=_listed(here, member))


def end_link(audience: Audience, slug: str, number: int) -> Answer:
    """End a colleague's link. What they wrote stays."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if other := _not_theirs(here):
            return other
        member = _member(here, number)
        if keys.is_own_form(here.secret) and member.secret_sealed is not None:
            teams.end_link(session, member)
    return to(here, "colleague", number=number)


def new_link(audience: Audience, slug: str, number: int) -> Answer:
    """Give a colleague whose link was ended a new one."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if other := _not_theirs(here):
            return other
        member = _member(here, number)
        if keys.is_own_form(here.secret) and member.secret_sealed is None:
            teams.new_link(session, member)
    return to(here, "colleague", number=number)


def shared_sections(here: Visit, member: TeamMember) -> list[str]:
    """The titles of the sections that a colleague may see."""
    return [
        section.title for section in here.asked.sections if member.sections is None or section.key in member.sections
    ]


def _not_theirs(here: Visit) -> Answer | None:
    """Where somebody belongs who cannot invite: one who has not begun, has sent, is too late, or was invited."""
    if other := elsewhere(here):
        return other
    if here.member is not None:
        return to(here, "sections")
    return None if here.may_send and not here.changing else to(here, "check")


def _page(here: Visit, wanted: Wanted, notice: str = "") -> str:
    return pages.render(
        here,
        "colleagues",
        listed=[_listed(here, member) for member in here.team],
        wanted=wanted,
        next_number=1 + max((member.number for member in here.team), default=0),
        full=len(here.team) >= teams.MOST,
        choices={section.key: section.title for section in here.asked.sections},
        all_sections=invitation_form.ALL,
        notice=notice,
        errors=[(problem, f"#{place}") for place, problem in wanted.problems.items()],
    )


def _listed(here: Visit, member: TeamMember) -> Listed:
    return Listed(
        number=member.number,
        name=writers.name_of(member),
        sections=gettext("All sections") if member.sections is None else ", ".join(shared_sections(here, member)),
        state=writers.state_of(member),
        href=pages.link(here, "colleague", number=member.number),
    )


def _member(here: Visit, number: int) -> TeamMember:
    member = next((member for member in here.team if member.number == number), None)
    if member is None:
        raise NotFound("There is no such colleague.")
    return member
