"""How a contact is kept: sealed values, the indexes that find them, and what may stand in the clear."""

import uuid
from collections.abc import Mapping
from typing import Any

from engagement.contacts.addresses import index_of
from engagement.contacts.models import Contact
from engagement.contacts.names import index_of_name
from engagement.contacts.role_mailboxes import is_role_mailbox
from engagement.extensions import vault


def address_columns(contact_id: uuid.UUID, address: str) -> dict[str, Any]:
    """The columns that follow from an address which `normalise` gave."""
    return {
        "email_sealed": vault.seal(address, f"contacts.email:{contact_id}"),
        "email_index": index_of(address),
        "role_mailbox": is_role_mailbox(address),
    }


def detail_columns(contact_id: uuid.UUID, name: str, organisation: str, groups: Mapping[str, str]) -> dict[str, Any]:
    """The columns of everything else that is known; both names as `tidy` gives them, empty for none."""
    return {
        "name_sealed": vault.seal(name, f"contacts.name:{contact_id}") if name else None,
        "name_index": index_of_name(name),
        "organisation_sealed": vault.seal(organisation, f"contacts.organisation:{contact_id}")
        if organisation
        else None,
        "organisation_index": index_of_name(organisation),
        "groups": dict(groups),
    }


def seal_because(contact: Contact, reason: str) -> bytes:
    """A reason against writing, which may tell as much of somebody as an address, sealed for its contact."""
    return vault.seal(reason, f"contacts.because:{contact.id}")
