"""Who will get a letter, and who will not and why: both numbers, and one page of one of the lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.consultations.models import Consultation
from engagement.contacts import service as contacts
from engagement.contacts.models import Contact
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave
from engagement.extensions import clock, db
from engagement.officers.fields import Form
from engagement.officers.notes import note
from engagement.officers.paging import Onward, onward
from engagement.officers.query import chosen, row_in_query
from engagement.unit_of_work import unit_of_work


class ConfirmForm(Form):
    """Nothing but the proof that the button on our own page was pressed."""


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as the lists name it, with its reason if it gets nothing."""

    contact: Contact
    email: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The numbers, and one page of one of the two lists."""

    will: int
    will_not: int
    reasons: Sequence[tuple[str, int]]
    side: str
    page: Onward[Person]


def of(consultation: Consultation, wave: Wave) -> People:
    """Who would get a letter now. Opening the addresses of the page shown is written down."""
    side = chosen("side", {"will_not"}) or "will"
    session, now, after = db.session(), clock.now(), row_in_query("after")
    numbers = planning.preview(session, wave, now)
    found = planning.previewed(session, wave, now, will=side == "will", after=after)
    page = onward(found, lambda row: row[0].id, after)
    with unit_of_work() as work:
        note(work, "contacts read", consultation, count=len(page.rows))
    people = [Person(contact, contacts.email_of(contact), reason) for contact, reason in page.rows]
    return People(numbers.will, numbers.will_not, numbers.reasons, side, Onward(people, page.after, page.first))
