"""Route by role by council: nobody opens a page that their roles do not allow, or that is another council's."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from engagement.accounts import sessions
from engagement.accounts.appointments import appoint
from engagement.accounts.roles import ROLES, May, Role
from engagement.consultations import service
from engagement.consultations.models import Consultation
from engagement.officers import guard, scope
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import come_in
from tests.officers.routes import ASKS_AGAIN, NOT_FOR_ONE, ROLES_MAY, WHO_MAY, address_of, officers_routes
from tests.visitor import Visitor

FORBIDDEN, NOT_THERE = 403, 404


class Person(NamedTuple):
    """An officer at a browser: what they may do on pages for all consultations, and here; None if it is not there."""

    name: str
    visitor: Visitor
    everywhere: set[str]
    here: set[str] | None

    def refused_with(self, needed: May | None, rule: Rule) -> int | None:
        """How a page is refused, if it is."""
        held = self.here if "slug" in rule.arguments else self.everywhere
        if held is None:
            return NOT_THERE
        return None if needed is None or needed in held else FORBIDDEN

    def never(self, needed: May | None) -> bool:
        """Whether no page lets them do this."""
        return needed not in self.everywhere | (self.here or set())


@pytest.fixture
def people(app: Flask, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    """One officer of each role, one with every role for another consultation, and one of another council."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    other = factories.consultation(session, slug="another")

    def enter(name: str, roles: Iterable[Role], council_name: str = "Kent County Council") -> Visitor:
        factories.officer(session, tuple(roles), council_name, email=f"{name}@council.example")
        session.commit()
        visitor = Visitor(app)
        come_in(visitor, f"{name}@council.example")
        return visitor

    found = [Person(role, enter(role, [role]), may, may) for role, may in ROLES_MAY.items()]
    elsewhere = factories.officer(session, (), email="elsewhere@council.example")
    of_one = factories.officer(session, (), email="one@council.example")
    for role in Role:
        appoint(session, elsewhere, role, other.id)
        appoint(session, of_one, role, consultation.id)
    session.commit()
    everything = {*May}
    for name, here in (("elsewhere", None), ("one", everything - NOT_FOR_ONE)):
        visitor = Visitor(app)
        come_in(visitor, f"{name}@council.example")
        found.append(Person(name, visitor, set(), here))
    found.append(Person("stranger", enter("stranger", Role, "Another Council"), everything, None))
    for person in found:
        person.visitor.reads = False
    return found


def breaches(app: Flask, people: Iterable[Person], endpoints: Iterable[str]) -> list[str]:
    """Where somebody gets further than they may, or is kept out of what is theirs."""
    found = []
    wanted = set(endpoints)
    for rule in officers_routes(app):
        if rule.endpoint not in wanted:
            continue
        for person in people:
            refused = person.refused_with(WHO_MAY[rule.endpoint], rule)
            # What is allowed is only looked at: a POST would do it.
            methods = (rule.methods or set()) & ({"GET", "POST"} if refused else {"GET"})
            for method in methods:
                send = person.visitor.get if method == "GET" else person.visitor.post
                status = send(address_of(app, rule), expect_errors=True).status_int
                if status != refused if refused else status in (FORBIDDEN, 500):
                    found.append(f"{method} {rule.rule} as {person.name}: {status}")
    return found


def test_every_page_is_on_the_list_with_what_it_needs(app: Flask) -> None:
    declared = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], guard.NEEDS, "nothing said")
        for rule in officers_routes(app)
        if rule.endpoint not in guard.OPEN_TO_ALL
    }
    assert declared == WHO_MAY


def test_every_role_may_what_is_written_down_and_no_more() -> None:
    assert ROLES == ROLES_MAY


def test_nobody_gets_further_than_their_roles_and_council(app: Flask, people: list[Person]) -> None:
    assert breaches(app, people, WHO_MAY) == []


def test_a_check_that_is_taken_away_is_noticed(
    app: Flask, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every role may look, so for LOOK the list above is what notices.
    for endpoint in [name for name, needed in WHO_MAY.items() if needed not in (None, May.LOOK)]:
        with monkeypatch.context() as patch:
            patch.setattr(app.view_functions[endpoint], guard.NEEDS, None)
            least = [person for person in people if person.never(WHO_MAY[endpoint])]
            assert breaches(app, least[:1], [endpoint]), endpoint


def test_a_council_that_is_not_looked_at_is_noticed(
    app: Flask, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def whoever(session: Session, officer: object, slug: str) -> Consultation:
        return service.find(session, slug)

    monkeypatch.setattr(scope, "consultation", whoever)
    assert breaches(app, [person for person in people if person.name == "stranger"], ["officers.overview"])


def test_a_view_that_says_nothing_is_shut(
    app: Flask,
    sign_in: Callable[[tuple[Role, ...]], Visitor],
    consultation: Consultation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor = sign_in(tuple(Role))
    monkeypatch.setitem(app.view_functions, "officers.overview", lambda slug: slug)
    visitor.get("/officers/consultations/views/", status=FORBIDDEN)


def test_taking_data_away_and_changing_who_comes_in_asks_again(
    app: Flask,
    sign_in: Callable[[tuple[Role, ...]], Visitor],
    consultation: Consultation,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    visitor = sign_in(tuple(Role))
    clock.set(clock.now() + sessions.CONFIRMED_FOR)
    asked = set()
    for rule in officers_routes(app):
        opens = "GET" in (rule.methods or set())
        if rule.endpoint in ASKS_AGAIN or (opens and rule.endpoint not in guard.OPEN_TO_ALL | {guard.CONFIRM}):
            answer = (visitor.get if opens else visitor.post)(address_of(app, rule), expect_errors=True)
            if "/officers/confirm" in (answer.location or "") or "Show that it is you" in answer:
                asked.add(rule.endpoint)
    assert asked == ASKS_AGAIN
