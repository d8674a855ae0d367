"""The demo's past three weeks, lived through in order with the services that real people and officers use."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement import families, schools, young_people
from engagement.audit import trail
from engagement.consultations import document, service, translations, versions
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.contacts.imports.at_once import take
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.contacts.service import email_of, name_of, organisation_of
from engagement.correspondence import waves
from engagement.correspondence.postroom import courier
from engagement.demo.answers import answers
from engagement.demo.letterbox import Letterbox, LetterboxGateway
from engagement.extensions import clock, db
from engagement.questionnaires import po_files, schema
from engagement.questionnaires.definition import AudienceName, KeptApart
from engagement.responses import afterwards, drafts, submission
from engagement.responses.models import Channel
from engagement.survey_flow import keys, sending, visits
from engagement.survey_flow.audience import Audience
from engagement.unit_of_work import unit_of_work

SLUG = "nmiss-engagement"
DAYS_SO_FAR = 20
DAYS_LEFT = 14
CONTACTS: dict[AudienceName, tuple[str, int]] = {"schools": ("School", 120), "families": ("Family", 180)}
# How many have answered by now, and how many of those by their personal link.
ANSWERED: tuple[tuple[Audience, int, int], ...] = (
    (schools.audience, 64, 58),
    (families.audience, 118, 70),
    (young_people.audience, 136, 0),
)
STILL_WRITING = 8
STOPPED_LETTERS = 3
UNKNOWN_MAILBOXES = frozenset({"school-017@example.org", "family-042@example.org"})
LEAVES_AN_ADDRESS = 0.15
SAYS_YES, SAYS_NO = 0.6, 0.25


@dataclass(frozen=True)
class _Then:
    """A clock that stands at an instant of the past."""

    at: datetime

    def now(self) -> datetime:
        """That instant."""
        return self.at


class _Doing(Enum):
    """What somebody who comes does."""

    SENDS = auto()
    SENDS_AND_LEAVES_AN_ADDRESS = auto()
    STILL_WRITES = auto()
    STOPS_LETTERS = auto()


@dataclass(frozen=True)
class _Coming:
    """Somebody who comes at an instant, by a personal link or an open one."""

    at: datetime
    audience: Audience
    invited: bool
    doing: _Doing


def load(letterbox: Letterbox) -> bool:
    """Make the demo consultation with its history; False if it is there already. Past letters go to the letterbox."""
    now = clock.now()
    chance = Random(20250613)  # noqa: S311  # the same people every time, and nothing secret
    with unit_of_work() as session:
        if any(consultation.slug == SLUG for consultation in service.every(session)):
            return False
        consultation = _begin(session, now)
        letters_at = _plan(session, consultation, now)
    coming = sorted(_people(consultation.opens_at, now, chance), key=lambda person: person.at)
    thanked_at = {person.at for person in coming if person.doing is _Doing.SENDS_AND_LEAVES_AN_ADDRESS}
    before = consultation.opens_at
    for at in sorted({*letters_at, *thanked_at, now}):
        with unit_of_work() as session:
            for person in coming:
                if before < person.at <= at:
                    _come(session, consultation, person, chance)
            waves.launch_due(session, at)
        _deliver(letterbox, at)
        before = at
    with unit_of_work() as session:
        trail.record(session, now=now, actor=trail.SYSTEM, action="demo loaded", consultation_id=consultation.id)
    return True


def open_link(session: Session, audience: AudienceName) -> str | None:
    """The token of a demo contact that has not answered yet, if there is one left."""
    invitation = session.scalars(
        select(Invitation)
        .join(Contact, Contact.id == Invitation.contact_id)
        .join(Consultation, Consultation.id == Contact.consultation_id)
        .where(Consultation.slug == SLUG, Contact.audience == audience, Invitation.state == InvitationState.UNUSED)
        .order_by(Contact.id)
        .limit(1)
    ).first()
    return invitations.token_of(invitation) if invitation else None


def _begin(session: Session, now: datetime) -> Consultation:
    """The consultation, open since its first day, with what is asked and whom we may write to."""
    today = london_day(now)
    described = document.read_toml(document.DOCUMENTS / f"{SLUG}.toml")
    moved = replace(
        described,
        opens_on=today - timedelta(days=DAYS_SO_FAR),
        closes_on=today + timedelta(days=DAYS_LEFT),
        # Those of the real exercise would contradict the demo's own.
        page=replace(described.page, key_dates=()),
        facts=replace(described.facts, dpia_reference="DPIA-DEMO-0 (invented for this demonstration)"),
    )
    consultation = service.create(session, moved, now=now)
    opened = consultation.opens_at
    for audience, *_ in ANSWERED:
        written = document.DOCUMENTS.parents[1] / audience.name / "questionnaires" / "nmiss.toml"
        version = versions.publish(session, consultation, schema.read_toml(written), opened)
        translations.ship(session, consultation, version, po_files.beside(written), opened)
    service.publish(session, consultation, now=opened)
    for name, (title, count) in CONTACTS.items():
        rows = "".join(_row(name, title, n) for n in range(1, count + 1))
        file = io.BytesIO(f"email,name,organisation,phase,area,size\n{rows}".encode())
        take(session, consultation, audience=name, stream=file, now=opened)
    return consultation


def _row(audience: AudienceName, title: str, number: int) -> str:
    """One line of a file of contacts, with groups that go round."""
    area = ("Kent", "Kent", "Medway", "London")[number % 4]
    if audience != "schools":
        return f"{title}-{number:03}@example.org,{title} {number:03} (demo),,,{area},\n"
    phase = ("Primary", "Secondary", "More than one phase")[number % 3]
    return f"{title}-{number:03}@example.org,,{title} {number:03} (demo),{phase},{area},{number % 60}\n"


def _plan(session: Session, consultation: Consultation, now: datetime) -> list[datetime]:
    """Plan the proposed letters; gives the times of those that are due by now."""
    due: set[datetime] = set()
    for audience in CONTACTS:
        for wave in waves.propose(consultation, audience):
            planned = waves.plan(
                session,
                consultation=consultation,
                audience=audience,
                kind=wave.kind,
                due_at=wave.due_at,
                now=consultation.opens_at,
            )
            due |= {planned.due_at} if planned.due_at <= now else set()
    return sorted(due)


def _people(opened: datetime, now: datetime, chance: Random) -> Iterator[_Coming]:
    """Who comes, when and what for: links are followed after the first letters have gone."""
    first_letters = opened + timedelta(days=1)
    for audience, count, by_link in ANSWERED:
        for number in range(count):
            invited = number < by_link
            begins = first_letters if invited else opened
            leaves_an_address = invited and chance.random() < LEAVES_AN_ADDRESS
            doing = _Doing.SENDS_AND_LEAVES_AN_ADDRESS if leaves_an_address else _Doing.SENDS
            yield _Coming(begins + (now - begins) * chance.random(), audience, invited, doing)
        for _ in range(STILL_WRITING):
            yield _Coming(opened + (now - opened) * chance.random(), audience, False, _Doing.STILL_WRITES)
        for _ in range(STOPPED_LETTERS if by_link else 0):
            yield _Coming(first_letters + (now - first_letters) * chance.random(), audience, True, _Doing.STOPS_LETTERS)


def _come(session: Session, consultation: Consultation, person: _Coming, chance: Random) -> None:
    """One person does what they came for."""
    contact = _not_answered(session, consultation, person.audience.name, chance) if person.invited else None
    key = keys.Key(_token(session, contact), Channel.PERSONAL_LINK) if contact else keys.fresh()
    if person.doing is _Doing.STOPS_LETTERS:
        invited = invitations.find(session, consultation.id, key.secret)
        if invited is not None:
            invitations.opt_out(session, invited, london_day(person.at))
        return
    here = visits.begin(session, visits.Visit(person.audience, consultation, person.at, key))
    leaves_an_address = contact is not None and person.doing is _Doing.SENDS_AND_LEAVES_AN_ADDRESS
    given = answers(here.asked, chance, _about(contact) if contact and leaves_an_address else {})
    if person.doing is not _Doing.STILL_WRITES:
        sending.send(session, replace(here, answers=given), mode="standard")
        _tell_more(session, here, given, chance)
    elif here.draft is not None:
        drafts.save(session, here.draft, given, sealed=())


def _tell_more(session: Session, here: visits.Visit, given: Mapping[str, list[str]], chance: Random) -> None:
    """What they make of the questions after sending, if there are any: most say yes, some no, a few say nothing."""
    if here.draft is None or not here.asked.sections:
        return
    response = submission.of_draft(session, here.draft.id)
    assert response is not None
    sent = afterwards.Sent(here.consultation, here.draft, response)
    says = chance.random()
    if says < SAYS_YES:
        afterwards.save(session, sent, here.asked, given, answers(here.asked, chance, {}))
        afterwards.finish(session, sent)
    elif says < SAYS_YES + SAYS_NO:
        afterwards.decline(sent)


def _not_answered(session: Session, consultation: Consultation, audience: AudienceName, chance: Random) -> Contact:
    """One of those who have neither answered nor asked for no letters."""
    return chance.choice(
        session.scalars(
            select(Contact)
            .join(Invitation, Invitation.contact_id == Contact.id)
            .where(
                Contact.consultation_id == consultation.id,
                Contact.audience == audience,
                Invitation.state == InvitationState.UNUSED,
            )
            .order_by(Contact.email_index)
        ).all()
    )


def _token(session: Session, contact: Contact) -> str:
    return invitations.token_of(session.scalars(select(Invitation).where(Invitation.contact_id == contact.id)).one())


def _about(contact: Contact) -> dict[KeptApart, str]:
    return {"organisation": organisation_of(contact) or name_of(contact), "email": email_of(contact)}


def _deliver(letterbox: Letterbox, at: datetime) -> None:
    """Send what was due at an instant of the past, as the workers would have."""
    settings = current_app.config
    carrier = courier(
        LetterboxGateway(letterbox, UNKNOWN_MAILBOXES),
        _Then(at),
        public_url=settings["PUBLIC_URL"],
        mail_from=settings["MAIL_FROM"],
    )
    while carrier.drain().full:
        db.session.remove()
