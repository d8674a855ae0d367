"""What a published version needs is made by workers: once, and again when it would say something else."""

from datetime import timedelta

import pytest
from celery import Celery
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement import jobs, preparing
from engagement.consultations import preparations, recordings, service
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation, Preparation, QuestionnaireVersion, Recording
from engagement.paper import library, making
from engagement.paper.typesetting import CannotBePrinted
from engagement.speech.synthesis import CannotSpeak
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.journeys.conftest import asked
from tests.test_jobs import celery_app as celery_app  # a fixture

SOUND = b"ID3 a voice"
SPOKEN = len(recordings.texts_heard(asked("young_people")))


@pytest.fixture
def version(session: Session) -> QuestionnaireVersion:
    """Young people are asked, from now on."""
    consultation = factories.consultation(session, slug="views")
    made = factories.version(session, consultation, asked("young_people"))
    session.commit()
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is really set or spoken; gives what was asked for."""
    asked_for: list[str] = []

    def make(questionnaire: object, cover: object, layout: str, suffix: str) -> bytes:
        asked_for.append(layout + suffix)
        return b"%PDF /Type /Page /Type /Pages" if suffix == ".pdf" else b"PK"

    def spoken(text: str) -> bytes:
        asked_for.append(text)
        return SOUND

    monkeypatch.setattr(making, "make", make)
    monkeypatch.setattr(preparing, "spoken", spoken)
    return asked_for


def work() -> list[str | None]:
    """Make all that is waiting; gives the trouble with each."""
    return [preparing.prepare(thing) for thing in preparing.waiting()]


def voiced(session: Session) -> int:
    """How many texts the prepared voice speaks."""
    return session.scalar(select(func.count()).select_from(Recording).where(Recording.prepared)) or 0


def test_workers_make_every_form_and_the_voice_by_themselves(
    session: Session, version: QuestionnaireVersion, celery_app: Celery
) -> None:
    jobs.prepare.delay()
    forms = library.offered(session, version.consultation_id)["young_people"].forms
    assert [(form.kind, form.pages) for form in forms] == [
        ("standard.pdf", 1),
        ("large-print.pdf", 1),
        ("easy-read.pdf", 1),
        ("word.docx", None),
    ]
    assert voiced(session) == SPOKEN
    assert preparing.waiting() == []


def test_what_is_made_is_not_made_again(version: QuestionnaireVersion, quick: list[str], celery_app: Celery) -> None:
    jobs.prepare.delay()
    before = len(quick)
    jobs.prepare.delay()
    jobs.prepare_thing.delay(str(version.id), "standard.pdf")
    assert len(quick) == before > SPOKEN


def test_a_later_deadline_asks_for_other_forms_and_the_same_voice(
    session: Session, version: QuestionnaireVersion, clock: SetClock
) -> None:
    work()
    consultation = session.get_one(Consultation, version.consultation_id)
    with unit_of_work() as writing:
        later = london_day(consultation.closes_at + timedelta(days=7))
        service.extend(writing, consultation, last_day=later, reason="Holidays", by="Ada", now=clock.now())
    assert [thing.name for thing in preparing.waiting()] == [
        "standard.pdf",
        "large-print.pdf",
        "easy-read.pdf",
        "word.docx",
    ]


def test_nothing_is_made_once_nobody_can_answer_any_more(
    session: Session, version: QuestionnaireVersion, clock: SetClock
) -> None:
    clock.set(session.get_one(Consultation, version.consultation_id).closes_at.isoformat())
    assert preparing.waiting() == []


@pytest.mark.parametrize("break_at", [1, 20, SPOKEN - 1])
def test_a_worker_that_dies_half_way_loses_nothing_and_repeats_nothing(
    session: Session,
    version: QuestionnaireVersion,
    monkeypatch: pytest.MonkeyPatch,
    quick: list[str],
    break_at: int,
) -> None:
    def speak(text: str) -> bytes:
        quick.append(text)
        return SOUND

    def dies(text: str) -> bytes:
        if len(quick) >= break_at:
            raise KeyboardInterrupt
        return speak(text)

    (voice,) = (thing for thing in preparing.waiting() if thing.name == preparations.VOICE)
    monkeypatch.setattr(preparing, "spoken", dies)
    with pytest.raises(KeyboardInterrupt):
        preparing.prepare(voice)
    assert voiced(session) == break_at
    assert voice.name in [thing.name for thing in preparing.waiting()]
    monkeypatch.setattr(preparing, "spoken", speak)
    assert preparing.prepare(voice) is None
    assert voiced(session) == len(quick) == SPOKEN


def test_somebody_s_own_recording_stays_whenever_the_voice_is_prepared(
    session: Session, version: QuestionnaireVersion
) -> None:
    with unit_of_work() as writing:
        recordings.keep(writing, version.id, "y_change.text", b"OggS mine")
    work()
    with unit_of_work() as writing:
        recordings.keep_prepared(writing, version.id, "y_change.text", SOUND)
    row = session.scalars(select(Recording).where(Recording.text_key == "y_change.text")).one()
    assert (row.sound, row.prepared) == (b"OggS mine", False)


def test_somebody_s_own_recording_takes_the_place_of_the_prepared_one(
    session: Session, version: QuestionnaireVersion
) -> None:
    work()
    with unit_of_work() as writing:
        recordings.keep(writing, version.id, "y_change.text", b"OggS mine")
    assert recordings.of_version(session, version.id)["y_change.text"] is False
    assert voiced(session) == SPOKEN - 1


def test_a_recording_that_is_removed_is_followed_by_the_prepared_voice(
    session: Session, version: QuestionnaireVersion
) -> None:
    with unit_of_work() as writing:
        recordings.keep(writing, version.id, "y_change.text", b"OggS mine")
    work()
    with unit_of_work() as writing:
        recordings.remove(writing, version.id, "y_change.text")
    assert [thing.name for thing in preparing.waiting()] == [preparations.VOICE]
    work()
    assert recordings.of_version(session, version.id)["y_change.text"] is True


def test_what_cannot_be_made_is_told_once_and_everything_else_is_made(
    session: Session, version: QuestionnaireVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mute(text: str) -> bytes:
        raise CannotSpeak("The program espeak-ng is not installed.")

    def blank(*rest: object) -> bytes:
        raise CannotBePrinted("The picture is broken.")

    monkeypatch.setattr(preparing, "spoken", mute)
    make = making.make
    monkeypatch.setattr(making, "make", lambda *rest: blank() if rest[3] == ".docx" else make(*rest))
    assert work() == [None, None, None, "The picture is broken.", "The program espeak-ng is not installed."]
    assert preparing.waiting() == []
    rows = session.scalars(select(Preparation).where(Preparation.trouble.is_not(None)))
    assert {row.thing for row in rows} == {"word.docx", "voice"}
    with unit_of_work() as writing:
        preparations.ask_again(writing, [version.id], ["voice"])
    assert [thing.name for thing in preparing.waiting()] == ["voice"]


def test_one_thing_that_breaks_in_a_way_nobody_thought_of_holds_up_no_other(
    session: Session, version: QuestionnaireVersion, monkeypatch: pytest.MonkeyPatch, celery_app: Celery
) -> None:
    make = making.make

    def breaks(*rest: object) -> bytes:
        if rest[2] == "large_print":
            raise KeyError("nobody thought of it")
        return make(*rest)  # type: ignore[arg-type]  # the stand-in above

    monkeypatch.setattr(making, "make", breaks)
    celery_app.conf.task_eager_propagates = False
    jobs.prepare.delay()
    assert [thing.name for thing in preparing.waiting()] == ["large-print.pdf"]


def test_without_the_makers_of_documents_officers_are_told_what_to_install(
    version: QuestionnaireVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()

    def missing(*rest: object) -> bytes:
        raise ModuleNotFoundError("No module named 'typst'", name="typst")

    monkeypatch.setitem(making.MAKERS, ".pdf", missing)
    trouble = preparing.prepare(next(thing for thing in preparing.waiting() if thing.name == "standard.pdf"))
    assert trouble is not None
    assert "typst is not installed where the workers run" in trouble
