"""Come-back words: asked for, written down, and typed in any way on another device."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.responses import codes
from engagement.responses.models import Draft
from tests import factories
from tests.journeys.walking import SLUG, SOME, Page, fill, press, send, start, walk
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"


@pytest.fixture
def words(kent: Consultation, visitor: Visitor) -> str:
    """The words of somebody who has answered one question."""
    page = start(visitor, "families")
    fill(page, {"f_role": "carer"})
    saved = press(page, "save").follow()
    shown = next(form for form in saved.forms.values() if form.action.endswith("/save")).submit().follow()
    found: str = shown.html.select_one("main strong").text
    return found


def come_back(visitor: Visitor, typed: str, status: int = 303) -> Page:
    """Type words on another device."""
    page = visitor.get(f"{FAMILIES}/come-back")
    form = next(form for form in page.forms.values() if "words" in form.fields)
    form["words"] = typed
    return form.submit(status=status)


@pytest.mark.parametrize(
    "typed",
    [str, str.upper, lambda words: words.replace("-", " "), lambda words: f"  {words.replace('-', '')}. "],
)
def test_the_words_open_the_draft_however_they_are_typed(
    typed: Callable[[str], str], words: str, new_visitor: Callable[[], Visitor]
) -> None:
    other = new_visitor()
    assert "Carry on" in come_back(other, typed(words)).follow()
    assert "Carer or guardian" in other.get(f"{FAMILIES}/check")


def test_both_devices_go_on_and_either_sends(words: str, visitor: Visitor, new_visitor: Callable[[], Visitor]) -> None:
    other = new_visitor()
    come_back(other, words)
    fill(page := other.get(f"{FAMILIES}/q/what_matters"), {"f_best": "The garden"})
    press(page)
    assert "The garden" in visitor.get(f"{FAMILIES}/check")
    send(other.get(f"{FAMILIES}/check"))
    assert visitor.get(f"{FAMILIES}/check").location.endswith("/receipt")


def test_the_words_stay_the_same_and_the_database_holds_only_their_hash(
    words: str, visitor: Visitor, session: Session
) -> None:
    assert words in visitor.get(f"{FAMILIES}/save")
    draft = session.scalars(select(Draft)).one()
    assert draft.words_key == codes.words_key(words)
    assert words not in str(vars(draft))


@pytest.mark.parametrize("typed", ["", "bado", "bado-rimu-rusa-koti-zalu", "\0 ü"])
def test_wrong_words_are_kept_and_explained(typed: str, words: str, new_visitor: Callable[[], Visitor]) -> None:
    page = come_back(new_visitor(), typed, status=422)
    assert "We could not find answers with these words" in page
    assert page.html.select_one("#words").get("value", "") == typed.replace("\0", "")


def test_words_that_nobody_asked_for_open_nothing(
    kent: Consultation, visitor: Visitor, new_visitor: Callable[[], Visitor], session: Session
) -> None:
    start(visitor, "families")
    draft = session.scalars(select(Draft)).one()
    come_back(new_visitor(), codes.come_back_words(draft.id), status=422)


def test_words_are_not_offered_where_a_link_or_a_shared_screen_is(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    assert "come-back" not in press(start(visitor, "young_people"), "save").follow()
    visitor.get(f"/{SLUG}/young-people/come-back", status=404)
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    visitor.get(f"/{SLUG}/i/{token}").follow().forms[0].submit()
    assert "Show my come-back words" not in visitor.get(f"{FAMILIES}/save")


def test_words_have_60_bits_and_no_unkind_group(app: Flask) -> None:
    assert (len(codes.CONSONANTS) * len(codes.VOWELS)) ** (codes.GROUPS * codes.SYLLABLES) == 2**60
    assert len(set(codes.CONSONANTS)) == 16
    made = {codes.come_back_words(uuid.UUID(int=number)) for number in range(2_000)}
    assert len(made) == 2_000
    assert all(codes.UNKIND.isdisjoint(words.split("-")) for words in made)
    assert codes.come_back_words(uuid.UUID(int=1)) != codes.withdrawal_code(uuid.UUID(int=1))


def test_other_peoples_answers_are_not_lost_by_coming_back(words: str, new_visitor: Callable[[], Visitor]) -> None:
    other = new_visitor()
    fill(page := start(other, "families"), SOME["families"])
    press(page)
    assert "Get the words for these answers first" in other.get(f"{FAMILIES}/come-back")
    assert walk(other.get(f"{FAMILIES}/q/about_your_child"), {})
