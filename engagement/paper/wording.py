"""What the twins say of their own accord, to each audience in its own language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from engagement.questionnaires.definition import AudienceName

# As in BCP 47; both twins declare it.
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences; braces are filled in where they are used."""

    nothing_required: str
    how_heading: str
    how: tuple[str, ...]
    closes_heading: str
    returning_heading: str
    help_heading: str
    contact_heading: str
    formats_heading: str
    help_is_on: str
    tick_one: str
    tick_any: str
    tick_up_to: str
    tick_rows: str
    rank: str
    rank_up_to: str
    number: str
    number_between: str
    write: str
    only_if: str
    not_if: str
    part_only_if: str
    part_not_if: str
    go_to: str
    go_to_end: str
    or_word: str
    optional_heading: str
    optional: str
    apart_heading: str
    apart: str
    page_of: str
    left_blank: str
    place: str
    answer: str
    statement: str


SCHOOLS = Wording(
    nothing_required="Nothing is required. You can leave any question blank.",
    how_heading="How to answer",
    how=(
        "Use a black or dark blue pen.",
        "Put a tick in a box to choose an answer. If you change your mind, cross it out and tick another.",
        "If you run out of space, use another sheet of paper and write the question number on it.",
    ),
    closes_heading="Closing date",
    returning_heading="How to send it back",
    help_heading="Get help",
    contact_heading="Questions about this form",
    formats_heading="Other formats and languages",
    help_is_on="Get help: see page {page}",
    tick_one="Tick one box.",
    tick_any="Tick all that apply.",
    tick_up_to="Tick up to {limit} boxes.",
    tick_rows="Tick one box in each row.",
    rank="Write 1 beside your first choice, 2 beside your second, and so on.",
    rank_up_to="Write 1 beside your first choice, 2 beside your second, and so on, up to {limit}. Leave others blank.",
    number="Write a whole number.",
    number_between="Write a whole number from {minimum} to {maximum}.",
    write="Write your answer in the box.",
    only_if="Answer this if you chose {choices} in question {number}.",
    not_if="Leave this out if you chose {choices} in question {number}.",
    part_only_if="Answer this part if you chose {choices} in question {number}. If you did not, {go_on}.",
    part_not_if="If you chose {choices} in question {number}, {go_on}.",
    go_to="go to question {number}",
    go_to_end="you have finished",
    or_word="or",
    optional_heading="Optional questions about you",
    optional="You can leave these out. They help us see whether all kinds of schools have been heard. "
    "Your other answers count in the same way if you do.",
    apart_heading="This page is separated from your answers",
    apart="Take this page off and put it in with the rest. We keep it apart from your answers.",
    page_of="Page {page} of {pages}",
    left_blank="This page is blank so that the next one can be taken off.",
    place="Your number",
    answer="Answer",
    statement="Statement",
)

FAMILIES = replace(
    SCHOOLS,
    nothing_required="You do not have to answer every question. Leave out any you want to.",
    how=(
        "Use a dark pen.",
        "Put a tick in a box to choose an answer. If you change your mind, cross it out and tick another.",
        "If you need more space, use another sheet of paper. Write the number of the question on it.",
    ),
    tick_any="Tick all that are true for you.",
    optional_heading="The rest is about you: it is your choice",
    optional="You do not have to answer these. They help us see if we have heard from all kinds of families. "
    "Your other answers count just the same.",
)

YOUNG_PEOPLE = replace(
    FAMILIES,
    nothing_required="You choose what to answer. You can leave out any question. You can stop when you want.",
    how=(
        "You can use a pen or a pencil.",
        "Put a tick in the box next to your answer.",
        "There are no right or wrong answers.",
        "Someone can read or write for you.",
    ),
    closes_heading="Last day",
    contact_heading="Ask us",
    formats_heading="Other ways to answer",
    tick_any="Tick as many as you like.",
    tick_up_to="Tick up to {limit}.",
    tick_one="Tick one.",
    tick_rows="Tick one in each row.",
    number="Write a number.",
    number_between="Write a number from {minimum} to {maximum}.",
    write="Write in the box.",
    only_if="Answer this if you ticked {choices} in question {number}.",
    not_if="Leave this out if you ticked {choices} in question {number}.",
    part_only_if="Answer this part if you ticked {choices} in question {number}. If not, {go_on}.",
    part_not_if="If you ticked {choices} in question {number}, {go_on}.",
    optional_heading="More about you",
    optional="You can stop here. You choose if you tell us more about you.",
    apart_heading="We keep this page apart from your answers",
    apart="Take this page off. Put it in with the rest.",
    left_blank="This page is empty.",
)

WORDING: Mapping[AudienceName, Wording] = MappingProxyType(
    {"schools": SCHOOLS, "families": FAMILIES, "young_people": YOUNG_PEOPLE}
)
# Said beside an option that belongs to somebody who has a form of their own.
OTHER_FORM: Mapping[AudienceName, str] = MappingProxyType(
    {
        "schools": "there is another form for schools",
        "families": "there is another form for parents and carers",
        "young_people": "there is another form for children and young people",
    }
)
