"""Taking answers back with the receipt's code: all of them go, nobody is named, and not once the analysis has begun."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.responses import codes
from engagement.responses.models import Answer, Draft, Response
from tests.clocks import SetClock
from tests.journeys.walking import PATHS, SLUG, answer_all, code_on, enter_code, form_of
from tests.visitor import Visitor

pytestmark = pytest.mark.every_database

WITHDRAW = f"/{SLUG}/withdraw"


def left(session: Session) -> list[int | None]:
    """How many drafts, responses and answers there are."""
    return [session.scalar(select(func.count()).select_from(table)) for table in (Draft, Response, Answer)]


@pytest.mark.parametrize("audience", list(PATHS))
def test_the_code_of_the_receipt_takes_everything_out(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    code = code_on(answer_all(visitor, audience))
    confirm = enter_code(visitor, code.upper().replace("-", " ")).follow()
    assert "16 June 2025" in confirm
    assert left(session)[1] == 1
    assert "Your answers have been taken out" in form_of(confirm, "Delete my answers").submit().follow()
    assert left(session) == [0, 0, 0]
    entry = session.scalars(select(Entry).order_by(Entry.number.desc())).first()
    assert entry is not None
    assert (entry.actor, entry.action, entry.detail) == ("respondent", "response withdrawn", {"audience": audience})
    assert visitor.get(f"/{SLUG}/{PATHS[audience]}/receipt").location.endswith(PATHS[audience])


def test_a_double_click_says_the_same_twice(kent: Consultation, visitor: Visitor) -> None:
    confirm = enter_code(visitor, code_on(answer_all(visitor, "families"))).follow()
    for _ in range(2):
        assert "Your answers have been taken out" in form_of(confirm, "Delete my answers").submit().follow()


@pytest.mark.parametrize("code", ["", "done", "bado-rimu-rusa-koti-zalu", "\0 ü"])
def test_a_wrong_code_is_kept_and_explained(code: str, kent: Consultation, visitor: Visitor) -> None:
    page = enter_code(visitor, code, status=422)
    assert "We could not find answers with this code" in page
    assert page.html.select_one("#code").get("value", "") == code.replace("\0", "")


def test_opening_the_page_takes_nothing_out_and_neither_does_a_strange_form(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    confirm = enter_code(visitor, code_on(answer_all(visitor, "families"))).follow()
    strange = form_of(confirm, "Delete my answers")
    strange["csrf_token"] = "guessed"
    assert "take out these answers" in strange.submit().follow()
    assert left(session)[1] == 1


def test_once_the_analysis_has_begun_nothing_is_taken_out(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    confirm = enter_code(visitor, code_on(answer_all(visitor, "families"))).follow()
    kent.locked_at = clock.now() + timedelta(seconds=1)
    session.commit()
    clock.set((clock.now() + timedelta(seconds=1)).isoformat())
    form_of(confirm, "Delete my answers").submit(status=409)
    assert left(session)[1] == 1
    assert "Answers cannot be changed or taken out any more" in visitor.get(WITHDRAW)
    assert "Answers cannot be changed or taken out any more" in visitor.get(f"{WITHDRAW}/confirm")


def test_the_database_holds_only_the_hash_of_the_code(kent: Consultation, visitor: Visitor, session: Session) -> None:
    code = code_on(answer_all(visitor, "families"))
    response = session.scalars(select(Response)).one()
    assert response.withdrawal_key == codes.withdrawal_key(code)
    assert code not in str(vars(response))
