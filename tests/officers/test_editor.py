"""Writing a questionnaire in the browser, without JavaScript: every change is kept, nothing typed is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.accounts.roles import Role
from engagement.consultations import working_copies
from engagement.consultations.models import Consultation
from engagement.questionnaires import schema
from engagement.questionnaires.editing.document import Table, question
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import Roles
from tests.officers.test_hostile_text import HOSTILE, TAGS
from tests.questionnaires.documents import small
from tests.visitor import Visitor

EDIT = "/officers/consultations/views/questionnaires/schools/edit"


@pytest.fixture
def begun(session: Session, consultation: Consultation, clock: SetClock) -> Consultation:
    """A working copy of the schools' questionnaire, from the version that is asked."""
    factories.version(session, consultation, schema.load(small(), "schools"))
    working_copies.begin(session, consultation, "schools", by="officer:1", now=clock.now())
    session.commit()
    return consultation


@pytest.fixture
def written(session: Session, begun: Consultation) -> Callable[[], Table]:
    """What the working copy says by now."""

    def read() -> Table:
        session.expire_all()
        copy = working_copies.find(session, begun, "schools")
        assert copy is not None
        return copy.document

    return read


def _form(page: TestResponse, button: str) -> TestResponse:
    """The form of a page that has this button."""
    [number] = [number for number, form in enumerate(page.html.select("main form")) if button in form.get_text()]
    forms = [form for key, form in page.forms.items() if isinstance(key, int)]
    within = [form for form in forms if "/sign-out" not in form.action and form.id != "languages"]
    return within[number]


def _said(page: TestResponse) -> str:
    return " ".join(page.html.select_one("main").get_text().split())


def test_writing_begins_from_nothing_with_one_section(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    page = officer.get("/officers/consultations/views/questionnaires/families/edit/")
    page = _form(page, "Begin to write").submit().follow()
    assert "Not ready" in _said(page)
    assert "There are no questions in this section yet. Add one." in _said(page)


def test_a_question_is_added_with_its_options_measure_and_condition(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/sections/contract/add"), "Add the question")
    form["text"], form["kind"] = "Would you stay on the DPS?", "single"
    page = form.submit().follow()
    form = _form(page, "Save the options")
    for place, label in enumerate(["Yes", "Maybe", "No"]):
        form.set("label", label, index=place)
    page = form.submit("do", value="save").follow()
    form = _form(page, "Save the question")
    form["help"] = "Think of the next two years."
    form["measure"] = "future"
    page = form.submit().follow()
    assert 'Say for each option whether it is good or bad, because the measure "Next steps" compares them.' in _said(
        page
    )

    form = _form(officer.get(f"{EDIT}/questions/s_stay_dps/condition"), "Show its options")
    form["question"] = "s_status"
    form = _form(form.submit(), "Save the condition")
    form["way"] = "none_of"
    form.set("options", True, index=2)
    assert 'Not for those who chose "None" at "Which lot are you on?"' in _said(form.submit().follow())
    assert question(written(), "s_stay_dps") == {
        "key": "s_stay_dps",
        "kind": "single",
        "text": "Would you stay on the DPS?",
        "options": [
            {"key": "yes", "label": "Yes"},
            {"key": "maybe", "label": "Maybe"},
            {"key": "no", "label": "No"},
        ],
        "help": "Think of the next two years.",
        "measure": "future",
        "show_when": {"question": "s_status", "none_of": ["none"]},
    }


def test_every_page_can_be_opened_for_every_kind(officer: Visitor, written: Callable[[], Table]) -> None:
    document = written()
    for section in document["sections"]:
        for address in ("", "/condition", "/remove", "/add"):
            officer.get(f"{EDIT}/sections/{section['key']}{address}")
        for asked in section["questions"]:
            for address in ("", "/kind", "/place", "/remove", "/options", "/condition"):
                officer.get(f"{EDIT}/questions/{asked['key']}{address}")
    for address in (
        "questions/s_themes/rows",
        "scales",
        "scales/S3",
        "scales/S3/remove",
        "steps",
        "pages",
        "sections/add",
    ):
        officer.get(f"{EDIT}/{address}")


def test_a_moved_question_says_where_it_is_and_moves_back(officer: Visitor, written: Callable[[], Table]) -> None:
    page = officer.get(f"{EDIT}/")
    moved = _form(page, "Move up").submit("move", value="question:down:s_places")
    assert moved.location.endswith("?moved=s_places#down-s_places")
    page = moved.follow()
    assert 'Moved. It is question 2 of 8 now, in "The contract".' in _said(page)
    assert page.html.select_one("#down-s_places") is not None
    _form(page, "Move up").submit("move", value="question:up:s_places").follow()
    assert written() == schema.dump(schema.load(small(), "schools"))


def test_a_page_holds_a_section_or_a_question_and_that_can_be_taken_back(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/").click("^Pages$"), "Save")
    form["layout"] = "one_per_page"
    page = form.submit().follow()
    assert "Last step: Changed the pages: a page for each question" in _said(page)
    assert written()["layout"] == "one_per_page"
    assert not schema.faults(written())
    _form(page, "Take it back").submit()
    assert written()["layout"] == "sections"


def test_a_removal_says_what_depends_on_it_and_can_be_taken_back(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    before = written()
    page = officer.get(f"{EDIT}/questions/s_status/remove")
    assert "How well does the term suit you?" in _said(page)
    page = _form(page, "Remove the question").submit().follow()
    assert "Its condition is about a question that is not there any more. Change the condition." in _said(page)
    page = _form(page, "Take it back").submit().follow()
    assert "Taken back: Removed the question" in _said(page)
    assert written() == before
    steps = officer.get(f"{EDIT}/steps")
    assert [row.get_text() for row in steps.html.select("tbody th")] == [
        'Taken back: Removed the question "Which lot are you on?"',
        'Removed the question "Which lot are you on?"',
    ]


def test_a_step_that_is_not_kept_cannot_be_taken_back(officer: Visitor, written: Callable[[], Table]) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_why/remove"), "Remove the question")
    form.submit()
    token, before = form["csrf_token"].value, written()
    for revision in (0, 77, 10**30):
        officer.post(f"{EDIT}/steps/{revision}/take-back", {"csrf_token": token, "revision": "2"}, status=404)
    assert written() == before


def test_an_emptied_line_is_removed_and_the_others_keep_their_keys(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_status/options"), "Save the options")
    form.set("label", "", index=0)
    form.set("label", "The second lot", index=1)
    form["pasted"] = "Lot 3\nNone\nLot 4"
    page = form.submit("do", value="save").follow()
    assert 'Look at the condition of "How well does the term suit you?": it named an option that is gone.' in _said(
        page
    )
    assert [(option["key"], option["label"]) for option in question(written(), "s_status")["options"]] == [
        ("lot_2", "The second lot"),
        ("none", "None"),
        ("lot_3", "Lot 3"),
        ("lot_4", "Lot 4"),
    ]


def test_moving_a_line_keeps_what_was_typed_in_the_others(officer: Visitor, written: Callable[[], Table]) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_status/options"), "Save the options")
    form.set("label", "Neither", index=2)
    page = form.submit("do", value="up:none").follow()
    assert "Moved. It is option 2 now." in _said(page)
    assert [option["label"] for option in question(written(), "s_status")["options"]] == ["Lot 1", "Neither", "Lot 2"]


def test_a_scale_is_made_from_a_ready_one_for_a_question_that_needs_it(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/scales?question=s_themes"), "Add the scale")
    form["name"], form["start"] = "How well", "How well"
    page = form.submit().follow()
    assert "The scale is added, and the question uses it." in _said(page)
    assert question(written(), "s_themes")["scale"] == "well"
    page = officer.get(f"{EDIT}/scales/S3/remove")
    page = _form(page, "Remove the scale").submit().follow()
    assert "Its scale is not there any more. Choose another." in _said(officer.get(f"{EDIT}/questions/s_term"))


def test_another_kind_says_what_it_left_out(officer: Visitor, written: Callable[[], Table]) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_reasons/kind"), "Save the kind")
    form["kind"] = "long_text"
    assert "Left out, because this kind has none: most choices, options." in _said(form.submit().follow())
    assert question(written(), "s_reasons") == {"key": "s_reasons", "kind": "long_text", "text": "Why did you join?"}


def test_a_choice_of_priorities_is_given_its_themes(officer: Visitor, written: Callable[[], Table]) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_reasons"), "Save the question")
    form["measure"] = "priority"
    form.submit()
    form = _form(officer.get(f"{EDIT}/questions/s_reasons/options"), "Save the options")
    for place in range(3):
        form.set("label", "", index=place)
    page = form.submit("do", value="themes").follow()
    assert "To put right" not in _said(page)
    assert len(question(written(), "s_reasons")["options"]) == 10


def test_wrong_numbers_and_empty_texts_are_said_at_the_field_with_what_was_typed(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_places"), "Save the question")
    form["minimum"], form["text"] = "ten", " "
    page = form.submit()
    assert "Enter a whole number in digits, for example 3, or leave it empty." in _said(page)
    assert "Write the question." in _said(page)
    assert _form(page, "Save the question")["minimum"].value == "ten"
    form = _form(page, "Save the question")
    form["minimum"], form["maximum"], form["text"] = "10", "3", "How many?"
    page = form.submit().follow()
    assert "make" in _said(page)
    assert question(written(), "s_places")["minimum"] == 10


def test_two_who_change_the_same_question_see_both_and_lose_nothing(
    officer: Visitor, sign_in: Callable[[Roles], Visitor], written: Callable[[], Table]
) -> None:
    mine = _form(officer.get(f"{EDIT}/questions/s_why"), "Save the question")
    theirs = _form(sign_in((Role.LEAD,)).get(f"{EDIT}/questions/s_why"), "Save the question")
    theirs["text"] = "Why do you say so?"
    theirs.submit()
    mine["text"], mine["help"] = "Why is that?", "In your own words"
    page = mine.submit(status=409)
    assert "Somebody else changed it meanwhile" in _said(page)
    assert "Why do you say so?" in _said(page)
    assert "In your own words" in _said(page)
    assert question(written(), "s_why")["text"] == "Why do you say so?"
    _form(page, "Save what I wrote").submit().follow()
    assert question(written(), "s_why")["text"] == "Why is that?"


def test_what_somebody_else_said_of_an_option_is_seen_before_it_is_overwritten(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    mine, theirs = (_form(officer.get(f"{EDIT}/scales/S3"), "Save the options") for _ in range(2))
    theirs.set("leaning", "middle", index=0)
    theirs.submit("do", value="save")
    mine.set("label", "Quite well", index=0)
    page = mine.submit("do", value="save", status=409)
    assert "Well (In the middle); Badly (Bad)" in _said(page)
    assert "Quite well (Good); Badly (Bad)" in _said(page)
    assert written()["scales"][0]["options"][0]["leaning"] == "middle"


def test_a_new_question_stands_in_nobodys_way_however_old_its_form_is(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/sections/contract/add"), "Add the question")
    form["text"], form["kind"], form["revision"] = "Anything else?", "long_text", "0"
    form.submit().follow()
    assert question(written(), "s_anything_else")["text"] == "Anything else?"


def test_a_scale_is_no_question_and_a_question_no_scale(officer: Visitor, written: Callable[[], Table]) -> None:
    for address in ("questions/S3", "questions/S3/options", "questions/S3/condition", "scales/s_status"):
        officer.get(f"{EDIT}/{address}", status=404)


def test_two_who_change_different_questions_do_not_stand_in_each_others_way(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    first = _form(officer.get(f"{EDIT}/questions/s_why"), "Save the question")
    second = _form(officer.get(f"{EDIT}/questions/s_email"), "Save the question")
    first["text"] = "Why is that?"
    first.submit()
    second["text"] = "What is your address?"
    second.submit().follow()
    assert question(written(), "s_why")["text"] == "Why is that?"
    assert question(written(), "s_email")["text"] == "What is your address?"


def test_who_decides_what_changes_mean_stands_in_no_writers_way(
    officer: Visitor, written: Callable[[], Table], begun: Consultation, session: Session, clock: SetClock
) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_why"), "Save the question")
    copy = working_copies.find(session, begun, "schools")
    assert copy is not None
    working_copies.decide(session, copy, {"s_places": {}}, revision=copy.revision, by="officer:2", now=clock.now())
    session.commit()
    form["text"] = "Why is that?"
    form.submit().follow()
    assert question(written(), "s_why")["text"] == "Why is that?"


def test_what_was_written_about_a_question_that_is_gone_is_shown_once_more(
    officer: Visitor, written: Callable[[], Table]
) -> None:
    form = _form(officer.get(f"{EDIT}/questions/s_why"), "Save the question")
    _form(officer.get(f"{EDIT}/questions/s_why/remove"), "Remove the question").submit()
    form["text"] = "A long and careful thought"
    page = form.submit(status=409)
    assert "They removed this question." in _said(page)
    assert "A long and careful thought" in _said(page)


def test_advice_comes_for_a_text_while_it_is_typed(officer: Visitor, written: Callable[[], Table]) -> None:
    token = officer.get(f"{EDIT}/questions/s_why").forms[1]["csrf_token"].value
    families = EDIT.replace("schools", "families")
    hard = {"csrf_token": token, "text": "How satisfied are you with the provision specified?", "asks": "1"}
    assert any(
        '"provision" is a word of offices' in said for said in officer.post(f"{families}/advice", hard).json["advice"]
    )
    assert officer.post(f"{EDIT}/advice", {"csrf_token": token}).json == {"advice": []}


def test_only_those_who_may_write_questionnaires_can(sign_in: Callable[[Roles], Visitor], begun: Consultation) -> None:
    sign_in((Role.READER,)).get(f"{EDIT}/", status=403)


def test_whatever_is_written_is_only_text_on_every_page(officer: Visitor, written: Callable[[], Table]) -> None:
    for text in [*HOSTILE, "a\0b\x0b\ud800".encode("utf-8", "replace").decode(), "x" * 900]:
        form = _form(officer.get(f"{EDIT}/questions/s_status"), "Save the question")
        form["text"], form["help"] = text, text
        form.submit()
        form = _form(officer.get(f"{EDIT}/questions/s_status/options"), "Save the options")
        form.set("label", text[:300], index=0)
        form.submit("do", value="save")
        form = _form(officer.get(f"{EDIT}/sections/start"), "Save the section")
        form["title"], form["introduction"] = text[:200], text
        form.submit()
        for address in (
            "/",
            "/steps",
            "/questions/s_status",
            "/questions/s_status/options",
            "/questions/s_status/remove",
            "/sections/start",
            "/questions/s_term/condition",
            f"/?find={'x' * 900}",
        ):
            page = officer.get(f"{EDIT}{address}")
            assert not [tag for tag in TAGS if page.html.select(tag)]
    assert officer.get(f"{EDIT}/").html.select_one("main").get_text().count("x" * 900)
