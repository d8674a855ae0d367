"""A council's life: made when a consultation first names it, then given a look that everybody can read."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.councils import colours, footer
from engagement.councils.colours import Where
from engagement.councils.logos import Logo
from engagement.councils.models import Council
from engagement.errors import NotFound, Refused
from engagement.persistence import insert_unless_there

LONGEST_NAME = 120
COLOUR_FORM = "Write the colour as # and six digits or letters from a to f, for example #14506b."


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be shown of a council, checked. Empty colours are the neutral ones."""

    name: str
    colour: str | None = None
    colour_on_dark: str | None = None
    footer_links: list[dict[str, str]] = field(default_factory=list)


class LookRefused(Refused):
    """A look that will not do; `faults` says why, by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def called(session: Session, name: str) -> Council:
    """The council of this name, new where there was none. Two who name it first at once get the same one."""
    session.execute(insert_unless_there(session, Council).values(id=uuid.uuid4(), name=name, footer_links=[]))
    return session.scalars(select(Council).where(Council.name == name)).one()


def find(session: Session, council_id: uuid.UUID) -> Council:
    """One council. Raises NotFound."""
    found = session.get(Council, council_id)
    if found is None:
        raise NotFound("There is no such council.")
    return found


def logo_of(session: Session, council: Council) -> bytes:
    """The picture of a council that has one."""
    logo = session.scalars(select(Council.logo).where(Council.id == council.id)).one()
    assert logo is not None
    return logo


def check(*, name: str, colour: str, colour_on_dark: str, footer_links: str) -> Look:
    """The look in what an officer wrote. Raises LookRefused with a sentence for each field that will not do."""
    name, colour, colour_on_dark = name.strip(), colour.strip().lower(), colour_on_dark.strip().lower()
    faults = {
        "name": _fault_of_name(name),
        "colour": _fault_of_colour(colour, colours.uses),
        "colour_on_dark": "Choose the council's colour first."
        if colour_on_dark and not colour
        else _fault_of_colour(colour_on_dark, colours.uses_on_dark),
    }
    links: list[dict[str, str]] = []
    try:
        links = footer.parse(footer_links)
    except Refused as refusal:
        faults["footer_links"] = str(refusal)
    found = {place: fault for place, fault in faults.items() if fault}
    if found:
        raise LookRefused(found)
    return Look(name, colour or None, colour_on_dark or None, links)


def change(session: Session, council: Council, look: Look) -> None:
    """Give a council a checked look. Raises LookRefused where another council has the name."""
    taken = select(Council.id).where(Council.name == look.name, Council.id != council.id)
    if session.scalar(taken) is not None:
        raise LookRefused({"name": "Another council has this name already."})
    council.name, council.footer_links = look.name, look.footer_links
    council.colour, council.colour_on_dark = look.colour, look.colour_on_dark
    session.flush()


def give_logo(session: Session, council: Council, logo: Logo | None) -> None:
    """Put a logo at the top of a council's pages, or with None its name in words."""
    council.logo = logo.data if logo else None
    council.logo_type = logo.media_type if logo else None
    council.logo_width = logo.width if logo else None
    council.logo_height = logo.height if logo else None
    council.logo_hash = logo.version if logo else None
    session.flush()


def make_neutral(session: Session, council: Council) -> None:
    """Take colours and logo away; name and links stay."""
    council.colour = council.colour_on_dark = None
    give_logo(session, council, None)


def _fault_of_name(name: str) -> str | None:
    if not name:
        return "Give the council's name."
    if len(name) > LONGEST_NAME or not name.isprintable():
        return f"The name is too long. Use at most {LONGEST_NAME} characters."
    return None


def _fault_of_colour(colour: str, where: Where) -> str | None:
    if not colour:
        return None
    return colours.fault(colour, where) if colours.COLOUR.match(colour) else COLOUR_FORM
