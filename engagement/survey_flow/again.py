"""Answering again, for somebody who may have more than one thing to tell: a new draft under a key of its own."""

from engagement.consultations.models import State
from engagement.survey_flow import keys, ways
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.visits import Visit, begin, visit
from engagement.survey_flow.ways import Answer
from engagement.unit_of_work import unit_of_work


def again(audience: Audience, slug: str) -> Answer:
    """Begin once more in this browser. What was sent stays as it is, and a personal link stays used."""
    with unit_of_work() as session:
        here = visit(session, audience, slug)
        # Of a double click the second has the token of the receipt, which is no longer the browser's own.
        if not may_answer_again(here) or not keys.is_own_form(here.secret):
            return ways.to(here, "start_page")
        begun = begin(session, Visit(audience, here.consultation, here.now, keys.fresh()))
    assert begun.key is not None
    keys.keep(slug, audience.name, begun.key)
    return ways.begin(begun)


def may_answer_again(here: Visit) -> bool:
    """Whether somebody who has sent answers may begin once more."""
    return here.audience.answers_again and here.sent and here.state is State.OPEN
