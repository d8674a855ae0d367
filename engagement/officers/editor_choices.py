"""The options of a question or scale, and the rows of a grid, each on a line of its own that keeps its key."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.officers import editor
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.editor import ADDRESS, Desk, clean, desk, written
from engagement.officers.editor_measures import asked_elsewhere
from engagement.officers.editor_question_form import measure_name
from engagement.officers.guard import needs
from engagement.officers.recipients import ConfirmForm
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing import choices, conditions, scales
from engagement.questionnaires.editing.choices import Entry
from engagement.questionnaires.editing.document import Document, Noun, Table, holder_of, options_for
from engagement.questionnaires.editing.document import scales as every_scale
from engagement.questionnaires.editing.words import LEANING_NAMES
from engagement.questionnaires.measures import PRIORITY, THEMES, is_theme

Faults = tuple[tuple[str, str], ...]

WAYS = {"up": -1, "down": 1}
# So many empty lines wait below those that are written, and so many where nothing is written yet.
EMPTY_LINES, FIRST_LINES = 2, 4
LONGEST_LINE, MOST_LINES, LONGEST_PASTED = 300, 100, 20_000


@dataclass(frozen=True, slots=True)
class Setting:
    """Something besides its words that can be said of a line: a list to choose from."""

    name: str
    label: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one list, and how they are written back. `kept_in` is where a document has them."""

    kept_in: Literal["options", "rows"]
    key: str
    noun: Noun
    one: str
    words: str
    settings: list[Setting]
    write: Callable[[Document, list[Entry]], Table]


@blueprint.route(f"{ADDRESS}/questions/<key>/options", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_options(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """The options of a question: its own, or those of a scale."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    return _answer(here, _options(here, asked, "question", asked["text"]), asked)


@blueprint.route(f"{ADDRESS}/questions/<key>/rows", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_rows(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """The rows of a grid, each with its measure, and the scale that they are answered on."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    elsewhere = asked_elsewhere(here)
    measures = [(one.key, measure_name(one.key, elsewhere)) for one in THEMES]
    lines = Lines(
        "rows",
        key,
        "question",
        "Row",
        asked["text"],
        [Setting("measure", "Measure", [("", "None"), *measures])],
        lambda document, entries: choices.set_rows(document, key, entries, here.earlier),
    )
    return _answer(here, lines, asked)


@blueprint.route(f"{ADDRESS}/scales/<key>", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_scale(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """The options of a scale, for all questions that use it."""
    here = desk(slug, audience)
    held = editor.part_of(here, "scale", key)
    return _answer(here, _options(here, held, "scale", key), held)


@blueprint.post(f"{ADDRESS}/questions/<key>/scale")
@needs(May.WRITE)
def edit_use_scale(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """Take the options from a scale, or take a copy of the scale's as options of its own."""
    here = desk(slug, audience)
    asked = editor.part_of(here, "question", key)
    wanted = request.form.get("scale", "")
    if ConfirmForm().validate_on_submit():

        def edit(document: Document) -> Table:
            return scales.use(document, key, wanted) if wanted else scales.leave(document, key)

        did = f'Changed the options of "{asked["text"]}"'
        if (other := editor.save(here, edit, did, noun="question", key=key)) is not None:
            return other
        editor.say("The question takes its options from the scale." if wanted else "The options are its own now.")
    return redirect(here.url("edit_rows" if asked["kind"] == "matrix" else "edit_options", key=key), 303)


def _options(here: Desk, holder: Table, noun: Noun, words: str) -> Lines:
    """The options of a question or scale."""
    key = holder["key"]
    return Lines(
        "options",
        key,
        noun,
        "Option",
        words,
        _option_settings(here, holder),
        lambda document, entries: choices.set_options(document, key, entries, here.earlier),
    )


def _answer(here: Desk, lines: Lines, holder: Table) -> ResponseReturnValue:
    return _posted(here, lines, holder) if request.method == "POST" else _page(here, lines, holder)


def _posted(here: Desk, lines: Lines, holder: Table) -> ResponseReturnValue:
    """Save every line, then do what the button said: move a line, offer more lines or go on."""
    if not ConfirmForm().validate_on_submit():
        return _page(here, lines, holder)
    entries = _entries(lines)
    pasted = choices.pasted([{"label": entry.label} for entry in entries], written("pasted")[:LONGEST_PASTED])
    faults = _faults(lines, entries, pasted)
    if faults:
        return _page(here, lines, holder, entries, faults)
    do, _, moving = request.form.get("do", "").partition(":")
    if do == "themes":
        pasted = []

    def edit(document: Document) -> Table:
        changed = lines.write(document, [*entries, *pasted])
        if do == "themes":
            changed = choices.with_themes(changed, lines.key)
        return choices.move(changed, lines.key, lines.kept_in, moving, WAYS[do]) if do in WAYS else changed

    did = f'Changed the {lines.kept_in} of "{lines.words}"'
    if (other := editor.save(here, edit, did, noun=lines.noun, key=lines.key)) is not None:
        return other
    if do in WAYS:
        return redirect(f"{request.path}?moved={moving}#{do}-{moving}", 303)
    if do == "more":
        present = holder_of(here.document, lines.key).get(lines.kept_in, [])
        return redirect(f"{request.path}?more=1#line-{len(present) + 1}", 303)
    lost = _lost(here, lines, entries)
    editor.say(" ".join([f"The {lines.kept_in} are saved.", *lost]))
    if do == "themes" or here.faults.get(lines.key):
        return redirect(request.path, 303)
    if lines.noun == "scale":
        return redirect(here.url("edit_scales"), 303)
    return redirect(here.url("edit_question", key=lines.key), 303)


def _page(
    here: Desk,
    lines: Lines,
    holder: Table,
    entries: list[Entry] | None = None,
    faults: Faults = (),
) -> str:
    present = holder.get(lines.kept_in, [])
    if entries is None:
        entries = [
            Entry(line["key"], line["label"], {one.name: line.get(one.name, "") for one in lines.settings})
            for line in present
        ]
        empty = FIRST_LINES if not entries or "more" in request.args else EMPTY_LINES
        entries += [Entry("", "")] * empty
    used = scales.used_by(here.document, lines.key) if lines.noun == "scale" else []
    deciding = {lines.key, *(asked["key"] for asked in used)}
    return here.render(
        "editor_lines.html",
        lines=lines,
        holder=holder,
        entries=entries,
        keys=[line["key"] for line in present],
        scale_options=options_for(here.document, holder) if "scale" in holder else [],
        scales=every_scale(here.document),
        used=used,
        decided={key for found in conditions.depending_on(here.document, deciding) for key in found.options},
        wants_themes=holder.get("measure") == PRIORITY.key,
        doors_offered=holder.get("kind") == "single" and "door" not in [one.name for one in lines.settings],
        moved=request.args.get("moved", ""),
        pasted=written("pasted"),
        errors=faults,
    )


def _entries(lines: Lines) -> list[Entry]:
    """The lines of the form in its order."""
    every = [request.form.getlist(name) for name in ("key", "label", *(one.name for one in lines.settings))]
    entries = []
    for key, label, *chosen in list(zip_longest(*every, fillvalue=""))[: MOST_LINES + EMPTY_LINES]:
        settings = {
            setting.name: value
            for setting, value in zip(lines.settings, chosen, strict=True)
            if setting.name in request.form and value in dict(setting.choices)
        }
        entries.append(Entry(key, " ".join(clean(label).split()), settings))
    return entries


def _faults(lines: Lines, entries: list[Entry], pasted: list[Entry]) -> Faults:
    too_long = [
        (f"{lines.one} {number} is too long. Use at most {LONGEST_LINE} characters.", f"#line-{number}")
        for number, entry in enumerate(entries, start=1)
        if len(entry.label) > LONGEST_LINE
    ]
    if any(len(entry.label) > LONGEST_LINE for entry in pasted):
        too_long.append((f"A line is too long. Use at most {LONGEST_LINE} characters for each.", "#pasted"))
    if sum(bool(entry.label) for entry in (*entries, *pasted)) > MOST_LINES:
        too_long.append((f"Use at most {MOST_LINES} {lines.kept_in}.", "#pasted"))
    return tuple(too_long)


def _lost(here: Desk, lines: Lines, entries: list[Entry]) -> list[str]:
    """What became of conditions that named a line which is gone."""
    gone = {entry.key for entry in entries if entry.key and not entry.label}
    deciding = {lines.key, *(asked["key"] for asked in scales.used_by(here.document, lines.key))}
    hit = [found for found in conditions.depending_on(here.document, deciding) if gone & set(found.options)]
    return [f'Look at the condition of "{found.words}": it named an option that is gone.' for found in hit]


def _option_settings(here: Desk, holder: Table) -> list[Setting]:
    """What can be said of an option besides its words, where it matters or is said of one already."""
    kind, options = holder.get("kind"), holder.get("options", [])
    settings = []
    if kind is None or is_theme(holder.get("measure")) or _said(options, "leaning"):
        settings.append(Setting("leaning", "Good or bad", [("", "Not said"), *LEANING_NAMES.items()]))
    pictures = _pictures(here.audience)
    if pictures and kind in ("faces", None):
        settings.append(Setting("picture", "Picture", [("", "None"), *((name, name) for name in pictures)]))
    if kind == "single" and ("doors" in request.args or _said(options, "door")):
        doors = [(name, AUDIENCE_NAMES[name]) for name in AUDIENCE_NAMES if name != here.audience]
        settings.append(Setting("door", "Points to the questionnaire for", [("", "Nobody else"), *doors]))
    return settings


def _said(options: list[Table], setting: str) -> bool:
    return any(setting in option for option in options)


def _pictures(audience: AudienceName) -> list[str]:
    """The drawings that an audience's pages have."""
    folder = Path(current_app.blueprints[audience].root_path) / "static" / audience
    return sorted(found.stem for found in folder.glob("*.svg"))
