"""The reminder certificate: what became of every contact of one letter, to read and to keep."""

import uuid
from itertools import chain

from flask import Response, render_template

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.deadlines import moment_in_words
from engagement.contacts import service as contacts
from engagement.correspondence import certificates
from engagement.correspondence.certificates import CertificateRow
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.downloads import csv_file
from engagement.officers.guard import confirmed, needs
from engagement.officers.ledger import STATE_NAMES
from engagement.officers.notes import note
from engagement.officers.paging import onward
from engagement.officers.query import chosen, kept, row_in_query
from engagement.officers.waves import find_wave, name_of
from engagement.unit_of_work import unit_of_work

HEADING = ("Email address", "Outcome", "Reason", "When")


@blueprint.get("/consultations/<slug>/letters/<uuid:wave_id>/certificate")
@needs(May.CONTACTS)
def certificate(slug: str, wave_id: uuid.UUID) -> str:
    """The certificate as a page, with the addresses of the page shown."""
    consultation = consultations.find(db.session(), slug)
    wave = find_wave(db.session(), consultation, wave_id)
    counts, after = certificates.totals(db.session(), wave), row_in_query("after")
    state = chosen("state", counts)
    page = onward(
        certificates.certified(db.session(), wave, state=state, after=after), lambda row: row.message_id, after
    )
    with unit_of_work() as session:
        note(session, "certificate read", consultation, wave=str(wave.id), count=len(page.rows))
    return render_template(
        "officers/certificate.html",
        consultation=consultation,
        wave=wave,
        name=name_of(consultation, wave),
        page=page,
        counts=counts,
        planned=sum(counts.values()),
        filters=kept(state=state),
        email_of=contacts.email_of,
        state_names=STATE_NAMES,
    )


@blueprint.get("/consultations/<slug>/letters/<uuid:wave_id>/certificate.csv")
@needs(May.CONTACTS)
@confirmed
def certificate_file(slug: str, wave_id: uuid.UUID) -> Response:
    """The certificate as a file."""
    consultation = consultations.find(db.session(), slug)
    wave = find_wave(db.session(), consultation, wave_id)
    with unit_of_work() as session:
        note(session, "certificate downloaded", consultation, wave=str(wave.id))
    rows = (_cells(row) for row in certificates.certificate(db.session(), wave))
    return csv_file(f"{slug}-{wave.audience}-{wave.kind}-{wave.occurrence}.csv", chain([HEADING], rows))


def _cells(row: CertificateRow) -> tuple[str, ...]:
    when = moment_in_words(row.settled_at) if row.settled_at else ""
    return contacts.email_of(row.contact), STATE_NAMES[row.state], row.reason, when
