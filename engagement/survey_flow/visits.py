"""Who is here, with which draft, and what the clock still lets them do."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engagement import language
from engagement.consultations import service, translations, versions
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import GRACE, Consultation, QuestionnaireVersion, State
from engagement.errors import NotFound
from engagement.extensions import clock
from engagement.questionnaires import routing
from engagement.questionnaires.definition import Questionnaire
from engagement.responses import drafts, teams
from engagement.responses.models import Channel, Draft, MemberState, TeamMember
from engagement.responses.withdrawing import is_locked
from engagement.survey_flow import keys
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.keys import Key


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person. Without a draft there is no questionnaire and there are no answers.

    `team` is everybody who was ever invited to the draft, and `member` the one of them who is here, with a
    questionnaire of the sections they may see; None is whoever began it. `written_by` tells the same of each answer.
    """

    audience: Audience
    consultation: Consultation
    now: datetime
    key: Key | None
    draft: Draft | None = None
    questionnaire: Questionnaire | None = None
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    team: Sequence[TeamMember] = ()
    member: TeamMember | None = None
    written_by: Mapping[str, uuid.UUID | None] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Where the consultation stands."""
        return self.consultation.state_at(self.now)

    @property
    def secret(self) -> str | None:
        """What opens the draft, if the browser holds it."""
        return self.key.secret if self.key else None

    @property
    def sent(self) -> bool:
        """Whether these answers have been sent. For a colleague that is so even where they are changed afterwards."""
        if self.member is not None and self.member.state == MemberState.SENT:
            return True
        return self.draft is not None and self.draft.submitted

    @property
    def by_team_link(self) -> bool:
        """Whether somebody came by a colleague's link, be it one that opens nothing any more."""
        return self.key is not None and self.key.channel is Channel.TEAM_LINK

    @property
    def in_grace(self) -> bool:
        """Whether this is the half hour after the close, for somebody who began before it."""
        return self.draft is not None and self.consultation.in_grace_at(self.now)

    @property
    def changing(self) -> bool:
        """Whether answers that were sent are being changed. Until they are sent again, what was sent counts."""
        return self.draft is not None and self.draft.reopened_from is not None and not self.sent

    @property
    def locked(self) -> bool:
        """Whether what was sent is analysed by now, so that it stays as it is."""
        return is_locked(self.consultation, self.now)

    @property
    def may_change(self) -> bool:
        """Whether something was sent that whoever is here may change now. Colleagues leave that to who began it."""
        is_theirs = (self.sent or self.changing) and not self.by_team_link
        return is_theirs and self.state is State.OPEN and not self.locked

    @property
    def may_send(self) -> bool:
        """Whether answers may be sent now."""
        return (self.state is State.OPEN or self.in_grace) and not (self.changing and self.locked)

    @property
    def unchecked(self) -> bool:
        """Whether the questions are in words that nobody who speaks the language has checked."""
        version_id = self.draft.version_id if self.draft else None
        return version_id is not None and translations.is_unchecked(self.consultation, version_id, language.chosen())

    @property
    def grace_ends(self) -> datetime:
        """The instant from which nothing can be sent any more."""
        return self.consultation.closes_at + GRACE

    @property
    def asked(self) -> Questionnaire:
        """What somebody who has a draft is asked now: before they send, to change what they sent, or after."""
        assert self.questionnaire is not None
        if self.changing:
            return routing.to_change(self.questionnaire)
        part = routing.after_sending if self.sent else routing.before_sending
        return part(self.questionnaire)


def visit(session: Session, audience: Audience, slug: str, *, to_change: bool = False) -> Visit:
    """Find the consultation, and the draft of whoever is here. Raises NotFound for what is not published.

    On a device that people share, whoever comes after a long pause is taken for somebody new.
    `to_change`: in a unit of work, so that of two requests that change one draft the second sees what the first did.
    """
    now = clock.now()
    consultation = service.find(session, slug)
    if consultation.state_at(now) is State.DRAFT:
        raise NotFound("This consultation is not published.")
    return with_draft(session, Visit(audience, consultation, now, key_held(audience, slug, now)), to_change=to_change)


def key_held(audience: Audience, slug: str, now: datetime) -> Key | None:
    """The key that the browser holds. On a device that people share, one that lay unused for long opens nothing."""
    if audience.clear_screen:
        if keys.is_idle(slug, audience.name, now):
            keys.forget(slug, audience.name)
            language.forget()
        keys.seen(slug, audience.name, now)
    return keys.found(slug, audience.name)


def with_draft(session: Session, here: Visit, *, to_change: bool = False) -> Visit:
    """The same visit with its draft, if there is one."""
    if here.key is None:
        return here
    opened = teams.open_draft(
        session,
        consultation_id=here.consultation.id,
        audience=here.audience.name,
        secret=here.key.secret,
        by_team_link=here.by_team_link,
        to_change=to_change,
    )
    if opened is None:
        return here
    draft, member = opened.draft, opened.member
    questionnaire: Questionnaire = translations.worded(session, here.consultation, draft.version_id, language.chosen())
    typed = drafts.Typed({}, {}) if draft.submitted else drafts.typed(session, draft)
    answers: Mapping[str, Sequence[str]] = typed.answers
    if member is not None:
        questionnaire = routing.before_sending(questionnaire)
        if member.sections is not None:
            questionnaire, answers = routing.shared_part(questionnaire, member.sections, answers)
    return replace(
        here,
        draft=draft,
        questionnaire=questionnaire,
        answers=answers,
        team=opened.team,
        member=member,
        written_by=typed.written_by,
    )


def begin(session: Session, here: Visit) -> Visit:
    """Begin the draft of a visit that has a key, on the version that is current now. Raises NotFound."""
    assert here.key is not None
    drafts.begin(
        session,
        consultation_id=here.consultation.id,
        audience=here.audience.name,
        version_id=current_version(session, here).id,
        secret=here.key.secret,
        channel=here.key.channel,
        today=london_day(here.now),
    )
    return with_draft(session, here, to_change=True)


def with_key(here: Visit) -> Visit:
    """The same visit with a key that the browser now holds, if it held none."""
    if here.key is not None:
        return here
    return replace(here, key=keys.keep(here.consultation.slug, here.audience.name, keys.fresh()))


def asked_first(session: Session, here: Visit) -> Questionnaire:
    """What somebody who starts now is asked before they send. Raises NotFound if this audience is not asked."""
    return routing.before_sending(_current(session, here))


def asked_afterwards(session: Session, here: Visit) -> Questionnaire:
    """What whoever has sent answers is offered, without knowing what they were asked. Raises NotFound likewise."""
    return routing.after_sending(here.questionnaire or _current(session, here))


def _current(session: Session, here: Visit) -> Questionnaire:
    return translations.worded(session, here.consultation, current_version(session, here).id, language.chosen())


def current_version(session: Session, here: Visit) -> QuestionnaireVersion:
    """The version that somebody who starts now is given. Raises NotFound if this audience is not asked."""
    version = versions.current(session, here.consultation.id, here.audience.name)
    if version is None:
        raise NotFound("This audience is not asked.")
    return version
