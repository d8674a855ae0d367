"""Two devices at one draft: changes merge, clashes are shown, and no text is lost in any order of events."""

import random
import uuid

import pytest

from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.definition import Field, KindName, Option, Question
from engagement.responses import merging
from engagement.responses.merging import Choice, Edit

DRAFT = uuid.UUID(int=7)
OPTIONS = (Option("a", "A"), Option("b", "B"))


def field(key: str, kind: KindName = "long_text") -> Field:
    """A field of one kind."""
    return Question(key, kind, f"{key}?", options=OPTIONS if kind in ("single", "multi") else ()).fields[0]


TEXT, OTHER, BOXES = field("text"), field("other"), field("boxes", "multi")


def shown(asked: Field, *values: str) -> str:
    """The mark of a page that showed these values."""
    return merging.mark(DRAFT, asked.key, values)


def test_what_was_left_as_it_was_shown_is_nobodys_change() -> None:
    edit = Edit(TEXT, ["mine\r\nas it was"], shown(TEXT, "mine\nas it was"))
    merged = merging.merge(DRAFT, [edit], {"text": ["theirs, later"]})
    assert (merged.changed, merged.clashes) == ({}, [])


def test_different_questions_merge_without_a_word() -> None:
    edits = [Edit(TEXT, [""], shown(TEXT)), Edit(OTHER, ["mine"], shown(OTHER))]
    merged = merging.merge(DRAFT, edits, {"text": ["theirs"]})
    assert (merged.changed, merged.clashes) == ({"other": ["mine"]}, [])


def test_the_same_question_is_a_clash_and_neither_text_goes() -> None:
    merged = merging.merge(DRAFT, [Edit(TEXT, ["mine"], shown(TEXT, "old"))], {"text": ["theirs"]})
    assert merged.changed == {}
    assert [(clash.saved, clash.mine) for clash in merged.clashes] == [(["theirs"], ["mine"])]


def test_both_writing_the_same_is_no_clash() -> None:
    merged = merging.merge(DRAFT, [Edit(TEXT, ["same\r\n"], shown(TEXT))], {"text": ["same\n"]})
    assert (merged.changed, merged.clashes) == ({}, [])


def test_emptying_what_somebody_else_changed_is_a_clash() -> None:
    merged = merging.merge(DRAFT, [Edit(BOXES, [], shown(BOXES, "a"))], {"boxes": ["a", "b"]})
    assert [(clash.saved, clash.mine) for clash in merged.clashes] == [(["a", "b"], [])]


def test_emptying_what_was_shown_empties_it_and_a_blank_for_nothing_writes_nothing() -> None:
    edits = [Edit(TEXT, [""], shown(TEXT, "Hello")), Edit(OTHER, [" "], shown(OTHER))]
    assert merging.merge(DRAFT, edits, {"text": ["Hello"]}).changed == {"text": [""]}


def test_a_page_does_not_clash_with_what_it_sent_itself() -> None:
    edit = Edit(TEXT, ["One, two"], shown(TEXT), sent=["One"])
    assert merging.merge(DRAFT, [edit], {"text": ["One"]}).changed == {"text": ["One, two"]}
    assert merging.merge(DRAFT, [edit], {"text": ["theirs"]}).clashes


def test_a_strange_mark_brings_a_clash_and_never_a_loss() -> None:
    for mark in ("", "guessed", "\ud800", merging.mark(uuid.UUID(int=8), "text", ["theirs"])):
        merged = merging.merge(DRAFT, [Edit(TEXT, ["mine"], mark)], {"text": ["theirs"]})
        assert merged.changed == {}
        assert len(merged.clashes) == 1
        assert merging.merge(DRAFT, [Edit(TEXT, ["mine"], mark)], {}).changed == {"text": ["mine"]}


def test_each_choice_does_what_it_says() -> None:
    def chosen(choice: Choice | None, asked: Field = TEXT) -> merging.Merged:
        edit = Edit(asked, ["mine"], shown(asked, "theirs"), choice=choice, clashed=True)
        return merging.merge(DRAFT, [edit], {asked.key: ["theirs"]})

    assert chosen(Choice.SAVED).changed == {}
    assert chosen(Choice.MINE).changed == {"text": ["mine"]}
    assert chosen(Choice.BOTH).changed == {"text": ["theirs\n\nmine"]}
    assert chosen(Choice.BOTH, field("line", "short_text")).changed == {"line": ["theirs; mine"]}
    assert len(chosen(None).clashes) == 1
    assert not any(chosen(choice).clashes for choice in Choice)


def test_a_choice_made_before_a_further_change_is_asked_again() -> None:
    for choice in (Choice.MINE, Choice.BOTH):
        edit = Edit(TEXT, ["mine"], shown(TEXT, "theirs"), choice=choice, clashed=True)
        merged = merging.merge(DRAFT, [edit], {"text": ["theirs, changed again"]})
        assert merged.changed == {}
        assert [clash.mine for clash in merged.clashes] == [["mine"]]


class Device:
    """A browser with one page open: what its page showed, and what is typed in it."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = fields
        self.page: dict[str, list[str]] = {field.key: [] for field in fields}
        self.typed = dict(self.page)

    def open(self, stored: dict[str, list[str]]) -> None:
        """Open the page as it is saved now."""
        self.page = {field.key: stored.get(field.key, []) for field in self.fields}
        self.typed = dict(self.page)

    def save(self, stored: dict[str, list[str]]) -> merging.Merged:
        """Press Continue."""
        edits = [Edit(field, self.typed[field.key], shown(field, *self.page[field.key])) for field in self.fields]
        return merging.merge(DRAFT, edits, stored)


THIRD = field("third", "short_text")


@pytest.mark.parametrize(
    "second", [(TEXT, OTHER, THIRD), (TEXT, THIRD)], ids=["the same person", "a colleague with a part of the questions"]
)
def test_1000_random_interleavings_of_two_devices_lose_nothing(second: tuple[Field, ...]) -> None:
    clashes = merges = 0
    for seed in range(1_000):
        chance, stored = random.Random(seed), dict[str, list[str]]()
        devices = [Device((TEXT, OTHER, THIRD)), Device(second)]
        for step in range(chance.randint(6, 14)):
            device = chance.choice(devices)
            if chance.random() < 0.6:
                key = chance.choice(device.fields).key
                device.typed = {**device.typed, key: [f"text {seed}.{step}"]}
                continue
            before, merged = dict(stored), device.save(stored)
            stored |= merged.changed
            shown_as_clash = {clash.field.key: (clash.saved, clash.mine) for clash in merged.clashes}
            assert merged.changed.keys() <= device.typed.keys(), "nobody changes what they are not shown"
            for asked in device.fields:
                key, mine = asked.key, device.typed[asked.key]
                if mine == device.page[key]:
                    assert stored.get(key) == before.get(key), "what was not touched here stays as it is saved"
                else:
                    assert stored.get(key) == mine or shown_as_clash[key] == (before[key], mine)
                gone = before.get(key, [])
                if not is_blank(gone) and stored.get(key) != gone:
                    assert device.page[key] == gone, "only what its page showed can be replaced"
            for clash in merged.clashes:
                clashes += 1
                choice = chance.choice(list(Choice))
                seen = shown(clash.field, *clash.saved)
                settled = merging.merge(DRAFT, [Edit(clash.field, clash.mine, seen, None, choice, True)], stored)
                assert not settled.clashes
                stored |= settled.changed
                kept = "".join(stored[clash.field.key])
                assert choice is Choice.MINE or clash.saved[0] in kept
                assert choice is Choice.SAVED or clash.mine[0] in kept
            merges += sum(stored.get(key, []) != shown_before for key, shown_before in device.page.items())
            device.open(stored)
    assert clashes > 300
    assert merges > 1_000
