"""The page of a clash: two answers to one question, one saved elsewhere and one typed here, and a person chooses."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from engagement.questionnaires.translation import capitalised
from engagement.responses import merging
from engagement.responses.merging import Clash
from engagement.survey_flow import edits, overview, pages, writers
from engagement.survey_flow.forms import printable
from engagement.survey_flow.pages import Page
from engagement.survey_flow.visits import Visit

# Conflict: what does not clash is saved by then.
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Choosing:
    """One field to choose for: both answers in words, and what the form carries to settle it."""

    key: str
    label: str
    saved: str
    mine: str
    typed: Sequence[str]
    mark: str
    can_join: bool
    writer: str


def page(here: Visit, step: str, clashes: Sequence[Clash], kind: tuple[str, str] = pages.FIRST) -> Page:
    """Asks which answers to keep, and then goes on the way that was asked for."""
    posted = edits.posted()
    choosing = [_choosing(here, clash) for clash in clashes]
    left_open = {one.key: one.label for one in choosing if edits.ASKED + one.key in posted}
    body = pages.render(
        here,
        "clash",
        step=step,
        action=pages.link(here, kind[1], step=step),
        go=request.form.get("go", ""),
        choosing=choosing,
        left_open=left_open,
        errors=[(label, f"#keep-{key}") for key, label in left_open.items()],
    )
    return body, CONFLICT


def _choosing(here: Visit, clash: Clash) -> Choosing:
    assert here.draft is not None
    key, label = clash.field.key, clash.field.label
    return Choosing(
        key=key,
        label=capitalised(label),
        saved=overview.in_words(clash.saved, clash.field),
        mine=overview.in_words(clash.mine, clash.field),
        typed=[printable(value) for value in clash.mine],
        mark=merging.mark(here.draft.id, key, clash.saved),
        can_join=merging.can_join(clash.field),
        writer=writers.others(here, [clash.field]),
    )
