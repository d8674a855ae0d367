"""Makes what belongs to a published version and takes longer than anybody waits for a page: its forms, its voice."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from engagement.consultations import preparations, recordings, versions
from engagement.consultations.models import Consultation, Preparation, QuestionnaireVersion
from engagement.consultations.preparations import VOICE
from engagement.extensions import clock, db
from engagement.paper import library, making
from engagement.paper.front import cover_of
from engagement.paper.kinds import BY_NAME, KINDS
from engagement.paper.making import MakersMissing
from engagement.paper.typesetting import CannotBePrinted
from engagement.speech.synthesis import CannotSpeak, spoken
from engagement.unit_of_work import unit_of_work

# Another number asks for every prepared voice anew.
HOW_IT_SPEAKS = "1"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to make; `made_from` is as in `Preparation`."""

    consultation: Consultation
    version: QuestionnaireVersion
    name: str
    made_from: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing, and what came of it the last time, if anything did."""

    thing: Thing
    made: Preparation | None

    @property
    def settled(self) -> bool:
        """Whether there is nothing to do: it is made from what is said now, or could not be."""
        return self.made is not None and self.made.made_from == self.thing.made_from


def waiting() -> list[Thing]:
    """All that is not made yet, or was made from something that has changed since, until the close."""
    return [each.thing for each in progress(Consultation.closes_at > clock.now()) if not each.settled]


def progress(*conditions: ColumnElement[bool]) -> list[Progress]:
    """Everything that the newest versions should have, of the consultations that are meant."""
    session = db.session()
    newest = preparations.newest_versions(session, *conditions)
    made = preparations.of_versions(session, [version.id for _, version in newest])
    return [
        Progress(Thing(*each, name, digest), made.get((each[1].id, name)))
        for each in newest
        for name, digest in _wanted(*each).items()
    ]


def _wanted(consultation: Consultation, version: QuestionnaireVersion) -> dict[str, str]:
    """The name of each thing, and what it is to be made from."""
    things = {kind.name: making.made_from(consultation, version, kind.layout) for kind in KINDS}
    return things | ({VOICE: HOW_IT_SPEAKS} if version.audience == "young_people" else {})


def prepare(thing: Thing) -> str | None:
    """Make one thing and write down that it is made; gives the sentence that says why it could not be, if so.

    Whoever is stopped half-way has written nothing down, so it is made once more.
    """
    trouble = None
    try:
        if thing.name == VOICE:
            _give_a_voice(thing.version.id)
        else:
            _make_a_form(thing)
    except (CannotBePrinted, MakersMissing, CannotSpeak) as problem:
        trouble = str(problem)
    with unit_of_work() as session:
        preparations.finish(
            session, thing.version.id, thing.name, made_from=thing.made_from, trouble=trouble, now=clock.now()
        )
    return trouble


def _make_a_form(thing: Thing) -> None:
    kind = BY_NAME[thing.name]
    questionnaire = versions.compiled(db.session(), thing.version.id)
    form = making.make(questionnaire, cover_of(thing.consultation, thing.version), kind.layout, kind.suffix)
    with unit_of_work() as session:
        library.keep(session, thing.version.id, kind.name, form, clock.now())


def _give_a_voice(version_id: uuid.UUID) -> None:
    """Each text by itself, so that what was spoken before a stop is not spoken again."""
    heard = recordings.of_version(db.session(), version_id)
    for text in recordings.texts_heard(versions.compiled(db.session(), version_id)):
        if text.context not in heard:
            sound = spoken(text.source)
            with unit_of_work() as session:
                recordings.keep_prepared(session, version_id, text.context, sound)
