"""How an officer writes questions in a real browser."""

import re

from tests.browser.conftest import Person


def write(wynn: Person, text: str, kind: str, options: list[str] | None = None) -> None:
    """A question; with options the next one is begun too, unless it has pictures and a measure comes first."""
    wynn.page.get_by_label("Question", exact=True).fill(text)
    wynn.page.get_by_label(kind, exact=True).check()
    wynn.press("Add the question")
    for number, option in enumerate(options or [], start=1):
        wynn.page.get_by_label(f"Option {number}", exact=True).fill(option)
    if options:
        wynn.press("Save the options")
    if options and kind != "One choice with pictures":
        wynn.press("Add another question to this section")


def write_grid(wynn: Person) -> None:
    page = wynn.page
    write(wynn, "How well does the school do these?", "Grid")
    page.get_by_label("Row 1", exact=True).fill("help your child learn")
    page.get_by_label("Measure (row 1)", exact=True).select_option("learning")
    page.get_by_label("Row 2", exact=True).fill("answer your questions")
    wynn.press("Save and add more")
    wynn.press("Make a new scale for this question")
    page.get_by_label("Short name").fill("How well")
    page.get_by_label(re.compile("How well: Very well")).check()
    wynn.press("Add the scale")


def ask_only(wynn: Person, question: str, *, who_chose: str, at: str) -> None:
    """From the whole questionnaire and back to it: have a question asked only of those who chose one option."""
    wynn.press(question)
    wynn.press("Change (who sees it)")
    wynn.page.get_by_label("An earlier question with options").select_option(at)
    wynn.press("Show its options")
    wynn.page.get_by_label(who_chose, exact=True).check()
    wynn.press("Save the condition")
    wynn.press("Back to the whole questionnaire")


def from_good_to_bad(wynn: Person) -> None:
    """On the page of a question with three options: say where each stands."""
    wynn.press("Change (options)")
    for option, leaning in enumerate(["Good", "In the middle", "Bad"], start=1):
        wynn.page.get_by_label(f"Good or bad (option {option})").select_option(leaning)
    wynn.press("Save the options")
