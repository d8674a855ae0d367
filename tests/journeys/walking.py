"""Walking through a survey as a person does: read a page, fill in what is asked, press a button."""

from collections.abc import Mapping
from typing import Any

from tests.visitor import Visitor

SLUG = "nmiss-engagement"
PATHS = {"schools": "schools", "families": "families", "young_people": "young-people"}

Answers = Mapping[str, str | list[str]]
Page = Any  # WebTest's response

# Something of every kind, and for each audience one theme that all three share.
SOME: Mapping[str, Answers] = {
    "schools": {
        "s_status": "lot_1",
        "s_why_joined": ["standard_terms", "other"],
        "s_model": "no_preference",
        "s_th_safety": "very_badly",
        "s_th_learning": "dont_know",
        "s_priority": ["safety", "future"],
        "s_kpi_rank": ["stability", "", "progress"],
        "s_kpi_text": "Fewer,\r\nbut better.",
        "s_cap_places": "12",
        "s_org": "Oak Tree School",
        "s_email": "Head@School.Example",
    },
    "families": {
        "f_role": "parent",
        "f_child_age": "years_9_to_11",
        "f_th_safety": "good",
        "f_future_plan": "no",
        "f_priority": ["safety", "voice", "journey"],
        "f_best": "The people. <b>All</b> of them & Mr O'Neill",
        "f_email": "parent@home.example",
    },
    "young_people": {
        "y_who": "me",
        "y_age": "age_11_to_15",
        "y_th_safety": "sometimes",
        "y_priority": ["belonging"],
        "y_change": "More trees 🌳",
        "y_help": ["read", "talked"],
        "y_helper": "family",
    },
}


def start(visitor: Visitor, audience: str) -> Page:
    """Press the button on the start page; gives the first page of questions."""
    page = visitor.get(f"/{SLUG}/{PATHS[audience]}")
    return begin(page)


def begin(page: Page) -> Page:
    """Press the button of a start page, and go on from the list of sections if there is one."""
    page = page.forms[0].submit().follow()
    return page.click(r"^\s*(Start with the first section|Carry on)\s*$") if "/sections" in page.request.path else page


def press(page: Page, button: str = "on") -> Page:
    """Press one of the buttons of a page of questions; gives what comes back, not followed."""
    return page.forms["page"].submit("go", value=button)


def fill(page: Page, answers: Answers) -> None:
    """Fill in whatever this page asks and `answers` has."""
    form = page.forms["page"]
    for name, value in answers.items():
        fields = form.fields.get(name, [])
        values = [value] if isinstance(value, str) else value
        for index, field in enumerate(fields):
            if field.attrs.get("type") == "checkbox":
                field.checked = field._value in values
            elif index < len(values):
                field.value = values[index]


def walk(page: Page, answers: Answers) -> Page:
    """Go from page to page to the one that shows all answers, filling in on the way."""
    while "/q/" in page.request.path:
        fill(page, answers)
        page = press(page).follow()
    return page


def send(page: Page) -> Page:
    """Press Send on the page that shows all answers; gives the receipt."""
    return page.forms[0].submit().follow()


def form_of(page: Page, button: str) -> Any:
    """The first form that has a button with these words."""
    return next(form for form in page.forms.values() if button in form.text)


def code_on(receipt: Page) -> str:
    """The code that a receipt shows."""
    return next(str(strong.text) for strong in receipt.html.select("main strong") if strong.text.count("-") == 4)


def enter_code(visitor: Visitor, code: str, status: int = 303) -> Page:
    """Type a code on the page for it; gives what comes back, not followed."""
    page = visitor.get(f"/{SLUG}/withdraw")
    page.forms[0]["code"] = code
    return page.forms[0].submit(status=status)


def answer_all(visitor: Visitor, audience: str, answers: Answers | None = None) -> Page:
    """From the start page to the receipt."""
    return send(walk(start(visitor, audience), SOME[audience] if answers is None else answers))
