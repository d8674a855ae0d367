"""The parts of setting up a consultation, each with its page, what it lacks and what would be better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from flask import url_for
from sqlalchemy.orm import Session

from engagement.consultations import sheets, versions, working_copies
from engagement.consultations.models import Consultation, InformationSheet
from engagement.consultations.page import page_of
from engagement.consultations.readiness import Lack, Part, lacking
from engagement.consultations.words import NATIONAL_HELP, Page
from engagement.correspondence.models import WaveState
from engagement.officers.blueprint import AUDIENCE_NAMES
from engagement.officers.overview import waves_of
from engagement.questionnaires.definition import AUDIENCES, AudienceName
from engagement.reporting.progress import Progress, progress

SHORTEST = timedelta(weeks=4)
# Parts of the page that people look for, as advice names them.
LOOKED_FOR = {
    "heading": "The page has no heading of its own.",
    "summary": "The page has no summary.",
    "why": "The page does not say why you ask.",
    "who": "The page does not say whom you ask.",
    "settled": "The page does not say what is settled.",
    "open": "The page does not say what is still open.",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One part of setting up: its page, what keeps it from opening, and what would be better.

    `nothing_yet` is for what a page may have and need not.
    """

    name: str
    address: str
    missing: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    nothing_yet: bool = False

    @property
    def state(self) -> tuple[str, str]:
        """How it stands, in a word or two, and the colour of that."""
        if self.missing:
            return "Missing", "red"
        if self.advised:
            return "Could be better", "yellow"
        return ("None, optional", "grey") if self.nothing_yet else ("Done", "green")


class _Tasks:
    """Makes the tasks of one consultation out of what it lacks."""

    def __init__(self, consultation: Consultation, lacks: Sequence[Lack]) -> None:
        self.slug = consultation.slug
        self.lacks = lacks

    def lack(self, part: Part, audience: str | None = None) -> list[str]:
        """What is missing in a part, for one audience if one is named."""
        return [lack.sentence for lack in self.lacks if lack.part is part and audience in (None, lack.audience)]

    def make(
        self, name: str, endpoint: str, missing: Iterable[str] = (), advised: Iterable[str] = (), **values: Any
    ) -> Task:
        """One task, done on a page of the workspace."""
        return Task(name, url_for(endpoint, slug=self.slug, **values), tuple(missing), tuple(advised))

    def words(self, name: str, part: str, missing: Iterable[str] = (), advised: Iterable[str] = ()) -> Task:
        """One task that is done by writing words of the page."""
        return self.make(name, "officers.page_words", missing, advised, part=part)


def groups_of(session: Session, consultation: Consultation, now: datetime) -> list[tuple[str, list[Task]]]:
    """Every task, in groups with their headings."""
    asked = versions.audiences_asked(session, consultation.id)
    lacks = lacking(consultation, asked, now) if consultation.published_at is None else []
    tasks = _Tasks(consultation, lacks)
    return [
        ("About it", _about(consultation, tasks, now)),
        ("What people read", _pages(page_of(consultation), sheets.current(session, consultation.id), tasks)),
        ("What people are asked", [_questions(session, consultation, asked, tasks)]),
        ("Whom you write to", _letters(session, consultation, asked, tasks)),
    ]


def _about(consultation: Consultation, tasks: _Tasks, now: datetime) -> list[Task]:
    advice = []
    if consultation.closes_at - consultation.opens_at < SHORTEST:
        advice.append("People have less than four weeks to answer.")
    if consultation.published_at is None and consultation.opens_at <= now:
        advice.append("The opening day has come, so it opens as soon as it is published.")
    council = consultation.council
    look = [] if council.colour or council.logo_hash else ["The pages have the neutral look, without your logo."]
    facts = consultation.facts
    unknown = [
        sentence
        for name, sentence in (
            ("data_protection_officer", "The privacy page does not say how to reach the Data Protection Officer."),
            ("special_category", "The privacy page does not name the condition for special category data."),
            ("recipients", "The privacy page does not say who receives the data."),
        )
        if not facts.get(name)
    ]
    return [
        tasks.make("Title, address and contact", "officers.basics"),
        tasks.make("Opening and closing", "officers.days", tasks.lack(Part.DATES), advice),
        tasks.make("Facts of data protection", "officers.facts", tasks.lack(Part.FACTS), unknown),
        tasks.make("The council's look", "officers.look", (), look),
    ]


def _pages(page: Page, sheet: InformationSheet | None, tasks: _Tasks) -> list[Task]:
    empty = [sentence for part, sentence in LOOKED_FOR.items() if not getattr(page, part)]
    national = {contact.phone for contact in NATIONAL_HELP}
    has_local_help = any(contact.phone not in national for contact in page.help)
    help_advice = [] if has_local_help else ["The Get help page names nobody local yet."]
    formats_advice = [] if page.other_formats else ["The page does not say how people get other formats."]
    return [
        tasks.words("Page texts", "words", (), empty),
        replace(tasks.words("Key dates", "key-dates"), nothing_yet=not page.key_dates),
        tasks.words("Ways in", "ways-in", tasks.lack(Part.WAYS_IN)),
        replace(tasks.make("Picture", "officers.page_picture"), nothing_yet=page.picture is None),
        replace(tasks.make("Documents to read", "officers.page_documents"), nothing_yet=not page.documents),
        replace(tasks.make("Information sheet", "officers.information_sheet"), nothing_yet=sheet is None),
        tasks.words("Get help", "help", (), help_advice),
        tasks.words("Other formats", "other-formats", (), formats_advice),
        *(
            tasks.words(
                f"Privacy notice for {AUDIENCE_NAMES[name].lower()}",
                f"privacy-{name.replace('_', '-')}",
                tasks.lack(Part.PRIVACY, name),
            )
            for name in AUDIENCES
        ),
    ]


def _questions(session: Session, consultation: Consultation, asked: Sequence[str], tasks: _Tasks) -> Task:
    advice = []
    for audience, copy in working_copies.every(session, consultation).items():
        current = versions.current(session, consultation.id, audience)
        who = AUDIENCE_NAMES[audience].lower()
        if current is None:
            advice.append(f"The questionnaire for {who} is not published, so they are not asked.")
        elif copy.document != current.document:
            advice.append(f"The questionnaire for {who} has changes that are not published.")
    who = ", ".join(AUDIENCE_NAMES[cast(AudienceName, name)] for name in asked) or "nobody yet"
    return tasks.make(f"Questionnaires: {who}", "officers.questionnaires", tasks.lack(Part.QUESTIONNAIRES), advice)


def _letters(session: Session, consultation: Consultation, asked: Sequence[str], tasks: _Tasks) -> list[Task]:
    numbers = progress(session, consultation.id)
    planned = {wave.audience for wave in waves_of(session, consultation) if wave.state != WaveState.CANCELLED}
    written_to = [name for name in asked if name != "young_people"]
    names = {name: AUDIENCE_NAMES[cast(AudienceName, name)].lower() for name in written_to}
    no_contacts = [
        f"There are no contacts of {names[name]} yet."
        for name in written_to
        if not numbers.get(name, Progress()).contacts
    ]
    no_letters = [f"No letters to {names[name]} are planned." for name in written_to if name not in planned]
    mailbox = f"Replies go to {consultation.contact_email}. Check that somebody reads it."
    return [
        tasks.make("Contacts", "officers.contacts", (), no_contacts),
        tasks.make("Letters", "officers.waves", (), [*no_letters, mailbox] if no_letters else []),
    ]
