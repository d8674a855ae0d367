"""Answers hang on keys: a line of a list keeps its key, whatever happens to its words and its place."""

from engagement.questionnaires.editing import choices
from engagement.questionnaires.editing.choices import Entry
from engagement.questionnaires.editing.document import Table, question
from engagement.questionnaires.editing.keys import Earlier, used_in
from tests.questionnaires.documents import small

NOTHING = Earlier()


def _written(document: Table, key: str) -> list[tuple[str, str]]:
    return [(line["key"], line["label"]) for line in question(document, key)["options"]]


def test_a_reworded_option_keeps_its_key_while_others_come_go_and_move() -> None:
    entries = [Entry("", "Lot 0"), Entry("none", "Neither lot"), Entry("lot_1", ""), Entry("lot_2", "Second lot")]
    changed = choices.set_options(small(), "s_status", entries, NOTHING)
    assert _written(changed, "s_status") == [("lot_0", "Lot 0"), ("none", "Neither lot"), ("lot_2", "Second lot")]


def test_a_new_option_is_never_given_the_key_of_one_that_goes_in_the_same_breath() -> None:
    entries = [Entry("lot_1", ""), Entry("lot_2", "Lot 2"), Entry("none", "None"), Entry("", "Lot 1!")]
    changed = choices.set_options(small(), "s_status", entries, NOTHING)
    assert _written(changed, "s_status")[-1] == ("lot_1_2", "Lot 1!")


def test_a_published_key_comes_back_for_the_same_words_and_for_no_others() -> None:
    published = used_in([small()])
    without = choices.set_options(small(), "s_status", [Entry("lot_1", "")], published)
    back = choices.set_options(without, "s_status", [Entry("", "lot  1"), Entry("", "Lot-1")], published)
    assert _written(back, "s_status")[:2] == [("lot_1", "lot  1"), ("lot_1_2", "Lot-1")]


def test_an_option_that_a_form_did_not_know_of_stays() -> None:
    changed = choices.set_options(small(), "s_status", [Entry("lot_1", "First lot")], NOTHING)
    assert [key for key, _ in _written(changed, "s_status")] == ["lot_1", "lot_2", "none"]


def test_a_key_that_is_sent_twice_or_made_up_becomes_a_new_option() -> None:
    entries = [Entry("lot_1", "Lot 1"), Entry("lot_1", "Again"), Entry("Robert'); --", "Made up")]
    changed = choices.set_options(small(), "s_status", entries, NOTHING)
    assert [key for key, _ in _written(changed, "s_status")] == ["lot_1", "again", "made_up", "lot_2", "none"]


def test_what_a_form_does_not_ask_for_stays_with_its_option() -> None:
    changed = choices.set_options(small(), "S3", [Entry("well", "Very well")], NOTHING)
    assert changed["scales"][0]["options"][0] == {"key": "well", "label": "Very well", "leaning": "favourable"}
    emptied = choices.set_options(small(), "S3", [Entry("well", "Well", {"leaning": ""})], NOTHING)
    assert "leaning" not in emptied["scales"][0]["options"][0]


def test_pasted_lines_are_new_options_unless_their_words_are_there() -> None:
    lines = question(small(), "s_reasons")["options"]
    assert choices.pasted(lines, "terms\r\n\n  Closer   working \nCloser working\nOther") == [
        Entry("", "Closer working")
    ]


def test_a_row_gets_a_key_that_no_question_row_or_earlier_version_has() -> None:
    earlier = Earlier(frozenset({"s_price"}))
    changed = choices.set_rows(small(), "s_themes", [Entry("", "Term"), Entry("", "price"), Entry("", "學校")], earlier)
    assert [row["key"] for row in question(changed, "s_themes")["rows"]] == [
        "s_term_2",
        "s_price_2",
        "s_row",
        "s_voice",
        "s_learning",
    ]


def test_a_line_moves_one_place_and_stops_at_the_ends() -> None:
    down = choices.move(small(), "s_status", "options", "lot_1", 1)
    assert [key for key, _ in _written(down, "s_status")] == ["lot_2", "lot_1", "none"]
    assert choices.move(down, "s_status", "options", "lot_1", -1) == small()
    assert choices.move(small(), "s_status", "options", "lot_1", -1) == small()
    assert choices.move(small(), "s_status", "options", "gone", 1) == small()
