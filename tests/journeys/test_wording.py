"""Words on the pages around the questions that families and young people can read."""

import re
from collections.abc import Iterator

import pytest

from engagement.consultations.models import Consultation
from engagement.questionnaires import wording
from tests.journeys.walking import PATHS, SLUG, SOME, Page, code_on, enter_code, form_of, press, start, walk
from tests.visitor import Visitor

HIGHEST = {"families": 9.0, "young_people": 6.0}
# Paragraphs that are harder, by how they begin, and why they stay as they are.
EXPLAINED = {
    "Capital letters, spaces": "On the page for codes, which all share; it names signs as an adult reads them out."
}
# What is no wording of ours: addresses, dates, references, codes and names.
NOT_OURS = re.compile(
    r"\S+@\S+|https?://\S+|[\w-]+(?:-[\w-]+){4}|[0-9A-Z]{4}-[0-9A-Z]{4}|Kent County Council"
    r"|(?:\d+:?\d*[ap]m on )?\w+day \d+ \w+ 20\d\d"
)


def paragraphs(page: Page) -> Iterator[str]:
    """The sentences of a page: what is long enough to be judged."""
    for found in page.html.select("main p, main li, main .govuk-hint, main .govuk-inset-text"):
        text = " ".join(NOT_OURS.sub("it", found.get_text(" ", strip=True)).split())
        if len(text.split()) >= 6 and not found.select("p, li"):
            yield text


def journey(visitor: Visitor, audience: str) -> Iterator[Page]:
    """The pages around the questions, from the start to the receipt, and back to change what was sent."""
    door = f"/{SLUG}/{PATHS[audience]}"
    yield visitor.get(door)
    page = start(visitor, audience)
    yield page
    if audience == "families":
        yield visitor.get(f"{door}/sections")
    yield press(page, "save").follow()
    check = walk(page, SOME[audience])
    yield check
    receipt = form_of(check, "Send").submit().follow()
    yield receipt
    yield visitor.get(f"/{SLUG}/withdraw")
    yield enter_code(visitor, code_on(receipt)).follow()
    form_of(receipt, "Change my answers").submit()
    for place in ("check", "save", "keep", "looks"):
        yield visitor.get(f"{door}/{place}")


@pytest.mark.parametrize("audience", list(HIGHEST))
def test_the_pages_around_the_questions_are_easy_to_read(audience: str, kent: Consultation, visitor: Visitor) -> None:
    texts = {text for page in journey(visitor, audience) for text in paragraphs(page)}
    assert len(texts) > 20
    hard = {text: round(wording.grade(text), 1) for text in texts if wording.grade(text) > HIGHEST[audience]}
    assert {text: found for text, found in hard.items() if not text.startswith(tuple(EXPLAINED))} == {}
