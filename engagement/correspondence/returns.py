"""What comes back after sending, acted upon once: a bounce, a complaint, or news that a letter arrived."""

import hashlib
import uuid
from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.clock import Clock
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.models import Contact, SuppressionReason
from engagement.correspondence.asked_for import recipient_place
from engagement.correspondence.eligibility import BOUNCED, COMPLAINED
from engagement.correspondence.silence import write_no_more
from engagement.errors import Refused
from engagement.extensions import vault
from engagement.outbox import reports
from engagement.outbox.mailboxes import Mailbox
from engagement.outbox.models import DeliveryReport, Finding, Message, MessageState
from engagement.outbox.reports import Report, Unreadable
from engagement.outbox.service import cancel_waiting
from engagement.persistence import insert_unless_there, rows_changed
from engagement.unit_of_work import unit_of_work

MOST_AT_ONCE = 200
TOO_LARGE = "It is too large to be a report"
NOT_OURS = "It names no message of ours"
# Soft bounces are counted together for so long.
SOFT_BOUNCE_DAYS = timedelta(days=30)
# A letter that is over, as far as we know, and about which a report may still say otherwise.
HANDED_OVER = (MessageState.DOTTING, MessageState.SENT, MessageState.UNKNOWN)


def read_mailbox(mailbox: Mailbox, clock: Clock, most: int = MOST_AT_ONCE) -> Counter[Finding]:
    """Act on up to so many reports and take them out of the mailbox. Raises MailboxTrouble.

    What cannot be understood is set aside with the reason, so that it is read once and no more.
    """
    findings = Counter[Finding]()
    with mailbox:
        for mail in mailbox.arrived(most):
            try:
                report = _read(mail.content)
            except Unreadable as fault:
                report = Report(Finding.UNREADABLE, str(fault))
            with unit_of_work() as session:
                finding = accept(session, report, fingerprint_of(mail.content or b""), clock.now())
            if finding in (Finding.UNREADABLE, Finding.NOT_OURS):
                mail.set_aside()
            else:
                mail.done()
            findings[finding] += 1
    return findings


def accept(session: Session, report: Report, fingerprint: str, now: datetime) -> Finding:
    """Act on a report unless the same one was acted upon before; gives what it came to."""
    message = _message(session, report)
    finding, reason = report.finding, report.reason
    if message is None and finding not in (Finding.UNREADABLE, Finding.AUTOMATIC):
        finding, reason = Finding.NOT_OURS, NOT_OURS
    is_new = rows_changed(
        session,
        insert_unless_there(session, DeliveryReport).values(
            fingerprint=fingerprint,
            message_id=message.id if message else None,
            finding=finding,
            reason=reason,
            at=now,
        ),
    )
    if is_new and message is not None:
        if finding in (Finding.HARD, Finding.SOFT):
            _came_back(session, message, report, now)
        elif finding is Finding.COMPLAINT:
            _complained(session, message, now)
        elif finding is Finding.DELIVERED:
            _arrived(session, message.id, reason, now)
    return finding


def fingerprint_of(content: bytes) -> str:
    """By what a report is known again."""
    return hashlib.sha256(content).hexdigest()


def _read(content: bytes | None) -> Report:
    if content is None:
        raise Unreadable(TOO_LARGE)
    return reports.read(content)


def _message(session: Session, report: Report) -> Message | None:
    """The first message of ours that the report may be about."""
    found = {row.id: row for row in session.scalars(select(Message).where(Message.id.in_(report.about)))}
    return next((found[message_id] for message_id in report.about if message_id in found), None)


def _came_back(session: Session, message: Message, report: Report, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(Message.id == message.id, Message.state.in_(HANDED_OVER))
        .values(state=MessageState.FAILED, reason=report.reason, settled_at=now, attempt_id=None, lease_until=None)
    )
    contact = session.get(Contact, message.contact_id) if message.contact_id else None
    if contact is None:
        return
    if report.finding is Finding.HARD and _is_address_of(contact, report.recipient):
        contact.bounced_on = london_day(now)
        cancel_waiting(session, contact_id=contact.id, reason=BOUNCED, now=now)
    else:
        _count_soft_bounce(contact, london_day(now))
    session.flush()


def _is_address_of(contact: Contact, recipient: str) -> bool:
    """Whether what failed is the address that the contact has now: it may have been corrected since."""
    try:
        return not recipient or index_of(normalise(recipient)) == contact.email_index
    except Refused:
        return True


def _count_soft_bounce(contact: Contact, today: date) -> None:
    since = contact.soft_bounces_since
    if since is None or today - since > SOFT_BOUNCE_DAYS:
        contact.soft_bounces, contact.soft_bounces_since = 1, today
    else:
        contact.soft_bounces += 1


def _complained(session: Session, message: Message, now: datetime) -> None:
    """Whoever reports a letter as unwanted gets no more, about anything of its council."""
    write_no_more(
        session,
        council_id=session.get_one(Consultation, message.consultation_id).council_id,
        email_index=_index_of_reader(session, message),
        why=SuppressionReason.COMPLAINT,
        cancelled_because=COMPLAINED,
        now=now,
    )


def _index_of_reader(session: Session, message: Message) -> str:
    if message.recipient_sealed is not None:
        return index_of(normalise(vault.open(message.recipient_sealed, recipient_place(message.id))))
    return session.scalars(select(Contact.email_index).where(Contact.id == message.contact_id)).one()


def _arrived(session: Session, message_id: uuid.UUID, reason: str, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.UNKNOWN)
        .values(state=MessageState.SENT, reason=reason, settled_at=now, attempt_id=None)
    )
