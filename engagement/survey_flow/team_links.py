"""A colleague's way in and out: the link, what it asks, and that their part is done. Opening a link changes nothing."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, flash, redirect, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engagement.extensions import db
from engagement.language import gettext
from engagement.responses import teams
from engagement.responses.models import Channel, MemberState
from engagement.survey_flow import invitation_form, inviting, keys, pages, writers
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.keys import Key
from engagement.survey_flow.visits import Visit, visit, with_draft
from engagement.survey_flow.ways import Answer, elsewhere, to
from engagement.unit_of_work import unit_of_work

# The link that was opened last waits here, so that it takes nobody's own answers away before they say so.
PLACE = "team"
GONE = 410


def add_pages(door: Blueprint, audience: Audience) -> None:
    """Add the pages that are a colleague's alone."""
    for rule, endpoint, view, methods in (
        ("/team", "team", team, ["GET"]),
        ("/team", "join", join, ["POST"]),
        ("/finished", "finished", finished, ["GET"]),
        ("/finished", "finish", finish, ["POST"]),
    ):
        door.add_url_rule(rule, endpoint, partial(view, audience), methods=methods)
    door.add_url_rule("/team/<token>", "team_link", partial(team_link, audience))


def team_link(audience: Audience, slug: str, token: str) -> Response:
    """The way in: the token moves from the address into the browser's session."""
    held = keys.found(slug, audience.name)
    if held and held.secret == token:
        return redirect(url_for(f"{audience.name}.sections", slug=slug), 303)
    session[PLACE] = {f"{slug}/{audience.name}": token}
    return redirect(url_for(f"{audience.name}.team", slug=slug), 303)


def team(audience: Audience, slug: str) -> Answer:
    """Who asks what, and the button to begin."""
    return _invitation(db.session(), visit(db.session(), audience, slug))


def join(audience: Audience, slug: str) -> Answer:
    """Begin, or carry on in this browser; a name may be given now."""
    with unit_of_work() as work:
        here = visit(work, audience, slug)
        guest = _guest(work, here, to_change=True)
        if guest is None or guest.member is None or guest.sent or not guest.may_send or _leads(here, guest):
            return _invitation(work, here)
        name = invitation_form.typed_name(request.form.get("name", ""))
        problem = invitation_form.name_problem(name)
        if problem or not keys.is_own_form(guest.secret):
            return _page(here, guest, name, problem), pages.NOT_TAKEN
        teams.join(work, guest.member, name)
    assert guest.key is not None
    keys.keep(slug, audience.name, guest.key)
    session.pop(PLACE, None)
    return to(guest, "sections")


def finish(audience: Audience, slug: str) -> Answer:
    """A colleague says that their part is done."""
    with unit_of_work() as work:
        here = visit(work, audience, slug, to_change=True)
        if other := elsewhere(here):
            return other
        if here.member is None or not here.may_send or not keys.is_own_form(here.secret):
            return to(here, "check")
        teams.finish(work, here.member)
    return to(here, "finished")


def finished(audience: Audience, slug: str) -> Answer:
    """Thanks, and what happens now."""
    here = visit(db.session(), audience, slug)
    if other := elsewhere(here):
        return other
    if here.member is None or here.member.state != MemberState.FINISHED:
        return to(here, "check")
    return pages.render(here, "team_finished", lead=writers.lead_of(here))


def start(here: Visit) -> Answer:
    """The first page for somebody who came by a colleague's link: their sections, or why there are none."""
    return _ended(here) if here.draft is None else to(here, "sections")


def not_shared(here: Visit) -> Answer:
    """Back to their own sections, for a colleague who opens another one."""
    flash(gettext("That section is not shared with you. These are the sections that you can answer."))
    return to(here, "sections")


def _invitation(work: Session, here: Visit) -> Answer:
    guest = _guest(work, here)
    if guest is None:
        return to(here, "start_page")
    if guest.member is None:
        return _ended(guest)
    if _leads(here, guest):
        flash(gettext("This link is for your colleague. You see all sections without it."))
        return to(here, "colleague", number=guest.member.number)
    return pages.render(guest, "team_sent") if guest.sent else _page(here, guest)


def _guest(work: Session, here: Visit, *, to_change: bool = False) -> Visit | None:
    """The visit of the link that was opened last, which may be another one than this browser's own."""
    token = session.get(PLACE, {}).get(f"{here.consultation.slug}/{here.audience.name}")
    if token is None:
        return None
    bare = Visit(here.audience, here.consultation, here.now, Key(token, Channel.TEAM_LINK))
    return with_draft(work, bare, to_change=to_change)


def _leads(here: Visit, guest: Visit) -> bool:
    """Whether this browser holds the answers themselves, as whoever tries out a link does."""
    return (
        here.member is None and here.draft is not None and guest.draft is not None and here.draft.id == guest.draft.id
    )


def _page(here: Visit, guest: Visit, typed: str = "", problem: str = "") -> str:
    assert guest.member is not None
    return pages.render(
        guest,
        "team",
        lead=writers.lead_of(guest),
        sections=inviting.shared_sections(guest, guest.member),
        named=teams.name_of(guest.member),
        own_answers=here.draft is not None and here.member is None and not here.sent,
        typed=typed,
        problem=problem,
        errors=[(problem, "#name")] if problem else [],
    )


def _ended(here: Visit) -> Answer:
    return pages.render(replace(here, key=None), "team_ended"), GONE
