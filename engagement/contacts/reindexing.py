"""Indexes for contacts from before they had any: of names, and of mailboxes that several people read."""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact
from engagement.contacts.names import index_of_name
from engagement.contacts.role_mailboxes import is_role_mailbox
from engagement.contacts.service import email_of, name_of

BATCH = 500


def reindex(session: Session) -> int:
    """Give every contact what follows from its address and name; gives how many changed."""
    changed = 0
    unindexed = or_(Contact.name_index.is_(None), Contact.role_mailbox.is_(False))
    ids = session.scalars(select(Contact.id).where(unindexed).order_by(Contact.id)).all()
    for start in range(0, len(ids), BATCH):
        contacts = session.scalars(select(Contact).where(Contact.id.in_(ids[start : start + BATCH]))).all()
        rows = [
            {"id": contact.id, "name_index": index, "role_mailbox": role}
            for contact in contacts
            for index, role in [(index_of_name(name_of(contact)), is_role_mailbox(email_of(contact)))]
            if (index, role) != (contact.name_index, contact.role_mailbox)
        ]
        if rows:
            session.execute(update(Contact), rows)
            changed += len(rows)
    return changed
