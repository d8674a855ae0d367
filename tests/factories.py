"""Rows that are valid by default; a test names only what matters to it."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engagement.accounts import service as accounts
from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.audit import trail
from engagement.audit.models import Entry
from engagement.consultations import document
from engagement.consultations.document import ConsultationDocument
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.contacts import invitations
from engagement.contacts.models import Contact
from engagement.councils import service as councils
from engagement.extensions import vault
from engagement.outbox.models import Message, MessageKind
from engagement.questionnaires import schema
from engagement.questionnaires.definition import Questionnaire
from engagement.responses.models import Answer, Draft, Response

PASSWORD = "violet anchor teapot"
OPENS_AT = datetime(2025, 6, 12, 23, tzinfo=UTC)  # Friday 13 June begins in London
CLOSES_AT = datetime(2025, 7, 9, 23, tzinfo=UTC)  # Wednesday 9 July ends in London


def kent_document() -> ConsultationDocument:
    """The document that ships, with what it leaves to the council: the reference of its DPIA."""
    shipped = document.read_toml(document.DOCUMENTS / "nmiss-engagement.toml")
    return replace(shipped, facts=replace(shipped.facts, dpia_reference="DPIA-2025-014"))


def consultation(session: Session, council_name: str = "Kent County Council", **values: Any) -> Consultation:
    """A consultation that is open from 13 June to 9 July 2025, with nothing asked yet."""
    row = Consultation(
        **{
            "slug": f"engagement-{uuid.uuid4().hex[:8]}",
            "title": "Market Engagement",
            "council": councils.called(session, council_name),
            "label": "NMISS",
            "contact_email": "inclusion@council.example",
            "page": {},
            "opens_at": OPENS_AT,
            "closes_at": CLOSES_AT,
            "published_at": OPENS_AT,
        }
        | values
    )
    session.add(row)
    session.flush()
    return row


def officer(
    session: Session,
    roles: Collection[Role] = (Role.ADMINISTRATOR, Role.LEAD),
    council_name: str = "Kent County Council",
    **values: Any,
) -> Officer:
    """An officer with roles for all consultations of a council."""
    return accounts.create(
        session,
        council=councils.called(session, council_name),
        roles=roles,
        **{"email": "ada@council.example", "name": "Ada", "password": PASSWORD} | values,
    )


def version(
    session: Session, asked: Consultation, questionnaire: Questionnaire, number: int = 1
) -> QuestionnaireVersion:
    """A published version of a questionnaire."""
    document = schema.dump(questionnaire)
    row = QuestionnaireVersion(
        consultation_id=asked.id,
        audience=questionnaire.audience,
        number=number,
        content_hash=schema.content_hash(document),
        document=document,
        published_at=OPENS_AT,
    )
    session.add(row)
    session.flush()
    return row


def contact(
    session: Session, asked: Consultation, email: str, audience: str = "families", **values: Any
) -> tuple[Contact, str]:
    """A contact with an invitation; gives the contact and the token of the link."""
    contact_id = uuid.uuid4()
    row = Contact(
        **{
            "id": contact_id,
            "consultation_id": asked.id,
            "audience": audience,
            "email_sealed": vault.seal(email, f"contacts.email:{contact_id}"),
            "email_index": vault.index("email", email),
            "added_at": OPENS_AT,
        }
        | values
    )
    session.add(row)
    session.flush()
    invitation = invitations.new_invitation(row.id)
    session.add(invitation)
    session.flush()
    return row, invitations.token_of(invitation)


def message(session: Session, to: Contact, kind: MessageKind = MessageKind.REMINDER, **values: Any) -> Message:
    """A message to a contact that waits for the close of the consultation."""
    row = Message(
        **{
            "consultation_id": to.consultation_id,
            "contact_id": to.id,
            "kind": kind,
            "occurrence": 1,
            "template": f"{to.audience}/{kind}",
            "due_at": CLOSES_AT,
        }
        | values
    )
    session.add(row)
    session.flush()
    return row


def response(
    session: Session,
    asked_on: QuestionnaireVersion,
    answers: dict[str, tuple[Any, str | None, str | None]],
    **values: Any,
) -> Response:
    """A sent response; `answers` gives value, measure and leaning by question key."""
    draft = Draft(
        consultation_id=asked_on.consultation_id,
        audience=asked_on.audience,
        version_id=asked_on.id,
        access_key=uuid.uuid4().hex,
        channel="open_link",
        started_on=date(2025, 6, 16),
        submitted=True,
    )
    session.add(draft)
    session.flush()
    row = Response(
        **{
            "consultation_id": asked_on.consultation_id,
            "audience": asked_on.audience,
            "version_id": asked_on.id,
            "draft_id": draft.id,
            "reference": uuid.uuid4().hex[:12].upper(),
            "channel": "open_link",
            "received_on": date(2025, 6, 16),
        }
        | values
    )
    session.add(row)
    session.flush()
    session.add_all(
        Answer(response_id=row.id, question_key=key, value=value, measure=measure, leaning=leaning)
        for key, (value, measure, leaning) in answers.items()
    )
    session.flush()
    return row


def noted(session: Session, about: Consultation, action: str) -> Entry:
    """An entry of the audit trail by the service itself."""
    return trail.record(session, now=OPENS_AT, actor=trail.SYSTEM, action=action, consultation_id=about.id)
