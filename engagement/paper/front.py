"""The front of a form, from what its consultation's own pages say."""

from engagement.consultations.deadlines import deadline_in_words
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.consultations.page import page_of
from engagement.consultations.words import HelpContact
from engagement.paper.cover import Cover


def cover_of(consultation: Consultation, version: QuestionnaireVersion, reference: str = "") -> Cover:
    """The cover of one version's form; `reference` marks one copy of it."""
    page = page_of(consultation)
    name = version.audience.replace("_", " ").capitalize()
    formats = page.other_formats
    asking = formats and " or ".join(
        part for part in (formats.email and f"email {formats.email}", formats.phone and f"call {formats.phone}") if part
    )
    return Cover(
        council_name=consultation.council_name,
        title=consultation.title,
        heading=next((way.heading for way in page.ways_in if way.audience == version.audience), name),
        closes=deadline_in_words(consultation.closes_at),
        version=f"{name} version {version.number}",
        contact=(f"Email {consultation.contact_email}",),
        other_formats=(formats.text, f"To ask, {asking}.") if formats and asking else (),
        get_help=tuple(". ".join(part for part in (_reached(contact), contact.text) if part) for contact in page.help),
        returning=(
            f"Scan it or take a photo of each page, and email it to {consultation.contact_email}.",
            *([f"To send it by post, {asking} and ask where to."] if asking else []),
        ),
        reference=reference,
    )


def _reached(contact: HelpContact) -> str:
    return ": ".join(part for part in (contact.name, contact.phone or contact.web) if part)
