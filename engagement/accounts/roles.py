"""What each role may do: the table that every gate of the workspace asks."""

from collections.abc import Collection
from enum import StrEnum


class May(StrEnum):
    """One thing that an officer may do; each route of the workspace names the one it needs."""

    LOOK = "look"
    RESULTS = "results"
    SET_UP = "set_up"
    WRITE = "write"
    SIGN_OFF = "sign_off"
    RUN = "run"
    CONTACTS = "contacts"
    ENTER = "enter"
    ANSWERS = "answers"
    TAKE_CONTACTS = "take_contacts"
    READ_TEXTS = "read_texts"
    REDACT = "redact"
    AUDIT = "audit"
    COUNCIL = "council"
    OFFICERS = "officers"


class Role(StrEnum):
    """What an officer is appointed as, for one consultation or for all of the council's."""

    ADMINISTRATOR = "administrator"
    LEAD = "lead"
    CONTRIBUTOR = "contributor"
    ANALYST = "analyst"
    SAFEGUARDING = "safeguarding"
    DATA_PROTECTION = "data_protection"
    READER = "reader"


ROLES: dict[Role, frozenset[May]] = {
    Role.ADMINISTRATOR: frozenset({May.LOOK, May.SET_UP, May.AUDIT, May.COUNCIL, May.OFFICERS}),
    Role.LEAD: frozenset(
        {
            May.LOOK,
            May.RESULTS,
            May.SET_UP,
            May.WRITE,
            May.SIGN_OFF,
            May.RUN,
            May.CONTACTS,
            May.ENTER,
            May.REDACT,
            May.AUDIT,
            May.COUNCIL,
        }
    ),
    Role.CONTRIBUTOR: frozenset({May.LOOK, May.WRITE, May.CONTACTS, May.ENTER}),
    Role.ANALYST: frozenset({May.LOOK, May.RESULTS, May.ANSWERS}),
    Role.SAFEGUARDING: frozenset({May.LOOK, May.READ_TEXTS, May.REDACT}),
    Role.DATA_PROTECTION: frozenset({May.LOOK, May.AUDIT, May.CONTACTS, May.TAKE_CONTACTS}),
    Role.READER: frozenset({May.LOOK, May.RESULTS}),
}
# What reaches beyond one consultation comes only with an appointment for all of them.
FOR_THE_COUNCIL = frozenset({May.AUDIT, May.COUNCIL, May.OFFICERS})

IN_WORDS: dict[Role, tuple[str, str]] = {
    Role.ADMINISTRATOR: ("Administrator", "appoints officers, makes consultations and sets the council's look"),
    Role.LEAD: ("Consultation lead", "runs a consultation from its first page to its close"),
    Role.CONTRIBUTOR: ("Contributor", "writes questionnaires and letters, keeps contacts, types in paper answers"),
    Role.ANALYST: ("Analyst", "sees results and downloads answers"),
    Role.SAFEGUARDING: ("Safeguarding", "reads what families and young people write, and acts on it"),
    Role.DATA_PROTECTION: ("Data protection", "reads the audit trail and downloads contacts"),
    Role.READER: ("Read only", "sees how a consultation stands and its results"),
}


def allowed(everywhere: Collection[Role], here: Collection[Role]) -> frozenset[May]:
    """What these roles together may do: some held for all consultations of a council, some for one."""
    of_one = frozenset[May]().union(*(ROLES[role] for role in here)) - FOR_THE_COUNCIL
    return of_one.union(*(ROLES[role] for role in everywhere))
