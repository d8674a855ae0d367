"""Makes the messages of a batch just before they leave, from templates and ids."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.clock import Clock
from engagement.consultations import sheets
from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.contacts.models import Contact, Invitation
from engagement.contacts.service import email_of
from engagement.correspondence import colleagues, edited, letters, receipts, trials
from engagement.correspondence.asked_for import recipient_place
from engagement.correspondence.eligibility import NO_LINK, obstacle_to_sending
from engagement.extensions import vault
from engagement.outbox.claims import Claimed, PointOfNoReturn
from engagement.outbox.delivery import Courier
from engagement.outbox.envelopes import CannotBeWritten, Envelope, FormLetter
from engagement.outbox.gateways import Gateway
from engagement.outbox.gateways.choosing import gateway_for
from engagement.outbox.models import MessageKind
from engagement.vault import VaultError

# One sign each, from the range that no text uses, where a person's own links come to stand.
LINK_MARK = "\ue000"
STOP_MARK = "\ue001"
ANSWERED_MARK = "\ue004"

# What must be true of a letter the moment before it is handed over.
GATE = PointOfNoReturn(obstacle_to_sending())


def courier(gateway: Gateway, clock: Clock, *, public_url: str, mail_from: str, bounces_to: str = "") -> Courier:
    """Who carries our letters, knowing how each is written and whether it is still wanted."""
    room = PostRoom(clock, public_url, mail_from, bounces_to)
    return Courier(gateway, clock, room, GATE)


def courier_for(settings: Mapping[str, Any], clock: Clock) -> Courier:
    """Who carries our letters by the way out that the settings name."""
    return courier(
        gateway_for(settings),
        clock,
        public_url=settings["PUBLIC_URL"],
        mail_from=settings["MAIL_FROM"],
        bounces_to=settings["BOUNCES_TO"],
    )


@dataclass(frozen=True)
class PostRoom:
    """Writes letters whose links begin with `public_url`, as `mail_from`.

    Reports of letters that could not be delivered go to `bounces_to`; where there is none, to `mail_from`.
    """

    clock: Clock
    public_url: str
    mail_from: str
    bounces_to: str = ""

    def __call__(self, session: Session, batch: Sequence[Claimed]) -> Mapping[uuid.UUID, Envelope | str]:
        """The envelope of each message of a batch, or a sentence why there is none."""
        consultations = {
            row.id: row
            for row in session.scalars(
                select(Consultation).where(Consultation.id.in_({claimed.consultation_id for claimed in batch}))
            )
        }
        contact_ids = {claimed.contact_id for claimed in batch if claimed.contact_id}
        readers = {
            contact.id: (contact, invitation)
            for contact, invitation in session.execute(
                select(Contact, Invitation)
                .join(Invitation, Invitation.contact_id == Contact.id)
                .where(Contact.id.in_(contact_ids))
            )
        }
        secrets = colleagues.secrets_for(session, batch)
        forms: dict[tuple[uuid.UUID, str, bool], FormLetter] = {}
        written: dict[uuid.UUID, Envelope | str] = {}
        for claimed in batch:
            consultation = consultations[claimed.consultation_id]
            key = (consultation.id, claimed.template, claimed.kind == MessageKind.TEST)
            if key not in forms:
                forms[key] = self._form(session, consultation, claimed)
            try:
                if claimed.recipient_sealed is not None:
                    marks = {}
                    if claimed.kind == MessageKind.TEST:
                        marks = self._marks(consultation, trials.NOBODYS, trials.NOBODYS)
                    if claimed.team_member_id is not None:
                        door = claimed.template.partition("/")[0]
                        secret = secrets[claimed.team_member_id]
                        marks[LINK_MARK] = f"{self.public_url}/{consultation.slug}/{door}/team/{secret}"
                    written[claimed.id] = self._asked_for(forms[key], claimed, claimed.recipient_sealed, marks)
                elif claimed.contact_id in readers:
                    contact, invitation = readers[claimed.contact_id]
                    written[claimed.id] = self._letter(forms[key], claimed, consultation, contact, invitation)
                else:
                    written[claimed.id] = NO_LINK
            except VaultError:
                written[claimed.id] = "The address or link could not be unsealed"
            except CannotBeWritten as fault:
                written[claimed.id] = str(fault)
        return written

    def _form(self, session: Session, consultation: Consultation, claimed: Claimed) -> FormLetter:
        base = f"{self.public_url}/{consultation.slug}"
        shared_link = {
            "note": f"{base}/young-people",
            "acknowledgement": base,
            "new_answers": f"{base}/questions-and-answers",
            receipts.TEMPLATE: f"{base}/withdraw",
        }
        sheet = sheets.current(session, consultation.id)
        facts = letters.facts_of(
            consultation,
            link=shared_link.get(letters.kind_of(claimed.template), LINK_MARK),
            stop_link=STOP_MARK,
            answered_link=ANSWERED_MARK,
            sheet_link=f"{base}/information-sheet",
            sheet_number=sheet.number if sheet else None,
        )
        letter = letters.write(claimed.template, facts, edited.words_of(session, consultation.id, claimed.template))
        if claimed.kind == MessageKind.TEST:
            letter = letter._replace(subject=f"{trials.SUBJECT} {letter.subject}")
        return FormLetter(
            letter, mail_from=self.mail_from, reply_to=consultation.contact_email, bounces_to=self.bounces_to
        )

    def _letter(
        self, form: FormLetter, claimed: Claimed, consultation: Consultation, contact: Contact, invitation: Invitation
    ) -> Envelope:
        token = invitations.token_of(invitation)
        marks = self._marks(consultation, token, invitation.reference)
        stop_link = marks[STOP_MARK]
        return form.addressed(claimed.id, as_ascii(email_of(contact)), self.clock.now(), marks, stop_link)

    def _marks(self, consultation: Consultation, token: str, reference: str) -> dict[str, str]:
        base = f"{self.public_url}/{consultation.slug}"
        return {
            LINK_MARK: f"{base}/i/{token}",
            STOP_MARK: f"{base}/stop/{token}",
            ANSWERED_MARK: f"{base}/answered/{token}",
            receipts.REFERENCE_MARK: reference,
        }

    def _asked_for(self, form: FormLetter, claimed: Claimed, sealed: bytes, marks: Mapping[str, str]) -> Envelope:
        address = vault.open(sealed, recipient_place(claimed.id))
        if receipts.is_receipt(claimed.template):
            address, marks = receipts.unsealed(address)
        return form.addressed(claimed.id, as_ascii(address), self.clock.now(), marks, None)


def as_ascii(address: str) -> str:
    """The address as every mail server takes it, an international domain in its ASCII form."""
    if address.isascii():
        return address
    try:
        found = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError:
        found = None
    if found is None:
        raise CannotBeWritten("The address is not one that mail can be sent to")
    return found
