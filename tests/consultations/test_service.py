"""A consultation goes from draft to closed by rules that people can rely on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engagement.consultations import service, sheets, versions
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound, Refused
from tests import factories
from tests.questionnaires.documents import SHIPPED

KENT = factories.kent_document()
BEFORE = datetime(2025, 6, 1, 9, tzinfo=UTC)
DURING = datetime(2025, 6, 16, 9, tzinfo=UTC)
AFTER = datetime(2025, 7, 10, 9, tzinfo=UTC)


def ready(session: Session, **changes: object) -> Consultation:
    """A draft with something asked in it."""
    consultation = service.create(session, replace(KENT, **changes), now=BEFORE)  # type: ignore[arg-type]  # any field
    versions.publish(session, consultation, SHIPPED["schools"], BEFORE)
    return consultation


def test_a_document_becomes_a_draft_that_opens_and_closes_on_its_london_days(session: Session) -> None:
    consultation = service.create(session, KENT, now=BEFORE)
    assert consultation.state_at(DURING) is State.DRAFT
    assert consultation.opens_at == datetime(2025, 6, 12, 23, tzinfo=UTC)
    assert consultation.closes_at == datetime(2025, 7, 9, 23, tzinfo=UTC)
    assert service.find(session, "nmiss-engagement") is consultation


def test_the_information_sheet_of_the_document_is_its_first_version(session: Session) -> None:
    published = sheets.current(session, service.create(session, KENT, now=BEFORE).id)
    assert published is not None
    assert published.number == 1


def test_a_consultation_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        service.find(session, "nothing-here")


def test_two_consultations_cannot_share_an_address(session: Session) -> None:
    service.create(session, KENT, now=BEFORE)
    with pytest.raises(Refused, match="already a consultation"):
        service.create(session, KENT, now=BEFORE)


def test_a_consultation_cannot_end_before_it_begins(session: Session) -> None:
    with pytest.raises(Refused, match="before the opening day"):
        service.create(session, replace(KENT, closes_on=KENT.opens_on - timedelta(days=1)), now=BEFORE)


@pytest.mark.parametrize("slug", sorted(service.RESERVED_SLUGS))
def test_a_consultation_cannot_take_over_an_address_of_the_site(session: Session, slug: str) -> None:
    with pytest.raises(Refused, match="address of the site"):
        service.create(session, replace(KENT, slug=slug), now=BEFORE)


def test_every_fixed_address_of_the_site_is_reserved(app: Flask) -> None:
    first_words = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {word for word in first_words if word and "<" not in word} <= service.RESERVED_SLUGS


def test_a_draft_is_published_once_something_is_asked(session: Session) -> None:
    consultation = service.create(session, KENT, now=BEFORE)
    with pytest.raises(Refused, match="Nothing is asked"):
        service.publish(session, consultation, now=BEFORE)
    versions.publish(session, consultation, SHIPPED["families"], BEFORE)
    service.publish(session, consultation, now=BEFORE)
    assert consultation.state_at(BEFORE) is State.UPCOMING
    assert consultation.state_at(DURING) is State.OPEN


def test_what_is_published_is_not_published_again(session: Session) -> None:
    consultation = ready(session)
    service.publish(session, consultation, now=BEFORE)
    with pytest.raises(Refused, match="already published"):
        service.publish(session, consultation, now=DURING)


def test_a_draft_whose_last_day_is_over_is_not_published(session: Session) -> None:
    with pytest.raises(Refused, match="last day is already over"):
        service.publish(session, ready(session), now=AFTER)


def test_opening_now_publishes_a_draft_and_brings_the_opening_forward(session: Session) -> None:
    consultation = ready(session)
    service.open_now(session, consultation, now=BEFORE)
    assert consultation.state_at(BEFORE) is State.OPEN
    assert consultation.opens_at == BEFORE


def test_opening_late_leaves_the_announced_opening_day(session: Session) -> None:
    consultation = ready(session)
    service.open_now(session, consultation, now=DURING)
    assert consultation.opens_at == factories.OPENS_AT


@pytest.mark.parametrize(("now", "why"), [(DURING, "already open"), (AFTER, "Extend it")])
def test_what_is_open_or_closed_cannot_be_opened(session: Session, now: datetime, why: str) -> None:
    with pytest.raises(Refused, match=why):
        service.open_now(session, factories.consultation(session), now=now)


def test_closing_early_takes_effect_at_once_and_keeps_the_announced_deadline_in_the_history(session: Session) -> None:
    consultation = factories.consultation(session)
    change = service.close_early(
        session, consultation, closes_at=DURING, reason="Court order", by="Officer", now=DURING
    )
    assert consultation.state_at(DURING) is State.CLOSED
    assert (change.closes_at_before, change.closes_at_after) == (factories.CLOSES_AT, DURING)
    assert list(service.deadline_history(session, consultation)) == [change]


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_only_an_open_consultation_can_be_closed(session: Session, now: datetime) -> None:
    with pytest.raises(Refused, match="Only an open"):
        consultation = factories.consultation(session)
        service.close_early(session, consultation, closes_at=now, reason="Over", by="Officer", now=now)


@pytest.mark.parametrize("hours", [-1, 24 * 30])
def test_closing_early_is_neither_in_the_past_nor_after_the_deadline(session: Session, hours: int) -> None:
    consultation, closes_at = factories.consultation(session), DURING + timedelta(hours=hours)
    with pytest.raises(Refused, match="Choose another one"):
        service.close_early(session, consultation, closes_at=closes_at, reason="Over", by="Officer", now=DURING)


def test_nothing_opens_again_once_what_was_sent_is_analysed(session: Session) -> None:
    consultation = factories.consultation(session, locked_at=AFTER)
    with pytest.raises(Refused, match="is being analysed"):
        service.extend(session, consultation, last_day=date(2025, 7, 16), reason="Late", by="Officer", now=AFTER)


def test_an_extension_lasts_until_its_last_day_ends_in_london(session: Session) -> None:
    consultation = factories.consultation(session)
    service.extend(session, consultation, last_day=date(2025, 11, 3), reason="More time", by="Officer", now=DURING)
    assert consultation.closes_at == datetime(2025, 11, 4, 0, tzinfo=UTC)


def test_an_extension_opens_a_closed_consultation_again(session: Session) -> None:
    consultation = factories.consultation(session)
    service.extend(session, consultation, last_day=date(2025, 7, 16), reason="Asked for", by="Officer", now=AFTER)
    assert consultation.state_at(AFTER) is State.OPEN


def test_every_move_of_the_deadline_is_kept_in_order(session: Session) -> None:
    consultation = factories.consultation(session)
    for day in (16, 18):
        moment = DURING + timedelta(days=day)
        service.extend(session, consultation, last_day=date(2025, 7, day), reason=f"{day}", by="Officer", now=moment)
    assert [change.reason for change in service.deadline_history(session, consultation)] == ["16", "18"]


@pytest.mark.parametrize(
    ("last_day", "reason", "why"),
    [
        (date(2025, 6, 15), "More time", "already over"),
        (date(2025, 7, 9), "More time", "already closes at 11:59pm on Wednesday 9 July 2025"),
        (date(2025, 7, 10), "  ", "Give the reason"),
    ],
)
def test_an_extension_needs_a_later_day_and_a_reason(session: Session, last_day: date, reason: str, why: str) -> None:
    consultation = factories.consultation(session)
    with pytest.raises(Refused, match=why):
        service.extend(session, consultation, last_day=last_day, reason=reason, by="Officer", now=DURING)
    assert consultation.closes_at == factories.CLOSES_AT
