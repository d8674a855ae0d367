"""Nothing is published but what a second person signed off, and nobody overwrites what they have not seen."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engagement.consultations import publishing, recordings, translations, versions, videos, working_copies
from engagement.consultations.models import Consultation, Recording
from engagement.consultations.publishing import Trial
from engagement.consultations.working_copies import ChangedMeanwhile
from engagement.consultations.working_copy_models import SignOff, WorkingCopy
from engagement.errors import InvalidDocument, Refused
from engagement.questionnaires import po_files, schema
from engagement.questionnaires.definition import AudienceName
from tests import factories
from tests.clocks import SetClock
from tests.reporting import survey

WRITER, SECOND, THIRD = "officer:1", "officer:2", "officer:3"
TRIAL = Trial("Ms Lee at Grove School", 6, date(2025, 6, 2), "Two words were made shorter")


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


@pytest.fixture
def write(session: Session, consultation: Consultation, clock: SetClock) -> Callable[..., WorkingCopy]:
    """Writes a working copy, one person each time."""

    def save(text: str = "Which lot?", by: str = WRITER, audience: AudienceName = "schools") -> WorkingCopy:
        copy = working_copies.begin(session, consultation, audience, by=by, now=clock.now())
        document = survey.DOCUMENT.replace("Which lot are you on?", text)
        changed = schema.dump(survey.questionnaire(audience, document))
        working_copies.save(session, copy, changed, revision=copy.revision, by=by, now=clock.now())
        return copy

    return save


@pytest.fixture
def sign(session: Session, consultation: Consultation, clock: SetClock) -> Callable[..., SignOff]:
    """Signs off what a working copy says now."""

    def do(copy: WorkingCopy, by: str = SECOND, trial: Trial | None = None) -> SignOff:
        digest = publishing.prepare(session, copy, live=True).digest
        return publishing.sign(session, copy, digest=digest, trial=trial, live=True, by=by, now=clock.now())

    return do


@pytest.fixture
def publish(session: Session, consultation: Consultation, clock: SetClock) -> Callable[..., Any]:
    """Publishes a working copy."""

    def do(copy: WorkingCopy) -> Any:
        return publishing.publish(session, consultation, copy, live=True, by=WRITER, now=clock.now())

    return do


def test_nothing_is_published_without_a_second_person_or_after_a_later_change(
    session: Session,
    consultation: Consultation,
    write: Callable[..., WorkingCopy],
    sign: Callable[..., SignOff],
    publish: Callable[..., Any],
) -> None:
    copy = write()
    with pytest.raises(Refused, match="A second person has to sign it off"):
        publish(copy)
    with pytest.raises(Refused, match="You wrote part of this questionnaire"):
        sign(copy, by=WRITER)
    sign(copy)
    write("Which of the lots?")
    with pytest.raises(Refused, match=r"A second person has to sign it off.*has changed since"):
        publish(copy)
    write("Which lot?", by=SECOND)
    with pytest.raises(Refused, match="A second person"):
        publish(copy)
    sign(copy, by=THIRD)
    version, _ = publish(copy)
    assert version.number == 1
    assert working_copies.find(session, consultation, "schools") is None
    published, signed = publishing.publishers(session, consultation)[version.id]
    assert (published.written_by, signed.signed_by) == ([WRITER, SECOND], THIRD)
    assert len(publishing.history(session, consultation.id, "schools")) == 2


def test_what_was_read_is_what_is_signed_even_when_somebody_writes_meanwhile(
    session: Session, consultation: Consultation, write: Callable[..., WorkingCopy], clock: SetClock
) -> None:
    copy = write()
    read = publishing.prepare(session, copy, live=True).digest
    write("Which of the lots?")
    with pytest.raises(ChangedMeanwhile):
        publishing.sign(session, copy, digest=read, trial=None, live=True, by=SECOND, now=clock.now())


def test_who_publishes_or_saves_what_was_published_meanwhile_is_told(
    session: Session,
    write: Callable[..., WorkingCopy],
    sign: Callable[..., SignOff],
    publish: Callable[..., Any],
    clock: SetClock,
) -> None:
    copy = write()
    sign(copy)
    session.execute(delete(WorkingCopy).execution_options(synchronize_session=False))
    with pytest.raises(ChangedMeanwhile):
        publish(copy)
    with pytest.raises(ChangedMeanwhile):
        working_copies.save(session, copy, copy.document, revision=2, by=WRITER, now=clock.now())


def test_young_peoples_questionnaire_waits_until_somebody_tried_it_with_young_people(
    write: Callable[..., WorkingCopy], sign: Callable[..., SignOff], publish: Callable[..., Any]
) -> None:
    copy = write(audience="young_people")
    with pytest.raises(Refused, match="Say who tried it with how many young people"):
        sign(copy)
    signed = sign(copy, trial=TRIAL)
    assert (signed.tried_by, signed.tried_with, signed.tried_on) == ("Ms Lee at Grove School", 6, date(2025, 6, 2))
    assert publish(copy)[0].audience == "young_people"


def test_a_changed_question_has_to_be_decided_and_decided_again_when_it_changes_again(
    session: Session,
    consultation: Consultation,
    write: Callable[..., WorkingCopy],
    sign: Callable[..., SignOff],
    clock: SetClock,
) -> None:
    survey.asked(session, consultation)
    copy = write()
    with pytest.raises(Refused, match="Decide for 1 changed question whether it still means the same"):
        sign(copy)
    publishing.decide(session, copy, {"status": "same"}, revision=copy.revision, by=WRITER, now=clock.now())
    sign(copy)
    write("Which of the lots?")
    assert copy.meanings == {}


def test_of_two_who_save_the_same_revision_the_second_overwrites_nothing(
    session: Session, consultation: Consultation, write: Callable[..., WorkingCopy], clock: SetClock
) -> None:
    copy = write()
    seen = copy.revision
    for by, title in ((WRITER, "First"), (SECOND, "Second")):
        document = {**copy.document, "sections": [{**copy.document["sections"][0], "title": title}]}
        if by == WRITER:
            working_copies.save(session, copy, document, revision=seen, by=by, now=clock.now())
        else:
            with pytest.raises(ChangedMeanwhile):
                working_copies.save(session, copy, document, revision=seen, by=by, now=clock.now())
    assert copy.document["sections"][0]["title"] == "First"
    assert copy.written_by == [WRITER]


def test_an_unfinished_copy_is_kept_says_what_is_missing_and_cannot_be_signed(
    session: Session, consultation: Consultation, clock: SetClock, sign: Callable[..., SignOff]
) -> None:
    copy = working_copies.begin(session, consultation, "families", by=WRITER, now=clock.now())
    assert working_copies.faults(copy) == [
        'The section "Section 1": There are no questions in this section yet. Add one.'
    ]
    with pytest.raises(InvalidDocument):
        sign(copy)
    assert working_copies.begin(session, consultation, "families", by=SECOND, now=clock.now()).id == copy.id


def test_translations_recordings_and_videos_of_what_did_not_change_come_along(
    session: Session,
    consultation: Consultation,
    write: Callable[..., WorkingCopy],
    sign: Callable[..., SignOff],
    publish: Callable[..., Any],
    clock: SetClock,
) -> None:
    first = survey.asked(session, consultation)
    polish = po_files.read_po(
        b'msgid ""\nmsgstr "Language: pl\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        b'msgctxt "status.option.lot_1"\nmsgid "Lot 1"\nmsgstr "Czesc 1"\n',
        "a test",
    )
    translations.ship(session, consultation, first, [polish], clock.now())
    for key in ("status.text", "status.option.lot_1", "places.text"):
        recordings.keep(session, first.id, key, b"OggS" + key.encode())
    for key in ("status", "places"):
        videos.keep(session, consultation, first.id, key, b"\0\0\0\x20ftypisom" + key.encode())
    copy = write()
    publishing.decide(session, copy, {"status": "new"}, revision=copy.revision, by=WRITER, now=clock.now())
    sign(copy)
    version, left = publish(copy)
    assert left.recordings == ("Which lot are you on?",)
    assert left.videos == ("Which lot are you on?",)
    assert set(recordings.of_version(session, version.id)) == {"status_2.option.lot_1", "places.text"}
    assert set(videos.of_version(consultation, version.id)) == {"places"}
    assert session.scalar(select(func.count()).select_from(Recording)) == 5
    worded = translations.worded(session, consultation, version.id, "pl")
    labels = {question.key: [option.label for option in question.options] for question in worded.questions()}
    assert labels["status_2"][0] == "Czesc 1"
    assert versions.compiled(session, version.id) != worded
