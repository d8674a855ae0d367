"""Which column of a file is which of our fields: guessed, chosen by an officer, remembered for the next file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.contacts.imports.models import RememberedMatch
from engagement.contacts.names import folded
from engagement.contacts.standard_fields import GroupField
from engagement.errors import Refused
from engagement.extensions import vault
from engagement.persistence import insert_or
from engagement.questionnaires.definition import AudienceName

# The number of a column, from 0, by the key of our field.
Match = Mapping[str, int]


@dataclass(frozen=True)
class OurField:
    """A field that a column can be matched with, and the folded headings by which it is guessed."""

    key: str
    name: str
    headings: tuple[str, ...]


def _spelt(headings: str) -> tuple[str, ...]:
    return tuple(headings.split("|"))


EMAIL = OurField(
    "email",
    "Email address",
    _spelt(
        "email|e mail|email address|e mail address|mail|contact email|main email|primary email|email 1|email1|"
        "school email|office email|head email|headteacher email|parent email"
    ),
)
NAME = OurField(
    "name",
    "Name",
    _spelt(
        "name|full name|contact name|contact|person|parent name|parent|carer name|family name|"
        "head|headteacher|head teacher|head teacher name|headteacher name|principal"
    ),
)
ORGANISATION = OurField(
    "organisation",
    "Organisation",
    _spelt(
        "organisation|organization|organisation name|school|school name|name of school|provider|provider name|"
        "establishment|establishment name|setting|setting name|college"
    ),
)


def our_fields(audience: AudienceName, groups: Iterable[GroupField]) -> list[OurField]:
    """The fields that a file of an audience can fill. Families belong to no organisation."""
    personal = [EMAIL, NAME, ORGANISATION] if audience == "schools" else [EMAIL, NAME]
    return [*personal, *(OurField(field.key, field.name, field.headings) for field in groups)]


def guess(ours: Iterable[OurField], headings: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """The most likely columns: by heading; for the address, failing that, by its first values."""
    ours = list(ours)
    names = [folded(heading) for heading in headings]
    found: dict[str, int] = {}
    for field in ours:
        columns = [column for column, name in enumerate(names) if name in field.headings]
        # Where two headings would do, the one that stands first in our list is the more usual.
        columns.sort(key=lambda column: field.headings.index(names[column]))
        free = [column for column in columns if column not in found.values()]
        if free:
            found[field.key] = free[0]
    if EMAIL.key not in found:
        named = [column for column, name in enumerate(names) if {"email", "mail"} & set(name.split())]
        addressed = [column for column, values in enumerate(samples) if any("@" in value for value in values)]
        for columns in (named, addressed):
            free = [column for column in columns if column not in found.values()]
            if EMAIL.key not in found and len(free) == 1:
                found[EMAIL.key] = free[0]
    return found


def checked(ours: Iterable[OurField], columns: int, match: Match) -> dict[str, int]:
    """A match that can be used. Raises Refused where an address is not matched or a column is used twice."""
    ours = list(ours)
    kept = {field.key: match[field.key] for field in ours if field.key in match}
    if any(not 0 <= column < columns for column in kept.values()):
        raise Refused("One of the columns is not in the file. Choose again.")
    if EMAIL.key not in kept:
        raise Refused("Choose the column with the email addresses. Nobody can be added without one.")
    if len(set(kept.values())) < len(kept):
        used = [column for column in kept.values() if list(kept.values()).count(column) > 1]
        twice = " and ".join(f'"{field.name}"' for field in ours if kept.get(field.key) in used[:1])
        raise Refused(f"The same column is chosen for {twice}. Choose another one for one of them.")
    return kept


def headings_key(audience: AudienceName, headings: Sequence[str]) -> str:
    """How the headings of a file are known again, without keeping them."""
    return vault.index("contact headings", json.dumps([audience, [folded(heading) for heading in headings]]))


def remember(session: Session, key: str, match: Match) -> None:
    """Keep an officer's choice for the next file with the same headings."""
    row = insert_or(session, RememberedMatch).values(headings_key=key, match=dict(match))
    session.execute(row.on_conflict_do_update(index_elements=["headings_key"], set_={"match": row.excluded.match}))


def recall(session: Session, key: str) -> dict[str, int] | None:
    """What was chosen for the last file with these headings, if there was one."""
    return session.scalar(select(RememberedMatch.match).where(RememberedMatch.headings_key == key))
