"""One row as the person or office it is about, or the sentence why it cannot be used."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.imports.matching import Match
from engagement.contacts.imports.rows import Row
from engagement.contacts.names import tidy
from engagement.contacts.standard_fields import GroupField
from engagement.errors import Refused

NO_ADDRESS = "There is no email address here. Add one, or delete the line."
CORRECT_IT = "Correct the address, or delete the line."
NO_VALUE = "The {what} is a formula or an error. Copy the cells and paste them back as values."


@dataclass(frozen=True)
class Person:
    """What a row tells; what it leaves open is empty or not among the groups."""

    email: str
    email_index: str
    name: str = ""
    organisation: str = ""
    groups: dict[str, str] = field(default_factory=dict)


def person_of(row: Row, match: Match, groups: Iterable[GroupField]) -> Person:
    """The person of a row. Raises Refused, saying what to do and repeating nothing of the row."""
    if row.fault:
        raise Refused(row.fault)
    address = _cell(row, match, "email", "email address")
    if not address:
        raise Refused(NO_ADDRESS)
    name = tidy(_cell(row, match, "name", "name"))
    organisation = tidy(_cell(row, match, "organisation", "name of the organisation"), "name of the organisation")
    chosen = {group.key: key for group in groups if (key := _choice(row, match, group))}
    try:
        email = normalise(address)
    except Refused as error:
        raise Refused(f"{error} {CORRECT_IT}") from error
    return Person(email, index_of(email), name, organisation, chosen)


def _choice(row: Row, match: Match, group: GroupField) -> str | None:
    text = _cell(row, match, group.key, group.name.lower())
    if not text:
        return None
    key = group.choice_of(text)
    if key is None:
        names = ", ".join(group.choices.values())
        raise Refused(f"We do not know this {group.name.lower()}. Use one of these, or leave it empty: {names}.")
    return key


def _cell(row: Row, match: Match, key: str, what: str) -> str:
    column = match.get(key)
    if column is None or column >= len(row.cells):
        return ""
    cell = row.cells[column]
    if cell is None:
        raise Refused(NO_VALUE.format(what=what))
    return cell.strip()
