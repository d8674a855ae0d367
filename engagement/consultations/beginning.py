"""A new consultation: from words that suit any council, or as a copy that shares nothing with its origin."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engagement.consultations import files, sheets, versions, working_copies
from engagement.consultations.deadlines import end_of_day, start_of_day
from engagement.consultations.document import DOCUMENTS
from engagement.consultations.models import Consultation
from engagement.consultations.page_changes import put
from engagement.councils.models import Council
from engagement.errors import Refused

# What belongs to one consultation alone, however alike the next one is.
NOT_COPIED_OF_PAGE = frozenset({"key_dates", "summary_due"})
NOT_COPIED_OF_FACTS = frozenset({"dpia_reference"})


@dataclass(frozen=True, slots=True)
class Beginning:
    """What has to be said of every new consultation. Days are London's, both included."""

    slug: str
    title: str
    label: str
    contact_email: str
    opens_on: date
    closes_on: date


def begin(session: Session, council: Council, said: Beginning) -> Consultation:
    """Make a draft whose pages have words to begin with."""
    written = tomllib.loads((DOCUMENTS / "starting.toml").read_text(encoding="utf-8"))
    consultation = _draft(session, council, said)
    put(session, consultation, written["page"])
    return consultation


def begin_from(session: Session, origin: Consultation, said: Beginning, *, by: str, now: datetime) -> Consultation:
    """Make a draft with another one's words, facts, files, information sheet and questionnaires, all to be gone over.

    Its dates, contacts, letters and answers stay where they are, and so does the reference of its DPIA.
    """
    consultation = _draft(session, origin.council, said)
    page = {name: part for name, part in origin.page.items() if name not in NOT_COPIED_OF_PAGE}
    put(session, consultation, deepcopy(page))
    consultation.facts = {
        name: deepcopy(fact) for name, fact in origin.facts.items() if name not in NOT_COPIED_OF_FACTS
    }
    session.flush()
    files.copy(session, origin, consultation)
    sheet = sheets.current(session, origin.id)
    if sheet is not None:
        sheets.publish(session, consultation, sheet.document, now)
    for audience in versions.audiences_asked(session, origin.id):
        current = versions.current(session, origin.id, audience)
        if current is not None:
            copy = working_copies.begin(session, consultation, audience, by=by, now=now)
            working_copies.replace(session, copy, versions.compiled(session, current.id), by=by, now=now)
    return consultation


def _draft(session: Session, council: Council, said: Beginning) -> Consultation:
    consultation = Consultation(
        slug=said.slug,
        title=said.title,
        council=council,
        label=said.label,
        contact_email=said.contact_email,
        page={},
        opens_at=start_of_day(said.opens_on),
        closes_at=end_of_day(said.closes_on),
    )
    session.add(consultation)
    try:
        session.flush()
    except IntegrityError as error:
        # Whoever presses the button twice asks for one address at the same moment.
        raise Refused(
            f'Somebody has just made a consultation called "{said.slug}". Look for it in the list.'
        ) from error
    return consultation
